"""Topics that the mentee asked about and the mentor can help with."""

from bot.matching.criteria.criterion import Criterion
from bot.matching.pair import Pair
from bot.reference.topics import TOPICS as LABELED

A_TOPIC = 3.0
MOST_TOPICS = 3  # as many as may be asked for


def _points(pair: Pair) -> float:
    return A_TOPIC * min(len(pair.shared_topics), MOST_TOPICS)


def _reason(pair: Pair) -> str:
    labels = [LABELED[topic].label for topic in pair.shared_topics]
    return f"Topics that fit: {', '.join(labels)}." if labels else ""


TOPICS = Criterion("topics", _points, 0.0, A_TOPIC * MOST_TOPICS, "more topics that fit", _reason)
