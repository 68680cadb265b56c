"""What is read ahead answers without the database, and never says what the transaction itself has changed."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from bot.domain.match import Agreement, Match, Session
from bot.domain.member import Community, Member
from bot.domain.message import Nudge, NudgeStatus
from bot.domain.schedule import Rhythm
from bot.domain.status import AgreementStatus, MatchStatus, SessionStatus
from bot.ids import AgreementId, CommunityId, MatchId, MemberId, NudgeId, SessionId
from bot.ports.storage import UnitOfWork
from storage.engine import open_database
from storage.store import SqlStorage

NOW = datetime(2026, 10, 5, 14, tzinfo=UTC)
HERE = CommunityId("here")
MAYA, RUTH = MemberId("maya"), MemberId("ruth")
PAIRS = [MatchId(f"pair{n}") for n in range(3)]
MEETINGS = [SessionId(f"meeting{n}") for n in range(3)]


def agreement(n: int, version: int, status: AgreementStatus) -> Agreement:
    return Agreement(
        community=HERE,
        id=AgreementId(f"agreed{n}-{version}"),
        match=PAIRS[n],
        version=version,
        status=status,
        first=datetime(2026, 10, 6, 15),  # noqa: DTZ001  # wall time
        zone="America/New_York",
        rhythm=Rhythm.WEEKLY,
        minutes=45,
        weeks=12,
        way="video",
        place="",
        goals=(),
        proposed_by=MAYA,
        proposed_at=NOW,
    )


@pytest.fixture
async def storage(database_url: str) -> AsyncIterator[SqlStorage]:
    """Three pairs of one mentor, with a signed agreement and a meeting each."""
    database = open_database(database_url)
    storage = SqlStorage(database)
    await storage.found(Community(HERE, HERE))

    async def add(uow: UnitOfWork) -> None:
        await uow.members.add(Member(HERE, RUTH, "Ruth", NOW))
        await uow.members.add(Member(HERE, MAYA, "Maya", NOW))
        for n, pair in enumerate(PAIRS):
            mentee = MemberId(f"mentee{n}")
            await uow.members.add(Member(HERE, mentee, "Somebody", NOW))
            await uow.matches.add(Match(HERE, pair, None, None, mentee, RUTH, MatchStatus.ACTIVE, NOW, NOW))
            agreed = agreement(n, 1, AgreementStatus.SIGNED)
            await uow.agreements.add(agreed)
            planned = (1, NOW + timedelta(days=1), 45, SessionStatus.PLANNED)
            await uow.sessions.add([Session(HERE, MEETINGS[n], pair, agreed.id, *planned)])
            await uow.nudges.add(Nudge(HERE, NudgeId(f"n{n}"), RUTH, "session-reminder", MEETINGS[n], 0, NOW))

    await storage.write(HERE, add)
    yield storage
    await database.close()


async def test_many_are_read_at_once_and_then_asked_one_by_one_without_the_database(storage: SqlStorage) -> None:
    asked: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    async def work(uow: UnitOfWork) -> None:
        await uow.matches.ahead_of_sessions(MEETINGS)
        await uow.sessions.ahead(MEETINGS)
        await uow.sessions.ahead_planned(PAIRS)
        await uow.agreements.ahead_signed(PAIRS)
        await uow.members.ahead([RUTH, MAYA])
        event.listen(Engine, "before_cursor_execute", note)
        for pair, meeting in zip(PAIRS, MEETINGS, strict=True):
            match, signed = await uow.matches.of_session(meeting), await uow.agreements.signed(pair)
            assert match is not None
            assert signed is not None
            assert (match.id, signed.match) == (pair, pair)
            assert [session.id for session in await uow.sessions.planned(pair)] == [meeting]
            assert await uow.sessions.get(meeting) == (await uow.sessions.planned(pair))[0]
        assert set(await uow.members.some([RUTH, MAYA])) == {RUTH, MAYA}
        event.remove(Engine, "before_cursor_execute", note)

    await storage.write(HERE, work)
    assert asked == []


async def test_what_is_changed_after_it_was_read_ahead_is_found_changed(storage: SqlStorage) -> None:
    async def work(uow: UnitOfWork) -> None:
        await uow.matches.ahead_of_sessions(MEETINGS)
        await uow.agreements.ahead_signed(PAIRS)
        await uow.sessions.ahead_planned(PAIRS)
        match = await uow.matches.get(PAIRS[0])
        signed = await uow.agreements.signed(PAIRS[0])
        (session,) = await uow.sessions.planned(PAIRS[0])
        assert match is not None
        assert signed is not None
        await uow.matches.save(match.to(MatchStatus.PAUSED))
        await uow.agreements.add(agreement(0, 2, AgreementStatus.PROPOSED))
        await uow.agreements.save(signed.to(AgreementStatus.REPLACED))
        await uow.agreements.save(agreement(0, 2, AgreementStatus.SIGNED))
        await uow.sessions.save(session.to(SessionStatus.CANCELLED))
        paused, renewed = await uow.matches.of_session(MEETINGS[0]), await uow.agreements.signed(PAIRS[0])
        assert paused is not None
        assert renewed is not None
        assert (paused.status, renewed.version) == (MatchStatus.PAUSED, 2)
        assert list(await uow.sessions.planned(PAIRS[0])) == []
        untouched = await uow.agreements.signed(PAIRS[1])
        assert untouched == agreement(1, 1, AgreementStatus.SIGNED)

    await storage.write(HERE, work)


async def test_an_agreement_that_is_planned_and_saved_in_one_transaction_keeps_both(storage: SqlStorage) -> None:
    async def work(uow: UnitOfWork) -> None:
        signed = await uow.agreements.signed(PAIRS[0])
        assert signed is not None
        later = replace(signed, goals=("Write shorter reports",))
        await uow.agreements.save(later)
        await uow.agreements.planned(later, 3, NOW)

    await storage.write(HERE, work)
    async with storage.read(HERE) as uow:
        kept = await uow.agreements.signed(PAIRS[0])
    assert kept is not None
    assert (kept.goals, kept.planned_sessions, kept.plan_again_at) == (("Write shorter reports",), 3, NOW)


async def test_due_nudges_that_were_settled_or_put_off_meanwhile_are_not_due(storage: SqlStorage) -> None:
    ids = [NudgeId(f"n{n}") for n in range(3)]

    async def work(uow: UnitOfWork) -> None:
        await uow.nudges.settle(ids[0], NudgeStatus.DONE, NOW)
        await uow.nudges.postpone(ids[1], NOW + timedelta(hours=1))
        assert await uow.nudges.still_due(ids, NOW) == {ids[2]}
        assert await uow.nudges.still_due(ids, NOW + timedelta(hours=1)) == {ids[1], ids[2]}

    await storage.write(HERE, work)
