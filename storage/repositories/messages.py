"""Nudges, the outbox, events and receipts."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, Row, bindparam, func, or_, select, update

from bot import wire
from bot.domain.message import Event, Lost, Nudge, NudgeStatus, OutboxMessage, OutboxStatus, To
from bot.ids import CommunityId, MatchId, MemberId, NudgeId, OutboxId, SpaceId
from bot.views import Message, View
from storage.repositories.rows import Asked, Desk, Rows
from storage.repositories.statements import KEY, insertion
from storage.tables import COPY, LOST, PART, UNFINISHED, WAITING, events, nudges, outbox, receipts
from storage.types import database_now

STILL_DUE = select(nudges.c.id).where(
    nudges.c.community == bindparam("community"),
    nudges.c.id == bindparam("id"),
    nudges.c.status == NudgeStatus.WAITING,
    nudges.c.due_at <= bindparam("now"),
)


class NudgeRows(Rows[Nudge]):
    table = nudges
    entity = Nudge

    async def add(self, nudge: Nudge) -> None:
        self.desk.append(nudges, self.row(nudge))

    async def get(self, id: NudgeId) -> Nudge | None:
        return await self.named(id=id)

    async def some(self, ids: Sequence[NudgeId]) -> dict[NudgeId, Nudge]:
        return {nudge.id: nudge for nudge in await self.read_ahead("id", ids)}

    async def still_due(self, ids: Sequence[NudgeId], now: datetime) -> frozenset[NudgeId]:
        await self.desk.settle(nudges)
        if self.desk.sqlite:
            return frozenset(NudgeId(id) for (id,) in await self.desk.each(STILL_DUE, "id", ids, now=now))
        where = (self.mine, nudges.c.id.in_(ids), nudges.c.status == NudgeStatus.WAITING, nudges.c.due_at <= now)
        query = select(nudges.c.id).where(*where).order_by(nudges.c.id).with_for_update()
        return frozenset(map(NudgeId, await self.connection.scalars(query)))

    async def find(self, recipient: MemberId, kind: str, subject: str, occurrence: int) -> Nudge | None:
        await self.desk.flush()
        return await self.named(recipient=recipient, kind=kind, subject=subject, occurrence=occurrence)

    async def due(self, now: datetime, most: int) -> Sequence[Nudge]:
        waiting = self.query(WAITING, nudges.c.due_at <= now)
        return await self.many(waiting.order_by(nudges.c.due_at, nudges.c.id).limit(most), skip_locked=True)

    async def settle(self, id: NudgeId, status: NudgeStatus, now: datetime) -> None:
        self.change_later({"status": status, "settled_at": now}, id=id)

    async def postpone(self, id: NudgeId, due_at: datetime) -> None:
        self.change_later({"due_at": due_at}, id=id)

    async def planned(self, kind: str, subject: str) -> int:
        await self.desk.flush()
        where = (self.mine, nudges.c.kind == kind, nudges.c.subject == subject)
        query = select(func.count()).select_from(nudges).where(*where)
        return (await self.connection.execute(query)).scalar_one()

    async def drop(self, subject: str, now: datetime) -> None:
        await self.desk.flush()
        waiting = (nudges.c.subject == subject, WAITING)
        dropped = {"status": NudgeStatus.DROPPED, "settled_at": now}
        await self.desk.send(self.change(*waiting).values(dropped))


REFUSED = (OutboxStatus.UNREACHABLE, OutboxStatus.FAILED)
UNREACHED = (outbox.c.status == OutboxStatus.UNREACHABLE) & outbox.c.to_member.is_not(None)


HELD = (
    outbox.c.community == bindparam(f"{KEY}community"),
    outbox.c.id == bindparam(f"{KEY}id"),
    outbox.c.lease_owner == bindparam(f"{KEY}owner"),
    outbox.c.status == OutboxStatus.SENDING,
)
SETTLEMENT = update(outbox).where(*HELD)
OUTCOME = ("status", "not_before", "attempts", "sent_at", "problem", "conversation", "place")


class OutboxRows(Rows[OutboxMessage]):
    table = outbox
    entity = OutboxMessage

    async def add(self, message: OutboxMessage) -> None:
        self.desk.append(outbox, self.row(message))

    async def get(self, id: OutboxId) -> OutboxMessage | None:
        await self.desk.flush()
        return await self.named(id=id)

    async def settle(self, message: OutboxMessage, owner: str) -> bool:
        became = self.row(message)
        became.pop("copy_of")  # what it is a copy of may have changed since it was claimed
        done = await self.connection.execute(SETTLEMENT, became | self._held(message.id, owner))
        return done.rowcount == 1

    async def settle_all(self, messages: Sequence[OutboxMessage], owner: str) -> frozenset[OutboxId]:
        held = await self._theirs([message.id for message in messages], owner, lock=True)
        became = [
            {name: getattr(message, name) for name in OUTCOME} | self._held(message.id, owner)
            for message in messages
            if message.id in held
        ]
        if became:
            await self.desk.send_made(SETTLEMENT, became)
        return held

    async def _theirs(
        self, ids: Sequence[OutboxId], owner: str, *where: ColumnElement[bool], lock: bool = False
    ) -> frozenset[OutboxId]:
        held = (outbox.c.id.in_(ids), outbox.c.lease_owner == owner, outbox.c.status == OutboxStatus.SENDING)
        query = select(outbox.c.id).where(self.mine, *held, *where).order_by(outbox.c.id)
        query = query.with_for_update() if lock else query
        return frozenset(map(OutboxId, await self.connection.scalars(query)))

    def _held(self, id: OutboxId, owner: str) -> dict[str, str]:
        return {f"{KEY}community": self.desk.community, f"{KEY}id": id, f"{KEY}owner": owner}

    async def parts(self, first: OutboxId) -> Sequence[OutboxMessage]:
        waiting = (PART, outbox.c.part_of == first, outbox.c.id != first, outbox.c.status == OutboxStatus.WAITING)
        return await self.many(self.query(*waiting).order_by(outbox.c.sequence))

    async def settle_part(self, part: OutboxMessage) -> None:
        waiting = (outbox.c.id == part.id, outbox.c.status == OutboxStatus.WAITING)
        await self.desk.send(self.change(*waiting).values(self.row(part)))

    async def parts_at(self, member: MemberId, place: str) -> Sequence[OutboxMessage]:
        await self.desk.flush()
        there = (PART, outbox.c.place == place, outbox.c.to_member == member, outbox.c.status == OutboxStatus.SENT)
        return await self.many(self.query(*there).order_by(outbox.c.sequence))

    async def edit(self, id: OutboxId, message: Message) -> None:
        await self.desk.send(self.change(outbox.c.id == id).values(message=wire.dump(message)))

    async def rewrite(self, id: OutboxId, message: Message) -> bool:
        return await self._unsent(id, {"message": wire.dump(message)})

    async def withdraw(self, id: OutboxId) -> bool:
        return await self._unsent(id, {"status": OutboxStatus.DROPPED})

    async def _unsent(self, id: OutboxId, values: dict[str, Any]) -> bool:
        await self.desk.flush()
        unsent = (outbox.c.id == id, (outbox.c.status == OutboxStatus.WAITING) | UNREACHED)
        return (await self.connection.execute(self.change(*unsent).values(values))).rowcount == 1

    async def unreached(self, member: MemberId, since: datetime) -> Sequence[OutboxMessage]:
        await self.desk.flush()
        theirs = self.query(UNREACHED, outbox.c.to_member == member, outbox.c.created_at > since)
        return await self.many(theirs.order_by(outbox.c.sequence))

    async def try_again(self, member: MemberId, since: datetime) -> int:
        theirs = self.change(UNREACHED, outbox.c.to_member == member, outbox.c.created_at > since)
        waits = {"status": OutboxStatus.WAITING, "attempts": 0, "not_before": None}
        return (await self.connection.execute(theirs.values(waits))).rowcount

    async def hold(self, member: MemberId, now: datetime) -> Sequence[OutboxMessage]:
        await self.desk.flush()
        due = outbox.c.not_before.is_(None) | (outbox.c.not_before <= now)
        theirs = (UNFINISHED, outbox.c.to_conversation == To(member=member).conversation)
        waiting = (*theirs, outbox.c.status == OutboxStatus.WAITING, due)
        held = await self.many(self.query(*waiting).order_by(outbox.c.sequence))
        ids = outbox.c.id.in_([message.id for message in held])
        await self.desk.send(self.change(*waiting, ids).values(status=OutboxStatus.UNREACHABLE))
        return held

    async def copies(self, post: OutboxId) -> Sequence[OutboxId]:
        await self.desk.flush()
        standing = (COPY, outbox.c.copy_of == post, outbox.c.status.not_in((*REFUSED, OutboxStatus.DROPPED)))
        query = select(outbox.c.id).where(self.mine, *standing).order_by(outbox.c.sequence)
        return [OutboxId(id) for id in await self.connection.scalars(query)]

    async def refused_copies(self, space: SpaceId) -> Sequence[OutboxMessage]:
        await self.desk.flush()
        refused = (COPY, outbox.c.to_channel == space, outbox.c.status.in_(REFUSED))
        return await self.many(self.query(*refused).order_by(outbox.c.sequence))

    async def lock(self, id: OutboxId) -> None:
        await self.connection.execute(select(outbox.c.id).where(self.mine, outbox.c.id == id).with_for_update())

    async def lead(self, copy: OutboxId, post: OutboxId) -> None:
        followers = (COPY, outbox.c.copy_of == post)
        await self.desk.send(self.change(*followers).values(copy_of=copy))
        await self.desk.send(self.change(outbox.c.id == post).values(copy_of=copy))
        await self.let_go(copy)

    async def let_go(self, copy: OutboxId) -> None:
        await self.desk.send(self.change(outbox.c.id == copy).values(copy_of=None))

    async def unasked(self, member: MemberId, match: MatchId | None, since: datetime) -> int:
        theirs = or_(
            outbox.c.to_member == member, outbox.c.to_match == match if match else outbox.c.to_member == member
        )
        where = (
            self.mine,
            theirs,
            outbox.c.replaces.is_(None),
            outbox.c.actor.is_(None) | (outbox.c.actor != member),
            outbox.c.status == OutboxStatus.SENT,
            outbox.c.sent_at > since,
        )
        # What left together is one message.
        query = select(func.count(func.coalesce(outbox.c.part_of, outbox.c.id).distinct())).where(*where)
        return (await self.connection.execute(query)).scalar_one()

    async def conversation_of(self, match: MatchId) -> str:
        await self.desk.flush()
        theirs = (self.mine, outbox.c.to_match == match, outbox.c.status == OutboxStatus.SENT)
        query = select(outbox.c.conversation).where(*theirs).order_by(outbox.c.sequence.desc()).limit(1)
        return (await self.connection.execute(query)).scalar() or ""

    async def lost(self, since: datetime) -> Sequence[Lost]:
        to = (outbox.c.to_member, outbox.c.to_channel, outbox.c.to_match)
        unknown = outbox.c.to_channel.is_(None) | (outbox.c.status == OutboxStatus.PARKED)
        where = (self.mine, LOST, outbox.c.created_at > since, outbox.c.replaces.is_(None), unknown)
        query = select(*to, func.min(outbox.c.created_at)).where(*where).group_by(*to)
        await self.desk.settle(outbox)
        found = await self.connection.execute(query.order_by(func.max(outbox.c.sequence).desc()))
        return [Lost(To(member, channel, match), first) for member, channel, match, first in found]

    async def claim(self, owner: str, now: datetime, most: int, lease: timedelta) -> Sequence[OutboxMessage]:
        first = select(func.min(outbox.c.sequence)).where(self.mine, UNFINISHED).group_by(outbox.c.to_conversation)
        free = (outbox.c.status == OutboxStatus.WAITING) | (outbox.c.lease_until < database_now())
        due = outbox.c.not_before.is_(None) | (outbox.c.not_before <= now)
        chosen = select(outbox.c.sequence).where(outbox.c.sequence.in_(first), free, due)
        chosen = chosen.order_by(outbox.c.sequence).limit(most).with_for_update(skip_locked=True)
        found = (await self.connection.scalars(chosen)).all()
        if not found:
            return []
        # What was being sent when its lease ran out keeps its state until it is looked up: only the lease is new.
        rows = (
            await self.connection.execute(self.query(outbox.c.sequence.in_(found)).order_by(outbox.c.sequence))
        ).all()
        leased = {
            "status": OutboxStatus.SENDING,
            "lease_owner": owner,
            "lease_until": database_now(lease),
            "attempts": outbox.c.attempts + 1,
        }
        await self.desk.send(update(outbox).where(outbox.c.sequence.in_(found)).values(leased))
        return [message for row in rows if (message := await self._readable(row)) is not None]

    async def _readable(self, row: Row[Any]) -> OutboxMessage | None:
        """A message that this version can't read (written by a newer one, or damaged) is set aside; nobody waits."""
        try:
            return self.whole(row)
        except (KeyError, TypeError, ValueError) as error:
            failed = {"status": OutboxStatus.FAILED, "problem": f"unreadable: {error!r}"[:200]}
            await self.desk.send(self.change(outbox.c.id == row.id).values(failed))
            return None

    async def all(self) -> Sequence[OutboxMessage]:
        return await self.seen(self.query().order_by(outbox.c.sequence))

    async def leased(self, ids: Sequence[OutboxId], owner: str) -> frozenset[OutboxId]:
        return await self._theirs(ids, owner, outbox.c.lease_until > database_now())

    def row(self, entity: OutboxMessage) -> dict[str, Any]:
        row = super().row(entity)
        to = row.pop("to")
        return row | {
            "to_conversation": to.conversation,
            "to_member": to.member,
            "to_channel": to.channel,
            "to_match": to.match,
            "message": wire.dump(entity.message),
        }

    def whole(self, row: Sequence[Any]) -> OutboxMessage:
        kept = self.by_column(row)
        for name in ("sequence", "to_conversation", "lease_owner", "lease_until"):
            kept.pop(name)
        to = To(member=kept.pop("to_member"), channel=kept.pop("to_channel"), match=kept.pop("to_match"))
        message = cast("Message", wire.load(kept.pop("message")))
        return OutboxMessage(**kept, to=to, message=message)


