"""Modals as Discord sends them back, and what a form says that nobody touched."""

from collections.abc import Sequence
from typing import assert_never

from adapters.discord.fields import MOST_LISTED, Value, searched
from adapters.discord.richtext import Json
from bot.commands import PICKED
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
    Page,
    RolesField,
    SearchField,
    TextField,
    TimeField,
)

LABEL, TEXT = 18, 10


def sent(modal: Json, **entered: object) -> Json:
    """The data of a submission whose inputs were left alone but for those named, by custom id."""
    components = modal["components"]
    assert isinstance(components, list)
    answers = [_answer(number, each, entered) for number, each in enumerate(components, start=1)]
    return {"custom_id": modal["custom_id"], "components": answers, "resolved": {}}


def _answer(number: int, component: Json, entered: dict[str, object]) -> Json:
    if component["type"] == TEXT:
        return {"type": TEXT, "id": number}
    held = component["component"]
    assert isinstance(held, dict)
    name = str(held["custom_id"])
    value = entered.get(name, standing(held))
    key = "values" if isinstance(value, list) else "value"
    return {"type": LABEL, "id": number, "component": {"type": held["type"], "custom_id": name, "id": 50, key: value}}


def standing(component: Json) -> object:
    """What an input holds when it opens: text, one value or None, a list of values."""
    options = component.get("options", [])
    assert isinstance(options, list)
    chosen = [option["value"] for option in options if option.get("default")]
    match component["type"]:
        case 4:
            return component.get("value", "")
        case 21:
            return next(iter(chosen), None)
        case 3 | 22:
            return chosen
        case _:
            given = component.get("default_values", [])
            assert isinstance(given, list)
            return [each["id"] for each in given]


def component(modal: Json, name: str) -> Json:
    return inside(modal, name)[1]


def inside(modal: Json, name: str) -> tuple[Json, Json]:
    """The Label of a field and the input in it."""
    components = modal["components"]
    assert isinstance(components, list)
    (found,) = [each for each in components if each.get("component", {}).get("custom_id") == name]
    return found, found["component"]


def untouched(page: Page) -> dict[str, Value]:
    """What a page sends if nobody touches it."""
    return {field.name: _standing(field) for field in page.fields}


def _standing(field: Field) -> Value:
    match field:
        case TextField():
            return field.value
        case ChoiceField() | ChoicesField() | SearchField():
            values = (field.value,) if isinstance(field, ChoiceField) else field.values
            return _chosen(field, field.options, values, 1 if isinstance(field, ChoiceField) else field.most)
        case MemberField(options=()):
            return field.value if field.value.removeprefix(PICKED).isdecimal() else ""
        case MemberField():
            return _chosen(field, field.options, (field.value,), 1)
        case DateField():
            return f"{field.value:%b} {field.value.day}, {field.value.year}" if field.value else ""
        case TimeField():
            return said(field.value.hour * 60 + field.value.minute) if field.value else ""
        case NumberField():
            return "" if field.value is None else str(field.value)
        case ChannelField():
            return field.value if field.value.isdecimal() else ""
        case RolesField():
            return tuple(value for value in field.values if value.isdecimal())[: field.most]
        case _:
            assert_never(field)


def _chosen(field: Field, options: Sequence[Option], values: Sequence[str], most: int) -> Value:
    labels = {option.value: option.label for option in options}
    if searched(field) or not options:
        return ", ".join(labels.get(value, value) for value in values if value)
    chosen = tuple(option.value for option in options if option.value in values)[: min(most, MOST_LISTED)]
    if isinstance(field, ChoiceField) and field.required and 2 <= len(options) <= 5:
        return next(iter(chosen), "")
    return chosen
