"""A way of meeting that both would like: in person, by phone, by video."""

from bot.matching.criteria.criterion import Criterion
from bot.matching.pair import Pair

SAID = {"in-person": "in person", "phone": "by phone", "video": "by video"}


def _points(pair: Pair) -> float:
    asked = pair.request.ways
    return 1.0 if asked and not set(asked).isdisjoint(pair.offer.ways) else 0.0


def _reason(pair: Pair) -> str:
    shared = [words for way, words in SAID.items() if way in pair.request.ways and way in pair.offer.ways]
    return f"You would both meet {' or '.join(shared)}." if shared else ""


WAYS = Criterion("ways", _points, 0.0, 1.0, "a way of meeting that suits both", _reason)
