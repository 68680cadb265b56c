"""`mentorbot slack` and `mentorbot doctor` where Slack is served, as an operator types them."""

import asyncio
import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import structlog
from cryptography.fernet import Fernet
from sqlalchemy import select

from adapters.slack.manifest import Transport, manifest
from bot.cli import run
from bot.domain.member import Community
from bot.errors import StorageError
from bot.ids import CommunityId, SpaceId
from bot.ports.installations import Installation
from bot.ports.platforms import Platform, Space
from bot.settings import Settings
from storage import migrate
from storage.engine import Database, open_database
from storage.installations import SqlInstallations
from storage.store import SqlStorage
from storage.tables import installations
from tests.simulators.slack import SimulatedSlack, Workspace

HERE = "https://mentors.example.org"
FIRST, SECOND = Fernet.generate_key().decode(), Fernet.generate_key().decode()
INSTALLED = Installation(
    platform=Platform.SLACK,
    app_id="A1",
    enterprise_id="",
    team_id="T0001",
    team_name="School OTs",
    enterprise_wide=False,
    bot_token="xoxb-the-plain-token",
    bot_user_id="UBOT",
    bot_id="B1",
    scopes=("commands",),
    installer_id="U1",
    installed_at=datetime(2026, 9, 1, tzinfo=UTC),
)
Says = Callable[..., tuple[str, str]]


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each test has its own folder, none of this machine's settings, and leaves logging as it was."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture
def says(capfd: pytest.CaptureFixture[str]) -> Says:
    """What a command writes to standard output and to standard error; it must end with `code`, without a traceback."""

    def call(*arguments: str, code: int = 0) -> tuple[str, str]:
        ended = run(arguments)
        out, error = capfd.readouterr()
        assert (ended, "Traceback" in error) == (code, False), out + error
        return out, error

    return call


# The manifest


def test_the_manifest_is_all_there_is_on_standard_output(says: Says) -> None:
    out, hint = says("slack", "manifest")
    assert json.loads(out) == manifest(name="mentorbot", transport=Transport.SOCKET)
    assert out.isascii()
    assert "From a manifest" in hint


def test_every_kind_of_app_can_be_asked_for(says: Says) -> None:
    out, _ = says("slack", "manifest", "--http", HERE, "--many", "--org", "--name", "Mentors of Ohio")
    assert json.loads(out) == manifest(
        name="Mentors of Ohio", transport=Transport.HTTP, url=HERE, distributed=True, org=True
    )


def test_many_workspaces_by_socket_mode_use_the_public_address(says: Says, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUBLIC_URL", HERE)
    out, _ = says("slack", "manifest", "--many")
    assert json.loads(out) == manifest(name="mentorbot", transport=Transport.SOCKET, url=HERE, distributed=True)


def test_an_organization_s_app_can_always_be_added_in_the_browser(says: Says) -> None:
    """Was: --org alone printed an app whose only token the bot refuses."""
    out, _ = says("slack", "manifest", "--http", HERE, "--org")
    assert json.loads(out) == manifest(name="mentorbot", transport=Transport.HTTP, url=HERE, distributed=True, org=True)
    assert "Set PUBLIC_URL" in says("slack", "manifest", "--org", code=1)[1]


def test_many_workspaces_without_an_address_is_a_sentence(says: Says) -> None:
    out, error = says("slack", "manifest", "--many", code=1)
    assert not out
    assert "Set PUBLIC_URL" in error


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--http", "http://mentors.example.org"], "it must begin with https://"),
        (["--http", "https://localhost:8000"], "use Socket Mode"),
        (["--name", "x" * 36], "1 to 35 characters, not 36"),
    ],
)
def test_what_slack_would_refuse_is_a_sentence(says: Says, arguments: list[str], sentence: str) -> None:
    out, error = says("slack", "manifest", *arguments, code=1)
    assert not out
    assert sentence in error


@pytest.mark.parametrize("name", ["manifest", "key", "rotate-keys"])
def test_the_help_of_each_command_has_an_example(says: Says, name: str) -> None:
    out, _ = says("slack", name, "--help")
    assert f"Example: mentorbot slack {name}" in out


# Keys


