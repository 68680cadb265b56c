"""Trouble on demand: rate limits, server errors, broken lines, answers that wait."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.simulators.slack.calls import Call
from tests.simulators.slack.rates import Rates

ALWAYS = 1_000_000


@dataclass(eq=False)
class Fault:
    """What happens to the next `times` calls of a method (of one channel, where given)."""

    method: str
    times: int = 1
    channel: str = ""
    status: int = 0
    error: str = ""
    retry_after: int = 0
    drops: bool = False
    after_accepting: bool = False
    hits: int = 0

    def takes(self, call: Call) -> bool:
        here = not self.channel or self.channel in (call.arguments.get("channel"), call.arguments.get("channel_id"))
        return self.method == call.method and here and self.hits < self.times

    def lifted(self) -> None:
        self.times = self.hits


@dataclass(eq=False)
class Hold:
    """Calls of one method wait here until `release()`. `await hold.reached()` waits for the first of them."""

    method: str
    where: Callable[[Call], bool]
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
        self.rates: Rates | None = None

    def add(self, fault: Fault) -> Fault:
        self._faults.append(fault)
        return fault

    def hold(self, method: str, where: Callable[[Call], bool]) -> Hold:
        hold = Hold(method, where)
        self._holds.append(hold)
        return hold

    async def wait(self, call: Call) -> None:
        for hold in self._holds:
            if hold.method == call.method and hold.where(call):
                await hold.passes()

    def take(self, call: Call) -> Fault | None:
        fault = next((f for f in self._faults if f.takes(call)), None)
        if fault:
            fault.hits += 1
        elif self.rates and (wait := self.rates.wait(call)):
            return Fault(call.method, status=429, error="ratelimited", retry_after=wait)
        return fault

    def release_all(self) -> None:
        for hold in self._holds:
            hold.release()
