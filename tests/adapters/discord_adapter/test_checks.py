"""What the doctor finds out by asking a Discord, and what it says to click."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from discord.http import Route

from adapters.discord import checks
from adapters.discord.asking import logged_in
from adapters.discord.checks import Given, examined
from adapters.discord.commands import wanted
from adapters.discord.permissions import NEEDED, integer, invite_url
from adapters.discord.registration import register, registered, synchronize
from bot.checkup import Finding, Verdict
from bot.ids import SpaceId
from bot.ports.platforms import Platform, Space
from tests.simulators.simulated_discord import SimulatedDiscord
from tests.simulators.simulated_discord.application import GUILD_MEMBERS, MESSAGE_CONTENT
from tests.simulators.simulated_discord.channels import GuildChannel, Kind
from tests.simulators.simulated_discord.guilds import Guild
from tests.simulators.simulated_discord.permissions import Permission


@pytest.fixture(autouse=True)
def discord_s_own_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library has one address for a whole process: it is put back."""
    monkeypatch.setattr(Route, "BASE", Route.BASE)


@pytest.fixture
async def discord() -> AsyncIterator[SimulatedDiscord]:
    async with SimulatedDiscord() as discord:
        yield discord


@pytest.fixture
def school(discord: SimulatedDiscord) -> Guild:
    """A server to which the bot was added with the link that we make, and nothing more."""
    guild = discord.guild(name="School OTs")
    guild.bot_role.permissions = Permission(integer())
    guild.everyone.permissions &= ~Permission.ATTACH_FILES
    return guild


@pytest.fixture
def mentoring(school: Guild) -> GuildChannel:
    return school.channel("mentoring")


@pytest.fixture
def given(discord: SimulatedDiscord) -> Given:
    return Given(discord.api_url, discord.app.token)


def space(guild: Guild, channel: GuildChannel | None = None, *roles: int, connected: bool = True) -> Space:
    chosen = str(channel.id) if channel else ""
    id = SpaceId(str(guild.id))
    return Space(id, Platform.DISCORD, guild.name, chosen, connected, tuple(map(str, roles)))


def needs_a_hand(found: list[Finding]) -> Finding:
    (one,) = (finding for finding in found if finding.verdict is Verdict.MEND)
    return one


def notes(found: list[Finding]) -> list[Finding]:
    return [finding for finding in found if finding.verdict is Verdict.NOTE]


def noted(found: list[Finding], words: str) -> Finding:
    (one,) = (finding for finding in notes(found) if words in finding.words)
    return one


async def with_commands(given: Given) -> Given:
    async with logged_in(given.token, given.api_url) as client:
        await register(client)
    return given


# All is well


async def test_where_all_is_well_the_doctor_only_says_so(
    discord: SimulatedDiscord, given: Given, school: Guild, mentoring: GuildChannel
) -> None:
    await with_commands(given)
    moderators = school.role("Moderators")
    before = len(discord.calls)

    found = await examined(given, [space(school, mentoring, moderators.id)])

    assert {finding.verdict for finding in found} == {Verdict.WELL}
    assert [finding.words for finding in found] == [
        "Discord: the token works, and the bot is mentorbot.",
        "Discord: all commands are registered as this version has them.",
        "Discord School OTs: the bot may do what it needs in the mentoring channel #mentoring.",
        "Discord School OTs: whoever has Moderators moderates.",
    ]
    assert {call.method for call in discord.calls[before:]} == {"GET"}, "it only looks"


async def test_the_permissions_of_our_link_are_enough_and_each_is_needed(
    given: Given, school: Guild, mentoring: GuildChannel
) -> None:
    await with_commands(given)
    for permission in NEEDED[1:]:
        mentoring.overwrite(school.bot_role.id, deny=Permission(permission.bit))
        finding = needs_a_hand(await examined(given, [space(school, mentoring)]))
        assert permission.label in finding.words
        assert permission.label in finding.advice


