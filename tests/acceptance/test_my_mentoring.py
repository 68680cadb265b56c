"""/my-mentoring: everything that is mine on one card, with what I can do about it."""

import pytest

from bot.commands import MentorHelp, MyMentoring, NotWith, PauseOffer, PauseRequest, StepForward, decode
from bot.commands import WidenRequest as Widen
from bot.matching.tiers import WIDEST
from bot.views import Actions, Button, ButtonStyle, Form, Message, Moment
from tests.acceptance.cast import asks, matched, offers
from tests.acceptance.reading import plainly
from tests.acceptance.stage import Person, Stage


def buttons(person: Person) -> list[Button]:
    assert isinstance(person.last, Message), person.answer
    return [button for part in person.last.parts if isinstance(part, Actions) for button in part.buttons]


def labels(person: Person) -> list[str]:
    return [button.label for button in buttons(person)]


async def looks(person: Person) -> str:
    await person.does(MyMentoring())
    return plainly(person.last)


async def test_who_has_nothing_yet_is_offered_the_two_beginnings(stage: Stage) -> None:
    nia = stage.person("Nia")
    assert "have not asked for a mentor or offered to be one" in await looks(nia)
    assert [(b.label, b.style) for b in buttons(nia)] == [
        ("Find a mentor", ButtonStyle.PRIMARY),
        ("I can help", ButtonStyle.PRIMARY),
    ]
    assert isinstance((await nia.presses("I can help")).view, Form)


async def test_a_request_shows_what_was_asked_and_who_is_ahead(stage: Stage) -> None:
    await asks(stage.person("First"))
    await stage.later(hours=1)
    maya = stage.person("Maya")
    await asks(maya)
    said = await looks(maya)
    assert "Looking for a mentor" in said
    assert "Ohio, Elementary school" in said
    assert "Building a schedule" in said
    assert "1 request ahead of yours" in said
    assert "First" not in said
    assert {"Change my request", "Add details", "Not with …", "Pause my request", "Withdraw my request"} <= set(
        labels(maya)
    )


async def test_every_button_of_the_card_does_something(stage: Stage) -> None:
    maya = stage.person("Maya")
    await asks(maya)
    for label in ("Change my request", "Add details", "Not with …", "Pause my request"):
        await looks(maya)
        assert isinstance((await maya.presses(label)).view, Form), label


async def test_widening_stops_being_offered_where_nothing_is_wider(stage: Stage) -> None:
    maya = stage.person("Maya")
    await asks(maya)
    await looks(maya)
    wider = next(button for button in buttons(maya) if button.label == "Ask further away")
    command = decode(wider.action)
    assert isinstance(command, Widen)
    for _ in range(WIDEST):
        await maya.does(command)
    await looks(maya)
    assert "Ask further away" not in labels(maya)


async def test_a_paused_request_says_until_when_and_comes_back(stage: Stage) -> None:
    maya = stage.person("Maya")
    await asks(maya)
    await looks(maya)
    form = await maya.presses("Pause my request")
    await maya.fills(form, until="2026-10-20")
    assert "Paused until Tue, Oct 20" in await looks(maya)
    assert "ahead" not in maya.answer, "who is paused stands in no line"
    await maya.presses("Resume my request")
    assert "Looking for a mentor" in await looks(maya)


async def test_withdrawing_clears_the_card(stage: Stage) -> None:
    maya = stage.person("Maya")
    await asks(maya)
    await looks(maya)
    await maya.presses("Withdraw my request")
    assert "have not asked for a mentor" in await looks(maya)


async def test_an_offer_shows_its_places_pauses_and_resumes(stage: Stage) -> None:
    ruth = stage.person("Ruth")
    await offers(ruth)
    assert "1 of 1 free" in await looks(ruth)
    of_the_offer = ["Change my offer", "Places and details", "Pause my offer", "Withdraw my offer"]
    assert labels(ruth) == [*of_the_offer, "Change time zone", "Messages I get"]
    form = await ruth.presses("Pause my offer")
    await ruth.fills(form, until="2026-10-20")
    assert "Paused until Tue, Oct 20" in await looks(ruth)
    await ruth.presses("Resume my offer")
    assert "Paused" not in await looks(ruth)


