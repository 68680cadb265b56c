"""What the simulated people are going to do, and when; and how often they met with the same occasion before."""

import heapq
import itertools
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.commands import Command
from bot.domain.courtesy import polite
from bot.ports.platforms import Place
from bot.simulation.chances import Chances
from bot.simulation.people import Mentee, Mentor

WAKING = 90  # minutes; what waited for the morning is not done by everybody at eight


@dataclass(frozen=True)
class Act:
    """A command. With `through` it needs this button on the card at `place`, which may be gone by then."""

    person: Mentee | Mentor
    command: Command
    place: Place | None = None
    through: str = ""


@dataclass
class Diary:
    chances: Chances
    _queue: list[tuple[datetime, int, Act]] = field(default_factory=list)
    _order: "itertools.count[int]" = field(default_factory=itertools.count)
    _times: "Counter[tuple[str, ...]]" = field(default_factory=Counter)

    def occasion(self, *named: str) -> tuple[str | int, ...]:
        """The occasion with this name, and the how manieth it is: what happened to others does not change it."""
        self._times[named] += 1
        return (*named, self._times[named])

    def plan(self, at: datetime, act: Act) -> None:
        heapq.heappush(self._queue, (at, next(self._order), act))

    def later(self, now: datetime, act: Act, hours: float, occasion: tuple[str | int, ...]) -> None:
        """After so many hours on average, in this person's own daytime."""
        at = now + timedelta(hours=self.chances.wait(hours, *occasion, "hours"))
        awake = polite(at, act.person.zone)
        if awake > at:
            awake += timedelta(minutes=self.chances.between(0, WAKING, *occasion, "waking"))
        self.plan(awake, act)

    @property
    def next_at(self) -> datetime | None:
        return self._queue[0][0] if self._queue else None

    def due(self, now: datetime) -> list[Act]:
        """In order; they are taken out."""
        taken = []
        while self._queue and self._queue[0][0] <= now:
            taken.append(heapq.heappop(self._queue)[2])
        return taken
