"""Agreeing on a schedule: from the introduction to a calendar file."""

import asyncio
from dataclasses import replace
from datetime import datetime

import pytest

from bot.commands import AgreeSchedule, ChooseZone, OpenSchedule, PickSlot, ProposeSchedule
from bot.domain.match import Match
from bot.domain.status import AgreementStatus
from bot.ports.platforms import Envelope
from bot.ports.storage import UnitOfWork
from bot.views import Form, Message, Rejected
from tests.acceptance.cast import asks, offers
from tests.acceptance.pair import (
    about,
    agree_on,
    agreed,
    calendars,
    events,
    kept,
    match_of,
    matched,
    refused,
    sessions_of,
    slots_on,
)
from tests.acceptance.reading import history
from tests.acceptance.stage import Stage, said

# ruff: noqa: DTZ001 (calendar files hold naive wall times)


async def test_a_pair_is_introduced_with_three_times_and_never_the_note(stage: Stage) -> None:
    maya, ruth = stage.person("Maya"), stage.person("Ruth")
    await offers(ruth, years="6")
    await asks(maya, note="I drive between four buildings")
    await ruth.presses("Yes, I will")

    assert maya.inbox[-1] is ruth.inbox[-2 if ruth.inbox[-1].readers == {ruth.account.user} else -1]
    card = maya.inbox[-1]
    assert card.readers == {maya.account.user, ruth.account.user}
    for words in ("Ohio", "Elementary", "6 years in schools", "An icebreaker", "no student information"):
        assert words in card.text
    assert "four buildings" not in card.text
    assert slots_on(card) == [f"{day}, 3:00 PM Eastern" for day in ("Tue, Oct 6", "Wed, Oct 7", "Thu, Oct 8")]
    assert list(card.buttons)[3:] == ["Another time", "Not for me"]


async def test_times_are_shown_in_both_local_times(stage: Stage) -> None:
    maya, _ = await matched(stage, ruth="America/Chicago")
    assert slots_on(maya.inbox[-1])[0] == "Tue, Oct 6, 4:00 PM Eastern · 3:00 PM Central"


async def test_without_a_common_free_time_the_times_are_called_a_guess(stage: Stage) -> None:
    maya, ruth = stage.person("Maya"), stage.person("Ruth")
    await offers(ruth, free_times="Mon 8am-9am")
    await asks(maya, free_times="Fri 4pm-6pm")
    await ruth.presses("I can help with this")
    await maya.presses("Yes, please")

    card = maya.inbox[-1]
    assert len(slots_on(card)) == 3
    assert "only a guess" in card.text


