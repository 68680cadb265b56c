"""Which column of a sheet holds what, recognized from the words of its header."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from adapters.sheets.reader import Row
from bot.errors import UserError

# In this order: the first pattern that a header contains decides, so what is special stands before what is general.
PATTERNS: tuple[tuple[str, str], ...] = (
    ("timestamp", r"time ?stamp|submitted|submission (?:date|time)|start time|completion time"),
    ("since", r"\bsince\b|started|start(?:ing)? date|first met|matched on|paired on|^start$"),
    ("mentor", r"\bmentor(?:'s)?(?: handle| user ?name| name)?$|^mentor\b"),
    ("mentee", r"\bmentee(?:'s)?(?: handle| user ?name| name)?$|^mentee\b"),
    ("rhythm", r"how often|frequency|rhythm|cadence|how frequently"),
    (
        "capacity",
        r"how many (?:mentees|people|colleagues)|capacity|number of mentees|mentees (?:could|can)|max\w* mentees",
    ),
    ("sole_ot", r"only ot\b|sole ot\b|only (?:occupational|therapist)|other ots in|lone ot"),
    ("years_in_schools", r"years?.*\bschools?\b|school.*(?:years|experience)"),
    ("years", r"\byears?\b|experience|how long"),
    ("zone", r"time ?zone|\btz\b|^zone$"),
    ("free_times", r"\bfree\b|availab|when (?:are|can|could|would)|best times?|days? and times?|schedule|^times?$"),
    ("state", r"\bstates?\b|licensed|licensure|where .*(?:work|located|live|practice)|^location$"),
    ("programme", r"\bprogram(?:me)?\b|university|\bcollege\b|alma mater|where did you study|ot school|\bgraduated\b"),
    ("agency", r"agency|employer|company|contractor"),
    ("district", r"district|school system|\blea\b"),
    ("handle", r"handle|user ?name|screen ?name|\bslack\b|\bdiscord\b|^@|nick ?name"),
    ("profession", r"profession|credential|\bi am an?\b|\brole\b|discipline|job title|^title$|who are you"),
    ("topics", r"help|topics?\b|\bneed|support with|learn|goals|challenges|expertise|strengths|interests|\bareas? of"),
    ("setting", r"settings?\b|grade|age group|population|buildings|school type|type of school"),
    (
        "ways",
        r"how would you like to meet|^how\??$|meeting (?:mode|format|preference)|\bin person\b|how .*meet|\bways?\b",
    ),
    ("note", r"anything else|\bnotes?\b|comments?|tell us|more about|about you|questions"),
    ("name", r"\bname\b|^who$"),
)
RULES = tuple((field, re.compile(pattern)) for field, pattern in PATTERNS)

_SHARED = ("timestamp", "name", "handle", "profession", "years", "topics", "ways", "free_times", "zone", "note")
FIELDS: Mapping[str, frozenset[str]] = {
    "mentors": frozenset(
        (*_SHARED, "states", "years_in_schools", "settings", "capacity", "district", "agency", "programme")
    ),
    "mentees": frozenset((*_SHARED, "state", "setting", "rhythm", "sole_ot")),
    "pairs": frozenset(("mentor", "mentee", "since", "rhythm", "timestamp")),
}
REQUIRED: Mapping[str, tuple[str, ...]] = {
    "mentors": ("name", "profession", "states", "settings"),
    "mentees": ("name", "state", "setting"),
    "pairs": ("mentor", "mentee"),
}
_PLURAL = {"state": "states", "setting": "settings"}


@dataclass(frozen=True)
class Columns:
    """`fields` maps a field to the index of its column; `unused` are the headers that became no field."""

    header: tuple[str, ...]
    fields: Mapping[str, int]
    unused: tuple[str, ...]
    missing: tuple[str, ...]  # required fields without a column

    def values(self, row: Row) -> dict[str, str]:
        """The cells of a row by field, as typed."""
        return {field: row.cells[index] for field, index in self.fields.items()}

    def title(self, field: str) -> str:
        """The header of a field's column, for reports; the field's own name where it has none."""
        return self.header[self.fields[field]] if field in self.fields else field


def columns(header: Sequence[str], kind: str, overrides: Iterable[str] = ()) -> Columns:
    """The columns of a sheet of `kind` (mentors, mentees or pairs).

    `overrides` are texts such as `Setting(s) you know=settings`; `Header=` leaves a column unused. Raises `UserError`
    for an override that names no column or no field, and `ValueError` for an unknown kind.
    """
    if kind not in FIELDS:
        raise ValueError(f"sheets are of mentors, mentees or pairs, not of {kind!r}")
    chosen = dict(_override(text, header, kind) for text in overrides)
    taken = {field for field in chosen.values() if field}
    found = {field: index for index, field in chosen.items() if field}
    for index, field in _recognized(header, kind):
        if index not in chosen and field not in taken and field not in found:
            found[field] = index
    used = set(found.values())
    unused = tuple(title for index, title in enumerate(header) if index not in used)
    missing = tuple(field for field in REQUIRED[kind] if field not in found)
    return Columns(tuple(header), dict(sorted(found.items(), key=lambda item: item[1])), unused, missing)


def _recognized(header: Sequence[str], kind: str) -> list[tuple[int, str]]:
    """Columns named exactly like a field first, then by their words, from left to right."""
    folded = [_folded(title) for title in header]
    exact = [(n, title.replace(" ", "_")) for n, title in enumerate(folded) if title.replace(" ", "_") in FIELDS[kind]]
    guessed = [(n, _guess(title, kind)) for n, title in enumerate(folded)]
    return exact + [(n, field) for n, field in guessed if field and n not in dict(exact)]


def _guess(title: str, kind: str) -> str:
    for field, pattern in RULES:
        name = _PLURAL.get(field, field) if kind == "mentors" else field
        if name in FIELDS[kind] and pattern.search(title):
            return name
    return ""


def _override(text: str, header: Sequence[str], kind: str) -> tuple[int, str]:
    title, separator, field = (part.strip() for part in text.rpartition("="))
    titles = [_folded(known) for known in header]
    if not separator or _folded(title) not in titles:
        raise UserError(f"There is no column “{title or field}”. The sheet has: {', '.join(f'“{t}”' for t in header)}.")
    if field and field not in FIELDS[kind]:
        raise UserError(f"“{field}” is not a field of {kind}. Choose one of: {', '.join(sorted(FIELDS[kind]))}.")
    return titles.index(_folded(title)), field


def _folded(title: str) -> str:
    return " ".join(title.replace("_", " ").replace("’", "'").casefold().split())
