"""Slack's own time, which stands still until a test moves it, and the ids and time stamps that Slack hands out."""

import itertools
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

A_MESSAGE_APART = 100
MOST_IN_A_SECOND = 1_000_000


class SlackClock:
    """Triggers, response URLs, tickets and codes expire by this clock, never by waiting."""

    def __init__(self, start: datetime | None = None) -> None:
        self._now = (start or datetime.now(UTC)).astimezone(UTC)
        self._last = (0, 0)

    @property
    def now(self) -> datetime:
        return self._now

    @property
    def epoch(self) -> float:
        return self._now.timestamp()

    def moves(self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0) -> None:
        self._now += timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)

    def moves_to(self, at: datetime) -> None:
        self._now = at.astimezone(UTC)

    def stamp(self) -> str:
        """A message's `ts`: seconds with six digits behind the point, each later than all before."""
        second, fraction = max((int(self.epoch), 0), (self._last[0], self._last[1] + A_MESSAGE_APART))
        if fraction >= MOST_IN_A_SECOND:
            second, fraction = second + 1, 0
        self._last = (second, fraction)
        return f"{second}.{fraction:06d}"


class Ids:
    """Slack's ids: a letter for the kind, then capitals and digits; the same ones in every run."""

    def __init__(self) -> None:
        self._counts: defaultdict[str, Iterator[int]] = defaultdict(lambda: itertools.count(1))

    def new(self, prefix: str) -> str:
        return f"{prefix}{next(self._counts[prefix]):08d}"

    def small(self, prefix: str) -> str:
        """For what has no fixed shape: block ids, hashes, tickets."""
        return f"{prefix}{next(self._counts[prefix])}"
