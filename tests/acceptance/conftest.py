from collections.abc import AsyncIterator
from zlib import crc32

import pytest

from bot.ports.platforms import Platform
from tests.acceptance.discord_stage import DiscordStage
from tests.acceptance.slack_stage import SlackStage
from tests.acceptance.stage import Stage

IN_MEMORY = ["memory-sqlite", "memory-postgresql"]
ON_PLATFORMS = ["slack-sqlite", "slack-postgresql", "discord-sqlite", "discord-postgresql"]
IN_TURN = (["slack-sqlite", "discord-postgresql"], ["slack-postgresql", "discord-sqlite"])
"""Each story is told once on each platform and once on each database; on all of them with `--everywhere`, where it is
also told in a chat that only remembers."""


@pytest.fixture(params=["memory", "slack", "discord"])
async def stage(request: pytest.FixtureRequest, database_url: str) -> AsyncIterator[Stage]:
    """A community on a real database of each kind, in a chat that only remembers, in a simulated Slack, in a Discord.

    On SQLite Slack is heard by its sockets, on PostgreSQL over HTTP.
    """
    stage = _opened(request.param, database_url)
    await stage.open()
    yield stage
    await stage.close()


def _opened(where: str, database_url: str) -> Stage:
    if where == "slack":
        return SlackStage(database_url, transport="http" if database_url.startswith("postgresql") else "socket")
    return DiscordStage(database_url) if where == "discord" else Stage(database_url)


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
    if everywhere:
        return [*IN_MEMORY, *ON_PLATFORMS]
    return IN_TURN[crc32(item.nodeid.partition("[")[0].encode()) % len(IN_TURN)]
