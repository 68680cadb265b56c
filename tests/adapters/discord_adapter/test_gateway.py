"""The connection: whatever becomes of it, nothing is lost and nothing is done twice."""

import pytest

from adapters.discord.client import GuildClient
from bot.commands import SaidToBot
from bot.errors import SettingsError
from bot.ports.platforms import Platform
from bot.program import Program
from bot.served.discord import opened
from bot.settings import Settings
from tests.adapters.discord_adapter.attended import Attended
from tests.adapters.discord_adapter.delivered import has_role, spaces, told
from tests.simulators.simulated_discord.gateway.gateway import INVALID
from tests.simulators.simulated_discord.gateway.sessions import DIRECT_MESSAGES, GUILDS

HELP = "/mentor-help"


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    async def identify(*_: object, **__: object) -> None:
        """Without the five seconds that the library leaves between two."""

    monkeypatch.setattr(GuildClient, "before_identify_hook", identify)


@pytest.fixture
async def sharded(place: Attended) -> Attended:
    """Two servers on two shards."""
    await place.another_guild("Elsewhere")
    place.discord.gateway.shards = 2
    await place.restart()
    return place


async def begins_anew(place: Attended) -> None:
    """A session that can't be resumed. Comes back when all that follows from it is kept."""
    async with told(place, "present"):
        place.discord.gateway.invalidates()


TROUBLE = ("cut", "op 7", "invalid", "resumable", "4000", "forgotten")


@pytest.mark.parametrize("trouble", TROUBLE)
async def test_after_any_trouble_people_are_answered_and_acts_happen_once(place: Attended, trouble: str) -> None:
    maya, ruth, card = await place.proposed()
    gateway = place.discord.gateway
    match trouble:
        case "cut":
            gateway.cuts()
        case "op 7":
            gateway.asks_to_reconnect()
        case "invalid":
            gateway.invalidates()
        case "resumable":
            gateway.invalidates(resumable=True)
        case "4000":
            gateway.closes(4000)
        case _:
            gateway.forgets_sessions()
            gateway.closes(4000)
    if trouble in ("invalid", "forgotten"):
        await gateway.identifies(2)
    else:
        await gateway.resumes()
    assert (await ruth.presses("Yes, I will", on=card)).ok
    await place.settled()
    assert await place.rows("matches") == 1
    assert (await maya.types(HELP, place.mentoring)).ok


async def test_a_press_while_nobody_listens_is_answered_after_the_resume(place: Attended) -> None:
    _, ruth, card = await place.proposed()
    place.discord.gateway.cuts()
    await place.discord.gateway.disconnected()
    assert (await ruth.presses("Yes, I will", on=card)).ok


async def test_heartbeats_without_an_answer_make_the_bot_come_again(place: Attended) -> None:
    gateway, state = place.discord.gateway, place.adapter.client._connection
    state.heartbeat_timeout = 0.2
    gateway.heartbeat_seconds = 0.05
    gateway.cuts()
    await gateway.resumes()
    gateway.acknowledges = False
    await gateway.resumes(2)
    gateway.acknowledges = True
    maya = place.person("Maya")
    assert (await maya.types(HELP, place.mentoring)).ok


async def test_what_happened_while_the_line_was_down_is_heard_once(place: Attended) -> None:
    place.discord.gateway.cuts()
    await place.discord.gateway.disconnected()
    async with told(place, "lost_channel") as calls:
        await place.guild.deletes(place.mentoring)
        await place.discord.gateway.resumes()
    await place.discord.gateway.heard()
    assert len(calls) == 1
    assert (await spaces(place))["School OTs"].channel == ""


async def test_a_server_that_the_bot_was_removed_from_while_it_was_away_is_let_go(place: Attended) -> None:
    """Was: the library remembers servers of an earlier session, and the core went on writing to one that was gone."""
    other = await place.another_guild("Elsewhere")
    await place.restart()
    assert (await spaces(place))["Elsewhere"].connected
    other.forgets_bot()
    await begins_anew(place)
    assert not (await spaces(place))["Elsewhere"].connected
    assert (await spaces(place))["School OTs"].connected


async def test_a_server_that_was_left_while_the_process_was_down_is_let_go(place: Attended) -> None:
    other = await place.another_guild("Elsewhere")
    await place.restart()
    await place.life.aclose()
    other.forgets_bot()
    await place.start()
    assert not (await spaces(place))["Elsewhere"].connected


