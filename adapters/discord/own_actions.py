"""Buttons that mean something to this adapter alone: a page of a begun form, a server, a card to go back to. Pure."""

from dataclasses import dataclass
from hashlib import sha256

from bot.commands import Command, encode
from bot.views import MOST_ACTION

PAGE, IN, FROM = "begun", "in", "from"
MOST_DIGITS = 20  # of an id of Discord's


@dataclass(frozen=True)
class PageOf:
    """A page, counted from 1, of the form of this kind that its reader began, if it is still the same form."""

    slug: str
    page: int
    which: str

    def of(self, action: str) -> bool:
        return self.which == _which(action)


def page_action(action: str, page: int) -> str:
    """Opens a page, counted from 1, of the form with this action that its reader began."""
    return f"{PAGE}:{action.partition(':')[0]}:{page}:{_which(action)}"


def page_of(action: str) -> PageOf | None:
    """None for any other action."""
    kind, *rest = action.split(":")
    if kind != PAGE or len(rest) != 3 or not (_number(rest[1]) and len(rest[1]) < 3):
        return None
    return PageOf(rest[0], int(rest[1]), rest[2])


def server_action(space: str, command: Command) -> str:
    """Does the command in this server; without what was typed after it where that is too long."""
    whole = f"{IN}:{space}:{encode(command)}"
    return whole if len(whole) <= MOST_ACTION else f"{IN}:{space}:{command.slug}"


def in_server(action: str) -> tuple[str, str] | None:
    """The server and the action there; None for any other action."""
    return _with_id(IN, action)


def opener_action(command: Command, card: str = "") -> str:
    """Opens a form anew; without what was typed after the command where that is too long.

    `card` is the id of the message that the form, when it is sent, is about.
    """
    whole = encode(command)
    action = whole if len(whole) <= MOST_ACTION else command.slug
    back = f"{FROM}:{card}:{action}"
    return back if card and len(back) <= MOST_ACTION else action


def from_card(action: str) -> tuple[str, str] | None:
    """The message and what opens the form; None for any other action."""
    return _with_id(FROM, action)


def _with_id(wanted: str, action: str) -> tuple[str, str] | None:
    kind, _, rest = action.partition(":")
    id, _, there = rest.partition(":")
    return (id, there) if kind == wanted and _number(id) and len(id) <= MOST_DIGITS and there else None


def _number(text: str) -> bool:
    return text.isascii() and text.isdecimal()


def _which(action: str) -> str:
    return sha256(action.encode()).hexdigest()[:10]
