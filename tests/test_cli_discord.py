"""`mentorbot discord` and `mentorbot doctor` where Discord is served, as an operator types them."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from discord.http import Route

from adapters.discord.permissions import integer, invite_url, wanted
from bot.cli import run
from bot.commands import SLASH
from bot.domain.member import Community
from bot.ids import CommunityId, SpaceId
from bot.ports.platforms import Platform, Space
from bot.settings import Settings
from storage import migrate
from storage.engine import open_database
from storage.store import SqlStorage
from tests.simulators.simulated_discord import SimulatedDiscord
from tests.simulators.simulated_discord.guilds import Guild
from tests.simulators.simulated_discord.permissions import Permission

NAMES = ", ".join(f"/{slash.name}" for slash in SLASH)
Types = Callable[..., Any]


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each test has its own folder, none of this machine's settings, and leaves logging and the library as it found."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Route, "BASE", Route.BASE)
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture
async def discord(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SimulatedDiscord]:
    async with SimulatedDiscord() as discord:
        given = {"PLATFORMS": "discord", "DISCORD_API_URL": discord.api_url, "DISCORD_TOKEN": discord.app.token}
        for name, value in given.items():
            monkeypatch.setenv(name, value)
        yield discord


@pytest.fixture
def types(capfd: pytest.CaptureFixture[str]) -> Types:
    """What a command writes to standard output and to standard error; it must end with `code`, without a traceback."""

    async def call(*arguments: str, code: int = 0) -> tuple[str, str]:
        ended = await asyncio.to_thread(run, arguments)
        out, error = capfd.readouterr()
        assert (ended, "Traceback" in error) == (code, False), out + error
        return out, error

    return call


# The link


async def test_the_link_is_all_there_is_on_standard_output(discord: SimulatedDiscord, types: Types) -> None:
    out, explained = await types("discord", "invite")
    assert out == invite_url(discord.app.id) + "\n"
    for permission in wanted():
        assert f"  {permission.label}: {permission.why}\n" in explained
    assert "Create Events" not in explained
    assert "code grant" not in explained.lower()
    assert "Public Bot" not in explained


async def test_a_server_and_events_can_be_asked_for(discord: SimulatedDiscord, types: Types) -> None:
    out, explained = await types("discord", "invite", "--server", "1234567890123456789", "--events")
    assert out.strip() == invite_url(discord.app.id, guild="1234567890123456789", events=True)
    assert f"permissions={integer(events=True)}&" in out
    assert "  Create Events: Only where moderators want it" in explained


@pytest.mark.parametrize("server", ["School OTs", "https://discord.com/channels/1/2", "١٢٣"])
async def test_a_server_s_name_is_not_its_id(discord: SimulatedDiscord, types: Types, server: str) -> None:
    out, error = await types("discord", "invite", "--server", server, code=1)
    assert not out
    assert "Copy Server ID" in error
    assert discord.calls == []


async def test_what_keeps_the_link_from_working_is_said_with_it(
    discord: SimulatedDiscord, types: Types, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = discord.app.json()
    monkeypatch.setattr(discord.app, "json", lambda: usual | {"bot_require_code_grant": True, "bot_public": False})
    out, explained = await types("discord", "invite")
    assert out.startswith("https://discord.com/oauth2/authorize?")
    assert "Requires OAuth2 Code Grant → off" in explained
    assert "Public Bot → on" in explained


@pytest.mark.parametrize("command", ["invite", "commands"])
async def test_without_or_with_a_wrong_token_there_is_a_sentence(
    discord: SimulatedDiscord, types: Types, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "MTIzNDU2Nzg5.GhIjKl.not-this-one")
    out, error = await types("discord", command, code=1)
    assert not out
    assert "DISCORD_TOKEN isn't valid" in error
    assert "Reset Token" in error

    monkeypatch.delenv("DISCORD_TOKEN")
    _, error = await types("discord", command, code=1)
    assert "DISCORD_TOKEN is not given" in error
    assert "https://discord.com/developers/applications" in error


@pytest.mark.parametrize("name", ["invite", "commands"])
async def test_the_help_of_each_command_has_an_example(types: Types, name: str) -> None:
    out, _ = await types("discord", name, "--help")
    assert f"Example: mentorbot discord {name}" in out


# The commands


async def test_what_would_be_registered_is_shown_and_nothing_is_changed(
    discord: SimulatedDiscord, types: Types
) -> None:
    out, _ = await types("discord", "commands")
    assert out.startswith("Discord knows no command of this bot yet.\n")
    assert "  /find-mentor is new.\n" in out
    assert "mentorbot discord commands --sync" in out
    assert discord.app.commands == {}
    assert {call.method for call in discord.calls} == {"GET"}


async def test_they_are_registered_when_asked_and_then_there_is_nothing_to_do(
    discord: SimulatedDiscord, types: Types
) -> None:
    out, _ = await types("discord", "commands", "--sync")
    assert "They are registered now." in out
    assert sorted(command["name"] for command in discord.app.commands.values()) == sorted(s.name for s in SLASH)

    for arguments in (("discord", "commands"), ("discord", "commands", "--sync")):
        out, _ = await types(*arguments)
        assert (
            out
            == f"Discord knows: {NAMES}.\nThey are as this version of the bot has them, so there is nothing to do.\n"
        )
    assert len(discord.calls_of("bulk_set_application_commands")) == 1


async def test_a_command_of_an_older_version_goes_away(discord: SimulatedDiscord, types: Types) -> None:
    await types("discord", "commands", "--sync")
    for command in discord.app.commands.values():
        command["name"] = command["name"].replace("mentor-help", "mentor-info")

    out, _ = await types("discord", "commands")
    assert "  /mentor-help is new.\n  /mentor-info is no longer one of the bot's.\n" in out
    await types("discord", "commands", "--sync")
    assert "nothing to do" in (await types("discord", "commands"))[0]


# The doctor


async def connected(guild: Guild, channel: int, *roles: int) -> None:
    url = "sqlite:///data/mentorbot.db"
    await asyncio.to_thread(migrate.upgrade, url)
    database = open_database(url)
    storage, community = SqlStorage(database), CommunityId("c1")
    await storage.found(Community(community, guild.name))
    chosen = tuple(map(str, roles))
    space = Space(SpaceId(str(guild.id)), Platform.DISCORD, guild.name, str(channel), moderator_roles=chosen)
    await storage.connect(community, space)
    await storage.write(community, lambda uow: uow.communities.save_space(space))
    await database.close()


async def test_the_doctor_looks_at_the_server_its_channel_and_its_roles(
    discord: SimulatedDiscord, types: Types
) -> None:
    school = discord.guild(name="School OTs")
    channel, role = school.channel("mentoring"), school.role("Moderators")
    await connected(school, channel.id, role.id)
    await types("discord", "commands", "--sync")

    out, _ = await types("doctor")
    assert "the bot may do what it needs in the mentoring channel #mentoring" in out
    assert "whoever has Moderators moderates" in out
    assert "all commands are registered" in out

    channel.overwrite(school.bot_role.id, deny=Permission.CREATE_PRIVATE_THREADS)
    del school.roles[role.id]
    out, _ = await types("doctor", code=1)
    assert "Edit Channel (the cog) → Permissions" in out
    assert "→ allow Create Private Threads → Save Changes." in out
    assert f"the moderators' role {role.id} was deleted." in out


async def test_the_doctor_asks_discord_also_without_a_database(discord: SimulatedDiscord, types: Types) -> None:
    discord.guild(name="School OTs")
    out, _ = await types("doctor", code=1)
    assert "mentorbot migrate" in out
    assert "Discord: the token works, and the bot is mentorbot." in out
    assert "Discord School OTs: this server isn't in the database yet." in out


async def test_the_doctor_says_that_the_token_is_missing(
    discord: SimulatedDiscord, types: Types, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DISCORD_TOKEN")
    out, _ = await types("doctor", code=1)
    assert "Discord's settings don't go together." in out
    assert "DISCORD_TOKEN is not given" in out
    assert discord.calls == []


async def test_the_doctor_leaves_discord_alone_where_it_is_not_served(
    discord: SimulatedDiscord, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    await asyncio.to_thread(run, ["doctor", "--playground"])
    monkeypatch.setenv("PLATFORMS", "playground")
    await asyncio.to_thread(run, ["doctor"])
    assert "Discord" not in capfd.readouterr().out
    assert discord.calls == []
