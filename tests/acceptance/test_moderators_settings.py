"""What moderators set for their community, and the cards they post."""

import pytest

from bot.commands import (
    MentorAdmin,
    OpenSettings,
    PostCard,
    SaveSettings,
    decode,
    submitted,
)
from bot.domain.member import Rules
from bot.views import Form, Message, NumberField, Rejected
from tests.acceptance.reading import history, plainly
from tests.acceptance.stage import COMMUNITY, Stage, standing


async def test_settings_are_kept_and_the_reminder_follows_the_clock(stage: Stage) -> None:
    mo = stage.person("Mo", moderator=True)
    form = await mo.does(OpenSettings())
    await mo.fills(
        form, proposal_hours="24", most_mentees="2", zone_hours="1", approve_mentors="yes", round_up_after="0"
    )
    assert "24, with a reminder after 16" in plainly(mo.last)
    async with stage.storage.read(COMMUNITY) as uow:
        rules = (await uow.communities.get()).rules
    assert (rules.proposal_hours, rules.reminder_hours, rules.most_mentees) == (24, 16, 2)
    assert (rules.most_zone_hours, rules.approve_mentors, rules.round_up_after) == (1, True, 0)
    assert len(await history(stage, "settings-saved")) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("proposal_hours", "23"),
        ("proposal_hours", "169"),
        ("proposal_hours", "72.5"),
        ("most_mentees", "0"),
        ("most_mentees", "²"),
        ("zone_hours", "13"),
        ("zone_hours", "-1"),
        ("round_up_after", ""),
        ("round_up_after", "9" * 5000),
        ("proposals_at_once", "4"),
        ("approve_mentors", "perhaps"),
        ("weekly_check_in", ""),
    ],
)
async def test_a_setting_out_of_its_limits_is_refused_beside_its_field(stage: Stage, field: str, value: str) -> None:
    mo = stage.person("Mo", moderator=True)
    form = await mo.does(OpenSettings())
    await mo.fills(form, **{field: value})
    assert isinstance(mo.last, Rejected)
    assert set(mo.last.problems) == {field}
    async with stage.storage.read(COMMUNITY) as uow:
        assert (await uow.communities.get()).rules == Rules()


async def test_the_form_of_the_settings_sends_what_stands(stage: Stage) -> None:
    mo = stage.person("Mo", moderator=True)
    form = await mo.does(OpenSettings())
    assert isinstance(form.view, Form)
    assert sum(isinstance(field, NumberField) for field in form.view.fields) == 5
    await mo.does(submitted(form.view.action, standing(form.view)))
    assert isinstance(mo.last, Message), mo.answer
    async with stage.storage.read(COMMUNITY) as uow:
        assert (await uow.communities.get()).rules == Rules()
    assert isinstance(submitted("save-settings", {}), SaveSettings)


# Cards to pin


async def test_the_welcome_card_has_two_buttons_that_open_forms(stage: Stage) -> None:
    mo, nia = stage.person("Mo", moderator=True), stage.person("Nia")
    await mo.does(MentorAdmin())
    await mo.presses("Post the welcome card")
    card = stage.channel[-1]
    assert list(card.buttons) == ["Find a mentor", "I can help"]
    for label in card.buttons:
        assert isinstance((await nia.presses(label, on=card)).view, Form)
    assert [event.detail for event in await history(stage, "card-posted")] == ["welcome"]


async def test_posting_the_same_press_twice_posts_once(stage: Stage) -> None:
    mo = stage.person("Mo", moderator=True)
    for _ in range(2):
        await mo.does(PostCard("sheet"), event="the-same")
    assert len(stage.channel) == 1
    assert list(stage.channel[0].buttons) == ["I was on the sheet", "I have no code"]


async def test_an_unknown_card_is_not_posted(stage: Stage) -> None:
    mo = stage.person("Mo", moderator=True)
    await mo.does(decode("post-card:spam"))
    assert isinstance(mo.last, Rejected)
    assert not stage.channel
