"""Forms of several pages, forms to be mended, and the cards that change when they are sent."""

from dataclasses import replace

import pytest

from bot.commands import Answers, NotNow, WithdrawRequest
from bot.errors import StorageError
from bot.ports.platforms import Begun, Envelope, Place, Reply
from bot.texts import common, pages
from bot.views import Form, Rejected
from tests.adapters.discord_adapter.attended import Attended
from tests.simulators.simulated_discord import DiscordMessage, DiscordModal, DiscordPerson

WISH = {"state": "Ohio", "setting?": "elementary", "topics": ["scheduling"], "free_times": "weekdays after 3pm"}


def front(person: DiscordPerson) -> DiscordModal:
    assert person.modal is not None
    return person.modal


async def details(place: Attended, maya: DiscordPerson) -> None:
    """The first of two pages is open."""
    await place.asks(maya)
    await maya.types("/my-mentoring", place.mentoring)
    await maya.presses(next(b for b in maya.ephemerals[-1].buttons if "details" in b.casefold()))


# Pages


async def test_pages_follow_one_another_and_nothing_is_lost(place: Attended) -> None:
    maya = place.person("Maya")
    await details(place, maya)
    await maya.fills({"district": "Lakeside", "sole_ot": "yes"})
    await maya.submits()
    await place.adapter.settled()
    card = maya.ephemerals[-1]
    assert card.buttons == ["Continue"]
    await maya.presses("Continue")
    assert "2 of 2" in front(maya).title
    await maya.submits()
    await place.adapter.settled()
    assert card.buttons != ["Continue"], "the answer took its place"
    assert "Lakeside" in card.words or await _district(place, maya) == "Lakeside"
    assert await place.rows("drafts") == 0


async def _district(place: Attended, maya: DiscordPerson) -> str:
    await maya.types("/my-mentoring", place.mentoring)
    await maya.presses(next(b for b in maya.ephemerals[-1].buttons if "details" in b.casefold()))
    shown = str(front(maya).values["district"])
    maya.closes()
    return shown


async def test_a_form_that_is_opened_anew_begins_anew(place: Attended) -> None:
    """Was: the second page was taken from an abandoned form of the day before, and never shown."""
    maya = place.person("Maya")
    await details(place, maya)
    await maya.submits(forged_values={"district": "x" * 4000})
    await place.adapter.settled()
    await maya.presses("Continue")
    await maya.submits()
    await place.adapter.settled()
    assert maya.ephemerals[-1].buttons == ["Fix it"]
    await maya.presses("Add details")
    await maya.fills({"district": "Hillside"})
    sent = await maya.submits()
    await place.adapter.settled()
    assert sent.message is not None
    assert sent.message.buttons == ["Continue"], "its second page is asked for again"


async def test_a_page_to_mend_is_no_way_past_the_next(place: Attended) -> None:
    _, ruth = await place.matched()
    (thread,) = ruth.threads
    card = next(m for m in reversed(thread.messages) if any("time" in b.casefold() for b in m.buttons))
    await ruth.presses(next(b for b in card.buttons if "time" in b.casefold()), on=card)
    await ruth.fills({"first_date": "the day after never"})
    await ruth.submits()
    await place.adapter.settled()
    assert ruth.ephemerals[-1].buttons == ["Continue"]
    await ruth.presses("Continue")
    await ruth.submits()
    await place.adapter.settled()
    assert ruth.ephemerals[-1].buttons == ["Fix it"]
    assert "First meeting" in ruth.ephemerals[-1].words
    await ruth.presses("Fix it")
    assert "1 of 2" in front(ruth).title
    assert front(ruth).values["first_date"] == "the day after never"


