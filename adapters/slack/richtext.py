"""Lines become elements of Slack's `rich_text` blocks, where text is literal: nothing typed is markup. Pure."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import assert_never

from bot.views import Bold, Line, Link, Mention, Moment, MomentStyle, Plain, Span, shown

Json = dict[str, object]

BREAK: Json = {"type": "text", "text": "\n"}
ONLY_INVISIBLE = "…"  # Slack refuses a text of nothing
FORMATS = {
    MomentStyle.DATE: "{date_long}",
    MomentStyle.TIME: "{time}",
    MomentStyle.FULL: "{date_long}, {time}",
}


def plain(text: str, most: int = 3000) -> Json:
    """A `plain_text` object of 1 to `most` characters, where `:smile:` stays as typed."""
    visible = shown(text)
    return {"type": "plain_text", "text": cut(visible, most) if visible.strip() else ONLY_INVISIBLE, "emoji": False}


def cut(text: str, most: int) -> str:
    """At most `most` characters; what is cut ends at a word if it can, with an ellipsis."""
    if len(text) <= most:
        return text
    head, _, _ = text[:most].rpartition(" ")
    return f"{head.rstrip() or text[: most - 1]}…"


def block(*elements: Json, id: str = "") -> Json:
    """A `rich_text` block of sections and lists. An id is only for a block that is looked for later."""
    named: Json = {"block_id": id} if id else {}
    return {"type": "rich_text", **named, "elements": list(elements)}


def section(rows: Iterable[Sequence[Json]]) -> Json:
    """One section with a row on each line. Sections of one block are not apart on every client, lines are."""
    elements: list[Json] = []
    for row in rows:
        elements += [BREAK, *row] if elements else row
    return {"type": "rich_text_section", "elements": elements}


def bulleted(rows: Iterable[Sequence[Json]], *, numbered: bool) -> Json:
    items = [{"type": "rich_text_section", "elements": list(row)} for row in rows]
    return {"type": "rich_text_list", "style": "ordered" if numbered else "bullet", "elements": items}


def elements(spans: Line) -> list[Json]:
    """Empty pieces, which Slack refuses, are left out; nothing may be left."""
    return [element for each in spans for element in _element(each)]


def words(text: str, *, bold: bool = False) -> list[Json]:
    if not text:
        return []
    style: Json = {"style": {"bold": True}} if bold else {}
    return [{"type": "text", "text": text, **style}]


def _element(span: Span) -> list[Json]:
    match span:
        case Plain(text):
            return words(text)
        case Bold(text):
            return words(text, bold=True)
        case Mention(_, name, user):
            return [{"type": "user", "user_id": user}] if user else words(name, bold=True)
        case Moment(at, style):
            return [_date(at, style)]
        case Link(label, url):
            text = shown(label)
            return [{"type": "link", "url": url, **({"text": text} if text else {})}]
        case _:
            assert_never(span)


def _date(at: datetime, style: MomentStyle) -> Json:
    """Slack writes it in the reader's own zone, and the fallback where it can't."""
    return {"type": "date", "timestamp": int(at.timestamp()), "format": FORMATS[style], "fallback": in_utc(at, style)}


def in_utc(at: datetime, style: MomentStyle) -> str:
    """Tue, Oct 6, 2026, 19:30 UTC"""
    there = at.astimezone(UTC)
    day, time = f"{there:%a}, {there:%b} {there.day}, {there.year}", f"{there:%H:%M}"
    match style:
        case MomentStyle.DATE:
            return f"{day} (UTC)"
        case MomentStyle.TIME:
            return f"{time} UTC"
        case MomentStyle.FULL:
            return f"{day}, {time} UTC"
        case _:
            assert_never(style)
