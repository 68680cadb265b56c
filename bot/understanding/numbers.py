"""Numbers in figures and in words."""

import re

UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
)
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60}
WORDS = {word: number for number, word in enumerate(UNITS.split())} | TENS | {"a": 1, "an": 1, "couple": 2}
NUMBER = re.compile(
    rf"(?P<figures>\d{{1,6}}(?:\.\d{{1,6}})?)|\b(?P<tens>{'|'.join(TENS)})[\s-](?P<units>{'|'.join(UNITS.split()[1:10])})\b"
    rf"|\b(?P<word>{'|'.join(w for w in WORDS if w not in ('a', 'an'))})\b",
    re.I,
)


def numbers(text: str) -> tuple[float, ...]:
    """All numbers of the text in order, never negative; "a" and "an" don't count."""
    return tuple(_number(m) for m in NUMBER.finditer(text))


def _number(m: re.Match[str]) -> float:
    if m["figures"]:
        return float(m["figures"])
    if m["tens"]:
        return float(WORDS[m["tens"].casefold()] + WORDS[m["units"].casefold()])
    return float(WORDS[m["word"].casefold()])
