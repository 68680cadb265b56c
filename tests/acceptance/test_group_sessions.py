"""A moderator plans a group session: everybody in the channel sees it, with a calendar file, until it is called off."""

from datetime import UTC, date, datetime, time

import pytest

from bot.commands import (
    CallOffGroupSession,
    ChooseZone,
    GroupSessions,
    ListGroupSession,
    OpenGroupSession,
    PlanGroupSession,
)
from bot.documents import CalendarSeries
from bot.texts import common
from bot.texts import group_sessions as texts
from bot.views import Actions, File, Form, Message, Rejected
from tests.acceptance.reading import history, plainly
from tests.acceptance.stage import Card, Person, Stage

EASTERN = "America/New_York"
CALL = "https://calls.example.org/goals"
GOALS = {"title": "Writing goals together", "date": "Oct 6, 2026", "time": "3:30 pm", "minutes": "60", "place": CALL}


async def moderator(stage: Stage) -> Person:
    ines = stage.person("Ines", moderator=True)
    await ines.does(ChooseZone(EASTERN))
    return ines


async def plans(person: Person, **said: str) -> None:
    await person.fills(await person.does(OpenGroupSession()), **{**GOALS, **said})


def posts(stage: Stage) -> list[Card]:
    return [card for card in stage.channel if card.message.group_session is not None]


def labels(person: Person) -> list[str]:
    assert isinstance(person.last, Message)
    return [b.label for part in person.last.parts if isinstance(part, Actions) for b in part.buttons]


async def test_a_group_session_is_posted_with_a_calendar_file(stage: Stage) -> None:
    ines = await moderator(stage)
    await plans(ines)
    assert "Planned: Writing goals together" in plainly(ines.last)
    (post,) = posts(stage)
    assert "Group session: Writing goals together" in plainly(post.message)
    assert "60 minutes" in plainly(post.message)
    (file,) = [part for part in post.message.parts if isinstance(part, File)]
    assert isinstance(file.document, CalendarSeries)
    assert file.document.starts == (datetime.combine(date(2026, 10, 6), time(15, 30)),)
    assert (file.document.zone, file.document.minutes, file.document.location) == (EASTERN, 60, CALL)
    session = post.message.group_session
    assert session is not None
    assert session.starts_at == datetime(2026, 10, 6, 19, 30, tzinfo=UTC)


async def test_calling_it_off_changes_the_post(stage: Stage) -> None:
    ines = await moderator(stage)
    await plans(ines)
    await ines.presses("Call it off")
    assert "“Writing goals together” is called off." in plainly(ines.last)
    (post,) = posts(stage)
    assert "Called off: Writing goals together" in plainly(post.message)
    assert not [part for part in post.message.parts if isinstance(part, File)]
    await ines.does(GroupSessions())
    assert "None is planned." in plainly(ines.last)


async def test_pressing_twice_and_later_changes_nothing(stage: Stage) -> None:
    ines = await moderator(stage)
    await plans(ines)
    session = posts(stage)[0].message.group_session
    assert session is not None
    await ines.does(CallOffGroupSession(session.id))
    await ines.does(CallOffGroupSession(session.id))
    assert texts.CALLED_OFF_ALREADY in ines.answer
    assert len(await history(stage, "group-session-called-off")) == 1
    await stage.until(datetime(2026, 10, 6, 19, 31, tzinfo=UTC))
    for command in (CallOffGroupSession(session.id), ListGroupSession(session.id)):
        await ines.does(command)
        assert texts.OVER in ines.answer
    await ines.does(CallOffGroupSession("nobody-knows"))
    assert texts.UNKNOWN in ines.answer


async def test_what_is_planned_is_listed_in_order_until_it_begins(stage: Stage) -> None:
    ines = await moderator(stage)
    await plans(ines, title="Second", date="Oct 20, 2026")
    await plans(ines, title="First")
    await ines.does(GroupSessions())
    said = plainly(ines.last)
    assert said.index("First") < said.index("Second")
    assert labels(ines) == ["Call off no. 1", "Call off no. 2", "Plan a group session", "Administration"]
    await stage.until(datetime(2026, 10, 6, 19, 31, tzinfo=UTC))
    await ines.does(GroupSessions())
    assert "First" not in plainly(ines.last)
    await ines.presses("Call off no. 1")
    assert "“Second” is called off." in plainly(ines.last)


