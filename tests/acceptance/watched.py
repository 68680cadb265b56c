"""A chat that looks at each unasked message in the moment in which it arrives: is it true, and wanted?"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain import courtesy
from bot.domain.match import Session
from bot.domain.message import Nudge, OutboxMessage
from bot.domain.schedule import wall
from bot.domain.status import AgreementStatus, MatchStatus, OfferStatus, SessionStatus
from bot.ids import AgreementId, MatchId, MemberId, NudgeId, OfferId, SessionId
from bot.journey.routine import HELD, SNOOZED
from bot.nudges import KINDS
from bot.ports.platforms import Address, OutboxKey, Place
from bot.ports.storage import UnitOfWork
from bot.views import Message
from tests.acceptance.stage import COMMUNITY, Conversations, Stage

COMING = {"first-meeting", "session-reminder", "halfway", "hour-before"}
PAST = {"did-you-meet"}
AFTER = {"term-over", "weekly-check-in"}
OF_A_PAIR = {"quiet", "still-here-again"}
OPTED_IN = {"hour-before"}
MOST_A_WEEK = 2


@dataclass(frozen=True)
class Unasked:
    """One message, of which `said` are the nudges; `match` is None where it is about no pair."""

    to: MemberId
    match: MatchId | None
    day: date  # where its reader lives
    said: tuple[Nudge, ...]

    @property
    def counts(self) -> bool:
        """Against the budget: what somebody snoozed comes at the time of their choice."""
        return any(one.kind not in OPTED_IN and one.occurrence < SNOOZED for one in self.said)

    @property
    def moved(self) -> bool:
        """Whether it is about a meeting that one of the two has moved."""
        return any(one.kind in COMING | PAST and one.occurrence % HELD for one in self.said)


class WatchedStage(Stage):
    def conversations(self) -> "Watching":
        self.unasked: list[Unasked] = []
        self.snoozes: Counter[tuple[str, str, str, int]] = Counter()
        return Watching(self)


class Watching(Conversations):
    def __init__(self, stage: WatchedStage) -> None:
        super().__init__(stage.clock, stage.on)
        self.stage = stage

    async def send(self, address: Address, message: Message, key: OutboxKey) -> Place:
        async with self.stage.storage.read(COMMUNITY) as uow:
            rows = [row for row in await uow.outbox.all() if row.key == key]
            if rows and rows[0].part_of:
                rows += await uow.outbox.parts(rows[0].id)
            said = [nudge for row in rows if (nudge := await _unasked(uow, row)) is not None]
            if said:
                await self._look(uow, said)
        return await super().send(address, message, key)

    async def _look(self, uow: UnitOfWork, said: list[Nudge]) -> None:
        now, reader = self.clock.now(), await uow.members.get(said[0].recipient)
        assert reader is not None
        assert {nudge.recipient for nudge in said} == {reader.id}
        assert reader.left_at is None, said
        zone = reader.zone or "America/New_York"
        matches = set()
        for nudge in said:
            assert KINDS[nudge.kind].switch not in reader.muted, nudge
            matches.add(await true_now(uow, nudge, now))
        assert not courtesy.quiet(now, zone), (said, wall(now, zone))
        routine = [one for one in said if KINDS[one.kind].routine and one.occurrence < SNOOZED]
        breaks = (await uow.communities.get()).rules.breaks
        assert not (routine and courtesy.stands_still(wall(now, zone).date(), breaks)), (routine, wall(now, zone))
        for match in matches:
            self.stage.unasked.append(Unasked(reader.id, match, wall(now, zone).date(), tuple(said)))


async def _unasked(uow: UnitOfWork, row: OutboxMessage) -> Nudge | None:
    nudge = await uow.nudges.get(NudgeId(row.nudge)) if row.nudge and row.replaces is None else None
    return nudge if nudge is not None and KINDS[nudge.kind].switch is not None else None


async def true_now(uow: UnitOfWork, nudge: Nudge, now: datetime) -> MatchId | None:
    """Fails for what is over. Returns the match that it is about, if any."""
    if nudge.kind in COMING | PAST | AFTER:
        session = await uow.sessions.get(SessionId(nudge.subject))
        assert session is not None
        await _of_a_meeting(uow, nudge, session, now)
        return session.match
    if nudge.kind in OF_A_PAIR:
        match = await uow.matches.get(MatchId(nudge.subject))
        assert match is not None
        assert match.status is MatchStatus.ACTIVE, nudge
        assert nudge.kind != "still-here-again" or match.asked_at(nudge.recipient) is not None, nudge
        return match.id
    if nudge.kind == "agreement-pending":
        agreement = await uow.agreements.get(AgreementId(nudge.subject))
        assert agreement is not None
        assert agreement.status is AgreementStatus.PROPOSED, nudge
        assert agreement.proposed_by != nudge.recipient, "nobody is asked for a word on what they suggested"
        return agreement.match
    if nudge.kind == "another-mentee":
        offer = await uow.offers.get(OfferId(nudge.subject))
        assert offer is not None
        assert offer.status is OfferStatus.PAUSED, nudge
    if nudge.kind == "search-again":
        ended = await uow.matches.get(MatchId(nudge.subject))
        assert ended is not None
        assert ended.status is MatchStatus.ENDED, nudge
        assert await uow.requests.live_of(ended.mentee) is None, nudge
    return None


async def _of_a_meeting(uow: UnitOfWork, nudge: Nudge, session: Session, now: datetime) -> None:
    match, signed = await uow.matches.get(session.match), await uow.agreements.signed(session.match)
    assert match is not None
    assert match.status is MatchStatus.ACTIVE, nudge
    if nudge.kind in COMING:
        assert session.status is SessionStatus.PLANNED, nudge
        assert session.starts_at > now, nudge
        assert signed is not None, nudge
        assert signed.id == session.agreement, nudge
    if nudge.kind in PAST:
        assert session.status is not SessionStatus.CANCELLED, nudge
        assert session.ends_at <= now, nudge
        assert not session.answer_of(mentee=nudge.recipient == match.mentee), nudge
    if nudge.kind in AFTER:
        assert signed is not None, nudge
        assert session.ends_at < now, nudge


def nothing_twice(unasked: list[Unasked], snoozes: Mapping[tuple[str, str, str, int], int]) -> None:
    """One nudge for each occasion, and one more each time its reader had it come again."""
    said: Counter[tuple[str, str, str, int]] = Counter()
    for nudge in {nudge.id: nudge for one in unasked for nudge in one.said}.values():
        said[nudge.recipient, nudge.kind, nudge.subject, nudge.occurrence % HELD] += 1
    for which, times in said.items():
        assert times <= 1 + snoozes.get(which, 0), (which, times)


def within_the_budget(unasked: list[Unasked], acts: Mapping[MatchId, list[datetime]]) -> None:
    """Two in seven days for a person and a match; more only where one of the two has changed or moved meetings, or has
    ended a silence.
    """
    days: defaultdict[tuple[MemberId, MatchId], list[Unasked]] = defaultdict(list)
    for one in unasked:
        if one.match is not None and one.counts:
            days[one.to, one.match].append(one)
    for (_, match), messages in days.items():
        for last in messages:
            week = [one for one in messages if last.day - timedelta(days=7) < one.day <= last.day]
            lately = [at for at in acts.get(match, []) if abs(at.date() - last.day) <= timedelta(days=16)]
            moved = [one for one in week if one.moved]
            assert len(week) <= MOST_A_WEEK + len(lately) + len(moved), [
                (one.day, [n.kind for n in one.said]) for one in week
            ]
