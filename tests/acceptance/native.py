"""What the stages of real platforms share: a core that remembers its answers, and what of a view must be readable."""

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from bot.commands import SLASH, Command, encode, opener_of
from bot.ports.platforms import Envelope, Reply
from bot.views import (
    MOST_ACTION,
    Actions,
    ChoicesField,
    Facts,
    Form,
    Listing,
    Mention,
    Message,
    Moment,
    Option,
    Page,
    Part,
    Rejected,
    Span,
    Text,
    TextField,
    View,
    words,
)

if TYPE_CHECKING:
    from tests.acceptance.stage import Stage

BY_SLASH = {slash.command: slash for slash in SLASH}


class Relay:
    """The core as an adapter sees it: whichever bot the stage has now. `replies` are by the platform's event."""

    def __init__(self, stage: "Stage") -> None:
        self._stage = stage
        self.replies: dict[str, Reply] = {}

    async def handle(self, command: Command, envelope: Envelope) -> Reply:
        reply = await self._stage.bot.handle(command, envelope)
        if isinstance(reply.view, Form) and command.reads:
            assert type(opener_of(reply.view.action)) is type(command), "a form names what opens it"
        self.replies[envelope.event] = reply
        return reply

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stage.bot, name)


def slash_options(command: Command) -> dict[str, str] | None:
    """What is typed after the slash for it; None where it can't be typed."""
    slash = BY_SLASH.get(type(command))
    given = {f.name: getattr(command, f.name) for f in fields(command) if getattr(command, f.name)}
    return given if slash is not None and set(given) <= {option.name for option in slash.options} else None


def is_form(command: Command) -> bool:
    several = any(isinstance(getattr(command, f.name), tuple) for f in fields(command))
    return several or len(encode(command)) > MOST_ACTION or any(f.default == "" for f in fields(command))


def parts(command: Command) -> tuple[str, dict[str, str | tuple[str, ...]]]:
    """The action with its ids, and what is typed."""
    ids = [f for f in fields(command) if f.default not in ("", ())]
    typed = {f.name: getattr(command, f.name) for f in fields(command) if f not in ids}
    action = ":".join([command.slug, *(getattr(command, f.name) for f in ids)])
    return action, typed


def some_form(action: str, given: dict[str, str | tuple[str, ...]]) -> Form:
    """A form with these inputs: what it looks like is not what such a story is about."""
    some = [
        ChoicesField(name, name, options=tuple(Option(v, v) for v in value or ("none",)), most=max(1, len(value)))
        if isinstance(value, tuple)
        else TextField(name, name)
        for name, value in given.items()
    ]
    pages = tuple(Page(tuple(some[n : n + 5])) for n in range(0, len(some), 5))
    return Form(action, "A form", pages, "Send")


def pieces(view: View) -> Iterator[str]:
    """Everything of a view that must be readable as it is: moments are the platform's to write, mentions too."""
    match view:
        case Rejected():
            yield from view.problems.values() or [view.sentence]
        case Form():
            yield from (view.title, view.submit, *(f.label for f in view.fields))
        case Message():
            for part in view.parts:
                yield from _pieces_of(part)


def _pieces_of(part: Part) -> Iterator[str]:
    if isinstance(part, Actions):
        yield from (button.label for button in part.buttons)
        return
    timeless = _without(part)
    yield from words((timeless,))


def _without(part: Part) -> Part:
    def kept(spans: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple(s for s in spans if not isinstance(s, Moment | Mention))

    match part:
        case Text(spans):
            return Text(kept(spans))
        case Facts(rows):
            return Facts(tuple((label, kept(value)) for label, value in rows))
        case Listing(items):
            return replace(part, items=tuple(kept(item) for item in items))
        case _:
            return part
