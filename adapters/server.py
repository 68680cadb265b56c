"""The one web server of the program: pages and what platforms send. It says what is wrong when it cannot listen."""

import errno
import socket
from collections.abc import Callable

import structlog
import uvicorn
from starlette.types import ASGIApp

from bot.errors import SettingsError

PATIENCE = 3  # seconds that open requests get when the program stops
log = structlog.get_logger(__name__)


def open_socket(host: str, port: int) -> socket.socket:
    """A listening address; port 0 takes a free one. Raises `SettingsError` where it cannot listen."""
    name = host.strip("[]")
    made = socket.socket(socket.AF_INET6 if ":" in name else socket.AF_INET, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((name, port))
    except OSError as error:
        made.close()
        raise SettingsError(_why(error, host, port)) from error
    return made


def _why(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"PORT is {port}, but another program already uses it. Stop that program, or take another: {port + 1}."
    if error.errno == errno.EACCES:
        return f"PORT is {port}, which only the system's administrator may use. Choose one above 1023, such as 8000."
    return f"Nothing can listen on HOST={host}, PORT={port}: {error.strerror}. Use 127.0.0.1 and a port such as 8000."


def address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _nothing() -> None:
    pass


class Server(uvicorn.Server):
    """`on_ready` hears the address as soon as pages are served; `on_stop` ends what would not end by itself."""

    def __init__(
        self,
        app: ASGIApp,
        listening: socket.socket,
        on_ready: Callable[[str], None] | None = None,
        on_stop: Callable[[], None] = _nothing,
    ) -> None:
        super().__init__(
            uvicorn.Config(
                app, lifespan="on", ws="none", access_log=False, log_config=None, timeout_graceful_shutdown=PATIENCE
            )
        )
        self._listening, self._on_ready, self._on_stop = listening, on_ready, on_stop

    async def run_here(self) -> None:
        """Serves until `should_exit`, or until the process is told to stop."""
        await self.serve(sockets=[self._listening])

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        url = address(self._listening)
        log.info("server.ready", url=url)
        if self._on_ready is not None:
            self._on_ready(url)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # Live connections never end by themselves; uvicorn would wait for them.
        self._on_stop()
        await super().shutdown(sockets)
