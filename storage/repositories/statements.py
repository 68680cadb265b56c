"""Statements that are made once: making one costs more than running it, and only its values change between two uses."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Insert,
    Select,
    String,
    Table,
    Update,
    bindparam,
    insert,
    literal_column,
    select,
    update,
)

KEY = "key_"  # before the names of the columns that say which row: the others say what it becomes


def written(words: Iterable[str]) -> list[ColumnElement[str]]:
    """Words of the reference data, such as codes of states, to stand in a statement instead of being its values."""
    assert all(word.replace("-", "").isalnum() for word in words), words
    return [literal_column(f"'{word}'", String) for word in words]


@cache
def lookup(table: Table, names: tuple[str, ...], when: ColumnElement[bool] | None, *, lock: bool) -> Select[Any]:
    """The rows of a `community` whose columns have the values that are given by these names."""
    found = select(table).where(*(table.c[name] == bindparam(name) for name in ("community", *names)))
    found = found if when is None else found.where(when)
    return found.with_for_update() if lock else found


@cache
def replacement(table: Table) -> Update:
    """A whole row, found by its primary key, whose values are named with `KEY`."""
    return update(table).where(*(key == bindparam(f"{KEY}{key.name}") for key in table.primary_key))


@cache
def insertion(table: Table) -> Insert:
    """`inline`: nobody wants to know the numbers that the database gives to new rows."""
    return insert(table).inline()


@cache
def insertion_of_new(table: Table, *, sqlite: bool) -> Any:
    """Rows whose unique key exists already are left as they are."""
    if sqlite:
        from sqlalchemy.dialects import sqlite as dialect

        return dialect.insert(table).inline().on_conflict_do_nothing()
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table).inline().on_conflict_do_nothing()
