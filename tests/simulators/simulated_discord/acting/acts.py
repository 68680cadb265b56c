"""Delivering an act: the bot's first response comes within three seconds or not at all."""

import asyncio
import time
from typing import TYPE_CHECKING

from tests.simulators.simulated_discord.answers import Answer
from tests.simulators.simulated_discord.interactions import Asked, Interaction
from tests.simulators.simulated_discord.jsons import Json

if TYPE_CHECKING:
    from tests.simulators.simulated_discord.server import SimulatedDiscord


async def perform(discord: "SimulatedDiscord", act: Interaction) -> Answer:
    """Sends it to its shard and waits; what came too late, or not, is among `discord.timeouts`."""
    order = discord.order()
    act.started = time.perf_counter()
    why = "" if _send(discord, act) else "the bot is not connected"
    if not why:
        try:
            async with asyncio.timeout(discord.patience):
                await act.answered.wait()
        except TimeoutError:
            why = f"no response within {discord.patience:g} s"
    if why and act.response is None:
        act.failed = True
        discord.timeouts.append(f"{act.title()}: {why}")
    act.person.last = answer = Answer(order, act, act.response is not None, why)
    discord.answers.append(answer)
    return answer


def _send(discord: "SimulatedDiscord", act: Interaction) -> bool:
    return discord.gateway.dispatch("INTERACTION_CREATE", act.payload, int(act.payload.get("guild_id", 0)))


async def redeliver(discord: "SimulatedDiscord", answer: Answer, unanswered: bool, within: float) -> Answer:
    """The very same event once more; see `SimulatedDiscord.redeliver`."""
    act = answer.interaction
    act.attempted.clear()
    act.redelivered = True
    if unanswered:
        act.response, act.failed = None, False
        act.answered.clear()
        return await perform(discord, act)
    order, why = discord.order(), ""
    _send(discord, act)
    try:
        async with asyncio.timeout(within):
            await act.attempted.wait()
    except TimeoutError:
        why = "the bot let it pass"
    return Answer(order, act, not why, why)


def modal_closes(act: Interaction, answer: Answer) -> None:
    """A form that was taken leaves the screen; else it stays, with "Something went wrong"."""
    modal = act.modal
    if act.asked is Asked.MODAL and modal is not None:
        modal.trouble = not answer.ok
        if answer.ok and act.person.modal is modal:
            act.person.modal = None


def resolved(**kinds: dict[str, Json]) -> Json:
    """What ids in the data stand for, by kind; nothing where there are none."""
    found = {name: values for name, values in kinds.items() if values}
    return {"resolved": found} if found else {}
