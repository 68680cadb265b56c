"""Communities, members, their accounts, drafts and claims."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, case, insert, select, update

from bot.domain.member import Community, Member, Rules
from bot.domain.message import Draft
from bot.domain.signup import Signup
from bot.domain.weights import Weight, Weights
from bot.ids import CommunityId, MemberId, SpaceId
from bot.ports.platforms import Account, Platform, Space, UserId
from storage.repositories import joining
from storage.repositories.known import MISSING, SEEN
from storage.repositories.rows import Asked, Desk, Rows
from storage.repositories.statements import lookup
from storage.tables import accounts, claims, communities, drafts, exclusions, matches, members, signups, spaces
from storage.types import database_now


def rules_text(rules: Rules) -> str:
    return json.dumps(asdict(rules), default=date.isoformat)


@lru_cache
def rules_from(text: str) -> Rules:
    kept = json.loads(text)
    breaks = tuple((date.fromisoformat(a), date.fromisoformat(b)) for a, b in kept.pop("breaks", ()))
    weights = Weights(**{name: Weight(weight) for name, weight in kept.pop("weights", {}).items()})
    return Rules(**kept, breaks=breaks, weights=weights)


COMMUNITY = (
    select(communities.c.name.label("called"), communities.c.rules, spaces)
    .outerjoin(spaces, spaces.c.community == communities.c.id)
    .where(communities.c.id == bindparam("community"))
    .order_by(spaces.c.id)
)


def community_row(community: CommunityId) -> Asked:
    return COMMUNITY, {"community": community}


class CommunityRow:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._spaces: list[Space] | None = None

    async def get(self) -> Community:
        rows = await self.desk.rows(*community_row(self.desk.community))
        self._spaces = [space_of(row) for row in rows if row.id is not None]
        return Community(id=self.desk.community, name=rows[0].called, rules=rules_from(rows[0].rules))

    async def save(self, community: Community) -> None:
        row = {"name": community.name, "rules": rules_text(community.rules)}
        await self.desk.send(update(communities).where(communities.c.id == self.desk.community).values(row))

    async def spaces(self) -> Sequence[Space]:
        """As they were when the community was read, which comes first nearly everywhere."""
        if self._spaces is None:
            await self.get()
        assert self._spaces is not None
        return self._spaces

    async def space(self, id: SpaceId) -> Space:
        query = select(spaces).where(spaces.c.community == self.desk.community, spaces.c.id == id)
        if self.desk.writes:
            query = query.with_for_update()
        return space_of((await self.desk.connection.execute(query)).one())

    async def save_space(self, space: Space) -> None:
        where = (spaces.c.community == self.desk.community, spaces.c.id == space.id)
        row = {name: value for name, value in vars(space).items() if name not in ("id", "platform")}
        await self.desk.send(update(spaces).where(*where).values(row))
        self._spaces = None

    async def in_use(self) -> bool:
        return await joining.in_use(self.desk)

    async def give(self, space: Space, to: CommunityId) -> None:
        await joining.give(self.desk, space, to)
        self._spaces = None


def space_of(row: Any) -> Space:
    kept = (row.name, row.channel, row.connected, row.moderator_roles)
    return Space(SpaceId(row.id), Platform(row.platform), *kept)


WHOSE = (
    select(members)
    .join(accounts, (accounts.c.community == members.c.community) & (accounts.c.member == members.c.id))
    .where(*(accounts.c[name] == bindparam(name) for name in ("community", "space", "user")))
)
WHOSE_TO_CHANGE = WHOSE.with_for_update(of=members)


WHERE = (
    select(accounts)
    .join(members, (members.c.community == accounts.c.community) & (members.c.id == accounts.c.member))
    .where(accounts.c.community == bindparam("community"), accounts.c.member == bindparam("member"))
    .where(accounts.c.left_at.is_(None))
    .order_by(case((accounts.c.space == members.c.acts_in, 0), else_=1), accounts.c.space)
)


THERE = select(accounts).where(*(accounts.c[name] == bindparam(name) for name in ("community", "space")))
SOME_THERE = THERE.where(accounts.c.member.in_(bindparam("some", expanding=True)))
ONE = lookup(members, ("id",), None, lock=False)
SOME = select(members).where(
    members.c.community == bindparam("community"), members.c.id.in_(bindparam("ids", expanding=True))
)


def member_of(desk: Desk, account: Account) -> Asked:
    whose = {"community": desk.community, "space": account.space, "user": account.user}
    return WHOSE_TO_CHANGE if desk.writes else WHOSE, whose


class MemberRows(Rows[Member]):
    table = members
    entity = Member

    async def get(self, id: MemberId) -> Member | None:
        return await self.named(id=id)

    async def some(self, ids: Sequence[MemberId]) -> dict[MemberId, Member]:
        known = {id: self.desk.known.get(members, SEEN, "id", id) for id in ids}
        unknown = [id for id, member in known.items() if member is MISSING]
        known.update({member.id: member for member in await self._some(unknown)})
        return {id: member for id, member in known.items() if isinstance(member, Member)}

    async def ahead(self, ids: Iterable[MemberId]) -> None:
        missing = self.desk.known.missing(members, SEEN, "id", ids)
        found = {member.id: member for member in await self._some(missing)}
        self.desk.known.add(members, SEEN, "id", {id: found.get(MemberId(id)) for id in missing})

    async def _some(self, ids: Sequence[str]) -> Sequence[Member]:
        if not ids:
            return []
        await self.desk.settle(members)
        if self.desk.sqlite:
            return list(map(self.whole, await self.desk.each(ONE, "id", ids)))
        named = {"community": self.desk.community, "ids": ids}
        return [self.whole(row) for row in await self.connection.execute(SOME, named)]

    async def of(self, account: Account) -> Member | None:
        await self.desk.settle(members)
        rows = await self.desk.rows(*member_of(self.desk, account))
        return self.whole(rows[0]) if rows else None

    async def accounts(self, member: MemberId) -> Sequence[Account]:
        await self.desk.settle(members)
        return [account_of(row) for row in await self.desk.rows(*self._where(member))]

    async def accounts_ahead(self, ids: Iterable[MemberId]) -> None:
        await self.desk.settle(members)
        await self.desk.read_ahead(*map(self._where, ids))

    def _where(self, member: MemberId) -> Asked:
        return WHERE, {"community": self.desk.community, "member": member}

    async def mark_account(self, account: Account, left_at: datetime | None) -> None:
        where = (
            accounts.c.community == self.desk.community,
            accounts.c.space == account.space,
            accounts.c.user == account.user,
        )
        await self.desk.send(update(accounts).where(*where).values(left_at=left_at))

    async def in_space(self, space: SpaceId, some: Sequence[MemberId] | None = None) -> dict[MemberId, Account]:
        named: dict[str, object] = {"community": self.desk.community, "space": space}
        query, named = (THERE, named) if some is None else (SOME_THERE, {**named, "some": some})
        return {MemberId(row.member): account_of(row) for row in await self.connection.execute(query, named)}

    async def spaces_of(self, some: Sequence[MemberId]) -> dict[MemberId, frozenset[SpaceId]]:
        here = (accounts.c.community == self.desk.community, accounts.c.left_at.is_(None), spaces.c.connected)
        query = select(accounts.c.member, accounts.c.space).join(spaces, spaces.c.id == accounts.c.space)
        found: dict[MemberId, set[SpaceId]] = {}
        for member, space in await self.connection.execute(query.where(*here, accounts.c.member.in_(some))):
            found.setdefault(MemberId(member), set()).add(SpaceId(space))
        return {member: frozenset(there) for member, there in found.items()}

    async def moderators(self) -> Sequence[Member]:
        return await self.seen(self.query(members.c.moderator.is_(True)).order_by(members.c.name))

    async def unclaimed(self) -> Sequence[Member]:
        return await self.seen(self.query(members.c.claimed.is_(False)).order_by(members.c.name))

    async def with_handles(self) -> Sequence[Member]:
        return await self.seen(self.query(members.c.handle != ""))

    async def unreachable(self) -> Sequence[Member]:
        here = self.query(members.c.unreachable_since.is_not(None), members.c.left_at.is_(None))
        return await self.seen(here.order_by(members.c.unreachable_since))

    async def gone(self) -> Sequence[Member]:
        left = self.query(members.c.left_at.is_not(None))
        return await self.seen(left.order_by(members.c.left_at.desc(), members.c.id))

    async def everyone(self) -> Sequence[Member]:
        return await self.seen(self.query(members.c.claimed.is_(True)).order_by(members.c.name, members.c.id))

    async def add(self, member: Member) -> None:
        await self.insert(member)

    async def link(self, account: Account, member: MemberId) -> None:
        row = {
            "community": self.desk.community,
            "space": account.space,
            "platform": str(account.platform),
            "user": account.user,
            "member": member,
        }
        await self.desk.send(insert(accounts), row)

    async def save(self, member: Member) -> None:
        self.replace_later(member)

    async def merge(self, imported: MemberId, member: MemberId) -> None:
        await self.desk.settle(members)
        mine = self.desk.community
        for table, column in (
            (signups, signups.c.member),
            (matches, matches.c.mentor),
            (matches, matches.c.mentee),
        ):
            moved = update(table).where(table.c.community == mine, column == imported).values({column.name: member})
            await self.desk.send(moved)
        await self.desk.send(claims.delete().where(claims.c.community == mine, claims.c.member == imported))
        await self.desk.send(self.removal(members.c.id == imported))


def account_of(row: Any) -> Account:
    return Account(platform=Platform(row.platform), space=SpaceId(row.space), user=UserId(row.user))


class ExclusionRows:
    """Kept in both directions, so that one look from either side is enough."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def add(self, member: MemberId, other: MemberId) -> None:
        for one, two in ((member, other), (other, member)):
            self.desk.append(exclusions, {"community": self.desk.community, "member": one, "other": two})

    async def of(self, member: MemberId) -> frozenset[MemberId]:
        await self.desk.flush()
        where = (exclusions.c.community == self.desk.community, exclusions.c.member == member)
        return frozenset(map(MemberId, await self.desk.connection.scalars(select(exclusions.c.other).where(*where))))