def test_the_token_is_not_shown() -> None:
    assert "a.b.c" not in repr(Given("https://discord.com/api/v10", "a.b.c"))


async def test_without_a_token_nothing_is_asked(discord: SimulatedDiscord) -> None:
    assert await examined(Given(discord.api_url), []) == []
    assert discord.calls == []


# On the way to Discord


async def test_a_token_that_discord_does_not_know(discord: SimulatedDiscord, given: Given) -> None:
    found = await examined(Given(given.api_url, "not.a-known.token"), [])
    assert found == [needs_a_hand(found)]
    assert found[0].words.startswith("DISCORD_TOKEN isn't valid")
    assert "Bot → Reset Token → Copy" in found[0].advice


async def test_no_discord_where_it_should_be() -> None:
    async with SimulatedDiscord() as gone:
        given = Given(gone.api_url, gone.app.token)
    found = await examined(given, [])
    assert found == [needs_a_hand(found)]
    assert found[0].words == f"Discord can't be reached at {given.api_url}."
    assert "firewall" in found[0].advice


async def test_something_else_that_answers_is_not_taken_for_discord(discord: SimulatedDiscord, given: Given) -> None:
    discord.fail("get_my_user", status=503)
    finding = needs_a_hand(await examined(given, []))
    assert "what answers there is not Discord, 503" in finding.advice


