"""Discord stumbles or refuses, or we fail: one answer, with an id where something went wrong."""

import pytest

from tests.adapters.discord_adapter.attended import Attended
from tests.simulators.simulated_discord.conduct import CALLBACK

WISH = {"state": "Ohio", "setting?": "elementary", "topics": ["scheduling"], "free_times": "weekdays after 3pm"}


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    """What goes into the log as an error."""
    lines: list[dict[str, object]] = []

    class Log:
        def error(self, event: str, **more: object) -> None:
            lines.append({"event": event, **more})

        def __getattr__(self, name: str) -> object:
            return lambda *_, **__: None

    for module in ("answering", "working", "answer"):
        monkeypatch.setattr(f"adapters.discord.{module}.log", Log())
    return lines


def the_id(logged: list[dict[str, object]]) -> str:
    (id,) = {str(line["id"]) for line in logged}
    return id


async def test_a_failing_command_shows_the_id_that_is_in_the_log(
    place: Attended, logged: list[dict[str, object]]
) -> None:
    maya = place.person("Maya")
    place.front.failure = RuntimeError("a defect")
    await maya.types("/my-mentoring", place.mentoring)
    await place.adapter.settled()
    assert the_id(logged) in maya.ephemerals[-1].words
    assert "a defect" not in maya.ephemerals[-1].words


async def test_a_failing_press_shows_the_id_beside_the_card(place: Attended, logged: list[dict[str, object]]) -> None:
    _, ruth, card = await place.proposed()
    place.front.failure = RuntimeError("a defect")
    await ruth.presses("Yes, I will", on=card)
    await place.adapter.settled()
    assert the_id(logged) in ruth.ephemerals[-1].words
    assert "Yes, I will" in card.buttons


async def test_a_failing_form_shows_the_id(place: Attended, logged: list[dict[str, object]]) -> None:
    maya = place.person("Maya")
    await maya.types("/find-mentor", place.mentoring)
    await maya.fills(WISH)
    place.front.failure = RuntimeError("a defect")
    await maya.submits()
    await place.adapter.settled()
    assert the_id(logged) in maya.ephemerals[-1].words


