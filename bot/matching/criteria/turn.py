"""Whose turn it is: who was asked lately waits, so that the same few are not asked every time."""

from bot.matching.criteria.criterion import Criterion
from bot.matching.pair import Pair

LONG_AGO = 28  # days
A_DAY = 1 / 7


def _points(pair: Pair) -> float:
    asked = pair.offer.last_proposed_at
    days = LONG_AGO if asked is None else max(0, min((pair.now - asked).days, LONG_AGO))
    return days * A_DAY


TURN = Criterion("turn", _points, 0.0, LONG_AGO * A_DAY, "not asked for longer")
