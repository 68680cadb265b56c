"""Messages become blocks. Pure: what people typed stays literal, and every kind of part has its arm."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import assert_never

from adapters.slack.richtext import Json, block, bulleted, elements, plain, section, words
from bot.documents import Chart
from bot.views import MOST_HEADING, Actions, Button, ButtonStyle, Facts, File, Heading, Image, Listing, Message, Text

MOST_BLOCKS = 50
MOST_IN_A_ROW = 25
MOST_BUTTON = 75
MOST_POINTS = 60
REPEATED = re.compile(r"#\d+$")


def blocks_of(message: Message, *, pictures: bool = True) -> list[Json]:
    """1 to 50 blocks.

    A picture or a file is said in words: it is uploaded beside the message. Where nothing can be, `pictures` is false
    and the figures of a chart stand there too.
    """
    return laid_out(message, MOST_BLOCKS, pictures=pictures)


def notification(message: Message) -> str:
    """The summary for a `text` field, in which Slack reads `<!channel>` and `<@U1>` unless they are escaped."""
    return escaped(message.summary)


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def action_of(action_id: str) -> str:
    """The command of a button, whose second one in a message is marked because Slack wants them all different."""
    return REPEATED.sub("", action_id)


def saying(text: str, *, bold: bool = False, id: str = "") -> Json:
    return block(section([words(text, bold=bold)]), id=id)


@dataclass(frozen=True)
class _Title:
    text: str


@dataclass(frozen=True)
class _Prose:
    elements: tuple[Json, ...]


@dataclass(frozen=True)
class _Row:
    buttons: tuple[Json, ...]


_Piece = _Title | _Prose | _Row


def laid_out(message: Message, most: int, *, pictures: bool) -> list[Json]:
    """At least one block and at most `most`, which is 2 or more.

    A message of very many parts loses the room between them, and then the place of its buttons, but none of its words.
    A block takes 25 buttons, so that 1,200 of them fit in the end.
    """
    pieces = list(_pieces(message, pictures=pictures))
    if len(pieces) > most:
        pieces = _joined(_modest(piece) for piece in pieces)
    if len(pieces) > most:
        pieces = _joined(sorted(pieces, key=lambda piece: isinstance(piece, _Row)))
    return [_block(piece) for piece in pieces] or [saying(message.summary)]


def _block(piece: _Piece) -> Json:
    match piece:
        case _Title(text):
            return {"type": "header", "text": plain(text, MOST_HEADING)}
        case _Prose(parts):
            return block(*parts)
        case _Row(buttons):
            return {"type": "actions", "elements": list(buttons)}
        case _:
            assert_never(piece)


def _modest(piece: _Piece) -> _Piece:
    return _Prose((section([words(piece.text, bold=True)]),)) if isinstance(piece, _Title) else piece


def _joined(pieces: Iterable[_Piece]) -> list[_Piece]:
    """Neighbours of a kind as one."""
    joined: list[_Piece] = []
    for is_row, some in groupby(pieces, key=lambda piece: isinstance(piece, _Row)):
        neighbours = list(some)
        if is_row:
            buttons = [button for piece in neighbours if isinstance(piece, _Row) for button in piece.buttons]
            starts = range(0, len(buttons), MOST_IN_A_ROW)
            joined += [_Row(tuple(buttons[start : start + MOST_IN_A_ROW])) for start in starts]
        else:
            joined.append(_Prose(tuple(e for piece in neighbours if isinstance(piece, _Prose) for e in piece.elements)))
    return joined


def _pieces(message: Message, *, pictures: bool) -> Iterator[_Piece]:
    seen: Counter[str] = Counter()
    for part in message.parts:
        match part:
            case Heading(text):
                yield _Title(text)
            case Actions(buttons):
                yield _Row(tuple(_button(button, seen) for button in buttons))
            case _:
                prose = _prose(part, pictures=pictures)
                if prose["elements"]:
                    yield _Prose((prose,))


def _prose(part: Text | Facts | Listing | Image | File, *, pictures: bool) -> Json:
    """A section or a list, without elements where there is nothing to say."""
    match part:
        case Text(spans):
            return section([elements(spans)])
        case Facts(rows):
            return section(words(f"{label}: ", bold=True) + elements(value) for label, value in rows)
        case Listing(items, numbered):
            return bulleted(filter(None, map(elements, items)), numbered=numbered)
        case Image(chart, alt):
            return section([words(alt), *([] if pictures else _figures(chart))])
        case File():
            return section([words(part.label)])
        case _:
            assert_never(part)


def _figures(chart: Chart) -> Iterator[list[Json]]:
    """The title, then one line for each label; a label has as many values as there are series."""
    unit = f" ({chart.unit})" if chart.unit else ""
    yield words(f"{chart.title}{unit}", bold=True)
    names = [f"{name} " if len(chart.series) > 1 else "" for name, _ in chart.series]
    columns = zip(*(values for _, values in chart.series), strict=True)
    for label, values in list(zip(chart.labels, columns, strict=True))[:MOST_POINTS]:
        yield words(f"{label}: " + ", ".join(f"{n}{v:,.10g}" for n, v in zip(names, values, strict=True)))


def _button(button: Button, seen: Counter[str]) -> Json:
    seen[button.action] += 1
    again = f"#{seen[button.action]}" if seen[button.action] > 1 else ""
    style: Json = {} if button.style is ButtonStyle.PLAIN else {"style": button.style.value}
    text = plain(button.label, MOST_BUTTON)
    return {"type": "button", "text": text, "action_id": f"{button.action}{again}", **style}
