"""A simulated Slack, a workspace in it, a person, and the official client with the bot's token."""

from collections.abc import AsyncIterator

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.simulators.raw_app import RawApp, listening
from tests.simulators.slack import SimulatedSlack, SlackPerson, Workspace


@pytest.fixture
async def slack() -> AsyncIterator[SimulatedSlack]:
    async with SimulatedSlack() as slack:
        yield slack


@pytest.fixture
def workspace(slack: SimulatedSlack) -> Workspace:
    return slack.workspace()


@pytest.fixture
def maya(workspace: Workspace) -> SlackPerson:
    return workspace.person("Maya Ortiz")


@pytest.fixture
def client(slack: SimulatedSlack, workspace: Workspace) -> AsyncWebClient:
    """As Bolt would have it, but without retries."""
    return AsyncWebClient(
        token=workspace.bot_token, base_url=slack.api_url, team_id=workspace.id, retry_handlers=[], timeout=5
    )


@pytest.fixture
async def app(slack: SimulatedSlack) -> AsyncIterator[RawApp]:
    """An app on one socket that acknowledges everything with nothing, until a test has it say more."""
    app = RawApp()
    async with listening(slack, app):
        yield app
