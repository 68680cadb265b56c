"""How long an answer may still take. Slack counts from when it asked, not from when our listener is reached."""

from contextvars import ContextVar
from time import monotonic

_began: ContextVar[float | None] = ContextVar("began", default=None)


def begin() -> None:
    """Somebody begins to wait, in this task and those that it starts."""
    _began.set(monotonic())


def left(seconds: float) -> float:
    """What is left of so many seconds, at least 0."""
    began = _began.get()
    return seconds if began is None else max(0.0, seconds - (monotonic() - began))
