"""Whatever people and moderators do in whatever order: no place is given twice, nobody is asked about two people at
once, and whom somebody ruled out is never brought to them. A state machine on a real database, found out by hypothesis.
"""

import asyncio
import os
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.commands import (
    AcceptProposal,
    AcceptVolunteer,
    ApproveRound,
    Command,
    DeclineProposal,
    FindMentor,
    MatchByHand,
    NotForMe,
    NotWith,
    OfferDetails,
    OfferMentoring,
    PlanRound,
    SaveWeights,
    StepForward,
    WithdrawOffer,
    WithdrawRequest,
)
from bot.domain.match import Match
from bot.domain.offer import MentoringOffer
from bot.domain.proposal import Origin, Proposal
from bot.domain.request import MentoringRequest
from bot.domain.round import Round
from bot.domain.status import ProposalStatus, RoundStatus
from bot.domain.weights import USUAL, Weights
from bot.ids import MemberId
from bot.views import Rejected
from tests.acceptance.stage import COMMUNITY, Person, Stage
from tests.conftest import SHARED
from tests.core.rounds import weights
from tests.databases import sqlite_database

T = TypeVar("T")
MENTEES, MENTORS = ("Maya", "Ana", "Bea", "Cleo"), ("Ruth", "Lena", "Vera")
STATES, SETTINGS = ("Ohio", "Indiana"), ("elementary", "middle-school")
WITH_A_MENTOR = {ProposalStatus.OPEN, ProposalStatus.QUESTIONED}
WEEK = timedelta(days=7)

mentees, mentors = st.sampled_from(MENTEES), st.sampled_from(MENTORS)
places = st.tuples(st.sampled_from(STATES), st.sampled_from(SETTINGS))
any_of = st.integers(0, 99)


@dataclass(frozen=True)
class Books:
    """What is kept: live requests, offers and matches, and all proposals in order."""

    names: Mapping[MemberId, str]
    requests: Sequence[MentoringRequest] = ()
    offers: Sequence[MentoringOffer] = ()
    proposals: Sequence[Proposal] = ()
    matches: Sequence[Match] = ()
    round: Round | None = None
    weights: Weights = USUAL


def one(of: Sequence[T], number: int) -> T:
    return of[number % len(of)]


