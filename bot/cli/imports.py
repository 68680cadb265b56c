"""`mentorbot import mentors|mentees|pairs FILE`."""

import asyncio
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from adapters.sheets.columns import Columns, columns
from adapters.sheets.reader import Sheet, read
from bot import settings
from bot.cli.code_file import CodeFile
from bot.cli.import_report import (
    plain,
    print_codes,
    print_columns,
    print_complaints,
    print_rows,
    print_unclaimed,
    say,
)
from bot.errors import MentorbotError, UserError
from bot.ids import CommunityId
from bot.journey.import_outcome import Fate, Report
from bot.journey.import_rows import Kind, SheetRow
from bot.journey.importing import Order, run_import
from bot.ports.storage import Storage
from bot.texts import import_report as texts
from storage import migrate
from storage.engine import open_database
from storage.store import SqlStorage

DONE, REFUSED, FAILED = 0, 1, 2

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    help=(
        "Bring in the sign-up sheets that your group has already.\n\n"
        "A sheet is a CSV file (UTF-8, UTF-16 or Windows-1252; comma, semicolon or tab). Its columns are recognized "
        "from their headers and shown. Begin with --dry-run: it shows what each row would become, writing nothing.\n\n"
        "Running an import twice changes nothing, and it works while the bot runs. Exit code 0: all well; "
        "1: nothing was written, because of bad rows; 2: the file, the settings or the database can't be used."
    ),
)

SheetFile = Annotated[Path, typer.Argument(metavar="FILE", help="The sheet, saved as CSV.", show_default=False)]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what each row would become; write nothing.")]
SkipBad = Annotated[bool, typer.Option("--skip-bad", help="Leave out the rows that can't be taken, write the others.")]
Overrides = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        metavar="HEADER=FIELD",
        help="What a column holds, such as 'Setting(s) you know=settings'; 'HEADER=' leaves it unused. Repeatable.",
    ),
]
ForCommunity = Annotated[
    str, typer.Option("--community", help="The id or name of the community; needed where there are several.")
]
CodesTo = Annotated[
    Path | None,
    typer.Option("--codes", metavar="FILE", help="Write the codes to this new file, for you alone to read."),
]
InPlayground = Annotated[bool, typer.Option("--playground", help="Import into the playground's own database.")]


@dataclass(frozen=True)
class Wishes:
    """What was asked for on the command line."""

    kind: Kind
    file: Path
    dry_run: bool
    skip_bad: bool
    overrides: tuple[str, ...]
    community: str
    codes: Path | None
    playground: bool


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


@app.command("mentors")
def mentors(
    file: SheetFile,
    dry_run: DryRun = False,
    skip_bad: SkipBad = False,
    column: Overrides = None,
    community: ForCommunity = "",
    codes: CodesTo = None,
    playground: InPlayground = False,
) -> None:
    """People who offered to mentor. They stay unseen until they claim their row; then one tap makes it an offer."""
    _import(Wishes(Kind.MENTORS, file, dry_run, skip_bad, tuple(column or ()), community, codes, playground))


@app.command("mentees")
def mentees(
    file: SheetFile,
    dry_run: DryRun = False,
    skip_bad: SkipBad = False,
    column: Overrides = None,
    community: ForCommunity = "",
    codes: CodesTo = None,
    playground: InPlayground = False,
) -> None:
    """People who asked for a mentor. They stay unseen until they claim their row; then one tap makes it a request."""
    _import(Wishes(Kind.MENTEES, file, dry_run, skip_bad, tuple(column or ()), community, codes, playground))


@app.command("pairs")
def pairs(
    file: SheetFile,
    dry_run: DryRun = False,
    skip_bad: SkipBad = False,
    column: Overrides = None,
    community: ForCommunity = "",
    codes: CodesTo = None,
    playground: InPlayground = False,
) -> None:
    """Pairs that meet already: columns for the mentor's and the mentee's handle, since when, and how often.

    Nobody is introduced or written to; the mentors only stop looking free.
    """
    _import(Wishes(Kind.PAIRS, file, dry_run, skip_bad, tuple(column or ()), community, codes, playground))


