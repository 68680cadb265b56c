"""What a command is, and how one travels as text."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import ClassVar, TypeVar, dataclass_transform
from urllib.parse import quote, unquote

from bot.errors import UserError


class Answers(StrEnum):
    """How a command answers, known before it runs: platforms need it for their first response."""

    OPENS_FORM = "opens_form"  # only reads, never deferred
    UPDATES_CARD = "updates_card"  # replaces the card whose button was pressed
    PRIVATE = "private"  # seen by the actor alone
    PUBLIC = "public"


class Role(StrEnum):
    MEMBER = "member"
    MODERATOR = "moderator"


@dataclass(frozen=True)
class Command:
    slug: ClassVar[str]
    answers: ClassVar[Answers]
    role: ClassVar[Role]
    reads: ClassVar[bool]  # changes nothing; form-openers always
    field_names: ClassVar[tuple[str, ...]]
    people: ClassVar[tuple[str, ...]]  # fields that name a member, or anybody in the space by `picked`
    opened_by: ClassVar["type[Command] | None"]  # opens the form whose sending this is


C = TypeVar("C", bound=Command)
COMMANDS: dict[str, type[Command]] = {}
UNKNOWN = "This button belongs to an older version of the bot. Type /my-mentoring to see what you can do now."


@dataclass_transform(frozen_default=True)
def command(
    slug: str,
    answers: Answers,
    role: Role = Role.MEMBER,
    *,
    reads: bool = False,
    people: tuple[str, ...] = (),
    opened_by: type[Command] | None = None,
) -> Callable[[type[C]], type[C]]:
    def register(cls: type[C]) -> type[C]:
        made = dataclass(frozen=True)(cls)
        made.slug, made.answers, made.role = slug, answers, role
        made.reads = reads or answers is Answers.OPENS_FORM
        made.field_names = tuple(f.name for f in fields(made))
        made.people = people
        made.opened_by = opened_by
        if slug in COMMANDS:
            raise ValueError(f"two commands are called {slug}")
        COMMANDS[slug] = made
        return made

    return register


PICKED = "user:"


def picked(user: str) -> str:
    """What a field says of somebody who was chosen with the platform's own picker, by the platform's id of them."""
    return f"{PICKED}{user}"


def encode(command: Command) -> str:
    """The command as a button carries it; trailing empty values are left out."""
    values = [_encoded(getattr(command, name)) for name in command.field_names]
    while values and not values[-1]:
        values.pop()
    return ":".join([command.slug, *values])


def _encoded(value: object) -> str:
    if not isinstance(value, str):
        return ""
    return value if value.isalnum() and value.isascii() else quote(value, safe="-_.~,")


def clean(text: str) -> str:
    """Typed text without what no database and no platform takes: NUL and halves of surrogate pairs."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")


def cleaned(command: C) -> C:
    values: dict[str, str | tuple[str, ...]] = {}
    for f in fields(command):
        value = getattr(command, f.name)
        values[f.name] = clean(value) if isinstance(value, str) else tuple(map(clean, value))
    return replace(command, **values)


def decode(action: str) -> Command:
    """The command of a button. Raises `UserError` for what this version does not know."""
    return submitted(action, {})


def submitted(action: str, values: Mapping[str, str | tuple[str, ...]]) -> Command:
    """The command of a form: ids from its action, the rest from `values`; unknown names are ignored."""
    slug, *ids = action.split(":")
    cls = COMMANDS.get(slug)
    if cls is None or len(ids) > len(fields(cls)):
        raise UserError(UNKNOWN)
    known = {f.name: f for f in fields(cls)}
    given: dict[str, str | tuple[str, ...]] = dict(zip(known, map(unquote, ids), strict=False))
    for name, value in values.items():
        if name in known and name not in given:
            given[name] = _shaped(value, several=isinstance(known[name].default, tuple))
    if any(isinstance(f.default, tuple) for n, f in known.items() if n in given and isinstance(given[n], str)):
        raise UserError(UNKNOWN)
    try:
        return cls(**given)
    except TypeError as error:
        raise UserError(UNKNOWN) from error


def opener_of(action: str) -> Command | None:
    """What opens the form with this action once more. Raises `UserError` for an action of another version."""
    sent = decode(action)
    opener = sent.opened_by
    if opener is None:
        return None
    ids = {f.name: getattr(sent, f.name) for f in fields(opener) if hasattr(sent, f.name)}
    return opener(**ids)


def _shaped(value: str | tuple[str, ...], *, several: bool) -> str | tuple[str, ...]:
    if several:
        return (value,) if isinstance(value, str) and value else tuple(v for v in value if v)
    return value if isinstance(value, str) else next(iter(value), "")
