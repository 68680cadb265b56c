"""Whatever two people do in a year in whatever order: no impossible state, nothing said twice or of what is over, two
unasked messages a week at most, and an end for each pair. A state machine on a real database, found out by hypothesis.
"""

import asyncio
import os
import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.commands import (
    AcceptProposal,
    AgreeSchedule,
    AnotherMentor,
    CantMakeIt,
    ChooseMessages,
    ChooseZone,
    Command,
    DidNotTakePlace,
    EndMatch,
    HowItGoes,
    KeepGoing,
    NeedHelp,
    NoSearch,
    NotForMe,
    NotHeard,
    PauseMatch,
    ProposeSchedule,
    Reschedule,
    ResumeMatch,
    ResumeOffer,
    SessionMet,
    SessionNotYet,
    SignHours,
    SnoozeNudge,
    StillHere,
    SwitchOff,
    ToggleHourBefore,
    TookPlace,
)
from bot.domain.match import Agreement, Match, Session
from bot.domain.message import Nudge
from bot.domain.offer import MentoringOffer
from bot.domain.proposal import Proposal
from bot.domain.schedule import Rhythm, wall
from bot.domain.status import MatchStatus, OfferStatus, ProposalStatus, SessionStatus
from bot.domain.switches import Snooze, Switch
from bot.ids import MatchId, MemberId
from bot.journey.routine import HELD
from bot.views import Rejected
from tests.acceptance.cast import asks, offers
from tests.acceptance.stage import COMMUNITY, Person
from tests.acceptance.watched import WatchedStage, nothing_twice, within_the_budget
from tests.conftest import SHARED
from tests.databases import sqlite_database

T = TypeVar("T")
MENTEE, MENTORS = "Maya", ("Ruth", "Lena")
ZONES = ("America/New_York", "America/Chicago", "America/Phoenix", "America/Los_Angeles")
ANSWERS: Sequence[Callable[[str], Command]] = (SessionMet, SessionNotYet, NeedHelp)
WHOLE: Sequence[Callable[[str], Command]] = (KeepGoing, PauseMatch, ResumeMatch, ToggleHourBefore, StillHere)
ENDINGS: Sequence[Callable[[str], Command]] = (EndMatch, NotForMe, AnotherMentor, NoSearch, AnotherMentor)
CHANGES = (ProposeSchedule, AgreeSchedule, Reschedule, CantMakeIt, ResumeMatch, KeepGoing)
YEAR = 400  # days

anybody = st.sampled_from((MENTEE, *MENTORS))
any_of = st.integers(0, 99)
hours, rhythms, terms = st.integers(6, 21), st.sampled_from(Rhythm), st.sampled_from((1, 6, 12, 26))


@dataclass(frozen=True)
class Books:
    """What is kept of all pairs there ever were."""

    names: dict[MemberId, str] = field(default_factory=dict)
    matches: Sequence[Match] = ()
    sessions: Sequence[Session] = ()
    signed: Sequence[Agreement] = ()
    pending: Sequence[Agreement] = ()
    offers: Sequence[MentoringOffer] = ()
    proposals: Sequence[Proposal] = ()
    muted: Sequence[str] = ()


def one(of: Sequence[T], number: int) -> T:
    return of[number % len(of)]


