"""Live updates: one server-sent stream for each open page. It sends states, not news, so nothing is lost in between."""

import asyncio
import json
from collections.abc import AsyncIterator

from adapters.playground.bell import Bell
from adapters.playground.chatpage import ChatPage
from adapters.playground.desk import Seat

HEARTBEAT = 15.0  # seconds


async def stream(page: ChatPage, bell: Bell, seat: Seat, after: int) -> AsyncIterator[str]:
    """Server-sent events from a revision on, until the bell is closed or the browser goes away."""
    known = page.known(seat, after)
    yield "retry: 1000\n\n"
    while not bell.closed:
        ringing = bell.listen()
        known, change = await page.changed(seat, known)
        if change is not None:
            yield f"id: {known.revision}\nevent: change\ndata: {json.dumps(change)}\n\n"
        try:
            await asyncio.wait_for(ringing.wait(), HEARTBEAT)
        except TimeoutError:
            yield ": still here\n\n"
