"""`mentorbot playground` and `mentorbot run`."""

import asyncio
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.settings import Settings

BUILDING = "Building the sample community"
STEP = 10  # percent between two lines where no terminal shows a bar
Port = Annotated[
    int | None,
    typer.Option("--port", min=0, max=65535, help="The port to serve on instead of PORT; 0 takes a free one."),
]
Fresh = Annotated[
    bool, typer.Option("--fresh", help="Throw the playground's community and conversations away and begin anew.")
]


def playground(port: Port = None, fresh: Fresh = False) -> None:
    """Try everything in your browser: a chat with a sample community, and a clock that you can move.

    The first start builds the sample community, which takes a moment. What you do there is kept until you ask for
    --fresh. It has a database of its own (PLAYGROUND_DATABASE_URL), and only this machine can reach it.

    Example: mentorbot playground --port 8080
    """
    known = _settings()
    if port is not None:
        known = known.model_copy(update={"port": port})
    asyncio.run(_playground(known, fresh=fresh))


async def _playground(known: "Settings", *, fresh: bool) -> None:
    from bot.cli.rehearsal import rehearsal

    with _progress() as told:
        async with rehearsal(known, told, fresh=fresh) as running:
            await running.serve(_ready)


def _ready(url: str) -> None:
    print(f"The playground is ready: {url}\nChoose there who you want to be. Ctrl+C stops it.", flush=True)


def serve() -> None:
    """Serve the bot on the platforms that PLATFORMS names, with the database in DATABASE_URL.

    The database must be this version's: type mentorbot migrate before the first start and after each update. The
    playground, if it is named, is served with your own database instead of a sample community.

    Example: PLATFORMS=slack mentorbot run
    """
    asyncio.run(_serve(_settings()))


async def _serve(known: "Settings") -> None:
    from bot.bootstrap import program

    async with program(known, known.database_url, known.platforms) as running:
        await running.serve(partial(_serving, known))


def _serving(known: "Settings", what: str) -> None:
    """`what` is an address, or what is heard without one."""
    from bot.ports.platforms import Platform

    by_http = Platform.SLACK in known.platforms and not known.slack_app_token
    where = f"Slack at {what}" if by_http and what.startswith("http") else what
    print(f"Serving {where}, with your own database. Ctrl+C stops it.", flush=True)


def _settings() -> "Settings":
    from bot import logs, settings

    known = settings.load()
    logs.configure(known.log_level, known.log_format)
    return known


@contextmanager
def _progress() -> Iterator[Callable[[float], None]]:
    """A bar on a terminal, else a line now and then. Nothing is shown before there is something to tell."""
    if sys.stdout.isatty():
        with _bar() as told:
            yield told
    else:
        yield _lines()


@contextmanager
def _bar() -> Iterator[Callable[[float], None]]:
    from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn

    bar = Progress(TextColumn(BUILDING), BarColumn(), TaskProgressColumn())
    task: TaskID | None = None

    def told(done: float) -> None:
        nonlocal task
        if task is None:
            bar.start()
            task = bar.add_task(BUILDING, total=1.0)
        bar.update(task, completed=done)
        if done >= 1.0:
            bar.stop()

    try:
        yield told
    finally:
        bar.stop()


def _lines() -> Callable[[float], None]:
    shown = 0

    def told(done: float) -> None:
        nonlocal shown
        percent = int(done * 100) // STEP * STEP
        if percent > shown:
            shown = percent
            print(f"{BUILDING}: {percent} %", flush=True)

    return told
