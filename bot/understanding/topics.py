"""Topics, as people write them: "IEPs, evaluations", "supervising COTAs", "504 plans and MTSS", "AT / AAC"."""

import re

from bot.reference.topics import TOPICS
from bot.understanding.phrases import Phrases, also_known
from bot.understanding.reading import NotUnderstood, Understood, excerpt, joined, typed

EXAMPLES = "IEP meetings, writing goals"
EVERYTHING = re.compile(
    r"\b(?:everything|anything|all of it|all topics|any topic|whatever|all|any|not sure|where to start)\b", re.I
)
PHRASES = Phrases(also_known((t.slug, (t.slug, t.label, *t.also)) for t in TOPICS.values()))


def topics(text: str) -> Understood[tuple[str, ...]]:
    """The slugs, each once, in the order typed; none, with a remark, where somebody wants help with everything."""
    line = typed(text, EXAMPLES)
    found = PHRASES.find(line)
    if not found.hits and EVERYTHING.search(line):
        return Understood((), (f"{excerpt(line)} was read as no topic in particular.",))
    if not found.hits:
        raise NotUnderstood(f"{excerpt(line)} is not a topic that I know. For example: {EXAMPLES}.")
    guessed = [f"{excerpt(piece)} was read as {_labels(PHRASES.long_names[name])}." for piece, name in found.guessed]
    left = [f"{excerpt(piece)} is not a topic that I know and was left out." for piece in found.unknown]
    return Understood(found.values, (*guessed, *left))


def _labels(slugs: tuple[str, ...]) -> str:
    return joined([TOPICS[slug].label for slug in slugs])
