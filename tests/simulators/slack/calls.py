"""The record of every Web API call, and waiting for one without sleeping."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from tests.simulators.slack.jsons import Json


class Ordered(Protocol):
    @property
    def order(self) -> int: ...


@dataclass(eq=False)
class Call:
    """One request. `order` counts acts and calls together; `status` is 0 while unanswered or if the line was cut."""

    order: int
    method: str
    arguments: Json
    at: datetime
    team: str = ""
    status: int = 0
    answer: Json = field(default_factory=dict)
    finished: bool = False

    @property
    def ok(self) -> bool:
        return bool(self.answer.get("ok"))

    @property
    def error(self) -> str:
        return str(self.answer.get("error", ""))

    def __str__(self) -> str:
        return f"{self.method}({', '.join(sorted(self.arguments))}) -> {self.error or self.status}"


Where = Callable[[Call], bool]


class CallLog:
    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.observers: list[Callable[[Call], None]] = []
        self._waiting: list[tuple[str, Where, asyncio.Future[Call]]] = []

    def begin(self, call: Call) -> None:
        self.calls.append(call)

    def finish(self, call: Call) -> None:
        """The world has changed and the answer is about to leave (or the line about to break)."""
        call.finished = True
        for observer in self.observers:
            observer(call)
        for waiting in list(self._waiting):
            method, where, future = waiting
            if method == call.method and where(call):
                self._waiting.remove(waiting)
                if not future.done():
                    future.set_result(call)

    def of(self, method: str, after: Ordered | None = None, where: Where = lambda _: True) -> list[Call]:
        """The calls of this method that are answered, in the order in which they came."""
        since = after.order if after else 0
        return [c for c in self.calls if c.method == method and c.finished and c.order > since and where(c)]

    def next(self, method: str, where: Where = lambda _: True) -> "asyncio.Future[Call]":
        """The next call from now on; take it before the act that causes it, await it afterwards."""
        future: asyncio.Future[Call] = asyncio.get_running_loop().create_future()
        self._waiting.append((method, where, future))
        return future

    async def called(
        self, method: str, after: Ordered | None = None, where: Where = lambda _: True, within: float = 3.0
    ) -> Call:
        """The first call of this method after `after`, waited for up to `within` seconds, else an AssertionError."""
        if done := self.of(method, after, where):
            return done[0]
        since = after.order if after else 0
        future = self.next(method, lambda call: call.order > since and where(call))
        try:
            async with asyncio.timeout(within):
                return await future
        except TimeoutError:
            seen = [str(c) for c in self.calls if c.order > since]
            raise AssertionError(f"{method} was not called within {within} s; calls since then: {seen}") from None
