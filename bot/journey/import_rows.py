"""Rows of a sign-up sheet on their way in: what each says, and what is wrong with it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Generic, TypeVar

from bot.domain.availability import describe
from bot.guard import kinds
from bot.journey.claiming import MENTEE, MENTOR, folded
from bot.reference.states import STATES
from bot.texts import importing as texts
from bot.texts.choices import MOST_TOPICS
from bot.texts.offering import MOST_SETTINGS
from bot.understanding.cells import Complaint
from bot.understanding.duplicates import duplicates
from bot.understanding.reading import one_line
from bot.understanding.signup import (
    MenteeSignup,
    MentorSignup,
    handle,
    understand_mentee,
    understand_mentor,
)

E = TypeVar("E")
Values = Mapping[str, str | tuple[str, ...]]


class Kind(StrEnum):
    """What a sheet holds, a row each."""

    MENTORS = "mentors"
    MENTEES = "mentees"
    PAIRS = "pairs"

    @property
    def one(self) -> str:
        """The kind of one row's signup."""
        return {Kind.MENTORS: MENTOR, Kind.MENTEES: MENTEE, Kind.PAIRS: "pair"}[self]


# Fields that are read, and checked for student information, but have no place in a request or an offer.
NOT_KEPT: Mapping[Kind, frozenset[str]] = {
    Kind.MENTORS: frozenset({"years", "note"}),
    Kind.MENTEES: frozenset({"profession", "years"}),
    Kind.PAIRS: frozenset(),
}
MOST_NAMED = 80


@dataclass(frozen=True)
class SheetRow:
    """A row as it was found: `line` in the file, cells by field, as typed."""

    line: int
    values: Mapping[str, str]
    short: bool = False
    surplus: tuple[str, ...] = ()

    @property
    def blank(self) -> bool:
        return not self.surplus and not any(one_line(value) for value in self.values.values())


@dataclass(frozen=True)
class Entry:
    """A person of a sheet: `values` are the fields of the form that confirming it sends."""

    name: str
    handle: str
    values: Values


@dataclass(frozen=True)
class Read(Generic[E]):
    """`entry` is None for a bad row. `replaced_by` is the line of a newer row of the same person."""

    line: int
    name: str
    entry: E | None
    complaints: tuple[Complaint, ...]
    replaced_by: int | None = None

    def refused(self, reason: str, column: str = "", value: str = "") -> "Read[E]":
        complaint = Complaint(column, value, reason, fatal=True)
        return replace(self, entry=None, complaints=(*self.complaints, complaint))


def read_people(kind: Kind, rows: Sequence[SheetRow]) -> list[Read[Entry]]:
    """All rows that are not blank, in the order of the file."""
    filled = {row.line: row for row in rows if not row.blank}
    found = {line: _read(kind, row) for line, row in filled.items()}
    _settle_same_handles(filled, found)
    _settle_same_names(filled, found)
    return list(found.values())


def _read(kind: Kind, row: SheetRow) -> Read[Entry]:
    entry, complaints = _mentor(row) if kind is Kind.MENTORS else _mentee(row)
    return of_shape(Read(row.line, named(row, "name"), entry, tuple(map(unquoted, complaints))), row)


def unquoted(complaint: Complaint) -> Complaint:
    """A second complaint about a cell must not quote what the first one withheld."""
    return replace(complaint, value="") if kinds(complaint.value) else complaint


def named(row: SheetRow, field: str) -> str:
    """A cell as reports name it: short, and never with student information."""
    cell = one_line(row.values.get(field, "")[: 4 * MOST_NAMED])
    return "" if kinds(cell) else cell[:MOST_NAMED]


def of_shape(read: Read[E], row: SheetRow) -> Read[E]:
    """With what is to be said about the number of cells."""
    if row.surplus:
        return read.refused(texts.SURPLUS)
    if row.short:
        return replace(read, complaints=(*read.complaints, Complaint("", "", texts.SHORT)))
    return read


