"""Runs simulations, each in a database of its own in a temporary folder that is gone afterwards."""

import asyncio
import multiprocessing
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.cli.inline_sqlite import open_inline
from bot.simulation import Plan, simulate
from bot.simulation.figures import Figures
from storage import migrate
from storage.store import SqlStorage

Told = Callable[[float], None]
"""Hears the share that is done, 0 to 1."""
WORTH_PROCESSES = 1_000
"""Weeks of members. A process takes seconds to start."""


def run_all(plans: Sequence[Plan], told: Told = lambda share: None) -> list[Figures]:
    """The figures of each plan, in their order; several at a time, as many as there are processors."""
    with _workplace() as empty:
        workers = min(len(plans), os.cpu_count() or 1)
        if workers == 1 or sum(plan.members * plan.weeks for plan in plans) < WORTH_PROCESSES:
            return [_run(empty, plan, _part(told, number, len(plans))) for number, plan in enumerate(plans)]
        spawning = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(workers, spawning) as pool:
            runs = [pool.submit(_run, empty, plan) for plan in plans]
            for done, _ in enumerate(as_completed(runs), 1):
                told(done / len(plans))
            return [each.result() for each in runs]


def _part(told: Told, number: int, of: int) -> Told:
    return lambda done: told((number + done) / of)


@contextmanager
def _workplace() -> Iterator[Path]:
    """An empty database, of which each run takes a copy."""
    with TemporaryDirectory(prefix="mentorbot-simulation-") as name:
        empty = Path(name) / "empty.db"
        migrate.upgrade(f"sqlite:///{empty}")
        yield empty


def _run(empty: Path, plan: Plan, told: Told = lambda share: None) -> Figures:
    with TemporaryDirectory(dir=empty.parent) as name:
        file = Path(name) / "run.db"
        shutil.copy(empty, file)
        return asyncio.run(_live(f"sqlite:///{file}", plan, told))


async def _live(url: str, plan: Plan, told: Told) -> Figures:
    database = open_inline(url)
    try:
        return await simulate(SqlStorage(database), plan, told)
    finally:
        await database.close()
