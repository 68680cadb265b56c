"""The record of every REST call, and waiting for one without sleeping."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from tests.simulators.simulated_discord.jsons import Json


class Ordered(Protocol):
    @property
    def order(self) -> int: ...


@dataclass(frozen=True)
class Upload:
    """A file of a multipart request: `index` is the number n of its field `files[n]`."""

    index: int
    filename: str
    data: bytes


@dataclass(eq=False)
class Call:
    """One request. `name` is the operation's in Discord's OpenAPI document, for example "create_message".

    `order` counts acts and calls together; `status` is 0 while unanswered or if the line was cut. `parameters` are
    those of the path, `payload` the JSON body (None without one), `answer` the JSON of the answer, also of one that was
    taken and whose answer was lost with the line.
    """

    order: int
    name: str
    method: str
    path: str
    at: datetime
    parameters: dict[str, str] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    payload: Any = None
    files: list[Upload] = field(default_factory=list)
    status: int = 0
    answer: Any = None
    finished: bool = False

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300

    @property
    def taken(self) -> bool:
        """Whether it did what it asks for, even if the bot never heard so."""
        lost = self.status == 0 or self.status >= 500
        return self.ok or (lost and self.finished and self.answer is not None)

    @property
    def error(self) -> int:
        """Discord's own code of an error, 0 where there is none."""
        return int(self.answer.get("code", 0)) if isinstance(self.answer, dict) and not self.ok else 0

    @property
    def content(self) -> Json:
        """The JSON body, which must be an object."""
        assert isinstance(self.payload, dict), f"{self} has no JSON object: {self.payload!r}"
        return self.payload

    def id(self, name: str) -> int:
        """A snowflake of the path; 0 for what is none."""
        text = self.parameters.get(name, "")
        return int(text) if text.isdecimal() else 0

    def __str__(self) -> str:
        return f"{self.name} {self.path} -> {self.error or self.status}"


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
            name, where, future = waiting
            if name == call.name and where(call):
                self._waiting.remove(waiting)
                if not future.done():
                    future.set_result(call)

    def of(self, name: str, after: Ordered | None = None, where: Where = lambda _: True) -> list[Call]:
        """The calls of this operation that are answered, in the order in which they came."""
        since = after.order if after else 0
        return [c for c in self.calls if c.name == name and c.finished and c.order > since and where(c)]

    def next(self, name: str, where: Where = lambda _: True) -> "asyncio.Future[Call]":
        """The next call from now on; take it before the act that causes it, await it afterwards."""
        future: asyncio.Future[Call] = asyncio.get_running_loop().create_future()
        self._waiting.append((name, where, future))
        return future

    async def called(
        self, name: str, after: Ordered | None = None, where: Where = lambda _: True, within: float = 3.0
    ) -> Call:
        """The first call of this operation after `after`, waited for up to `within` seconds, else an AssertionError."""
        if done := self.of(name, after, where):
            return done[0]
        since = after.order if after else 0
        future = self.next(name, lambda call: call.order > since and where(call))
        try:
            async with asyncio.timeout(within):
                return await future
        except TimeoutError:
            seen = [str(c) for c in self.calls if c.order > since]
            raise AssertionError(f"{name} was not called within {within} s; calls since then: {seen}") from None
