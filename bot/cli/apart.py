"""Fills the playground in a process of its own, whose memory goes back to the system when it is done."""

import asyncio
import multiprocessing
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

from bot.errors import MentorbotError, StorageError

NOT_FILLED = "The sample community could not be built; the lines above say why. Nothing is left behind: try again."


async def fill_apart(url: str, chat: Path, told: Callable[[float], None]) -> None:
    """`bot.cli.rehearsal.fill`; what it raises for an operator is raised here."""
    await asyncio.to_thread(_watch, url, chat, told)


def _watch(url: str, chat: Path, told: Callable[[float], None]) -> None:
    spawning = multiprocessing.get_context("spawn")
    receiver, sender = spawning.Pipe(duplex=False)
    child = spawning.Process(target=_fill, args=(sender, url, chat), daemon=True)
    child.start()
    sender.close()
    try:
        while True:
            said: float | MentorbotError = receiver.recv()
            if isinstance(said, MentorbotError):
                raise said
            told(said)
    except EOFError:
        child.join()
    if child.exitcode:
        raise StorageError(NOT_FILLED)


def _fill(sender: "Connection[float | MentorbotError, object]", url: str, chat: Path) -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl+C reaches both; this one just ends
    from bot.cli.rehearsal import fill

    try:
        asyncio.run(fill(url, chat, sender.send))
    except MentorbotError as error:
        sender.send(error)
    except BrokenPipeError:
        pass  # nobody waits for it any more
    finally:
        sender.close()
