"""The app in a whole organization (Enterprise Grid): what happens in views, and workspaces that stay apart."""

import contextlib
from collections.abc import AsyncIterator

import pytest

from bot.domain.member import Community
from bot.ids import CommunityId, SpaceId
from bot.ports.platforms import Platform, Space
from storage.store import SqlStorage
from tests.acceptance.stage import MONDAY, Time
from tests.adapters.slack.attended import PATIENT, Attended
from tests.adapters.slack.installed import database_at, many, of
from tests.adapters.slack.test_files import Scribbles
from tests.simulators.slack import SimulatedSlack, SlackPerson, Workspace

WISH = {"state": "Ohio", "setting": "elementary", "topics": ["scheduling"], "free_times": "weekdays after 3pm"}


@pytest.fixture
async def place(sqlite_url: str) -> AsyncIterator[Attended]:
    """Two workspaces of one organization, both let in; `place` is the first of them."""
    async with contextlib.AsyncExitStack() as life:
        slack = await life.enter_async_context(SimulatedSlack(MONDAY))
        organization = slack.enterprise("E0001")
        north = slack.workspace("T0001", "North", enterprise="E0001", installed=False)
        south = slack.workspace("T0002", "South", enterprise="E0001", installed=False)
        slack.install(organization)
        database = await life.enter_async_context(database_at(sqlite_url))
        storage = SqlStorage(database)
        workspaces = many(slack, database)
        await workspaces.open()
        life.push_async_callback(workspaces.close)
        await workspaces.install(of(north))
        mentoring = north.channel("mentoring", members=[])
        for workspace, channel in ((north, mentoring.id), (south, "")):
            await storage.found(Community(CommunityId(workspace.name.lower()), workspace.name))
            space = Space(SpaceId(workspace.id), Platform.SLACK, workspace.name, channel=channel)
            await storage.connect(CommunityId(workspace.name.lower()), space)
        slack.patience = PATIENT + 5
        place = Attended(slack, north, mentoring, storage, Time(), workspaces, "socket", Scribbles(), PATIENT)
        await place.start()
        try:
            yield place
        finally:
            await place.life.aclose()
        assert not slack.timeouts
        assert south.id in slack.workspaces


def both(place: Attended, name: str) -> tuple[SlackPerson, SlackPerson]:
    """The same person in both workspaces, by the same id."""
    south = place.slack.workspaces["T0002"]
    here = place.person(name)
    there = south.person(name)
    del south.people[there.id]
    there.profile.id = here.id
    south.people[here.id] = there
    return here, there


async def asks_in_a_dialog(place: Attended, person: SlackPerson) -> None:
    await person.types("/find-mentor")
    await place.adapter.settled()
    await person.fills(WISH)
    await person.submits()
    await place.settled()
    assert "Your request is in" in person.form.words


async def test_dialogs_and_homes_work_although_their_payloads_name_no_workspace(place: Attended) -> None:
    maya = place.person("Maya")
    await asks_in_a_dialog(place, maya)
    await maya.presses("Add details")
    await place.adapter.settled()
    assert maya.form.callback_id == "form"
    await maya.closes(all_views=True)
    await maya.opens_home()
    await place.adapter.settled()
    assert maya.home is not None
    assert "Ohio" in maya.home.words
    await maya.presses(next(label for label in maya.home.buttons if "ithdraw" in label), on=maya.home)
    await place.adapter.settled()
    assert {envelope.actor.space for _, envelope in place.front.handled} == {"T0001"}


async def test_two_workspaces_of_one_organization_stay_apart(place: Attended) -> None:
    here, there = both(place, "Maya")
    await asks_in_a_dialog(place, here)
    await there.types("/my-mentoring")
    await there.opens_home()
    await place.adapter.settled()
    assert "Ohio" not in there.ephemerals[-1].words
    (published,) = place.slack.calls_of("views.publish")
    assert published.arguments["team_id"] == "T0002"
    assert "Ohio" not in str(published.arguments["view"])
    assert {envelope.actor.space for _, envelope in place.front.handled} == {"T0001", "T0002"}
    assert await members(place) == {"north": 1}


async def members(place: Attended) -> dict[str, int]:
    async with place.storage.database.reader.connect() as connection:
        rows = await connection.exec_driver_sql("SELECT community, count(*) AS many FROM members GROUP BY community")
        return {row.community: row.many for row in rows}


async def test_messages_go_to_the_right_workspace(place: Attended) -> None:
    here, there = both(place, "Maya")
    await asks_in_a_dialog(place, here)
    assert len(place.mentoring.messages) == 1
    south: Workspace = place.slack.workspaces["T0002"]
    assert not [m for channel in south.channels.values() for m in channel.messages]
    assert {call.team for call in place.slack.calls_of("chat.postMessage")} <= {"E0001"}
    assert not there.direct
