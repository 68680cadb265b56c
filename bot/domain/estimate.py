"""What a mentee is told of the wait when asking, what it rests on, and how often it was right."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.waits import LEAST_WATCHED, Curve, Range, Wait, curve
from bot.ids import CommunityId, RequestId

DAY = timedelta(days=1)
UNTOLD = "?"


class Situation(StrEnum):
    """Where a place is left after everyone ahead in line, when somebody asks."""

    HERE = "here"  # in their own state and setting
    NEAR = "near"  # only in neighboring states, or within an hour
    FAR = "far"  # not even there


@dataclass(frozen=True)
class Told:
    """`range` counts from the telling on; None where nothing could be told."""

    situation: Situation
    range: Range | None

    @property
    def code(self) -> str:
        """For the history: here/2-9, far/4- where no end could be told, near/? where nothing could."""
        if self.range is None:
            return f"{self.situation}/{UNTOLD}"
        return f"{self.situation}/{self.range.low}-{'' if self.range.high is None else self.range.high}"

    @staticmethod
    def of(code: str) -> "Told":
        """Raises `ValueError` for what is no such code."""
        situation, _, days = code.partition("/")
        if days == UNTOLD:
            return Told(Situation(situation), None)
        low, _, high = days.partition("-")
        return Told(Situation(situation), Range(int(low), int(high) if high else None))


@dataclass(frozen=True)
class Course:
    """Of one request, from asking to its first match.

    `unknown_after`: it was paused or withdrawn then, so that how long it would have taken is not known.
    """

    request: RequestId
    asked_at: datetime
    matched_at: datetime | None = None
    unknown_after: datetime | None = None

    def wait(self, since: datetime, now: datetime) -> Wait:
        """As it is known now, counted from an instant."""
        if self.matched_at is not None and (self.unknown_after is None or self.matched_at <= self.unknown_after):
            return Wait((self.matched_at - since) / DAY, matched=True)
        return Wait((min(self.unknown_after or now, now) - since) / DAY, matched=False)


@dataclass(frozen=True)
class Forecast:
    """How long a community's people waited who asked in a situation.

    `similar`: from those alone who asked in the same situation; else they were too few, and everybody counts.
    """

    community: CommunityId
    situation: Situation
    similar: bool
    curve: Curve
    made_at: datetime


def forecasts(
    community: CommunityId, courses: Iterable[Course], asked_in: Mapping[RequestId, Situation], now: datetime
) -> list[Forecast]:
    """One for each situation. `asked_in` may lack requests from before situations were kept."""
    waits = [(asked_in.get(course.request), course.wait(course.asked_at, now)) for course in courses]
    everybody = curve(wait for _, wait in waits)
    made = []
    for situation in sorted(Situation):
        own = [wait for asked, wait in waits if asked is situation]
        known = curve(own)
        similar = known.range() is not None and len(own) >= LEAST_WATCHED
        made.append(Forecast(community, situation, similar, known if similar else everybody, now))
    return made


@dataclass(frozen=True)
class Calibration:
    """What became of the ranges that were told, each counted once.

    `missed` came later than the end, or still waited when it was over. `open` is not known yet or never will be: still
    within the range, paused or withdrawn before its end. `untold` got no range, or one without an end.
    """

    held: int = 0
    sooner: int = 0
    missed: int = 0
    open: int = 0
    untold: int = 0

    @property
    def known(self) -> int:
        return self.held + self.sooner + self.missed


def calibration(told: Iterable[tuple[Told, Wait]]) -> Calibration:
    """Each telling with the wait from then on, as it is known now."""
    return Calibration(**Counter(_outcome(said.range, wait) for said, wait in told))


def _outcome(range: Range | None, wait: Wait) -> str:
    if range is None or range.high is None:
        return "untold"
    if wait.days > range.high:
        return "missed"
    if not wait.matched:
        return "open"
    return "sooner" if wait.days < range.low else "held"
