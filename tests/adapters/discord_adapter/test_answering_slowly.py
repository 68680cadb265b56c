"""The database is slow: Discord is answered in time all the same, by kind, and the answer follows."""

import asyncio
from collections.abc import Awaitable

import pytest

from adapters.discord import answer as answers
from adapters.discord.answering import PATIENCE
from adapters.documents import Drawings
from bot.commands import SaidToBot
from bot.documents import Chart
from bot.errors import StorageError
from bot.texts import common
from tests.adapters.discord_adapter.attended import AT_ONCE, Attended, attended
from tests.simulators.simulated_discord import Answer, Permission
from tests.simulators.simulated_discord.conduct import CALLBACK

WISH = {"state": "Ohio", "setting?": "elementary", "topics": ["scheduling"], "free_times": "weekdays after 3pm"}


async def slowly(place: Attended, act: Awaitable[Answer]) -> Answer:
    """The act while the core is held: a first response although there is no answer yet."""
    place.front.gate.clear()
    answer = await act
    assert answer.ok, answer
    return answer


async def released(place: Attended) -> None:
    place.front.gate.set()
    await place.adapter.settled()


async def test_a_private_answer_is_deferred_for_one_person_and_edited_in(hasty: Attended) -> None:
    maya, ruth = hasty.person("Maya"), hasty.person("Ruth")
    answer = await slowly(hasty, maya.types("/my-mentoring", hasty.mentoring))
    assert answer.kind == "deferred"
    assert answer.interaction.loading
    await released(hasty)
    assert [call.name for call in hasty.calls(answer)] == [CALLBACK, "update_original_webhook_message"]
    (shown,) = maya.ephemerals
    assert "Find a mentor" in shown.buttons
    assert not ruth.seen
    assert len(hasty.front.handled) == 1


async def test_a_card_stays_until_its_answer_takes_its_place(hasty: Attended) -> None:
    _, ruth, card = await hasty.proposed()
    answer = await slowly(hasty, ruth.presses("Yes, I will", on=card))
    assert answer.kind == "deferred update"
    assert "Yes, I will" in card.buttons
    await released(hasty)
    assert "Yes, I will" not in card.buttons
    assert await hasty.rows("matches") == 1


async def test_a_late_refusal_leaves_the_card_and_is_told_beside_it(hasty: Attended) -> None:
    _, ruth, card = await hasty.proposed()
    hasty.front.failure = RuntimeError("a defect")
    answer = await slowly(hasty, ruth.presses("Yes, I will", on=card))
    await released(hasty)
    assert answer.kind == "deferred update"
    assert "Yes, I will" in card.buttons
    assert "code:" in ruth.ephemerals[-1].words


async def test_a_form_that_can_not_open_in_time_is_offered_by_a_card(hasty: Attended) -> None:
    maya = hasty.person("Maya")
    answer = await slowly(hasty, maya.types("/find-mentor", hasty.mentoring, state="Ohio"))
    assert answer.kind == "message"
    assert "One moment" in maya.ephemerals[-1].words
    await released(hasty)
    assert [call.name for call in hasty.calls(answer)] == [CALLBACK], "nothing follows it"
    hasty.is_patient()
    opened = await maya.presses("Open the page")
    assert opened.kind == "modal"
    assert maya.modal is not None
    assert maya.modal.values["state"] == "Ohio", "what was typed after the command is still there"


async def test_a_long_option_is_dropped_where_a_card_has_no_room_for_it(hasty: Attended) -> None:
    maya = hasty.person("Maya")
    await slowly(hasty, maya.types("/find-mentor", hasty.mentoring, state="x" * 4000))
    await released(hasty)
    hasty.is_patient()
    assert (await maya.presses("Open the page")).kind == "modal"


