"""Clocks that change on one side only, and people who move to another time zone while they keep a schedule."""

from bot.commands import ChooseZone
from bot.domain.schedule import wall
from tests.acceptance.pair import about, agree_on, matched, sessions_of
from tests.acceptance.reading import plainly
from tests.acceptance.stage import Stage
from tests.acceptance.test_keeping import REMINDER, local, starting, until_met

EASTERN, ARIZONA = "America/New_York", "America/Phoenix"


async def test_where_clocks_change_on_one_side_only_both_hear_a_week_before(stage: Stage) -> None:
    await stage.later(hours=3)  # morning in Arizona, too
    maya, ruth = await matched(stage, maya=EASTERN, ruth=ARIZONA, free="flexible")
    await agree_on(stage, maya, ruth, first_date="Oct 6", time="4 pm")
    await until_met(stage, (maya, ruth), weeks=3)
    said_to_ruth = "Clocks change: from Tue, Nov 3 on, you meet at 2:00 PM Arizona instead of 1:00 PM"
    assert about(ruth.inbox, "Clocks change") == []

    await stage.later(days=7)  # the question about October 27
    assert [local(c, EASTERN)[:5] for c in about(ruth.inbox, said_to_ruth)] == ["10-27"]
    assert all("Did you and" in card.text for card in about(ruth.inbox, said_to_ruth)), (
        "beside the question, one message"
    )
    assert "2:00 PM Arizona for Ruth instead of 1:00 PM" in about(maya.inbox, "For you nothing changes")[0].text

    await maya.presses("Met")
    await until_met(stage, (maya, ruth), weeks=1)
    walls = [wall(s.starts_at, EASTERN).strftime("%H:%M") for s in await sessions_of(stage, maya)]
    assert set(walls) == {"16:00"}
    assert [s.starts_at.hour for s in (await sessions_of(stage, maya))[:6]] == [20, 20, 20, 20, 21, 21]
    reminders = [c.first for c in starting(ruth.inbox, REMINDER)]
    assert reminders[3:5] == [
        "You meet Maya on Tue, Oct 27, 1:00 PM Arizona.",
        "You meet Maya on Tue, Nov 3, 2:00 PM Arizona.",
    ]


async def test_who_meets_every_two_weeks_hears_a_week_before_and_can_change_it_snooze_it_or_switch_it_off(
    stage: Stage,
) -> None:
    await stage.later(hours=3)
    maya, ruth = await matched(stage, maya=EASTERN, ruth=ARIZONA, free="flexible")
    await agree_on(stage, maya, ruth, first_date="Oct 13", time="4 pm", rhythm="every-two-weeks")
    await until_met(stage, (maya, ruth), weeks=5)
    (to_maya,) = about(maya.inbox, "Clocks change: from Tue, Nov 10 on")
    (to_ruth,) = about(ruth.inbox, "Clocks change: from Tue, Nov 10 on")
    assert (local(to_maya, EASTERN), local(to_ruth, ARIZONA)) == ("11-03 16:00", "11-03 16:00")
    assert list(to_ruth.buttons) == ["Change schedule", "Snooze or switch off"]
    await ruth.presses("Snooze or switch off", on=to_ruth)
    assert "because the local time of your meetings becomes another" in ruth.answer
    await ruth.presses("Tomorrow")
    await stage.later(hours=23)
    (again,) = [card for card in starting(ruth.inbox, "Clocks change on one side") if card is not to_ruth]
    assert local(again, ARIZONA) == "11-10 08:00"


async def test_a_mentee_who_moves_keeps_the_schedule_and_both_hear_of_it(stage: Stage) -> None:
    """The agreement keeps its zone; from then on it is the mentee for whom clocks change."""
    await stage.later(hours=3)
    maya, ruth = await matched(stage, maya=EASTERN, ruth=EASTERN, free="flexible")
    await agree_on(stage, maya, ruth, first_date="Oct 6", time="4 pm")
    await until_met(stage, (maya, ruth), weeks=2)
    await maya.does(ChooseZone(ARIZONA))
    assert "Your next meeting with Ruth is on Tue, Oct 20, 1:00 PM Arizona" in plainly(maya.last)
    (told,) = about(ruth.inbox, "Maya is in Arizona time now")
    assert "Your meetings keep Eastern time, as you agreed" in told.text
    assert "for Maya that is Tue, Oct 20, 1:00 PM Arizona" in told.text
    await maya.does(ChooseZone(ARIZONA))
    assert len(about(ruth.inbox, "Maya is in Arizona time now")) == 1

    await until_met(stage, (maya, ruth), weeks=3)
    (to_maya, *_) = about(
        maya.inbox, "Clocks change: from Tue, Nov 3 on, you meet at 2:00 PM Arizona instead of 1:00 PM"
    )
    (to_ruth, *_) = about(ruth.inbox, "your usual time is 2:00 PM Arizona for Maya instead of 1:00 PM")
    assert {local(card, EASTERN)[:5] for card in (to_maya, to_ruth)} == {"10-27"}
    assert {wall(s.starts_at, EASTERN).strftime("%H:%M") for s in await sessions_of(stage, maya)} == {"16:00"}


async def test_a_mover_whose_clocks_show_the_same_is_no_news(stage: Stage) -> None:
    maya, ruth = await matched(stage, maya=EASTERN, ruth=EASTERN)
    await agree_on(stage, maya, ruth)
    before = len(ruth.inbox)
    await maya.does(ChooseZone("America/Detroit"))
    assert len(ruth.inbox) == before
