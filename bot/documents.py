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
class MovedMeeting:
    """One meeting of a series: its wall time as agreed, naive, and the instant (aware) at which it is now."""

    agreed: datetime
    now: datetime


@dataclass(frozen=True)
class CalendarSeries:
    """A pair's meetings as one calendar series.

    `uid` stays the same for a match and `sequence` grows with each file, so that changes update instead of
    doubling. `starts` are the local wall times in `zone` (IANA name), naive, ascending, as agreed; `minutes` is the
    length. Those that do not take place are `left_out` as well, and those at another time are `moved` as well.
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
    left_out: tuple[datetime, ...] = ()
    moved: tuple[MovedMeeting, ...] = ()


@dataclass(frozen=True)
class Table:
    """Every row has a cell for each column; `numeric` names the columns whose cells stand to the right."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"a row does not have {len(self.columns)} cells")


@dataclass(frozen=True)
class Chapter:
    """Label and value, then a table, then paragraphs, then lines to be signed by hand, each with who signs there."""

    heading: str
    facts: tuple[tuple[str, str], ...] = ()
    table: Table | None = None
    words: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()


@dataclass(frozen=True)
class Paper:
    """Something to print. `language` is a tag like en-US; `foot` stands on every page, after it `page` with the
    numbers in the place of its two braces. `unknown` is said where the font lacks letters, for which boxes stand.
    """

    title: str
    language: str
    made: datetime
    words: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    foot: str
    page: str
    unknown: str


@dataclass(frozen=True)
class Spreadsheet:
    """One sheet; what people wrote is never taken for a formula."""

    table: Table


Document = CalendarSeries | Paper | Spreadsheet
