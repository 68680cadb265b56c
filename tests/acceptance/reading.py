"""What a person reads, line by line: the spans of a line stand together as on a screen. And what history keeps."""

from bot.domain.message import Event
from bot.views import Facts, Form, Heading, Line, Listing, Message, Rejected, Text, View, span_words
from tests.acceptance.stage import COMMUNITY, MONDAY, Stage, said


def plainly(view: View) -> str:
    """The text of a view; a moment is written in UTC."""
    if isinstance(view, Message):
        return "\n".join([view.summary, *(text for part in view.parts for text in _lines(part))])
    assert isinstance(view, Rejected | Form)
    return said(view)


def _lines(part: object) -> list[str]:
    match part:
        case Heading(text):
            return [text]
        case Text(spans):
            return [_line(spans)]
        case Facts(rows):
            return [f"{label}: {_line(value)}" for label, value in rows]
        case Listing(items):
            return [_line(item) for item in items]
        case _:
            return []


def _line(spans: Line) -> str:
    return "".join(map(span_words, spans))


async def history(stage: Stage, *kinds: str) -> list[Event]:
    async with stage.storage.read(COMMUNITY) as uow:
        return list(await uow.events.of_kind(kinds, MONDAY))
