"""The database is slow: Slack is answered in time all the same, and the answer follows."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from pathlib import Path
from typing import TypeVar

import pytest

from adapters.slack import following
from bot.commands import FindMentor
from bot.errors import StorageError
from bot.ports.platforms import Account, Standing
from bot.texts import common, dialogs
from tests.adapters.slack.attended import AT_ONCE, Attended, attended
from tests.databases import sqlite_database
from tests.simulators.slack import Answer, SlackPerson

T = TypeVar("T")
WISH = {"state": "Ohio", "setting": "elementary", "topics": ["scheduling"], "free_times": "weekdays after 3pm"}


@pytest.fixture(params=["socket", "http"])
async def place(request: pytest.FixtureRequest, shared_folder: Path, tmp_path: Path) -> AsyncIterator[Attended]:
    """The adapter waits for the core no longer than a moment."""
    url = sqlite_database(shared_folder, tmp_path, migrated=True)
    async with attended(url, request.param, patience=AT_ONCE) as place:
        yield place


async def slowly(place: Attended, act: Awaitable[Answer | None]) -> Answer:
    """The act while the core is held: acknowledged although there is no answer yet."""
    place.front.gate.clear()
    answer = await act
    assert answer is not None
    assert answer.ok
    return answer


async def released(place: Attended) -> None:
    place.front.gate.set()
    await place.adapter.settled()


async def opens(place: Attended, person: SlackPerson, line: str) -> None:
    await person.types(line)
    await place.adapter.settled()


async def test_a_command_is_acknowledged_and_answered_later(place: Attended) -> None:
    maya = place.person("Maya")
    answer = await slowly(place, maya.types("/my-mentoring", place.mentoring))
    assert answer.body == {}
    assert not maya.ephemerals
    await released(place)
    assert [call.method for call in place.calls(answer)] == ["response_url"]
    assert len(maya.ephemerals) == 1
    assert len(place.front.handled) == 1


async def test_a_form_opens_from_its_trigger_before_there_is_anything_in_it(place: Attended) -> None:
    maya = place.person("Maya")
    answer = await slowly(place, maya.types("/find-mentor"))
    await place.slack.called("views.open", after=answer)
    assert maya.form.title == dialogs.WAITING_TITLE
    await released(place)
    assert maya.form.callback_id == "form"
    assert [call.method for call in place.calls(answer)] == ["views.open", "views.update"]


async def test_a_waiting_dialog_gets_its_content_also_if_slack_s_answer_got_lost(place: Attended) -> None:
    """Was: it opened, the line broke, and it waited for ever."""
    maya = place.person("Maya")
    place.slack.drop("views.open", after_accepting=True)
    await slowly(place, maya.types("/find-mentor"))
    await released(place)
    assert maya.form.callback_id == "form"
    assert not maya.ephemerals
    place.slack.expected_violations("exchanged_trigger_id")


async def test_a_form_opens_from_a_button_and_a_shortcut_in_time_too(place: Attended) -> None:
    maya, ruth = place.person("Maya"), place.person("Ruth")
    await place.offers(ruth)
    await place.asks(maya)
    for act in (ruth.presses("No, sorry"), maya.uses_shortcut("open-offer-mentoring")):
        answer = await slowly(place, act)
        await place.slack.called("views.open", after=answer)
        await released(place)
        assert answer.person is not None
        assert answer.person.form.callback_id == "form"


async def test_a_waiting_dialog_that_was_closed_stays_closed_without_a_word(place: Attended) -> None:
    """Was: who closed it was told that something went wrong."""
    maya = place.person("Maya")
    answer = await slowly(place, maya.types("/find-mentor"))
    await place.slack.called("views.open", after=answer)
    await maya.closes()
    await released(place)
    assert maya.modal is None
    assert not maya.ephemerals
    assert not maya.direct


async def test_a_refused_form_opener_says_why_in_its_dialog(place: Attended) -> None:
    maya = place.person("Maya")
    answer = await slowly(place, maya.types("/mentor-setup"))
    await place.slack.called("views.open", after=answer)
    await released(place)
    assert common.MODERATORS_ONLY in maya.form.words


async def test_a_form_waits_in_its_dialog_and_then_shows_the_answer(place: Attended) -> None:
    maya = place.person("Maya")
    await opens(place, maya, "/find-mentor")
    await maya.fills(WISH)
    answer = await slowly(place, maya.submits())
    assert maya.form.title == dialogs.WAITING_TITLE
    await released(place)
    assert "Your request is in" in maya.form.words
    assert [call.method for call in place.calls(answer)] == ["views.update"]
    assert await place.rows("requests") == 1


async def test_a_late_refusal_brings_back_everything_and_says_what_is_wrong_with_each_field(place: Attended) -> None:
    """Was: only that something needs mending, and not what."""
    maya = place.person("Maya")
    await opens(place, maya, "/offer-mentoring")
    await maya.fills({"profession": "otr", "years": "very many", "states": "Ohio", "settings": ["elementary"]})
    await maya.fills({"free_times": "whenever the moon is full"})
    await slowly(place, maya.submits())
    await released(place)
    form = maya.form
    assert form.callback_id == "form"
    typed = {name: form.value(form.element(name)) for name in ("years", "free_times")}
    assert typed == {"years": "very many", "free_times": "whenever the moon is full"}
    assert form.value(form.element("profession"))["value"] == "otr"
    assert [each["value"] for each in form.value(form.element("settings"))] == ["elementary"]
    problems = place.front.replies[-1].view.problems  # type: ignore[union-attr]  # a refusal
    assert problems
    assert all(sentence in form.words for sentence in problems.values())
    assert await place.rows("offers") == 0
    await maya.fills({"years": "6", "free_times": "weekdays after 3pm"})
    await slowly(place, maya.submits())
    await released(place)
    assert await place.rows("offers") == 1


async def test_an_answer_to_a_form_that_was_closed_meanwhile_comes_by_message(place: Attended) -> None:
    """Was: nobody heard whether it had worked."""
    maya = place.person("Maya")
    await opens(place, maya, "/find-mentor")
    await maya.fills(WISH)
    await slowly(place, maya.submits())
    await maya.closes()
    await released(place)
    assert "Your request is in" in maya.direct[-1].words


async def test_a_refusal_of_a_form_that_was_closed_meanwhile_comes_by_message(place: Attended) -> None:
    maya = place.person("Maya")
    await opens(place, maya, "/find-mentor")
    await maya.fills({**WISH, "free_times": "whenever the moon is full"})
    await slowly(place, maya.submits())
    await maya.closes()
    await released(place)
    assert dialogs.CLOSED_EARLY in maya.direct[-1].words
    assert await place.rows("requests") == 0


async def test_what_looks_like_student_information_is_not_written_into_a_message_that_stays(place: Attended) -> None:
    maya = place.person("Maya")
    await opens(place, maya, "/find-mentor")
    await maya.fills({**WISH, "note": "My student Jordan P. (DOB 3/4/2015) needs help"})
    await slowly(place, maya.submits())
    await maya.closes()
    await released(place)
    assert dialogs.CLOSED_EARLY in maya.direct[-1].words
    assert not any("Jordan" in message.words for message in maya.seen)
    assert await place.rows("requests") == 0


async def test_a_press_on_a_message_is_acknowledged_and_the_card_changes_later(place: Attended) -> None:
    maya, ruth = place.person("Maya"), place.person("Ruth")
    await place.offers(ruth)
    await place.asks(maya)
    card = ruth.direct[-1]
    answer = await slowly(place, ruth.presses("Yes, I will"))
    assert "Yes, I will" in card.buttons
    await released(place)
    assert "Yes, I will" not in card.buttons
    assert [call.method for call in place.calls(answer)] == ["chat.update"]


async def test_a_form_from_a_card_that_is_answered_late_changes_both(place: Attended) -> None:
    maya, ruth = place.person("Maya"), place.person("Ruth")
    await place.offers(ruth)
    await place.asks(maya)
    card = ruth.direct[-1]
    await ruth.presses("No, sorry")
    await place.adapter.settled()
    answer = await slowly(place, ruth.submits())
    await released(place)
    assert "No, sorry" not in card.buttons
    assert ruth.form.title != dialogs.WAITING_TITLE
    assert [call.method for call in place.calls(answer)] == ["views.update", "chat.update"]


async def test_a_press_in_a_dialog_and_at_home_is_answered_later(place: Attended) -> None:
    maya = place.person("Maya")
    await place.asks(maya)
    await maya.opens_home()
    await place.adapter.settled()
    assert maya.home is not None
    withdraw = next(label for label in maya.home.buttons if "ithdraw" in label)
    answer = await slowly(place, maya.presses(withdraw, on=maya.home))
    await released(place)
    assert withdraw not in maya.home.buttons
    assert [call.method for call in place.calls(answer)] == ["views.publish"]
    await maya.types("/find-mentor")
    await place.adapter.settled()
    await maya.fills(WISH)
    await slowly(place, maya.submits())
    await released(place)
    answer = await slowly(place, maya.presses("Add details"))
    await released(place)
    assert maya.form.callback_id == "form"
    assert [call.method for call in place.calls(answer)] == ["views.update"]


async def test_a_home_that_is_opened_is_acknowledged_at_once(place: Attended) -> None:
    maya = place.person("Maya")
    await slowly(place, maya.opens_home())
    assert maya.home is None
    await released(place)
    assert maya.home is not None


async def test_what_somebody_says_to_the_bot_is_acknowledged_in_time(place: Attended) -> None:
    """Was: an event was acknowledged only when the core was through with it."""
    maya = place.person("Maya")
    await slowly(place, maya.says("hello"))
    await released(place)
    await place.settled()
    assert len(maya.direct) == 2


async def test_a_person_who_leaves_is_acknowledged_in_time(place: Attended) -> None:
    maya = place.person("Maya")
    await place.asks(maya)
    await slowly(place, place.workspace.changes_profile(maya, deleted=True))
    await released(place)
    assert [standing.here for _, standing in place.front.changes] == [False]


async def test_what_failed_after_its_acknowledgement_is_done_again(
    place: Attended, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Was: lost, since Slack does not tell again what was acknowledged; somebody who had left stayed."""
    monkeypatch.setattr(following, "PAUSES", (0.0, 0.0))
    maya = place.person("Maya")
    await place.asks(maya)
    place.front.failure = StorageError("the server of the database can't be reached")
    await slowly(place, place.workspace.changes_profile(maya, deleted=True))
    failing, done = place.front.changed, asyncio.Event()

    async def changed(account: Account, standing: Standing) -> None:
        if len(place.front.changes) == 2:
            place.front.failure = None
        await failing(account, standing)
        done.set()

    monkeypatch.setattr(place.front, "changed", changed)
    place.front.gate.set()
    async with asyncio.timeout(5):
        await done.wait()
    assert len(place.front.changes) == 3
    async with place.storage.database.reader.connect() as connection:
        assert (await connection.exec_driver_sql("SELECT left_at FROM members")).scalar_one() is not None


