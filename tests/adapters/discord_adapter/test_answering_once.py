"""Told once more, pressed twice, or a process that begins anew: everything counts once, and every button works."""

import asyncio

import pytest

from tests.adapters.discord_adapter.attended import Attended
from tests.simulators.simulated_discord.conduct import CALLBACK

WISH = {"state": "Ohio", "setting?": "elementary", "topics": ["scheduling"], "free_times": "weekdays after 3pm"}


async def test_what_a_resumed_connection_tells_again_is_let_pass(
    place: Attended, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, ruth, card = await place.proposed()
    answer = await ruth.presses("Yes, I will", on=card)
    await place.adapter.settled()
    again = await place.discord.redeliver(answer, within=0.2)
    assert not again.ok
    assert await place.rows("matches") == 1
    assert len([call for call in place.calls(answer) if call.name == CALLBACK]) == 1
    monkeypatch.setattr("adapters.discord.answering.MOST_REMEMBERED", 1)
    for _ in range(3):
        await ruth.types("/mentor-help", place.mentoring)
    assert place.adapter._answering is not None
    assert len(place.adapter._answering._seen) <= 2, "what is remembered has an end"


async def test_after_a_resume_the_same_press_counts_once(place: Attended) -> None:
    _, ruth, card = await place.proposed()
    answer = await ruth.presses("Yes, I will", on=card)
    await place.settled()
    place.discord.gateway.cuts()
    await place.discord.gateway.resumes()
    await place.discord.redeliver(answer, within=0.2)
    await place.settled()
    assert await place.rows("matches") == 1


async def test_a_process_that_died_before_its_answer_says_what_was_done(place: Attended) -> None:
    _, ruth, card = await place.proposed()
    answer = await ruth.presses("Yes, I will", on=card)
    await place.settled()
    await place.restart()
    await place.discord.redeliver(answer, unanswered=True)
    await place.settled()
    assert await place.rows("matches") == 1
    assert "Yes, I will" not in card.buttons
    assert not any("code:" in message.words for message in ruth.ephemerals)


async def test_two_presses_at_once_count_once(place: Attended) -> None:
    _, ruth, card = await place.proposed()
    element = card.element("Yes, I will").custom_id
    data = {"custom_id": element, "component_type": 2, "id": 1}
    await asyncio.gather(*(ruth.forges(data, kind=3, where=card.channel, on=card) for _ in range(3)))
    await place.settled()
    assert await place.rows("matches") == 1
    assert not any("code:" in message.words for message in ruth.ephemerals)


async def test_every_kind_of_button_works_after_a_restart(place: Attended) -> None:
    maya, ruth, card = await place.proposed()
    await maya.types("/my-mentoring", place.mentoring)
    await place.restart()
    details = next(label for label in maya.ephemerals[-1].buttons if "details" in label.casefold())
    assert (await maya.presses(details)).kind == "modal"
    maya.closes()
    assert (await ruth.presses("No, sorry", on=card)).kind == "modal"
    await place.restart()
    await ruth.submits()
    await place.settled()
    assert "No, sorry" not in card.buttons


async def test_a_half_filled_form_goes_on_after_a_restart(place: Attended) -> None:
    maya = place.person("Maya")
    await maya.types("/find-mentor", place.mentoring)
    await maya.fills({**WISH, "state": "Atlantis"})
    await place.restart()
    await maya.submits()
    await place.adapter.settled()
    await place.restart()
    await maya.presses("Fix it")
    assert maya.modal is not None
    assert maya.modal.values["free_times"] == "weekdays after 3pm"
    await place.restart()
    await maya.fills({"state": "Ohio"})
    await maya.submits()
    await place.adapter.settled()
    assert "Your request is in" in maya.ephemerals[-1].words
    assert await place.rows("requests") == 1
    assert await place.rows("drafts") == 0
