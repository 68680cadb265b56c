"""I have not heard from my partner, and the answer of who is asked."""

from bot.commands import NotHeard, StillHere
from bot.context import Context
from bot.domain.match import Session
from bot.domain.partners import Partners
from bot.domain.schedule import wall
from bot.domain.status import MatchStatus
from bot.errors import UserError
from bot.handlers.handler import Handles
from bot.ids import MemberId
from bot.journey import keeping, still_here
from bot.journey import partners as pairs
from bot.journey.meetings import following
from bot.texts import still_here as texts
from bot.views import View


async def not_heard(command: NotHeard, context: Context) -> View:
    partners = await pairs.together(context, command.match)
    if partners.match.status is MatchStatus.PAUSED:
        raise UserError(texts.IS_PAUSED)
    if partners.match.asked_at(context.me.id) is not None:
        return texts.both_here(*await _here(context, partners))
    await _refuse_if_asked(context, partners)
    coming = await still_here.soon(context, partners)
    if coming is not None and not command.anyway:
        return texts.meeting_soon(partners, context.me.id, coming)
    return texts.asked(partners, context.me.id, await still_here.ask(context, partners))


async def _refuse_if_asked(context: Context, partners: Partners) -> None:
    """One question at a time, and none in the week after an answer."""
    other = partners.other(context.me.id)
    since = partners.match.asked_at(other.id)
    if since is not None:
        raise UserError(texts.asked_already(other, still_here.answer_by(context, partners, other, since, context.me)))
    lately = await still_here.answered_lately(context, partners, other)
    if lately is not None:
        zone = partners.zone(context.me.id)
        on, again = wall(lately, zone).date(), wall(lately + still_here.WEEK, zone).date()
        raise UserError(texts.told_lately(other, on, again))


async def still_there(command: StillHere, context: Context) -> View:
    partners = await pairs.together(context, command.match)
    if partners.match.asked_at(context.me.id) is None:
        raise UserError(texts.NOT_ASKED)
    return texts.welcome_back(*await _here(context, partners))


async def _here(context: Context, partners: Partners) -> tuple[Partners, MemberId, Session | None]:
    """The other one is told. Returns what the answer needs: the pair, who reads it, the next meeting."""
    here = await keeping.present(context, partners)
    here = await keeping.contact(context, here, await context.uow.agreements.signed(here.match.id))
    return here, context.me.id, await following(context, here.match.id)


HANDLES: Handles = {NotHeard: not_heard, StillHere: still_there}
