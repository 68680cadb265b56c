"""What a picture or a file shows; drawn outside the core, through the `Documents` port."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ChartKind(StrEnum):
    BARS = "bars"
    LINES = "lines"


@dataclass(frozen=True)
class Chart:
    """One figure: `labels` along the x axis, one or more (name, values) series of the same length."""

    title: str
    labels: tuple[str, ...]
    series: tuple[tuple[str, tuple[float, ...]], ...]
    kind: ChartKind = ChartKind.BARS
    unit: str = ""


@dataclass(frozen=True)
class CalendarSeries:
    """A pair's meetings as one calendar series.

    `uid` stays the same for a match and `sequence` grows with each version, so that changes update instead of
    doubling. `starts` are the local wall times in `zone` (IANA name), naive, ascending; `minutes` is the length.
    """

    uid: str
    sequence: int
    title: str
    description: str
    location: str
    zone: str
    starts: tuple[datetime, ...]
    minutes: int
    stamped: datetime