async def test_an_answer_of_another_shape_is_not_taken_for_discord_s(
    discord: SimulatedDiscord, given: Given, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(discord.app.bot, "json", lambda: {"hello": "world"})
    finding = needs_a_hand(await examined(given, []))
    assert "what answers there is not Discord" in finding.advice


async def test_a_line_that_breaks_later_keeps_what_was_found(discord: SimulatedDiscord, given: Given) -> None:
    discord.drop("list_my_guilds", times=5)
    found = await examined(given, [])
    assert found[0].words == "Discord: the token works, and the bot is mentorbot."
    assert "can't be reached" in needs_a_hand(found).words


async def test_a_long_wait_is_told_instead_of_waited_for(discord: SimulatedDiscord, given: Given) -> None:
    discord.limit("list_my_guilds", retry_after=90)
    found = await examined(given, [])
    assert found[-1].verdict is Verdict.NOTE
    assert found[-1].words == "Discord asks to wait 90 seconds, so not everything was looked at."


async def test_an_address_that_discord_blocks(discord: SimulatedDiscord, given: Given) -> None:
    discord.fail("get_my_user", status=429)
    assert "takes no more requests from this machine's address" in needs_a_hand(await examined(given, [])).words


async def test_a_refusal_that_nobody_foresaw_is_told_with_its_number(discord: SimulatedDiscord, given: Given) -> None:
    discord.refuse("list_my_guilds", 20012)
    finding = needs_a_hand(await examined(given, []))
    assert finding.words == "Discord says You are not authorized to perform this action on this application (20012)."


# The application


def changed(discord: SimulatedDiscord, monkeypatch: pytest.MonkeyPatch, **fields: Any) -> None:
    usual = discord.app.json()
    monkeypatch.setattr(discord.app, "json", lambda: usual | fields)


async def test_a_code_grant_makes_the_link_useless(
    discord: SimulatedDiscord, given: Given, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed(discord, monkeypatch, bot_require_code_grant=True)
    assert "Requires OAuth2 Code Grant → off" in needs_a_hand(await examined(given, [])).advice


async def test_an_address_for_interactions_makes_the_bot_deaf(
    discord: SimulatedDiscord, given: Given, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed(discord, monkeypatch, interactions_endpoint_url="https://old.example.org/discord")
    finding = needs_a_hand(await examined(given, []))
    assert "https://old.example.org/discord" in finding.words
    assert "Interactions Endpoint URL → empty it" in finding.advice


async def test_an_app_of_its_owner_alone_is_noted(discord: SimulatedDiscord, given: Given) -> None:
    discord.app.public = False
    assert "Public Bot → on" in noted(await examined(given, []), "only the app's owner").advice


async def test_privileged_intents_are_not_needed(discord: SimulatedDiscord, given: Given) -> None:
    discord.app.allowed_intents = GUILD_MEMBERS | MESSAGE_CONTENT
    finding = noted(await examined(given, []), "may hear more than the bot needs")
    assert finding.words.endswith("Server Members Intent, Message Content Intent.")
    assert "Privileged Gateway Intents → off" in finding.advice


def test_every_privileged_intent_is_looked_for() -> None:
    assert set(checks.INTENTS) == {"Server Members Intent", "Presence Intent", "Message Content Intent"}


# The commands


async def test_before_the_first_start_no_command_is_registered(given: Given) -> None:
    finding = noted(await examined(given, []), "no command is registered yet")
    assert finding.advice == "mentorbot run registers them when it starts."


async def test_commands_of_another_version_are_told(discord: SimulatedDiscord, given: Given) -> None:
    await with_commands(given)
    for command in discord.app.commands.values():
        if command["name"] == "find-mentor":
            command["description"] = "As it was"
    finding = needs_a_hand(await examined(given, []))
    assert finding.words.endswith("/find-mentor has changed: description.")
    assert "mentorbot discord commands --sync" in finding.advice


async def test_commands_are_registered_once_and_again_only_after_a_change(
    discord: SimulatedDiscord, given: Given
) -> None:
    for expected in (len(wanted()), 0, 0):
        async with logged_in(given.token, given.api_url) as client:
            assert len(await synchronize(client)) == expected
    assert len(discord.calls_of("bulk_set_application_commands")) == 1

    discord.app.commands.popitem()
    async with logged_in(given.token, given.api_url) as client:
        assert await synchronize(client) == ("/mentor-help is new.",)
        assert len(await registered(client)) == len(wanted())
    assert discord.created_commands[0] == len(wanted()) + 1, "of 200 a day"


# The servers


async def test_a_bot_in_no_server_gets_its_link(discord: SimulatedDiscord, given: Given) -> None:
    finding = noted(await examined(given, []), "in no server yet")
    assert finding.advice.endswith(invite_url(discord.app.id))


async def test_a_server_that_the_database_has_not_met(given: Given, school: Guild) -> None:
    assert "/mentor-setup" in noted(await examined(given, []), "School OTs: this server isn't in the database").advice


async def test_a_server_from_which_the_bot_is_gone(discord: SimulatedDiscord, given: Given, school: Guild) -> None:
    await with_commands(given)
    await school.removes_bot()
    link = invite_url(discord.app.id, guild=str(school.id))
    finding = needs_a_hand(await examined(given, [space(school)]))
    assert "the bot isn't in it" in finding.words
    assert link in finding.advice

    found = await examined(given, [space(school, connected=False)])
    assert link in noted(found, "the bot was removed there").advice


async def test_each_server_is_looked_at(discord: SimulatedDiscord, given: Given, school: Guild) -> None:
    other = discord.guild(name="Rural OTs")
    found = await examined(given, [space(school), space(other, other.channel("mentors"))])
    assert noted(found, "Discord School OTs: no mentoring channel").advice.startswith("A moderator types /mentor-setup")
    assert any("Rural OTs: the bot may do what it needs" in each.words for each in found)


async def test_an_administrator_is_noted(given: Given, school: Guild, mentoring: GuildChannel) -> None:
    school.bot_role.permissions = Permission.ADMINISTRATOR
    mentoring.overwrite(school.bot_role.id, deny=Permission.SEND_MESSAGES)
    found = await examined(given, [space(school, mentoring)])
    assert "Administrator → off" in noted(found, "is an administrator").advice
    assert any("may do what it needs" in each.words for each in found)


# The mentoring channel


async def test_a_deleted_channel(given: Given, school: Guild, mentoring: GuildChannel) -> None:
    await with_commands(given)
    del school.channels[mentoring.id]
    finding = needs_a_hand(await examined(given, [space(school, mentoring)]))
    assert finding.words == f"Discord School OTs: the mentoring channel ({mentoring.id}) was deleted."
    assert "/mentor-setup" in finding.advice


async def test_a_channel_that_the_bot_can_t_see(given: Given, school: Guild) -> None:
    await with_commands(given)
    hidden = school.channel("staff", private=True, bot=False)
    finding = needs_a_hand(await examined(given, [space(school, hidden)]))
    assert "can't see the mentoring channel" in finding.words
    assert "→ mentorbot → allow View Channel" in finding.advice


async def test_a_channel_of_another_server_is_none_of_this_one(
    discord: SimulatedDiscord, given: Given, school: Guild
) -> None:
    await with_commands(given)
    elsewhere = discord.guild(name="Rural OTs").channel("mentors")
    assert "was deleted" in needs_a_hand(await examined(given, [space(school, elsewhere)])).words


async def test_what_is_no_text_channel(given: Given, school: Guild) -> None:
    await with_commands(given)
    category = school.channel("MENTORING", kind=Kind.CATEGORY)
    assert "#MENTORING is no text channel" in needs_a_hand(await examined(given, [space(school, category)])).words


async def test_an_announcement_channel_has_no_private_threads(given: Given, school: Guild) -> None:
    news = school.channel("news", kind=Kind.ANNOUNCEMENT)
    found = await examined(given, [space(school, news)])
    assert "introduced by direct message" in noted(found, "#news is an announcement channel").words


async def test_what_a_channel_takes_away_is_named_with_its_reason(
    given: Given, school: Guild, mentoring: GuildChannel
) -> None:
    await with_commands(given)
    mentoring.overwrite(school.id, deny=Permission.CREATE_PRIVATE_THREADS | Permission.READ_MESSAGE_HISTORY)
    finding = needs_a_hand(await examined(given, [space(school, mentoring)]))
    assert "Create Private Threads: Opens the private thread" in finding.words
    assert "Read Message History: " in finding.words
    assert finding.advice.endswith("→ mentorbot → allow Create Private Threads, Read Message History → Save Changes.")


async def test_what_the_bot_s_role_is_given_back_counts_as_discord_counts_it(
    discord: SimulatedDiscord, given: Given, school: Guild, mentoring: GuildChannel
) -> None:
    mentoring.overwrite(school.id, deny=Permission.CREATE_PRIVATE_THREADS)
    mentoring.overwrite(school.bot_role.id, allow=Permission.CREATE_PRIVATE_THREADS)
    found = await examined(given, [space(school, mentoring)])
    assert any("may do what it needs" in each.words for each in found)

    mentoring.overwrite(discord.app.bot.id, deny=Permission.CREATE_PRIVATE_THREADS)
    found = await examined(given, [space(school, mentoring)])
    assert "Create Private Threads" in needs_a_hand(found).words


async def test_members_who_could_not_answer_in_their_thread_are_noted(
    given: Given, school: Guild, mentoring: GuildChannel
) -> None:
    await with_commands(given)
    mentoring.overwrite(school.id, deny=Permission.SEND_MESSAGES_IN_THREADS)
    mentoring.overwrite(school.bot_role.id, allow=Permission.SEND_MESSAGES_IN_THREADS)
    found = await examined(given, [space(school, mentoring)])
    assert notes(found) == [noted(found, "not everybody has Send Messages in Threads")]

    private = school.channel("pairs", private=True)
    found = await examined(given, [space(school, private)])
    assert "not everybody has View Channel and Send Messages in Threads" in notes(found)[0].words


# Moderators


async def test_roles_of_moderators_that_are_gone(given: Given, school: Guild, mentoring: GuildChannel) -> None:
    await with_commands(given)
    there = school.role("Mentoring team")
    found = await examined(given, [space(school, mentoring, there.id, 4242)])
    finding = needs_a_hand(found)
    assert finding.words == "Discord School OTs: the moderators' role 4242 was deleted."
    assert "/mentor-setup" in finding.advice
    assert any(each.words.endswith("whoever has Mentoring team moderates.") for each in found)