async def test_a_list_that_takes_too_long_is_empty_for_now(place: Attended) -> None:
    ines = place.person("Ines", admin=True)
    for number in range(101):
        await place.offers(place.person(f"Mentor {number:03}"))
    await opens(place, ines, "/mentor-admin")
    await ines.presses("Mentors")
    await place.adapter.settled()
    place.front.gate.clear()
    assert await ines.searches("mentor", "Mentor") == []
    await released(place)


async def test_ten_people_at_once_are_all_acknowledged_while_the_core_is_held(place: Attended) -> None:
    people = [place.person(f"Member {number}") for number in range(10)]
    place.front.gate.clear()
    answers = await asyncio.gather(*(person.types("/my-mentoring") for person in people))
    assert all(answer.ok for answer in answers)
    await released(place)
    assert [len(person.ephemerals) for person in people] == [1] * 10


@pytest.mark.parametrize("failure", [RuntimeError("a defect"), StorageError("the disk is full")])
async def test_a_late_failure_is_shown_where_the_answer_would_have_been(place: Attended, failure: Exception) -> None:
    """Was: the dialog waited for ever."""
    maya = place.person("Maya")
    await opens(place, maya, "/find-mentor")
    await maya.fills(WISH)
    place.front.failure = failure
    await slowly(place, maya.submits())
    await released(place)
    expected = common.STORAGE_TROUBLE if isinstance(failure, StorageError) else "tell a moderator this code"
    assert expected in maya.form.words
    assert maya.form.value(maya.form.element("free_times")) == WISH["free_times"]
    await maya.closes()
    answer = await slowly(place, maya.types("/find-mentor"))
    await place.slack.called("views.open", after=answer)
    await released(place)
    assert expected in maya.form.words


async def test_what_is_slow_is_done_once_although_it_comes_twice(place: Attended) -> None:
    maya = place.person("Maya")
    await opens(place, maya, "/find-mentor")
    await maya.fills(WISH)
    answer = await slowly(place, maya.submits())
    await place.slack.redeliver(answer)
    await released(place)
    assert len([c for c, _ in place.front.handled if isinstance(c, FindMentor)]) == 1
    assert [call.method for call in place.calls(answer)] == ["views.update"]