async def test_continue_of_another_form_of_the_same_kind_opens_nothing(place: Attended) -> None:
    """Was: an old card opened, and sent, the form of another proposal."""
    _, ruth, card = await place.proposed()
    await ruth.presses("Not now", on=card)
    await ruth.fills({"until": "the day after never"})
    await ruth.submits()
    await place.adapter.settled()
    old = ruth.ephemerals[-1]
    assert old.buttons == ["Fix it"]
    begun = await place.bot.begun_form(place.account(ruth), NotNow.slug)
    assert begun is not None
    other = Form("not-now:another", begun.form.title, begun.form.pages, begun.form.submit)
    await ruth.presses("Fix it", on=old)
    await place.bot._begun.keep(Envelope(place.account(ruth), "Ruth", "x"), Begun(other, {}))
    await ruth.fills({"until": "the day after never"})
    await ruth.submits()
    await place.adapter.settled()
    command = place.front.handled[-1][0]
    assert command == NotNow(begun.form.action.partition(":")[2], "the day after never"), "what is open is what is sent"
    await place.bot._begun.keep(Envelope(place.account(ruth), "Ruth", "y"), Begun(other, {}))
    await ruth.presses("Fix it", on=old)
    assert ruth.modal is None
    assert pages.NOT_KEPT in ruth.ephemerals[-1].words


# Mending


async def test_what_is_wrong_stands_on_a_card_and_at_its_field(place: Attended) -> None:
    maya = place.person("Maya")
    await maya.types("/find-mentor", place.mentoring)
    await maya.fills(WISH | {"state": "Atlantis", "note": "Thanks"})
    sent = await maya.submits()
    await place.adapter.settled()
    assert sent.message is not None
    assert sent.message.is_ephemeral
    assert "State you work in" in sent.message.words
    await maya.presses("Fix it")
    assert front(maya).values["note"] == "Thanks"
    assert front(maya).values["state"] == "Atlantis"
    await maya.fills({"state": "Ohio"})
    sent = await maya.submits()
    await place.adapter.settled()
    assert sent.kind == "update", "in the place of the card that asked"
    assert "Your request is in" in maya.ephemerals[-1].words
    assert len(maya.ephemerals) == 1
    assert await place.rows("drafts") == 0


async def test_mending_twice_keeps_one_card(place: Attended) -> None:
    maya = place.person("Maya")
    await maya.types("/find-mentor", place.mentoring)
    await maya.fills(WISH | {"state": "Atlantis"})
    await maya.submits()
    await place.adapter.settled()
    await maya.presses("Fix it")
    await maya.fills({"state": "Lemuria"})
    await maya.submits()
    await place.adapter.settled()
    (card,) = maya.ephemerals
    assert card.buttons == ["Fix it"]
    await maya.presses("Fix it")
    assert front(maya).values["state"] == "Lemuria"


@pytest.mark.parametrize("where", ["direct message", "thread"])
async def test_the_card_that_opened_a_form_changes_also_after_mending(place: Attended, where: str) -> None:
    """Was: only the card with "Fix it" became the answer, and the first one still offered what was done."""
    if where == "thread":
        _, ruth = await place.matched()
        (thread,) = ruth.threads
        card = next(m for m in reversed(thread.messages) if any("time" in b.casefold() for b in m.buttons))
        label, wrong, right = next(b for b in card.buttons if "time" in b.casefold()), {"first_date": "never"}, {}
        person = ruth
    else:
        _, person, card = await place.proposed()
        label, wrong, right = "Not now", {"until": "never"}, {"until": "October 20, 2026"}
    before = card.words
    await person.presses(label, on=card)
    await person.fills(wrong)
    await person.submits()
    await place.adapter.settled()
    while person.ephemerals[-1].buttons == ["Continue"]:
        await person.presses("Continue")
        await person.submits()
        await place.adapter.settled()
    await person.presses("Fix it")
    await person.fills(right or {"first_date": "October 20, 2026"})
    await person.submits()
    await place.settled()
    assert "Fix it" not in person.ephemerals[-1].buttons
    assert person.ephemerals[-1].words
    assert card.words != before
    assert await place.bot.begun_form(place.account(person), "not-now") is None


