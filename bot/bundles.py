"""Several things to say to one person at once: one message, of which each part stays true and pressed by itself."""

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace

from bot.commands import Command, encode
from bot.context import Context
from bot.domain.message import OutboxMessage
from bot.texts.nudging import one_more
from bot.views import MOST_HEADING, MOST_TEXT, Actions, Message, Part, Text, line, words

MOST_COMPONENTS = 35  # parts and buttons of one message; Discord takes 40, frames included


def tied(rows: Sequence[OutboxMessage]) -> Iterator[OutboxMessage]:
    """What is said to one person at the same time, with those that fit into one message as parts of the first."""
    bundle: list[OutboxMessage] = []
    for row in rows:
        if bundle and not fits([*(one.message for one in bundle), row.message]):
            yield from _bundled(bundle)
            bundle = []
        bundle.append(row)
    yield from _bundled(bundle)


def _bundled(rows: Sequence[OutboxMessage]) -> Iterator[OutboxMessage]:
    for row in rows:
        yield replace(row, part_of=rows[0].id) if len(rows) > 1 else row


def fits(messages: Sequence[Message]) -> bool:
    parts = [part for message in messages for part in message.parts]
    buttons = sum(len(part.buttons) for part in parts if isinstance(part, Actions))
    return len(parts) + buttons <= MOST_COMPONENTS and sum(map(len, words(parts))) <= MOST_TEXT


def together(messages: Sequence[Message]) -> Message:
    """One message with all their parts, one after the other."""
    if len(messages) == 1:
        return messages[0]
    return Message(_summary(messages), tuple(part for message in messages for part in message.parts))


def _summary(messages: Sequence[Message]) -> str:
    said = " ".join(message.summary for message in messages)
    return said if len(said) <= MOST_HEADING else one_more(messages[0].summary, len(messages) - 1)


async def in_place(context: Context, command: Command, answer: Message) -> Message:
    """What a card becomes when `answer` takes the place of the part on which `command` was pressed.

    The answer alone where the card is no bundle; where all of it would be too long, the others keep a sentence and
    their buttons.
    """
    if context.envelope is None or context.envelope.place is None:
        return answer
    rows = await context.uow.outbox.parts_at(context.me.id, context.envelope.place.message)
    pressed = next((row for row in rows if _has(row.message, command)), None)
    if pressed is None:
        return answer
    await context.uow.outbox.edit(pressed.id, answer)
    whole = [answer if row is pressed else row.message for row in rows]
    if not fits(whole):
        whole = [answer if row is pressed else _short(row.message) for row in rows]
    return together(whole) if fits(whole) else answer


def _has(message: Message, command: Command) -> bool:
    """Whether the command stands on one of its buttons, or is a form that one of them opens."""
    meant = {encode(command), *_opener(command)}
    return any(b.action in meant for part in message.parts if isinstance(part, Actions) for b in part.buttons)


def _opener(command: Command) -> Iterator[str]:
    if command.opened_by is not None:
        ids = {f.name: getattr(command, f.name) for f in fields(command.opened_by) if hasattr(command, f.name)}
        yield encode(command.opened_by(**ids))


def _short(message: Message) -> Message:
    rows: list[Part] = [part for part in message.parts if isinstance(part, Actions)]
    return Message(message.summary, (Text(line(message.summary)), *rows))
