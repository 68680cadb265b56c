"""What people do is answered: one transaction, the acknowledgement, at most one call; once, however often it comes."""

import pytest

from bot.commands import OpenFindMentor
from tests.adapters.slack.attended import Attended
from tests.simulators.slack import Answer, SlackPerson

DENIED = "This is for the moderators of this community"


def one_transaction(place: Attended, answer: Answer, *calls: str) -> None:
    """The core was asked once, and these calls followed the acknowledgement."""
    assert len(place.front.handled) == 1, place.front.handled
    assert [call.method for call in place.calls(answer)] == list(calls)


# One frame, one transaction, at most one call


async def test_a_slash_command_is_answered_in_its_acknowledgement(either: Attended) -> None:
    maya = either.person("Maya")
    answer = await maya.types("/my-mentoring", either.mentoring)
    await either.adapter.settled()
    assert answer.ok
    one_transaction(either, answer)
    (shown,) = maya.ephemerals
    assert "/find-mentor" in shown.words or "Find a mentor" in shown.buttons
    assert answer.body["text"], "notifications and screen readers need words"
    assert (answer.body["unfurl_links"], answer.body["unfurl_media"]) == (False, False)


async def test_a_form_is_opened_with_one_call_and_sent_with_none(either: Attended) -> None:
    maya = either.person("Maya")
    opened = await maya.types("/find-mentor", either.mentoring)
    await either.adapter.settled()
    one_transaction(either, opened, "views.open")
    await maya.fills({"state": "Ohio", "setting": "elementary", "topics": ["scheduling"]})
    await maya.fills({"free_times": "weekdays after 3pm"})
    either.front.handled.clear()
    sent = await maya.submits()
    await either.adapter.settled()
    one_transaction(either, sent)
    assert sent.body["response_action"] == "update"
    assert "Your request is in" in maya.form.words
    assert await either.rows("requests") == 1


async def test_a_press_on_a_message_changes_it_with_one_call(either: Attended) -> None:
    maya, ruth = either.person("Maya"), either.person("Ruth")
    await either.offers(ruth)
    await either.asks(maya)
    card = ruth.direct[-1]
    answer = await ruth.presses("Yes, I will")
    await either.adapter.settled()
    one_transaction(either, answer, "chat.update")
    assert answer.body == {}
    assert "Yes, I will" not in card.buttons
    assert card.edited


async def test_a_form_from_a_card_changes_the_card_when_it_is_sent(place: Attended) -> None:
    maya, ruth = place.person("Maya"), place.person("Ruth")
    await place.offers(ruth)
    await place.asks(maya)
    card = ruth.direct[-1]
    await ruth.presses("No, sorry")
    await place.adapter.settled()
    place.front.handled.clear()
    sent = await ruth.submits()
    await place.adapter.settled()
    one_transaction(place, sent, "chat.update")
    assert sent.body == {"response_action": "clear"}
    assert "No, sorry" not in card.buttons


async def test_a_press_in_a_dialog_changes_the_dialog_with_one_call(place: Attended) -> None:
    maya = place.person("Maya")
    await maya.types("/find-mentor")
    await place.adapter.settled()
    await maya.fills({"state": "Ohio", "setting": "elementary", "topics": ["scheduling"], "free_times": "weekdays"})
    await maya.submits()
    assert "Add details" in maya.form.buttons
    place.front.handled.clear()
    answer = await maya.presses("Add details", on=maya.form)
    await place.adapter.settled()
    one_transaction(place, answer, "views.update")
    assert maya.form.callback_id == "form"


async def test_a_press_on_what_only_one_person_sees_changes_that(place: Attended) -> None:
    maya = place.person("Maya")
    await place.asks(maya)
    await maya.types("/my-mentoring", place.mentoring)
    (card,) = maya.ephemerals
    withdraw = next(label for label in card.buttons if "ithdraw" in label)
    place.front.handled.clear()
    answer = await maya.presses(withdraw, on=card)
    await place.adapter.settled()
    one_transaction(place, answer, "response_url")
    assert maya.ephemerals == [card], "the card became the answer"
    assert withdraw not in card.buttons