class Year(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        self.stage = WatchedStage(sqlite_database(Path(os.environ[SHARED]), Path(self.folder.name)))
        self.loop.run(self.stage.open())
        self.people = {name: self.stage.person(name) for name in (MENTEE, *MENTORS)}
        self.changes: defaultdict[MatchId, list[datetime]] = defaultdict(list)
        self.now = Books()

    def teardown(self) -> None:
        try:
            if self.now.matches:
                self.every_pair_ends_somewhere()
        finally:
            self.loop.run(self.stage.close())
            self.loop.close()
            self.folder.cleanup()

    @initialize(
        zones=st.tuples(*[st.sampled_from(ZONES)] * 3),
        weekly=st.booleans(),
        agreed=st.booleans(),
        rhythm=rhythms,
        weeks=terms,
        hour=hours,
    )
    def begins(self, zones: tuple[str, ...], weekly: bool, agreed: bool, rhythm: Rhythm, weeks: int, hour: int) -> None:
        self.loop.run(self._begin(zones, weekly=weekly))
        self.now = self.loop.run(self._look())
        self.accepts(0)
        if agreed:
            self.suggests(0, 0, 2, hour, rhythm, weeks, "no", agrees=True)

    async def _begin(self, zones: tuple[str, ...], *, weekly: bool) -> None:
        await self.stage.rule(weekly_check_in=weekly)
        for person, zone in zip(self.people.values(), zones, strict=True):
            await person.does(ChooseZone(zone))
        for mentor, years in zip(MENTORS, ("12", "3"), strict=True):
            await offers(self.people[mentor], years=years)
        await asks(self.people[MENTEE])

    # What happens

    @precondition(lambda self: self.now.proposals)
    @rule(which=any_of)
    def accepts(self, which: int) -> None:
        made = one(self.now.proposals, which)
        self.does(self.now.names[made.mentor], AcceptProposal(made.id))

    @precondition(lambda self: self.now.matches)
    @rule(
        which=any_of,
        by=any_of,
        days=st.integers(1, 20),
        hour=hours,
        rhythm=rhythms,
        weeks=terms,
        hour_before=st.sampled_from(("yes", "no")),
        agrees=st.booleans(),
    )
    def suggests(
        self, which: int, by: int, days: int, hour: int, rhythm: Rhythm, weeks: int, hour_before: str, agrees: bool
    ) -> None:
        match = self.pair(which)
        day = (self.stage.clock.now() + timedelta(days=days)).date().isoformat()
        terms = (day, f"{hour:02}:00", rhythm.value, "45", "video", "", str(weeks), "Write shorter reports")
        if self.does_in(match, by, ProposeSchedule(match.id, *terms, hour_before)) and agrees:
            self.agrees(which, by + 1)

    @precondition(lambda self: self.now.pending)
    @rule(which=any_of, by=any_of)
    def agrees(self, which: int, by: int) -> None:
        if self.now.pending:
            pending = one(self.now.pending, which)
            self.does_in(self.match_of(pending.match), by, AgreeSchedule(pending.id))

    @precondition(lambda self: self.now.sessions)
    @rule(which=any_of, by=any_of, answer=st.sampled_from(ANSWERS))
    def answers(self, which: int, by: int, answer: Callable[[str], Command]) -> None:
        """Mostly about the latest, now and then about one long ago, still to come or cancelled."""
        begun = [session for session in self.now.sessions if session.starts_at <= self.stage.clock.now()]
        session = one(begun[-2:] if begun and which < 80 else self.now.sessions, which)
        self.does_in(self.match_of(session.match), by, answer(session.id))

    @precondition(lambda self: self.now.sessions)
    @rule(weeks=st.integers(1, 5), says=st.tuples(st.sampled_from((*ANSWERS, None)), st.sampled_from((*ANSWERS, None))))
    def keep_telling(self, weeks: int, says: tuple[Callable[[str], Command] | None, ...]) -> None:
        """Week by week each says the same of the latest meeting, or nothing."""
        for _ in range(weeks):
            self.passes(24 * 7)
            begun = [session for session in self.now.sessions if session.starts_at <= self.stage.clock.now()]
            for by, answer in enumerate(says):
                if begun and answer is not None:
                    self.does_in(self.match_of(begun[-1].match), by, answer(begun[-1].id))

    @precondition(lambda self: self.now.sessions)
    @rule(which=any_of, by=any_of, hours=st.integers(1, 400))
    def moves(self, which: int, by: int, hours: int) -> None:
        session = self.near(which)
        match = self.match_of(session.match)
        start = wall(max(session.starts_at, self.stage.clock.now()) + timedelta(hours=hours), "America/New_York")
        self.does_in(match, by, Reschedule(session.id, start.date().isoformat(), start.strftime("%H:%M")))

    @precondition(lambda self: self.now.sessions)
    @rule(which=any_of, by=any_of)
    def cancels(self, which: int, by: int) -> None:
        session = self.near(which)
        self.does_in(self.match_of(session.match), by, CantMakeIt(session.id))

    @precondition(lambda self: self.now.matches)
    @rule(which=any_of, by=any_of, act=st.sampled_from(WHOLE))
    def speaks_of_the_whole(self, which: int, by: int, act: Callable[[str], Command]) -> None:
        match = self.pair(which)
        self.does_in(match, by, act(match.id))

    @precondition(lambda self: self.now.matches)
    @rule(which=any_of, by=any_of, days=st.integers(0, 60))
    def pauses_until_a_day(self, which: int, by: int, days: int) -> None:
        match = self.pair(which)
        until = (self.stage.clock.now() + timedelta(days=days)).date()
        self.does_in(match, by, PauseMatch(match.id, until.isoformat()))

    @rule(days=st.integers(0, 30), length=st.integers(0, 21))
    def a_school_break_is_entered(self, days: int, length: int) -> None:
        """In the place of the one before."""
        first = (self.stage.clock.now() + timedelta(days=days)).date()
        self.loop.run(self.stage.rule(breaks=((first, first + timedelta(days=length)),)))

    @precondition(lambda self: self.now.sessions)
    @rule(which=any_of, by=any_of, took_place=st.booleans(), signs=st.booleans())
    def looks_at_the_hours(self, which: int, by: int, took_place: bool, signs: bool) -> None:
        session = self.near(which)
        match = self.match_of(session.match)
        self.does_in(match, by, TookPlace(session.id) if took_place else DidNotTakePlace(session.id))
        both = {one.id: one.minutes for one in self.now.sessions if one.match == match.id and one.confirmed}
        if signs and self.does_in(match, by, SignHours(match.id, f"{len(both)}-{sum(both.values())}")):
            signed = self.loop.run(self._signed(match.id))
            assert set(both) in signed, "exactly what both say took place"

    @precondition(lambda self: self.now.matches)
    @rule(which=any_of, by=any_of, anyway=st.sampled_from(("", "yes")))
    def has_not_heard(self, which: int, by: int, anyway: str) -> None:
        match = self.pair(which)
        self.does_in(match, by, NotHeard(match.id, anyway))

    @precondition(lambda self: self.now.matches)
    @rule(which=any_of, by=any_of, act=st.sampled_from(ENDINGS), really=st.integers(0, 3))
    def ends_or_looks_on(self, which: int, by: int, act: Callable[[str], Command], really: int) -> None:
        match = one(self.now.matches, which)
        if match.status is MatchStatus.ENDED or not really:
            self.does_in(match, by, act(match.id))

    @precondition(lambda self: any(offer.status is OfferStatus.PAUSED for offer in self.now.offers))
    @rule(which=any_of)
    def wants_another(self, which: int) -> None:
        offer = one(self.now.offers, which)
        self.does(self.now.names[offer.mentor], ResumeOffer(offer.id))

    @precondition(lambda self: self.stage.unasked)
    @rule(which=any_of, until=st.sampled_from(Snooze))
    def snoozes(self, which: int, until: Snooze) -> None:
        nudge = self.told(which)
        if self.does(self.now.names[nudge.recipient], SnoozeNudge(nudge.id, until)):
            self.stage.snoozes[nudge.recipient, nudge.kind, nudge.subject, nudge.occurrence % HELD] += 1

    @precondition(lambda self: self.stage.unasked)
    @rule(which=any_of)
    def switches_off(self, which: int) -> None:
        nudge = self.told(which)
        self.does(self.now.names[nudge.recipient], SwitchOff(nudge.id))

    @precondition(lambda self: self.now.muted)
    @rule(which=any_of)
    def wants_everything(self, which: int) -> None:
        self.does(one(self.now.muted, which), ChooseMessages(tuple(Switch)))

    @precondition(lambda self: any(n.kind == "weekly-check-in" for u in self.stage.unasked for n in u.said))
    @rule(which=any_of, said=st.sampled_from(("well", "help")))
    def says_how_it_goes(self, which: int, said: str) -> None:
        asked = [n for u in self.stage.unasked for n in u.said if n.kind == "weekly-check-in"]
        nudge = one(asked, which)
        self.does(self.now.names[nudge.recipient], HowItGoes(nudge.id, said))

    @rule(who=anybody, back_after=st.integers(1, 300))
    def is_away(self, who: str, back_after: int) -> None:
        self.loop.run(self.people[who].leaves())
        self.passes(back_after)
        self.loop.run(self.people[who].returns())
        self.now = self.loop.run(self._look())
        self._changed(*self.now.matches)

    @rule(hours=st.integers(1, 30))
    def a_day_passes(self, hours: int) -> None:
        self.passes(hours)

    @rule(days=st.integers(2, 8))
    def some_days_pass(self, days: int) -> None:
        self.passes(24 * days)

    @rule(weeks=st.integers(1, 6))
    def weeks_pass(self, weeks: int) -> None:
        self.passes(24 * 7 * weeks)

    def passes(self, hours: int) -> None:
        self.loop.run(self.stage.later(hours=hours))
        self.now = self.loop.run(self._look())

    # What always holds

    @invariant()
    def nothing_is_said_twice(self) -> None:
        nothing_twice(self.stage.unasked, self.stage.snoozes)

    @invariant()
    def nobody_hears_too_much(self) -> None:
        within_the_budget(self.stage.unasked, self.changes)

    @invariant()
    def no_state_is_impossible(self) -> None:
        live = [match for match in self.now.matches if match.status is not MatchStatus.ENDED]
        assert len(live) <= 1, "one mentee, one mentor"
        for offer in self.now.offers:
            assert offer.taken == sum(match.mentor == offer.mentor for match in live)
        for match in self.now.matches:
            sessions = [session for session in self.now.sessions if session.match == match.id]
            planned = [session for session in sessions if session.status is SessionStatus.PLANNED]
            signed = [agreement for agreement in self.now.signed if agreement.match == match.id]
            if match.status is MatchStatus.ENDED:
                assert match.ended_at is not None
                assert not signed
                assert not [agreement for agreement in self.now.pending if agreement.match == match.id]
                assert all(session.starts_at <= match.ended_at for session in planned)
            if match.status is not MatchStatus.ACTIVE:
                assert match.mentee_asked_at is match.mentor_asked_at is None
            coming = [session for session in planned if session.starts_at > self.stage.clock.now()]
            assert {session.agreement for session in coming} <= {agreement.id for agreement in signed}
            assert len({session.starts_at for session in coming}) == len(coming), "two meetings at one time"

    def every_pair_ends_somewhere(self) -> None:
        """Without another word, all are paused or ended within a year, and then it is quiet."""
        self.loop.run(self.stage.later(days=YEAR))
        self.now = self.loop.run(self._look())
        assert all(match.status is not MatchStatus.ACTIVE for match in self.now.matches)
        said = len(self.stage.unasked)
        self.loop.run(self.stage.later(days=90))
        assert [unasked for unasked in self.stage.unasked[said:] if unasked.match is not None] == []

    # How it is done and read

    def does_in(self, match: Match, by: int, command: Command) -> bool:
        """By one of the two, and now and then by somebody else."""
        names = [self.now.names[match.mentee], self.now.names[match.mentor]]
        name = one(names, by) if by < 90 else one([*self.people], by)
        asked = self._asked_whether_they_meet(match)
        done = self.does(name, command)
        if done and (asked or isinstance(command, CHANGES)):
            self._changed(match)
        return done

    def _asked_whether_they_meet(self, match: Match) -> bool:
        """In these seven days: by any word of one of the two the reminders of meetings come again."""
        since = self.stage.clock.now().date() - timedelta(days=7)
        quiet = [one for one in self.stage.unasked if one.match == match.id and one.day > since]
        return any(nudge.kind == "quiet" for one in quiet for nudge in one.said)

    def _changed(self, *matches: Match) -> None:
        for match in matches:
            self.changes[match.id].append(self.stage.clock.now())

    def does(self, name: str, command: Command) -> bool:
        """Whether it was taken; nothing may go wrong in any case."""
        person: Person = self.people[name]
        reply = self.loop.run(person.does(command))
        assert "went wrong" not in person.answer, (command, person.answer)
        self.now = self.loop.run(self._look())
        return not isinstance(reply.view, Rejected)

    def told(self, which: int) -> Nudge:
        """One of the latest, or one of long ago."""
        told = [nudge for unasked in self.stage.unasked for nudge in unasked.said]
        told.sort(key=lambda nudge: (nudge.due_at, self.now.names[nudge.recipient], nudge.kind, nudge.occurrence))
        return one(told[-3:] if which < 80 else told, which)

    def pair(self, which: int) -> Match:
        """Mostly the one that goes on."""
        live = [match for match in self.now.matches if match.status is not MatchStatus.ENDED]
        return one(live if live and which < 90 else self.now.matches, which)

    def near(self, which: int) -> Session:
        """Mostly one of the two that come, or the one before."""
        coming = [session for session in self.now.sessions if session.starts_at > self.stage.clock.now()]
        before = self.now.sessions[: len(self.now.sessions) - len(coming)][-1:]
        return one([*before, *coming[:2]] if which < 90 else self.now.sessions, which)

    def match_of(self, id: MatchId) -> Match:
        return next(match for match in self.now.matches if match.id == id)

    async def _signed(self, match: MatchId) -> list[set[str]]:
        async with self.stage.storage.read(COMMUNITY) as uow:
            return [set(each.sessions) for each in await uow.sign_offs.of(match)]

    async def _look(self) -> Books:
        async with self.stage.storage.read(COMMUNITY) as uow:
            everyone = await uow.members.everyone()
            mentee = next(member for member in everyone if member.name == MENTEE)
            matches = await uow.matches.of(mentee.id)
            everyone = sorted(everyone, key=lambda member: member.name)
            made = [each for member in everyone for each in await uow.proposals.of_mentor(member.id)]
            sessions = [session for match in matches for session in await uow.sessions.of(match.id)]
            signed = [await uow.agreements.signed(match.id) for match in matches]
            pending = [await uow.agreements.proposed(match.id) for match in matches]
            return Books(
                {member.id: member.name for member in everyone},
                matches,
                sorted(sessions, key=lambda session: (session.starts_at, session.number, session.moves)),
                [agreement for agreement in signed if agreement],
                [agreement for agreement in pending if agreement],
                [offer for member in everyone if (offer := await uow.offers.live_of(member.id))],
                [each for each in made if each.status is ProposalStatus.OPEN],
                [member.name for member in everyone if member.muted],
            )


class LongYears(Year):
    """The same, for a long while: `make torture`."""


CHECKS = [HealthCheck.too_slow, HealthCheck.filter_too_much]
Year.TestCase.settings = settings(max_examples=4, stateful_step_count=20, deadline=None, suppress_health_check=CHECKS)
LongYears.TestCase.settings = settings(
    max_examples=300, stateful_step_count=50, deadline=None, suppress_health_check=CHECKS
)
TestWhateverTheTwoDo = Year.TestCase
TestWhateverTheTwoDoForLong = pytest.mark.torture(LongYears.TestCase)
