"""Who somebody is: asked seldom, believed for a minute where it decides, and changed at once when Slack tells."""

import asyncio

import pytest

from bot.commands import MentorAdmin
from bot.errors import DeliveryError, RateLimited
from bot.texts import common
from tests.adapters.slack.attended import Attended
from tests.simulators.slack import SlackPerson

DENIED = common.MODERATORS_ONLY


class Seconds:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> Seconds:
    seconds = Seconds()
    monkeypatch.setattr("adapters.slack.profiles.monotonic", seconds)
    return seconds


async def is_moderator(place: Attended, person: SlackPerson) -> bool:
    before = len(person.ephemerals)
    await person.types("/mentor-admin")
    await place.adapter.settled()
    assert isinstance(place.front.handled[-1][0], MentorAdmin)
    return DENIED not in person.ephemerals[before].words


async def test_admins_and_owners_moderate_and_nobody_else(place: Attended) -> None:
    assert await is_moderator(place, place.person("Ines", admin=True))
    assert await is_moderator(place, place.person("Otto", owner=True))
    assert not await is_moderator(place, place.person("Maya"))
    assert not await is_moderator(place, place.person("Gus", restricted=True))
    assert not await is_moderator(place, place.person("Gil", restricted=True, admin=True))
    assert not await is_moderator(place, place.person("Una", ultra_restricted=True))


async def test_a_guest_may_take_part(place: Attended) -> None:
    gus = place.person("Gus", restricted=True)
    await gus.types("/find-mentor")
    await place.adapter.settled()
    await gus.fills({"state": "Ohio", "setting": "elementary", "topics": ["scheduling"], "free_times": "weekdays"})
    await gus.submits()
    assert "Your request is in" in gus.form.words


async def test_who_is_no_admin_any_more_is_refused_at_once_where_slack_tells(place: Attended, seconds: Seconds) -> None:
    ines = place.person("Ines", admin=True)
    assert await is_moderator(place, ines)
    await place.workspace.changes_profile(ines, admin=False)
    assert not await is_moderator(place, ines)
    assert len(place.slack.calls_of("users.info")) == 1, "what Slack told needs no question"


async def test_who_is_no_admin_any_more_is_refused_after_a_minute_anyway(place: Attended, seconds: Seconds) -> None:
    ines = place.person("Ines", admin=True)
    assert await is_moderator(place, ines)
    ines.profile.admin = False
    seconds.now += 59
    assert await is_moderator(place, ines)
    seconds.now += 2
    assert not await is_moderator(place, ines)


async def test_what_slack_tells_late_of_before_makes_nobody_an_admin_again(place: Attended, seconds: Seconds) -> None:
    """Was: a change that was delivered minutes later took the place of what had come after it."""
    ines = place.person("Ines", admin=True)
    promoted = await place.workspace.changes_profile(ines, admin=True)
    assert promoted is not None
    place.slack.clock.moves(seconds=10)
    await place.workspace.changes_profile(ines, admin=False)
    await place.slack.retry(promoted)
    assert not await is_moderator(place, ines)
    assert place.front.changes[-1][1].moderator is False, "and the core hears what is so now"


async def test_a_name_and_a_zone_are_asked_for_once_in_hours(place: Attended, seconds: Seconds) -> None:
    maya = place.person("Maya")
    for _ in range(3):
        await maya.types("/my-mentoring")
        await place.adapter.settled()
    await place.slack.called("users.info")
    seconds.now += 5 * 3600
    await maya.types("/my-mentoring")
    await place.adapter.settled()
    assert len(place.slack.calls_of("users.info")) == 1
    seconds.now += 2 * 3600
    await maya.types("/my-mentoring")
    await place.slack.called("users.info", where=lambda call: call is not place.slack.calls_of("users.info")[0])


async def test_the_zone_of_the_profile_is_proposed_in_the_form(place: Attended) -> None:
    maya = place.person("Maya")
    maya.profile.tz = "America/Chicago"
    await maya.types("/find-mentor")
    await place.adapter.settled()
    await place.adapter.directory.standing(place.account(maya))
    await maya.fills({"state": "Ohio", "setting": "elementary", "topics": ["scheduling"], "free_times": "weekdays"})
    await maya.submits()
    assert place.front.handled[-1][1].zone == "America/Chicago"
    assert "Central" in maya.form.words or "Chicago" in maya.form.words