async def test_an_answer_beside_a_channel_message_is_seen_by_one_person(place: Attended) -> None:
    maya, ruth = place.person("Maya"), place.person("Ruth")
    await place.asks(maya)
    answer = await ruth.presses("I can help with this")
    await place.adapter.settled()
    one_transaction(place, answer, "response_url")
    assert len(ruth.ephemerals) == 1
    assert not maya.ephemerals
    (call,) = place.slack.calls_of("response_url", after=answer)
    assert call.arguments["replace_original"] is False


@pytest.mark.parametrize("callback", ["open-find-mentor", "open-offer-mentoring"])
async def test_a_global_shortcut_opens_its_form(either: Attended, callback: str) -> None:
    maya = either.person("Maya")
    answer = await maya.uses_shortcut(callback)
    await either.adapter.settled()
    one_transaction(either, answer, "views.open")
    assert maya.form.callback_id == "form"


async def test_a_message_becomes_the_note_of_a_request_literally(place: Attended) -> None:
    maya, ruth = place.person("Maya"), place.person("Ruth")
    await ruth.says("Has *anybody* <https://x.test|a tip> & time? <!channel>", place.mentoring)
    message = place.mentoring.messages[-1]
    await maya.uses_message_shortcut("ask-with-this", message)
    await place.adapter.settled()
    note = maya.form.value(maya.form.element("note"))
    assert note == "Has *anybody* <https://x.test|a tip> & time? <!channel>", "as it was typed there"
    assert await place.rows("requests") == 0, "nothing is kept before it is sent"
    await maya.uses_message_shortcut("offer-on-message", message)
    await place.adapter.settled()
    assert "Profession" in maya.form.words or "profession" in maya.form.words


async def test_an_error_stands_beside_its_field_and_everything_typed_stays(either: Attended) -> None:
    maya = either.person("Maya")
    await maya.types("/offer-mentoring")
    await either.adapter.settled()
    await maya.fills({"profession": "otr", "years": "many many", "states": "Ohio"})
    answer = await maya.submits(
        forged_values={"settings/value": {"type": "multi_static_select", "selected_options": []}}
    )
    assert answer.body["response_action"] == "errors", answer.body
    assert maya.form.errors
    assert maya.form.value(maya.form.element("years")) == "many many"
    assert await either.rows("offers") == 0


# Long lists


async def test_autocomplete_finds_among_more_than_a_hundred(place: Attended) -> None:
    ines, maya = place.person("Ines", admin=True), place.person("Maya")
    await place.asks(maya)
    for number in range(120):
        await place.offers(place.person(f"Mentor {number:03}"))
    await ines.types("/mentor-admin")
    await ines.presses("Mentors")
    await place.adapter.settled()
    await found_by(ines, "Mentor 11", "Mentor 117")
    assert len(await ines.searches("mentor", "Mentor")) == 100
    assert await ines.searches("mentor", "nobody is called so") == []


async def found_by(person: SlackPerson, typed: str, label: str) -> None:
    offered = [option["text"]["text"] for option in await person.searches("mentor", typed)]
    assert any(label in each for each in offered), offered


async def test_who_may_not_open_a_form_finds_nothing_in_its_lists(place: Attended) -> None:
    ines, maya = place.person("Ines", admin=True), place.person("Maya")
    for number in range(101):
        await place.offers(place.person(f"Mentor {number:03}"))
    await ines.types("/mentor-admin")
    await ines.presses("Mentors")
    await place.adapter.settled()
    stolen = place.slack.views.open(maya, ines.form.content)
    assert await maya.searches("mentor", "Mentor", on=stolen) == []


async def test_a_moderators_command_is_refused_in_words(place: Attended) -> None:
    maya = place.person("Maya")
    for line in ("/mentor-admin", "/mentor-stats", "/mentor-setup"):
        await maya.types(line, place.mentoring)
        await place.adapter.settled()
        seen = [*(message.words for message in maya.ephemerals), *(view.words for view in maya.modals)]
        assert any(DENIED in words for words in seen), line


async def test_what_is_typed_after_a_command_stands_in_its_form(place: Attended) -> None:
    maya = place.person("Maya")
    await maya.types('/find-mentor state:Ohio setting:"elementary"')
    await place.adapter.settled()
    assert place.front.handled[0][0] == OpenFindMentor("Ohio", "elementary")
    assert maya.form.value(maya.form.element("state"))["text"]["text"] == "Ohio"
