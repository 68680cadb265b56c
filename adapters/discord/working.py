"""What is being worked on, for how long it may be waited for, and what is said where it failed."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

from bot.errors import StorageError, UserError
from bot.ids import new_id
from bot.texts import common

log = structlog.get_logger(__name__)


class Working:
    """Everything that was begun is finished, whether somebody still waits for it or not."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[object]] = set()

    async def settled(self) -> None:
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def begin(self, work: Coroutine[Any, Any, Any]) -> "asyncio.Task[Any]":
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: "asyncio.Task[object]") -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # whoever still waits for it gets it too

    async def done_within(self, seconds: float, task: "asyncio.Task[Any]") -> bool:
        done, _ = await asyncio.wait({task}, timeout=max(seconds, 0))
        return bool(done)


def sorry(error: Exception) -> str:
    """What a person is told of a failure; the id is in the log beside it."""
    if isinstance(error, UserError):
        return error.sentence
    if isinstance(error, StorageError):
        log.error("discord.storage", problem=str(error))
        return common.STORAGE_TROUBLE
    id = new_id()[:6]
    log.error("discord.listener", id=id, exc_info=error)
    return common.defect(id)
