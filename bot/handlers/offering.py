"""Offering to mentor: offer, change, details, pausing, withdrawing."""

from dataclasses import replace

from bot.commands import (
    ConfirmOffer,
    OfferDetails,
    OfferMentoring,
    OpenOfferDetails,
    OpenOfferMentoring,
    OpenPauseOffer,
    PauseOffer,
    ResumeOffer,
    WithdrawOffer,
)
from bot.context import Context
from bot.domain.availability import FreeTimes
from bot.domain.offer import MentoringOffer
from bot.domain.schedule import day_label, wall
from bot.domain.status import OfferStatus
from bot.errors import UserError
from bot.handlers import matching
from bot.handlers.asking import SETTING_SLUGS
from bot.handlers.handler import Handles
from bot.ids import OfferId
from bot.journey import common_ground, confirming, forms, offering, reaching, typed_options, zone_questions
from bot.journey import line as waiting_line
from bot.journey.offering import Gift
from bot.journey.zones import morning, today, welcome, zone_of
from bot.reference.professions import PROFESSIONS
from bot.reference.settings import covering
from bot.reference.topics import TOPICS
from bot.texts import confirming as confirming_texts
from bot.texts import offering as texts
from bot.texts.choices import CHOOSE_WAYS, MOST_FREE_TIMES
from bot.texts.zones import Proposed
from bot.understanding import free_times, states, years
from bot.understanding.fields import Fields, later_day
from bot.understanding.ways import WAYS
from bot.views import Message, Text, View, line


async def open_offer_mentoring(command: OpenOfferMentoring, context: Context) -> View:
    live = await context.uow.offers.live_of(context.me.id)
    draft = await forms.draft(context, OfferMentoring.slug)
    known = texts.values_of(live) if live else {}
    action = OfferMentoring(request=command.request)
    return texts.offer_form(action, {**known, **draft, **_given(command)}, editing=live is not None)


def _given(command: OpenOfferMentoring) -> dict[str, str | tuple[str, ...]]:
    """What came with the command, as the form takes it."""
    given: dict[str, str | tuple[str, ...]] = {}
    if command.state:
        given["states"] = typed_options.states(command.state)
    if settings := typed_options.settings(command.setting, texts.MOST_SETTINGS):
        given["settings"] = settings
    return given


async def offer_mentoring(command: OfferMentoring, context: Context) -> View:
    gift, problems = _understood(command)
    if gift is None:
        return await forms.refused(context, command, problems)
    if warned := await forms.guarded(context, command, {"free_times": command.free_times}):
        return warned
    live = await context.uow.offers.live_of(context.me.id)
    mentor = await welcome(context, gift.states[0])
    await forms.sent(context, command)
    if live is not None:
        changed = await offering.change(context, live, gift)
        zone = await zone_questions.proposed(context, mentor, gift.states)
        receipt = texts.changed(changed, zone)
    else:
        made = await offering.offer(context, mentor, gift)
        await reaching.test(context, reaching.OFFER)
        zone = await zone_questions.proposed(context, mentor, gift.states)
        receipt = texts.receipt(made, zone, await _waiting_for(context, made))
    return await _forward(command, context, receipt, zone) if command.request else receipt


async def _forward(command: OfferMentoring, context: Context, receipt: Message, zone: Proposed) -> View:
    """Whoever pressed “I can help with this” steps forward with the new offer, which stands anyway."""
    try:
        done = await matching.step_forward_for(context, command.request)
    except UserError as error:
        return replace(receipt, parts=(*receipt.parts, Text(line(error.sentence))))
    return texts.with_zone(done, zone) if isinstance(done, Message) else done


async def _waiting_for(context: Context, offer: MentoringOffer) -> int:
    """Open requests that this offer covers, of people to whom this mentor can be introduced."""
    settings = {slug for setting in offer.settings for slug in covering(setting)}
    waiting = await context.uow.requests.open()
    fitting = [r.mentee for r in waiting if r.state in offer.states and r.setting in settings]
    ground = await common_ground.ground(context, [offer.mentor, *fitting])
    return sum(ground.shared(offer.mentor, mentee) for mentee in fitting)


def _understood(command: OfferMentoring) -> tuple[Gift | None, dict[str, str]]:
    fields = Fields()
    profession = fields.chosen("profession", command.profession, PROFESSIONS, please=texts.CHOOSE_PROFESSION)
    if profession in PROFESSIONS and not PROFESSIONS[profession].can_mentor:
        fields.problems["profession"] = texts.STUDENTS_LATER
    experience = fields.read("years", years.years, command.years)
    known = fields.read("states", states.states, command.states)
    settings = fields.several(
        "settings",
        command.settings,
        SETTING_SLUGS,
        least=1,
        most=texts.MOST_SETTINGS,
        please=texts.CHOOSE_SETTINGS,
    )
    typed = fields.within("free_times", command.free_times, MOST_FREE_TIMES)
    free: FreeTimes | None = fields.optional("free_times", free_times.understand, typed)
    if fields.problems or experience is None or known is None:
        return None, fields.problems
    return Gift(profession, experience, known, settings, free), {}


