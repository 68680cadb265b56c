"""What Slack delivers again gets the acknowledgement that it got before, and nothing is done a second time.

Across restarts the core's receipts see to it that nothing changes twice; here it is that nothing is said twice.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

MOST_KEPT = 2_000  # Slack delivers again within minutes


class Ack(Protocol):
    """Bolt's acknowledgement: called once, with what Slack shows or does at once."""

    def __call__(self, text_or_whole_response: str | dict[str, object] = "") -> Awaitable[object]: ...


Given = asyncio.Future[str | dict[str, object]]


class Recent:
    def __init__(self) -> None:
        self._given: dict[str, Given] = {}

    def forget(self, event: str) -> None:
        self._given.pop(event, None)

    async def once(self, event: str, ack: Ack, listen: Callable[[Ack], Awaitable[None]]) -> None:
        first = self._given.get(event)
        if first is not None:
            await ack(await asyncio.shield(first))
            return
        first = self._given[event] = asyncio.get_running_loop().create_future()
        if len(self._given) > MOST_KEPT:
            self._given.pop(next(iter(self._given)))
        try:
            await listen(_kept(ack, first))
        except BaseException:
            self._given.pop(event, None)  # it may be tried again
            raise
        finally:
            if not first.done():
                first.set_result("")


def _kept(ack: Ack, given: Given) -> Ack:
    async def keep(text_or_whole_response: str | dict[str, object] = "") -> object:
        if not given.done():
            given.set_result(text_or_whole_response)
        return await ack(text_or_whole_response)

    return keep
