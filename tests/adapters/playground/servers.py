"""The real server on a free port, for tests that need a network."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from starlette.applications import Starlette

from adapters.server import Server, open_socket

PATIENCE = 10.0  # seconds; only a defect waits that long


@contextlib.asynccontextmanager
async def serving(app: Starlette, port: int = 0) -> AsyncIterator[str]:
    """The address of the server while it runs."""
    ready: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    server = Server(app, open_socket("127.0.0.1", port), ready.set_result, on_stop=app.state.bell.close)
    running = asyncio.create_task(server.run_here())
    try:
        yield await asyncio.wait_for(ready, PATIENCE)
    finally:
        server.should_exit = True
        await asyncio.wait_for(running, PATIENCE)
