"""Asking for a mentor: request, change, details, exclusions, widening, pausing, withdrawing."""

from dataclasses import replace

from bot.commands import (
    EditRequest,
    FindMentor,
    NotWith,
    OpenFindMentor,
    OpenNotWith,
    OpenPauseRequest,
    OpenRequestDetails,
    PauseRequest,
    RequestDetails,
    ResumeRequest,
    SearchAgain,
    StillLooking,
    WidenRequest,
    WithdrawRequest,
)
from bot.context import Context
from bot.domain.availability import FreeTimes
from bot.domain.request import MentoringRequest
from bot.domain.schedule import day_label
from bot.domain.status import RequestStatus
from bot.errors import UserError
from bot.handlers.handler import Handles
from bot.ids import MemberId, RequestId
from bot.journey import asking, forecasting, forms, line, reaching, typed_options, widening, zone_questions
from bot.journey.asking import Wish
from bot.journey.zones import morning, today, welcome, zone_of
from bot.matching.tiers import WIDEST
from bot.reference.settings import PRACTICE_SETTINGS
from bot.reference.topics import TOPICS
from bot.texts import asking as texts
from bot.texts import choices, waiting
from bot.understanding import free_times, states
from bot.understanding.fields import Fields, later_day
from bot.understanding.ways import WAYS
from bot.views import Option, Rejected, View, shown

SETTING_SLUGS = frozenset(setting.slug for setting in PRACTICE_SETTINGS)
RHYTHMS = frozenset({"weekly", "every-two-weeks", "monthly"})
MOST_PEOPLE_LISTED = 500  # beyond it people are chosen with the platform's own picker, lest somebody is missing


async def open_find_mentor(command: OpenFindMentor, context: Context) -> View:
    live = await context.uow.requests.live_of(context.me.id)
    if live is None:
        values = {**await forms.draft(context, FindMentor.slug), **_given(command)}
        return texts.request_form(FindMentor(), values)
    draft = await forms.draft(context, EditRequest.slug)
    kept = draft if draft.get("request") == live.id else {}
    values = {**texts.values_of(live), **kept}
    given = _given(command)
    if values["note"]:
        given.pop("note", None)
    return texts.request_form(EditRequest(live.id), {**values, **given})


def _given(command: OpenFindMentor) -> dict[str, str | tuple[str, ...]]:
    """What came with the command, as the form takes it."""
    given: dict[str, str | tuple[str, ...]] = {}
    if command.note:
        given["note"] = _note(command.note)
    if command.state:
        given["state"] = typed_options.state(command.state)
    if setting := typed_options.setting(command.setting):
        given["setting"] = setting
    if topics := typed_options.topics(command.topic):
        given["topics"] = topics
    return given


def _note(text: str) -> str:
    """Words from elsewhere, cut to what the field takes; they are kept once the form is sent, and not before."""
    return choices.cut(shown(text).strip(), texts.MOST_NOTE)


async def find_mentor(command: FindMentor, context: Context) -> View:
    if await context.uow.requests.live_of(context.me.id):
        raise UserError(texts.REQUEST_TAKEN)
    wish, problems = understood(command)
    if wish is None:
        return await forms.refused(context, command, problems)
    if warned := await forms.guarded(context, command, {"note": command.note, "free_times": command.free_times}):
        return warned
    mentee = await welcome(context, wish.state)
    request = await asking.ask(context, mentee, wish)
    await reaching.test(context, reaching.REQUEST)
    await forms.sent(context, command)
    seen = await asking.outlook(context, request, mentee)
    await forecasting.told(context, request, seen)
    return texts.receipt(request, seen, await zone_questions.proposed(context, mentee, [wish.state]))


async def edit_request(command: EditRequest, context: Context) -> View:
    request = await mine(context, command.request)
    wish, problems = understood(command)
    if wish is None:
        return await forms.refused(context, command, problems)
    if warned := await forms.guarded(context, command, {"note": command.note, "free_times": command.free_times}):
        return warned
    changed = await asking.change(context, request, wish)
    await forms.sent(context, command)
    seen = await asking.outlook(context, changed, context.me)
    if (changed.state, changed.setting) != (request.state, request.setting):
        await forecasting.told(context, changed, seen)
    return texts.changed(changed, seen, await zone_questions.proposed(context, context.me, [wish.state]))


def understood(command: FindMentor | EditRequest | SearchAgain) -> tuple[Wish | None, dict[str, str]]:
    fields = Fields()
    state = fields.read("state", states.state, command.state)
    setting = fields.chosen("setting", command.setting, SETTING_SLUGS, please=texts.CHOOSE_SETTING)
    topics = fields.several(
        "topics", command.topics, TOPICS, least=0, most=choices.MOST_TOPICS, please=texts.CHOOSE_TOPICS
    )
    typed = fields.within("free_times", command.free_times, choices.MOST_FREE_TIMES)
    free: FreeTimes | None = fields.optional("free_times", free_times.understand, typed)
    note = fields.within("note", command.note, texts.MOST_NOTE)
    if fields.problems or state is None:
        return None, fields.problems
    return Wish(state, setting, topics, free, note), {}


async def mine(context: Context, id: str, *, live: bool = True) -> MentoringRequest:
    """The actor's own request. Raises `UserError` for somebody else's, and unless `live` is false for a closed one."""
    request = await context.uow.requests.get(RequestId(id))
    if request is None or request.mentee != context.me.id:
        raise UserError(texts.NOT_YOURS)
    if live and request.status not in {RequestStatus.OPEN, RequestStatus.PAUSED}:
        raise UserError(texts.NOT_OPEN)
    return request


