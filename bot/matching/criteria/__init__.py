"""What decides among mentors of the same tier: one small file for each criterion, in the order of their weights.

Sole OTs and the longest waiting are not among them: they decide whose turn it is to be given somebody, not whom.
"""

from collections.abc import Callable
from functools import lru_cache

from bot.domain.weights import MOST_FACTOR, Weights
from bot.matching.criteria.criterion import Criterion
from bot.matching.criteria.experience import EXPERIENCE
from bot.matching.criteria.load import LOAD
from bot.matching.criteria.overlap import OVERLAP
from bot.matching.criteria.responsiveness import RESPONSIVENESS
from bot.matching.criteria.topics import TOPICS
from bot.matching.criteria.turn import TURN
from bot.matching.criteria.ways import WAYS
from bot.matching.pair import Pair

CRITERIA: tuple[Criterion, ...] = (TOPICS, EXPERIENCE, OVERLAP, WAYS, RESPONSIVENESS, LOAD, TURN)
MOST_POINTS = MOST_FACTOR * sum(each.most for each in CRITERIA)  # whatever the weights
LEAST_POINTS = MOST_FACTOR * sum(each.least for each in CRITERIA)


@lru_cache(maxsize=256)
def scoring(weights: Weights) -> Callable[[Pair], float]:
    """What speaks for a pair in all, from `LEAST_POINTS` to `MOST_POINTS`.

    Asked for once for many pairs: a round has half a million, and criteria that don't count are not even looked at.
    """
    weighed = [(weights.of(each.name).factor, each.points) for each in CRITERIA]
    counting = tuple((factor, points) for factor, points in weighed if factor)

    def score(pair: Pair) -> float:
        total = 0.0
        for factor, points in counting:
            total += factor * points(pair)
        return total

    return score
