"""Column types that read and write the domain's values."""

import json
from enum import StrEnum
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Dialect, String, Text, literal_column
from sqlalchemy.sql.operators import OperatorType
from sqlalchemy.types import TypeDecorator

from bot.domain import availability
from bot.domain.availability import FreeTimes
from bot.domain.waits import Curve, Step

E = TypeVar("E", bound=StrEnum)


class InWords(TypeDecorator.Comparator[Any]):
    """Compares with a member by writing it into the statement. Where the condition of a partial index asks the same
    column, SQLite plans a statement with a parameter anew each time it runs, which can take longer than running it.
    """

    def operate(self, op: OperatorType, *other: Any, **kwargs: Any) -> ColumnElement[Any]:
        return super().operate(op, *map(_in_words, other), **kwargs)


def _in_words(value: Any) -> Any:
    match value:
        case StrEnum():
            return literal_column(f"'{value}'", String)
        case list() | tuple() | set() | frozenset():
            return [_in_words(each) for each in sorted(value)]
        case _:
            return value


class Enumerated(TypeDecorator[E], Generic[E]):
    """A `StrEnum` as its text."""

    impl = String(30)
    cache_ok = True
    comparator_factory = InWords

    def __init__(self, cls: type[E]) -> None:
        super().__init__()
        self.cls = cls

    def process_bind_param(self, value: E | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> E | None:
        return None if value is None else self.cls(value)


class WeeklyTimes(TypeDecorator[FreeTimes]):
    """Weekly free times in the compact text form of `bot.domain.availability`."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: FreeTimes | None, dialect: Dialect) -> str | None:
        return None if value is None else availability.to_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> FreeTimes | None:
        return None if value is None else availability.from_text(value)


class Figures(TypeDecorator[tuple[int, ...]]):
    """A tuple of whole numbers, in order, as a JSON list."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[int, ...] | None, dialect: Dialect) -> str | None:
        return None if value is None else json.dumps(list(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[int, ...] | None:
        return None if value is None else tuple(json.loads(value))


class Steps(TypeDecorator[Curve]):
    """The steps of a curve as a JSON list of [day, left, watched]."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Curve | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        return json.dumps([[step.day, step.left, step.watched] for step in value.steps])

    def process_result_value(self, value: str | None, dialect: Dialect) -> Curve | None:
        return None if value is None else Curve(tuple(Step(*step) for step in json.loads(value)))
