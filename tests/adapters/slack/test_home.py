"""The App Home: fresh each time, with the results of presses, and moderators' parts for moderators alone."""

import asyncio

from bot.texts import common
from tests.adapters.slack.attended import AT_ONCE, Attended, attended
from tests.simulators.slack import SlackPerson

WISH = {"state": "Ohio", "setting": "elementary", "topics": ["scheduling"], "free_times": "weekdays after 3pm"}


async def opened(place: Attended, person: SlackPerson) -> str:
    """All that stands in this person's home, opened anew."""
    await person.opens_home()
    await place.adapter.settled()
    assert person.home is not None
    return person.home.words


async def test_each_opening_shows_what_is_so_now(either: Attended) -> None:
    maya = either.person("Maya")
    before = await opened(either, maya)
    await either.asks(maya)
    after = await opened(either, maya)
    assert "Ohio" not in before
    assert "Ohio" in after
    assert [call.method for call in either.slack.calls_of("views.publish")] == ["views.publish"] * 2
    assert len(either.front.homes) == 2
    assert not either.front.handled


async def test_the_messages_tab_is_no_home(place: Attended) -> None:
    maya = place.person("Maya")
    event = {"type": "app_home_opened", "user": maya.id, "channel": "D1", "tab": "messages"}
    await place.workspace.event(event)
    await place.adapter.settled()
    assert maya.home is None


async def test_moderators_see_the_queue_and_the_numbers_and_nobody_else_does(place: Attended) -> None:
    ines, maya = place.person("Ines", admin=True), place.person("Maya")
    await place.asks(maya)
    theirs, hers = await opened(place, ines), await opened(place, maya)
    assert ines.home is not None
    assert maya.home is not None
    assert {"Match by hand", "Mentors", "Settings"} <= set(ines.home.buttons)
    assert not {"Match by hand", "Mentors", "Settings", "Numbers"} & set(maya.home.buttons)
    for words in ("Needs a hand", "How the program is doing", "Waiting now: 1"):
        assert words in theirs
        assert words not in hers


async def test_who_moderates_no_more_loses_the_parts_of_moderators(place: Attended) -> None:
    ines = place.person("Ines", admin=True)
    await opened(place, ines)
    await place.workspace.changes_profile(ines, admin=False)
    await opened(place, ines)
    assert ines.home is not None
    assert "Match by hand" not in ines.home.buttons


async def test_a_press_shows_its_result_above_the_rest(either: Attended) -> None:
    maya = either.person("Maya")
    await either.asks(maya)
    await opened(either, maya)
    assert maya.home is not None
    withdraw = next(label for label in maya.home.buttons if "ithdraw" in label)
    answer = await maya.presses(withdraw, on=maya.home)
    await either.adapter.settled()
    assert [call.method for call in either.calls(answer)] == ["views.publish"]
    assert withdraw not in maya.home.buttons
    assert len(either.front.handled) == 1
    old = maya.home.words
    assert await opened(either, maya) != old, "the result is news once"


async def test_a_press_that_is_refused_says_so_above_the_rest(place: Attended) -> None:
    maya = place.person("Maya")
    await opened(place, maya)
    assert maya.home is not None
    await maya.forges({"type": "button", "block_id": "b", "action_id": "mentor-admin"}, maya.home)
    await place.adapter.settled()
    assert maya.home.words.startswith(common.MODERATORS_ONLY)


async def test_a_dialog_from_home_that_closes_shows_there_what_has_changed(either: Attended) -> None:
    maya = either.person("Maya")
    await opened(either, maya)
    assert maya.home is not None
    await maya.presses("Find a mentor", on=maya.home)
    await either.adapter.settled()
    await maya.fills(WISH)
    await maya.submits()
    assert "Ohio" not in maya.home.words
    await maya.closes()
    await either.adapter.settled()
    assert "Ohio" in maya.home.words


async def test_a_dialog_from_elsewhere_that_closes_is_nothing_to_the_home(place: Attended) -> None:
    maya = place.person("Maya")
    await maya.types("/find-mentor")
    await place.adapter.settled()
    assert await maya.closes() is None
    await place.adapter.settled()
    assert maya.home is None


async def test_a_home_that_slack_stumbles_over_is_published_all_the_same(place: Attended) -> None:
    """Was: a single 500 left the page as it was."""
    maya = place.person("Maya")
    place.slack.fail("views.publish")
    await opened(place, maya)
    place.slack.drop("views.publish", after_accepting=True)
    await place.asks(maya)
    assert "Ohio" in await opened(place, maya)


async def test_a_home_is_for_people_who_belong_here(place: Attended) -> None:
    eve = place.stranger("Eve")
    await place.workspace.event({"type": "app_home_opened", "user": eve.id, "channel": "D1", "tab": "home"})
    await place.adapter.settled()
    assert await place.rows("members") == 0


async def test_a_pair_sees_each_other_and_the_next_meeting(place: Attended) -> None:
    maya, ruth = await place.matched()
    await maya.presses(next(label for label in maya.groups[0].messages[0].buttons if "Oct" in label))
    await place.settled()
    await ruth.presses("Agree")
    await place.settled()
    words = await opened(place, maya)
    assert ruth.mention in words
    assert "<!date^" in words, "in the reader's own time"


async def test_a_hundred_people_who_open_their_home_at_once_get_it(sqlite_url: str) -> None:
    async with attended(sqlite_url, patience=AT_ONCE) as place:
        people = [place.person(f"Member {number}") for number in range(100)]
        await asyncio.gather(*(person.opens_home() for person in people))
        await place.adapter.settled()
        assert all(person.home is not None for person in people)
