"""Dialogs as Slack sends them back: with ids and defaults of its own, and what stands in their inputs."""

from collections.abc import Mapping

from adapters.slack.richtext import Json
from bot.commands import PICKED
from bot.views import (
    ChannelField,
    ChoiceField,
    ChoicesField,
    DateField,
    Field,
    Form,
    MemberField,
    NumberField,
    RolesField,
    SearchField,
    TextField,
    TimeField,
    ViewTooLarge,
)
from tests.simulators.slack.jsons import dicts_in
from tests.simulators.slack.state import entry, initial_state

Value = str | tuple[str, ...]


def sent(view: Json, **entered: object) -> Json:
    """The view of a `view_submission` whose inputs were left alone but for those named.

    A value is what Slack's state holds: text, an option, a list of options.
    """
    blocks = [{"block_id": f"b{number}", **block} for number, block in enumerate(_blocks(view))]
    state = initial_state(blocks)
    for name, value in entered.items():
        ((action, before),) = state[name].items()
        state[name][action] = entry(str(before["type"]), value)
    return {
        "close": None,
        "submit": None,
        "clear_on_close": False,
        "notify_on_close": False,
        **view,
        "blocks": blocks,
        "id": "V1",
        "team_id": "T1",
        "state": {"values": state},
        "hash": "1.a",
        "previous_view_id": None,
        "root_view_id": "V1",
        "app_id": "A1",
        "external_id": "",
        "app_installed_team_id": "T1",
        "bot_id": "B1",
    }


def _blocks(view: Mapping[str, object]) -> list[Json]:
    blocks = view["blocks"]
    assert isinstance(blocks, list)
    return blocks


def element(view: Mapping[str, object], name: str) -> Json:
    """The element of a field."""
    (found,) = [each["element"] for each in dicts_in(view) if each.get("block_id") == name]
    assert isinstance(found, dict)
    return found


def option(view: Mapping[str, object], name: str, label: str) -> Json:
    """The option of a list by its label, as the state holds it."""
    offered = [each for each in dicts_in(element(view, name)) if "value" in each]
    (found,) = [each for each in offered if each["text"]["text"] == label][:1]
    return found


def untouched(form: Form) -> dict[str, Value]:
    """What a form sends if nobody touches it, as the core wants it."""
    return {field.name: _standing(field) for field in form.fields}


def _standing(field: Field) -> Value:
    match field:
        case TextField() | ChannelField():
            return field.value
        case ChoiceField():
            return field.value if field.value in {o.value for o in field.options} else ""
        case ChoicesField() | SearchField():
            chosen = tuple(o.value for o in field.options if o.value in field.values)[: field.most]
            return chosen if field.most > 1 or _boxes(field) else next(iter(chosen), "")
        case DateField():
            return field.value.isoformat() if field.value else ""
        case TimeField():
            return field.value.strftime("%H:%M") if field.value else ""
        case NumberField():
            fits = field.value is not None and field.least <= field.value <= field.most
            return str(field.value) if fits else ""
        case MemberField(options=()):
            return field.value if field.value.startswith(PICKED) else ""
        case MemberField():
            return field.value if field.value in {o.value for o in field.options} else ""
        case RolesField():
            raise ViewTooLarge("Slack has no roles to choose from")


def _boxes(field: ChoicesField | SearchField) -> bool:
    return isinstance(field, ChoicesField) and 1 <= len(field.options) <= min(10, field.most)
