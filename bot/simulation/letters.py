"""What a simulated person sees in a message that the bot sent."""

from collections.abc import Iterator

from bot.sample.mailbox import Letter
from bot.views import Facts, Line, Listing, Mention, Message, Text


def mentioned(letter: Letter) -> str:
    """The name of the first member whom the message names; empty for none."""
    return next((span.name for line in _lines(letter.message) for span in line if isinstance(span, Mention)), "")


def _lines(message: Message) -> Iterator[Line]:
    for part in message.parts:
        match part:
            case Text(line):
                yield line
            case Facts(rows):
                yield from (line for _, line in rows)
            case Listing(items):
                yield from items
            case _:
                pass
