"""A reader of Discord's markdown, as its clients read it: what is text, and what is anything else.

Stricter than they are: it sees markup, mentions and links also where some client would not.
"""

import re
from dataclasses import dataclass
from itertools import groupby

Kinds = tuple[tuple[str, "re.Pattern[str]"], ...]

BLOCKS: Kinds = (
    ("heading", re.compile(r" *#{1,3}\s+")),
    ("subtext", re.compile(r" *-# +")),
    ("bullet", re.compile(r" *[-*+] +")),
    ("number", re.compile(r" *\d+\. +")),
    ("quote", re.compile(r" *>(?:>>)? ")),
)
INLINE: Kinds = (
    ("emoji", re.compile(r"<a?:\w+:\d+>")),
    ("user", re.compile(r"<@!?(\d+)>")),
    ("role", re.compile(r"<@&(\d+)>")),
    ("channel", re.compile(r"<#(\d+)>")),
    ("time", re.compile(r"<t:(-?\d+(?::\w)?)>")),
    ("command", re.compile(r"</[^>]+>")),
    ("place", re.compile(r"<id:[^>]+>")),
    ("link", re.compile(r"<([^: >]+:/[^ >]+)>")),
    ("address", re.compile(r"<[^\s<>]+@[^\s<>]+>|<\+\d+>")),
    ("link", re.compile(r"((?:https?|steam)://[^\s<]{2,})")),
    ("invitation", re.compile(r"(?:discord\.gg|discord(?:app)?\.com/invite)/\w+")),
    ("everyone", re.compile(r"@everyone|@here")),
    ("emoji", re.compile(r":[\w+-]+:")),
    ("masked", re.compile(r"\[((?:\[[^\]]*\]|[^\[\]])*)\]\(\s*<?([^\s)]*)>?[^)]*\)")),
    ("code", re.compile(r"(`+).+?(?<!`)\1(?!`)", re.DOTALL)),
)
AROUND = (("bold", "**"), ("underline", "__"), ("strike", "~~"), ("spoiler", "||"), ("italic", "*"), ("italic", "_"))
ESCAPED = re.compile(r"\\([^A-Za-z0-9\s])")


@dataclass(frozen=True)
class Piece:
    """What a reader sees: `text`, or what a piece of another kind is about. A masked link's is `label|address`."""

    kind: str
    text: str


def read(markdown: str) -> list[Piece]:
    """In order; neighbouring letters are one piece."""
    found: list[Piece] = []
    for kind, some in groupby(_read(markdown, at_start=True), lambda piece: piece.kind):
        pieces = list(some)
        found += [Piece(kind, "".join(piece.text for piece in pieces))] if kind in ("text", "bold") else pieces
    return found


def _read(markdown: str, *, at_start: bool) -> list[Piece]:
    pieces: list[Piece] = []
    at = 0
    while at < len(markdown):
        block = _first(BLOCKS, markdown, at) if at_start else None
        if block is not None:
            kind, found = block
            pieces.append(Piece(kind, ""))
            at = found.end()
            continue
        piece, length = _next(markdown, at, at_start=at_start)
        pieces += piece
        taken = markdown[at : at + length]
        at_start = taken.endswith("\n") or (at_start and not taken.strip())
        at += length
    return pieces


def _next(markdown: str, at: int, *, at_start: bool) -> tuple[list[Piece], int]:
    """What begins here, and how many characters of the source it takes."""
    escape = ESCAPED.match(markdown, at)
    if escape:
        return [Piece("text", escape[1])], 2
    inline = _first(INLINE, markdown, at)
    if inline:
        kind, found = inline
        if kind != "masked":
            return [Piece(kind, found[found.re.groups])], len(found[0])
        if found[1].strip():
            return [Piece("link", f"{found[1]}|{found[2]}")], len(found[0])
    for kind, mark in AROUND:
        end = _closing(markdown, at, mark)
        if end is not None:
            inner = _read(markdown[at + len(mark) : end], at_start=at_start)
            return [Piece(kind if p.kind == "text" else p.kind, p.text) for p in inner], end + len(mark) - at
    return [Piece("text", markdown[at])], 1


def _first(kinds: Kinds, markdown: str, at: int) -> tuple[str, "re.Match[str]"] | None:
    for kind, pattern in kinds:
        found = pattern.match(markdown, at)
        if found:
            return kind, found
    return None


def _closing(markdown: str, at: int, mark: str) -> int | None:
    """Where the second `mark` begins that goes with the one here; something stands between."""
    if not markdown.startswith(mark, at):
        return None
    look = at + len(mark)
    while look < len(markdown):
        if ESCAPED.match(markdown, look):
            look += 2
        elif look > at + len(mark) and markdown.startswith(mark, look):
            return look
        else:
            look += 1
    return None
