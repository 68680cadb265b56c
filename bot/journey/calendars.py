"""The calendar file of a pair: the series as agreed, with what was moved, cancelled or falls into a pause."""

from dataclasses import replace
from itertools import takewhile

from bot.context import Context
from bot.documents import CalendarSeries
from bot.domain.exceptions import Exceptions, Pause, exceptions
from bot.domain.match import Agreement
from bot.domain.partners import Partners
from bot.ids import MatchId
from bot.texts.calendars import series


async def following(
    context: Context, partners: Partners, agreement: Agreement, pause: Pause | None = None
) -> CalendarSeries:
    """The meetings as they stand now, in a file that comes after all before it. Saves the match of `partners`."""
    match = replace(partners.match, calendars=partners.match.calendars + 1)
    await context.uow.matches.save(match)
    found = await _exceptions(context, match.id, agreement, pause)
    return series(partners.now(match), agreement, found, context.now)


async def _exceptions(context: Context, match: MatchId, agreement: Agreement, pause: Pause | None) -> Exceptions:
    """Also of meetings that belong to the versions before it, as far as those have the same schedule."""
    sessions = await context.uow.sessions.of(match)
    found = [await context.uow.agreements.get(id) for id in {session.agreement for session in sessions}]
    versions = sorted((one for one in found if one is not None), key=lambda one: -one.version)
    alike = {one.id for one in takewhile(lambda one: one.schedule == agreement.schedule, versions)}
    return exceptions(agreement.schedule, [session for session in sessions if session.agreement in alike], pause)
