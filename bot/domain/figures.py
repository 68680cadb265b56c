"""Plain arithmetic behind the statistics. Nothing here knows what is counted."""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

WEEK = timedelta(days=7)


def median(values: Sequence[float]) -> float | None:
    """The middle value, or the mean of the two in the middle; None for no values."""
    return statistics.median(values) if values else None


def mean(values: Sequence[float]) -> float | None:
    """None for no values."""
    return statistics.fmean(values) if values else None


def percentile(values: Sequence[float], share: float) -> float | None:
    """By nearest rank: the smallest value that at least `share` (over 0 to 1) of all reach; None for no values."""
    if not 0 < share <= 1:
        raise ValueError(f"a share is over 0 and at most 1, not {share}")
    return sorted(values)[ceil(share * len(values)) - 1] if values else None


def share(part: int, whole: int) -> int | None:
    """Whole percent, half rounded up; None where there is nothing to take a part of."""
    return (200 * part + whole) // (2 * whole) if whole else None


@dataclass(frozen=True)
class Weeks:
    """Consecutive weeks that begin on Mondays, 00:00 UTC; the last one holds `now` and is not over."""

    mondays: tuple[date, ...]

    @property
    def begin(self) -> date:
        return self.mondays[0]

    def counts(self, moments: Iterable[datetime]) -> tuple[int, ...]:
        """How many of the instants (aware, UTC) fall into each week; those outside are left out."""
        found = [0] * len(self.mondays)
        for moment in moments:
            number = (moment.date() - self.begin).days // WEEK.days
            if 0 <= number < len(found):
                found[number] += 1
        return tuple(found)


def weeks_until(now: datetime, how_many: int) -> Weeks:
    """The last `how_many` weeks, this one included."""
    this = now.date() - timedelta(days=now.weekday())
    return Weeks(tuple(this - WEEK * back for back in reversed(range(how_many))))
