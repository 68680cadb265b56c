"""Buttons, selects and searches on messages and in views."""

from typing import TYPE_CHECKING, Any

from tests.simulators.slack.acting.choices import entered, option_named, standing
from tests.simulators.slack.acting.payloads import block_actions, on_surface
from tests.simulators.slack.acting.replies import apply_options, apply_press
from tests.simulators.slack.answers import Answer
from tests.simulators.slack.jsons import Impossible, Json
from tests.simulators.slack.messages import SlackMessage
from tests.simulators.slack.state import HOLDS, entry
from tests.simulators.slack.views import SlackView
from tests.simulators.slack.words import Placed, named

if TYPE_CHECKING:
    from tests.simulators.slack.people import OnWhat, SlackPerson

BY_DEFAULT_TYPED = 3  # characters before an external select asks


async def presses(person: "SlackPerson", name: str, on: "OnWhat | None") -> Answer:
    surface = on or _surface_with(person, name)
    place = _usable(person, surface, name)
    if place.kind != "button":
        raise Impossible(f"{name!r} is a {place.kind}, not a button")
    action: Json = {"type": "button", "block_id": place.block_id, "action_id": place.action_id}
    for field in ("text", "value", "style", "url", "confirm"):
        if field in place.element:
            action[field] = place.element[field]
    return await _act(person, action, surface)


async def chooses(person: "SlackPerson", name: str, value: Any, on: "OnWhat | None") -> Answer | None:
    surface = on or _surface_with(person, name)
    place = _usable(person, surface, name)
    if place.kind == "overflow":
        chosen = {"selected_option": option_named(standing(place), str(value))}
    else:
        chosen = await _enter(person, surface, place, value)
        if place.is_input and not place.block.get("dispatch_action"):
            return None
    action: Json = {"type": place.kind, "block_id": place.block_id, "action_id": place.action_id, **chosen}
    for field in ("placeholder", "confirm"):
        if field in place.element:
            action[field] = place.element[field]
    return await _act(person, action, surface)


async def _enter(person: "SlackPerson", surface: "OnWhat", place: Placed, value: Any) -> Json:
    """Puts the value into the view's state (messages keep none) and returns what an action carries of it."""
    options = await _options(person, surface, place, value)
    held = entry(place.kind, entered(person, place, value, options))
    if isinstance(surface, SlackView):
        surface.state[place.block_id][place.action_id] = held
    return {k: v for k, v in held.items() if k != "type"}


async def _options(person: "SlackPerson", surface: "OnWhat", place: Placed, value: Any) -> list[Json]:
    """What can be chosen: what stands there, or what the app suggests for the words that she would type."""
    if not place.kind.endswith("external_select"):
        return standing(place)
    chosen = [value] if isinstance(value, str) else list(value or [])
    known = _suggested(surface, place)
    for word in chosen:
        if not any(word in (o["text"]["text"], o["value"]) for o in known):
            known += await searches(person, f"{place.block_id}/{place.action_id}", word, surface)
    return list({o["value"]: o for o in known}.values())


def _suggested(surface: "OnWhat", place: Placed) -> list[Json]:
    initial = place.element.get("initial_options") or [place.element.get("initial_option")]
    known = [o for o in initial if o]
    if isinstance(surface, SlackView):
        known += surface.suggested.get(f"{place.block_id}/{place.action_id}", [])
        held = surface.state[place.block_id][place.action_id][HOLDS[place.kind][0]]
        known += held if isinstance(held, list) else [held] if held else []
    return known


async def searches(person: "SlackPerson", name: str, typed: str, on: "OnWhat | None") -> list[Json]:
    surface = on or _surface_with(person, name)
    place = _usable(person, surface, name)
    if not place.kind.endswith("external_select"):
        raise Impossible(f"{name!r} is a {place.kind}; its options stand there")
    if len(typed) < place.element.get("min_query_length", BY_DEFAULT_TYPED):
        raise Impossible(f"{name!r} asks after {place.element.get('min_query_length', BY_DEFAULT_TYPED)} characters")
    body = on_surface(person, "block_suggestion", surface)
    body |= {"action_id": place.action_id, "block_id": place.block_id, "value": typed}
    answer = await person.slack.acts.interact(person, body)
    options = apply_options(answer)
    if isinstance(surface, SlackView):
        surface.suggested[f"{place.block_id}/{place.action_id}"] = options
    return options


async def forges(person: "SlackPerson", action: Json, on: "OnWhat") -> Answer:
    return await _act(person, action, on)


async def _act(person: "SlackPerson", action: Json, surface: "OnWhat") -> Answer:
    answer = await person.slack.acts.interact(person, block_actions(person, action, surface))
    apply_press(answer)
    return answer


def _surface_with(person: "SlackPerson", name: str) -> "OnWhat":
    """Her modal covers everything; else the latest message that she sees, else her home tab."""
    if person.modal:
        return person.modal
    for message in reversed(person.seen):
        if named(message.blocks, name):
            return message
    if person.home and named(person.home.blocks, name):
        return person.home
    raise Impossible(f"{person.profile.name} sees no {name!r} anywhere")


def _usable(person: "SlackPerson", surface: "OnWhat", name: str) -> Placed:
    if isinstance(surface, SlackMessage):
        if surface not in surface.channel.seen_by(person):
            raise Impossible(f"{person.profile.name} does not see this message: {surface.words[:80]!r}")
    elif surface is not person.home and surface is not person.modal:
        raise Impossible(f"this view is not in front of {person.profile.name}")
    return surface.element(name)
