"""What the people of the sample are going to do, and when."""

import heapq
import itertools
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from bot.commands import Command
from bot.domain.courtesy import polite
from bot.ports.platforms import Place
from bot.sample.cast import Person


@dataclass(frozen=True)
class Act:
    """A command. With `through` it needs this button on the card at `place`, which may be gone by then."""

    person: Person
    command: Command
    place: Place | None = None
    through: str = ""


@dataclass(frozen=True)
class Words:
    """A line for the people in a conversation."""

    person: Person
    conversation: str
    text: str


@dataclass
class Agenda:
    random: Random
    _queue: list[tuple[datetime, int, Act | Words]] = field(default_factory=list)
    _order: "itertools.count[int]" = field(default_factory=itertools.count)

    def plan(self, at: datetime, what: Act | Words) -> None:
        heapq.heappush(self._queue, (at, next(self._order), what))

    def later(self, now: datetime, what: Act | Words, hours: float) -> None:
        """After about so many hours, in this person's own daytime."""
        wait = timedelta(hours=hours * self.random.uniform(0.3, 1.8))
        at = polite(now + wait, what.person.zone)
        waking = timedelta(minutes=self.random.uniform(0, 90)) if at > now + wait else timedelta()
        self.plan(at + waking, what)

    @property
    def next_at(self) -> datetime | None:
        return self._queue[0][0] if self._queue else None

    def due(self, now: datetime) -> list[Act | Words]:
        """In order; they are taken off the agenda."""
        taken = []
        while self._queue and self._queue[0][0] <= now:
            taken.append(heapq.heappop(self._queue)[2])
        return taken
