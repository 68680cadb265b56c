"""What all repositories share: rows and entities of the same field names, within one community."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from functools import cache
from operator import itemgetter
from typing import Any, ClassVar, Generic, TypeAlias, TypeVar, cast

from sqlalchemy import ColumnElement, Delete, Select, Table, Update, UpdateBase, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.ids import CommunityId
from storage.one_hop import LATER
from storage.prepared import Direct
from storage.repositories.known import LOCKED, MISSING, Known
from storage.repositories.statements import KEY, insertion, insertion_of_new, lookup, replacement

T = TypeVar("T")
Asked: TypeAlias = tuple[Select[*tuple[Any, ...]], Mapping[str, Any]]
"""A statement that is made once, and its values."""


class Desk:
    """One transaction: its connection, its community, and what is written only once it is read, or at the commit."""

    def __init__(self, connection: AsyncConnection, community: CommunityId, *, writes: bool) -> None:
        self.connection = connection
        self.community = community
        self.writes = writes
        self.appended: dict[Table, list[Mapping[str, Any]]] = {}
        self.changed: dict[Table, dict[tuple[object, ...], Mapping[str, Any]]] = {}
        self.known = Known()
        self._direct = Direct.on(connection)
        self._ahead: dict[tuple[object, ...], Sequence[Any]] = {}

    @property
    def sqlite(self) -> bool:
        return self.connection.dialect.name == "sqlite"

    def append(self, table: Table, row: Mapping[str, Any]) -> None:
        """Writes at the commit: one statement for all rows of a table."""
        self.appended.setdefault(table, []).append(row)

    def change(self, table: Table, key: tuple[object, ...], values: Mapping[str, Any]) -> None:
        """Writes what becomes of a row before the table is read again or at the commit: once, however often it changes,
        and where it was changed last, so that what gives way to another row has done so.

        A change of other columns of the same row stands beside it.
        """
        changes = self.changed.setdefault(table, {})
        changes.pop((*key, *values), None)
        changes[(*key, *values)] = values

    async def settle(self, table: Table) -> None:
        """Whoever reads this table from now on finds what was changed."""
        alike: dict[tuple[str, ...], list[Mapping[str, Any]]] = {}
        for values in self.changed.pop(table, {}).values():
            alike.setdefault(tuple(values), []).append(values)
        for rows in alike.values():
            await self._write(replacement(table), rows)

    async def flush(self) -> None:
        for table in tuple(self.changed):
            await self.settle(table)
        for table, rows in self.appended.items():
            await self._write(insertion_of_new(table, sqlite=self.sqlite), rows)
        self.appended.clear()

    async def rows(self, statement: Select[*tuple[Any, ...]], values: Mapping[str, Any]) -> Sequence[Any]:
        """What a statement gives that is made once. In the midst of a transaction an answer that was `read_ahead` is
        given once; whatever is asked again is looked up again.
        """
        if self._direct is None:
            return (await self.connection.execute(statement, values)).all()
        known = self._ahead.pop((statement, *values.values()), None)
        if known is None:
            (known,) = await self._direct.rows((statement, values))
        return known

    async def each(
        self, statement: Select[*tuple[Any, ...]], column: str, values: Sequence[str], **more: object
    ) -> Sequence[Sequence[Any]]:
        """What a statement that is made once gives for each value of a column, on SQLite: a list makes a statement anew
        each time, and many small questions take no longer, if they travel together.
        """
        assert self._direct is not None
        asked = [{"community": self.community, column: value, **more} for value in values]
        return await self._direct.each(statement, asked) if asked else ()

    async def read_ahead(self, *asked: Asked) -> None:
        """Asks what will be asked soon, on SQLite, where several questions travel as fast as one."""
        if self._direct is not None and asked:
            found = await self._direct.rows(*asked)
            self._ahead = {
                (statement, *values.values()): rows for (statement, values), rows in zip(asked, found, strict=True)
            }

    async def send(
        self, statement: UpdateBase, rows: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None
    ) -> None:
        """Executes what gives no result; on SQLite it travels with the next, whose error may be its own."""
        self.known.forget(cast("Table", statement.table))
        await self.connection.execute(statement, rows, execution_options=LATER)

    async def send_made(self, statement: UpdateBase, rows: Sequence[Mapping[str, Any]]) -> None:
        """The same for a statement that is made once."""
        self.known.forget(cast("Table", statement.table))
        await self._write(statement, rows)

    async def _write(self, statement: UpdateBase, rows: Sequence[Mapping[str, Any]]) -> None:
        if self._direct is not None:
            self._direct.write(statement, rows)
        else:
            await self.connection.execute(statement, rows, execution_options=LATER)


class Rows(Generic[T]):
    """A repository over one table whose columns are named like the entity's fields."""

    table: ClassVar[Table]
    entity: ClassVar[type]

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    @property
    def connection(self) -> AsyncConnection:
        return self.desk.connection

    @property
    def mine(self) -> ColumnElement[bool]:
        return self.table.c.community == self.desk.community

    def query(self, *where: ColumnElement[bool]) -> Select[Any]:
        return select(self.table).where(self.mine, *where)

    def change(self, *where: ColumnElement[bool]) -> Update:
        return update(self.table).where(self.mine, *where)

    def removal(self, *where: ColumnElement[bool]) -> Delete:
        return delete(self.table).where(self.mine, *where)

    async def one(self, *where: ColumnElement[bool]) -> T | None:
        """The row, locked until the end of a transaction that writes."""
        await self.desk.settle(self.table)
        query = self.query(*where)
        if self.desk.writes:
            query = query.with_for_update()
        row = (await self.connection.execute(query)).first()
        return None if row is None else self.whole(row)

    async def named(self, when: ColumnElement[bool] | None = None, **values: object) -> T | None:
        """The row whose columns have these values, locked as by `one`; `when` is a condition without values."""
        if len(values) == 1:
            ((column, value),) = values.items()
            known = self.desk.known.get(self.table, _how(when), column, cast("str", value))
            if known is not MISSING:
                return cast("T | None", known)
        await self.desk.settle(self.table)
        query = lookup(self.table, tuple(values), when, lock=self.desk.writes)
        rows = await self.desk.rows(query, {"community": self.desk.community, **values})
        return self.whole(rows[0]) if rows else None

    async def read_ahead(
        self, column: str, values: Iterable[str], when: ColumnElement[bool] | None = None
    ) -> Sequence[T]:
        """Reads and locks with one query what `named` would be asked for one by one. Returns those that there are."""
        known, how, asked = self.desk.known, _how(when), set(values)
        if missing := known.missing(self.table, how, column, asked):
            found = await self._those(column, missing, when)
            rows = {getattr(entity, column): entity for entity in found}
            known.add(self.table, how, column, {value: rows.get(value) for value in missing})
        each = (known.get(self.table, how, column, value) for value in sorted(asked))
        return [entity for entity in each if entity is not None]

    async def _those(self, column: str, values: Sequence[str], when: ColumnElement[bool] | None) -> Sequence[T]:
        if self.desk.sqlite:
            await self.desk.settle(self.table)
            rows = await self.desk.each(lookup(self.table, (column,), when, lock=False), column, values)
            return list(map(self.whole, rows))
        which = (self.table.c[column].in_(values), *(() if when is None else (when,)))
        return await self.many(self.query(*which).order_by(*self.table.primary_key))

    async def many(self, query: Select[Any], *, skip_locked: bool = False) -> Sequence[T]:
        """The rows, locked until the end of a transaction that writes, so that a decision made on them holds.

        With `skip_locked`, rows that somebody else is working on are left out.
        """
        if self.desk.writes:
            query = query.with_for_update(skip_locked=skip_locked)
        return await self.seen(query)

    async def seen(self, query: Select[Any]) -> Sequence[T]:
        """Rows to look at, not to change: never locked."""
        await self.desk.settle(self.table)
        return [self.whole(row) for row in await self.connection.execute(query)]

    async def insert(self, entity: T) -> None:
        await self.desk.settle(self.table)
        await self.desk.send_made(insertion(self.table), [self.row(entity)])

    async def replace(self, entity: T) -> None:
        self.replace_later(entity)
        await self.desk.settle(self.table)

    def replace_later(self, entity: T) -> None:
        """For a table that nothing but its own repository reads."""
        self.desk.known.forget_row(self.table, entity)
        row = self.row(entity)
        keys = {f"{KEY}{key.name}": row.pop(key.name) for key in self.table.primary_key}
        self.desk.change(self.table, tuple(keys.values()), {**row, **keys})

    def change_later(self, values: Mapping[str, object], **key: str) -> None:
        """The same for some columns of the row with this key; the community goes without saying."""
        keys = {f"{KEY}{name}": value for name, value in {"community": self.desk.community, **key}.items()}
        self.desk.change(self.table, tuple(keys.values()), {**values, **keys})

    def row(self, entity: T) -> dict[str, Any]:
        values = vars(entity)
        return {name: values[name] for name in _names(self.entity)}

    def whole(self, row: Sequence[Any]) -> T:
        return cast("T", self.entity(*_as_fields(self.entity, self.table)(row)))

    def by_column(self, row: Sequence[Any]) -> dict[str, Any]:
        return dict(zip(_columns(self.table), row, strict=True))


@cache
def _how(when: ColumnElement[bool] | None) -> str:
    return LOCKED if when is None else str(when)


@cache
def _as_fields(entity: type, table: Table) -> Callable[[Sequence[Any]], tuple[Any, ...]]:
    """A row's values in the order of the entity's fields."""
    columns = _columns(table)
    assert len(columns) == len(_names(entity)), f"{entity} has other fields than {table}"
    return itemgetter(*map(columns.index, _names(entity)))


@cache
def _columns(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns)


@cache
def _names(entity: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(entity))