class EventRows(Rows[Event]):
    table = events
    entity = Event

    async def add(self, event: Event) -> None:
        self.desk.append(events, self.row(event))

    async def counts(self, kinds: Sequence[str], since: datetime, until: datetime) -> dict[str, int]:
        where = (self.mine, events.c.kind.in_(kinds), events.c.at >= since, events.c.at < until)
        query = select(events.c.kind, func.count()).where(*where).group_by(events.c.kind)
        found = {str(kind): int(count) for kind, count in await self.connection.execute(query)}
        return {kind: found.get(kind, 0) for kind in kinds}

    async def caused(self, member: MemberId, kind: str, since: datetime) -> int:
        where = (self.mine, events.c.kind == kind, events.c.at > since, events.c.member == member)
        return (await self.connection.execute(select(func.count()).select_from(events).where(*where))).scalar_one()

    async def of_kind(self, kinds: Sequence[str], since: datetime) -> Sequence[Event]:
        query = self.query(events.c.kind.in_(kinds), events.c.at >= since)
        return await self.seen(query.order_by(events.c.at, events.c.sequence))

    async def last(self, subject_id: str, kinds: Sequence[str]) -> Event | None:
        await self.desk.flush()
        query = self.query(events.c.subject_id == subject_id, events.c.kind.in_(kinds))
        newest = query.order_by(events.c.at.desc(), events.c.sequence.desc()).limit(1)
        return next(iter(await self.seen(newest)), None)

    def whole(self, row: Sequence[Any]) -> Event:
        kept = self.by_column(row)
        kept.pop("sequence")
        return Event(**kept)


RECEIPT = select(receipts.c.reply).where(
    receipts.c.community == bindparam("community"), receipts.c.event == bindparam("event")
)


def receipt_of(community: CommunityId, event: str) -> Asked:
    return RECEIPT, {"community": community, "event": event}


class ReceiptRows:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def find(self, event: str) -> View | None:
        rows = await self.desk.rows(*receipt_of(self.desk.community, event))
        return wire.load(rows[0][0]) if rows else None

    async def add(self, event: str, view: View, now: datetime) -> None:
        row = {"community": self.desk.community, "event": event, "reply": wire.dump(view), "at": now}
        # Inserted for real: a second delivery at the same time has to fail here, not to be ignored.
        await self.desk.send_made(insertion(receipts), [row])

    async def forget(self, before: datetime) -> None:
        where = (receipts.c.community == self.desk.community, receipts.c.at < before)
        await self.desk.send(receipts.delete().where(*where))