def _import(wishes: Wishes) -> None:
    console = Console(highlight=False)
    try:
        code = _reported(wishes, console)
    except MentorbotError as error:
        Console(stderr=True, highlight=False).print(plain(str(error)))
        code = FAILED
    raise typer.Exit(code)


def _reported(wishes: Wishes, console: Console) -> int:
    sheet = read(wishes.file)
    found = columns(sheet.header, wishes.kind, wishes.overrides)
    print_columns(console, wishes.kind, found)
    if found.missing:
        raise UserError(texts.no_column(wishes.kind, found.missing))
    with ExitStack() as stack:
        codes = stack.enter_context(CodeFile(wishes.codes)) if wishes.codes else None
        report = asyncio.run(_run(wishes, _rows(sheet, found)))
        _print_report(console, wishes, report, found)
        _hand_out(console, report, codes)
    return REFUSED if report.count(Fate.BAD) and not wishes.skip_bad else DONE


def _rows(sheet: Sheet, found: Columns) -> list[SheetRow]:
    return [SheetRow(row.line, found.values(row), row.short, row.surplus) for row in sheet.rows]


async def _run(wishes: Wishes, rows: list[SheetRow]) -> Report:
    known = settings.load()
    url = known.playground_database_url if wishes.playground else known.database_url
    await asyncio.to_thread(migrate.check, url)
    database = open_database(url)
    try:
        storage = SqlStorage(database)
        community = await _community(storage, wishes.community)
        order = Order(wishes.kind, rows, wishes.dry_run, wishes.skip_bad)
        return await run_import(storage, SystemClock(), community, order)
    finally:
        await database.close()


async def _community(storage: Storage, wanted: str) -> CommunityId:
    known: dict[CommunityId, str] = {}
    for id in await storage.communities():
        async with storage.read(id) as uow:
            known[id] = (await uow.communities.get()).name
    chosen = [id for id, name in known.items() if wanted in ("", id, name)]
    named = [f"{id} ({name})" for id, name in known.items()]
    if not known:
        raise UserError(texts.NO_COMMUNITY)
    if not chosen:
        raise UserError(texts.no_such_community(wanted, named))
    if len(chosen) > 1:
        raise UserError(texts.which_community(named))
    return chosen[0]


def _print_report(console: Console, wishes: Wishes, report: Report, found: Columns) -> None:
    say(console, texts.read_from(str(wishes.file), len(report.outcomes) + report.blank, report.blank))
    if not report.outcomes:
        say(console, texts.NOTHING_IN_IT)
    if wishes.dry_run:
        print_rows(console, report)
    print_complaints(console, report, found)
    say(console, texts.summary(report))
    if wishes.dry_run:
        say(console, texts.DRY_RUN)
    if report.bad and not wishes.skip_bad:
        say(console, texts.WOULD_REFUSE if wishes.dry_run else texts.REFUSED)


def _hand_out(console: Console, report: Report, codes: CodeFile | None) -> None:
    if not report.written:
        return
    if not (report.count(Fate.NEW) or report.count(Fate.CHANGED)):
        say(console, texts.NOTHING_NEW)
    if report.people and not (codes and _filed(console, report, codes)):
        print_codes(console, report.people)
    print_unclaimed(console, report.unclaimed)
    say(console, texts.PAIRS_GO_ON if report.kind is Kind.PAIRS else texts.HOW_TO_GO_ON)


def _filed(console: Console, report: Report, codes: CodeFile) -> bool:
    """Whether the codes are safe in their file; the rows are written already."""
    problem = codes.write(report.people)
    path = str(codes.path)
    say(console, texts.codes_lost(path, problem) if problem else texts.codes_kept(len(report.people), path))
    return not problem