@pytest.mark.parametrize("how", ["new session", "restart"])
async def test_a_server_that_was_joined_while_the_bot_was_away_is_greeted(place: Attended, how: str) -> None:
    other = place.discord.guild(name="Elsewhere")
    if how == "restart":
        await place.restart()
    else:
        async with told(place, "connect", 2):
            await begins_anew(place)
    assert (await spaces(place))["Elsewhere"].connected
    await place.settled()
    assert len(other.owner.direct) == 1


@pytest.mark.parametrize("how", ["new session", "restart"])
async def test_a_channel_and_a_role_that_went_away_meanwhile_are_noticed(place: Attended, how: str) -> None:
    role = place.guild.role("Helpers")
    await has_role(place, str(role.id))
    del place.guild.channels[place.mentoring.id], place.guild.roles[role.id]
    if how == "restart":
        await place.restart()
    else:
        async with told(place, "still_there"):
            await begins_anew(place)
    space = (await spaces(place))["School OTs"]
    assert (space.channel, space.moderator_roles) == ("", ())


@pytest.mark.parametrize("how", ["online", "new session", "restart"])
async def test_an_outage_is_no_farewell(place: Attended, how: str) -> None:
    if how == "online":
        await place.guild.goes_down()
    else:
        place.guild.unavailable = True
        await (place.restart() if how == "restart" else begins_anew(place))
    assert (await spaces(place))["School OTs"].connected
    del place.guild.channels[place.mentoring.id]
    async with told(place, "still_there"):
        await place.guild.comes_back()
    assert (await spaces(place))["School OTs"].channel == "", "what went away meanwhile is noticed"


async def test_each_shard_hears_of_its_servers(sharded: Attended) -> None:
    assert sorted(sharded.discord.gateway.connected_shards) == [0, 1]
    assert {session.intents for session in sharded.discord.gateway.sessions.values()} == {GUILDS | DIRECT_MESSAGES}
    here, there = sharded.discord.guilds.values()
    for number, guild in enumerate((here, there)):
        person = guild.person(f"Person {number}")
        assert (await person.types(HELP)).ok
        await sharded.does(person, SaidToBot(), guild)
        assert len(person.direct) == 1


async def test_a_shard_that_begins_anew_alone_notices_what_is_gone(sharded: Attended) -> None:
    """Was: the library says that all are ready only where all begin anew."""
    gateway = sharded.discord.gateway
    other = next(guild for guild in sharded.discord.guilds.values() if guild is not sharded.guild)
    other.forgets_bot()
    line = next(line for line in gateway.lines if line.session and line.session.serves(other.id))
    async with told(sharded, "present"):
        assert line.session is not None
        gateway.sessions.pop(line.session.id)
        line.op(INVALID, False)
    assert not (await spaces(sharded))["Elsewhere"].connected
    assert (await spaces(sharded))["School OTs"].connected


async def test_what_goes_wrong_before_the_first_connection_is_tried_again(
    place: Attended, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Was: the program ended with a traceback, Slack and all, because Discord stumbled once while it started."""
    monkeypatch.setattr("adapters.discord.adapter.AGAIN", 0.01)
    place.discord.fail("get_bot_gateway", status=503)
    place.discord.drop("get_bot_gateway", times=2)  # reading is repeated once by the client itself
    await place.restart()
    assert (await place.person("Maya").types(HELP, place.mentoring)).ok


async def test_a_token_that_was_reset_before_the_first_connection_is_tried_once(place: Attended) -> None:
    settings = Settings(
        discord_token=place.discord.app.token,
        discord_api_url=place.discord.api_url,
        discord_gateway_url=place.discord.gateway_url,
    )
    place.discord.fail("get_bot_gateway", status=401, times=9)
    async with opened(settings, "", place.storage) as served:
        program = Program(settings, place.storage, {Platform.DISCORD: served})
        await served.begin(program)
        with pytest.raises(SettingsError, match=r"DISCORD_TOKEN isn't valid.*Reset Token"):
            await served.serve(program, lambda _: None)
    assert len(place.discord.invalid_requests) == 1


async def test_a_reset_token_ends_the_connection_and_is_not_tried_again(place: Attended) -> None:
    maya = place.person("Maya")
    place.discord.revokes_token()
    await place.discord.gateway.disconnected()
    for _ in range(3):
        await place.does(maya, SaidToBot())
    assert len(place.discord.invalid_requests) <= 1
    assert place.discord.gateway.closed_with == [4004]
