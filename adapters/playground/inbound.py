"""What a browser posts becomes a command. Pure."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from bot.commands import Command, submitted
from bot.errors import UserError
from bot.slash import is_slash, typed
from bot.views import MOST_TEXT, shown

FIELD = "field."
MOST_FIELDS = 1000
Values = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Posted:
    """The names and values of an urlencoded body, as they came."""

    values: Mapping[str, tuple[str, ...]]

    def one(self, name: str) -> str:
        return next(iter(self.values.get(name, ())), "")


def posted(body: bytes) -> Posted:
    """Raises `UserError` for more than 1,000 values, which no page of the playground sends."""
    try:
        pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise UserError("That form has more fields than the playground takes.") from error
    values: Values = {}
    for name, value in pairs:
        values[name] = (*values.get(name, ()), _clean(value))
    return Posted(values)


def _clean(text: str) -> str:
    return shown(text.replace("\r\n", "\n").replace("\r", "\n"))


@dataclass(frozen=True)
class Press:
    """A pressed button or a sent form.

    `event` is the same for a repeated press, `card` the message that carried it, `opener` what opened the form (empty
    for a button), `values` what was typed by field name.
    """

    action: str
    event: str
    card: int | None
    opener: str
    values: Values

    def command(self) -> Command:
        """Raises `UserError` for a button that this version does not know."""
        return submitted(self.action, self.values)


def press(form: Posted) -> Press:
    action, card = form.one("press"), form.one("card")
    values = {n.removeprefix(FIELD): v for n, v in form.values.items() if n.startswith(FIELD)}
    event = event_of(form.one("token"), action)
    return Press(action, event, int(card) if card.isdecimal() else None, form.one("opener"), values)


def event_of(token: str, action: str) -> str:
    """24 characters: the same for the same button of the same showing of a card, so a double click is one event."""
    return hashlib.blake2s(f"{token}\n{action}".encode("utf-8", "replace"), digest_size=12).hexdigest()


@dataclass(frozen=True)
class Said:
    """Words for the people in the conversation."""

    text: str


def said(text: str) -> Command | Said:
    """A line from the composer. Raises `UserError` with what is wrong with it."""
    line = text.strip()
    if not line:
        raise UserError("Type a message, or / for the commands.")
    if is_slash(line):
        return typed(line)
    if len(line) > MOST_TEXT:
        raise UserError(f"A message has at most {MOST_TEXT:,} characters; this one has {len(line):,}.")
    return Said(line)
