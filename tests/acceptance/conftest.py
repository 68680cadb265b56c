from collections.abc import AsyncIterator

import pytest

from bot.ports.platforms import Platform
from tests.acceptance.slack_stage import SlackStage
from tests.acceptance.stage import Stage

IN_MEMORY = ["memory-sqlite", "memory-postgresql"]
ON_PLATFORMS = ["slack-sqlite", "slack-postgresql"]
"""Whoever plays a story in a real platform need not play it in a chat that only remembers, except `--everywhere`."""


@pytest.fixture(params=["memory", "slack"])
async def stage(request: pytest.FixtureRequest, database_url: str) -> AsyncIterator[Stage]:
    """A community on a real database of each kind, in a chat that only remembers and in a simulated Slack.

    On SQLite Slack is heard by its sockets, on PostgreSQL over HTTP.
    """
    transport = "http" if database_url.startswith("postgresql") else "socket"
    stage = Stage(database_url) if request.param == "memory" else SlackStage(database_url, transport=transport)
    await stage.open()
    yield stage
    await stage.close()


@pytest.fixture
async def server(database_url: str) -> AsyncIterator[Stage]:
    """As `stage` in a chat that only remembers, which is taken for a Discord server."""
    stage = Stage(database_url, on=Platform.DISCORD)
    await stage.open()
    yield stage
    await stage.close()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Stories that poke the chat that only remembers are told there alone."""
    everywhere = config.getoption("--everywhere")
    told = [item for item in items if "stage" in getattr(item, "fixturenames", ())]
    elsewhere = [item for item in told if not any(stage in item.name for stage in _stages(item, everywhere))]
    if elsewhere:
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if item not in elsewhere]


def _stages(item: pytest.Item, everywhere: bool) -> list[str]:
    if item.get_closest_marker("slack") and not item.get_closest_marker("memory"):
        both = [("slack-sqlite", "memory-postgresql"), ("slack-postgresql", "memory-sqlite")]
        return list(sum(both, ()) if everywhere else both[len(item.nodeid.partition("[")[0]) % 2])
    if item.get_closest_marker("memory"):
        return IN_MEMORY
    return [*IN_MEMORY, *ON_PLATFORMS] if everywhere else ON_PLATFORMS
