"""Column types that mean the same on SQLite and on PostgreSQL."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import DateTime, Float, String, Text, bindparam
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime, in and out; a naive one is refused.

    PostgreSQL keeps `timestamptz`; SQLite keeps text of one width (`2026-10-06T15:30:00.000000Z`), which a person can
    read and which sorts as time does.
    """

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(DateTime(timezone=True) if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"an instant must be aware, {value.isoformat()} is naive")
        instant = value if value.tzinfo is UTC else value.astimezone(UTC)
        if dialect.name == "postgresql":
            return instant
        return instant.isoformat(timespec="microseconds")[:-6] + "Z"

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if isinstance(value, datetime):
            return value.astimezone(UTC)
        return datetime.fromisoformat(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None] | None:
        """Of text without a detour: rows have many of them."""
        return super().result_processor(dialect, coltype) if dialect.name == "postgresql" else _instant


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


class WallTime(TypeDecorator[datetime]):
    """A naive local date and time to the minute, whose zone stands elsewhere; kept as text (`2026-12-01T15:30`)."""

    impl = String(16)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        if value.tzinfo is not None or value.second or value.microsecond:
            raise ValueError(f"a wall time is a whole minute without a zone, not {value.isoformat()}")
        return value.isoformat(timespec="minutes")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


class Slugs(TypeDecorator[tuple[str, ...]]):
    """A tuple of short texts, in order, kept as a JSON list in a text column."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        if value is None:
            return None
        if not isinstance(value, tuple):
            raise ValueError(f"expected a tuple of texts, got {value!r}")
        return json.dumps(list(value), ensure_ascii=False, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:
        return None if value is None else tuple(json.loads(value))


class database_now(FunctionElement[datetime]):
    """The database's own time plus `later`, for leases and one-time links: one clock for all processes.

    Precise to the millisecond on SQLite. It moves on within a PostgreSQL transaction.
    """

    inherit_cache = True
    type = Instant()

    def __init__(self, later: timedelta = timedelta()) -> None:
        super().__init__(bindparam(None, later.total_seconds(), type_=Float))


@compiles(database_now, "sqlite")
def _sqlite_now(element: database_now, compiler: SQLCompiler, **kw: Any) -> str:
    seconds = compiler.process(element.clauses, **kw)
    return f"(strftime('%Y-%m-%dT%H:%M:%f', 'now', ({seconds}) || ' seconds') || '000Z')"


@compiles(database_now, "postgresql")
def _postgresql_now(element: database_now, compiler: SQLCompiler, **kw: Any) -> str:
    seconds = compiler.process(element.clauses, **kw)
    return f"(clock_timestamp() + make_interval(secs => {seconds}))"
