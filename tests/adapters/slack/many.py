"""The bot at work for many workspaces, whose tokens are in the database; reading those can be held up."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from adapters.slack.remembered import FRESH
from adapters.slack.workspaces import Workspaces
from bot.domain.member import Community
from bot.ids import SpaceId
from bot.ports.installations import Installation
from bot.ports.platforms import Platform, Space
from storage.engine import open_database
from storage.installations import SqlInstallations
from storage.store import SqlStorage
from tests.acceptance.stage import MONDAY, Time
from tests.adapters.slack.attended import COMMUNITY, PATIENT, Attended
from tests.adapters.slack.installed import KEY, Ticking, of
from tests.adapters.slack.test_files import Scribbles
from tests.simulators.slack import SimulatedSlack


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


@contextlib.asynccontextmanager
async def many_attended(url: str) -> AsyncIterator[Many]:
    async with contextlib.AsyncExitStack() as life:
        slack = await life.enter_async_context(SimulatedSlack(MONDAY))
        workspace = slack.workspace("T0001", "School OTs")
        mentoring = workspace.channel("mentoring", members=[])
        installations, seconds = Held(url), Ticking()
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