def _mentor(row: SheetRow) -> tuple[Entry | None, tuple[Complaint, ...]]:
    reading = understand_mentor(row.values)
    if reading.value is None:
        return None, reading.complaints
    settings, left = _most("settings", reading.value.settings, MOST_SETTINGS)
    entry = Entry(reading.value.name, reading.value.handle, _mentor_values(reading.value, settings))
    return entry, (*reading.complaints, *left)


def _mentor_values(signup: MentorSignup, settings: tuple[str, ...]) -> Values:
    return _given(
        {
            "profession": signup.profession,
            "years": "" if signup.years_in_schools is None else str(signup.years_in_schools),
            "states": ", ".join(STATES[code].name for code in signup.states),
            "settings": settings,
            "free_times": describe(signup.free_times) if signup.free_times else "",
            "capacity": str(signup.capacity),
            "topics": signup.topics,
            "ways": signup.ways,
            "zone": signup.zone or "",
            "district": signup.district,
            "agency": signup.agency,
            "programme": signup.programme,
        }
    )


def _mentee(row: SheetRow) -> tuple[Entry | None, tuple[Complaint, ...]]:
    reading = understand_mentee(row.values)
    if reading.value is None:
        return None, reading.complaints
    topics, left = _most("topics", reading.value.topics, MOST_TOPICS)
    entry = Entry(reading.value.name, reading.value.handle, _mentee_values(reading.value, topics))
    return entry, (*reading.complaints, *left)


def _mentee_values(signup: MenteeSignup, topics: tuple[str, ...]) -> Values:
    return _given(
        {
            "state": STATES[signup.state].name,
            "setting": signup.setting,
            "topics": topics,
            "free_times": describe(signup.free_times) if signup.free_times else "",
            "note": signup.note,
            "rhythm": signup.rhythm or "",
            "sole_ot": {True: "yes", False: "no", None: ""}[signup.sole_ot],
            "ways": signup.ways,
            "zone": signup.zone or "",
        }
    )


def _given(values: Values) -> Values:
    return {name: value for name, value in values.items() if value}


def _most(column: str, values: tuple[str, ...], most: int) -> tuple[tuple[str, ...], tuple[Complaint, ...]]:
    left = len(values) - most
    return values[:most], (Complaint(column, "", texts.too_many(left, most)),) if left > 0 else ()


# Who stands in the sheet twice


def _settle_same_handles(rows: Mapping[int, SheetRow], found: dict[int, Read[Entry]]) -> None:
    """The newest row of a person counts; one handle with two names is a slip that nobody can mend from here."""
    superseded = duplicates({line: row.values for line, row in rows.items()}).superseded
    slips = {
        line
        for earlier, later in superseded.items()
        if folded(found[earlier].name) != folded(found[later].name)
        for line in (earlier, later)
    }
    for line in slips:
        found[line] = found[line].refused(texts.HANDLE_TWICE, "handle", named(rows[line], "handle"))
    for earlier, later in superseded.items():
        if earlier not in slips:
            found[earlier] = replace(found[earlier], entry=None, replaced_by=later)


def _settle_same_names(rows: Mapping[int, SheetRow], found: dict[int, Read[Entry]]) -> None:
    """Without a handle there is only the name: the same answers are a repetition, other answers another person."""
    by_name: dict[str, list[int]] = {}
    for line, row in rows.items():
        if not handle(one_line(row.values.get("handle", ""))) and found[line].entry is not None:
            by_name.setdefault(folded(found[line].name), []).append(line)
    for lines in by_name.values():
        *earlier, last = lines
        if any(found[line].entry != found[last].entry for line in earlier):
            for line in lines:
                found[line] = found[line].refused(texts.NAME_TWICE, "name", found[line].name)
        else:
            for line in earlier:
                found[line] = replace(found[line], entry=None, replaced_by=last)
