"""Lines become Discord's markdown, in which nothing that somebody typed is markup, a mention or a link. Pure.

What escapes is a backslash before a sign; before a letter or a digit it stands for itself (measured by the authors of
parse-discord; developers/reference.mdx of discord/discord-api-docs has the formats of mentions and times).
"""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import assert_never
from urllib.parse import quote

from bot.views import Bold, Line, Link, Mention, Moment, MomentStyle, Plain, Span, shown

Json = dict[str, object]

ONLY_INVISIBLE = "…"  # Discord refuses a text of nothing
STYLES = {MomentStyle.DATE: "D", MomentStyle.TIME: "t", MomentStyle.FULL: "F"}
SIGNS = re.compile(
    r"[\\*_~|`<@\[\]]"
    r"|:(?=/|[\w+-]*:)"  # http://, :smile:
    r"|\.(?=\w+/)"  # discord.gg/…, which Discord shows as an invitation
)
AT_LINE_START = re.compile(r"^([^\S\n]*)(?:([-#>+])|(\d+)(\.))", re.MULTILINE)
PIECES = re.compile(r"\\.|<[^<>\s]*>|\[[^\]]*\]\([^()\s]*\)|\*\*|.", re.DOTALL)
FIRST_LINE = re.compile(r"\A[^\n]*")
USER = re.compile(r"[0-9]{1,20}")
SAFE_LABEL = re.compile(r"(?:[^\W_]|[ ,'’!?…–-]|\.(?!\S))+")  # inside a link's label a backslash does not escape
SAFE_IN_URL = "!#$%&'*+,-./:;=?@_~"


def cut(text: str, most: int) -> str:
    """At most `most` characters; what is cut ends at a word if it can, with an ellipsis."""
    if len(text) <= most:
        return text
    head, _, _ = text[:most].rpartition(" ")
    return f"{head.rstrip() or text[: most - 1]}…"


def label(text: str, most: int) -> str:
    """A text of 1 to `most` characters where Discord reads no markdown: buttons, titles, labels, options."""
    visible = " ".join(shown(text).split())
    return cut(visible, most) if visible else ONLY_INVISIBLE


def escaped(text: str, *, at_start: bool = True) -> str:
    """Typed text, to be read as it was typed; `at_start` where nothing or only space stands before it on its line."""
    safe = SIGNS.sub(r"\\\g<0>", text)
    if at_start:
        return AT_LINE_START.sub(_held_back, safe)
    first = FIRST_LINE.match(safe)
    end = first.end() if first else 0
    return safe[:end] + AT_LINE_START.sub(_held_back, safe[end:])


def _held_back(found: re.Match[str]) -> str:
    space, sign, number, dot = found.groups()
    return f"{space}\\{sign}" if sign else f"{space}{number}\\{dot}"


def markdown(spans: Line, *, at_start: bool = True, indent: str = "") -> str:
    """Empty where there is nothing to read. `indent` stands at the beginning of each further line."""
    written = ""
    for span in _joined(spans):
        _, newline, last = written.rpartition("\n")
        written += _written(span, at_start=not last.strip() and bool(at_start or newline))
    return written.replace("\n", f"\n{indent}") if written.strip() else ""


def heading(text: str) -> str:
    """A heading of the second size. Discord takes a # at its end away, so such a one is written in bold."""
    words = " ".join(text.split())
    if not words:
        return ""
    return bold(words) if words.endswith("#") else f"## {escaped(words)}"


def bold(text: str, *, at_start: bool = True) -> str:
    return f"**{escaped(text, at_start=at_start)}**" if text.strip() else text


def fits(text: str, most: int) -> str:
    """At most `most` (8 or more) characters of markdown, cut where nothing of it falls apart."""
    if len(text) <= most:
        return text
    kept: list[str] = []
    room = most - len("**…")
    for piece in PIECES.findall(text):
        room -= len(piece)
        if room < 0:
            break
        kept.append(piece)
    if kept.count("**") % 2:
        kept = kept[:-1] if kept[-1] == "**" else [*kept, "**"]
    return "".join(kept).rstrip() + "…"


def _joined(spans: Line) -> Iterator[Span]:
    """Neighbours of a kind as one, for their signs would be read together; names that can't be mentioned are bold."""
    named = [Bold(span.name) if isinstance(span, Mention) and not USER.fullmatch(span.user) else span for span in spans]
    for kind, some in groupby((span for span in named if not _empty(span)), type):
        if kind is Plain:
            yield Plain("".join(span.text for span in some if isinstance(span, Plain)))
        elif kind is Bold:
            yield Bold("".join(span.text for span in some if isinstance(span, Bold)))
        else:
            yield from some


def _empty(span: Span) -> bool:
    return isinstance(span, Plain | Bold) and not span.text


def _written(span: Span, *, at_start: bool) -> str:
    match span:
        case Plain(text):
            return escaped(text, at_start=at_start)
        case Bold(text):
            return bold(text, at_start=at_start)
        case Mention(_, _, user):
            return f"<@{user}>"
        case Moment(at, style):
            return f"<t:{int(at.timestamp())}:{STYLES[style]}>"
        case Link(text, url):
            return _link(shown(text), quote(url, safe=SAFE_IN_URL, errors="ignore"), at_start=at_start)
        case _:
            assert_never(span)


def _link(text: str, url: str, *, at_start: bool) -> str:
    """A label in which Discord would see markup stands before the address instead."""
    if not text.strip():
        return f"<{url}>"
    if SAFE_LABEL.fullmatch(text) and "http" not in text.casefold():
        return f"[{text}]({url})"
    return f"{escaped(text, at_start=at_start)} (<{url}>)"
