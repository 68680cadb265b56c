from collections.abc import AsyncIterator
from pathlib import Path
from zlib import crc32

import pytest

from adapters.discord import limits
from adapters.slack import messenger
from bot.ports.platforms import Platform
from tests.acceptance.discord_stage import DiscordStage
from tests.acceptance.slack_stage import SlackStage
from tests.acceptance.stage import Stage
from tests.conftest import KINDS

HERE = Path(__file__).parent
IN_MEMORY = ["memory-sqlite", "memory-postgresql"]
ON_PLATFORMS = ["slack-sqlite", "slack-postgresql", "discord-sqlite", "discord-postgresql"]
IN_TURN = (["slack-sqlite", "discord-postgresql"], ["slack-postgresql", "discord-sqlite"])
"""Each story is told once on each platform and once on each database, and where it has several cases, each of these
once, in turn; on all of them with `--everywhere`, where it is also told in a chat that only remembers."""


@pytest.fixture(autouse=True)
def _weeks_in_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    """A story tells in a second what takes weeks: how much a platform takes in a second is tested with its adapter."""
    for adapter in (limits, messenger):
        monkeypatch.setattr(adapter, "SECONDS", 0.0)


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
    """Stories that poke the chat that only remembers are told there alone; stages of other folders are their own."""
    everywhere = config.getoption("--everywhere")
    here = [item for item in items if item.path.is_relative_to(HERE)]
    told = [item for item in here if isinstance(item, pytest.Function) and "stage" in item.fixturenames]
    elsewhere = {item for item in told if _stage(item) not in _stages(item, everywhere)}
    if elsewhere:
        config.hook.pytest_deselected(items=list(elsewhere))
        items[:] = [item for item in items if item not in elsewhere]


def _stage(item: pytest.Function) -> str:
    return f"{item.callspec.params['stage']}-{item.callspec.params['database_url']}"


def _stages(item: pytest.Function, everywhere: bool) -> list[str]:
    story = item.nodeid.partition("[")[0]
    if item.get_closest_marker("slack") and not item.get_closest_marker("memory"):
        both = [("slack-sqlite", "memory-postgresql"), ("slack-postgresql", "memory-sqlite")]
        return list(sum(both, ()) if everywhere else both[len(story) % 2])
    if item.get_closest_marker("memory"):
        return IN_MEMORY
    if everywhere:
        return [*IN_MEMORY, *ON_PLATFORMS]
    turn = crc32(story.encode())
    cases = [n for name, n in item.callspec.indices.items() if name not in {"stage", "database_url"}]
    if not cases:
        return IN_TURN[turn % len(IN_TURN)]
    one_after_another = [on for on in (*IN_TURN[0], *IN_TURN[1]) if on.endswith(_databases(item))]
    return [one_after_another[(turn + sum(cases)) % len(one_after_another)]]


def _databases(item: pytest.Function) -> tuple[str, ...]:
    chosen = [mark.args[1] for mark in item.iter_markers("parametrize") if mark.args[0] == "database_url"]
    return tuple(chosen[0]) if chosen else KINDS