class Community(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        self.stage = Stage(sqlite_database(Path(os.environ[SHARED]), Path(self.folder.name)))
        self.loop.run(self.stage.open())
        self.people = {name: self.stage.person(name) for name in (*MENTEES, *MENTORS)}
        self.mo = self.stage.person("Mo", moderator=True)
        self.apart: dict[tuple[MemberId, MemberId], set[str]] = {}  # mentee and mentor: what there was
        self.now = Books({})
        self.at_once = 1

    def teardown(self) -> None:
        self.loop.run(self.stage.close())
        self.loop.close()
        self.folder.cleanup()

    @initialize(at_once=st.integers(1, 3))
    def is_founded(self, at_once: int) -> None:
        self.at_once = at_once
        self.loop.run(self.stage.rule(proposals_at_once=at_once))

    # What happens

    @rule(who=mentees, where=places)
    def asks(self, who: str, where: tuple[str, str]) -> None:
        self.does(self.people[who], FindMentor(*where, topics=("scheduling",)))

    @rule(who=mentors, where=places, places=st.integers(1, 3))
    def offers(self, who: str, where: tuple[str, str], places: int) -> None:
        person = self.people[who]
        self.does(person, OfferMentoring("", "otr", "6", where[0], (where[1],)))
        if offer := self.offer_of(who):
            self.does(person, OfferDetails(offer.id, str(places)))

    @precondition(lambda self: self.now.proposals)
    @rule(which=any_of, accepts=st.booleans())
    def answers(self, which: int, accepts: bool) -> None:
        """Now and then one that is settled already."""
        made = one(self.now.proposals, which)
        if made.origin is Origin.STEPPED_FORWARD:
            self.does(self.person(made.mentee), AcceptVolunteer(made.id))
        else:
            self.does(self.person(made.mentor), AcceptProposal(made.id) if accepts else DeclineProposal(made.id))

    @precondition(lambda self: self.now.requests)
    @rule(which=any_of, who=mentors)
    def steps_forward(self, which: int, who: str) -> None:
        self.does(self.people[who], StepForward(one(self.now.requests, which).id))

    @precondition(lambda self: self.now.requests)
    @rule(which=any_of, who=mentors)
    def rules_out(self, which: int, who: str) -> None:
        request, offer = one(self.now.requests, which), self.offer_of(who)
        if offer and self.does(self.person(request.mentee), NotWith(request.id, offer.mentor)):
            before: set[str] = {each.id for each in self.now.proposals} | {each.id for each in self.now.matches}
            self.apart.setdefault((request.mentee, offer.mentor), before)

    @precondition(lambda self: self.now.matches)
    @rule(which=any_of)
    def says_not_for_me(self, which: int) -> None:
        match = one(self.now.matches, which)
        self.does(self.person(match.mentee), NotForMe(match.id))

    @precondition(lambda self: self.now.requests)
    @rule(which=any_of)
    def withdraws(self, which: int) -> None:
        request = one(self.now.requests, which)
        self.does(self.person(request.mentee), WithdrawRequest(request.id))

    @rule(who=mentors)
    def withdraws_the_offer(self, who: str) -> None:
        if offer := self.offer_of(who):
            self.does(self.people[who], WithdrawOffer(offer.id))

    @precondition(lambda self: self.now.requests)
    @rule(which=any_of, who=mentors)
    def matches_by_hand(self, which: int, who: str) -> None:
        if offer := self.offer_of(who):
            self.does(self.mo, MatchByHand(one(self.now.requests, which).id, offer.id))

    @rule(approves=st.booleans())
    def plans_a_round(self, approves: bool) -> None:
        self.does(self.mo, PlanRound())
        draft = self.now.round
        if approves and draft is not None and draft.status is RoundStatus.DRAFT:
            self.does(self.mo, ApproveRound(draft.id))

    @rule(by=weights)
    def weighs(self, by: Weights) -> None:
        assert self.does(self.mo, SaveWeights(by.code, self.now.weights.code))

    @rule(hours=st.sampled_from((1, 30, 75, 200)))
    def time_passes(self, hours: int) -> None:
        self.loop.run(self.stage.later(hours=hours))
        self.now = self.loop.run(self._look())

    # What always holds

    @invariant()
    def no_place_is_given_twice(self) -> None:
        mentored = Counter(match.mentor for match in self.now.matches)
        for offer in self.now.offers:
            assert offer.taken == mentored[offer.mentor], "the books are in balance"
            assert offer.taken <= offer.capacity
        served = Counter(match.request for match in self.now.matches)
        assert not [request for request, number in served.items() if number > 1]

    @invariant()
    def nobody_is_asked_about_two_at_once_or_too_often(self) -> None:
        made = [each for each in self.now.proposals if each.origin is Origin.RANKED]
        waiting = [each for each in made if each.status in WITH_A_MENTOR]
        assert all(number == 1 for number in Counter(each.mentor for each in waiting).values())
        assert all(number <= self.at_once for number in Counter(each.request for each in waiting).values())
        lately = Counter(each.mentor for each in made if each.made_at > self.stage.clock.now() - WEEK)
        assert all(number <= 2 for number in lately.values())

    @invariant()
    def whom_somebody_ruled_out_is_never_brought_to_them(self) -> None:
        brought: list[Proposal | Match] = [*self.now.proposals, *self.now.matches]
        for each in brought:
            before = self.apart.get((each.mentee, each.mentor))
            assert before is None or each.id in before

    @invariant()
    def who_said_no_is_not_asked_about_the_same_request_again(self) -> None:
        asked = Counter((each.request, each.mentor) for each in self.now.proposals if each.origin is Origin.RANKED)
        for each in self.now.proposals:
            if each.status is ProposalStatus.DECLINED and each.origin is Origin.RANKED:
                assert asked[each.request, each.mentor] == 1

    # How it is done and read

    def does(self, person: Person, command: Command) -> bool:
        """Whether it was taken; nothing may go wrong in any case."""
        reply = self.loop.run(person.does(command))
        assert "went wrong" not in person.answer, (command, person.answer)
        self.now = self.loop.run(self._look())
        return not isinstance(reply.view, Rejected)

    def person(self, member: MemberId) -> Person:
        return self.people[self.now.names[member]]

    def offer_of(self, name: str) -> MentoringOffer | None:
        return next((each for each in self.now.offers if self.now.names[each.mentor] == name), None)

    async def _look(self) -> "Books":
        async with self.stage.storage.read(COMMUNITY) as uow:
            people = await uow.members.everyone()
            asked = [await uow.requests.live_of(each.id) for each in people if each.name in MENTEES]
            mentors = [each.id for each in people if each.name in MENTORS]
            made = [proposal for mentor in mentors for proposal in await uow.proposals.of_mentor(mentor)]
            return Books(
                {each.id: each.name for each in people},
                [request for request in asked if request],
                await uow.offers.live(),
                sorted(made, key=lambda proposal: proposal.made_at),
                await uow.matches.live(),
                await uow.rounds.live(),
                (await uow.communities.get()).rules.weights,
            )


Community.TestCase.settings = settings(max_examples=5, stateful_step_count=25, deadline=None)
TestWhateverHappens = Community.TestCase
