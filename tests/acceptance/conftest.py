from collections.abc import AsyncIterator

import pytest

from tests.acceptance.slack_stage import SlackStage
from tests.acceptance.stage import Stage


@pytest.fixture(params=["memory", "slack"])
async def stage(request: pytest.FixtureRequest, database_url: str) -> AsyncIterator[Stage]:
    """A community on a real database of each kind, in a chat that only remembers and in a simulated Slack."""
    transport = "http" if database_url.startswith("postgresql") else "socket"
    stage = Stage(database_url) if request.param == "memory" else SlackStage(database_url, transport=transport)
    await stage.open()
    yield stage
    await stage.close()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Stories that poke the chat that only remembers are told there alone."""
    elsewhere = [item for item in items if item.get_closest_marker("memory") and "slack-" in item.name]
    if elsewhere:
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if item not in elsewhere]
