"""Somebody's time zone where no profile tells it: proposed by their states, and asked about once where they differ."""

from collections.abc import Sequence

from bot.context import Context
from bot.domain.member import Member
from bot.domain.schedule import zone_label
from bot.journey.zones import zone_of
from bot.reference.states import zones_of
from bot.texts.zones import Proposed

WANTED = "zone-wanted"  # an event about a member: the question was asked
MOST_LIKELY = 4  # beside the way to all others


async def proposed(context: Context, member: Member, states: Sequence[str]) -> Proposed:
    """For an answer that is shown to the actor now, because the question counts as asked from here on."""
    zone = zone_of(member, states)
    found = Proposed(
        zone,
        tuple(states),
        confirmed=member.zone_confirmed,
        profile=context.profile_zone == zone,
        likely=likely(zone, states),
    )
    if found.sure or await context.uow.events.last(member.id, (WANTED,)) is not None:
        return found
    await context.record("member", member.id, WANTED, zone)
    return Proposed(zone, found.states, likely=found.likely, asked=True)


def likely(zone: str, states: Sequence[str]) -> tuple[str, ...]:
    """Zones that people call differently: this one, then those where most people of each state live, then the rest."""
    named: dict[str, str] = {}
    for each in (zone, *zones_of(states)):
        named.setdefault(zone_label(each), each)
    return tuple(named.values())[:MOST_LIKELY]