async def test_the_same_one_is_not_planned_twice(stage: Stage) -> None:
    ines = await moderator(stage)
    await plans(ines)
    await plans(ines)
    assert texts.PLANNED_ALREADY in ines.answer
    assert len(posts(stage)) == 1


async def test_there_is_an_end_to_planning(stage: Stage) -> None:
    ines = await moderator(stage)
    for number in range(texts.MOST_COMING):
        await plans(ines, title=f"No. {number}")
    await ines.does(GroupSessions())
    assert len(labels(ines)) == texts.MOST_COMING + 2
    await plans(ines, title="One more")
    assert texts.TOO_MANY in ines.answer


async def test_a_moderator_without_a_zone_is_asked_for_it_once(stage: Stage) -> None:
    ines = stage.person("Ines", moderator=True)
    form = await ines.does(OpenGroupSession())
    assert isinstance(form.view, Form)
    assert [field.name for field in form.view.pages[1].fields] == ["zone"]
    await ines.fills(form, **GOALS, zone="America/Chicago")
    session = posts(stage)[0].message.group_session
    assert session is not None
    assert session.starts_at == datetime(2026, 10, 6, 20, 30, tzinfo=UTC), "3:30 PM Central"
    form = await ines.does(OpenGroupSession())
    assert isinstance(form.view, Form)
    assert len(form.view.pages) == 1
    assert "Your local time (Central)" in [field.label for field in form.view.fields]


@pytest.mark.parametrize(
    ("field", "typed", "problem"),
    [
        ("title", " ", texts.NEEDS_TITLE),
        ("title", "x" * 81, "81 characters"),
        ("place", "\u200b", texts.NEEDS_PLACE),
        ("place", "x" * 4000, "4,000 characters"),
        ("minutes", "61", texts.CHOOSE_MINUTES),
        ("minutes", "", texts.CHOOSE_MINUTES),
        ("date", "yesterday", ""),
        ("date", "Oct 6, 2031", "within the next 90 days"),
        ("time", "half past", ""),
    ],
)
async def test_what_does_not_fit_is_said_beside_its_field(stage: Stage, field: str, typed: str, problem: str) -> None:
    ines = await moderator(stage)
    await ines.does(PlanGroupSession(**{**GOALS, field: typed}))
    assert isinstance(ines.last, Rejected)
    assert list(ines.last.problems) == [field]
    assert problem in ines.last.problems[field]
    assert not posts(stage)


async def test_a_zone_that_nobody_offered_is_refused(stage: Stage) -> None:
    ines = stage.person("Ines", moderator=True)
    for zone in ("", "Mars/Olympus", "x" * 5000):
        await ines.does(PlanGroupSession(**GOALS, zone=zone))
        assert isinstance(ines.last, Rejected)
        assert "zone" in ines.last.problems
    assert not posts(stage)


async def test_what_looks_like_a_student_is_warned_about_before_everybody_sees_it(stage: Stage) -> None:
    ines = await moderator(stage)
    title = "My student John Smith, born 3/4/2015"
    await ines.does(PlanGroupSession(**{**GOALS, "title": title}))
    assert isinstance(ines.last, Rejected)
    assert "title" in ines.last.problems
    assert not posts(stage)


async def test_only_moderators_plan_and_see(stage: Stage) -> None:
    maya = stage.person("Maya")
    for command in (OpenGroupSession(), PlanGroupSession(**GOALS), GroupSessions(), CallOffGroupSession("x")):
        await maya.does(command)
        assert maya.answer.strip() == common.MODERATORS_ONLY
    assert not posts(stage)


async def test_a_title_with_markup_is_shown_as_typed(stage: Stage) -> None:
    ines = await moderator(stage)
    await plans(ines, title="@everyone **goals** <!channel>", place="Room *4*")
    assert "Group session: @everyone **goals** <!channel>" in plainly(posts(stage)[0].message)
