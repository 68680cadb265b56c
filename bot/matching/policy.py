"""Who is asked next: the one decision in which ways of matching differ. All else (who may be asked at all, how many at
once, clocks, reminders, the line) is the same for all of them.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.request import MentoringRequest
from bot.matching.ranking import Candidate
from bot.matching.tiers import reach_after


class Policy(Protocol):
    def reach(self, request: MentoringRequest, now: datetime) -> int:
        """How far the request reaches by now, a step of `bot.matching.tiers.REACHES`."""
        ...

    def wanted(self, needed: int) -> int:
        """How many candidates to choose from, where so many are needed. They are looked for nearest first."""
        ...

    def order(self, fitting: Sequence[Candidate]) -> Sequence[Candidate]:
        """Whom to ask, in this order, of those who may be asked now and are within reach; they come nearest first."""
        ...


class NearestFirst:
    """Ours: state and setting first, further away after waiting, the best of a tier first."""

    def reach(self, request: MentoringRequest, now: datetime) -> int:
        return max(request.reach, reach_after(now - request.looking_since))

    def wanted(self, needed: int) -> int:
        return needed

    def order(self, fitting: Sequence[Candidate]) -> Sequence[Candidate]:
        return fitting


NEAREST_FIRST = NearestFirst()
