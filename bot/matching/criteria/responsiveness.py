"""Whether the mentor has answered when asked about somebody."""

from bot.matching.criteria.criterion import Criterion
from bot.matching.pair import Pair

A_SILENCE = -2.0
MOST_SILENCES = 3  # an offer is paused before it comes to that


def _points(pair: Pair) -> float:
    return A_SILENCE * min(pair.offer.silent_in_a_row, MOST_SILENCES)


RESPONSIVENESS = Criterion(
    "responsiveness", _points, A_SILENCE * MOST_SILENCES, 0.0, "fewer proposals without an answer"
)
