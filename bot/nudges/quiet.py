"""The quiet ladder, measured in the pair's own periods: ask, ask once more with choices, pause and tell moderators."""

from collections.abc import Sequence
from datetime import datetime

from bot.context import Context
from bot.domain.match import Agreement, Match
from bot.domain.message import Nudge
from bot.domain.partners import Partners
from bot.domain.schedule import wall
from bot.domain.status import MatchStatus
from bot.domain.switches import Switch
from bot.ids import MatchId
from bot.journey import agreeing, pausing, silence
from bot.journey import partners as pairs
from bot.journey.meetings import following
from bot.journey.routine import HELD, Turn, turn_of
from bot.journey.silence import CONTACT
from bot.nudges.kind import Kind
from bot.texts import quiet as texts
from bot.views import Message

FIRST = 1


async def _ahead(nudges: Sequence[Nudge], context: Context) -> None:
    matches = await context.uow.matches.ahead([MatchId(nudge.subject) for nudge in nudges])
    await context.uow.agreements.ahead_signed([match.id for match in matches])
    await pairs.ahead(context, matches)


async def _still(nudge: Nudge, context: Context) -> bool:
    """Active, and no sign of life since."""
    match = await _match(nudge, context)
    contacts = nudge.occurrence % HELD // CONTACT
    return match is not None and match.status is MatchStatus.ACTIVE and match.contacts == contacts


async def _match(nudge: Nudge, context: Context) -> Match | None:
    return await context.uow.matches.get(MatchId(nudge.subject))


async def _turn(nudge: Nudge, context: Context) -> Turn:
    return turn_of(nudge, await _partners(nudge, context))


async def _ask(nudge: Nudge, context: Context) -> None:
    partners = await _partners(nudge, context)
    signed = await context.uow.agreements.signed(partners.match.id)
    step = nudge.occurrence % CONTACT
    if step == FIRST:
        message = await _first(nudge, context, partners, agreed=signed is not None)
    else:
        due = silence.pause_due(context, partners, signed, nudge.recipient)
        pausing_on = wall(due, partners.zone(nudge.recipient)).date()
        message = texts.keep_pause_or_end(partners, nudge.recipient, pausing_on)
    await context.tell_member(nudge.recipient, message)
    await _plan_next(nudge, context, partners, signed)


async def _go_on(nudge: Nudge, context: Context) -> None:
    """The ladder of who wants to hear nothing of it leads to the pause as well."""
    partners = await _partners(nudge, context)
    await _plan_next(nudge, context, partners, await context.uow.agreements.signed(partners.match.id))


async def _plan_next(nudge: Nudge, context: Context, partners: Partners, signed: Agreement | None) -> None:
    await silence.plan_step(context, partners, signed, nudge.recipient, nudge.occurrence % CONTACT + 1)


async def _until(nudge: Nudge, context: Context) -> datetime:
    """When the next step comes."""
    partners = await _partners(nudge, context)
    signed = await context.uow.agreements.signed(partners.match.id)
    return silence.silent_for(context, partners, signed, silence.STEPS[nudge.occurrence % CONTACT + 1])


async def _partners(nudge: Nudge, context: Context) -> Partners:
    match = await _match(nudge, context)
    assert match is not None
    return await pairs.load(context, match)


async def _first(nudge: Nudge, context: Context, partners: Partners, *, agreed: bool) -> Message:
    if agreed:
        return texts.still_meeting(partners, nudge.recipient, await following(context, partners.match.id))
    pending = await context.uow.agreements.proposed(partners.match.id)
    request, offer = await agreeing.wishes(context, partners.match)
    starts = agreeing.first_times(context, partners, request, offer).starts
    return texts.without_schedule(partners, nudge.recipient, starts, pending)


async def _pause(nudge: Nudge, context: Context) -> None:
    partners = await pausing.pause(context, await _partners(nudge, context))
    await context.record("match", partners.match.id, "quiet-paused")
    await context.tell_pair(partners.match.id, texts.paused_for_silence(partners))


KINDS = (
    Kind(
        "quiet",
        still=_still,
        act=_ask,
        switch=Switch.QUIET,
        unheard=_go_on,
        turn=_turn,
        routine=True,
        until=_until,
        ahead=_ahead,
    ),
    Kind("quiet-pause", still=_still, act=_pause, only_tells=False, ahead=_ahead),
)
