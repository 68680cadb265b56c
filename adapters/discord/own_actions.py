"""Buttons that mean something to this adapter alone: a page of a begun form, a server. Pure."""

from bot.commands import Command, encode
from bot.errors import UserError
from bot.views import MOST_ACTION

PAGE, IN = "begun", "in"


def page_action(slug: str, page: int) -> str:
    """Opens a page, counted from 1, of the form of this kind that its reader began."""
    return f"{PAGE}:{slug}:{page}"


def page_of(action: str) -> tuple[str, int] | None:
    """The kind of form and the page; None for any other action."""
    kind, _, rest = action.partition(":")
    slug, _, page = rest.partition(":")
    return (slug, int(page)) if kind == PAGE and page.isascii() and page.isdecimal() and len(page) < 3 else None


def server_action(space: str, command: Command) -> str:
    """Does the command in this server; without what was typed after it where that is too long."""
    whole = f"{IN}:{space}:{encode(command)}"
    return whole if len(whole) <= MOST_ACTION else f"{IN}:{space}:{command.slug}"


def in_server(action: str) -> tuple[str, str] | None:
    """The server and the action there; None for any other action."""
    kind, _, rest = action.partition(":")
    space, _, there = rest.partition(":")
    return (space, there) if kind == IN and space and there else None


def opener_action(command: Command) -> str:
    """Opens a form anew; without what was typed after the command where that is too long. Raises `UserError`."""
    whole = encode(command)
    if len(whole) <= MOST_ACTION:
        return whole
    try:
        return encode(type(command)())
    except TypeError as error:
        raise UserError(whole) from error
