"""SQLite allows one writing process at a time; a second bot on the same file is refused at its start."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import StorageError
from storage.engine import database_url, sqlite_file


@contextmanager
def single_writer(url: str) -> Iterator[None]:
    """Holds the database for this process; raises `StorageError` where another one holds it. A server needs none.

    The operating system drops the lock with its process, so that a crash leaves nothing to clean up.
    """
    file = sqlite_file(database_url(url))
    if file is None:
        yield
        return
    lock = _opened(file.resolve())
    try:
        _hold(lock, file)
        yield
    finally:
        os.close(lock)


def _opened(file: Path) -> int:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        return os.open(file.with_name(file.name + ".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise StorageError(
            f"The folder {file.parent} can't be written ({error.strerror}). "
            "Make it writable for the account that runs mentorbot, or choose another one in the settings."
        ) from error


def _hold(lock: int, file: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.read(lock, 20).decode("ascii", "replace").strip() or "unknown"
        raise StorageError(
            f"Another mentorbot (process {holder}) is using {file}. Stop it first, or give this one its own database."
        ) from None
    os.ftruncate(lock, 0)
    os.pwrite(lock, f"{os.getpid()}\n".encode(), 0)
