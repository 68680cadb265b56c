from collections.abc import AsyncIterator

import pytest

from tests.acceptance.slack_stage import SlackStage
from tests.acceptance.stage import Stage

PLAYED = {
    "memory": ["memory-sqlite", "memory-postgresql"],
    "anywhere": ["memory-sqlite", "slack-sqlite", "slack-postgresql"],
}
"""Which stages a story is played on: a real platform on PostgreSQL makes another round there needless."""


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


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Stories that poke the chat that only remembers are told there alone."""
    elsewhere = [item for item in items if "stage" in getattr(item, "fixturenames", ()) and not _played(item)]
    if elsewhere:
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if item not in elsewhere]


def _played(item: pytest.Item) -> bool:
    stages = PLAYED["memory" if item.get_closest_marker("memory") else "anywhere"]
    return any(stage in item.name for stage in stages)
