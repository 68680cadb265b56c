"""Several things at a time, and no more of them in a while than a platform allows."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence


class Pace:
    """`a_second` turns a second in the long run, of which `at_once` may be taken together after a pause.

    So any stretch of time has at most `a_second` turns for each of its seconds, and `at_once` more.
    """

    def __init__(self, a_second: float, at_once: int) -> None:
        self._apart = 1 / a_second
        self._credit = (at_once - 1) * self._apart
        self._next = 0.0

    async def turn(self) -> None:
        """Until it is one's turn: in the order of asking."""
        now = asyncio.get_running_loop().time()
        mine = max(self._next, now - self._credit)
        self._next = mine + self._apart
        if mine > now:
            await asyncio.sleep(mine - now)


async def several(works: Sequence[Callable[[], Awaitable[int]]], at_once: int) -> list[int]:
    """Does all of them, in their order, so many at the same time. Where one fails, those that are begun are finished,
    and its error is raised.
    """
    waiting = iter(works)
    done: list[int] = []
    failed: list[BaseException] = []

    async def worker() -> None:
        for work in waiting:
            if failed:
                return
            try:
                done.append(await work())
            except BaseException as error:
                failed.append(error)
                raise

    await asyncio.gather(*(worker() for _ in range(min(at_once, len(works)))), return_exceptions=True)
    if failed:
        raise failed[0]
    return done
