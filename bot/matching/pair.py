"""A possible pair: everything that matching looks at, as plain values."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property, lru_cache

from bot.domain import availability
from bot.domain.availability import Overlap
from bot.domain.clocks import zone_info
from bot.domain.offer import MentoringOffer
from bot.domain.request import MentoringRequest
from bot.ids import MemberId
from bot.reference import settings
from bot.reference.professions import PROFESSIONS
from bot.reference.states import STATES
from bot.reference.topics import TOPICS

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Pair:
    """A request and an offer at one instant. Zones are IANA names; `now` is aware.

    `meet`: the two share a space, so that they can be introduced.
    """

    request: MentoringRequest
    offer: MentoringOffer
    mentee_zone: str
    mentor_zone: str
    now: datetime
    meet: bool = True

    @property
    def allied(self) -> bool:
        return PROFESSIONS[self.offer.profession].allied

    @property
    def same_state(self) -> bool:
        return self.request.state in self.offer.states

    @property
    def neighbouring(self) -> bool:
        return not self.same_state and bool(set(STATES[self.request.state].neighbours) & set(self.offer.states))

    @cached_property
    def same_setting(self) -> bool:
        return _covers(self.offer.settings, self.request.setting)

    @cached_property
    def related_setting(self) -> bool:
        return _related(self.offer.settings, self.request.setting)

    @cached_property
    def hours_apart(self) -> float:
        """The difference of the two local times right now, in hours."""
        return abs(_hours_from_utc(self.mentee_zone, self.now) - _hours_from_utc(self.mentor_zone, self.now))

    @cached_property
    def shared_times(self) -> tuple[Overlap, ...]:
        """When both are free in the coming week, from Monday: the first in which they could meet."""
        week = self.now.date() + WEEK
        return availability.overlap(
            self.request.free_times, self.mentee_zone, self.offer.free_times, self.mentor_zone, week
        )

    @property
    def both_gave_times(self) -> bool:
        given = (self.request.free_times, self.offer.free_times)
        return all(free is not None and free.given for free in given)

    @cached_property
    def shared_topics(self) -> tuple[str, ...]:
        """Topics of the request that the mentor named, or that the mentor's profession can help with if allied."""
        if self.allied:
            return helped_with(self.request, self.offer)
        return tuple(t for t in self.request.topics if t in self.offer.topics)


def helped_with(request: MentoringRequest, offer: MentoringOffer) -> tuple[str, ...]:
    """Topics of the request that this allied profession can help with."""
    return tuple(topic for topic in request.topics if offer.profession in TOPICS[topic].allied)


@dataclass(frozen=True)
class Apart:
    """Whom a mentee can't be matched with: said so by either, proposed before, or matched before."""

    mentors: frozenset[MemberId] = frozenset()


@lru_cache(maxsize=1024)
def _hours_from_utc(zone: str, now: datetime) -> float:
    offset = now.astimezone(zone_info(zone)).utcoffset()
    assert offset is not None
    return offset.total_seconds() / 3600


@lru_cache(maxsize=4096)
def _covers(offered: tuple[str, ...], asked: str) -> bool:
    return any(settings.covers(each, asked) for each in offered)


@lru_cache(maxsize=4096)
def _related(offered: tuple[str, ...], asked: str) -> bool:
    return any(settings.related(each, asked) for each in offered)
