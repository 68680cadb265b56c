"""What people do is answered: one transaction, one first response, no fetch; and by whom it can be seen."""

import pytest

from bot.commands import AcceptProposal, Answers, OpenFindMentor, encode
from bot.ports.platforms import Reply
from bot.texts import common
from bot.views import Actions, Button, File, Message
from tests.adapters.discord_adapter.attended import Attended
from tests.adapters.discord_adapter.delivered import HELLO, SERIES
from tests.simulators.simulated_discord import Answer
from tests.simulators.simulated_discord.conduct import CALLBACK


def one_transaction(place: Attended, answer: Answer, *more: str) -> None:
    """The core was asked once, one callback was sent, and these calls followed it."""
    assert len(place.front.handled) == 1, place.front.handled
    assert [call.name for call in place.calls(answer)] == [CALLBACK, *more]


async def test_a_slash_command_is_answered_with_one_call_that_only_its_actor_sees(place: Attended) -> None:
    maya, ruth = place.person("Maya"), place.person("Ruth")
    answer = await maya.types("/my-mentoring", place.mentoring)
    await place.adapter.settled()
    one_transaction(place, answer)
    (shown,) = maya.ephemerals
    assert "Find a mentor" in shown.buttons
    assert not ruth.seen


async def test_a_form_opens_with_one_call_and_is_answered_with_one(place: Attended) -> None:
    maya = place.person("Maya")
    opened = await maya.types("/find-mentor", place.mentoring)
    one_transaction(place, opened)
    assert opened.kind == "modal"
    await maya.fills({"state": "Ohio", "setting?": "elementary", "topics": ["scheduling"]})
    await maya.fills({"free_times": "weekdays after 3pm"})
    place.front.handled.clear()
    sent = await maya.submits()
    await place.adapter.settled()
    one_transaction(place, sent)
    assert sent.kind == "message"
    assert "Your request is in" in maya.ephemerals[-1].words
    assert await place.rows("requests") == 1
    assert await place.rows("drafts") == 0


async def test_a_press_changes_its_card_with_one_call_after_who_pressed_is_looked_up(place: Attended) -> None:
    _, ruth, card = await place.proposed()
    answer = await ruth.presses("Yes, I will", on=card)
    await place.adapter.settled()
    assert answer.kind == "update"
    assert [call.name for call in place.calls(answer)] == ["get_guild_member", CALLBACK], "is she still here?"
    assert "Yes, I will" not in card.buttons
    assert not ruth.ephemerals


async def test_a_form_from_a_card_changes_the_card_when_it_is_sent(place: Attended) -> None:
    _, ruth, card = await place.proposed()
    await ruth.presses("No, sorry", on=card)
    sent = await ruth.submits()
    await place.adapter.settled()
    assert sent.kind == "update"
    assert "No, sorry" not in card.buttons
    assert not ruth.ephemerals


async def test_a_press_on_what_only_one_person_sees_changes_that(place: Attended) -> None:
    maya = place.person("Maya")
    await place.asks(maya)
    await maya.types("/my-mentoring", place.mentoring)
    (card,) = maya.ephemerals
    withdraw = next(label for label in card.buttons if "ithdraw" in label)
    place.front.handled.clear()
    answer = await maya.presses(withdraw, on=card)
    await place.adapter.settled()
    one_transaction(place, answer)
    assert maya.ephemerals == [card], "the card became the answer"
    assert withdraw not in card.buttons


async def test_a_card_has_the_files_of_what_takes_its_place_and_no_others(
    place: Attended, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, ruth, card = await place.proposed()
    again = Actions((Button("Once more", encode(AcceptProposal("p1"))),))
    with_file = Message("Your meetings", (File("meetings.ics", "Your meetings", SERIES), again))
    views = iter((with_file, HELLO))

    async def handle(*_: object) -> Reply:
        return Reply(next(views), Answers.UPDATES_CARD)

    monkeypatch.setattr(place.front, "handle", handle)
    await ruth.presses("Yes, I will", on=card)
    await place.adapter.settled()
    assert list(card.files) == ["meetings.ics"]
    await ruth.presses("Once more", on=card)
    await place.adapter.settled()
    assert not card.files


async def test_an_answer_beside_a_post_in_the_channel_is_seen_by_one_person(place: Attended) -> None:
    maya, ruth = place.person("Maya"), place.person("Ruth")
    await place.asks(maya)
    post = place.mentoring.messages[-1]
    answer = await ruth.presses("I can help with this", on=post)
    await place.adapter.settled()
    assert answer.kind == "message"
    assert len(ruth.ephemerals) == 1
    assert not maya.ephemerals
    assert "I can help with this" in post.buttons


async def test_what_is_pressed_in_a_pair_s_thread_changes_the_card_there(place: Attended) -> None:
    maya, ruth = await place.matched()
    (thread,) = maya.threads
    card = next(m for m in reversed(thread.messages) if m.buttons)
    assert card in ruth.seen
    private = next(label for label in card.buttons if "schedule" in label.casefold() or "time" in label.casefold())
    before = card.words
    answer = await maya.presses(private, on=card)
    assert answer.kind == "modal", card.buttons
    await maya.submits()
    await place.adapter.settled()
    assert card.words == before or card.edited_at


async def test_a_refusal_on_a_shared_card_is_told_to_one_person(place: Attended) -> None:
    maya = place.person("Maya")
    await maya.types("/mentor-admin", place.mentoring)
    assert common.MODERATORS_ONLY in maya.ephemerals[-1].words


async def test_closed_direct_messages_are_told_beside_the_answer(place: Attended) -> None:
    maya = place.person("Maya")
    maya.closes_dms()
    await place.asks(maya)
    await place.settled()
    answer = await maya.types("/my-mentoring", place.mentoring)
    await place.adapter.settled()
    assert [call.name for call in place.calls(answer)] == [CALLBACK, "execute_webhook"]
    first, beside = maya.ephemerals
    assert "direct messages" in beside.words.casefold()
    assert first.words != beside.words


async def test_what_is_typed_after_a_command_stands_in_its_form(place: Attended) -> None:
    maya = place.person("Maya")
    await maya.types("/find-mentor", place.mentoring, state="Ohio", setting="elementary")
    command, envelope = place.front.handled[0]
    assert command == OpenFindMentor("Ohio", "elementary")
    assert envelope.name == "Maya"
    assert maya.modal is not None
    assert "Ohio" in maya.modal.words


# While somebody types


async def test_states_are_suggested_while_somebody_types(place: Attended) -> None:
    maya = place.person("Maya")
    offered = await maya.suggests("/find-mentor", place.mentoring, state="new")
    assert "New York" in [choice["name"] for choice in offered]
    assert len(await maya.suggests("/find-mentor", place.mentoring, state="")) == 25
    assert await maya.suggests("/find-mentor", place.mentoring, state="x" * 4000) == []


async def test_what_was_suggested_is_understood_when_it_is_chosen(place: Attended) -> None:
    maya = place.person("Maya")
    for typed in ("sch", "elem"):
        offered = await maya.suggests("/find-mentor", place.mentoring, setting=typed)
        assert offered, typed
        await maya.types("/find-mentor", place.mentoring, setting=offered[0]["value"])
        assert maya.modal is not None
        assert maya.modal.values["setting?"] == offered[0]["name"]
        maya.closes()


async def test_suggestions_change_nothing_and_come_also_to_strangers(place: Attended) -> None:
    maya = place.person("Maya")
    before = await place.rows("members")
    await maya.suggests("/find-mentor", place.mentoring, state="o")
    await maya.suggests("/find-mentor", maya.dm, state="o")
    assert await place.rows("members") == before
