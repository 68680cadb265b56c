"""Messages become Discord's components (the second version of them). Pure: every kind of part has its arm.

A message with a heading is a card with a frame around it, any other stands in the conversation like a sentence.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from typing import assert_never

from adapters.discord.custom_ids import HIGHEST, Mark
from adapters.discord.richtext import ONLY_INVISIBLE, Json, bold, fits, heading, label, markdown
from bot.views import (
    Actions,
    Button,
    ButtonStyle,
    Facts,
    File,
    Heading,
    Image,
    Line,
    Listing,
    Message,
    Part,
    Plain,
    Text,
    shown,
)

V2 = 1 << 15  # the flag of a message that consists of components
ROW, BUTTON, TEXT, GALLERY, FILE, CONTAINER = 1, 2, 10, 12, 13, 17
MOST_COMPONENTS = 40  # nested ones counted
MOST_CHARACTERS = 4000  # of all texts of a message together
LEAST_ROOM = 40  # characters, below which a text is not begun
MOST_IN_A_ROW = 5
MOST_BUTTON = 80
MOST_ALT = 1024
MOST_FILES = 10
MOST_FILENAME = 60
STYLES = {ButtonStyle.PRIMARY: 1, ButtonStyle.PLAIN: 2, ButtonStyle.DANGER: 4}
UNNAMEABLE = re.compile(r"[^A-Za-z0-9_-]+")  # of what attachment:// can name
LOWEST_ID = 1000  # below are the ids that Discord counts up by itself
HIGHEST_ID = 2**31 - 1


def components(message: Message, *, space: str = "", key: str = "") -> list[Json]:
    """1 or more components, at most 40 with all inside them; `space` marks the buttons of a direct message.

    A message of very many parts loses the room between them, then the place of its buttons, and in the end what Discord
    has no room for. `key` is the outbox key: its number is the id of the first component, found by `component_id`.
    """
    pieces = _pieces(message, space)
    framed = any(isinstance(part, Heading) for part in message.parts)
    room = MOST_COMPONENTS - framed
    if _size(pieces) > room:
        pieces = _joined(pieces)
    if _size(pieces) > room:
        pieces = _joined(sorted(pieces, key=lambda piece: isinstance(piece, _Row)))
    drawn = [_drawn(piece) for piece in _within(pieces, room)]
    laid_out: list[Json] = [{"type": CONTAINER, "components": drawn}] if framed else drawn
    return [{**laid_out[0], "id": component_id(key)}, *laid_out[1:]] if key else laid_out


def component_id(key: str) -> int:
    """What a message is known by in the history of its conversation; Discord's own ids of components are small."""
    number = int.from_bytes(sha256(key.encode()).digest()[:8], "big")
    return LOWEST_ID + number % (HIGHEST_ID - LOWEST_ID + 1)


def files(message: Message) -> tuple[tuple[str, Image | File], ...]:
    """The pictures and files that go along, at most 10, by the names under which the components show them."""
    return tuple(zip(_names(_attached(message)), _attached(message), strict=True))


def _attached(message: Message) -> list[Image | File]:
    return [part for part in message.parts if isinstance(part, Image | File)][:MOST_FILES]


def _names(parts: Iterable[Image | File]) -> Iterator[str]:
    """Each once, in letters, digits, dashes and one dot."""
    seen: Counter[str] = Counter()
    for part in parts:
        stem, _, ending = (part.name if isinstance(part, File) else "chart.png").rpartition(".")
        clean = UNNAMEABLE.sub("-", stem or ending).strip("-")[:MOST_FILENAME] or "file"
        kind = UNNAMEABLE.sub("", ending)[:10] if stem else ""
        seen[clean] += 1
        again = f"-{seen[clean]}" if seen[clean] > 1 else ""
        yield f"{clean}{again}.{kind}" if kind else f"{clean}{again}"


# Pieces: what becomes one component, or a row


@dataclass(frozen=True)
class _Prose:
    text: str


@dataclass(frozen=True)
class _Attachment:
    component: Json


@dataclass(frozen=True)
class _Row:
    buttons: tuple[Json, ...]


_Piece = _Prose | _Attachment | _Row


def _pieces(message: Message, space: str) -> list[_Piece]:
    """The summary stands above where nothing else has words; Discord's notifications show the beginning."""
    names = iter([name for name, _ in files(message)])
    seen: Counter[str] = Counter()
    found = [piece for part in message.parts for piece in _of(part, names, space, seen)]
    if any(isinstance(piece, _Prose) for piece in found):
        return found
    return [_Prose(markdown((Plain(message.summary),)) or ONLY_INVISIBLE), *found]


