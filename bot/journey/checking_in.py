"""Check-ins: the optional questions beside "did you meet?", and those of a week without a meeting."""

from collections.abc import Sequence

from bot.context import Context
from bot.domain.checkin import CheckIn, questions_due
from bot.domain.match import MOST_GOALS, Session
from bot.domain.message import Nudge
from bot.domain.partners import Partners
from bot.ids import NudgeId
from bot.journey import keeping
from bot.journey.routine import HELD

WEEKLY = "weekly-check-in"
ANSWERED = ("checkin-answered", "checkin-changed")


async def due(context: Context, partners: Partners, session: Session) -> bool:
    """With every fourth answer about a match, for as long as nothing is written about this meeting."""
    mentee = partners.is_mentee(context.me.id)
    answered = sum(bool(one.answer_of(mentee=mentee)) for one in await context.uow.sessions.of(session.match))
    return questions_due(answered) and await context.uow.checkins.get(session.id, context.me.id) is None


async def goals(context: Context, session: Session) -> Sequence[str]:
    """Those of today; after the end, of the agreement that the meeting belonged to."""
    signed = await context.uow.agreements.signed(session.match)
    agreement = signed or await context.uow.agreements.get(session.agreement)
    return agreement.goals[:MOST_GOALS] if agreement else ()


async def keep(context: Context, partners: Partners, written: CheckIn) -> None:
    """A moderator is asked for help once, however often the form is sent."""
    before = await context.uow.checkins.get(written.session, written.member)
    await context.uow.checkins.save(written)
    await context.record("session", written.session, "checkin-questions")
    if written.help_wanted and not (before and before.help_wanted):
        await keeping.ask_for_help(context, partners)


# A week without a meeting. It may be asked again, where it was snoozed; its answer belongs to the first time.


async def first_asked(context: Context, nudge: Nudge) -> NudgeId:
    first = await context.uow.nudges.find(nudge.recipient, nudge.kind, nudge.subject, nudge.occurrence % HELD)
    return first.id if first is not None else nudge.id


async def sent(context: Context, asked: NudgeId) -> None:
    """Counted once."""
    if await context.uow.events.last(asked, ("checkin-sent",)) is None:
        await context.record("nudge", asked, "checkin-sent")


async def said_how_it_goes(context: Context, nudge: Nudge) -> str:
    """What was answered; empty where nothing was."""
    last = await context.uow.events.last(await first_asked(context, nudge), ANSWERED)
    return last.detail if last is not None else ""


async def say_how_it_goes(context: Context, nudge: Nudge, said: str) -> None:
    before = await said_how_it_goes(context, nudge)
    kind = ANSWERED[1] if before else ANSWERED[0]
    await context.record("nudge", await first_asked(context, nudge), kind, said)
