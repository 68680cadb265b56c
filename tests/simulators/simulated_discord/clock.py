"""Discord's own time, which stands still until a test moves it, and the snowflakes that it hands out."""

import itertools
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

FIRST_MILLISECOND = 1_420_070_400_000  # of 2015: where snowflakes begin to count
TIMESTAMP_BITS = 22


class DiscordClock:
    """Interaction tokens and nonces expire by this clock, never by waiting."""

    def __init__(self, start: datetime | None = None) -> None:
        self._now = (start or datetime.now(UTC)).astimezone(UTC)

    @property
    def now(self) -> datetime:
        return self._now

    @property
    def stamp(self) -> str:
        return self._now.isoformat()

    def moves(self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0) -> None:
        self._now += timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)

    def moves_to(self, at: datetime) -> None:
        self._now = at.astimezone(UTC)


class Ids:
    """Snowflakes, each greater than all before, and small names for what has no fixed shape."""

    def __init__(self, clock: DiscordClock) -> None:
        self._clock = clock
        self._last = 0
        self._counts: defaultdict[str, Iterator[int]] = defaultdict(lambda: itertools.count(1))

    def new(self) -> int:
        self._last = max(self._at_now(), self._last + 1)
        return self._last

    def apart(self) -> int:
        """One that goes to the next shard: `id >> 22` is greater by one than that of any before."""
        self._last = max(self._at_now(), ((self._last >> TIMESTAMP_BITS) + 1) << TIMESTAMP_BITS)
        return self._last

    def _at_now(self) -> int:
        return (int(self._clock.now.timestamp() * 1000) - FIRST_MILLISECOND) << TIMESTAMP_BITS

    def small(self, prefix: str) -> str:
        return f"{prefix}{next(self._counts[prefix])}"
