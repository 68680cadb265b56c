"""A round: a whole waiting list solved at once, so that nobody's gain costs the others more.

What is best, in this order: as many people as possible get a mentor; they are as near as the tiers go (own state and
setting before further steps, another profession last); where places are short, those who came back come first, then
sole OTs, then those who have waited longest; pairs fit well and the mentors carry alike. A step of a tier outweighs
whatever stands after it.
"""

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from bot.domain.offer import MentoringOffer
from bot.domain.request import MentoringRequest
from bot.domain.weights import Weights
from bot.ids import MemberId, OfferId, RequestId
from bot.matching.assignment import NOBODY, Assignment, Graph, solve
from bot.matching.criteria import LEAST_POINTS, MOST_POINTS
from bot.matching.criteria.load import A_MENTEE
from bot.matching.explanation import reasons
from bot.matching.ranking import Candidate
from bot.matching.tiers import Tier, tier, within
from bot.matching.waiting_list import Field, Situation, Waiting, in_line, spread

# Costs are integers, so that equal sums are equal. A minute of waiting outweighs every difference of fit and load, and
# a step of a tier every difference of waiting.
FIT_COST = 6  # a point of the ranking
MOST_FIT = round((MOST_POINTS - LEAST_POINTS) * FIT_COST)
MINUTE = 1024
MOST_MINUTES = 60 * 24 * 60  # two months; who has waited longer has waited long enough
FIRST = MOST_MINUTES + 1  # minutes: who takes precedence goes before whoever waits longest
TIER = 1 << 28
STEPS: Mapping[Tier, int] = {
    Tier.SAME_DISTRICT: 0,
    Tier.SAME_AGENCY: 1,
    Tier.SAME_PROGRAMME: 2,
    Tier.SAME_STATE: 3,
    Tier.NEARBY: 7,  # leaving state and setting is more than a step
    Tier.SHARED_TIMES: 8,
    Tier.RELATED_SETTING: 9,
    Tier.ALLIED: 13,
}
MOST_PAIR = (max(STEPS.values()) + 1) * TIER
MOST_ARCS = 1_000_000  # beyond it each request keeps its best candidates, and some of the others
MOST_PASSED_OVER = 2


class Left(StrEnum):
    """Why somebody stays without a mentor."""

    NOBODY = "nobody"  # within reach
    RULED_OUT = "ruled-out"  # exclusions, time zones or free times
    FORBIDDEN = "forbidden"  # by a moderator, who would have been the only ones
    TAKEN = "taken"  # every place of those who fit goes to others


@dataclass(frozen=True)
class PlannedPair:
    """`turn` counts the pairs of one mentor, from 0: they are asked about one person at a time, in this order.

    `passed_over` are mentors of a better tier whose places go to others.
    """

    request: MentoringRequest
    offer: MentoringOffer
    tier: Tier
    reasons: tuple[str, ...]
    turn: int
    pinned: bool
    passed_over: tuple[MemberId, ...] = ()


@dataclass(frozen=True)
class LeftOut:
    """`fitting` is how many mentors would have fitted."""

    request: MentoringRequest
    why: Left
    fitting: int


@dataclass(frozen=True)
class Plan:
    """Both in the order of the line: who came back, sole OTs, then the longest waiting."""

    pairs: Sequence[PlannedPair]
    left: Sequence[LeftOut]
    cost: int  # of the pairs that were free to be chosen


class Choice(NamedTuple):
    """A mentor's number in `Field.mentors`, and the tier."""

    mentor: int
    tier: Tier


@dataclass(frozen=True)
class Built:
    """A situation as a graph, with what its numbers mean. Whoever is pinned has no arcs and costs nothing.

    The arcs of request `n` are those from `starts[n]` to `starts[n + 1]`, the best first; `tiers` has one for each arc.
    """

    waiting: Sequence[Waiting]
    field: Field
    pinned: Mapping[int, Choice]
    graph: Graph
    tiers: "array[int]"
    starts: Sequence[int]

    def choices(self, number: int) -> list[Choice]:
        return [self.choice(arc) for arc in range(self.starts[number], self.starts[number + 1])]

    def choice(self, arc: int) -> Choice:
        return Choice(self.graph.mentors[arc], Tier(self.tiers[arc]))


def plan(situation: Situation) -> Plan:
    """The best round. The same situation gives the same one, in whatever order people are listed."""
    built = build(situation)
    return read(built, solve(built.graph))


