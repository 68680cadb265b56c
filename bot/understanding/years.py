"""Whole years of experience: "10+", "2-5", "fifteen", "8 yrs", "1.5", "<1", "new"."""

import re

from bot.understanding.numbers import numbers
from bot.understanding.reading import NotUnderstood, Understood, excerpt, typed

EXAMPLE = "8, or 10+"
MOST_YEARS = 60
UNDER_ONE = re.compile(
    r"\W*(?:<\s*(?:1|one)\b|(?:less|fewer) than (?:1|one|a)\b|under (?:1|one|a)\b|half a year|1/2\W*$)"
    r"|\W*½|(?:1st|first) year",
    re.I,
)
NONE_YET = re.compile(r"\W*(?:none|no|never|new|brand new|newbie|just start\w*|starting|student|zero)\b\D*$", re.I)
HALF = re.compile(r"(?<=\d)\s*(?:1/2|½)")
ONE = re.compile(r"\W*(?:a|one full|one) year\W*$", re.I)
MONTHS = re.compile(r"\b(?:months?|mos?)\b", re.I)
BELOW_ZERO = re.compile(r"^\s*[-−–]\s*\d")


def years(text: str) -> Understood[int]:
    """Rounded down; of a range the lower bound, with a remark. Raises for words without a number, such as "many"."""
    line = HALF.sub("", typed(text, EXAMPLE))
    if UNDER_ONE.match(line) or NONE_YET.match(line):
        return Understood(0)
    found = (1.0,) if ONE.match(line) else numbers(line)
    if not 1 <= len(found) <= 2 or BELOW_ZERO.match(line) or not _one_range(line, found) or found[0] > MOST_YEARS:
        raise NotUnderstood(f"{excerpt(line)} is not a number of years that I understand. For example: {EXAMPLE}.")
    if MONTHS.search(line):
        return Understood(int(found[0] // 12))
    value = int(found[0])
    return Understood(value, (f"{excerpt(line)} was counted as {value}.",) if len(found) == 2 else ())


def _one_range(line: str, found: tuple[float, ...]) -> bool:
    """Whether two numbers are the ends of a range: "2-5", "2 to 5", "5 or 6"."""
    joined_by = r"\d\s*(?:[a-z.]{0,6}\s*)?(?:-|–|—|to|or)\s*\d|[a-z]\s*(?:-|–|—|\bto\b|\bor\b)\s*[a-z]"
    return len(found) == 1 or (found[0] <= found[1] and re.search(joined_by, line, re.I) is not None)
