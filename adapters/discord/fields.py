"""Fields become Discord's own inputs, each in a Label. Pure.

A list of more than 25 can't be shown: there a piece of a name is typed, under the field's name with a `?` behind it,
and searched for afterwards; what was found is shown as a list in its place.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import assert_never

from adapters.discord.richtext import Json, cut, label
from bot.commands import PICKED
from bot.texts import pages as texts
from bot.understanding.clock_times import said
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

Value = str | tuple[str, ...]
Listed = ChoiceField | ChoicesField | SearchField | MemberField

LABEL, STRING_SELECT, TEXT_INPUT, USERS, ROLES, CHANNELS, RADIO, BOXES = 18, 3, 4, 5, 6, 8, 21, 22
SHORT, PARAGRAPH = 1, 2
TEXT_CHANNELS = (0, 5)  # of a server: text, announcements
TYPED = "?"
FEW = 5
MOST_TICKED = 10
MOST_LISTED = 25
MOST_TYPED = 4000
MOST_SEARCHED = 200
MOST_EXAMPLES = 2
MOST_SHORT = 60  # of a day, a time or a number in words
MOST_LABEL = 45
MOST_DESCRIPTION = 100
MOST_PLACEHOLDER = 100
MOST_OPTION = 100


@dataclass(frozen=True)
class Standing:
    """What stands in a form when it opens, by field.

    `values` were typed before and come before the field's own; `problems` are to be mended; `hits` are the options
    found for what was typed in a long list; `notice` is a sentence that goes below the field.
    """

    values: Mapping[str, Value] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)
    hits: Mapping[str, tuple[Option, ...]] = field(default_factory=dict)


def labelled(asked: Field, standing: Standing, notice: str = "") -> Json:
    """The field as one component of a modal. What is below it: its problem, else the notice, else its hint."""
    problem = standing.problems.get(asked.name, "")
    below = problem or notice or _hint(asked, standing)
    hint = _hint(asked, standing) if problem or notice else _example(asked)
    component = _component(asked, standing)
    if component["type"] == TEXT_INPUT and hint:
        component["placeholder"] = label(hint, MOST_PLACEHOLDER)
    told: Json = {"description": label(below, MOST_DESCRIPTION)} if below.strip() else {}
    return {"type": LABEL, "label": label(asked.label, MOST_LABEL), **told, "component": component}


def searched(asked: Field) -> bool:
    """Whether its list is too long to be shown."""
    return (
        isinstance(asked, SearchField | MemberField | ChoiceField | ChoicesField) and len(asked.options) > MOST_LISTED
    )


def _hint(asked: Field, standing: Standing) -> str:
    if asked.hint or not searched(asked) or asked.name in standing.hits:
        return asked.hint
    return texts.SEVERAL_HINT if _most(asked) > 1 else texts.SEARCH_HINT


def _example(asked: Field) -> str:
    match asked:
        case DateField():
            return texts.DAY_EXAMPLE
        case TimeField():
            return texts.TIME_EXAMPLE
        case NumberField():
            return texts.between(asked.least, asked.most)
        case SearchField() if searched(asked):
            return texts.example([option.label for option in asked.options[: min(_most(asked), MOST_EXAMPLES)]])
        case _:
            return ""


def _component(asked: Field, standing: Standing) -> Json:
    typed = standing.values.get(asked.name)
    match asked:
        case TextField():
            return _text(asked, _words(typed, asked.value), asked.limit, long=asked.long)
        case ChoiceField() | ChoicesField() | SearchField():
            return _choice(asked, _chosen(typed, asked), standing.hits.get(asked.name, ()))
        case MemberField():
            if not asked.options:
                return _picked(asked, USERS, "user", [v.removeprefix(PICKED) for v in _people(typed, asked)], 1)
            return _choice(asked, _chosen(typed, asked), standing.hits.get(asked.name, ()))
        case DateField():
            day = f"{asked.value:%b} {asked.value.day}, {asked.value.year:04}" if asked.value else ""
            return _text(asked, _words(typed, day), MOST_SHORT)
        case TimeField():
            time = said(asked.value.hour * 60 + asked.value.minute) if asked.value is not None else ""
            return _text(asked, _words(typed, time), MOST_SHORT)
        case NumberField():
            return _text(asked, _words(typed, "" if asked.value is None else str(asked.value)), MOST_SHORT)
        case ChannelField():
            chosen = _picked(asked, CHANNELS, "channel", [_words(typed, asked.value)], 1)
            return {**chosen, "channel_types": list(TEXT_CHANNELS)}
        case RolesField():
            return _picked(asked, ROLES, "role", _several(typed, asked.values), min(asked.most, MOST_LISTED))
        case _:
            assert_never(asked)


def _words(typed: Value | None, usual: str) -> str:
    if typed is None:
        return usual
    return typed if isinstance(typed, str) else ", ".join(typed)


def _several(typed: Value | None, usual: Sequence[str]) -> tuple[str, ...]:
    if typed is None:
        return tuple(usual)
    return typed if isinstance(typed, tuple) else (typed,)


def _chosen(typed: Value | None, asked: Listed) -> tuple[str, ...]:
    return _several(typed, asked.values if isinstance(asked, ChoicesField | SearchField) else (asked.value,))


def _people(typed: Value | None, asked: MemberField) -> list[str]:
    return [value for value in _several(typed, (asked.value,)) if value.startswith(PICKED)]


# Inputs


def _text(asked: Field, standing: str, limit: int, *, long: bool = False, name: str = "") -> Json:
    """What stands there may be longer than the limit, to be shortened by its writer rather than by the bot."""
    standing = standing[:MOST_TYPED]
    value: Json = {"value": standing} if standing else {}
    return {
        "type": TEXT_INPUT,
        "custom_id": name or asked.name,
        "style": PARAGRAPH if long or "\n" in standing else SHORT,
        "required": asked.required,
        "max_length": min(max(limit, len(standing), 1), MOST_TYPED),
        **value,
    }


def _choice(asked: Listed, chosen: Sequence[str], hits: tuple[Option, ...]) -> Json:
    """Buttons, boxes or a list where the options, or those that were found, can be shown; else a text to search by."""
    options = _distinct(asked.options if len(asked.options) <= MOST_LISTED else hits)
    if not 1 <= len(options) <= MOST_LISTED:
        return _text(asked, _labels(asked.options, chosen), MOST_SEARCHED, name=f"{asked.name}{TYPED}")
    if isinstance(asked, ChoiceField) and asked.required and 2 <= len(options) <= FEW:
        return {**_named(asked, RADIO), "options": _options(options, chosen, 1)}
    if isinstance(asked, ChoicesField) and len(options) <= min(MOST_TICKED, asked.most):
        least: Json = {} if asked.required else {"min_values": 0}
        return {**_named(asked, BOXES), **least, "options": _options(options, chosen, len(options))}
    most = min(_most(asked), len(options))
    return {**_list(asked, STRING_SELECT, most), "options": _options(options, chosen, most)}


def _most(asked: Field) -> int:
    return max(asked.most, 1) if isinstance(asked, ChoicesField | SearchField) else 1


def _named(asked: Field, kind: int) -> Json:
    return {"type": kind, "custom_id": asked.name, "required": asked.required}


def _list(asked: Field, kind: int, most: int) -> Json:
    least: Json = {} if asked.required else {"min_values": 0}
    return {**_named(asked, kind), **least, "max_values": max(most, 1), "placeholder": texts.CHOOSE}


def _picked(asked: Field, kind: int, what: str, ids: Iterable[str], most: int) -> Json:
    """A picker of Discord's own, whose list is the server's."""
    chosen = [{"id": id, "type": what} for id in dict.fromkeys(ids) if id.isdecimal() and id.isascii()][: max(most, 1)]
    return {**_list(asked, kind, most), **({"default_values": chosen} if chosen else {})}


def _distinct(options: Sequence[Option]) -> list[Option]:
    return list({option.value: option for option in reversed(options)}.values())[::-1]


def _options(options: Sequence[Option], chosen: Sequence[str], most: int) -> list[Json]:
    standing = [option.value for option in options if option.value in chosen][:most]
    grouped = len({option.group for option in options}) > 1
    return [_option(option, grouped=grouped, chosen=option.value in standing) for option in options]


def _option(option: Option, *, grouped: bool, chosen: bool) -> Json:
    """Lists have no headings here: an option without a description says its group."""
    if not 1 <= len(option.value) <= MOST_OPTION:
        raise ViewTooLarge(f"an option's value must have 1 to {MOST_OPTION} characters: {option.value[:60]!r}")
    told = option.description or (option.group if grouped else "")
    return {
        "label": label(option.label, MOST_OPTION),
        "value": option.value,
        **({"description": label(told, MOST_OPTION)} if told.strip() else {}),
        **({"default": True} if chosen else {}),
    }


def _labels(options: Sequence[Option], chosen: Sequence[str]) -> str:
    """What was chosen in words, as somebody would type it; what is no option was typed and stays."""
    known = {option.value: option.label for option in options}
    return cut(", ".join(known.get(value, value) for value in chosen if value), MOST_TYPED)
