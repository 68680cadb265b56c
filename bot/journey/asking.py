"""A request from its first minute to its last: asking, waiting in line, pausing, coming back, closing."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.context import Context
from bot.domain import courtesy
from bot.domain.availability import FreeTimes
from bot.domain.member import Member
from bot.domain.request import MentoringRequest
from bot.domain.status import RequestStatus
from bot.ids import RequestId, new_id
from bot.journey import channel, common_ground, line, proposing
from bot.journey.zones import NOWHERE, zone_of, zones_within
from bot.matching.eligibility import employers_allowed
from bot.matching.tiers import WIDEST
from bot.reference.settings import covering
from bot.reference.states import STATES
from bot.texts.asking import Outlook

TOLD_ON_DAYS = (3, 7)
ROUND = 10  # the occurrence of what a waiting mentee is told is the search's number × ROUND + day
ASKED_AFTER_DAYS = 30
PAUSED_AFTER_DAYS = 14


@dataclass(frozen=True)
class Wish:
    """What a mentee asks for, understood."""

    state: str
    setting: str
    topics: tuple[str, ...]
    free_times: FreeTimes | None
    note: str


async def ask(context: Context, mentee: Member, wish: Wish) -> MentoringRequest:
    """Opens a request: in line, posted in the channel (or left for the day's round-up), to be matched right away."""
    request = MentoringRequest(
        community=context.community.id,
        id=RequestId(new_id()),
        mentee=mentee.id,
        state=wish.state,
        setting=wish.setting,
        topics=wish.topics,
        free_times=wish.free_times,
        note=wish.note,
        status=RequestStatus.OPEN,
        created_at=context.now,
        waiting_since=context.now,
        looking_since=context.now,
        look_again_at=context.now,
    )
    today = context.now - timedelta(hours=24)
    crowded = await context.uow.requests.posted_since(today) >= context.community.rules.round_up_after
    if crowded:
        await _plan_round_up(context, request)
    else:
        request = replace(request, card=await channel.announce(context, request))
    await context.uow.requests.add(request)
    await context.record("request", request.id, "requested", f"{request.state}/{request.setting}")
    await _plan_waiting(context, mentee, request, context.now, 0)
    return request


async def _plan_round_up(context: Context, request: MentoringRequest) -> None:
    """One time of the day for everybody, so that one post holds them all."""
    await context.nudge_again(request.mentee, "round-up", request.id, courtesy.routine(context.now, NOWHERE))


async def _plan_waiting(
    context: Context, mentee: Member, request: MentoringRequest, since: datetime, round: int
) -> None:
    """The two times that a waiting mentee is told how it stands, and the question on day 30."""
    zone = zone_of(mentee, [request.state])
    for day in TOLD_ON_DAYS:
        due = courtesy.routine(since + timedelta(days=day), zone, context.community.rules.breaks)
        await context.nudge_later(mentee.id, "waiting", request.id, due, round * ROUND + day)
    due = courtesy.routine(since + timedelta(days=ASKED_AFTER_DAYS), zone, context.community.rules.breaks)
    if round:
        await context.nudge_again(mentee.id, "still-looking", request.id, due)
    else:
        await context.nudge_later(mentee.id, "still-looking", request.id, due)


async def change(context: Context, old: MentoringRequest, wish: Wish) -> MentoringRequest:
    """Keeps the place in line. A proposal that is out stays out; the next one follows the new wishes."""
    changed = replace(
        old,
        state=wish.state,
        setting=wish.setting,
        topics=wish.topics,
        free_times=wish.free_times,
        note=wish.note,
        look_again_at=context.now if old.look_again_at else None,
        silent_since=None,
    )
    await context.uow.requests.save(changed)
    await channel.refresh(context, changed)
    await proposing.show_again(context, changed)
    await context.record("request", old.id, "request-changed")
    return changed


async def drop_excluded(context: Context, request: MentoringRequest) -> None:
    """Takes a proposal back from somebody with whom the mentee does not want to be matched."""
    excluded = await context.uow.exclusions.of(request.mentee)
    for proposal in await context.uow.proposals.live_for(request.id):
        offer = await context.uow.offers.get(proposal.offer)
        if proposal.mentor in excluded or (offer is not None and not employers_allowed(request, offer)):
            await proposing.release(context, proposal)


async def ask_again_later(context: Context, request: MentoringRequest) -> None:
    """The next question whether somebody is still looking, 30 days from now."""
    mentee = await context.uow.members.get(request.mentee)
    assert mentee is not None
    zone = zone_of(mentee, [request.state])
    due = courtesy.routine(context.now + timedelta(days=ASKED_AFTER_DAYS), zone, context.community.rules.breaks)
    await context.nudge_again(request.mentee, "still-looking", request.id, due)


async def outlook(context: Context, request: MentoringRequest, mentee: Member) -> Outlook:
    """What is known of the wait, counted now."""
    zones = zones_within(zone_of(mentee, [request.state]), context.now, hours=1)
    close = {code for code, state in STATES.items() if state.usual_zone in zones} | {*STATES[request.state].neighbours}
    near = sorted(close - {request.state})
    several = await common_ground.several_spaces(context)
    standing = await context.uow.requests.line(request, covering(request.setting), near, several_spaces=several)
    rules = context.community.rules
    counted = Outlook(
        places=standing.here.places,
        mentors=standing.here.mentors,
        ahead=standing.ahead,
        near=standing.left_nearby,
        answer_days=max(1, round(rules.proposal_hours / 24)),
        at_once=rules.proposals_at_once,
        widest=line.reach(context, request) >= WIDEST,
    )
    return await _with_history(context, request, counted)


async def _with_history(context: Context, request: MentoringRequest, counted: Outlook) -> Outlook:
    """How long it took others, from now on: who has waited for some time is compared with those who had, too."""
    known = await context.uow.forecasts.get(counted.situation)
    if known is None:
        return counted
    waited = (context.now - request.looking_since) / timedelta(days=1)
    return replace(counted, wait=known.curve.range(waited), similar=known.similar, waited=waited >= 1)


async def pause(
    context: Context, request: MentoringRequest, until: datetime | None, because: str = ""
) -> MentoringRequest:
    """`because` is the detail of the event."""
    paused = request.paused(until)
    await _close_proposals(context, request)
    await context.uow.requests.save(paused)
    await channel.refresh(context, paused)
    await context.record("request", request.id, "request-paused", because)
    if until is not None:
        await context.nudge_again(request.mentee, "request-return", request.id, until)
    return paused


async def resume(context: Context, request: MentoringRequest) -> MentoringRequest:
    opened = request.opened(context.now)
    await context.uow.requests.save(opened)
    await channel.refresh(context, opened)
    if opened.card is None:
        await _plan_round_up(context, opened)
    await context.record("request", request.id, "request-resumed")
    await ask_again_later(context, opened)
    return opened


async def withdraw(context: Context, request: MentoringRequest) -> MentoringRequest:
    withdrawn = request.closed(RequestStatus.WITHDRAWN, context.now)
    await _close_proposals(context, request)
    await context.uow.requests.save(withdrawn)
    await context.uow.nudges.drop(request.id, context.now)
    await channel.refresh(context, withdrawn)
    await context.record("request", request.id, "request-withdrawn")
    return withdrawn


async def back_in_line(context: Context, id: RequestId) -> None:
    """Reopens a matched request at the front of the line: its waiting time counts on, and matching tries at once."""
    request = await context.uow.requests.get(id)
    if request is None or request.status is not RequestStatus.MATCHED:
        return
    mentee = await context.uow.members.get(request.mentee)
    assert mentee is not None
    other = await context.uow.requests.live_of(request.mentee)
    if other is not None:
        return
    opened = replace(request.opened(context.now), closed_at=None, reach=0, came_back=True)
    await context.uow.requests.save(opened)
    await channel.refresh(context, opened)
    await context.record("request", request.id, "request-reopened")
    rounds = len(await context.uow.matches.of(request.mentee))
    await _plan_waiting(context, mentee, opened, context.now, rounds)


async def _close_proposals(context: Context, request: MentoringRequest) -> None:
    for proposal in await context.uow.proposals.live_for(request.id):
        await proposing.release(context, proposal)
