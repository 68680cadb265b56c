"""Modals: filling in and sending, with the checks that Discord's own client makes before it sends."""

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from tests.simulators.simulated_discord.acting.acts import modal_closes, perform
from tests.simulators.simulated_discord.acting.choosing import entered, refusal
from tests.simulators.simulated_discord.acting.payloads import interaction
from tests.simulators.simulated_discord.acting.resolving import KINDS, Resolving
from tests.simulators.simulated_discord.components import Type
from tests.simulators.simulated_discord.interactions import Asked
from tests.simulators.simulated_discord.jsons import Impossible
from tests.simulators.simulated_discord.modals import DiscordModal

if TYPE_CHECKING:
    from tests.simulators.simulated_discord.answers import Answer
    from tests.simulators.simulated_discord.people import DiscordPerson


def front(person: "DiscordPerson") -> DiscordModal:
    if person.modal is None:
        raise Impossible(f"{person.name} has no modal open")
    return person.modal


def fills(person: "DiscordPerson", values: dict[str, Any]) -> None:
    modal = front(person)
    for name, value in values.items():
        place = modal.input(name)
        modal.values[place.custom_id] = entered(place, value, Resolving(person, modal.opened_by.channel))


async def submits(person: "DiscordPerson", forged: dict[str, Any] | None) -> "Answer":
    modal = front(person)
    if forged is None:
        _check(modal)
    values = modal.values | (forged or {})
    data = {"custom_id": modal.custom_id, "components": modal.submission(values)}
    data |= _resolved(person, modal, values)
    act = interaction(person, Asked.MODAL, modal.opened_by.channel, data, modal.opened_by.message)
    act.modal = modal
    answer = await perform(person.discord, act)
    modal_closes(act, answer)
    return answer


def _check(modal: DiscordModal) -> None:
    """The client keeps the form open while an input is not right; nothing is sent."""
    refused = {p.label: refusal(p, modal.values[p.custom_id]) for p in modal.fields}
    if sentences := {label: sentence for label, sentence in refused.items() if sentence}:
        raise Impossible(f"the client does not send {modal.title!r}: {sentences}")


def _resolved(person: "DiscordPerson", modal: DiscordModal, values: dict[str, Any]) -> dict[str, Any]:
    """The objects for what is picked; of forged ids, for those that there are."""
    resolving = Resolving(person, modal.opened_by.channel)
    for place in modal.fields:
        for value in values[place.custom_id] or () if place.kind in (*KINDS, Type.MENTIONABLE_SELECT) else ():
            kind = KINDS.get(place.kind) or ("role" if int(value) in person.guild.roles else "user")
            with suppress(Impossible, ValueError):
                resolving.pick(kind, value)
    return resolving.json