def _of(part: Part, names: Iterator[str], space: str, seen: Counter[str]) -> Iterator[_Piece]:
    """`names` are those of the files that go along, in order; `seen` counts the actions of the buttons so far."""
    match part:
        case Heading(text):
            yield from _prose(heading(text))
        case Text(spans):
            yield from _prose(markdown(spans))
        case Facts(rows):
            yield from _prose("\n".join(_fact(title, value) for title, value in rows))
        case Listing(items, numbered):
            yield from _prose("\n".join(_items(items, numbered=numbered)))
        case Image(_, alt):
            name = next(names, "")
            yield from [_Attachment(_picture(name, alt))] if name else _prose(markdown((Plain(alt),)))
        case File():
            yield from _prose(markdown((Plain(part.label),)))
            if name := next(names, ""):
                yield _Attachment({"type": FILE, "file": {"url": f"attachment://{name}"}})
        case Actions(buttons):
            row = tuple(made for button in buttons for made in _button(button, space, seen))
            if row:
                yield _Row(row)
        case _:
            assert_never(part)


def _prose(text: str) -> list[_Prose]:
    return [_Prose(text)] if text.strip() else []


def _fact(title: str, value: Line) -> str:
    name = " ".join(shown(title).split())
    said = markdown(value, at_start=not name)
    return f"{bold(f'{name}:')} {said}".rstrip() if name else said


def _items(items: Sequence[Line], *, numbered: bool) -> Iterator[str]:
    """An item without words is no item; its further lines stand below the first."""
    indented = [markdown(item, indent="  ") for item in items]
    for number, item in enumerate(filter(None, indented), start=1):
        yield f"{number}. {item}" if numbered else f"- {item}"


def _picture(name: str, alt: str) -> Json:
    told = {"description": label(alt, MOST_ALT)} if alt.strip() else {}
    return {"type": GALLERY, "items": [{"media": {"url": f"attachment://{name}"}, **told}]}


def _button(button: Button, space: str, seen: Counter[str]) -> Iterator[Json]:
    """Nothing for the 36th button with one meaning: each needs an id of its own."""
    seen[button.action] += 1
    again = seen[button.action]
    if again <= HIGHEST:
        mark = Mark(button.action, space, again=again if again > 1 else 0)
        yield {
            "type": BUTTON,
            "style": STYLES[button.style],
            "label": label(button.label, MOST_BUTTON),
            "custom_id": mark.text,
        }


# Fitting


def _size(pieces: Iterable[_Piece]) -> int:
    return sum(1 + len(piece.buttons) if isinstance(piece, _Row) else 1 for piece in pieces)


def _joined(pieces: Iterable[_Piece]) -> list[_Piece]:
    """Neighbouring texts as one, neighbouring rows filled up."""
    joined: list[_Piece] = []
    for kind, some in groupby(pieces, type):
        neighbours = list(some)
        if kind is _Prose:
            joined.append(_Prose("\n".join(piece.text for piece in neighbours if isinstance(piece, _Prose))))
        elif kind is _Row:
            buttons = [button for piece in neighbours if isinstance(piece, _Row) for button in piece.buttons]
            starts = range(0, len(buttons), MOST_IN_A_ROW)
            joined += [_Row(tuple(buttons[start : start + MOST_IN_A_ROW])) for start in starts]
        else:
            joined += neighbours
    return joined


def _within(pieces: Iterable[_Piece], most: int) -> Iterator[_Piece]:
    """As many of the pieces as Discord has room for."""
    characters = MOST_CHARACTERS
    for piece in pieces:
        match piece:
            case _Prose(text):
                if most < 1 or characters < LEAST_ROOM:
                    continue
                piece = _Prose(fits(text, characters))
                characters -= len(piece.text)
                most -= 1
            case _Row(buttons):
                if most < 2:
                    continue
                piece = _Row(buttons[: most - 1])
                most -= 1 + len(piece.buttons)
            case _Attachment():
                if most < 1:
                    continue
                most -= 1
        yield piece


def _drawn(piece: _Piece) -> Json:
    match piece:
        case _Prose(text):
            return {"type": TEXT, "content": text}
        case _Attachment(component):
            return component
        case _Row(buttons):
            return {"type": ROW, "components": list(buttons)}
        case _:
            assert_never(piece)
