"""What people type: huge, hostile, missing or too much. It is refused beside its field, or shown as plain text."""

import pytest

from bot.commands import (
    FindMentor,
    OfferMentoring,
    OpenFindMentor,
    OpenOfferMentoring,
    decode,
    submitted,
)
from bot.errors import UserError
from bot.reference.professions import PROFESSIONS
from bot.reference.settings import PRACTICE_SETTINGS
from bot.reference.states import STATES
from bot.reference.topics import TOPICS
from bot.views import MOST_TEXT, Actions, Form, Message, Rejected, words
from tests.acceptance.cast import asks, offers
from tests.acceptance.stage import Stage

HOSTILE = (
    "@everyone <!channel> <b>bold</b> **bold** [x](javascript:alert(1)) =HYPERLINK(1) \u202eevil\u202c 👩🏽‍🏫 \x1b[31m"
)
UNKNOWN = ("accept", "accept:a:b", "nothing:1", "", ":", "find-mentor:a:b:c")
LONGEST_SETTINGS = tuple(s.slug for s in sorted(PRACTICE_SETTINGS, key=lambda s: -len(s.label))[:5])
HELPFUL = {profession for topic in TOPICS.values() for profession in topic.allied}
LONGEST_PROFESSION = max((p for p in PROFESSIONS.values() if p.slug in HELPFUL), key=lambda p: len(p.label)).slug
BUSY = "Mon 3-5, Tue 3:30-5, Wed 4-6:15, Thu 7-7:45 am, Fri 12-1, Sat 9-11 am, Sun 4-6"


def fits(view: object) -> bool:
    """A view checks its limits where it is built; this says that one was, and how long it became."""
    return isinstance(view, Message) and sum(map(len, words(view.parts))) <= MOST_TEXT


@pytest.mark.memory  # more than Slack takes in a dialog, and than the web server reads
async def test_huge_values_are_refused_beside_their_fields_and_kept(stage: Stage) -> None:
    maya = stage.person("Maya")
    huge = FindMentor(
        state="Ohio " * 20_000,
        setting="s" * 100_000,
        topics=tuple(f"t{n}" for n in range(10_000)),
        free_times="Mon 3-5 " * 12_500,
        note="n" * 100_000,
    )
    await maya.does(huge)
    assert isinstance(maya.last, Rejected)
    assert set(maya.last.problems) == {"state", "setting", "topics", "free_times", "note"}
    assert all(len(sentence) < 200 for sentence in maya.last.problems.values())
    form = (await maya.does(OpenFindMentor())).view
    assert isinstance(form, Form)
    assert [getattr(f, "value", None) for f in form.fields if f.name == "note"] == ["n" * 100_000]


async def test_a_huge_offer_is_refused_beside_its_fields(stage: Stage) -> None:
    ruth = stage.person("Ruth")
    many = tuple(s.slug for s in PRACTICE_SETTINGS)
    await ruth.does(OfferMentoring("", "otr" * 30_000, "9" * 100_000, "x" * 100_000, many, "?" * 100_000))
    assert isinstance(ruth.last, Rejected)
    assert set(ruth.last.problems) == {"profession", "years", "states", "settings", "free_times"}
    assert isinstance((await ruth.does(OpenOfferMentoring())).view, Form)


async def test_hostile_text_reaches_the_mentor_as_plain_text_and_the_channel_never(stage: Stage) -> None:
    maya, ruth = stage.person("Maya"), stage.person("Ruth")
    await offers(ruth)
    await asks(maya, note=HOSTILE)
    card = ruth.inbox[-1].text
    assert "@everyone <!channel> <b>bold</b>" in card, "nothing is lost; escaping is the adapters'"
    assert not set("\u202e\u202c\x1b") & set(card)
    assert "everyone" not in stage.channel[0].text


async def test_fields_that_are_missing_unknown_or_of_another_shape_do_no_harm(stage: Stage) -> None:
    maya = stage.person("Maya")
    await maya.does(submitted("find-mentor", {}))
    assert isinstance(maya.last, Rejected)
    assert set(maya.last.problems) == {"state", "setting"}
    odd: dict[str, str | tuple[str, ...]] = {
        "state": ("OH", "KY"),
        "setting": "elementary",
        "topics": "goals",
        "admin": "yes",
        "moderator": ("1",),
    }
    await maya.does(submitted("find-mentor", odd))
    assert "Your request is in" in maya.answer


@pytest.mark.parametrize("action", [*UNKNOWN, "decline::", "accept:", "find-mentor:a:b"])
async def test_a_button_that_nobody_made_is_refused(stage: Stage, action: str) -> None:
    maya = stage.person("Maya")
    if action in UNKNOWN:
        with pytest.raises(UserError, match="older version"):
            decode(action)
    else:
        assert isinstance((await maya.does(decode(action))).view, Rejected)


async def test_an_offer_for_every_state_fits_every_message(stage: Stage) -> None:
    ruth, maya = stage.person("Ruth"), stage.person("Maya")
    ruth.name, maya.name = "R" * 300, "M" * 300
    everywhere = ", ".join(STATES)
    await offers(ruth, states=everywhere, settings=LONGEST_SETTINGS, profession=LONGEST_PROFESSION, free_times=BUSY)
    assert fits(ruth.last)
    await asks(maya, topics=tuple(t.slug for t in TOPICS.values() if LONGEST_PROFESSION in t.allied)[:3])
    await ruth.presses("I can help with this", on=stage.channel[0])
    assert isinstance(ruth.last, Message), ruth.last
    assert all(fits(card.message) for card in [*ruth.inbox, *maya.inbox])


@pytest.mark.parametrize("name", ["", "\u200b\u202e", "x" * 5000, "</script>\n\n# Hi", "👩🏽‍🏫" * 40])
async def test_any_display_name_gets_through_the_whole_journey(stage: Stage, name: str) -> None:
    maya, ruth = stage.person("Maya"), stage.person("Ruth")
    maya.name = ruth.name = name
    await offers(ruth)
    await asks(maya)
    await ruth.presses("Yes, I will")
    assert "You are now mentoring" in ruth.answer
    said = [part for card in ruth.inbox for part in words(card.message.parts)]
    assert all(piece.strip() for piece in said), "nobody is an empty place in a sentence"


async def test_many_presses_of_everything_on_a_card_are_answered_in_words(stage: Stage) -> None:
    """Every button that a stranger finds on somebody's cards is refused with a sentence, never with a defect."""
    maya, ruth, eve = stage.person("Maya"), stage.person("Ruth"), stage.person("Eve")
    await offers(ruth)
    await asks(maya)
    replies = [reply.view for person in (maya, ruth) for reply in person.replies]
    cards = [card.message for person in (maya, ruth) for card in person.inbox]
    shown = [view for view in [*replies, *cards] if isinstance(view, Message)]
    buttons = [b for view in shown for part in view.parts if isinstance(part, Actions) for b in part.buttons]
    assert len(buttons) >= 10
    for button in buttons:
        await eve.does(decode(button.action))
        assert "Something went wrong" not in eve.answer, button.action
    assert "Yes, I will" in ruth.inbox[-1].buttons
