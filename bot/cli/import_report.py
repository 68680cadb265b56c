"""The report of an import on a terminal of any width. What a sheet says is shown as plain text, whatever it holds."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from adapters.sheets.columns import Columns
from bot.journey.import_outcome import Fate, Outcome, Person, Report
from bot.journey.import_rows import NOT_KEPT, Kind
from bot.texts import import_report as texts
from bot.understanding.cells import Complaint
from bot.views import shown

NARROW = 72  # characters; below it a record is a few lines instead of a row of a table


def print_columns(console: Console, kind: Kind, columns: Columns) -> None:
    by_index = {index: field for field, index in columns.fields.items()}
    rows = [(title, _use(kind, by_index.get(index, ""))) for index, title in enumerate(columns.header)]
    _print_table(console, texts.COLUMNS, ("Column", "Field"), rows)


def _use(kind: Kind, field: str) -> str:
    if not field:
        return texts.NOT_USED
    return f"{field} ({texts.ONLY_CHECKED})" if field in NOT_KEPT[kind] else field


def print_rows(console: Console, report: Report) -> None:
    """What each row becomes, for a dry run."""
    rows = [(str(outcome.line), outcome.name, _fate(outcome), outcome.becomes) for outcome in report.outcomes]
    _print_table(console, texts.BECOMES, ("Line", "Name", "Row", "As"), rows)


def _fate(outcome: Outcome) -> str:
    return texts.replaced(outcome.replaced_by) if outcome.replaced_by else texts.FATES[outcome.fate]


def print_complaints(console: Console, report: Report, columns: Columns) -> None:
    rows = [
        (str(outcome.line), *_complaint(complaint, columns), _row_is(outcome))
        for outcome in report.outcomes
        for complaint in outcome.complaints
        if outcome.fate is not Fate.REPLACED
    ]
    if rows:
        _print_table(console, texts.COMPLAINTS, ("Line", "Column", "Value", "Reason", "Row"), rows)


def _complaint(complaint: Complaint, columns: Columns) -> tuple[str, str, str]:
    column = columns.title(complaint.column) if complaint.column else texts.ROW
    return column, complaint.value, complaint.reason


def _row_is(outcome: Outcome) -> str:
    return texts.LEFT_OUT if outcome.fate is Fate.BAD else texts.TAKEN


def print_codes(console: Console, people: Sequence[Person]) -> None:
    rows = [(person.name, person.handle, person.code) for person in people]
    _print_table(console, texts.CODES, ("Name", "Handle", "Code"), rows)


def print_unclaimed(console: Console, people: Sequence[Person]) -> None:
    if not people:
        say(console, texts.everyone_claimed())
        return
    rows = [(person.name, person.handle) for person in people]
    _print_table(console, f"{texts.UNCLAIMED}: {len(people):,}", ("Name", "Handle"), rows)


def say(console: Console, words: str) -> None:
    console.print(plain(words))
    console.print()


def plain(text: str) -> Text:
    """Without control characters, and without what rich or a terminal would take for markup."""
    return Text(shown(" ".join(text.split())))


def _print_table(console: Console, title: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    if console.width < NARROW:
        _print_stacked(console, title, header, rows)
        return
    table = Table(title=plain(title), title_justify="left", title_style="bold", header_style="bold")
    for name in header:
        table.add_column(name, overflow="fold", no_wrap=name in ("Line", "Code"))
    for row in rows:
        table.add_row(*map(plain, row))
    console.print(table)
    console.print()


def _print_stacked(console: Console, title: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    console.print(plain(title), style="bold")
    for row in rows:
        for name, cell in zip(header, row, strict=True):
            if cell:
                console.print(Text.assemble((f"{name}: ", "bold"), plain(cell)))
        console.print()
