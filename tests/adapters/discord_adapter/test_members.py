"""Who somebody is: as Discord says now, and never older than a minute."""

from datetime import timedelta

import pytest

from bot.commands import MentorStats, OpenSettings
from bot.errors import TryLater
from bot.ids import SpaceId
from bot.ports.platforms import Account, Envelope, Platform, Standing, UserId
from bot.texts import common
from bot.views import Message, Rejected
from tests.adapters.discord_adapter.attended import Attended
from tests.adapters.discord_adapter.delivered import has_role
from tests.simulators.simulated_discord import DiscordPerson, Permission

ASKED = "get_guild_member"


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The clock that freshness goes by; tests move it."""
    now = [1000.0]
    monkeypatch.setattr("adapters.discord.members.monotonic", lambda: now[0])
    return now


async def standing(place: Attended, person: DiscordPerson) -> Standing:
    return await place.adapter.directory.standing(place.account(person))


async def moderating(place: Attended, permissions: Permission = Permission.MANAGE_GUILD) -> DiscordPerson:
    role = place.guild.role("Moderators", permissions=permissions)
    await place.guild.makes_role(role)
    return place.person("Mo", roles=[role])


async def test_what_discord_says_of_a_person(place: Attended) -> None:
    maya = place.person("Maya", nick="Maya of Ohio")
    found = await standing(place, maya)
    assert (found.name, found.here, found.person, found.moderator) == ("Maya of Ohio", True, True, False)
    assert not found.roles, "the one that everybody has is none to moderate by"
    bot = Account(Platform.DISCORD, SpaceId(str(place.guild.id)), UserId(str(place.discord.app.bot.id)))
    assert not (await place.adapter.directory.standing(bot)).person


@pytest.mark.parametrize("permissions", [Permission.MANAGE_GUILD, Permission.ADMINISTRATOR])
async def test_who_may_manage_the_server_moderates(place: Attended, permissions: Permission) -> None:
    mo = await moderating(place, permissions)
    assert (await standing(place, mo)).moderator
    assert isinstance((await place.does(mo, MentorStats())).view, Message)


async def test_the_owner_moderates_and_a_new_owner_too(place: Attended, seconds: list[float]) -> None:
    """Was: a server that was given to somebody else was moderated by its former owner for a minute more."""
    maya, before = place.person("Maya"), place.guild.owner
    assert (await standing(place, before)).moderator
    assert not (await standing(place, maya)).moderator
    place.guild.owner = maya
    await place.guild.renames("School OTs")
    assert (await standing(place, maya)).moderator
    assert not (await standing(place, before)).moderator


async def test_who_has_the_role_that_was_chosen_moderates_for_as_long_as_they_have_it(
    place: Attended, seconds: list[float]
) -> None:
    helpers = place.guild.role("Helpers")
    await place.guild.makes_role(helpers)
    await has_role(place, str(helpers.id))
    maya = place.person("Maya", roles=[helpers])
    assert isinstance((await place.does(maya, MentorStats())).view, Message)
    maya.loses(helpers)
    seconds[0] += 61
    reply = await place.bot.handle(MentorStats(), envelope(place, maya))
    assert isinstance(reply.view, Rejected)
    maya.gets(helpers)
    seconds[0] += 61
    assert isinstance((await place.does(maya, MentorStats())).view, Message)


def envelope(place: Attended, person: DiscordPerson) -> Envelope:
    return Envelope(place.account(person), person.name, place.discord.ids.small("e"))


async def test_an_answer_is_asked_for_once_a_minute(place: Attended, seconds: list[float]) -> None:
    maya = place.person("Maya")
    for later in (0, 30, 30):
        seconds[0] += later
        await standing(place, maya)
    assert len(place.discord.calls_of(ASKED)) == 1
    seconds[0] += 0.1
    await standing(place, maya)
    assert len(place.discord.calls_of(ASKED)) == 2


async def test_a_role_that_changes_changes_people_at_once(place: Attended, seconds: list[float]) -> None:
    mo = await moderating(place, Permission.ADD_REACTIONS)
    (role,) = place.guild.members[mo.id].roles
    assert not (await standing(place, mo)).moderator
    await place.guild.changes_role(role, Permission.MANAGE_GUILD)
    assert (await standing(place, mo)).moderator
    await place.guild.deletes_role(role)
    assert not (await standing(place, mo)).moderator


async def test_who_acts_is_known_from_what_they_did(place: Attended) -> None:
    helpers = place.guild.role("Helpers")
    await place.guild.makes_role(helpers)
    await has_role(place, str(helpers.id))
    for person in (await moderating(place), place.person("Hal", roles=[helpers])):
        await person.types("/mentor-stats", place.mentoring)
        await place.settled()
        assert common.MODERATORS_ONLY not in person.ephemerals[-1].words
    assert not place.discord.calls_of(ASKED), "the interaction said it"


async def test_what_is_told_late_is_as_old_as_it_is(place: Attended) -> None:
    """Was: what somebody did before the line broke made them a moderator for a minute after it was mended."""
    mo = await moderating(place)
    answer = await mo.types("/mentor-help", place.mentoring)
    (role,) = place.guild.members[mo.id].roles
    await place.restart()
    place.guild.members[mo.id].roles.remove(role)
    place.clock.instant += timedelta(seconds=61)
    await place.discord.redeliver(answer, unanswered=True)
    assert not (await standing(place, mo)).moderator
    await place.restart()
    now = await standing(place, mo)
    place.clock.instant -= timedelta(seconds=2)
    await place.discord.redeliver(answer, unanswered=True)
    assert await standing(place, mo) == now, "what is newer stays"


async def test_who_left_is_not_here_and_who_is_nobody_neither(place: Attended, seconds: list[float]) -> None:
    maya = place.person("Maya")
    await maya.leaves()
    assert not (await standing(place, maya)).here
    nobody = Account(Platform.DISCORD, SpaceId(str(place.guild.id)), UserId("12345"))
    assert not (await place.adapter.directory.standing(nobody)).here
    await maya.joins()
    seconds[0] += 61
    assert (await standing(place, maya)).here


@pytest.mark.parametrize("trouble", ["503", "line", "limit", "401", "403", "404", "outage", "elsewhere"])
async def test_where_discord_can_not_say_nothing_is_guessed(place: Attended, trouble: str) -> None:
    maya = place.person("Maya")
    match trouble:
        case "503":
            place.discord.fail(ASKED, status=503)
        case "line":
            place.discord.drop(ASKED, times=2)
        case "limit":
            place.discord.limit(ASKED, retry_after=40)
        case "401":
            place.discord.fail(ASKED, status=401)
        case "403":
            place.discord.refuse(ASKED, 50001)
        case "404":
            place.discord.refuse(ASKED, 10004)
        case "outage":
            await place.guild.goes_down()
    if trouble == "elsewhere":
        with pytest.raises(TryLater):
            await place.adapter.directory.standing(Account(Platform.DISCORD, SpaceId("1"), UserId(str(maya.id))))
    else:
        with pytest.raises(TryLater):
            await standing(place, maya)


async def test_a_short_limit_is_waited_for_where_somebody_waits(place: Attended) -> None:
    maya = place.person("Maya")
    place.adapter.client.limits.patience = place.adapter.client.http.max_ratelimit_timeout = 0.01
    place.discord.limit(ASKED, retry_after=0.05)
    assert (await standing(place, maya)).here


async def test_nothing_is_opened_for_who_can_not_be_asked_about(place: Attended, seconds: list[float]) -> None:
    mo = await moderating(place)
    place.discord.fail(ASKED, status=503, times=9)
    reply = await place.bot.handle(OpenSettings(), envelope(place, mo))
    assert isinstance(reply.view, Rejected)


async def test_no_more_people_are_kept_than_fit(place: Attended, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.discord.members.MOST_KEPT", 2)
    everybody = [place.person(f"Person {number}") for number in range(4)]
    for person in (*everybody, everybody[-1]):
        await standing(place, person)
    assert len(place.discord.calls_of(ASKED)) == 4
