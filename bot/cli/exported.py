"""What an export holds: tables of a community, read in one transaction, without what is nobody else's business."""

import csv
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import IO

from sqlalchemy import Table as SqlTable
from sqlalchemy import select

from bot.domain.availability import FreeTimes, describe
from bot.errors import UserError
from bot.ids import CommunityId
from bot.spreadsheets import Cell, harmless
from storage import tables as kept
from storage.engine import Database

TABLES = (kept.requests, kept.offers, kept.matches, kept.agreements, kept.sessions, kept.events)
NEVER = {"community", "card", "mentee_answer", "mentor_answer", "sequence"}
NOTES = {"note", "goals", "place"}
IDENTIFYING = {"district", "agency", "programme"}
MEMBERS = {"mentee", "mentor", "member", "proposed_by", "ended_by"}
OWNER_ONLY = 0o600


@dataclass(frozen=True)
class Wanted:
    """Anonymous people are numbers that mean something within one export only."""

    anonymous: bool = False
    notes: bool = False


@dataclass(frozen=True)
class Exported:
    """`rows` have one cell for each of `columns`; instants are ISO texts in UTC, lists are joined by semicolons."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


async def tables(database: Database, community: CommunityId, wanted: Wanted) -> list[Exported]:
    async with database.reader.begin() as connection:
        people = {}
        everyone = select(kept.members.c.id, kept.members.c.name).where(kept.members.c.community == community)
        for number, (id, name) in enumerate(await connection.execute(everyone.order_by(kept.members.c.id)), 1):
            people[id] = f"person {number}" if wanted.anonymous else name
        found = []
        for table in TABLES:
            columns = _columns(table, wanted)
            query = select(*(table.c[name] for name in columns)).where(table.c.community == community)
            rows = (await connection.execute(query.order_by(*table.primary_key.columns))).all()
            found.append(_exported(table.name, columns, rows, people))
        return found


def _columns(table: SqlTable, wanted: Wanted) -> list[str]:
    left_out = NEVER | (set() if wanted.notes else NOTES) | (IDENTIFYING if wanted.anonymous else set())
    return [column.name for column in table.c if column.name not in left_out]


def _exported(
    name: str, columns: Sequence[str], rows: Iterable[Sequence[object]], people: Mapping[str, str]
) -> Exported:
    def cells(row: Sequence[object]) -> tuple[Cell, ...]:
        return tuple(
            people.get(str(value), "") if column in MEMBERS else _cell(value)
            for column, value in zip(columns, row, strict=True)
        )

    return Exported(name, tuple(columns), tuple(map(cells, rows)))


def _cell(value: object) -> Cell:
    match value:
        case None | bool():
            return {None: None, True: "yes", False: "no"}[value]
        case StrEnum():
            return value.value
        case int() | str():
            return value
        case datetime():
            return value.isoformat(timespec="seconds")
        case tuple():
            return "; ".join(map(str, value))
        case FreeTimes():
            return describe(value)
    raise TypeError(f"no export knows how to write {value!r}")


# Writing


def write(found: Sequence[Exported], target: Path) -> None:
    """A folder of CSV files, or one JSON file where the name ends so. Raises `UserError` where it can't be written."""
    try:
        if target.suffix.casefold() == ".json":
            with _opened(target) as file:
                json.dump({table.name: _records(table) for table in found}, file, ensure_ascii=False, indent=1)
            return
        target.mkdir(mode=0o700)
        for table in found:
            with _opened(target / f"{table.name}.csv") as file:
                rows = csv.writer(file)
                rows.writerow(table.columns)
                rows.writerows(map(harmless, table.rows))
    except OSError as error:
        raise UserError(f"{target} can't be written: {error.strerror}. Choose another place.") from error


def _opened(file: Path) -> IO[str]:
    """A new file that only its owner may read."""
    return open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "w", encoding="utf-8", newline="")


def _records(table: Exported) -> list[dict[str, Cell]]:
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]
