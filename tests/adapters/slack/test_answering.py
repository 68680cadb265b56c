"""What people do is answered: one transaction, the acknowledgement, at most one call; once, however often it comes."""

import asyncio

import pytest

from bot.commands import OpenFindMentor
from tests.adapters.slack.attended import Attended
from tests.simulators.slack import Answer, Envelope, SlackPerson
from tests.simulators.slack.acting.payloads import block_actions

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


# Once


async def test_the_same_envelope_twice_opens_no_second_dialog_and_says_nothing(place: Attended) -> None:
    """Was: the second delivery spent the trigger again and told the person that something went wrong."""
    maya = place.person("Maya")
    opened = await maya.types("/find-mentor")
    await place.adapter.settled()
    again = await place.slack.redeliver(opened)
    await place.adapter.settled()
    assert again.ok
    assert [call.method for call in place.calls(opened)] == ["views.open"]
    assert not maya.ephemerals
    assert len(place.front.handled) == 1


async def test_the_same_press_twice_is_answered_once(either: Attended) -> None:
    maya, ruth = either.person("Maya"), either.person("Ruth")
    await either.asks(maya)
    pressed = await ruth.presses("I can help with this")
    await either.adapter.settled()
    for _ in range(2):
        assert (await either.slack.redeliver(pressed)).ok
    await either.settled()
    assert len(ruth.ephemerals) == 1
    assert len(either.front.handled) == 1


async def test_a_press_that_comes_again_while_it_is_answered_is_answered_once(place: Attended) -> None:
    maya, ruth = place.person("Maya"), place.person("Ruth")
    await place.asks(maya)
    post = place.mentoring.messages[-1]
    button = post.element("I can help with this")
    action = {"type": "button", "block_id": button.block_id, "action_id": button.action_id}
    press = Envelope("envelope-x", "interactive", block_actions(ruth, action, post))
    place.front.gate.clear()
    both = [asyncio.create_task(place.slack.acts.send(press, ruth)) for _ in range(2)]
    await place.front.asked.wait()
    place.front.gate.set()
    assert all(answer.ok for answer in await asyncio.gather(*both))
    await place.adapter.settled()
    assert len(place.front.handled) == 1
    assert len(ruth.ephemerals) == 1


async def test_the_same_form_twice_gets_the_same_answer_and_counts_once(place: Attended) -> None:
    maya = place.person("Maya")
    await maya.types("/find-mentor")
    await place.adapter.settled()
    await maya.fills({"state": "Ohio", "setting": "elementary", "topics": ["scheduling"], "free_times": "weekdays"})
    sent = await maya.submits()
    again = await place.slack.redeliver(sent)
    await place.settled()
    assert again.body == sent.body
    assert await place.rows("requests") == 1
    posts = [m for m in place.mentoring.messages if "looking for a mentor" in m.words]
    assert len(posts) == 1


async def test_what_came_before_a_restart_changes_nothing_when_it_comes_again(either: Attended) -> None:
    maya, ruth = either.person("Maya"), either.person("Ruth")
    await either.offers(ruth)
    await either.asks(maya)
    opened = await maya.types("/find-mentor")
    pressed = await ruth.presses("Yes, I will")
    await either.settled()
    written = {person.id: len(person.notifications) for person in (maya, ruth)}
    matches = await either.rows("matches")
    await either.restart()
    for answer in (opened, pressed):
        assert (await either.slack.redeliver(answer)).ok
    await either.settled()
    assert matches == await either.rows("matches") == 1
    assert written == {person.id: len(person.notifications) for person in (maya, ruth)}
    assert not maya.ephemerals
    assert not ruth.ephemerals
    either.slack.expected_violations("exchanged_trigger_id")


async def test_a_restart_leaves_every_button_and_every_open_form_working(either: Attended) -> None:
    maya, ruth = either.person("Maya"), either.person("Ruth")
    await either.offers(ruth)
    await either.asks(maya)
    card = ruth.direct[-1]
    await ruth.presses("No, sorry")
    await either.adapter.settled()
    await either.restart()
    await ruth.submits()
    await either.settled()
    assert "No, sorry" not in card.buttons
    assert await either.rows("proposals") == 1