DRAFT_REMOVAL = drafts.delete().where(*(drafts.c[name] == bindparam(name) for name in ("community", "member", "form")))


class DraftRows(Rows[Draft]):
    table = drafts
    entity = Draft

    async def get(self, member: MemberId, form: str) -> Draft | None:
        return await self.named(member=member, form=form)

    async def save(self, draft: Draft) -> None:
        await self.remove(draft.member, draft.form)
        await self.insert(draft)

    async def remove(self, member: MemberId, form: str) -> None:
        named = {"community": self.desk.community, "member": member, "form": form}
        await self.desk.send_made(DRAFT_REMOVAL, [named])

    async def forget(self, before: datetime) -> None:
        await self.desk.send(self.removal(drafts.c.saved_at < before))


class SignupRows(Rows[Signup]):
    table = signups
    entity = Signup

    async def of(self, member: MemberId) -> Sequence[Signup]:
        return await self.many(self.query(signups.c.member == member).order_by(signups.c.kind))

    async def all(self) -> Sequence[Signup]:
        return await self.many(self.query().order_by(signups.c.imported_at, signups.c.member, signups.c.kind))

    async def save(self, signup: Signup) -> None:
        await self.remove(signup.member, signup.kind)
        await self.insert(signup)

    async def remove(self, member: MemberId, kind: str) -> None:
        await self.desk.send(self.removal(signups.c.member == member, signups.c.kind == kind))


class ClaimRows:
    """One-time codes go by the database's time, which no playground clock moves."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def issue(self, code_hash: str, member: MemberId, now: datetime, lifetime: timedelta) -> None:
        row = {"community": self.desk.community, "code_hash": code_hash, "member": member, "issued_at": now}
        await self.desk.send(insert(claims).values(row | {"expires_at": database_now(lifetime)}))

    async def use(self, code_hash: str, now: datetime) -> MemberId | None:
        where = (
            claims.c.community == self.desk.community,
            claims.c.code_hash == code_hash,
            claims.c.used_at.is_(None),
            claims.c.expires_at > database_now(),
        )
        spent = update(claims).where(*where).values(used_at=now).returning(claims.c.member)
        member = (await self.desk.connection.execute(spent)).scalar()
        return None if member is None else MemberId(member)
