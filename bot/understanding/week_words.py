"""Cuts free times as people write them into words for days, for hours, and for what joins them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto

from bot.understanding.clock_times import CLOCK, clock
from bot.understanding.hours import Hours, at, from_on, from_to, until

ALL_WEEK = frozenset(range(7))
WORKDAYS = frozenset(range(5))
WEEKEND = frozenset((5, 6))
DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Kind(Enum):
    DAYS = auto()
    HOURS = auto()
    FLEXIBLE = auto()
    EXCEPT = auto()
    SEPARATOR = auto()
    END = auto()
    UNKNOWN = auto()


@dataclass(frozen=True)
class Token:
    kind: Kind
    days: frozenset[int] = frozenset()
    hours: Hours | None = None
    start: int = 0  # where in the line
    end: int = 0


WE = r"(?<=/)we|we(?=\s*[/,&]|\s+(?:th|fr|sa|su)\b|\s+\d)"  # elsewhere it is who is free
DAY_WORD = (
    rf"(?<![a-z])(?:mon|tues?|wed|wednes|thurs?|thur?|fri|sat|satur|sun|mo|th|tu|{WE}|fr|sa|su)"
    r"(?:days?|s)?\.?(?![a-z])"
)
LETTERS = {
    "mwf": {0, 2, 4},
    "mw": {0, 2},
    "tth": {1, 3},
    "tuth": {1, 3},
    "tr": {1, 3},
    "mf": {0, 4},
    "mtwth": {0, 1, 2, 3},
    "mtwthf": {0, 1, 2, 3, 4},
    "mtw": {0, 1, 2},
    "m/w/f": {0, 2, 4},
    "m/w": {0, 2},
    "t/th": {1, 3},
    "t/r": {1, 3},
    "tu/th": {1, 3},
    "m-f": {0, 1, 2, 3, 4},
    "m-th": {0, 1, 2, 3},
}
DAY_GROUPS: tuple[tuple[str, frozenset[int]], ...] = (
    (r"(?:week|work|school)[\s-]?days?|weeknights?|during the week", WORKDAYS),
    (r"weekends?", WEEKEND),
    (
        r"(?:(?:any|every|most|each)\s?days?|all\s?days)(?: of the week)?|daily|all week|7 days(?: a week)?|24/7",
        ALL_WEEK,
    ),
)
PARTS_OF_DAY: tuple[tuple[str, tuple[int, int]], ...] = (
    (r"all day(?: long)?", (8 * 60, 20 * 60)),
    (r"early (?:in the )?mornings?|before (?:school|work)", (6 * 60, 8 * 60)),
    (r"late mornings?", (10 * 60, 12 * 60)),
    (r"mornings?|a\.?m\.?s?", (8 * 60, 12 * 60)),
    (r"lunch(?:[\s-]?(?:times?|hours?|breaks?))?|midday|noon hour", (11 * 60 + 30, 13 * 60)),
    (r"early afternoons?", (12 * 60, 15 * 60)),
    (r"late afternoons?", (15 * 60, 18 * 60)),
    (r"afternoons?|p\.?m\.?s?", (12 * 60, 17 * 60)),
    (r"after[\s-]?(?:school|hours)", (15 * 60 + 30, 18 * 60)),
    (r"after[\s-]?work", (17 * 60, 21 * 60)),
    (r"early evenings?", (17 * 60, 19 * 60)),
    (r"late evenings?", (19 * 60, 22 * 60)),
    (r"evenings?|eves?|nights?", (17 * 60, 21 * 60)),
    (r"(?:during )?(?:the )?school (?:day|hours)", (8 * 60, 15 * 60)),
    (r"(?:business|working|work|office) hours|day\s?times?|during the day", (9 * 60, 17 * 60)),
)
IGNORED = (
    r"i|i.?m|am|is|are|it|its|my|me|we|can|could|do|have|got|be|usually|generally|typically|mostly|often|best|better|works?|good"
    r"|very|pretty|totally|quite|fairly|wide|great|fine|free|available|availability|ideally|preferably|prefer|preferred|please|ok|okay|time|times|for|on|in|the|at|a|an"
    r"|of|all|any|only|just|local|est|edt|et|cst|cdt|ct|mst|mdt|mt|pst|pdt|pt|eastern|central|mountain|pacific|with|about|around|to"
    r"|meet|meetings?|hours?|during|early|slots?|always|every|some|most|weekly|call|zoom|both|either|my time"
)


def _either(words: tuple[tuple[str, object], ...]) -> str:
    return "|".join(pattern for pattern, _ in words)


TOKEN = re.compile(
    rf"(?P<chain>{DAY_WORD}(?:\s*-\s*{DAY_WORD}){{2,}})"
    rf"|(?P<dayrange>(?P<from>{DAY_WORD})\s*(?:-|\bto\b|\bthrough\b|\bthru\b)\s*(?P<until>{DAY_WORD}))"
    rf"|(?P<letters>(?<![a-z])(?:{'|'.join(sorted(map(re.escape, LETTERS), key=len, reverse=True))})(?![a-z/]))"
    rf"|(?P<groups>\b(?:{_either(DAY_GROUPS)})(?![a-z]))"
    rf"|(?P<range>(?:from\s+|between\s+)?(?P<first>{CLOCK})\s*(?:-|to\b|til+\b|until\b|through\b|thru\b)\s*(?P<last>{CLOCK}))"
    rf"|(?P<between>between\s+(?P<first2>{CLOCK})\s+and\s+(?P<last2>{CLOCK}))"
    rf"|(?P<after>(?:after|from|past|starting(?: at)?|beginning(?: at)?)\s+(?:about\s+)?(?P<start>{CLOCK}))"
    rf"|(?P<onwards>(?P<start2>{CLOCK})\s*(?:\+|onwards?\b|on\b|or later|and later|or after|and after))"
    rf"|(?P<before>(?:before|until|till?|by|up to)\s+(?P<end>{CLOCK})|(?P<end2>{CLOCK})\s+or (?:earlier|before))"
    rf"|(?P<parts>(?<![\w.])(?:{_either(PARTS_OF_DAY)})(?![\w]))"
    rf"|(?P<at>(?:\bat\s+|around\s+|@\s*)(?P<at1>{CLOCK})|(?P<at2>(?=\d+(?::|\s?[ap])|noon){CLOCK}))"
    rf"|(?P<days>{DAY_WORD})"
    r"|(?P<flexible>\b(?:flex(?:ible)?|any\s?time|whenever|open|varies|vary|depends|no preference|anything)\b)"
    r"|(?P<except>\b(?:except(?: for)?|excluding|but not|but|not|no|never|other than|besides)\b)"
    r"|(?P<end_of_part>;|\.(?=\s|$)|[!?]+)"
    r"|(?P<separator>[,/&+|]|\b(?:and|or|also|plus|then)\b)"
    rf"|(?P<ignored>\b(?:{IGNORED})\b(?!['’\w]))"
    r"|(?P<space>[\s()\[\]:\"“”'’~*-]+)"
    r"|(?P<unknown>[^\s,;/&()]+|.)"
)


def tokens(line: str) -> Iterator[Token]:
    """The words that matter, in order, of a line in lower case."""
    for m in TOKEN.finditer(line):
        read = next((r for name, r in READERS.items() if m[name]), None)
        if read:
            yield replace(read(m) or Token(Kind.UNKNOWN), start=m.start(), end=m.end())


def _day(word: str) -> int:
    return next(n for n, name in enumerate(DAY_NAMES) if name[:2] == word[:2])


def _day_range(m: "re.Match[str]") -> Token:
    first, last = _day(m["from"]), _day(m["until"])
    return Token(Kind.DAYS, frozenset((first + n) % 7 for n in range((last - first) % 7 + 1)))


def _chain(m: "re.Match[str]") -> Token:
    """ "Mon-Wed-Fri" names three days, not all that lie between."""
    return Token(Kind.DAYS, frozenset(_day(word) for word in re.findall(DAY_WORD, m["chain"])))


def _listed(words: tuple[tuple[str, frozenset[int]], ...], word: str) -> frozenset[int]:
    return next(days for pattern, days in words if re.fullmatch(pattern, word))


def _groups(m: "re.Match[str]") -> Token:
    evening = Hours(17 * 60, 21 * 60, named=True) if m[0].startswith("weeknight") else None
    return Token(Kind.DAYS, _listed(DAY_GROUPS, m[0]), evening)


def _part(m: "re.Match[str]") -> Token:
    start, end = next(span for pattern, span in PARTS_OF_DAY if re.fullmatch(pattern, m[0]))
    return Token(Kind.HOURS, hours=Hours(start, end, named=True))


def _span(m: "re.Match[str]") -> Token | None:
    first, last = clock(m["first"] or m["first2"]), clock(m["last"] or m["last2"])
    return Token(Kind.HOURS, hours=from_to(first, last)) if first and last else None


def _after(m: "re.Match[str]") -> Token | None:
    start = clock(m["start"] or m["start2"])
    return Token(Kind.HOURS, hours=from_on(start)) if start else None


def _before(m: "re.Match[str]") -> Token | None:
    end = clock(m["end"] or m["end2"])
    return Token(Kind.HOURS, hours=until(end)) if end else None


def _at(m: "re.Match[str]") -> Token | None:
    start = clock(m["at1"] or m["at2"])
    return Token(Kind.HOURS, hours=at(start)) if start else None


def _just(kind: Kind) -> Callable[["re.Match[str]"], Token]:
    return lambda m: Token(kind)


READERS: dict[str, Callable[["re.Match[str]"], Token | None]] = {
    "chain": _chain,
    "dayrange": _day_range,
    "letters": lambda m: Token(Kind.DAYS, frozenset(LETTERS[m[0]])),
    "groups": _groups,
    "range": _span,
    "between": _span,
    "after": _after,
    "onwards": _after,
    "before": _before,
    "parts": _part,
    "at": _at,
    "days": lambda m: Token(Kind.DAYS, frozenset({_day(m[0])})),
    "flexible": _just(Kind.FLEXIBLE),
    "except": _just(Kind.EXCEPT),
    "end_of_part": _just(Kind.END),
    "separator": _just(Kind.SEPARATOR),
    "unknown": _just(Kind.UNKNOWN),
}
