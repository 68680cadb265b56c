"""A partial index serves a query that has its condition in the same words: SQLite refuses to be told otherwise."""

import pytest
from sqlalchemy import ColumnElement, Index, create_engine, select
from sqlalchemy.sql.elements import TextClause

from storage.tables import metadata

PARTIAL = [
    index
    for table in metadata.sorted_tables
    for index in sorted(table.indexes, key=lambda each: str(each.name))
    if isinstance(index.dialect_options["sqlite"]["where"], ColumnElement)
]


def test_there_are_partial_indexes_whose_conditions_are_for_queries_too() -> None:
    assert len(PARTIAL) >= 10


@pytest.mark.parametrize("index", PARTIAL, ids=lambda index: str(index.name))
def test_a_query_with_the_condition_can_use_the_index(index: Index) -> None:
    table, condition = index.table, index.dialect_options["sqlite"]["where"]
    assert table is not None
    assert not isinstance(condition, TextClause)
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    known = [column == None for column in index.columns]  # noqa: E711  # any value will do
    query = select(table.c[table.primary_key.columns.keys()[0]]).where(*known, condition)
    words = str(query.compile(engine)).replace(f"FROM {table.name}", f"FROM {table.name} INDEXED BY {index.name}")
    with engine.begin() as connection:
        assert connection.exec_driver_sql(words).all() == [], "without the index SQLite says: no query solution"
    engine.dispose()
