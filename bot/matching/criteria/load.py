"""How many people the mentor mentors already."""

from bot.matching.criteria.criterion import Criterion
from bot.matching.pair import Pair

A_MENTEE = -2.0
MOST_MENTEES = 3


def _points(pair: Pair) -> float:
    return A_MENTEE * min(pair.offer.taken, MOST_MENTEES)


LOAD = Criterion("load", _points, A_MENTEE * MOST_MENTEES, 0.0, "fewer mentees now")
