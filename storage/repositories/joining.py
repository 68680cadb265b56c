"""Spaces that move from one community to another, and the codes with which they do: the one thing that crosses."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, insert, literal, or_, select, update

from bot.ids import CommunityId, MemberId, SpaceId
from bot.ports.platforms import Space
from storage.repositories.rows import Desk
from storage.tables import (
    UNFINISHED,
    accounts,
    drafts,
    join_codes,
    matches,
    members,
    nudges,
    offers,
    outbox,
    requests,
    signups,
    spaces,
)
from storage.types import database_now

GOOD = (join_codes.c.used_at.is_(None), join_codes.c.expires_at > database_now())


class JoinCodeRows:
    """Single-use codes go by the database's time, which no playground clock moves."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def issue(self, code_hash: str, now: datetime, lifetime: timedelta) -> None:
        row = {"community": self.desk.community, "code_hash": code_hash, "issued_at": now}
        await self.desk.send(insert(join_codes).values(row | {"expires_at": database_now(lifetime)}))

    async def community_of(self, code_hash: str) -> CommunityId | None:
        query = select(join_codes.c.community).where(join_codes.c.code_hash == code_hash, *GOOD)
        found = (await self.desk.connection.execute(query)).scalar()
        return None if found is None else CommunityId(found)

    async def use(self, code_hash: str, space: SpaceId, now: datetime) -> bool:
        mine = (join_codes.c.community == self.desk.community, join_codes.c.code_hash == code_hash)
        spent = update(join_codes).where(*mine, *GOOD).values(used_at=now, used_by=space)
        return (await self.desk.connection.execute(spent)).rowcount == 1


async def in_use(desk: Desk) -> bool:
    """Whether anybody has ever asked, offered, been matched or imported."""
    await desk.flush()
    known = [exists().where(table.c.community == desk.community) for table in (requests, offers, matches, signups)]
    imported = exists().where(members.c.community == desk.community, members.c.claimed.is_(False))
    return bool((await desk.connection.execute(select(or_(*known, imported)))).scalar())


async def give(desk: Desk, space: Space, to: CommunityId) -> None:
    """Moves a space and its accounts, with their members. Who has no account left here is gone from here.

    What was to be told to them here, and forms that they had begun, are dropped. The space must be locked.
    """
    await desk.flush()
    there = select(accounts.c.member).where(accounts.c.community == desk.community, accounts.c.space == space.id)
    moving = sorted({MemberId(id) for id in await desk.connection.scalars(there)})
    here = (spaces.c.community == desk.community, spaces.c.id == space.id)
    await desk.send(update(spaces).where(*here).values(community=to))
    await _copy(desk, moving, to)
    theirs = (accounts.c.community == desk.community, accounts.c.space == space.id)
    await desk.send(update(accounts).where(*theirs).values(community=to))
    elsewhere = select(accounts.c.member).where(accounts.c.community == desk.community)
    stay = set(await desk.connection.scalars(elsewhere))
    await _forget(desk, [id for id in moving if id not in stay], space.id)


async def _copy(desk: Desk, ids: list[MemberId], to: CommunityId) -> None:
    others = [column for column in members.c if column.name != "community"]
    whole = select(literal(to), *others).where(members.c.community == desk.community, members.c.id.in_(ids))
    names = ["community", *(column.name for column in others)]
    await desk.send(insert(members).from_select(names, whole))


async def _forget(desk: Desk, ids: list[MemberId], space: SpaceId) -> None:
    unsent = (outbox.c.community == desk.community, outbox.c.to_channel == space, UNFINISHED)
    await desk.send(outbox.delete().where(*unsent))
    for column in (outbox.c.to_member, nudges.c.recipient, drafts.c.member):
        await desk.send(column.table.delete().where(*_of(desk, column, ids)))
    await desk.send(update(outbox).where(*_of(desk, outbox.c.actor, ids)).values(actor=None))
    await desk.send(members.delete().where(*_of(desk, members.c.id, ids)))


def _of(desk: Desk, column: ColumnElement[str], ids: list[MemberId]) -> tuple[ColumnElement[bool], ...]:
    return column.table.c.community == desk.community, column.in_(ids)