async def test_the_card_of_a_form_that_opened_late_changes_when_the_form_is_sent(hasty: Attended) -> None:
    """Was: the answer took the place of "One moment", and the card still offered what was done."""
    _, ruth, card = await hasty.proposed()
    await slowly(hasty, ruth.presses("No, sorry", on=card))
    await released(hasty)
    hasty.is_patient()
    assert "One moment" in ruth.ephemerals[-1].words
    await ruth.presses("Open the page")
    sent = await ruth.submits()
    await hasty.settled()
    assert sent.kind == "update"
    assert "No, sorry" not in card.buttons
    assert "One moment" not in ruth.ephemerals[-1].words
    assert await hasty.rows("drafts") == 0


async def test_a_page_that_is_kept_opens_in_time_or_by_a_card(hasty: Attended) -> None:
    """Was: awaited for as long as it took, so that Discord said that the bot did not respond."""
    maya = hasty.person("Maya")
    hasty.is_patient()
    await maya.types("/find-mentor", hasty.mentoring)
    await maya.fills({**WISH, "state": "Atlantis"})
    await maya.submits()
    hasty.is_patient(AT_ONCE)
    answer = await slowly(hasty, maya.presses("Fix it"))
    assert answer.kind == "message"
    await released(hasty)
    hasty.is_patient()
    await maya.presses("Open the page")
    assert maya.modal is not None
    assert maya.modal.values["state"] == "Atlantis"


async def test_a_form_that_is_sent_is_answered_later(hasty: Attended) -> None:
    maya = hasty.person("Maya")
    hasty.is_patient()
    await maya.types("/find-mentor", hasty.mentoring)
    hasty.is_patient(AT_ONCE)
    await maya.fills(WISH)
    answer = await slowly(hasty, maya.submits())
    assert answer.kind == "deferred"
    await released(hasty)
    assert "Your request is in" in maya.ephemerals[-1].words
    assert len(maya.ephemerals) == 1


async def test_a_form_from_a_card_that_is_taken_late_changes_the_card(hasty: Attended) -> None:
    _, ruth, card = await hasty.proposed()
    post = hasty.mentoring.messages[-1]
    assert (await slowly(hasty, ruth.presses("I can help with this", on=post))).kind == "deferred", (
        "what follows is new"
    )
    await released(hasty)
    hasty.is_patient()
    await ruth.presses("No, sorry", on=card)
    hasty.is_patient(AT_ONCE)
    told = len(ruth.ephemerals)
    answer = await slowly(hasty, ruth.submits())
    assert answer.kind == "deferred update"
    await released(hasty)
    assert "No, sorry" not in card.buttons
    assert len(ruth.ephemerals) == told


async def test_a_form_that_is_mended_is_answered_later_in_the_place_of_its_card(hasty: Attended) -> None:
    maya = hasty.person("Maya")
    hasty.is_patient()
    await maya.types("/find-mentor", hasty.mentoring)
    await maya.fills({**WISH, "state": "Atlantis"})
    await maya.submits()
    await maya.presses("Fix it")
    await maya.fills({"state": "Ohio"})
    hasty.is_patient(AT_ONCE)
    answer = await slowly(hasty, maya.submits())
    assert answer.kind == "deferred update"
    await released(hasty)
    (card,) = maya.ephemerals
    assert "Your request is in" in card.words


async def test_the_server_of_a_direct_message_is_asked_for_in_time(hasty: Attended) -> None:
    """Was: awaited for as long as it took."""
    maya = hasty.person("Maya")
    await hasty.asks(maya)
    for command in ("/my-mentoring", "/find-mentor"):
        answer = await slowly(hasty, maya.types(command, maya.dm))
        assert answer.kind == "deferred", command
        await released(hasty)
        assert answer.message is not None
        assert not answer.message.is_loading
        assert not answer.message.is_ephemeral, "it stays in their conversation"
        assert "code:" not in answer.message.words
    assert maya.direct[-1].buttons == ["Open the page"]
    hasty.is_patient()
    assert (await maya.presses("Open the page")).kind == "modal"


