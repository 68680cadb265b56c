"""`mentorbot migrate`."""

from typing import Annotated

import typer

To = Annotated[
    str, typer.Option("--to", metavar="REVISION", help="Go back to this version; base is an empty database.")
]
Check = Annotated[bool, typer.Option("--check", help="Only say whether there is something to do (exit code 1 if so).")]
InPlayground = Annotated[bool, typer.Option("--playground", help="The playground's database instead of DATABASE_URL.")]
Yes = Annotated[bool, typer.Option("--yes", help="Don't ask before going back, which deletes what is newer.")]


def migrate(to: To = "", check: Check = False, playground: InPlayground = False, yes: Yes = False) -> None:
    """Bring the database to the version that this program works with, creating it where it is missing.

    Needed before the first start of mentorbot run and after each update; running it twice changes nothing. Make a
    backup first: an update is one step, all or nothing, but only a backup brings back what you delete with --to.

    Example: mentorbot migrate
    """
    from bot import settings
    from storage import migrate as schema
    from storage.engine import database_url, location
    from storage.single_writer import single_writer

    known = settings.load()
    url = known.playground_database_url if playground else known.database_url
    where, before = location(database_url(url)), schema.current(url)
    if check:
        _check(where, before, schema.newest())
        return
    with single_writer(url):
        if to:
            _back(url, where, before, to, yes=yes)
        elif schema.upgrade(url):
            print(f"{where}: from {before or 'nothing'} to {schema.newest()}.")
        else:
            print(f"{where} is up to date ({before}).")


def _check(where: str, before: str | None, newest: str) -> None:
    if before != newest:
        print(f"{where} is at {before or 'nothing'}; this program works with {newest}. Type: mentorbot migrate")
        raise typer.Exit(1)
    print(f"{where} is up to date ({before}).")


def _back(url: str, where: str, before: str | None, to: str, *, yes: bool) -> None:
    from bot.errors import UserError
    from storage import migrate as schema

    known = sorted(schema.revisions())
    if to != "base" and to not in known:
        raise UserError(f"There is no version {to}. Known versions: base, {', '.join(known)}.")
    if before is None or before == to:
        print(f"{where} is at {before or 'base'} already. Nothing was changed.")
        return
    if to != "base" and known.index(to) > known.index(before):
        raise UserError(f"{to} is newer than {before}. To update, type: mentorbot migrate")
    if not yes:
        lost = "everything in it" if to == "base" else "what only the newer version can hold"
        if not typer.confirm(f"Going back from {before} to {to} deletes {lost}: {where}. Go on?"):
            print("Nothing was changed.")
            raise typer.Exit(1)
    schema.downgrade(url, to)
    print(f"{where}: from {before} back to {to}.")
