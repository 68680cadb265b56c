"""What a criterion is: points for a pair, and its reason in a sentence."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.matching.pair import Pair


def nothing_to_say(pair: Pair) -> str:
    """For what is the mentor's own business: how many they mentor, whether they answer, when they were asked."""
    return ""


@dataclass(frozen=True)
class Criterion:
    """`name` is that of its weight in `bot.domain.weights.Weights`.

    `points` are between `least` and `most` for every pair; what they are worth against those of other criteria is in
    the figures. `reason` is a sentence that both people may read, empty where this criterion does not speak for the
    pair. `ahead` says in a few words what a mentor who has more points than another has over them: for moderators only.
    """

    name: str
    points: Callable[[Pair], float]
    least: float
    most: float
    ahead: str
    reason: Callable[[Pair], str] = nothing_to_say
