"""Channels and direct conversations; changing a thread is in `threads.py`."""

from typing import TYPE_CHECKING

from tests.simulators.simulated_discord.calls import Call
from tests.simulators.simulated_discord.channels import DirectChannel, GuildChannel
from tests.simulators.simulated_discord.jsons import Json
from tests.simulators.simulated_discord.rest import threads
from tests.simulators.simulated_discord.rest.places import conversation_of
from tests.simulators.simulated_discord.rest.refusals import Refused
from tests.simulators.simulated_discord.threads import Thread

if TYPE_CHECKING:
    from tests.simulators.simulated_discord.server import SimulatedDiscord


def create_dm(discord: "SimulatedDiscord", call: Call) -> Json:
    """Opening a conversation that is open already gives it back, and counts once more among `opened_directs`."""
    id = int(call.content["recipient_id"])
    person = discord.people.get(id)
    discord.opened_directs.append(id)
    if person is None:
        raise Refused(50033)
    if person.id not in discord.directs and not person.shares_a_guild:
        raise Refused(50278)
    return discord.direct(person).json()


def get_channel(discord: "SimulatedDiscord", call: Call) -> Json:
    channel = conversation_of(discord, call)
    if isinstance(channel, Thread):
        return channel.json(discord.app.bot.id)
    assert isinstance(channel, GuildChannel | DirectChannel)
    return channel.json()


def update_channel(discord: "SimulatedDiscord", call: Call) -> Json:
    channel = conversation_of(discord, call)
    if not isinstance(channel, Thread):
        raise Refused(50013)  # this bot changes threads only
    return threads.update_thread(discord, channel, call)


def delete_channel(discord: "SimulatedDiscord", call: Call) -> Json:
    channel = conversation_of(discord, call)
    if not isinstance(channel, Thread):
        raise Refused(50013)
    return threads.delete_thread(discord, channel)
