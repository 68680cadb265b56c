"""What stands in a sent modal becomes the values of a command. Pure.

Never raises: what has another shape than Discord's counts as nothing given, what no field of ours is as absent.
"""

from collections.abc import Collection, Iterator, Mapping

from adapters.discord.fields import BOXES, CHANNELS, LABEL, RADIO, ROLES, STRING_SELECT, TEXT_INPUT, TYPED, USERS, Value
from bot.commands import picked

RESOLVED = {CHANNELS: "channels", ROLES: "roles"}
ROW = 1  # around a text input in the modals of before


def values(data: Mapping[str, object], present: Collection[str] | None = None) -> dict[str, Value]:
    """By field, as `bot.commands.submitted` takes them: text as it was typed, "" or () where nothing was given.

    What was typed to search a long list by stands under the plain name of the field; `searched` names those.
    `present` are the ids of all channels and roles of the server, None where they are not known: a chosen one that is
    gone meanwhile, which is not among them and of which Discord says nothing more, counts as not given.
    """
    found: dict[str, Value] = {}
    for name, component in _filled(data):
        value = _value(component, data.get("resolved"), present)
        if value is not None:
            found[name.removesuffix(TYPED)] = value
    return found


def searched(data: Mapping[str, object]) -> frozenset[str]:
    """The fields in which something was typed that is to be searched for, rather than chosen."""
    typed = [(name, _value(component, None, None)) for name, component in _filled(data) if name.endswith(TYPED)]
    return frozenset(name.removesuffix(TYPED) for name, value in typed if isinstance(value, str) and value.strip())


def _filled(data: Mapping[str, object]) -> Iterator[tuple[str, Mapping[str, object]]]:
    for each in _mappings(data.get("components")):
        if each.get("type") == LABEL:
            inner = [each.get("component")]
        elif each.get("type") == ROW:
            inner = list(_mappings(each.get("components")))
        else:
            continue
        for component in _mappings(inner):
            name = component.get("custom_id")
            if isinstance(name, str) and name:
                yield name, component


def _value(component: Mapping[str, object], resolved: object, present: Collection[str] | None) -> Value | None:
    """None for what no field of ours is."""
    kind = component.get("type")
    if not isinstance(kind, int) or isinstance(kind, bool):
        return None
    several = _texts(component.get("values"))
    if kind in RESOLVED and present is not None:
        said = resolved.get(RESOLVED[kind]) if isinstance(resolved, Mapping) else None
        told = said if isinstance(said, Mapping) else {}
        several = tuple(id for id in several if id in present or id in told)
    first = next(iter(several), "")
    if kind in (TEXT_INPUT, RADIO):
        return _text(component.get("value"))
    if kind in (STRING_SELECT, ROLES, BOXES):
        return several
    if kind == USERS:
        return picked(first) if first else ""
    return first if kind == CHANNELS else None


def _mappings(found: object) -> Iterator[Mapping[str, object]]:
    for each in found if isinstance(found, list) else ():
        if isinstance(each, Mapping):
            yield each


def _texts(found: object) -> tuple[str, ...]:
    return tuple(each for each in found if isinstance(each, str) and each) if isinstance(found, list) else ()


def _text(found: object) -> str:
    return found if isinstance(found, str) else ""
