"""Whose time zone is what: confirmed by the person, else the usual one of their state as a stated proposal."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from zoneinfo import available_timezones

from bot.context import Context
from bot.domain.clocks import zone_info
from bot.domain.member import Member
from bot.domain.schedule import instant
from bot.reference.states import STATES

MOST_ZONE = 40  # characters; the longest name has 32
NO_PLACES = ("Factory", "localtime", "Etc/GMT+", "Etc/GMT-")  # no zones of anybody, or with the sign turned around
NOWHERE = "America/New_York"  # only ever for somebody who gave neither a zone nor a state


def zone_of(member: Member, states: Sequence[str] = ()) -> str:
    """IANA name."""
    return zone_in(member.zone, states)


def zone_in(zone: str | None, states: Sequence[str]) -> str:
    """The zone that somebody gave, else the usual one of their first state."""
    if zone:
        return zone
    return STATES[states[0]].usual_zone if states else NOWHERE


async def welcome(context: Context, state: str) -> Member:
    """The actor after a form was sent: that is consent, and the state's usual zone is the proposal for theirs."""
    zone = context.me.zone or STATES[state].usual_zone
    member = replace(context.me, zone=zone, consented_at=context.me.consented_at or context.now)
    if member != context.me:
        await context.uow.members.save(member)
    return member


@cache
def _all_zones() -> frozenset[str]:
    return frozenset(zone for zone in available_timezones() if not zone.startswith(NO_PLACES))


def usable(zone: str | None) -> str | None:
    """The IANA name, None for whatever is none."""
    return zone if zone is not None and len(zone) <= MOST_ZONE and zone in _all_zones() else None


USUAL = frozenset(state.usual_zone for state in STATES.values())


def alike(one: str, other: str, now: datetime) -> bool:
    """Whether clocks in the two zones show the same for a year from now."""
    months = [now + timedelta(days=30 * month) for month in range(13)]
    return all(_offset_hours(one, at) == _offset_hours(other, at) for at in months)


def zones_within(zone: str, now: datetime, hours: float) -> frozenset[str]:
    """The states' usual zones whose local time right now is at most `hours` from this zone's."""
    here = _offset_hours(zone, now)
    return frozenset(other for other in USUAL if abs(_offset_hours(other, now) - here) <= hours)


@lru_cache(maxsize=256)
def zones_near(zone: str, now: datetime, hours: float) -> tuple[str, ...]:
    """All zones, of whatever place, whose local time right now is at most `hours` from this zone's."""
    here = _offset_hours(zone, now)
    return tuple(sorted(other for other in _all_zones() if abs(_offset_hours(other, now) - here) <= hours))


def morning(day: date, zone: str) -> datetime:
    """08:00 local on that day, as an instant."""
    return instant(datetime.combine(day, time(8)), zone)


def today(now: datetime, zone: str) -> date:
    return now.astimezone(zone_info(zone)).date()


@lru_cache(maxsize=2048)
def _offset_hours(zone: str, now: datetime) -> float:
    offset = now.astimezone(zone_info(zone)).utcoffset()
    assert offset is not None
    return offset.total_seconds() / 3600
