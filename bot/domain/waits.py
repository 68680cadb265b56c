"""How long people wait, estimated from those who found somebody and those of whom it is not known yet.

The product-limit estimate of Kaplan and Meier (1958): who still waits, paused or gave up counts for as long as they
were seen waiting, and says nothing of what came after. Leaving them out would promise too much, and so would counting
them as matched.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor

LEAST_WATCHED = 8  # people; of fewer nothing is told
EARLY, LATE = 0.2, 0.8  # a range is meant to hold for the six of ten in the middle
FINE_DAYS, FINE = 14, 4  # quarters of days in the first two weeks, whole days after
ROUNDING = 1e-9


@dataclass(frozen=True)
class Wait:
    """`days` from asking to a match; with `matched` false, at least so long: nothing is known after."""

    days: float
    matched: bool


@dataclass(frozen=True)
class Step:
    """At `day` somebody found a mentor, of `watched` people who still waited; `left` of all (0 to 1) wait after it."""

    day: float
    left: float
    watched: int


@dataclass(frozen=True)
class Range:
    """Whole days, both included; `high` is None where too few have found somebody to tell."""

    low: int
    high: int | None

    def holds(self, days: float) -> bool:
        return self.low <= days and (self.high is None or days <= self.high)


@dataclass(frozen=True)
class Curve:
    """The steps in order of their days."""

    steps: tuple[Step, ...] = ()

    def within(self, share: float, waited: float = 0.0) -> float | None:
        """After how many more days `share` (over 0, under 1) of those who have waited so long have found somebody.

        None where it can't be told.
        """
        passed = bisect_right(self.steps, waited, key=lambda step: step.day)
        before = self.steps[passed - 1].left if passed else 1.0
        reached = (step for step in self.steps[passed:] if step.left <= before * (1 - share) + ROUNDING)
        step = next(reached, None)
        return None if step is None else step.day - waited

    def watched(self, waited: float = 0.0) -> int:
        """How many people what is told of the days after `waited` rests on."""
        return next((step.watched for step in self.steps if step.day > waited), 0)

    def range(self, waited: float = 0.0) -> Range | None:
        """The days from now in which most of those who have waited so long find somebody; None for too few people."""
        early = self.within(EARLY, waited)
        if early is None or self.watched(waited) < LEAST_WATCHED:
            return None
        late = self.within(LATE, waited)
        return Range(floor(early), None if late is None else max(1, ceil(late)))


def curve(waits: Iterable[Wait]) -> Curve:
    """What is known of the waits, together; negative ones count as none at all."""
    known = [Wait(_grain(max(wait.days, 0.0)), wait.matched) for wait in waits]
    matched = Counter(wait.days for wait in known if wait.matched)
    unknown = Counter(wait.days for wait in known if not wait.matched)
    steps: list[Step] = []
    left, watched = 1.0, len(known)
    for day in sorted({*matched, *unknown}):
        if matched[day]:
            left *= 1 - matched[day] / watched
            steps.append(Step(day, left, watched))
        watched -= matched[day] + unknown[day]
    return Curve(tuple(steps))


def _grain(days: float) -> float:
    """Rounded up, so that a year of any community is a few hundred steps at most."""
    return float(ceil(days)) if days > FINE_DAYS else ceil(days * FINE) / FINE
