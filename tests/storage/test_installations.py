"""Installations: tokens that nobody reads in the database, keys that change, and states that work once."""

import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from cryptography.fernet import Fernet
from sqlalchemy import make_url, text, update

from bot.errors import SettingsError, StorageError
from bot.ports.installations import Installation
from bot.ports.platforms import Platform
from storage.engine import Database, open_database
from storage.installations import SqlInstallations
from storage.tables import install_states, metadata

NOW = datetime(2026, 10, 5, 14, tzinfo=UTC)
FIRST, SECOND = Fernet.generate_key().decode(), Fernet.generate_key().decode()
TOKEN = "xoxb-1111-2222-the-plain-token"


def installed(**changes: object) -> Installation:
    made = Installation(
        platform=Platform.SLACK,
        app_id="A1",
        enterprise_id="",
        team_id="T1",
        team_name="School OTs",
        enterprise_wide=False,
        bot_token=TOKEN,
        bot_user_id="UBOT1",
        bot_id="B1",
        scopes=("commands", "chat:write"),
        installer_id="U1",
        installed_at=NOW,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # by name


ORGANIZATION = installed(enterprise_id="E1", team_id="", team_name="District", enterprise_wide=True, bot_token="xoxb-e")


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = open_database(database_url)
    yield opened
    await opened.close()


@pytest.fixture
def kept(database: Database) -> SqlInstallations:
    return SqlInstallations(database, [FIRST])


async def test_an_installation_comes_back_as_it_was_saved(kept: SqlInstallations) -> None:
    await kept.save(installed())
    assert await kept.find("", "T1") == installed()
    assert await kept.all() == [installed()]


async def test_installing_again_replaces_the_former_token_and_scopes(kept: SqlInstallations) -> None:
    await kept.save(installed())
    again = installed(bot_token="xoxb-new", scopes=("commands",), installer_id="U2", enterprise_id="E9")
    await kept.save(again)
    assert await kept.all() == [again]


async def test_nobody_finds_what_is_not_installed(kept: SqlInstallations) -> None:
    await kept.save(installed())
    for enterprise, team in (("", "T2"), ("E1", "T2"), ("", ""), ("T1", "")):
        assert await kept.find(enterprise, team) is None, (enterprise, team)


async def test_a_workspaces_own_installation_goes_before_its_organizations(kept: SqlInstallations) -> None:
    own = installed(enterprise_id="E1")
    await kept.save(ORGANIZATION)
    await kept.save(own)
    assert await kept.find("E1", "T1") == own
    assert await kept.find("E1", "T2") == ORGANIZATION
    assert await kept.find("E1", "") == ORGANIZATION
    assert await kept.find("E2", "T2") is None


async def test_a_workspace_alone_leads_to_its_organization_once_it_is_known(kept: SqlInstallations) -> None:
    await kept.save(ORGANIZATION)
    assert await kept.find("", "T2") is None
    await kept.add_workspace("E1", "T2")
    await kept.add_workspace("E1", "T2")
    assert await kept.find("", "T2") == ORGANIZATION
    assert await kept.workspaces("E1") == ["T2"]
    assert await kept.workspaces("E2") == []


async def test_removing_tells_which_workspaces_are_left_without(kept: SqlInstallations) -> None:
    await kept.save(installed())
    await kept.save(ORGANIZATION)
    for team in ("T3", "T2"):
        await kept.add_workspace("E1", team)
    assert await kept.remove("", "T1") == ["T1"]
    assert await kept.remove("", "T1") == []
    assert await kept.remove("E1", "T3") == ["T3"]
    assert await kept.all() == [ORGANIZATION]
    assert await kept.remove("E1", "") == ["T2"]
    assert await kept.all() == []
    assert await kept.find("", "T2") is None


# Secrets


async def test_the_plain_token_is_nowhere_in_the_database(
    database: Database, kept: SqlInstallations, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await kept.save(installed())
    await kept.save(installed(bot_user_id="UBOT2"))
    state = await kept.issue_state()
    await database.close()
    everything = _dump(database_url)
    assert b"UBOT2" in everything, "the dump shows what is kept"
    assert TOKEN.encode() not in everything
    assert b"the-plain-token" not in everything
    assert state.encode() not in everything
    assert TOKEN not in caplog.text
    assert TOKEN not in repr(await kept.find("", "T1"))
    assert FIRST not in repr(kept) + repr(vars(kept))


def _dump(url: str) -> bytes:
    """The bytes of the file and of what lies beside it, or all rows of all tables as text."""
    if url.startswith("sqlite"):
        file = Path(str(make_url(url).database))
        return b"".join(part.read_bytes() for part in file.parent.glob(f"{file.name}*"))
    with psycopg.connect(url) as connection:
        rows = [
            str(row)
            for name in metadata.tables
            for row in connection.execute(f'SELECT t::text FROM "{name}" t'.encode())
        ]
    return "\n".join(rows).encode()


async def test_a_new_key_in_front_reads_what_the_old_one_wrote(database: Database, kept: SqlInstallations) -> None:
    await kept.save(installed())
    await kept.save(ORGANIZATION)
    both = SqlInstallations(database, [SECOND, FIRST])
    assert await both.find("", "T1") == installed()
    assert await both.rotate() == 2
    only_new = SqlInstallations(database, [SECOND])
    assert await only_new.find("", "T1") == installed()
    assert await only_new.find("E1", "") == ORGANIZATION
    with pytest.raises(StorageError):
        await kept.find("", "T1")


async def test_a_token_that_no_key_opens_names_the_setting_and_what_to_do(database: Database) -> None:
    await SqlInstallations(database, [FIRST]).save(installed())
    stranger = SqlInstallations(database, [SECOND])
    for ask in (stranger.all, stranger.rotate, lambda: stranger.find("", "T1")):
        with pytest.raises(StorageError, match=r"token of T1 can't be read with SECRET_KEYS.*Put the former key back"):
            await ask()
    assert await stranger.remove("", "T1") == ["T1"], "it can still be removed"


async def test_rotating_changes_all_or_nothing(database: Database, kept: SqlInstallations) -> None:
    await SqlInstallations(database, [SECOND]).save(installed())
    await kept.save(installed(team_id="T2"))
    with pytest.raises(StorageError):
        await kept.rotate()
    assert await SqlInstallations(database, [SECOND]).find("", "T1") == installed()


async def test_a_tampered_token_is_refused(database: Database, kept: SqlInstallations) -> None:
    await kept.save(installed())
    async with database.writer.begin() as connection:
        await connection.execute(text("UPDATE installations SET encrypted_token = 'gAAAAAB' || encrypted_token"))
    with pytest.raises(StorageError, match="SECRET_KEYS"):
        await kept.find("", "T1")


@pytest.mark.parametrize("keys", [[], ["short"], [FIRST, "x" * 44]])
async def test_keys_that_are_none_are_refused_at_the_start(database: Database, keys: list[str]) -> None:
    with pytest.raises(SettingsError, match=r"SECRET_KEYS .* mentorbot slack key"):
        SqlInstallations(database, keys)


# States


async def test_a_state_is_good_once(kept: SqlInstallations) -> None:
    one, other = await kept.issue_state(), await kept.issue_state()
    assert one != other
    assert await kept.use_state(one)
    assert not await kept.use_state(one)
    assert await kept.use_state(other)


@pytest.mark.parametrize("state", ["", "made up", "\ud800", "x" * 100_000])
async def test_a_state_that_was_never_issued_is_not_good(kept: SqlInstallations, state: str) -> None:
    await kept.issue_state()
    assert not await kept.use_state(state)


async def test_a_state_is_good_for_ten_minutes_of_the_databases_time(
    database: Database, kept: SqlInstallations
) -> None:
    states = [await kept.issue_state() for _ in range(3)]
    assert await _left(database) == 3
    await _pass_time(database, timedelta(minutes=9))
    assert await kept.use_state(states[0])
    await _pass_time(database, timedelta(minutes=1))
    assert not await kept.use_state(states[1])
    await kept.issue_state()
    assert await _left(database) == 1, "those that nobody can use any more are thrown away"


async def _left(database: Database) -> int:
    async with database.reader.begin() as connection:
        return len((await connection.execute(install_states.select())).all())


async def _pass_time(database: Database, time: timedelta) -> None:
    """As if it had passed: the states expire earlier."""
    async with database.writer.begin() as connection:
        for row in (await connection.execute(install_states.select())).all():
            earlier = update(install_states).where(install_states.c.state_hash == row.state_hash)
            await connection.execute(earlier.values(expires_at=row.expires_at - time))
