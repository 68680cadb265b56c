"""What a button or a modal carries in its custom id: a command and, where nothing else tells, the server. Pure."""

import re
from dataclasses import dataclass

from bot.commands import UNKNOWN
from bot.errors import UserError
from bot.views import MOST_ACTION, ViewTooLarge

MOST_ID = 100
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
HIGHEST = len(DIGITS) - 1
MARKED = re.compile(
    r"(?P<space>[0-9a-z]{0,13})(?:(?P<sign>[#+])(?P<page>[1-9a-z]))?(?:!(?P<again>[2-9a-z]))?~(?P<action>.+)"
)
ACTION = re.compile(r"[a-z][a-z0-9-]*(?::[\w.~,%:-]*)?", re.ASCII)


@dataclass(frozen=True)
class Mark:
    """`action` is a command as `bot.commands.encode` writes it, or the action of a form.

    `space` is the id of the server, for direct messages, which belong to none. `page` (counted from 1) is the page of a
    form that a modal shows; it is `kept` where the form was begun before, so that what was typed is known. `again`
    tells the second and further buttons apart that mean the same in one message.
    """

    action: str
    space: str = ""
    page: int = 0
    again: int = 0
    kept: bool = False

    @property
    def text(self) -> str:
        """`[space in base 36][#page][!again]~action`, or the action alone where there is nothing to add.

        A page that is kept has a `+` before it.
        """
        if not (self.space or self.page or self.again):
            return self.action
        page = f"{'+' if self.kept else '#'}{_digit(self.page)}" if self.page else ""
        again = f"!{_digit(self.again)}" if self.again else ""
        written = f"{_short(self.space)}{page}{again}~{self.action}"
        if len(written) > MOST_ID:
            raise ViewTooLarge(f"a custom id has at most {MOST_ID} characters, this one has {len(written)}: {written}")
        return written

    @classmethod
    def read(cls, text: str) -> "Mark":
        """Raises `UserError` for anything that `text` did not write."""
        found = MARKED.fullmatch(text)
        if found is None:
            mark = cls(text)
        else:
            page, again = (int(found[name] or "0", len(DIGITS)) for name in ("page", "again"))
            space = str(int(found["space"], len(DIGITS))) if found["space"] else ""
            mark = cls(found["action"], space, page, again, kept=found["sign"] == "+")
        if len(mark.action) > MOST_ACTION or not ACTION.fullmatch(mark.action) or not mark._writes(text):
            raise UserError(UNKNOWN)
        return mark

    def _writes(self, text: str) -> bool:
        try:
            return self.text == text
        except ViewTooLarge:
            return False


def _digit(number: int) -> str:
    if not 1 <= number <= HIGHEST:
        raise ViewTooLarge(f"a custom id counts to {HIGHEST}, not to {number}")
    return DIGITS[number]


def _short(space: str) -> str:
    """The id of a server in base 36, which spares a third of its characters."""
    if not space:
        return ""
    if not re.fullmatch(r"[1-9][0-9]{0,19}", space):
        raise ViewTooLarge(f"a server's id is a number, not {space[:40]!r}")
    number, digits = int(space), ""
    while number:
        number, rest = divmod(number, len(DIGITS))
        digits = DIGITS[rest] + digits
    return digits