async def test_one_taps_and_the_others_tap_signs(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    intro = maya.inbox[-1]
    await maya.presses("Tue, Oct 6, 3:00 PM Eastern")

    assert slots_on(intro) == []
    assert "Maya suggested Tue, Oct 6, 3:00 PM Eastern" in intro.message.summary
    suggestion = ruth.inbox[-1]
    assert suggestion.readers == {maya.account.user, ruth.account.user}
    assert "Every week on Tuesday" in suggestion.text
    assert "45 minutes" in suggestion.text
    assert "12 meetings, the last on Tue, Dec 22" in suggestion.text

    await ruth.presses("Agree")
    assert "Agreed: your first meeting is on Tue, Oct 6, 3:00 PM Eastern" in suggestion.text
    assert suggestion.buttons == {}
    (calendar,) = calendars(maya)
    assert calendars(ruth) == [calendar]
    assert calendar.sequence == 1
    assert (calendar.starts[0], calendar.starts[-1]) == (datetime(2026, 10, 6, 15), datetime(2026, 12, 22, 15))
    assert (calendar.zone, calendar.minutes) == ("America/New_York", 45)
    assert await events(stage, "agreed") == ["agreed"]
    assert [s.starts_at.isoformat() for s in await sessions_of(stage, maya)] == [
        "2026-10-06T19:00:00+00:00",
        "2026-10-13T19:00:00+00:00",
    ]


async def test_a_sole_shared_way_and_the_wished_rhythm_are_the_defaults(stage: Stage) -> None:
    maya, _ = await matched(stage)
    await wished(stage, await match_of(stage, maya))
    await maya.presses("Wed, Oct 7, 3:00 PM Eastern")

    assert "Once a month, on the first Wednesday" in maya.inbox[-1].text
    assert "Phone" in maya.inbox[-1].text


async def wished(stage: Stage, match: Match) -> None:
    """Both like the phone, the mentee wants to meet monthly."""

    async def change(uow: UnitOfWork) -> None:
        assert match.request
        assert match.offer
        request, offer = await uow.requests.get(match.request), await uow.offers.get(match.offer)
        assert request
        assert offer
        await uow.requests.save(replace(request, rhythm="monthly", ways=("phone", "in-person")))
        await uow.offers.save(replace(offer, ways=("phone",)))

    await stage.storage.write(match.community, change)


async def test_picking_the_same_time_is_an_agreement(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    match = await match_of(stage, maya)
    await maya.does(PickSlot(match.id, "2026-10-07T15:00"))
    await ruth.does(PickSlot(match.id, "2026-10-07T15:00"))

    assert "Agreed" in ruth.answer
    assert len(calendars(maya)) == 1


async def test_picking_another_time_is_a_new_suggestion(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    match = await match_of(stage, maya)
    await maya.presses("Tue, Oct 6, 3:00 PM Eastern")
    replaced = ruth.inbox[-1]
    await ruth.does(PickSlot(match.id, "2026-10-08T15:00"))
    assert "Ruth suggests Thu, Oct 8" in maya.inbox[-1].text

    await ruth.presses("Agree", on=replaced)
    refused(ruth, "A newer suggestion has replaced this one")
    await maya.presses("Agree")
    assert calendars(maya)[0].starts[0] == datetime(2026, 10, 8, 15)


async def test_only_the_other_one_of_the_two_can_agree(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    nora = stage.person("Nora")
    await maya.presses("Tue, Oct 6, 3:00 PM Eastern")
    card = maya.inbox[-1]

    await maya.presses("Agree", on=card)
    refused(maya, "You suggested this yourself")
    for label in ("Agree", "Another time"):
        await nora.presses(label, on=card)
        refused(nora, "This belongs to another pair")
    assert calendars(ruth) == []
    assert await events(stage, "agreed") == []


async def test_unknown_ids_are_answered_kindly(stage: Stage) -> None:
    maya, _ = await matched(stage)
    match = await match_of(stage, maya)
    for command in (AgreeSchedule("nothing"), OpenSchedule("x"), PickSlot("x" * 40, "2026-10-06T15:00")):
        await maya.does(command)
        refused(maya, "nothing was changed")
    for start in ("", "soon", "2026-13-45T99:99", "2026-10-06T15:00+00:00", "9999-12-31T23:59", "2027-10-06T15:00"):
        await maya.does(PickSlot(match.id, start))
        assert isinstance(maya.last, Rejected), start
    assert await events(stage, "schedule-suggested") == []


async def test_a_time_that_has_passed_is_refused(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    intro = maya.inbox[-1]
    await stage.later(days=2)
    await maya.presses("Tue, Oct 6, 3:00 PM Eastern", on=intro)
    refused(maya, "This time has passed")

    await maya.presses("Thu, Oct 8, 3:00 PM Eastern", on=intro)
    await stage.later(days=2)
    await ruth.presses("Agree")
    refused(ruth, "The first meeting of this suggestion has passed")
    assert calendars(ruth) == []


async def test_a_press_that_is_delivered_twice_acts_once(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    match = await match_of(stage, maya)
    first = await maya.does(PickSlot(match.id, "2026-10-06T15:00"), event="press-1")
    again = await maya.does(PickSlot(match.id, "2026-10-06T15:00"), event="press-1")
    assert again == first
    await maya.does(PickSlot(match.id, "2026-10-06T15:00"))
    refused(maya, "You have suggested this already")
    assert len(about(ruth.inbox, "does this suit you?")) == 1

    card = ruth.inbox[-1]
    agreement = AgreeSchedule(card.buttons["Agree"].action.split(":")[1])
    await asyncio.gather(*(stage.bot.handle(agreement, Envelope(ruth.account, "Ruth", f"tap-{n}")) for n in range(3)))
    await stage.bot.settle()
    await ruth.does(agreement)
    refused(ruth, "agreed on this schedule already")
    assert len(calendars(maya)) == 1
    assert await events(stage, "agreed") == ["agreed"]


async def test_a_time_on_a_card_stays_the_same_when_the_mentee_moves(stage: Stage) -> None:
    maya, _ = await matched(stage)
    intro = maya.inbox[-1]
    await maya.does(ChooseZone("America/Denver"))
    await maya.presses("Tue, Oct 6, 3:00 PM Eastern", on=intro)
    assert "Tue, Oct 6, 1:00 PM Mountain · 3:00 PM Eastern" in maya.inbox[-1].text


async def test_a_restart_loses_no_button(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    stage.bot = stage.new_bot()
    await maya.presses("Tue, Oct 6, 3:00 PM Eastern")
    stage.bot = stage.new_bot()
    await ruth.presses("Agree")
    stage.bot = stage.new_bot()
    await stage.later(hours=8)
    assert len(about(maya.inbox, "You meet Ruth on Tue, Oct 6")) == 1


async def test_a_slot_after_the_schedule_is_signed_changes_nothing(stage: Stage) -> None:
    maya, ruth = await agreed(stage)
    match = await match_of(stage, maya)
    for person in (maya, ruth):
        await person.does(PickSlot(match.id, "2026-10-08T15:00"))
        refused(person, "You two have a schedule already")


# The form


async def test_the_form_asks_in_ones_own_local_time(stage: Stage) -> None:
    maya, ruth = await matched(stage, ruth="America/Chicago")
    reply = await ruth.presses("Another time")
    form = reply.view
    assert isinstance(form, Form)
    assert [len(page.fields) for page in form.pages] == [5, 5]
    assert "Central" in said(form)

    await ruth.fills(
        reply, first_date="Oct 9", time="3:15 pm", rhythm="every-two-weeks", minutes="30", place="Zoom", goals="IEPs"
    )
    assert "Fri, Oct 9, 4:15 PM Eastern · 3:15 PM Central" in maya.inbox[-1].text
    await maya.presses("Agree")
    (calendar,) = calendars(maya)
    assert calendar.starts[:2] == (datetime(2026, 10, 9, 16, 15), datetime(2026, 10, 23, 16, 15))
    assert calendar.location == "Video call: Zoom"


async def test_the_form_goes_as_it_stands(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    await maya.fills(await maya.presses("Another time"))
    await ruth.presses("Agree")
    assert calendars(ruth)[0].starts[0] == datetime(2026, 10, 6, 15)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("first_date", "2026-10-04", "This time has passed"),
        ("first_date", "10/5", "This time has passed"),
        ("first_date", "2027-01-04", "within the next 90 days"),
        ("first_date", "2036-12-01", "within the next 90 days"),
        ("first_date", "9999-12-31", "within the next 90 days"),
        ("first_date", "someday", "is not a day"),
        ("first_date", "", "Nothing was filled in"),
        ("time", "half past yes", "is not a time"),
        ("rhythm", "hourly", "how often you want to meet"),
        ("minutes", "0", "a length from 15 to 240 minutes"),
        ("minutes", "10000", "a length from 15 to 240 minutes"),
        ("minutes", "5", "a length from 15 to 240 minutes"),
        ("minutes", "²", "a length from 15 to 240 minutes"),
        ("weeks", "53", "a number of weeks from 1 to 52"),
        ("weeks", "-1", "a number of weeks from 1 to 52"),
        ("way", "telepathy", "how you want to meet"),
        ("place", "x" * 201, "201 characters"),
        ("place", "http://meet.example/1", "has to begin with https://"),
        ("place", "javascript:alert(1)", "has to begin with https://"),
        ("goals", "y" * 100_000, "100,000 characters"),
        ("goals", "One\nTwo\n\nThree\nFour", "Up to 3 goals fit"),
        ("missed", "shrug", "about a missed meeting"),
        ("hour_before", "perhaps", "yes or no"),
    ],
)
async def test_each_problem_is_told_beside_its_field(stage: Stage, field: str, value: str, sentence: str) -> None:
    maya, _ = await matched(stage)
    match = await match_of(stage, maya)
    good = {"first_date": "2026-10-06", "time": "9:00", "rhythm": "weekly", "minutes": "45", "way": "video"}
    if value == "10/5":
        good["time"] = "9:30 am"  # it is 10:00
    await maya.does(ProposeSchedule(match.id, **{**good, field: value}))

    assert isinstance(maya.last, Rejected)
    assert set(maya.last.problems) == {field}
    assert sentence in maya.last.problems[field]
    assert await events(stage, "schedule-suggested") == []


async def test_hostile_text_stays_text(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    await agree_on(stage, maya, ruth, place="@everyone <!channel>\u202e **x**", goals="=1+1\n\n<b>goal</b>")
    assert calendars(ruth)[0].location == "Video call: @everyone <!channel> **x**"
    assert "=1+1; <b>goal</b>" in ruth.inbox[-1].text


async def test_what_looks_like_student_information_is_warned_about_once(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    match = await match_of(stage, maya)
    reply = await maya.presses("Another time")
    await maya.fills(reply, goals="my student Jordan writes his name")
    refused(maya, "could identify a student")
    assert about(ruth.inbox, "Jordan") == []
    warnings = await history(stage, "guard-warned")
    assert warnings
    assert all("Jordan" not in event.detail for event in warnings), "only the kind is kept"
    assert await kept(stage, lambda uow: uow.agreements.versions(match.id)) == 0

    await maya.fills(reply, goals="my student Jordan writes his name")
    assert isinstance(maya.last, Message)


async def test_an_early_hour_for_the_other_is_allowed_and_said(stage: Stage) -> None:
    maya, ruth = await matched(stage, ruth="America/Chicago")
    match = await match_of(stage, maya)
    await maya.does(
        ProposeSchedule(match.id, first_date="Oct 7", time="8:30 am", rhythm="weekly", minutes="30", way="phone")
    )
    assert "for Ruth that is Wed, Oct 7, 7:30 AM Central, early or late" in ruth.inbox[-1].text


async def test_a_zone_chosen_later_does_not_move_what_was_signed(stage: Stage) -> None:
    maya, ruth = await agreed(stage)
    await maya.does(ChooseZone("America/Denver"))
    await stage.later(days=9)
    assert about(ruth.inbox, "You meet Maya on Tue, Oct 13, 3:00 PM Eastern")
    assert about(maya.inbox, "You meet Ruth on Tue, Oct 13, 1:00 PM Mountain")


# Changing the schedule


async def test_a_changed_schedule_replaces_the_old_one_when_it_is_signed(stage: Stage) -> None:
    maya, ruth = await agreed(stage)
    await stage.later(days=2)
    reply = await ruth.presses("Change schedule")
    await ruth.fills(reply, first_date="Oct 15", time="4 pm")
    before = await sessions_of(stage, maya)
    assert [s.status for s in before] == ["planned"] * 3

    await maya.presses("Agree")
    first, second = calendars(maya)
    assert (second.uid, second.sequence) == (first.uid, first.sequence + 1)
    assert second.starts[0] == datetime(2026, 10, 15, 16)
    after = await sessions_of(stage, maya)
    assert sorted((s.starts_at.day, s.status) for s in after) == [
        (6, "planned"),
        (13, "cancelled"),
        (15, "planned"),
        (20, "cancelled"),
    ]
    await stage.later(days=8)
    assert about(ruth.inbox, "You meet Maya on Tue, Oct 13") == []
    assert len(about(ruth.inbox, "You meet Maya on Thu, Oct 15")) == 1


async def test_until_then_the_old_schedule_is_kept(stage: Stage) -> None:
    maya, ruth = await agreed(stage)
    await ruth.fills(await ruth.presses("Change schedule"), first_date="Oct 29", time="4 pm")
    await stage.later(days=8)
    assert len(about(maya.inbox, "You meet Ruth on Tue, Oct 13")) == 1


async def test_the_same_schedule_again_is_no_change(stage: Stage) -> None:
    maya, _ = await agreed(stage)
    await maya.fills(await maya.presses("Change schedule"))
    refused(maya, "You two have agreed on this schedule already")


async def test_goals_are_asked_for_after_the_first_meeting(stage: Stage) -> None:
    maya, ruth = await agreed(stage)
    await stage.later(days=2)
    await maya.presses("Met")
    await maya.fills(await maya.presses("Add goals"), goals="Write goals that matter\nLearn the IEP calendar")
    await ruth.presses("Agree")

    match = await match_of(stage, maya)
    signed = await kept(stage, lambda uow: uow.agreements.signed(match.id))
    assert signed is not None
    assert (signed.version, signed.status) == (2, AgreementStatus.SIGNED)
    assert signed.goals == ("Write goals that matter", "Learn the IEP calendar")
    assert (signed.first, signed.weeks) == (datetime(2026, 10, 6, 15), 12), "the meetings are the same"
    assert len(calendars(ruth)) == 1
