"""Wakes whoever shows something live. It carries no news: those who wake look at the chat log."""

import asyncio


class Bell:
    def __init__(self) -> None:
        self._next = asyncio.Event()
        self.closed = False

    def listen(self) -> asyncio.Event:
        """Set at the next ring. Take it before looking, so that nothing between looking and waiting is missed."""
        return self._next

    def ring(self) -> None:
        ringing, self._next = self._next, asyncio.Event()
        ringing.set()

    def close(self) -> None:
        """Ends all live connections, so that stopping the program waits for nobody."""
        self.closed = True
        self.ring()