def test_a_new_key_each_time_that_settings_take(says: Says, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = [says("slack", "key")[0].strip() for _ in range(2)]
    assert keys[0] != keys[1]
    monkeypatch.setenv("SECRET_KEYS", ",".join(keys))
    assert "SECRET_KEYS" in says("config")[0]


def test_a_key_is_all_there_is_on_standard_output(says: Says) -> None:
    out, hint = says("slack", "key")
    assert len(out.split()) == 1
    assert "SECRET_KEYS" in hint


def opened() -> Database:
    url = "sqlite:///data/mentorbot.db"
    migrate.upgrade(url)
    return open_database(url)


async def kept(*installed: Installation) -> None:
    database = opened()
    for each in installed:
        await SqlInstallations(database, [FIRST]).save(each)
    await database.close()


async def readable(key: str) -> list[str]:
    database = opened()
    try:
        return [each.bot_token for each in await SqlInstallations(database, [key]).all()]
    finally:
        await database.close()


def test_after_rotating_the_old_key_is_not_needed(says: Says, monkeypatch: pytest.MonkeyPatch) -> None:
    asyncio.run(kept(INSTALLED, replace(INSTALLED, team_id="T0002", bot_token="xoxb-two")))
    monkeypatch.setenv("SECRET_KEYS", f"{SECOND},{FIRST}")

    assert says("slack", "rotate-keys")[0].startswith("2 tokens are encrypted with the first key")

    assert sorted(asyncio.run(readable(SECOND))) == ["xoxb-the-plain-token", "xoxb-two"]
    with pytest.raises(StorageError):
        asyncio.run(readable(FIRST))


def test_rotating_without_the_old_key_changes_nothing(says: Says, monkeypatch: pytest.MonkeyPatch) -> None:
    asyncio.run(kept(INSTALLED))
    before = asyncio.run(encrypted())
    monkeypatch.setenv("SECRET_KEYS", SECOND)

    _, error = says("slack", "rotate-keys", code=1)

    assert "SECRET_KEYS" in error
    assert asyncio.run(encrypted()) == before


async def encrypted() -> list[str]:
    database = opened()
    async with database.reader.begin() as connection:
        tokens = list(await connection.scalars(select(installations.c.encrypted_token)))
    await database.close()
    return tokens


def test_rotating_without_any_key_or_table_is_a_sentence(says: Says) -> None:
    assert "mentorbot migrate" in says("slack", "rotate-keys", code=1)[1]
    asyncio.run(kept())
    assert "mentorbot slack key" in says("slack", "rotate-keys", code=1)[1]


# The doctor


@pytest.fixture
def serves_slack(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def serve(slack: SimulatedSlack, **more: str) -> None:
        given = {"PLATFORMS": "slack", "SLACK_API_URL": slack.api_url, "SLACK_APP_TOKEN": slack.app.app_token, **more}
        for name, value in given.items():
            monkeypatch.setenv(name, value)

    return serve


async def connected(workspace: Workspace, channel: str) -> None:
    database = opened()
    storage = SqlStorage(database)
    community = CommunityId("c1")
    await storage.found(Community(community, workspace.name))
    await storage.connect(community, Space(SpaceId(workspace.id), Platform.SLACK, workspace.name, channel))
    await database.close()


async def doctor(capfd: pytest.CaptureFixture[str]) -> tuple[int, str]:
    code = await asyncio.to_thread(run, ["doctor"])
    out, error = capfd.readouterr()
    assert "Traceback" not in error
    return code, out


async def test_the_doctor_looks_at_the_workspace_and_its_channel(
    serves_slack: Callable[..., None], capfd: pytest.CaptureFixture[str]
) -> None:
    async with SimulatedSlack() as slack:
        school = slack.workspace("T0001", "School OTs")
        channel = school.channel("mentoring")
        serves_slack(slack, SLACK_BOT_TOKEN=school.bot_token)
        await connected(school, channel.id)

        code, out = await doctor(capfd)
        assert code == 0
        assert "the bot is in the mentoring channel #mentoring" in out

        channel.members.remove(school.bot_user_id)
        code, out = await doctor(capfd)
        assert code == 1
        assert "Type /invite @mentorbot in #mentoring." in out


async def test_the_doctor_looks_at_every_workspace_that_added_the_bot(
    serves_slack: Callable[..., None], capfd: pytest.CaptureFixture[str]
) -> None:
    async with SimulatedSlack() as slack:
        school = slack.workspace("T0001", "School OTs")
        school.installation.scopes.remove("files:write")
        serves_slack(
            slack,
            SLACK_CLIENT_ID=slack.app.client_id,
            SLACK_CLIENT_SECRET=slack.app.client_secret,
            SECRET_KEYS=FIRST,
            PUBLIC_URL=HERE,
        )
        await kept(replace(INSTALLED, bot_token=school.bot_token))

        code, out = await doctor(capfd)
        assert code == 1
        assert "files:write: " in out
        assert f"{HERE}/slack/install" in out


async def test_the_doctor_asks_slack_also_without_a_database_and_with_half_the_settings(
    serves_slack: Callable[..., None], capfd: pytest.CaptureFixture[str]
) -> None:
    async with SimulatedSlack() as slack:
        serves_slack(slack)

        code, out = await doctor(capfd)
        assert code == 1
        assert "mentorbot migrate" in out
        assert "SLACK_BOT_TOKEN" in out
        assert "Slack over Socket Mode: the app token works." in out


async def test_the_doctor_says_when_slack_is_set_up_and_not_served(
    serves_slack: Callable[..., None], capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Was: it said that all is well, and nothing of Slack."""
    async with SimulatedSlack() as slack:
        serves_slack(slack, SLACK_BOT_TOKEN="xoxb-1")
        for platforms, better in (("playground", "slack"), ("discord", "discord,slack")):
            monkeypatch.setenv("PLATFORMS", platforms)
            code, out = await doctor(capfd)
            assert code == 1
            assert "needs a hand SLACK_BOT_TOKEN is given, but PLATFORMS does not name slack" in out
            assert f"Set PLATFORMS={better}" in out
            assert slack.calls == []


async def test_the_doctor_indents_every_line_of_what_it_says(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORT", "many")
    monkeypatch.setenv("TICK_SECONDS", "never")
    code, out = await doctor(capfd)
    assert code == 1
    told = out[out.index("needs a hand Settings") :].splitlines()
    assert len(told) >= 3
    assert all(line.startswith(" " * 13) for line in told[1:]), out


async def test_the_doctor_of_the_playground_leaves_slack_alone(
    serves_slack: Callable[..., None], capfd: pytest.CaptureFixture[str]
) -> None:
    async with SimulatedSlack() as slack:
        serves_slack(slack, SLACK_BOT_TOKEN="xoxb-1")
        await asyncio.to_thread(run, ["doctor", "--playground"])
        assert "Slack" not in capfd.readouterr().out
        assert slack.calls == []
