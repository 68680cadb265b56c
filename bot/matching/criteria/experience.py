"""How long the mentor has worked in schools; after ten years more of them change little."""

from bot.matching.criteria.criterion import Criterion
from bot.matching.pair import Pair

ENOUGH = 10  # years
A_YEAR = 0.2


def _points(pair: Pair) -> float:
    return min(pair.offer.years, ENOUGH) * A_YEAR


def _reason(pair: Pair) -> str:
    years = pair.offer.years
    return f"Experience: {years} {'year' if years == 1 else 'years'} in schools." if years > 0 else ""


EXPERIENCE = Criterion("experience", _points, 0.0, ENOUGH * A_YEAR, "more years in schools", _reason)
