"""The SQLite driver: each statement is one trip to its thread, with everything that SQLAlchemy asks for afterwards."""

import sqlite3
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from storage.one_hop import OneHop


@pytest.fixture
async def connection(tmp_path: Path) -> AsyncIterator[OneHop]:
    made = OneHop(partial(sqlite3.connect, tmp_path / "some.db", isolation_level=None))
    await made
    cursor = made.cursor()
    await cursor.execute("CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT UNIQUE)")
    await cursor.executemany("INSERT INTO things (name) VALUES (?)", [("one",), ("two",), ("three",)])
    assert cursor.rowcount == 3
    yield made
    await made.close()


@pytest.fixture
def trips(connection: OneHop, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    made: list[object] = []
    go = connection._execute

    async def counted(*given: object) -> object:
        made.append(given)
        return await go(*given)  # type: ignore[no-untyped-call]

    monkeypatch.setattr(connection, "_execute", counted)
    return made


async def test_a_query_with_its_rows_is_one_trip(connection: OneHop, trips: list[object]) -> None:
    cursor = await connection.cursor().__aenter__()
    await cursor.execute("SELECT name FROM things WHERE id > ? ORDER BY id", (1,))
    assert [column[0] for column in cursor.description] == ["name"]
    assert await cursor.fetchall() == [("two",), ("three",)]
    await cursor.close()
    assert len(trips) == 1


async def test_a_change_says_how_many_rows_and_which_was_the_last(connection: OneHop) -> None:
    cursor = connection.cursor()
    await cursor.execute("UPDATE things SET name = name || '!' WHERE id < 3")
    assert (cursor.rowcount, cursor.description, await cursor.fetchall()) == (2, None, [])
    await cursor.execute("INSERT INTO things (name) VALUES ('four')")
    assert cursor.lastrowid == 4
    await cursor.execute("DELETE FROM things WHERE id = 4 RETURNING name")
    assert await cursor.fetchall() == [("four",)]
    assert cursor.rowcount == 1


async def test_an_error_is_the_databases_own_and_the_connection_goes_on(connection: OneHop) -> None:
    cursor = connection.cursor()
    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
        await cursor.execute("INSERT INTO things (name) VALUES ('one')")
    await cursor.execute("SELECT count(*) FROM things")
    assert await cursor.fetchall() == [(3,)]


async def test_what_has_no_result_travels_with_the_next_statement_in_order(
    connection: OneHop, trips: list[object]
) -> None:
    connection.later("BEGIN", (), many=False)
    connection.later("INSERT INTO things (name) VALUES (?)", [("four",), ("five",)], many=True)
    connection.later("UPDATE things SET name = 'six' WHERE name = ?", ("five",), many=False)
    assert trips == []
    cursor = connection.cursor()
    await cursor.execute("SELECT name FROM things WHERE id > 3 ORDER BY id")
    assert await cursor.fetchall() == [("four",), ("six",)]
    connection.later("DELETE FROM things", (), many=False)
    await connection.commit()
    assert len(trips) == 2
    await connection.rollback()
    await cursor.execute("SELECT count(*) FROM things")
    assert await cursor.fetchall() == [(0,)]


async def test_an_error_of_what_waited_stops_what_comes_after_it(connection: OneHop) -> None:
    connection.later("BEGIN", (), many=False)
    connection.later("INSERT INTO things (name) VALUES ('four')", (), many=False)
    connection.later("INSERT INTO things (name) VALUES ('one')", (), many=False)
    connection.later("INSERT INTO things (name) VALUES ('five')", (), many=False)
    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
        await connection.commit()
    await connection.rollback()
    cursor = connection.cursor()
    await cursor.execute("SELECT count(*) FROM things")
    assert await cursor.fetchall() == [(3,)]


async def test_a_rollback_forgets_what_waited(connection: OneHop, trips: list[object]) -> None:
    connection.later("BEGIN", (), many=False)
    connection.later("DELETE FROM things", (), many=False)
    await connection.rollback()
    cursor = connection.cursor()
    await cursor.execute("SELECT count(*) FROM things")
    assert await cursor.fetchall() == [(3,)]


async def test_after_a_commit_there_is_nothing_to_roll_back(connection: OneHop, trips: list[object]) -> None:
    await connection.commit()
    await connection.rollback()
    assert len(trips) == 1
    await connection.cursor().execute("BEGIN")
    await connection.rollback()
    assert len(trips) == 3
    await connection.cursor().execute("BEGIN")  # raises where one is open
