"""What stands in a sent dialog becomes the values of a command, what is typed in a list its options. Pure."""

from collections.abc import Mapping

from adapters.slack.elements import LISTED, MOST_LISTED, choices
from adapters.slack.richtext import Json
from bot.commands import picked
from bot.suggestions import fitting, offered
from bot.views import Form

Values = dict[str, str | tuple[str, ...]]

WRITTEN = {
    "plain_text_input": "value",
    "number_input": "value",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
}
ONE = frozenset({"static_select", "external_select", "radio_buttons"})
SEVERAL = frozenset({"multi_static_select", "multi_external_select", "checkboxes"})


def values(view: Mapping[str, object]) -> Values:
    """By field, as `bot.commands.submitted` takes them: ISO dates, HH:MM times, "" or () where nothing was given.

    Never raises: what has another shape than Slack's counts as nothing given, what no field of ours is as absent.
    """
    found: Values = {}
    for name, actions in _mapping(_mapping(view.get("state")).get("values")).items():
        for action, element in _mapping(actions).items():
            value = _value(_mapping(element), action)
            if value is not None:
                found[name] = value
    return found


def _value(element: Mapping[str, object], action: str) -> str | tuple[str, ...] | None:
    kind = _text(element.get("type"))
    if kind in SEVERAL:
        several = _several(element.get("selected_options"))
        return ", ".join(several) if action == LISTED else several
    if kind in ONE:
        return _text(_mapping(element.get("selected_option")).get("value"))
    if kind not in WRITTEN:
        return None
    written = _text(element.get(WRITTEN[kind]))
    return picked(written) if kind == "users_select" and written else written


def _several(chosen: object) -> tuple[str, ...]:
    given = [_text(_mapping(each).get("value")) for each in chosen] if isinstance(chosen, list) else []
    return tuple(value for value in given if value)


def _mapping(found: object) -> Mapping[str, object]:
    return {k: v for k, v in found.items() if isinstance(k, str)} if isinstance(found, Mapping) else {}


def _text(found: object) -> str:
    return found if isinstance(found, str) else ""


def options(form: Form, block_id: str, typed: str) -> Json:
    """The answer to a `block_suggestion`: at most 100 options of this field, the best first."""
    return choices(fitting(offered(form, block_id), typed, MOST_LISTED))
