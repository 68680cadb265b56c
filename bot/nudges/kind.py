"""What a kind of nudge is."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.context import Context
from bot.domain.message import Nudge
from bot.domain.switches import Switch
from bot.ids import MatchId
from bot.journey.routine import Turn

Ahead = Callable[[Sequence[Nudge], Context], Awaitable[None]]


@dataclass(frozen=True)
class Kind:
    """`still` is asked when the nudge is due: true and wanted?

    `act` tells somebody something (`context.tell…`), or does what time does (lets a proposal lapse, ends a pause).
    Where it only tells, `still` is asked again right before the message leaves; what it has done is not asked again.
    `pair` is given where both of a pair may see the message: whose conversation takes it if its reader gets none.
    `switch` is given for an unasked message to one member, who may snooze it or switch such messages off; `until` says
    of one that is still true when it will be no longer, so that nobody is promised a reminder after that.
    `unheard` is what follows all the same where its reader has switched such messages off.
    `ahead` reads for many at once what `still` and `act` look up for each, where many are due at the same time.
    `turn` is given for what counts against the reader's week and may wait for one with room: whose week that is, or
    None where this one need not wait. The clock asks it of all kinds, in one place (`bot.journey.routine`).
    `routine` is what keeps to weekdays outside of the community's school breaks, also where it has become due in one.
    """

    name: str
    still: Callable[[Nudge, Context], Awaitable[bool]]
    act: Callable[[Nudge, Context], Awaitable[None]]
    only_tells: bool = True
    pair: Callable[[Nudge, Context], Awaitable[MatchId]] | None = None
    switch: Switch | None = None
    unheard: Callable[[Nudge, Context], Awaitable[None]] | None = None
    turn: Callable[[Nudge, Context], Awaitable[Turn | None]] | None = None
    routine: bool = False
    until: Callable[[Nudge, Context], Awaitable[datetime | None]] | None = None
    ahead: Ahead | None = None
