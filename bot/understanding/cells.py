"""The cells of one row of a sign-up sheet, and what is to be said about them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from bot.guard import kinds
from bot.understanding.reading import NotUnderstood, Understood, joined, one_line

T = TypeVar("T")

MOST_NAME = 80
MOST_NOTE = 500
MOST_QUOTED = 80


@dataclass(frozen=True)
class Complaint:
    """About one cell: `column` is the field's name, `value` what was typed, shortened.

    `fatal`: the row can't become an offer or a request. Otherwise the value was left out, or taken as `reason` says.
    Where the cell seems to hold student information `value` is empty and `reason` names only the kind.
    """

    column: str
    value: str
    reason: str
    fatal: bool = False


@dataclass
class Cells:
    """Reads the fields of a row, collecting complaints. Cells with student information read as empty ones."""

    row: Mapping[str, str]
    complaints: list[Complaint] = field(default_factory=list)

    def text(self, column: str, most: int = MOST_NAME) -> str:
        """The cell on one line, at most `most` characters."""
        line = one_line(self.row.get(column, ""))
        if self._private(column, line):
            return ""
        if len(line) > most:
            self.complain(column, f"This is longer than {most} characters; the rest was left out.")
        return line[:most].strip()

    def read(self, column: str, reader: Callable[[str], Understood[T]], *, needed: bool = False) -> T | None:
        """What `reader` understands, or None with a complaint; an empty cell gets one only where it is `needed`."""
        typed = self.row.get(column, "")
        if self._private(column, typed, fatal=needed):
            return None
        if not one_line(typed) and not needed:
            return None
        try:
            understood = reader(typed)
        except NotUnderstood as problem:
            self.complain(column, problem.reason, fatal=needed)
            return None
        for remark in understood.remarks:
            self.complain(column, remark)
        return understood.value

    def complain(self, column: str, reason: str, *, fatal: bool = False) -> None:
        quoted = one_line(self.row.get(column, "")[: 4 * MOST_QUOTED])
        shortened = quoted if len(quoted) <= MOST_QUOTED else quoted[: MOST_QUOTED - 1] + "…"
        self.complaints.append(Complaint(column, shortened, reason, fatal))

    def _private(self, column: str, text: str, *, fatal: bool = False) -> bool:
        found = kinds(text)
        if found:
            what = joined([kind.words for kind in found])
            self.complaints.append(Complaint(column, "", f"Left out: it seems to hold {what}.", fatal))
        return bool(found)
