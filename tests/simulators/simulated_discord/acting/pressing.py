"""Buttons and selects on messages."""

from typing import TYPE_CHECKING, Any

from tests.simulators.simulated_discord.acting.acts import modal_closes, perform
from tests.simulators.simulated_discord.acting.choosing import chosen
from tests.simulators.simulated_discord.acting.payloads import interaction
from tests.simulators.simulated_discord.acting.resolving import Resolving
from tests.simulators.simulated_discord.channels import Conversation
from tests.simulators.simulated_discord.components import SELECTS, Placed, named
from tests.simulators.simulated_discord.interactions import Asked
from tests.simulators.simulated_discord.jsons import Impossible, Json
from tests.simulators.simulated_discord.messages import DiscordMessage

if TYPE_CHECKING:
    from tests.simulators.simulated_discord.answers import Answer
    from tests.simulators.simulated_discord.people import DiscordPerson


async def presses(person: "DiscordPerson", name: str, on: DiscordMessage | None) -> "Answer":
    message = on or _message_with(person, name)
    place = _usable(person, message, name)
    if not place.is_button or place.is_link:
        raise Impossible(f"{name!r} is no button that tells the bot anything")
    return await _act(person, message, _data(place))


async def chooses(person: "DiscordPerson", name: str, value: Any, on: DiscordMessage | None) -> "Answer":
    message = on or _message_with(person, name)
    place = _usable(person, message, name)
    if place.kind not in SELECTS:
        raise Impossible(f"{name!r} is no select")
    resolving = Resolving(person, message.channel)
    values = chosen(place, value, resolving)
    least, most = place.component.get("min_values", 1), place.component.get("max_values") or 1
    if not least <= len(values) <= most:
        raise Impossible(f"{name!r} takes {least} to {most}, not {len(values)}")
    return await _act(person, message, _data(place) | {"values": values, **resolving.json})


def _data(place: Placed) -> Json:
    return {"custom_id": place.custom_id, "component_type": int(place.kind), "id": place.component["id"]}


async def forges(
    person: "DiscordPerson", data: Json, kind: int, where: Conversation, on: DiscordMessage | None
) -> "Answer":
    act = interaction(person, Asked(kind), where, data, on)
    answer = await perform(person.discord, act)
    modal_closes(act, answer)
    return answer


async def _act(person: "DiscordPerson", message: DiscordMessage, data: Json) -> "Answer":
    return await perform(person.discord, interaction(person, Asked.COMPONENT, message.channel, data, message))


def _message_with(person: "DiscordPerson", name: str) -> DiscordMessage:
    """The latest message that she sees and that has it."""
    for message in reversed(person.seen):
        if named(message.components, name):
            return message
    raise Impossible(f"{person.name} sees no {name!r} anywhere")


def _usable(person: "DiscordPerson", message: DiscordMessage, name: str) -> Placed:
    if person.modal is not None:
        raise Impossible(f"the modal {person.modal.title!r} covers everything until it is sent or closed")
    if message not in message.channel.seen_by(person):
        raise Impossible(f"{person.name} does not see this message: {message.words[:80]!r}")
    place = message.element(name)
    if place.disabled:
        raise Impossible(f"{name!r} is disabled")
    return place
