"""What a handler or a nudge works with: one transaction, one instant, one actor."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.domain import courtesy
from bot.domain.member import Community, Member
from bot.domain.message import Event, Nudge, OutboxMessage, To
from bot.ids import MatchId, MemberId, NudgeId, OutboxId, SpaceId, new_id, new_key
from bot.matching.policy import NEAREST_FIRST, Policy
from bot.ports.platforms import Envelope
from bot.ports.storage import UnitOfWork
from bot.views import Button, Message


@dataclass(frozen=True)
class Context:
    """`actor` is None when the clock acts. `now` is the domain's time, aware, UTC."""

    uow: UnitOfWork
    community: Community
    now: datetime
    actor: Member | None = None
    envelope: Envelope | None = None
    nudge: NudgeId | None = None
    beside: Button | None = None  # goes with each direct message
    bundle: list[OutboxMessage] | None = None  # takes direct messages instead of the outbox
    seen: dict[str, object] = field(default_factory=dict)  # what one nudge has looked up, for as long as it takes
    policy: Policy = NEAREST_FIRST

    @property
    def me(self) -> Member:
        assert self.actor is not None, "the clock is nobody"
        return self.actor

    def about(self, nudge: Nudge, bundle: list[OutboxMessage] | None = None, beside: Button | None = None) -> "Context":
        """The same, for what this nudge causes; with a bundle, for what may leave together with other things that its
        reader may snooze.
        """
        return replace(self, nudge=nudge.id, seen={}, bundle=bundle, beside=beside)

    async def tell(
        self,
        to: To,
        message: Message,
        *,
        replaces: OutboxId | None = None,
        copy_of: OutboxId | None = None,
        not_before: datetime | None = None,
    ) -> OutboxId:
        """Puts a message into the outbox; it leaves after the commit, in order within its conversation."""
        row = OutboxMessage(
            community=self.community.id,
            id=OutboxId(new_id()),
            key=new_key(),
            to=to,
            message=message,
            created_at=self.now,
            actor=self.actor.id if self.actor else None,
            replaces=replaces,
            copy_of=copy_of,
            nudge=self.nudge,
            not_before=not_before,
        )
        if self.bundle is not None and to.member and replaces is None:
            self.bundle.append(row)
        else:
            await self.uow.outbox.add(row)
        return row.id

    async def tell_member(self, member: MemberId, message: Message, *, polite_in: str | None = None) -> OutboxId:
        """A direct message; with `polite_in` (an IANA zone) it waits for the end of the quiet hours there."""
        not_before = courtesy.polite(self.now, polite_in) if polite_in else None
        waits = not_before if not_before and not_before > self.now else None
        message = message.with_button(self.beside) if self.beside else message
        return await self.tell(To(member=member), message, not_before=waits)

    async def tell_pair(self, match: MatchId, message: Message) -> OutboxId:
        return await self.tell(To(match=match), message)

    async def tell_channel(self, space: SpaceId, message: Message, *, copy_of: OutboxId | None = None) -> OutboxId:
        return await self.tell(To(channel=space), message, copy_of=copy_of)

    async def update(self, card: OutboxId | None, message: Message) -> None:
        """Replaces a card: in its place where it was sent, before it leaves where it still waits."""
        if card is None or await self.uow.outbox.rewrite(card, message):
            return
        sent = await self.uow.outbox.get(card)
        if sent is not None:
            await self.tell(sent.to, message, replaces=sent.id)

    async def retract(self, card: OutboxId | None, message: Message) -> None:
        """What the card asked is over: nobody hears of it who has not seen it, and who has sees `message` instead."""
        if card is not None and not await self.uow.outbox.withdraw(card):
            await self.update(card, message)

    async def record(self, subject: str, subject_id: str, kind: str, detail: str = "") -> None:
        """Appends to the history: codes only, never what somebody typed."""
        await self.uow.events.add(
            Event(
                community=self.community.id,
                subject=subject,
                subject_id=subject_id,
                kind=kind,
                at=self.now,
                member=self.actor.id if self.actor else None,
                detail=detail,
            )
        )

    async def nudge_again(self, recipient: MemberId, kind: str, subject: str, due_at: datetime) -> None:
        """Plans one more nudge of a kind that may come any number of times about a subject."""
        occurrence = await self.uow.nudges.planned(kind, subject)
        await self.nudge_later(recipient, kind, subject, due_at, occurrence)

    async def nudge_later(
        self, recipient: MemberId, kind: str, subject: str, due_at: datetime, occurrence: int = 0
    ) -> None:
        """Plans a nudge of `bot.nudges.KINDS`; the same occurrence is planned once."""
        await self.uow.nudges.add(
            Nudge(
                community=self.community.id,
                id=NudgeId(new_id()),
                recipient=recipient,
                kind=kind,
                subject=subject,
                occurrence=occurrence,
                due_at=due_at,
            )
        )

    @property
    def profile_zone(self) -> str | None:
        """The actor's time zone (IANA) as their platform's profile has it."""
        return self.envelope.zone if self.envelope else None