async def test_a_card_that_is_gone_is_no_reason_for_another_answer(place: Attended) -> None:
    _, ruth, card = await place.proposed()
    await ruth.presses("Not now", on=card)
    await ruth.fills({"until": "never"})
    await ruth.submits()
    await place.adapter.settled()
    card.deleted = True
    await ruth.presses("Fix it")
    await ruth.fills({"until": "October 20, 2026"})
    await ruth.submits()
    await place.adapter.settled()
    assert "went wrong" not in ruth.ephemerals[-1].words
    assert len(ruth.ephemerals) == 1


async def test_a_card_in_another_conversation_is_left_alone(place: Attended) -> None:
    _, ruth, card = await place.proposed()
    await ruth.presses("Not now", on=card)
    await ruth.fills({"until": "never"})
    await ruth.submits()
    await place.adapter.settled()
    begun = await place.bot.begun_form(place.account(ruth), NotNow.slug)
    assert begun is not None
    post = place.mentoring.messages[-1]
    elsewhere = Place(str(place.mentoring.id), str(post.id))
    await place.bot.keep_form(Envelope(place.account(ruth), "Ruth", "x"), replace(begun, place=elsewhere))
    words = post.words
    await ruth.presses("Fix it")
    await ruth.fills({"until": "October 20, 2026"})
    await ruth.submits()
    await place.settled()
    assert post.words == words
    assert not [call for call in place.discord.calls_of("update_message") if call.id("message_id") == post.id]


async def test_what_can_not_be_mended_any_more_is_said_without_a_button(place: Attended) -> None:
    """Was: "Fix it" for ever, for a request that was withdrawn meanwhile."""
    maya = place.person("Maya")
    await details(place, maya)
    request = front(maya).custom_id.split(":")[-1]
    await maya.submits()
    await place.adapter.settled()
    await maya.presses("Continue")
    await place.does(maya, WithdrawRequest(request))
    sent = await maya.submits()
    await place.adapter.settled()
    assert "Fix it" not in maya.ephemerals[-1].buttons
    assert sent.ok
    assert await place.rows("drafts") == 0


async def test_a_draft_that_is_over_says_so(place: Attended) -> None:
    maya = place.person("Maya")
    await maya.types("/find-mentor", place.mentoring)
    await maya.fills(WISH | {"state": "Atlantis"})
    await maya.submits()
    await place.adapter.settled()
    await place.bot.forget_form(place.account(maya), "find-mentor")
    await maya.presses("Fix it")
    assert maya.modal is None
    assert pages.NOT_KEPT in maya.ephemerals[-1].words


async def test_a_draft_of_another_version_of_the_bot_says_so(place: Attended) -> None:
    """Was: a defect with an id."""
    maya = place.person("Maya")
    await maya.types("/find-mentor", place.mentoring)
    await maya.fills(WISH | {"state": "Atlantis"})
    await maya.submits()
    await place.adapter.settled()
    async with place.storage.database.writer.begin() as connection:
        await connection.exec_driver_sql("UPDATE drafts SET \"values\" = replace(\"values\", 'TextField', 'OldField')")
    await maya.presses("Fix it")
    assert pages.NOT_KEPT in maya.ephemerals[-1].words


async def test_a_second_page_without_its_first_asks_for_the_first(place: Attended) -> None:
    """Was: sent with the second page alone, as if the first had been left empty."""
    maya = place.person("Maya")
    await details(place, maya)
    await maya.fills({"district": "Lakeside"})
    await maya.submits()
    await place.adapter.settled()
    await maya.presses("Continue")
    await place.bot.forget_form(place.account(maya), "request-details")
    events = await place.rows("events")
    await maya.submits()
    await place.adapter.settled()
    assert maya.ephemerals[-1].buttons == ["Continue"]
    assert await place.rows("events") == events
    await maya.presses("Continue")
    assert "1 of 2" in front(maya).title


