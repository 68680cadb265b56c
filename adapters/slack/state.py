"""What stands in a sent dialog becomes the values of a command, what is typed in a list its options. Pure."""

import unicodedata
from collections.abc import Mapping

from adapters.slack.elements import LISTED, MOST_LISTED, choices
from adapters.slack.richtext import Json
from bot.commands import picked
from bot.views import ChoiceField, ChoicesField, Form, MemberField, Option, SearchField

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
    """The answer to a `block_suggestion`: at most 100 options of this field, those that begin with it first."""
    wanted = _folded(typed)
    found = [(_place(option, wanted), option) for option in _offered(form, block_id)]
    best = sorted(((place, option) for place, option in found if place is not None), key=lambda each: each[0])
    return choices([option for _, option in best[:MOST_LISTED]])


def _offered(form: Form, name: str) -> tuple[Option, ...]:
    for field in form.fields:
        if field.name == name and isinstance(field, SearchField | MemberField | ChoiceField | ChoicesField):
            return field.options
    return ()


def _place(option: Option, wanted: str) -> int | None:
    """How well it fits: 0 where the label begins so, then a later word of it, then anywhere. None where nowhere."""
    label = _folded(option.label)
    if label.startswith(wanted):
        return 0
    if any(word.startswith(wanted) for word in label.split()):
        return 1
    if wanted in label:
        return 2
    return 3 if wanted in _folded(option.group) or wanted in _folded(option.description) else None


def _folded(text: str) -> str:
    """Without accents and case: "Gabriéla" is found by "gabri" and "GABRIE"."""
    apart = unicodedata.normalize("NFKD", text.strip().casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
