"""How far somebody is with their goals, 0 to 10 for each: "4", "4, 7", "3 / 8 / 2"."""

import re

from bot.understanding.reading import NotUnderstood, Understood, excerpt, typed

MOST = 10
BETWEEN = re.compile(r"\s*[,;/]\s*|\s+(?:and\s+)?")


def progress(text: str, goals: int) -> Understood[tuple[int, ...]]:
    """One number for each of the goals, in their order. Raises for other numbers, or not as many."""
    example = ", ".join(("4", "7", "2")[:goals])
    line = typed(text, example)
    found = BETWEEN.split(line)
    if len(found) != goals or not all(part.isascii() and part.isdecimal() and int(part[:4]) <= MOST for part in found):
        wanted = "one number from 0 to 10" if goals == 1 else f"{goals} numbers from 0 to 10, one for each goal"
        raise NotUnderstood(f"{excerpt(line)} is not what I expected: {wanted}. For example: {example}.")
    return Understood(tuple(map(int, found)))
