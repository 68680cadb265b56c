"""What a kind of nudge is."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.context import Context
from bot.domain.message import Nudge


@dataclass(frozen=True)
class Kind:
    """`still` is asked when the nudge is due and again right before its message leaves: true and wanted?

    `act` tells somebody something (`context.tell…`), or does what time does (lets a proposal lapse, ends a pause).
    """

    name: str
    still: Callable[[Nudge, Context], Awaitable[bool]]
    act: Callable[[Nudge, Context], Awaitable[None]]
