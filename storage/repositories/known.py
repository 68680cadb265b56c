"""What a transaction has read ahead: of many rows at once, from which looking for one of them is then answered."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Table

MISSING = object()
LOCKED, SEEN = "locked", "seen"


class Known:
    """By how it was asked for (with a lock, only to look at, or under a condition), in which column, for which value.

    It holds until the transaction itself changes a row, or the table as a whole.
    """

    def __init__(self) -> None:
        self._found: dict[Table, dict[tuple[str, str], dict[str, Any]]] = {}

    def get(self, table: Table, how: str, column: str, value: str) -> Any:
        """`MISSING` where it was not read ahead."""
        found = self._found.get(table)
        return MISSING if found is None else found.get((how, column), {}).get(value, MISSING)

    def missing(self, table: Table, how: str, column: str, values: Iterable[str]) -> list[str]:
        """Those that were not read ahead, each once and in order, as rows are locked everywhere."""
        found = self._found.get(table, {}).get((how, column), {})
        return sorted(set(values) - found.keys())

    def add(self, table: Table, how: str, column: str, found: Mapping[str, Any]) -> None:
        self._found.setdefault(table, {}).setdefault((how, column), {}).update(found)

    def forget_row(self, table: Table, entity: object) -> None:
        for (_, column), found in self._found.get(table, {}).items():
            found.pop(getattr(entity, column), None)

    def forget(self, table: Table) -> None:
        self._found.pop(table, None)
