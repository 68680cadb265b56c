"""What a person may enter into each kind of element: only what the client would let her."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from tests.simulators.slack.checks.texts import offered
from tests.simulators.slack.jsons import Impossible, Json
from tests.simulators.slack.words import Placed

if TYPE_CHECKING:
    from tests.simulators.slack.people import SlackPerson

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
URL = re.compile(r"https?://\S+")
NUMBER = re.compile(r"-?\d+(\.\d+)?")
Entered = Callable[["SlackPerson", Placed, Any, list[Json]], Any]


def entered(person: "SlackPerson", place: Placed, value: Any, options: list[Json]) -> Any:
    """The value as the state holds it; `options` are those that stand there or were last suggested."""
    if value is None or value == "" or value == []:
        return None
    enter = ENTER.get(place.kind)
    if enter is None:
        raise Impossible(f"nothing can be entered into a {place.kind}")
    return enter(person, place, value, options)


def option_named(options: list[Json], name: str) -> Json:
    """By label, then by value."""
    by_label = [o for o in options if o["text"]["text"] == name]
    found = by_label or [o for o in options if o.get("value") == name]
    if len(found) != 1:
        labels = [o["text"]["text"] for o in options]
        raise Impossible(f"{name!r} is offered {len(found)} times; offered are {labels[:30]}")
    return found[0]


def standing(place: Placed) -> list[Json]:
    return offered(place.element)


def _several(value: Any) -> list[Any]:
    return [value] if isinstance(value, str) or not isinstance(value, Iterable) else list(value)


def _most(place: Placed, chosen: list[Any]) -> list[Any]:
    most = place.element.get("max_selected_items")
    if most is not None and len(chosen) > most:
        raise Impossible(f"{place.label!r} takes at most {most}, not {len(chosen)}")
    if len({str(c) for c in chosen}) < len(chosen):
        raise Impossible(f"{place.label!r} takes each choice once")
    return chosen


def _text(_: "SlackPerson", place: Placed, value: Any, __: list[Json]) -> str:
    if not isinstance(value, str):
        raise Impossible(f"{place.label!r} takes text, not {value!r}")
    if not place.element.get("multiline") and "\n" in value:
        raise Impossible(f"{place.label!r} takes one line")
    return value


def _number(_: "SlackPerson", place: Placed, value: Any, __: list[Json]) -> str:
    if not NUMBER.fullmatch(str(value)):
        raise Impossible(f"{place.label!r} takes a number, not {value!r}")
    return str(value)


def _date(_: "SlackPerson", place: Placed, value: Any, __: list[Json]) -> str:
    return (value if isinstance(value, date) else date.fromisoformat(value)).isoformat()


def _time(_: "SlackPerson", place: Placed, value: Any, __: list[Json]) -> str:
    return (value if isinstance(value, time) else time.fromisoformat(value)).strftime("%H:%M")


def _moment(_: "SlackPerson", place: Placed, value: Any, __: list[Json]) -> int:
    return int(value.timestamp()) if isinstance(value, datetime) else int(value)


def _option(_: "SlackPerson", __: Placed, value: Any, options: list[Json]) -> Json:
    return option_named(options, str(value))


def _options(_: "SlackPerson", place: Placed, value: Any, options: list[Json]) -> list[Json]:
    return _most(place, [option_named(options, str(v)) for v in _several(value)])


def _user(person: "SlackPerson", place: Placed, value: Any, _: list[Json]) -> str:
    id = getattr(value, "id", value)
    known = person.workspace.people.get(id)
    if id != person.workspace.bot_user_id and (known is None or known.profile.deleted):
        raise Impossible(f"{id} does not stand in the list of people")
    return str(id)


def _users(person: "SlackPerson", place: Placed, value: Any, options: list[Json]) -> list[str]:
    return _most(place, [_user(person, place, v, options) for v in _several(value)])


def _channel(person: "SlackPerson", place: Placed, value: Any, _: list[Json]) -> str:
    id = getattr(value, "id", value)
    channel = person.workspace.channels.get(id)
    if channel is None or channel.archived or (channel.kind != "public" and person.id not in channel.members):
        raise Impossible(f"{id} does not stand in the list of channels")
    if "channels" in place.kind and channel.kind != "public":
        raise Impossible(f"{place.kind} offers public channels only")
    return str(id)


def _channels(person: "SlackPerson", place: Placed, value: Any, options: list[Json]) -> list[str]:
    return _most(place, [_channel(person, place, v, options) for v in _several(value)])


def _rich(_: "SlackPerson", place: Placed, value: Any, __: list[Json]) -> Json:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": str(value)}]}
    return {"type": "rich_text", "elements": [section]}


ENTER: dict[str, Entered] = {
    "plain_text_input": _text,
    "email_text_input": _text,
    "url_text_input": _text,
    "rich_text_input": _rich,
    "number_input": _number,
    "datepicker": _date,
    "timepicker": _time,
    "datetimepicker": _moment,
    "static_select": _option,
    "external_select": _option,
    "radio_buttons": _option,
    "multi_static_select": _options,
    "multi_external_select": _options,
    "checkboxes": _options,
    "users_select": _user,
    "multi_users_select": _users,
    "channels_select": _channel,
    "conversations_select": _channel,
    "multi_channels_select": _channels,
    "multi_conversations_select": _channels,
}


def refusal(place: Placed, value: Any) -> str:
    """The sentence under an input with which the client keeps a form open; empty where it is fine."""
    if value is None or value == []:
        return "" if place.block.get("optional") else "Please complete this required field."
    match place.kind:
        case "plain_text_input":
            return _length(place.element, value)
        case "number_input":
            return _bounds(place.element, value)
        case "email_text_input":
            return "" if EMAIL.fullmatch(value) else "Please enter a valid email address."
        case "url_text_input":
            return "" if URL.fullmatch(value) else "Please enter a valid URL."
        case _:
            return ""


def _length(element: Json, value: str) -> str:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    return "" if least <= len(value) <= most else f"Must have {least} to {most} characters, has {len(value)}."


def _bounds(element: Json, value: str) -> str:
    if "." in value and not element["is_decimal_allowed"]:
        return "Must be a whole number."
    least, most = float(element.get("min_value", "-inf")), float(element.get("max_value", "inf"))
    return "" if least <= float(value) <= most else f"Must be from {least:g} to {most:g}."