async def test_a_proposal_that_waits_for_me_can_be_answered_from_the_card(stage: Stage) -> None:
    ruth, maya = stage.person("Ruth"), stage.person("Maya")
    await offers(ruth)
    await asks(maya)
    said = await looks(ruth)
    assert "Waiting for your answer" in said
    assert "Could you mentor Maya (Ohio, Elementary school)?" in said
    await ruth.presses("Yes, I will")
    assert "You mentor Maya" in await looks(ruth)
    assert "Waiting for your answer" not in ruth.answer


async def test_a_colleague_who_stepped_forward_waits_on_the_card_of_the_mentee(stage: Stage) -> None:
    maya, zoe = stage.person("Maya"), stage.person("Zoe")
    await asks(maya)
    await offers(zoe, states="California", settings=("hospital",), free_times="Sat 8-9am")
    step = decode(stage.channel[-1].buttons["I can help with this"].action)
    assert isinstance(step, StepForward)
    await zoe.does(step)
    assert "Zoe offers to mentor you" in await looks(maya)
    await maya.presses("Yes, please")
    assert "Your mentor is Zoe" in await looks(maya)


async def test_a_match_shows_with_whom_and_when_in_the_readers_own_time(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    said = await looks(maya)
    assert "Your mentor is Ruth; no meeting is planned yet." in said
    await ruth.presses(next(label for label in ruth.inbox[-1].buttons if "PM" in label or "AM" in label))
    card = next(card for card in reversed(maya.inbox) if any("gree" in label for label in card.buttons))
    await maya.presses(next(label for label in card.buttons if "gree" in label), on=card)
    await looks(maya)
    assert isinstance(maya.last, Message)
    assert "Your mentor is Ruth; next meeting " in plainly(maya.last)
    assert "Moment(at=" in repr(maya.last), "each platform shows it in the reader's own time"
    assert Moment.__name__ in repr(maya.last)
    await maya.presses("Meetings with Ruth")
    assert isinstance(maya.last, Message), maya.answer


async def test_nobody_sees_what_is_somebody_elses(stage: Stage) -> None:
    maya, _ = await matched(stage)
    nosy = stage.person("Nosy")
    assert "Ruth" not in await looks(nosy)
    await asks(nosy)
    await looks(nosy)
    button = next(b for b in buttons(nosy) if b.label == "Withdraw my request")
    reply = await maya.does(decode(button.action))
    assert "belongs to somebody else" in maya.answer, reply
    assert "Looking for a mentor" in await looks(nosy)


@pytest.mark.parametrize("name", ["N" * 100, "*bold* @everyone <!channel>", "\u202eevil"])
async def test_no_name_is_too_long_or_too_strange_for_the_card(stage: Stage, name: str) -> None:
    ruth, maya = stage.person("Ruth"), stage.person("Maya")
    maya.name = name
    await offers(ruth)
    await asks(maya)
    assert "Could you mentor" in await looks(ruth)
    await ruth.presses("Yes, I will")
    assert "You mentor" in await looks(ruth)
    assert "\u202e" not in ruth.answer


async def test_looking_writes_nothing(stage: Stage) -> None:
    nia = stage.person("Nia")
    await looks(nia)
    assert (await stage.bot.reader(nia.account)).member is None


async def test_help_says_what_the_bot_does_and_who_sees_what(stage: Stage) -> None:
    nia = stage.person("Nia")
    await nia.does(MentorHelp())
    assert "without your name" in nia.answer
    assert "could technically read its records" in nia.answer
    assert labels(nia) == ["Find a mentor", "I can help", "My mentoring", "I was on the sheet", "I have no code"]
    await nia.presses("My mentoring")
    assert "have not asked for a mentor" in nia.answer


async def test_pausing_and_excluding_from_old_cards_still_answer_clearly(stage: Stage) -> None:
    maya = stage.person("Maya")
    await asks(maya)
    await looks(maya)
    withdraw = next(b for b in buttons(maya) if b.label == "Withdraw my request")
    command = decode(withdraw.action)
    await maya.does(command)
    request = withdraw.action.split(":")[1]
    for late in (PauseRequest(request, "2026-10-20"), NotWith(request), command):
        await maya.does(late)
        assert "no longer open" in maya.answer
    await maya.does(PauseOffer("unknown", "2026-10-20"))
    assert "offer" in maya.answer
