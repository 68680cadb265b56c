"""What becomes of the rows of a sheet."""

from dataclasses import dataclass
from enum import StrEnum

from bot.journey.import_rows import E, Kind, Read
from bot.understanding.cells import Complaint


class Fate(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    CLAIMED = "claimed"  # its owner has it already: nothing is changed from here
    REPLACED = "replaced"  # a newer row of the sheet counts
    BAD = "bad"

    @property
    def writes(self) -> bool:
        return self in (Fate.NEW, Fate.CHANGED)


@dataclass(frozen=True)
class Outcome:
    """One row: `becomes` in words, empty where it becomes nothing."""

    line: int
    name: str
    fate: Fate
    complaints: tuple[Complaint, ...]
    becomes: str = ""
    replaced_by: int | None = None


@dataclass(frozen=True)
class Person:
    """An imported person; `code` is empty but for those who are new."""

    name: str
    handle: str
    code: str = ""


@dataclass(frozen=True)
class Report:
    """`written` is false after a dry run and after a refusal; the fates then say what would be.

    `people` have a new code each, `unclaimed` are all who have not claimed yet. Blank rows are counted only.
    """

    kind: Kind
    outcomes: tuple[Outcome, ...]
    blank: int
    written: bool
    people: tuple[Person, ...] = ()
    unclaimed: tuple[Person, ...] = ()

    @property
    def bad(self) -> tuple[Outcome, ...]:
        return tuple(outcome for outcome in self.outcomes if outcome.fate is Fate.BAD)

    def count(self, fate: Fate) -> int:
        return sum(outcome.fate is fate for outcome in self.outcomes)


def without_entry(read: Read[E]) -> Outcome:
    """The outcome of a row that is bad or was replaced by a newer one."""
    fate = Fate.BAD if read.replaced_by is None else Fate.REPLACED
    return Outcome(read.line, read.name, fate, read.complaints, replaced_by=read.replaced_by)
