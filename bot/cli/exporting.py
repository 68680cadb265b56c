"""`mentorbot export`."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.settings import Settings

Target = Annotated[
    Path,
    typer.Argument(metavar="TARGET", help="A new folder for CSV files, or a new file that ends in .json."),
]
Anonymous = Annotated[
    bool, typer.Option("--anonymous", help="Leave out names, districts, agencies and schools; people become numbers.")
]
WithNotes = Annotated[
    bool, typer.Option("--with-notes", help="Include what people wrote freely: notes, goals, places to meet.")
]
ForCommunity = Annotated[str, typer.Option("--community", help="The id or name; needed where there are several.")]
InPlayground = Annotated[bool, typer.Option("--playground", help="The playground's database instead of DATABASE_URL.")]


def export(
    target: Target,
    anonymous: Anonymous = False,
    with_notes: WithNotes = False,
    community: ForCommunity = "",
    playground: InPlayground = False,
) -> None:
    """Write a community's requests, offers, matches, agreements, sessions and events to files, for a spreadsheet.

    Only your account may read the files, and no cell can run as a formula. Instants are in UTC. What people answered
    about their meetings is never included, and what they wrote only with --with-notes. Works while the bot runs.

    Example: mentorbot export winter --anonymous
    """
    from bot import settings

    known = settings.load()
    _refuse_existing(target)
    counts = asyncio.run(_export(known, target, community, (anonymous, with_notes, playground)))
    print(f"{target}: " + ", ".join(f"{count:,} {name}" for name, count in counts.items()) + ".")


def _refuse_existing(target: Path) -> None:
    from bot.errors import UserError

    if target.exists():
        raise UserError(f"{target} exists already. Choose another name, so that nothing is overwritten.")


async def _export(known: "Settings", target: Path, community: str, wishes: tuple[bool, bool, bool]) -> dict[str, int]:
    from bot.cli.exported import Wanted, tables, write
    from bot.cli.records import records

    anonymous, with_notes, playground = wishes
    async with records(known, community, playground=playground) as kept:
        found = await tables(kept.database, kept.community.id, Wanted(anonymous=anonymous, notes=with_notes))
    write(found, target)
    return {table.name: len(table.rows) for table in found}
