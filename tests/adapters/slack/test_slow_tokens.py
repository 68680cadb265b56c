"""Many workspaces, and a database that does not say which token is whose: people are answered in time all the same."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from time import monotonic

import pytest

from adapters.slack import patience
from adapters.slack.remembered import FRESH
from adapters.slack.workspaces import Workspaces
from bot.domain.member import Community
from bot.ids import SpaceId
from bot.ports.installations import Installation
from bot.ports.platforms import Platform, Space
from bot.texts import common
from storage.engine import open_database
from storage.installations import SqlInstallations
from storage.store import SqlStorage
from tests.acceptance.stage import MONDAY, Time
from tests.adapters.slack.attended import COMMUNITY, PATIENT, Attended
from tests.adapters.slack.installed import KEY, Ticking, of
from tests.adapters.slack.test_files import Scribbles
from tests.simulators.slack import SimulatedSlack

WISH = {"state": "Ohio", "setting": "elementary", "topics": ["scheduling"], "free_times": "weekdays after 3pm"}
SLACK_WAITS = 3.0  # seconds


class Held(SqlInstallations):
    """What is asked about tokens is answered when the gate opens."""

    def __init__(self, url: str) -> None:
        super().__init__(open_database(url), [KEY])
        self.gate = asyncio.Event()
        self.gate.set()

    async def find(self, enterprise_id: str, team_id: str) -> Installation | None:
        await self.gate.wait()
        return await super().find(enterprise_id, team_id)


class Many(Attended):
    installations: Held
    seconds: Ticking

    def stands_still(self) -> None:
        """From now on nothing that is remembered is fresh, and nothing is read."""
        self.seconds.now += 2 * FRESH
        self.installations.gate.clear()


@pytest.fixture
async def place(sqlite_url: str) -> AsyncIterator[Many]:
    async with contextlib.AsyncExitStack() as life:
        slack = await life.enter_async_context(SimulatedSlack(MONDAY))
        workspace = slack.workspace("T0001", "School OTs")
        mentoring = workspace.channel("mentoring", members=[])
        installations, seconds = Held(sqlite_url), Ticking()
        life.push_async_callback(installations.database.close)
        await installations.save(of(workspace))
        workspaces = Workspaces(slack.api_url, installations=installations, time=seconds)
        await workspaces.open()
        life.push_async_callback(workspaces.close)
        storage = SqlStorage(installations.database)
        await storage.found(Community(COMMUNITY, "School OTs"))
        await storage.connect(COMMUNITY, Space(SpaceId("T0001"), Platform.SLACK, "School OTs", channel=mentoring.id))
        slack.patience = PATIENT + 5
        place = Many(slack, workspace, mentoring, storage, Time(), workspaces, "socket", Scribbles(), PATIENT)
        place.installations, place.seconds = installations, seconds
        await place.start()
        try:
            yield place
        finally:
            installations.gate.set()
            await place.life.aclose()
        assert not slack.timeouts


async def test_a_form_is_opened_and_sent_in_time(place: Many) -> None:
    """Was: nothing was acknowledged, and no dialog opened, until the database had said which token it was."""
    maya = place.person("Maya")
    await maya.types("/my-mentoring")
    place.stands_still()
    began = monotonic()
    opened = await maya.types("/find-mentor")
    await place.slack.called("views.open", after=opened)
    assert monotonic() - began < SLACK_WAITS
    await place.adapter.settled()
    await maya.fills(WISH)
    began = monotonic()
    assert (await maya.submits()).ok
    assert monotonic() - began < SLACK_WAITS
    assert "Your request is in" in maya.form.words


async def test_so_it_is_right_after_the_start(place: Many) -> None:
    maya = place.person("Maya")
    place.stands_still()
    began = monotonic()
    opened = await maya.types("/find-mentor")
    await place.slack.called("views.open", after=opened)
    assert monotonic() - began < SLACK_WAITS


async def test_a_button_opens_its_form_in_time_and_the_card_changes(place: Many) -> None:
    maya, ruth = place.person("Maya"), place.person("Ruth")
    await place.offers(ruth)
    await place.asks(maya)
    card = ruth.direct[-1]
    place.stands_still()
    began = monotonic()
    pressed = await ruth.presses("No, sorry")
    await place.slack.called("views.open", after=pressed)
    assert monotonic() - began < SLACK_WAITS
    await place.adapter.settled()
    assert (await ruth.submits()).ok
    await place.adapter.settled()
    assert "No, sorry" not in card.buttons


async def test_where_nobody_knows_the_token_that_is_said_in_time(place: Many) -> None:
    """Was: Slack said that the app did not respond."""
    maya = place.person("Maya")
    place.workspaces.forget("", place.workspace.id)
    place.stands_still()
    began = monotonic()
    assert (await maya.types("/my-mentoring")).ok
    assert monotonic() - began < SLACK_WAITS
    assert common.STORAGE_TROUBLE in maya.ephemerals[-1].words


async def test_what_was_told_to_us_meanwhile_is_told_again(place: Many) -> None:
    maya = place.person("Maya")
    await place.asks(maya)
    place.workspaces.forget("", place.workspace.id)
    place.stands_still()
    place.slack.patience = SLACK_WAITS
    gone = await place.workspace.changes_profile(maya, deleted=True)
    assert gone is not None
    assert not gone.ok
    place.slack.timeouts.clear()
    place.slack.patience = PATIENT
    place.installations.gate.set()
    assert (await place.slack.retry(gone)).ok
    await place.settled()
    assert [standing.here for _, standing in place.front.changes] == [False]


async def test_patience_begins_when_slack_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Was: it began at the listener, so that a slow way there and a slow answer together took too long."""
    now = [100.0]
    monkeypatch.setattr(patience, "monotonic", lambda: now[0])
    assert patience.left(2.0) == 2.0
    patience.begin()
    now[0] += 1.5
    assert patience.left(2.0) == 0.5
    assert await asyncio.create_task(_left_in_a_task()) == 0.5
    now[0] += 1.5
    assert patience.left(2.0) == 0.0


async def _left_in_a_task() -> float:
    return patience.left(2.0)
