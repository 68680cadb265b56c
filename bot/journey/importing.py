"""Bringing in the sign-up sheets that a group has: one transaction, and running it twice changes nothing.

Imported people are unclaimed members with a signup: nobody but moderators sees them, and there is no request and no
offer before they confirm. Only those who are new get a code.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.context import Context
from bot.ids import CommunityId
from bot.journey.import_outcome import Fate, Outcome, Person, Report
from bot.journey.import_pairs import bring_pairs, read_pairs
from bot.journey.import_people import bring_people
from bot.journey.import_rows import Kind, SheetRow, read_people
from bot.ports.platforms import Clock
from bot.ports.storage import Storage, UnitOfWork


@dataclass(frozen=True)
class Order:
    """What to bring in. Nothing is written where a row is bad, unless `skip_bad` leaves such rows out."""

    kind: Kind
    rows: Sequence[SheetRow]
    dry_run: bool = False
    skip_bad: bool = False


async def run_import(storage: Storage, clock: Clock, community: CommunityId, order: Order) -> Report:
    """Reads the rows, compares them with what is on record, and writes where the order allows it."""
    now = clock.now()

    async def compared(uow: UnitOfWork, *, write: bool) -> Report:
        context = Context(uow, await uow.communities.get(), now)
        outcomes, people = await _bring(context, order, write=write)
        unclaimed = [Person(member.name, member.handle) for member in await uow.members.unclaimed()]
        blank = sum(row.blank for row in order.rows)
        return Report(order.kind, tuple(outcomes), blank, write, tuple(people), tuple(unclaimed))

    async def written(uow: UnitOfWork) -> Report:
        return await compared(uow, write=True)

    async with storage.read(community) as uow:
        report = await compared(uow, write=False)
    allowed = not order.dry_run and (order.skip_bad or not report.count(Fate.BAD))
    return await storage.write(community, written) if allowed else report


async def _bring(context: Context, order: Order, *, write: bool) -> tuple[list[Outcome], list[Person]]:
    if order.kind is Kind.PAIRS:
        return await bring_pairs(context, read_pairs(order.rows, context.now), write=write)
    return await bring_people(context, order.kind, read_people(order.kind, order.rows), write=write)
