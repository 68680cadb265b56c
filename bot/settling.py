"""Doing all that is due now: what time does, and sending what comes of it."""

import asyncio
from collections.abc import Callable
from typing import Protocol

from bot.pace import several


class Ticks(Protocol):
    async def run(self) -> int:
        """Does some of what is due, and all that is not to be told. Returns how many things were done."""
        ...


class Sends(Protocol):
    @property
    def far(self) -> bool:
        """Whether messages travel."""
        ...

    async def run(self, claimed: Callable[[], None] = ...) -> int:
        """Sends what waits. Returns how many messages were settled; `claimed` hears of each batch that is taken."""
        ...


class Settling:
    """In turn; where platforms are far away, what leaves next is put into words while the batch before it travels."""

    def __init__(self, ticking: Ticks, delivery: Sends) -> None:
        self._ticking, self._delivery = ticking, delivery

    async def run(self) -> None:
        while await (self._abreast() if self._delivery.far else self._in_turn()):
            pass

    async def _in_turn(self) -> int:
        return await self._ticking.run() + await self._delivery.run()

    async def _abreast(self) -> int:
        return sum(await _Abreast(self._ticking, self._delivery).run())


class _Abreast:
    """Never much more than a batch is composed ahead, so that what people do meanwhile finds the database free."""

    def __init__(self, ticking: Ticks, delivery: Sends) -> None:
        self._ticking, self._delivery = ticking, delivery
        self._wanted, self._composed = asyncio.Event(), asyncio.Event()
        self._composing = self._sending = True

    async def run(self) -> list[int]:
        return await several((self._compose, self._send), 2)

    async def _compose(self) -> int:
        done = 0
        try:
            while self._sending and (more := await self._ticking.run()):
                done += more
                self._composed.set()
                await self._wanted.wait()
                self._wanted.clear()
        finally:
            self._composing = False
            self._composed.set()
        return done

    async def _send(self) -> int:
        done = 0
        try:
            while True:
                done += (sent := await self._delivery.run(self._wanted.set))
                self._wanted.set()
                if not (sent or self._composing):
                    return done
                if not sent:
                    await self._composed.wait()
                    self._composed.clear()
        finally:
            self._sending = False
            self._wanted.set()
