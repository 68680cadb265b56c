"""How often a pair wants to meet: "once a week", "every other week", "2x/month", "whenever"."""

import re

from bot.domain.schedule import Rhythm
from bot.understanding.reading import NotUnderstood, Understood, excerpt, typed

EXAMPLE = "weekly, every two weeks, or monthly"
TWICE = r"(?:2\s*x|x\s*2|2\s*times|two\s*times|twice|2|two)"
ONCE = r"(?:1\s*x|x\s*1|1\s*time|one\s*time|once|1|one)"
EACH = r"\s*(?:/|per|a|an|each|every)\s*"
TWO_WEEKS = r"(?:every[\s-]*(?:other|2|two|second|2nd)[\s-]*(?:weeks?|wks?)|fortnight\w*|alternat\w+\s*weeks?)"

# In this order: what names a longer time holds the words of a shorter one.
RHYTHMS: tuple[tuple[re.Pattern[str], Rhythm | None, str], ...] = tuple(
    (re.compile(pattern, re.I), rhythm, remark)
    for pattern, rhythm, remark in (
        (TWO_WEEKS, Rhythm.EVERY_TWO_WEEKS, ""),
        (rf"{TWICE}(?:{EACH}mo(?:nth)?|\s*monthly)|semi-?\s*monthly|every\s*1?4\s*days", Rhythm.EVERY_TWO_WEEKS, ""),
        (r"\bbi-?\s*weekly|bi-?\s*monthly", Rhythm.EVERY_TWO_WEEKS, "every two weeks"),
        (
            rf"(?:{TWICE}|3\s*x|three\s*times|thrice){EACH}(?:week|wk)",
            Rhythm.WEEKLY,
            "weekly, the most frequent rhythm",
        ),
        (rf"(?:4\s*x|four\s*times|4\s*times|4){EACH}mo(?:nth)?", Rhythm.WEEKLY, ""),
        (rf"(?:3\s*x|three\s*times|3\s*times|3){EACH}mo(?:nth)?", Rhythm.EVERY_TWO_WEEKS, "every two weeks"),
        (rf"\bmonthly|{ONCE}?{EACH}mo(?:nth)?|every\s*(?:4|four)\s*(?:weeks|wks)", Rhythm.MONTHLY, ""),
        (rf"\bweekly|{ONCE}?{EACH}(?:week|wk)|\bevery\s*(?:week|wk|7\s*days)", Rhythm.WEEKLY, ""),
        (
            r"\bwhenever|flexible|no preference|any\s*time|as needed|open\b|not sure|doesn.?t matter|either|\bany\b",
            None,
            "",
        ),
    )
)


def rhythm(text: str) -> Understood[Rhythm | None]:
    """None where somebody has no preference."""
    line = typed(text, EXAMPLE)
    for pattern, value, remark in RHYTHMS:
        if pattern.search(line):
            return Understood(value, (f"{excerpt(line)} was read as {remark}.",) if remark else ())
    raise NotUnderstood(f"{excerpt(line)} is not a rhythm that I understand. For example: {EXAMPLE}.")
