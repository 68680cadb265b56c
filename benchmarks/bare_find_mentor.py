"""The yardstick of a `/find-mentor` submission: the same rows, written by hand with SQLAlchemy Core.

No understanding of what was typed, no check, no count, no wording: one transaction that knows everything already.
The real submission may cost at most three times as much (see `benchmarks.find_mentor`).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.tables import events, members, nudges, outbox, receipts, requests

Row = Mapping[str, Any]


async def bare_find_mentor(writer: AsyncEngine, rows: Mapping[str, Sequence[Row]]) -> None:
    """`rows` by table: the member as it becomes, the request, its event, nudges, channel post and receipt."""
    (member,) = rows["members"]
    key = {column.name for column in members.primary_key}  # writing it makes SQLite look for rows that refer to it
    async with writer.begin() as connection:
        mine = (members.c[name] == member[name] for name in key)
        values = {name: value for name, value in member.items() if name not in key}
        await connection.execute(update(members).where(*mine).values(values))
        await connection.execute(insert(requests), list(rows["requests"]))
        await connection.execute(insert(events), list(rows["events"]))
        await connection.execute(insert(nudges), list(rows["nudges"]))
        await connection.execute(insert(outbox), list(rows["outbox"]))
        await connection.execute(insert(receipts), list(rows["receipts"]))