async def test_who_acts_for_the_first_time_is_known_by_name_and_zone(place: Attended) -> None:
    """Was: whoever began with a button was kept by the handle of their account, and without a zone."""
    maya, ruth = place.person("Maya"), place.person("Ruth Okafor")
    ruth.profile.tz = "America/Chicago"
    await place.asks(maya)
    await ruth.presses("I can help with this")
    await place.adapter.settled()
    reader = await place.bot.reader(place.account(ruth))
    assert (reader.name, reader.zone) == ("Ruth Okafor", "America/Chicago")


async def test_a_first_press_does_not_wait_long_for_a_name(place: Attended, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.slack.answering.INTRODUCTION", 0.01)
    maya, ruth = place.person("Maya"), place.person("Ruth Okafor")
    await place.asks(maya)
    held = place.slack.hold("users.info")
    await ruth.presses("I can help with this")
    await place.adapter.settled()
    assert len(ruth.ephemerals) == 1
    held.release()


async def test_a_form_does_not_wait_for_a_name_at_all(place: Attended) -> None:
    held = place.slack.hold("users.info")
    maya = place.person("Maya")
    await maya.types("/find-mentor")
    await place.adapter.settled()
    assert maya.form.callback_id == "form"
    held.release()


async def test_many_questions_about_one_person_are_one_call(place: Attended) -> None:
    maya = place.person("Maya")
    standings = await asyncio.gather(*(place.adapter.directory.standing(place.account(maya)) for _ in range(5)))
    assert len({id(standing) for standing in standings}) == 1
    assert len(place.slack.calls_of("users.info")) == 1


async def test_a_role_that_can_not_be_verified_counts_for_nothing(place: Attended) -> None:
    ines = place.person("Ines", admin=True)
    place.slack.fail("users.info", times=5)
    assert not await is_moderator(place, ines)
    place.slack.limit("users.info", times=5)
    with pytest.raises(DeliveryError):
        await place.adapter.directory.standing(place.account(place.person("Otto", owner=True)))


async def test_nobody_is_asked_about_before_slack_s_time_to_wait_is_over(place: Attended, seconds: Seconds) -> None:
    """Was: each first press during a limit asked again."""
    people = [place.account(place.person(name)) for name in ("Maya", "Ruth", "Otto")]
    fault = place.slack.limit("users.info", retry_after=30, times=5)
    for account in people:
        with pytest.raises(RateLimited):
            await place.adapter.directory.standing(account)
    assert fault.hits == 1
    fault.lifted()
    seconds.now += 31
    assert (await place.adapter.directory.standing(people[0])).name == "Maya"


@pytest.mark.parametrize("who", ["a bot", "a deactivated person", "the bot itself", "a stranger", "nobody", "Slackbot"])
async def test_only_people_who_are_here_can_be_chosen(place: Attended, who: str) -> None:
    ines = place.person("Ines", admin=True)
    chosen = {
        "a bot": place.workspace.person("Beep", bot=True).id,
        "a deactivated person": place.workspace.person("Gone", deleted=True).id,
        "the bot itself": place.workspace.bot_user_id,
        "a stranger": place.stranger("Eve").id,
        "nobody": "U0NOBODY",
        "Slackbot": "USLACKBOT",
    }[who]
    await ines.types("/mentor-admin")
    await ines.presses("Moderators")
    await place.adapter.settled()
    await ines.presses("Add a moderator")
    await place.adapter.settled()
    before = await place.rows("members")
    answer = await ines.submits(forged_values={"member/value": {"type": "users_select", "selected_user": chosen}})
    await place.settled()
    assert answer.body["response_action"] == "errors"
    sentence = ines.form.errors["member"]
    assert sentence == common.NOT_A_PERSON if who in ("a bot", "the bot itself") else "can't be found" in sentence
    assert await place.rows("members") == before


async def test_somebody_who_was_never_here_before_can_be_chosen(place: Attended) -> None:
    ines, ruth = place.person("Ines", admin=True), place.person("Ruth")
    await ines.types("/mentor-admin")
    await ines.presses("Moderators")
    await place.adapter.settled()
    await ines.presses("Add a moderator")
    await place.adapter.settled()
    await ines.fills({"member": ruth.id})
    await ines.submits()
    await place.settled()
    assert (await place.bot.reader(place.account(ruth))).moderator
    assert await is_moderator(place, ruth)
