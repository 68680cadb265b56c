"""The optional questions beside "did you meet?": when they come, and what is kept of them."""

from collections.abc import Sequence

from bot.context import Context
from bot.domain.checkin import CheckIn, questions_due
from bot.domain.match import MOST_GOALS, Session
from bot.domain.partners import Partners
from bot.journey import keeping


async def due(context: Context, partners: Partners, session: Session) -> bool:
    """With every fourth answer about a match, for as long as nothing is written about this meeting."""
    mentee = partners.is_mentee(context.me.id)
    answered = sum(bool(one.answer_of(mentee=mentee)) for one in await context.uow.sessions.of(session.match))
    return questions_due(answered) and await context.uow.checkins.get(session.id, context.me.id) is None


async def goals(context: Context, session: Session) -> Sequence[str]:
    """Those of the agreement that the meeting belongs to."""
    agreement = await context.uow.agreements.get(session.agreement)
    return agreement.goals[:MOST_GOALS] if agreement else ()


async def keep(context: Context, partners: Partners, written: CheckIn) -> None:
    """A moderator is asked for help once, however often the form is sent."""
    before = await context.uow.checkins.get(written.session, written.member)
    await context.uow.checkins.save(written)
    await context.record("session", written.session, "checkin-questions")
    if written.help_wanted and not (before and before.help_wanted):
        await keeping.ask_for_help(context, partners)