async def test_two_waits_share_the_time_that_there_is(hasty: Attended) -> None:
    """Was: two seconds for each, which is more than Discord's three."""
    maya = hasty.person("Maya")
    await hasty.asks(maya)
    asking = hasty.adapter._answering
    assert asking is not None
    began: list[float] = []
    within = asking._working.done_within

    async def noted(seconds: float, task: object) -> bool:
        began.append(seconds)
        return await within(seconds, task)  # type: ignore[arg-type]

    asking._patience, asking._working.done_within = 25, noted  # type: ignore[method-assign]
    await maya.types("/my-mentoring", maya.dm)
    await hasty.adapter.settled()
    first, second = began
    assert second < first <= 25
    assert PATIENCE <= 2, "which leaves Discord's third second to the way there"


async def test_nothing_is_suggested_rather_than_late(hasty: Attended) -> None:
    maya = hasty.person("Maya")
    hasty.front.gate.clear()
    assert await maya.suggests("/find-mentor", hasty.mentoring, state="o") == []
    assert await maya.suggests("/find-mentor", maya.dm, state="o") == []


async def test_nothing_is_said_after_the_token_has_died(hasty: Attended, monkeypatch: pytest.MonkeyPatch) -> None:
    maya, ruth, card = await hasty.proposed()
    now = [1000.0]
    monkeypatch.setattr(answers, "monotonic", lambda: now[0])
    for act in (maya.types("/my-mentoring", hasty.mentoring), ruth.presses("Yes, I will", on=card)):
        answer = await slowly(hasty, act)
        now[0] += 15 * 60 - 1  # when an answer would reach Discord as the token ends
        await released(hasty)
        assert [call.name for call in hasty.calls(answer) if call.name != "get_guild_member"] == [CALLBACK]
    assert await hasty.rows("matches") == 1, "done all the same"


async def test_discord_s_own_end_of_a_token_is_noted_without_a_word(hasty: Attended) -> None:
    maya = hasty.person("Maya")
    answer = await slowly(hasty, maya.types("/my-mentoring", hasty.mentoring))
    hasty.discord.clock.moves(minutes=16)
    await released(hasty)
    assert answer.interaction.loading
    assert "update_original_webhook_message" in [call.name for call in hasty.calls(answer)]
    await hasty.does(maya, SaidToBot())
    assert maya.direct, "it was no refusal of the bot itself"


async def test_a_failing_database_is_told_after_waiting_too(hasty: Attended) -> None:
    maya = hasty.person("Maya")
    hasty.front.failure = StorageError("no database")
    await slowly(hasty, maya.types("/my-mentoring", hasty.mentoring))
    await released(hasty)
    assert common.STORAGE_TROUBLE in maya.ephemerals[-1].words


class Slow(Drawings):
    """Pictures wait until they are let go."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = asyncio.Event()

    async def picture(self, chart: Chart) -> bytes:
        await self.gate.wait()
        return await super().picture(chart)


async def test_pictures_that_take_their_time_are_waited_for_after_a_first_response(sqlite_url: str) -> None:
    """Was: drawn before the first response, however long that took."""
    documents = Slow()
    async with attended(sqlite_url, patience=0.5, documents=documents) as place:
        ines = place.person("Ines", roles=[place.guild.role("Mods", permissions=Permission.MANAGE_GUILD)])
        await place.asks(place.person("Maya"))
        answer = await ines.types("/mentor-stats", place.mentoring)
        assert answer.kind == "deferred"
        documents.gate.set()
        await place.adapter.settled()
        assert "chart.png" in ines.ephemerals[-1].files


async def test_a_picture_whose_line_broke_is_drawn_again(place: Attended) -> None:
    ines = place.person("Ines", roles=[place.guild.role("Mods", permissions=Permission.MANAGE_GUILD)])
    await place.asks(place.person("Maya"))
    place.discord.drop(CALLBACK)
    answer = await ines.types("/mentor-stats", place.mentoring)
    await place.adapter.settled()
    assert answer.kind == "message"
    (shown,) = ines.ephemerals
    assert all(data.startswith(b"\x89PNG") for data in shown.files.values())
    assert shown.files