async def test_two_presses_at_the_same_time_make_one_match(place: Attended) -> None:
    maya, ruth = place.person("Maya"), place.person("Ruth")
    await place.offers(ruth)
    await place.asks(maya)
    card = ruth.direct[-1]
    first, second = await asyncio.gather(*(ruth.presses("Yes, I will", on=card) for _ in range(2)))
    await place.settled()
    assert first.ok
    assert second.ok
    assert await place.rows("matches") == 1
    assert len(maya.groups) == 1
    assert len(maya.groups[0].messages) == 1


# Trouble with Slack


class Waits:
    """Instead of real seconds: what the SDK would have slept."""

    def __init__(self) -> None:
        self.asked: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.asked.append(seconds)


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> Waits:
    waits = Waits()
    monkeypatch.setattr("slack_sdk.http_retry.builtin_async_handlers.asyncio", waits)
    return waits


async def test_a_limit_on_opening_a_dialog_is_waited_for_as_told(place: Attended, waits: Waits) -> None:
    maya = place.person("Maya")
    place.slack.limit("views.open", retry_after=7)
    await maya.types("/find-mentor")
    await place.adapter.settled()
    assert maya.modal is not None
    assert len(waits.asked) == 1
    assert 7 <= waits.asked[0] < 8


async def test_a_limit_on_changing_a_card_is_waited_for_as_told(place: Attended, waits: Waits) -> None:
    maya, ruth = place.person("Maya"), place.person("Ruth")
    await place.offers(ruth)
    await place.asks(maya)
    card = ruth.direct[-1]
    place.slack.limit("chat.update", retry_after=5)
    await ruth.presses("Yes, I will")
    await place.adapter.settled()
    assert "Yes, I will" not in card.buttons
    assert [int(seconds) for seconds in waits.asked] == [5]


async def test_a_limit_on_an_answer_beside_a_message_is_waited_for(place: Attended, waits: Waits) -> None:
    """Was: an answer by response_url that Slack did not take was lost without a word."""
    maya, ruth = place.person("Maya"), place.person("Ruth")
    await place.asks(maya)
    place.slack.limit("response_url")
    answer = await ruth.presses("I can help with this")
    await place.adapter.settled()
    assert [call.status for call in place.slack.calls_of("response_url", after=answer)] == [429, 200]
    assert len(waits.asked) == 1


async def test_an_answer_that_slack_does_not_take_is_told_as_a_message(place: Attended) -> None:
    """Was: lost without a word."""
    maya, ruth = place.person("Maya"), place.person("Ruth")
    await place.asks(maya)
    place.slack.fail("response_url", times=9)
    await ruth.presses("I can help with this")
    await place.adapter.settled()
    assert "could not" in ruth.direct[-1].words or "went wrong" in ruth.direct[-1].words


@pytest.mark.parametrize("dropped", [False, True])
async def test_a_card_is_changed_also_when_slack_stumbles(place: Attended, dropped: bool) -> None:
    """Was: a single 500 or broken line left the card as it was."""
    maya, ruth = place.person("Maya"), place.person("Ruth")
    await place.offers(ruth)
    await place.asks(maya)
    card = ruth.direct[-1]
    place.slack.drop("chat.update", after_accepting=True) if dropped else place.slack.fail("chat.update")
    await ruth.presses("Yes, I will")
    await place.adapter.settled()
    assert "Yes, I will" not in card.buttons
    assert not ruth.ephemerals


async def test_a_card_that_is_gone_is_answered_beside(place: Attended) -> None:
    maya, ruth = place.person("Maya"), place.person("Ruth")
    await place.offers(ruth)
    await place.asks(maya)
    place.slack.refuse("chat.update", "edit_window_closed")
    before = len(ruth.direct)
    await ruth.presses("Yes, I will")
    await place.adapter.settled()
    assert len(ruth.direct) == before + 1
    assert await place.rows("matches") == 1