def build(situation: Situation) -> Built:
    """Who fits whom, and what each pair would cost. Takes much longer than solving."""
    waiting = sorted(situation.waiting, key=lambda each: in_line(each.request))
    field = Field(situation)
    most = max(2, MOST_ARCS // max(1, len(waiting)))
    free = [each.places for each in field.mentors]
    pinned: dict[int, Choice] = {}
    requests, mentors, costs, tiers, starts = array("q"), array("q"), array("q"), array("b"), [0]
    for number, each in enumerate(waiting):
        allowed = _allowed(situation, field.fitting(number, each))
        pin = next((c for c in allowed if _key(c) in situation.pinned and free[field.number(c)]), None)
        if pin is not None:
            pinned[number] = Choice(field.number(pin), pin.tier)
            free[field.number(pin)] -= 1
        for candidate in spread(allowed, most) if pin is None else ():
            requests.append(number)
            mentors.append(field.number(candidate))
            costs.append(cost(candidate))
            tiers.append(candidate.tier)
        starts.append(len(requests))
    worst = MOST_PAIR * (len(waiting) + 1)  # one person more outweighs worse pairs for everybody
    alone = array("q", (worst + priority(each.request, situation.now) for each in waiting))
    for number in pinned:
        alone[number] = 0
    return Built(waiting, field, pinned, Graph(requests, mentors, costs, *_places(field, free), alone), tiers, starts)


def _key(candidate: Candidate) -> tuple[RequestId, OfferId]:
    return candidate.pair.request.id, candidate.pair.offer.id


def _allowed(situation: Situation, fitting: Sequence[Candidate]) -> list[Candidate]:
    return [candidate for candidate in fitting if _key(candidate) not in situation.forbidden]


def _places(field: Field, free: Sequence[int]) -> tuple["array[int]", "array[int]"]:
    """Whose places there are, and what each costs: the pinned pairs hold the first."""
    mentors, costs = array("q"), array("q")
    further = place_cost(field.situation.rules.weights)
    for number, mentor in enumerate(field.mentors):
        for place in range(mentor.places - free[number], mentor.places):
            mentors.append(number)
            costs.append(further * place)
    return mentors, costs


def read(built: Built, solved: Assignment) -> Plan:
    """What an assignment of the graph says about people."""
    turns: Counter[int] = Counter()
    pairs, left = [], []
    for number, arc in enumerate(solved.arcs):
        choice = built.pinned.get(number) or (built.choice(arc) if arc != NOBODY else None)
        if choice is None:
            left.append(_left(built, number))
            continue
        pairs.append(_planned(built, number, choice, turns[choice.mentor]))
        turns[choice.mentor] += 1
    return Plan(pairs, left, solved.cost)


def cost(candidate: Candidate) -> int:
    """What a pair costs: its tier, and within the tier how far it is from fitting perfectly (0 to `MOST_FIT`)."""
    return STEPS[candidate.tier] * TIER + round((MOST_POINTS - candidate.points) * FIT_COST)


def place_cost(weights: Weights) -> int:
    """Of each further place of the same mentor: what one mentee more costs in the ranking.

    Where load counts for nothing, it still decides between rounds that are equally good.
    """
    return max(1, round(-A_MENTEE * weights.load.factor * FIT_COST))


def priority(request: MentoringRequest, now: datetime) -> int:
    """How much dearer it is to leave this one out than somebody who came just now."""
    minutes = min(max((now - request.waiting_since) // timedelta(minutes=1), 0), MOST_MINUTES)
    return MINUTE * (minutes + FIRST * request.precedence)


def _planned(built: Built, number: int, choice: Choice, turn: int) -> PlannedPair:
    field = built.field
    pair = field.pair(built.waiting[number], field.mentors[choice.mentor])
    nearer = [field.mentors[other.mentor].offer.mentor for other in built.choices(number) if other.tier < choice.tier]
    return PlannedPair(
        pair.request,
        pair.offer,
        choice.tier,
        reasons(pair, choice.tier),
        turn,
        pinned=number in built.pinned,
        passed_over=tuple(nearer[:MOST_PASSED_OVER]),
    )


def _left(built: Built, number: int) -> LeftOut:
    each = built.waiting[number]
    request = each.request
    if fitting := built.starts[number + 1] - built.starts[number]:
        return LeftOut(request, Left.TAKEN, fitting)
    if forbidden := built.field.fitting(number, each):
        return LeftOut(request, Left.FORBIDDEN, len(forbidden))
    near = map(tier, built.field.near(number, each))
    anybody = any(found is not None and within(found, request.reach) for found in near)
    return LeftOut(request, Left.RULED_OUT if anybody else Left.NOBODY, 0)