async def test_a_problem_of_no_field_is_said_and_can_be_mended(
    place: Attended, monkeypatch: pytest.MonkeyPatch
) -> None:
    maya = place.person("Maya")
    handle = place.bot.handle
    refuse = True

    async def refusing(command: object, envelope: object) -> Reply:
        if refuse and type(command).__name__ == "FindMentor":
            return Reply(Rejected("", {"elsewhere": "Not today."}), Answers.PRIVATE)
        return await handle(command, envelope)  # type: ignore[arg-type]

    monkeypatch.setattr(place.bot, "handle", refusing)
    await maya.types("/find-mentor", place.mentoring)
    await maya.fills(WISH)
    await maya.submits()
    await place.adapter.settled()
    assert "Not today." in maya.ephemerals[-1].words
    refuse = False
    await maya.presses("Fix it")
    await maya.submits()
    await place.adapter.settled()
    assert "Your request is in" in maya.ephemerals[-1].words


async def test_what_can_not_be_kept_is_refused_in_words(place: Attended, monkeypatch: pytest.MonkeyPatch) -> None:
    maya = place.person("Maya")
    await maya.types("/find-mentor", place.mentoring)
    await maya.fills(WISH | {"state": "Atlantis"})

    async def broken(*_: object) -> None:
        raise StorageError("no database")

    monkeypatch.setattr(place.bot, "keep_form", broken)
    await maya.submits()
    await place.adapter.settled()
    assert "code:" not in maya.ephemerals[-1].words
    assert common.STORAGE_TROUBLE not in maya.ephemerals[-1].words, "of two troubles the one that can be mended"
    assert maya.ephemerals[-1].words


async def test_what_was_taken_is_not_taken_back_by_a_draft_that_stays(
    place: Attended, monkeypatch: pytest.MonkeyPatch
) -> None:
    maya = place.person("Maya")
    await maya.types("/find-mentor", place.mentoring)
    await maya.fills(WISH | {"state": "Atlantis"})
    await maya.submits()
    await place.adapter.settled()
    await maya.presses("Fix it")
    await maya.fills({"state": "Ohio"})

    async def broken(*_: object) -> None:
        raise StorageError("no database")

    monkeypatch.setattr(place.bot, "forget_form", broken)
    await maya.submits()
    await place.adapter.settled()
    assert common.STORAGE_TROUBLE not in maya.ephemerals[-1].words
    assert "Your request is in" in maya.ephemerals[-1].words


async def test_two_forms_of_a_kind_in_two_servers_keep_apart(place: Attended) -> None:
    maya = place.person("Maya")
    there = await place.another_guild("Rural OTs")
    await maya.joins(there)
    elsewhere = next(iter(there.channels.values()))
    for where, state in ((place.mentoring, "Atlantis"), (elsewhere, "Lemuria")):
        await maya.types("/find-mentor", where)
        await maya.fills(WISH | {"state": state})
        await maya.submits()
        await place.adapter.settled()
    cards: list[DiscordMessage] = maya.ephemerals
    for card, state in zip(cards, ("Atlantis", "Lemuria"), strict=True):
        await maya.presses("Fix it", on=card)
        assert front(maya).values["state"] == state
        maya.closes()


async def test_a_form_that_answers_a_form_begins_with_a_card(place: Attended, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dialog can't follow a dialog."""
    maya = place.person("Maya")
    handle = place.bot.handle
    await maya.types("/find-mentor", place.mentoring)
    form = place.front.replies[-1].view
    assert isinstance(form, Form)
    more = Form("decline:x", "One more question", form.pages, "Send")

    async def asking(command: object, envelope: object) -> Reply:
        if type(command).__name__ == "FindMentor":
            return Reply(more, Answers.PRIVATE)
        return await handle(command, envelope)  # type: ignore[arg-type]

    monkeypatch.setattr(place.bot, "handle", asking)
    await maya.fills(WISH)
    await maya.submits()
    await place.adapter.settled()
    assert maya.ephemerals[-1].buttons == ["Continue"]
    await maya.presses("Continue")
    assert front(maya).title.startswith("One more question")