async def mine(context: Context, id: str) -> MentoringOffer:
    """The actor's own live offer. Raises `UserError` for somebody else's or a withdrawn one."""
    offer = await context.uow.offers.get(OfferId(id))
    if offer is None or offer.mentor != context.me.id:
        raise UserError(texts.NOT_YOURS)
    if offer.status is OfferStatus.WITHDRAWN:
        raise UserError(texts.NOT_LIVE)
    return offer


async def open_offer_details(command: OpenOfferDetails, context: Context) -> View:
    return texts.details_form(await mine(context, command.offer), context.community.rules.most_mentees)


async def offer_details(command: OfferDetails, context: Context) -> View:
    offer = await mine(context, command.offer)
    fields = Fields()
    most = max(context.community.rules.most_mentees, offer.taken)
    capacity = int(command.capacity) if command.capacity.strip().isdecimal() and len(command.capacity) < 4 else 0
    if not max(1, offer.taken) <= capacity <= most:
        fields.problems["capacity"] = texts.capacity_limits(offer.taken, most)
    topics = fields.several("topics", command.topics, TOPICS, least=0, most=len(TOPICS), please=texts.CHOOSE_TOPICS)
    names = {name: fields.within(name, getattr(command, name), 100) for name in ("district", "agency", "programme")}
    ways = fields.several("ways", command.ways, WAYS, least=0, most=len(WAYS), please=CHOOSE_WAYS)
    if fields.problems:
        return await forms.refused(context, command, fields.problems)
    if warned := await forms.guarded(context, command, names):
        return warned
    changed = replace(
        offer,
        capacity=capacity,
        topics=topics,
        ways=ways,
        district=names["district"],
        agency=names["agency"],
        programme=names["programme"],
        confirmed_at=context.now,
    )
    await context.uow.offers.cover(changed)
    await offering.let_go_ruled_out(context, changed)
    await forms.sent(context, command)
    await context.record("offer", offer.id, "offer-changed")
    await waiting_line.call(context, offer.id)
    return texts.DETAILS_SAVED


async def open_pause_offer(command: OpenPauseOffer, context: Context) -> View:
    offer = await mine(context, command.offer)
    return texts.pause_offer_form(offer, day_label(today(context.now, zone_of(context.me, offer.states))))


async def pause_offer(command: PauseOffer, context: Context) -> View:
    offer = await mine(context, command.offer)
    if offer.status is OfferStatus.HELD:
        raise UserError(texts.WAIT_FOR_APPROVAL)
    zone = zone_of(context.me, offer.states)
    now = today(context.now, zone)
    fields = Fields()
    until = fields.read("until", lambda text: later_day(text, now), command.until)
    if until is None:
        return await forms.refused(context, command, fields.problems)
    await forms.sent(context, command)
    offer = await confirming.stands(context, offer)
    paused = await offering.pause(context, offer, morning(until, zone))
    return texts.paused(paused, day_label(until))


async def resume_offer(command: ResumeOffer, context: Context) -> View:
    offer = await mine(context, command.offer)
    if offer.status is OfferStatus.HELD:
        raise UserError(texts.WAIT_FOR_APPROVAL)
    if offer.status is OfferStatus.PAUSED:
        await offering.resume(context, await confirming.stands(context, offer))
    return texts.RESUMED


async def confirm_offer(command: ConfirmOffer, context: Context) -> View:
    """An own pause with an end stays; one without was the bot's, for want of an answer, and is over."""
    offer = await confirming.stands(context, await mine(context, command.offer))
    await context.record("offer", offer.id, "offer-confirmed")
    if offer.status is OfferStatus.PAUSED and offer.paused_until is None:
        offer = await offering.resume(context, offer)
    until = offer.paused_until
    back = day_label(wall(until, zone_of(context.me, offer.states))) if until else ""
    return confirming_texts.confirmed(offer, back)


async def withdraw_offer(command: WithdrawOffer, context: Context) -> View:
    offer = await mine(context, command.offer)
    await offering.withdraw(context, offer)
    return texts.withdrawn(offer.taken)


HANDLES: Handles = {
    OpenOfferMentoring: open_offer_mentoring,
    OfferMentoring: offer_mentoring,
    OpenOfferDetails: open_offer_details,
    OfferDetails: offer_details,
    OpenPauseOffer: open_pause_offer,
    PauseOffer: pause_offer,
    ResumeOffer: resume_offer,
    ConfirmOffer: confirm_offer,
    WithdrawOffer: withdraw_offer,
}
