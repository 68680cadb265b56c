"""Who stands in a sign-up sheet twice. Only a handle tells; names don't, for two people may share one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.understanding.reading import one_line
from bot.understanding.signup import handle

MOST_STAMP = 60
EARLIEST = datetime(1, 1, 1, tzinfo=UTC)
ZONE = re.compile(r"\s+(?:GMT[+-]?[\d:]*|UTC|[A-Z]{1,3}T)$")
FORMATS = (
    "",  # ISO
    "%m/%d/%Y %H:%M:%S",
    "%m/%d/%Y %H:%M",
    "%m/%d/%Y %I:%M:%S %p",
    "%m/%d/%Y %I:%M %p",
    "%m/%d/%Y",
    "%m/%d/%y %H:%M",
    "%m/%d/%y",
)


@dataclass(frozen=True)
class Duplicates:
    """`superseded` maps the line of a row to the line of the later row with the same handle, which counts.

    `without_handle` are the lines of rows that can't be compared, and can be claimed by a moderator's word only.
    """

    superseded: Mapping[int, int]
    without_handle: tuple[int, ...]


def duplicates(rows: Mapping[int, Mapping[str, str]]) -> Duplicates:
    """Of the rows by line. The later timestamp counts; without timestamps, or with equal ones, the later line."""
    by_handle: dict[str, list[int]] = {}
    for line, row in rows.items():
        by_handle.setdefault(handle(one_line(row.get("handle", ""))), []).append(line)
    nameless = tuple(by_handle.pop("", ()))
    superseded: dict[int, int] = {}
    for lines in by_handle.values():
        *earlier, latest = sorted(lines, key=lambda line: (_stamp(rows[line].get("timestamp", "")), line))
        superseded.update(dict.fromkeys(earlier, latest))
    return Duplicates(dict(sorted(superseded.items())), nameless)


def _stamp(text: str) -> datetime:
    """A form's timestamp, as if in UTC: one form writes all of its own alike. EARLIEST where it can't be read."""
    line = ZONE.sub("", one_line(text[:MOST_STAMP]))
    return next((stamp for stamp in (_parsed(line, pattern) for pattern in FORMATS) if stamp), EARLIEST)


def _parsed(line: str, pattern: str) -> datetime | None:
    try:
        stamp = datetime.strptime(line, pattern) if pattern else datetime.fromisoformat(line)  # noqa: DTZ007
    except ValueError:
        return None
    return stamp if stamp.tzinfo else stamp.replace(tzinfo=UTC)
