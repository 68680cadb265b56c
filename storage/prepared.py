"""Statements that are made once and run thousands of times, on SQLite without what SQLAlchemy does for each execution.

SQLAlchemy writes them and knows how values travel to the database and back. Executing one costs it more (a context, a
cursor, a result, a hop of its own) than SQLite needs to answer most of ours.
"""

import sqlite3
from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, TypeAlias

from sqlalchemy import Dialect, Select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.elements import ClauseElement

from storage.one_hop import NoHop, OneHop

Process: TypeAlias = Callable[[Any], Any]
Values: TypeAlias = Mapping[str, Any]
MOST = 1_000
"""Statements that are kept. Only such as are made once come here, so that there are never nearly as many."""


class Prepared:
    """One statement for values of these names: its text, and what becomes of each value on the way."""

    def __init__(self, statement: ClauseElement, dialect: Dialect, names: tuple[str, ...]) -> None:
        compiled: Any = statement.compile(dialect=dialect, column_keys=list(names))
        self.text: str = compiled.string
        order = compiled.positiontup or ()
        binds = {name: compiled.binds[name] for name in order}
        processes = {name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in binds.items()}
        self._processes = [(at, processes[name]) for at, name in enumerate(order) if name in names and processes[name]]
        self._fixed = {
            name: processes[name](bind.effective_value) if processes[name] else bind.effective_value
            for name, bind in binds.items()
            if name not in names
        }
        self._order = order
        assert "POSTCOMPILE" not in self.text, "a list is written into a statement anew each time"
        columns = statement.selected_columns if isinstance(statement, Select) else ()
        self._row = _row_of([column.key or "" for column in columns])
        self._read = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
        self._changed = [(number, process) for number, process in enumerate(self._read) if process is not None]

    def given(self, values: Values) -> list[Any]:
        """In the statement's order, as SQLite keeps them."""
        named = {**values, **self._fixed} if self._fixed else values
        found = [named[name] for name in self._order]
        for at, process in self._processes:
            found[at] = process(found[at])
        return found

    def read(self, row: Sequence[Any]) -> Any:
        """As the columns' types have it, by the columns' names."""
        return self._row._make(self.values(row))

    def values(self, row: Sequence[Any]) -> list[Any]:
        """The same in the columns' order."""
        found = list(row)
        for number, process in self._changed:
            found[number] = process(found[number])
        return found


def _row_of(names: list[str]) -> Any:
    return namedtuple("Row", names, rename=True)


@lru_cache(MOST)
def prepared(statement: ClauseElement, dialect: Dialect, names: tuple[str, ...]) -> Prepared:
    return Prepared(statement, dialect, names)


class Direct:
    """One SQLite connection within a transaction that SQLAlchemy began and will end."""

    def __init__(self, connection: OneHop | NoHop, dialect: Dialect) -> None:
        self._connection, self._dialect = connection, dialect

    @classmethod
    def on(cls, connection: AsyncConnection) -> "Direct | None":
        """None for PostgreSQL, whose driver's own work these statements are."""
        raw = connection.sync_connection.connection.driver_connection if connection.sync_connection else None
        return cls(raw, connection.dialect) if isinstance(raw, OneHop | NoHop) else None

    async def rows(self, *asked: tuple[Select[*tuple[Any, ...]], Values]) -> list[list[Any]]:
        """What each gives, all in one hop. Raises `DBAPIError`, also for what was written before and not yet sent."""
        made = [(prepared(statement, self._dialect, tuple(values)), values) for statement, values in asked]
        texts = [(each.text, each.given(values)) for each, values in made]
        with self._errors(*texts[0]):
            found = await self._connection.rows(texts)
        return [[each.read(row) for row in rows] for (each, _), rows in zip(made, found, strict=True)]

    async def each(self, statement: Select[*tuple[Any, ...]], many: Sequence[Values]) -> list[list[Any]]:
        """The rows that one statement gives for each of these values, of the same names: in the columns' order."""
        made = prepared(statement, self._dialect, tuple(many[0]))
        with self._errors(made.text, made.given(many[0])):
            found = await self._connection.rows([(made.text, made.given(values)) for values in many])
        return [made.values(row) for rows in found for row in rows]

    def write(self, statement: ClauseElement, rows: Sequence[Values]) -> None:
        """Travels with the next statement or with the commit, which raises its error. All rows have the same names."""
        made = prepared(statement, self._dialect, tuple(rows[0]))
        given = [made.given(row) for row in rows]
        values = given if len(given) > 1 else given[0]
        with self._errors(made.text, values):
            self._connection.later(made.text, values, many=len(given) > 1)

    @contextmanager
    def _errors(self, statement: str, values: list[Any]) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise DBAPIError.instance(
                statement, values, error, sqlite3.Error, hide_parameters=True, dialect=self._dialect
            ) from error
