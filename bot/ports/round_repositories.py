"""What a unit of work offers for rounds; see `bot.ports.repositories` for what all repositories promise."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.offer import MentoringOffer
from bot.domain.round import Round, RoundLine, Ruling
from bot.ids import LineId, MemberId, OfferId, RequestId, RoundId


class Rounds(Protocol):
    """What changes a round, its lines or its rulings locks the round first."""

    async def get(self, id: RoundId) -> Round | None: ...
    async def live(self) -> Round | None:
        """The one that is being planned or stands as a draft."""
        ...

    async def free_offers(self, now: datetime) -> Sequence[MentoringOffer]:
        """Every open offer with a free place whose mentor is rested and not asked right now."""
        ...

    async def asked_about(self) -> frozenset[RequestId]:
        """Requests with a proposal that nobody has answered yet."""
        ...

    async def times_asked(self, since: datetime) -> dict[MemberId, int]:
        """Proposals made to each mentor since then."""
        ...

    async def of_line(self, line: LineId) -> Round | None: ...
    async def add(self, round: Round) -> None: ...
    async def save(self, round: Round) -> None: ...


class RoundLines(Protocol):
    async def get(self, id: LineId) -> RoundLine | None: ...
    async def of(self, round: RoundId) -> Sequence[RoundLine]:
        """Never locked, in their order."""
        ...

    async def awaiting(self) -> Sequence[RoundLine]:
        """Of all rounds: approved ones whose turn has not come, the earliest approved first."""
        ...

    async def replace_all(self, round: RoundId, lines: Sequence[RoundLine]) -> None:
        """Puts these in the place of a round's lines, except for those that wait for their turn."""
        ...

    async def save(self, line: RoundLine) -> None: ...


class Rulings(Protocol):
    async def of(self, round: RoundId) -> Sequence[Ruling]:
        """The earliest first."""
        ...

    async def rule(self, ruling: Ruling) -> None:
        """In the place of what was said of this pair before."""
        ...

    async def take_back(self, round: RoundId, request: RequestId, offer: OfferId) -> None: ...
