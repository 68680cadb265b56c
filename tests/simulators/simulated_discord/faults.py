"""Trouble on demand: rate limits, server errors, refusals, broken lines, answers that wait."""

import asyncio
from dataclasses import dataclass, field
from typing import Literal

from tests.simulators.simulated_discord.calls import Call, Where

ALWAYS = 1_000_000
Scope = Literal["user", "shared", "global"]


@dataclass(eq=False)
class Fault:
    """What happens to the next `times` calls of an operation (of those that `where` picks)."""

    name: str
    times: int = 1
    where: Where = lambda _: True
    status: int = 0
    code: int = 0
    retry_after: float = 0
    scope: Scope = "user"
    drops: bool = False
    after_accepting: bool = False
    hits: int = 0

    def takes(self, call: Call) -> bool:
        return self.name in (call.name, "*") and self.hits < self.times and self.where(call)

    def lifted(self) -> None:
        self.times = self.hits


@dataclass(eq=False)
class Hold:
    """Calls of one operation wait here until `release()`. `await hold.reached()` waits for the first of them."""

    name: str
    where: Where
    _reached: asyncio.Event = field(default_factory=asyncio.Event)
    _open: asyncio.Event = field(default_factory=asyncio.Event)

    async def passes(self) -> None:
        self._reached.set()
        await self._open.wait()

    async def reached(self, within: float = 3.0) -> None:
        async with asyncio.timeout(within):
            await self._reached.wait()

    def release(self) -> None:
        self._open.set()


class Faults:
    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._holds: list[Hold] = []

    def add(self, fault: Fault) -> Fault:
        self._faults.append(fault)
        return fault

    def hold(self, name: str, where: Where) -> Hold:
        hold = Hold(name, where)
        self._holds.append(hold)
        return hold

    async def wait(self, call: Call) -> None:
        for hold in self._holds:
            if hold.name == call.name and hold.where(call):
                await hold.passes()

    def take(self, call: Call) -> Fault | None:
        fault = next((f for f in self._faults if f.takes(call)), None)
        if fault:
            fault.hits += 1
        return fault

    def release_all(self) -> None:
        for hold in self._holds:
            hold.release()
