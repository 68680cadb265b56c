"""The ways of matching that are compared. They differ in who is asked next, and in nothing else."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from random import Random

from bot.domain.request import MentoringRequest
from bot.matching.policy import NEAREST_FIRST, Policy
from bot.matching.ranking import Candidate
from bot.matching.tiers import WIDEST

EVERYBODY = 1_000_000  # more mentors than there are


class Named(StrEnum):
    OURS = "ours"
    FIRST_COME = "first-come"
    RANDOM = "random"
    CHANNEL = "channel"


class Anywhere:
    """Knows no tiers: everybody who may be asked is within reach at once."""

    def reach(self, request: MentoringRequest, now: datetime) -> int:
        return WIDEST

    def wanted(self, needed: int) -> int:
        return EVERYBODY


class FirstCome(Anywhere):
    """Down the list of mentors as they signed up: the first of them who may be asked."""

    def order(self, fitting: Sequence[Candidate]) -> Sequence[Candidate]:
        return sorted(fitting, key=lambda each: (each.pair.offer.created_at, each.pair.offer.id))


@dataclass
class AtRandom(Anywhere):
    """Anybody of those who may be asked."""

    random: Random = field(default_factory=Random)

    def order(self, fitting: Sequence[Candidate]) -> Sequence[Candidate]:
        return self.random.sample(fitting, len(fitting))


class ChannelOnly(Anywhere):
    """Requests are posted in the channel, as under every policy, and nobody is asked: volunteers step forward."""

    def wanted(self, needed: int) -> int:
        return 0

    def order(self, fitting: Sequence[Candidate]) -> Sequence[Candidate]:
        return ()


MAKES: Mapping[Named, Callable[[int], Policy]] = {
    Named.OURS: lambda seed: NEAREST_FIRST,
    Named.FIRST_COME: lambda seed: FirstCome(),
    Named.RANDOM: lambda seed: AtRandom(Random(seed)),
    Named.CHANNEL: lambda seed: ChannelOnly(),
}
"""A policy for a run with this seed."""