async def open_request_details(command: OpenRequestDetails, context: Context) -> View:
    return texts.details_form(await mine(context, command.request))


async def request_details(command: RequestDetails, context: Context) -> View:
    request = await mine(context, command.request)
    fields = Fields()
    names = {
        name: fields.within(name, getattr(command, name), choices.MOST_NAME)
        for name in ("district", "agency", "programme")
    }
    ways = fields.several("ways", command.ways, WAYS, least=0, most=len(WAYS), please=choices.CHOOSE_WAYS)
    if fields.problems:
        return await forms.refused(context, command, fields.problems)
    if warned := await forms.guarded(context, command, names):
        return warned
    sole = {"yes": True, "no": False}.get(command.sole_ot)
    rhythm = command.rhythm if command.rhythm in RHYTHMS else ""
    look = context.now if request.status is RequestStatus.OPEN and request.look_again_at else request.look_again_at
    changed = replace(
        request,
        sole_ot=sole,
        rhythm=rhythm,
        ways=ways,
        look_again_at=look,
        silent_since=None,
        district=names["district"],
        agency=names["agency"],
        programme=names["programme"],
    )
    await context.uow.requests.save(changed)
    await asking.drop_excluded(context, changed)
    await forms.sent(context, command)
    await context.record("request", request.id, "request-details")
    return texts.DETAILS_SAVED


async def open_not_with(command: OpenNotWith, context: Context) -> View:
    request = await mine(context, command.request)
    people = [m for m in await context.uow.members.everyone() if m.id != context.me.id]
    if len(people) > MOST_PEOPLE_LISTED:
        return texts.not_with_form(request, ())
    return texts.not_with_form(request, [Option(each.id, each.name[:75] or "Nameless") for each in people])


async def not_with(command: NotWith, context: Context) -> View:
    request = await mine(context, command.request)
    if command.member:
        other = await context.uow.members.get(MemberId(command.member))
        if other is None or other.id == context.me.id:
            return Rejected(texts.UNKNOWN_MEMBER, {"member": texts.UNKNOWN_MEMBER})
        await context.uow.exclusions.add(context.me.id, other.id)
    employers = set(command.employers)
    changed = replace(request, not_my_district="district" in employers, not_my_agency="agency" in employers)
    await context.uow.requests.save(changed)
    await asking.drop_excluded(context, changed)
    await context.record("request", request.id, "excluded")
    return texts.not_with_saved(changed)


async def _heard_from(context: Context, request: MentoringRequest) -> MentoringRequest:
    """Whoever does something about a request still looks, also without having answered the question."""
    if request.silent_since is None:
        return request
    heard = replace(request, silent_since=None)
    await context.uow.requests.save(heard)
    return heard


async def widen_request(command: WidenRequest, context: Context) -> View:
    """Says honestly what the step adds, and where it adds nobody, which one further away does."""
    request = await _heard_from(context, await mine(context, command.request))
    reached = line.reach(context, request)
    if reached >= WIDEST:
        return waiting.WIDEST_ALREADY
    to = int(command.to) if command.to.isdecimal() and len(command.to) == 1 else reached + 1
    if to <= reached:
        return waiting.asked_already(to)
    wider = await widening.widen(context, request, min(to, WIDEST))
    adds = await widening.adding(context, wider, context.me, range(wider.reach, WIDEST + 1), most=1)
    busy = bool(await context.uow.proposals.live_for(request.id))
    return waiting.widened(wider, next(iter(adds), None), busy=busy)


async def open_pause_request(command: OpenPauseRequest, context: Context) -> View:
    request = await mine(context, command.request)
    return waiting.pause_request_form(request, day_label(today(context.now, zone_of(context.me, [request.state]))))


async def pause_request(command: PauseRequest, context: Context) -> View:
    request = await mine(context, command.request)
    zone = zone_of(context.me, [request.state])
    fields = Fields()
    now = today(context.now, zone)
    until = fields.read("until", lambda text: later_day(text, now), command.until)
    if until is None:
        return await forms.refused(context, command, fields.problems)
    await forms.sent(context, command)
    await asking.pause(context, request, morning(until, zone))
    return waiting.paused(request, day_label(until))


async def resume_request(command: ResumeRequest, context: Context) -> View:
    request = await mine(context, command.request)
    if request.status is RequestStatus.PAUSED:
        await asking.resume(context, request)
    return waiting.RESUMED


async def still_looking(command: StillLooking, context: Context) -> View:
    request = await mine(context, command.request)
    if request.status is RequestStatus.PAUSED:
        await asking.resume(context, request)
    elif request.silent_since is not None:
        await context.uow.requests.save(replace(request, silent_since=None))
        await asking.ask_again_later(context, request)
        await context.record("request", request.id, "still-looking")
    return waiting.KEPT_LOOKING


async def withdraw_request(command: WithdrawRequest, context: Context) -> View:
    await asking.withdraw(context, await mine(context, command.request))
    return waiting.WITHDRAWN


HANDLES: Handles = {
    OpenFindMentor: open_find_mentor,
    FindMentor: find_mentor,
    EditRequest: edit_request,
    OpenRequestDetails: open_request_details,
    RequestDetails: request_details,
    OpenNotWith: open_not_with,
    NotWith: not_with,
    WidenRequest: widen_request,
    OpenPauseRequest: open_pause_request,
    PauseRequest: pause_request,
    ResumeRequest: resume_request,
    StillLooking: still_looking,
    WithdrawRequest: withdraw_request,
}
