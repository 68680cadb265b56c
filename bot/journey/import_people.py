"""Mentors and mentees of a sheet, beside what is on record: who is new, who changed, who has claimed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.context import Context
from bot.domain.member import Member
from bot.domain.signup import Signup
from bot.ids import MemberId, new_id
from bot.journey.claiming import folded, issue, mark
from bot.journey.import_outcome import Fate, Outcome, Person, without_entry
from bot.journey.import_rows import Entry, Kind, Read
from bot.ports.storage import UnitOfWork
from bot.texts import importing as texts

EVER = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Known:
    """Members by handle, unclaimed ones without a handle by kind and folded name, and marks of claimed rows."""

    by_handle: Mapping[str, Member]
    by_name: Mapping[tuple[str, str], Member]
    claimed: frozenset[str]
    signups: Mapping[tuple[MemberId, str], Signup]

    def kinds(self, member: MemberId) -> set[str]:
        return {kind for owner, kind in self.signups if owner == member}


@dataclass(frozen=True)
class Place:
    """Where an entry belongs: an unclaimed member, nobody yet, or (`claimed`) a row that its owner has."""

    member: Member | None
    claimed: bool = False


async def known(uow: UnitOfWork) -> Known:
    handles = sorted(await uow.members.with_handles(), key=lambda member: member.claimed)
    signups = {(signup.member, signup.kind): signup for signup in await uow.signups.all()}
    nameless = {member.id: member for member in await uow.members.unclaimed() if not member.handle}
    events = await uow.events.of_kind(("claimed",), EVER)
    return Known(
        by_handle={member.handle: member for member in handles},
        by_name={(kind, folded(nameless[id].name)): nameless[id] for id, kind in signups if id in nameless},
        claimed=frozenset(event.detail for event in events if event.detail),
        signups=signups,
    )


async def bring_people(
    context: Context, kind: Kind, reads: Sequence[Read[Entry]], *, write: bool
) -> tuple[list[Outcome], list[Person]]:
    """What becomes of each row, and does it where `write`; the people who are new, with their codes."""
    before = await known(context.uow)
    outcomes, people = [], []
    for read in reads:
        if read.entry is None:
            outcomes.append(without_entry(read))
            continue
        place = _place(kind, read.entry, before)
        fate = _fate(kind, read.entry, place, before)
        becomes = (texts.mentor if kind is Kind.MENTORS else texts.mentee)(read.entry.values)
        outcomes.append(Outcome(read.line, read.name, fate, read.complaints, becomes))
        if write and fate.writes:
            people += await _bring(context, kind, read.entry, place.member, before)
    return outcomes, people


def _place(kind: Kind, entry: Entry, before: Known) -> Place:
    if entry.handle:
        member = before.by_handle.get(entry.handle)
        return Place(member, claimed=member is not None and member.claimed)
    if mark(kind.one, entry.name) in before.claimed:
        return Place(None, claimed=True)
    return Place(before.by_name.get((kind.one, folded(entry.name))))


def _fate(kind: Kind, entry: Entry, place: Place, before: Known) -> Fate:
    if place.claimed:
        return Fate.CLAIMED
    signup = before.signups.get((place.member.id, kind.one)) if place.member else None
    if signup is None or place.member is None:
        return Fate.NEW
    same = signup.values == _text(entry) and place.member.name == _name(kind, entry, place.member, before)
    return Fate.UNCHANGED if same else Fate.CHANGED


def _text(entry: Entry) -> str:
    return json.dumps(entry.values, ensure_ascii=False, sort_keys=True)


def _name(kind: Kind, entry: Entry, member: Member, before: Known) -> str:
    """A sheet may mend a name that no other sheet gave too."""
    return entry.name if before.kinds(member.id) <= {kind.one} else member.name


async def _bring(context: Context, kind: Kind, entry: Entry, member: Member | None, before: Known) -> list[Person]:
    person = member or await add_unclaimed(context, entry.name, entry.handle)
    signup = Signup(context.community.id, person.id, kind.one, _text(entry), context.now)
    await context.uow.signups.save(signup)
    await context.record("member", person.id, "imported", kind.one)
    if member is None:
        return [Person(entry.name, entry.handle, await issue(context, person.id))]
    name = _name(kind, entry, member, before)
    if name != member.name:
        await context.uow.members.save(replace(member, name=name))
    return []


async def add_unclaimed(context: Context, name: str, handle: str) -> Member:
    member = Member(
        community=context.community.id,
        id=MemberId(new_id()),
        name=name,
        joined_at=context.now,
        claimed=False,
        handle=handle,
    )
    await context.uow.members.add(member)
    return member