async def test_a_trigger_that_is_too_old_is_said_clearly(place: Attended) -> None:
    """Was: "I did this, but could not show you the result", though nothing was done."""
    maya = place.person("Maya")
    place.slack.refuse("views.open", "expired_trigger_id")
    await maya.types("/find-mentor", place.mentoring)
    await place.adapter.settled()
    assert "took too long" in maya.ephemerals[-1].words
    assert "try once more" in maya.ephemerals[-1].words


async def test_a_trigger_of_a_shortcut_that_is_too_old_is_said_by_message(place: Attended) -> None:
    """Was: a global shortcut that failed said nothing at all."""
    maya = place.person("Maya")
    place.slack.refuse("views.open", "expired_trigger_id")
    await maya.uses_shortcut("open-find-mentor")
    await place.adapter.settled()
    assert "took too long" in maya.direct[-1].words


# Failures of our own


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    """What goes into the log as an error."""
    lines: list[dict[str, object]] = []

    class Log:
        def error(self, event: str, **more: object) -> None:
            lines.append({"event": event, **more})

        def __getattr__(self, name: str) -> object:
            return lambda *_, **__: None

    for module in ("answering", "following"):
        monkeypatch.setattr(f"adapters.slack.{module}.log", Log())
    return lines


def the_id(logged: list[dict[str, object]]) -> str:
    (id,) = {str(line["id"]) for line in logged}
    return id


async def test_a_failing_slash_command_shows_the_id_that_is_in_the_log(
    either: Attended, logged: list[dict[str, object]]
) -> None:
    maya = either.person("Maya")
    either.front.failure = RuntimeError("a defect")
    answer = await maya.types("/my-mentoring", either.mentoring)
    assert answer.ok
    assert the_id(logged) in maya.ephemerals[-1].words
    assert "a defect" not in maya.ephemerals[-1].words


async def test_a_failing_press_shows_the_id_that_is_in_the_log(
    either: Attended, logged: list[dict[str, object]]
) -> None:
    """Was: acknowledged, and nobody was told."""
    maya, ruth = either.person("Maya"), either.person("Ruth")
    await either.asks(maya)
    either.front.failure = RuntimeError("a defect")
    answer = await ruth.presses("I can help with this")
    await either.adapter.settled()
    assert answer.ok
    assert the_id(logged) in ruth.ephemerals[-1].words


async def test_a_failing_form_keeps_what_was_typed_and_shows_the_id(
    place: Attended, logged: list[dict[str, object]]
) -> None:
    """Was: an apology took the place of everything that had been typed."""
    maya = place.person("Maya")
    await maya.types("/find-mentor")
    await place.adapter.settled()
    await maya.fills({"state": "Ohio", "setting": "elementary", "free_times": "weekdays after 3pm"})
    place.front.failure = RuntimeError("a defect")
    assert (await maya.submits()).ok
    assert the_id(logged) in maya.form.words
    assert maya.form.value(maya.form.element("free_times")) == "weekdays after 3pm"


async def test_a_failing_shortcut_and_a_failing_home_show_their_ids(
    place: Attended, logged: list[dict[str, object]]
) -> None:
    maya = place.person("Maya")
    place.front.failure = RuntimeError("a defect")
    await maya.uses_shortcut("open-find-mentor")
    await place.adapter.settled()
    assert str(logged[0]["id"]) in maya.form.words
    await maya.opens_home()
    await place.adapter.settled()
    assert maya.home is not None
    assert str(logged[1]["id"]) in maya.home.words


async def test_a_defect_of_the_adapter_itself_is_told_too(
    place: Attended, logged: list[dict[str, object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Was: a button whose answer could not be drawn said nothing."""
    maya, ruth = place.person("Maya"), place.person("Ruth")
    await place.asks(maya)

    def broken(body: object) -> None:
        raise RuntimeError("a defect")

    monkeypatch.setattr("adapters.slack.inbound.press", broken)
    answer = await ruth.presses("I can help with this")
    await place.adapter.settled()
    assert answer.ok
    assert the_id(logged) in ruth.ephemerals[-1].words
    monkeypatch.setattr("adapters.slack.inbound.slash", broken)
    logged.clear()
    assert (await ruth.types("/my-mentoring", place.mentoring)).ok
    assert the_id(logged) in ruth.ephemerals[-1].words


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
