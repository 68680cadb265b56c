"""Mentors are found by indexes as if every offer had been looked at."""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

import pytest

from bot.context import Context
from bot.domain.availability import FreeTimes, Interval
from bot.domain.member import Community, Member
from bot.domain.offer import MentoringOffer
from bot.domain.proposal import Origin, Proposal
from bot.domain.request import MentoringRequest
from bot.domain.status import OfferStatus, ProposalStatus
from bot.ids import MemberId, OfferId, ProposalId, RequestId, SpaceId
from bot.journey import finding
from bot.journey.finding import Finder
from bot.journey.zones import zone_of
from bot.matching.eligibility import eligible
from bot.matching.pair import Apart, Pair
from bot.matching.ranking import Candidate, ranked
from bot.matching.tiers import REACHES, WIDEST, Tier, tier
from bot.ports.platforms import Account, Platform, Space, UserId
from bot.ports.searching import Askable
from bot.ports.storage import UnitOfWork
from storage.engine import open_database
from storage.store import SqlStorage
from tests.storage.test_store import HERE, NOW, offer, request

MENTORS, MENTEES = 90, 30
SPACES = SpaceId("one"), SpaceId("two")
STATES = ("OH", "KY", "IN", "CA", "HI", "GU")
SETTINGS = ("elementary", "middle-school", "schools", "ltc-snf", "early-intervention")
PROFESSIONS = ("otr", "otr", "ota", "slp", "pt")
ZONES = (None, None, "America/New_York", "Asia/Kolkata", "America/Phoenix")
NAMES = ("", "", "", "Therapy Partners", "THERAPY partners.", "Soliant")
WEEK = timedelta(days=7)


@dataclass
class Crowd:
    """All that the slow way knows."""

    people: dict[MemberId, Member] = field(default_factory=dict)
    offers: list[MentoringOffer] = field(default_factory=list)
    requests: list[MentoringRequest] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    excluded: set[tuple[MemberId, MemberId]] = field(default_factory=set)
    spaces: dict[MemberId, SpaceId] = field(default_factory=dict)

    def askable(self, offer: MentoringOffer) -> bool:
        mine = [made for made in self.proposals if made.mentor == offer.mentor]
        return (
            offer.status is OfferStatus.OPEN
            and offer.places > 0
            and (offer.rests_until is None or offer.rests_until <= NOW)
            and self.people[offer.mentor].unreachable_since is None
            and not any(made.status is ProposalStatus.OPEN for made in mine)
            and sum(made.made_at > NOW - WEEK for made in mine) < 2
        )

    def pair(self, asked: MentoringRequest, offer: MentoringOffer) -> Pair:
        zones = (
            zone_of(self.people[asked.mentee], [asked.state]),
            zone_of(self.people[offer.mentor], offer.states),
        )
        meet = not self.spaces or self.spaces[asked.mentee] == self.spaces[offer.mentor]
        return Pair(asked, offer, *zones, NOW, meet)

    def apart(self, asked: MentoringRequest) -> Apart:
        return Apart(frozenset(other for mentee, other in self.excluded if mentee == asked.mentee))

    def best(self, asked: MentoringRequest, wanted: int) -> tuple[list[Candidate], int]:
        """By looking at everybody."""
        patient = NOW - asked.looking_since < timedelta(hours=6)
        live = [o for o in self.offers if o.status is not OfferStatus.WITHDRAWN]
        rules, apart = Community(HERE, "").rules, self.apart(asked)
        could = [p for p in (self.pair(asked, o) for o in live) if eligible(p, rules, apart, 0)]
        tiers = [found for p in could if (found := tier(p)) is not None and found is not Tier.ALLIED]
        now = [p for p in could if self.askable(p.offer)]
        worth_it = tiers if patient else [found for p in now if (found := tier(p)) is not None]
        reach = asked.reach
        while reach < WIDEST - 1 and not any(found <= REACHES[reach] for found in worth_it):
            reach += 1
        far = MentoringRequest(**{**asked.__dict__, "reach": reach})
        pairs = [self.pair(far, o) for o in live if self.askable(o)]
        return ranked(pairs, rules, apart, Counter())[:wanted], reach


def _crowd(chance: Random, *, several_spaces: bool) -> Crowd:
    crowd = Crowd()
    for n in range(MENTORS + MENTEES):
        gone = NOW if chance.random() < 0.1 else None
        member = Member(HERE, MemberId(f"m{n}"), f"Member {n}", NOW, zone=chance.choice(ZONES), unreachable_since=gone)
        crowd.people[member.id] = member
        if several_spaces:
            crowd.spaces[member.id] = chance.choice(SPACES)
    crowd.offers = [_offer(n, chance) for n in range(MENTORS)]
    crowd.requests = [_request(MENTORS + n, chance) for n in range(MENTEES)]
    for n, made in enumerate(crowd.offers):
        if chance.random() < 0.5:
            crowd.proposals.append(_proposal(n, made, chance, open=chance.random() < 0.3))
    return crowd


def _offer(n: int, chance: Random) -> MentoringOffer:
    return offer(
        HERE,
        id=OfferId(f"o{n:02}"),
        mentor=MemberId(f"m{n}"),
        profession=chance.choice(PROFESSIONS),
        years=chance.randrange(4),
        states=tuple(chance.sample(STATES, chance.choice([1, 2]))),
        settings=tuple(chance.sample(SETTINGS, chance.choice([1, 2]))),
        topics=tuple(chance.sample(("goals", "scheduling"), 1)),
        free_times=_free(chance),
        capacity=chance.choice([1, 2]),
        taken=chance.choice([0, 0, 1]),
        status=chance.choice([OfferStatus.OPEN] * 5 + [OfferStatus.PAUSED, OfferStatus.HELD, OfferStatus.WITHDRAWN]),
        rests_until=chance.choice([None, None, NOW - timedelta(days=1), NOW + timedelta(days=1)]),
        last_proposed_at=chance.choice([None, NOW - timedelta(days=3), NOW - timedelta(days=9)]),
        agency=chance.choice(NAMES),
        programme=chance.choice(NAMES),
    )


