"""How many mentees somebody takes at a time: 1 to 3."""

import re

from bot.understanding.numbers import numbers
from bot.understanding.reading import NotUnderstood, Understood, excerpt, one_line, typed

EXAMPLE = "1"
MOST_MENTEES = 3
USUAL = 1
BELOW_ZERO = re.compile(r"^\s*[-−–]\s*\d")


def capacity(text: str) -> Understood[int]:
    """1 where nothing was filled in; of "1 or 2" the smaller, since nobody should get more than they meant to."""
    if not one_line(text):
        return Understood(USUAL)
    line = typed(text, EXAMPLE)
    found = numbers(line)
    if not found or found[0] < 1 or BELOW_ZERO.match(line):
        raise NotUnderstood(
            f"{excerpt(line)} is not a number of mentees from 1 to {MOST_MENTEES}. For example: {EXAMPLE}."
        )
    value = min(int(found[0]), MOST_MENTEES)
    if found[0] > MOST_MENTEES:
        return Understood(
            value, (f"{MOST_MENTEES} mentees at a time are the most, so {excerpt(line)} was counted as {value}.",)
        )
    return Understood(value, (f"{excerpt(line)} was counted as {value}.",) if len(found) > 1 else ())