async def test_a_form_that_the_core_fails_on_keeps_what_was_typed(
    place: Attended, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Was: an apology took the place of everything that had been typed."""
    maya = place.person("Maya")
    await maya.types("/find-mentor", place.mentoring)
    await maya.fills(WISH | {"note": "n" * 300})
    with monkeypatch.context() as broken:
        broken.setattr("bot.handlers.asking.forms.guarded", None)
        await maya.submits()
        await place.adapter.settled()
    assert "code:" in maya.ephemerals[-1].words
    await maya.presses("Fix it")
    assert maya.modal is not None
    assert maya.modal.values["note"] == "n" * 300
    await maya.submits()
    await place.adapter.settled()
    assert await place.rows("requests") == 1
    assert "Your request is in" in maya.ephemerals[-1].words


async def test_a_defect_of_the_adapter_itself_is_told_too(
    place: Attended, logged: list[dict[str, object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    maya, ruth = place.person("Maya"), place.person("Ruth")
    await place.asks(maya)

    def broken(*_: object) -> None:
        raise RuntimeError("a defect")

    monkeypatch.setattr("adapters.discord.inbound.mark", broken)
    await ruth.presses("I can help with this", on=place.mentoring.messages[-1])
    assert the_id(logged) in ruth.ephemerals[-1].words


async def test_an_answer_that_discord_does_not_take_is_told_in_another_way(
    place: Attended, logged: list[dict[str, object]]
) -> None:
    _, ruth, card = await place.proposed()
    place.discord.refuse(CALLBACK, 50035)
    answer = await ruth.presses("Yes, I will", on=card)
    await place.adapter.settled()
    assert answer.kind == "message"
    assert the_id(logged) in ruth.ephemerals[-1].words
    assert await place.rows("matches") == 1


async def test_a_card_that_was_deleted_is_answered_beside(place: Attended) -> None:
    _, ruth, card = await place.proposed()
    place.front.gate.clear()
    place.is_patient(0.01)
    await ruth.presses("Yes, I will", on=card)
    card.deleted = True
    place.front.gate.set()
    await place.adapter.settled()
    assert "/my-mentoring" in ruth.ephemerals[-1].words


async def test_a_deferred_answer_that_discord_does_not_take_is_told_in_another_way(hasty: Attended) -> None:
    maya = hasty.person("Maya")
    hasty.front.gate.clear()
    await maya.types("/my-mentoring", hasty.mentoring)
    hasty.discord.refuse("update_original_webhook_message", 50035)
    hasty.front.gate.set()
    await hasty.adapter.settled()
    assert "Something went wrong while I was showing you the answer" in maya.ephemerals[-1].words


@pytest.mark.parametrize("accepted", [False, True])
async def test_an_answer_whose_line_broke_is_there_once(place: Attended, accepted: bool) -> None:
    """Was: a defect was told, or nothing, though everything had been done."""
    _, ruth, card = await place.proposed()
    place.discord.drop(CALLBACK, after_accepting=accepted)
    answer = await ruth.presses("Yes, I will", on=card)
    await place.adapter.settled()
    assert answer.kind == "update"
    assert "Yes, I will" not in card.buttons
    assert not ruth.ephemerals
    if accepted:
        place.discord.expected_violations("second first response")


@pytest.mark.parametrize("how", ["line", "502"])
async def test_a_deferral_that_discord_took_is_followed_by_its_answer(hasty: Attended, how: str) -> None:
    """Was: where Discord stumbled over it, it went on saying that the bot thinks, and the answer was never shown."""
    maya = hasty.person("Maya")
    maya.closes_dms()
    await hasty.asks(maya)
    if how == "line":
        hasty.discord.drop(CALLBACK, after_accepting=True)
    else:
        hasty.discord.fail(CALLBACK, status=502, after_accepting=True)
    hasty.front.gate.clear()
    answer = await maya.types("/my-mentoring", hasty.mentoring)
    assert answer.kind == "deferred"
    hasty.front.gate.set()
    await hasty.adapter.settled()
    first, beside = maya.ephemerals
    assert "Ohio" in first.words
    assert "direct messages" in beside.words.casefold()
    hasty.discord.expected_violations("second first response")


async def test_what_came_too_late_is_done_and_not_asked_for_again(place: Attended) -> None:
    _, ruth, card = await place.proposed()
    place.discord.refuse(CALLBACK, 10062, times=9)
    place.discord.patience = 0.3
    answer = await ruth.presses("Yes, I will", on=card)
    await place.adapter.settled()
    assert [call.name for call in place.calls(answer)].count(CALLBACK) == 1
    assert place.discord.timeouts.pop()
    assert await place.rows("matches") == 1


async def test_suggestions_that_discord_does_not_take_disturb_nobody(place: Attended) -> None:
    """Was: another first response, of a kind that Discord does not take for suggestions."""
    maya = place.person("Maya")
    place.discord.refuse(CALLBACK, 50035, times=9)
    place.discord.patience = 0.3
    assert await maya.suggests("/find-mentor", place.mentoring, state="o") == []
    await place.adapter.settled()
    assert len(place.discord.calls_of(CALLBACK)) == 1
    assert place.discord.timeouts.pop()


async def test_a_notice_that_can_not_be_shown_takes_nothing_back(place: Attended) -> None:
    maya = place.person("Maya")
    maya.closes_dms()
    await place.asks(maya)
    place.discord.refuse("execute_webhook", 50035)
    await maya.types("/my-mentoring", place.mentoring)
    await place.adapter.settled()
    (shown,) = maya.ephemerals
    assert "went wrong" not in shown.words
