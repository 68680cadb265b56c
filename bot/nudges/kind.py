"""What a kind of nudge is."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.context import Context
from bot.domain.message import Nudge
from bot.ids import MatchId


@dataclass(frozen=True)
class Kind:
    """`still` is asked when the nudge is due: true and wanted?

    `act` tells somebody something (`context.tell…`), or does what time does (lets a proposal lapse, ends a pause).
    Where it only tells, `still` is asked again right before the message leaves; what it has done is not asked again.
    `pair` is given where both of a pair may see the message: whose conversation takes it if its reader gets none.
    """

    name: str
    still: Callable[[Nudge, Context], Awaitable[bool]]
    act: Callable[[Nudge, Context], Awaitable[None]]
    only_tells: bool = True
    pair: Callable[[Nudge, Context], Awaitable[MatchId]] | None = None
