"""A simulated Discord, a server in it with a channel, a person, and a real client that is connected."""

from collections.abc import AsyncIterator

import pytest

from tests.simulators.simulated_discord import DiscordPerson, Guild, GuildChannel, SimulatedDiscord
from tests.simulators.simulated_discord.tiny_bot import TinyBot, command, option, running

COMMANDS = [
    command("find-mentor", option("state", autocomplete=True, max_length=40), option("setting")),
    command("hello", contexts=[0, 1]),
]


@pytest.fixture
async def world() -> AsyncIterator[SimulatedDiscord]:
    async with SimulatedDiscord() as world:
        yield world


@pytest.fixture
def guild(world: SimulatedDiscord) -> Guild:
    return world.guild()


@pytest.fixture
def mentoring(guild: Guild) -> GuildChannel:
    return guild.channel("mentoring")


@pytest.fixture
def maya(guild: Guild, mentoring: GuildChannel) -> DiscordPerson:
    return guild.person("Maya Ortiz")


@pytest.fixture
async def bot(world: SimulatedDiscord, maya: DiscordPerson) -> AsyncIterator[TinyBot]:
    """Connected, with its commands registered."""
    async with running(world, TinyBot()) as bot:
        await bot.http.bulk_upsert_global_commands(world.app.id, COMMANDS)
        yield bot
