"""What a person may enter into each kind of input: only what the client would let her."""

from collections.abc import Iterable
from typing import Any

from tests.simulators.simulated_discord.acting.resolving import KINDS, Resolving, id_of
from tests.simulators.simulated_discord.components import Placed, Type
from tests.simulators.simulated_discord.jsons import Impossible, Json

SHORT = 1  # the style of a text input of one line
MOST_TEXT = 4000


def chosen(place: Placed, value: Any, resolving: Resolving) -> list[str]:
    """The values of a select; each once."""
    several = [value] if isinstance(value, str) or not isinstance(value, Iterable) else list(value)
    if place.kind in (Type.STRING_SELECT, Type.CHECKBOX_GROUP):
        values = [option_named(place, str(v)) for v in several]
    else:
        values = [_picked(place, v, resolving) for v in several]
    if len(set(values)) < len(values):
        raise Impossible(f"{place.label!r} takes each choice once")
    return values


def option_named(place: Placed, name: str) -> str:
    """The value of an option, by label or value."""
    options: list[Json] = place.component["options"]
    for shown in ("label", "value"):
        found = [o["value"] for o in options if o[shown] == name]
        if len(found) == 1:
            return str(found[0])
    raise Impossible(f"{place.label!r} does not offer {name!r}, but {[o['label'] for o in options]}")


def _picked(place: Placed, value: Any, resolving: Resolving) -> str:
    if place.kind is Type.MENTIONABLE_SELECT:
        kind = "role" if hasattr(value, "permissions") else "user"
    else:
        kind = KINDS[place.kind]
    wanted = place.component.get("channel_types")
    if kind == "channel" and wanted and getattr(value, "kind", None) not in wanted:
        raise Impossible(f"{place.label!r} does not offer channels of this kind")
    return resolving.pick(kind, id_of(value))


def entered(place: Placed, value: Any, resolving: Resolving) -> Any:
    """The value as the submission carries it."""
    match place.kind:
        case Type.TEXT_INPUT:
            return _text(place, value)
        case Type.CHECKBOX:
            return bool(value)
        case Type.RADIO_GROUP:
            return None if value in (None, "") else option_named(place, str(value))
        case _ if value in (None, "", []):
            return []
        case _:
            return chosen(place, value, resolving)


def _text(place: Placed, value: Any) -> str:
    text = "" if value is None else value
    if not isinstance(text, str):
        raise Impossible(f"{place.label!r} takes text, not {value!r}")
    if "\n" in text and place.component.get("style") == SHORT:
        raise Impossible(f"{place.label!r} takes one line")
    return text


def refusal(place: Placed, value: Any) -> str:
    """Why the client does not send a form with this value; empty where it does."""
    component, required = place.component, place.component.get("required") is not False
    if place.kind is Type.CHECKBOX:
        return ""
    if value in (None, "", []):
        return "required" if required else ""
    if place.kind is Type.TEXT_INPUT:
        least, most = component.get("min_length") or 0, component.get("max_length") or MOST_TEXT
        return "" if least <= len(value) <= most else f"{least} to {most} characters, has {len(value)}"
    if place.kind is Type.RADIO_GROUP:
        return ""
    all_of = len(component.get("options", [])) if place.kind is Type.CHECKBOX_GROUP else 1
    least, most = component.get("min_values", 1), component.get("max_values") or all_of
    return "" if least <= len(value) <= most else f"{least} to {most} choices, has {len(value)}"
