"""Slack limits, stumbles and refuses, or we fail: answers are waited for, tried again, or said in another way."""

import pytest

from tests.adapters.slack.attended import Attended


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
