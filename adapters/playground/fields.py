"""The fields of a form, as the templates need them. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import TypedDict, assert_never

from adapters.playground.chatlog import CHANNEL
from bot.views import (
    ChannelField,
    ChoiceField,
    ChoicesField,
    DateField,
    Field,
    MemberField,
    NumberField,
    Option,
    RolesField,
    SearchField,
    TextField,
    TimeField,
    ViewTooLarge,
)

FEW = 5
MANY = 10
NO_ANSWER = Option("", "No answer")
NO_ROLES = "the playground has no roles to choose from"


class Control(StrEnum):
    INPUT = "input"
    TEXTAREA = "textarea"
    RADIOS = "radios"
    SELECT = "select"
    CHECKBOXES = "checkboxes"


@dataclass(frozen=True)
class Group:
    """Options that belong together; `label` may be empty."""

    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Drawn:
    """One field: which control, what stands in it, and what is wrong with it.

    `filter` says that the list is long enough for a filter box; `most` is how many options may be ticked (0: all);
    `limit` is in characters.
    """

    name: str
    label: str
    hint: str
    required: bool
    control: Control
    values: tuple[str, ...]
    problem: str = ""
    type: str = "text"
    limit: int = 0
    most: int = 0
    filter: bool = False
    groups: tuple[Group, ...] = ()
    suggestions: tuple[str, ...] = ()
    bounds: Mapping[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return f"field-{self.name}"

    @property
    def value(self) -> str:
        return next(iter(self.values), "")

    @property
    def described_by(self) -> str:
        ids = [(self.hint, "hint"), (self.most, "most"), (self.limit and "limit", "limit")]
        named = [f"{self.id}-{suffix}" for there, suffix in [*ids, (self.problem, "problem")] if there]
        return " ".join(named)


def drawn(
    asked: Field, typed: Mapping[str, tuple[str, ...]] | None, problem: str = "", members: tuple[Option, ...] = ()
) -> Drawn:
    """`typed` is what was sent before and wins over the field's own value, even where nothing was chosen."""
    values = value_of(asked) if typed is None else typed.get(asked.name, ())
    control, extra = _control(asked, members)
    return Drawn(asked.name, asked.label, asked.hint, asked.required, control, values, problem, **extra)


def value_of(asked: Field) -> tuple[str, ...]:
    match asked:
        case TextField() | ChoiceField() | MemberField() | ChannelField():
            return (asked.value,) if asked.value else ()
        case ChoicesField() | SearchField():
            return asked.values
        case RolesField():
            raise ViewTooLarge(NO_ROLES)
        case DateField():
            return (asked.value.isoformat(),) if asked.value else ()
        case TimeField():
            return (asked.value.isoformat("minutes"),) if asked.value else ()
        case NumberField():
            return (str(asked.value),) if asked.value is not None else ()
        case _:
            assert_never(asked)


class Extra(TypedDict, total=False):
    type: str
    limit: int
    most: int
    filter: bool
    groups: tuple[Group, ...]
    suggestions: tuple[str, ...]
    bounds: Mapping[str, str]


def _control(asked: Field, members: tuple[Option, ...]) -> tuple[Control, Extra]:
    match asked:
        case TextField():
            control = Control.TEXTAREA if asked.long else Control.INPUT
            return control, {"limit": asked.limit, "suggestions": asked.suggestions}
        case ChoiceField():
            answers = asked.options if asked.required else (*asked.options, NO_ANSWER)
            if len(answers) > FEW:
                return Control.SELECT, _list(asked.options)
            return Control.RADIOS, _list(answers)
        case ChoicesField():
            return Control.CHECKBOXES, {
                **_list(asked.options),
                "most": _most(asked),
                "filter": len(asked.options) > MANY,
            }
        case SearchField() if asked.most == 1:
            return Control.SELECT, _list(asked.options)
        case SearchField():
            return Control.CHECKBOXES, {
                **_list(asked.options),
                "most": _most(asked),
                "filter": len(asked.options) > MANY,
            }
        case MemberField():
            options = asked.options or members
            return Control.SELECT, {**_list(options), "filter": len(options) > MANY}
        case ChannelField():
            return Control.SELECT, _list((Option(CHANNEL, "Mentoring channel"),))
        case RolesField():
            raise ViewTooLarge(NO_ROLES)
        case DateField():
            return Control.INPUT, {"type": "date", "bounds": _least(asked.earliest)}
        case TimeField():
            return Control.INPUT, {"type": "time"}
        case NumberField():
            return Control.INPUT, {"type": "number", "bounds": {"min": str(asked.least), "max": str(asked.most)}}
        case _:
            assert_never(asked)


def _most(asked: ChoicesField | SearchField) -> int:
    """0 where everything may be ticked."""
    return asked.most if asked.most < len(asked.options) else 0


def _least(earliest: date | None) -> dict[str, str]:
    return {"min": earliest.isoformat()} if earliest else {}


def _list(options: tuple[Option, ...]) -> Extra:
    groups = tuple(Group(label, tuple(some)) for label, some in groupby(options, key=lambda option: option.group))
    return {"groups": groups}