def _free(chance: Random) -> FreeTimes | None:
    return chance.choice([None, FreeTimes((Interval(chance.randrange(3), 900, 1020),))])


def _request(n: int, chance: Random) -> MentoringRequest:
    return request(
        HERE,
        id=RequestId(f"r{n}"),
        mentee=MemberId(f"m{n}"),
        state=chance.choice(STATES),
        setting=chance.choice(SETTINGS),
        topics=chance.choice([(), ("goals",), ("scheduling", "iep-process")]),
        free_times=_free(chance),
        reach=chance.randrange(WIDEST + 1),
        looking_since=NOW - timedelta(hours=chance.choice([1, 30])),
        agency=chance.choice(NAMES),
        programme=chance.choice(NAMES),
    )


def _proposal(n: int, made: MentoringOffer, chance: Random, *, open: bool) -> Proposal:
    status = ProposalStatus.OPEN if open else ProposalStatus.DECLINED
    at = NOW - timedelta(days=chance.randrange(1, 12))
    asked, mentee = RequestId(f"r{MENTORS}"), MemberId(f"m{MENTORS}")
    return Proposal(
        HERE, ProposalId(f"p{n}"), asked, made.id, mentee, made.mentor, Origin.RANKED, 4, (), status, at, None
    )


@pytest.fixture
async def storage(database_url: str) -> AsyncIterator[SqlStorage]:
    database = open_database(database_url)
    yield SqlStorage(database)
    await database.close()


async def _settle(storage: SqlStorage, crowd: Crowd, chance: Random) -> None:
    await storage.found(Community(HERE, "Here"))
    for space in SPACES if crowd.spaces else SPACES[:1]:
        await storage.connect(HERE, Space(space, Platform.DISCORD, space, channel="c"))

    async def write(uow: UnitOfWork) -> None:
        for person in crowd.people.values():
            await uow.members.add(person)
            space = crowd.spaces.get(person.id, SPACES[0])
            await uow.members.link(Account(Platform.DISCORD, space, UserId(person.id)), person.id)
        for made in crowd.offers:
            await uow.offers.add(made)
        for asked in crowd.requests:
            await uow.requests.add(asked)
            for other in chance.sample(crowd.offers, 4):
                await uow.exclusions.add(asked.mentee, other.mentor)
                crowd.excluded.add((asked.mentee, other.mentor))
        for proposal in crowd.proposals:
            await uow.proposals.add(proposal)

    await storage.write(HERE, write)


def _ids(candidates: Sequence[Candidate]) -> list[tuple[Tier, OfferId]]:
    return [(each.tier, each.pair.offer.id) for each in candidates]


@pytest.mark.parametrize("several_spaces", [False, True])
@pytest.mark.parametrize("handful", [500, 7])
async def test_what_is_found_is_what_looking_at_everybody_finds(
    storage: SqlStorage, several_spaces: bool, handful: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where only handfuls are looked at: then whoever is found is eligible, and of no worse tier."""
    chance = Random(17 * handful + several_spaces)
    crowd = _crowd(chance, several_spaces=several_spaces)
    await _settle(storage, crowd, chance)
    monkeypatch.setattr(finding, "MOST_AT_ONCE", handful)
    monkeypatch.setattr(finding, "MOST_TIMES", 20)
    reached: Counter[Tier] = Counter()
    async with storage.read(HERE) as uow:
        context = Context(uow, await uow.communities.get(), NOW)
        for asked in crowd.requests:
            zone = zone_of(crowd.people[asked.mentee], [asked.state])
            finder = Finder(context, asked, zone, crowd.apart(asked), several=several_spaces)
            found = await finder.best(8)
            best, reach = crowd.best(asked, 8)
            assert [each.tier for each in found.candidates][:1] == [each.tier for each in best][:1], asked
            assert found.reach == reach
            if handful == 500:
                assert _ids(found.candidates) == _ids(best)
                assert not found.first_of_many
            reached.update(each.tier for each in found.candidates)
    assert len(reached) >= 5, "the crowd is too much alike for the story"


async def test_those_who_carry_least_and_were_asked_longest_ago_are_the_first_of_many(storage: SqlStorage) -> None:
    chance = Random(3)
    crowd = _crowd(chance, several_spaces=False)
    await _settle(storage, crowd, chance)
    asked = MentoringRequest(**{**crowd.requests[0].__dict__, "state": "GU", "setting": "schools", "reach": WIDEST})
    search = finding.search_at(WIDEST - 1, asked, "America/Chicago", Community(HERE, "").rules, NOW)
    assert search is not None
    async with storage.read(HERE) as uow:
        asking = Askable(NOW, NOW - WEEK, 2)
        everybody = [each.offer for each in await uow.offers.askable(search, asking, 500)]
        parts = [await uow.offers.askable(search, asking, 5, skipped) for skipped in range(0, len(everybody), 5)]
    turns = [(made.taken, made.last_proposed_at or NOW - 9 * WEEK, made.id) for made in everybody]
    assert len(everybody) > 10
    assert turns == sorted(turns)
    assert [each.offer for part in parts for each in part] == everybody
