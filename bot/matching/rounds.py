"""A round: a whole waiting list solved at once, so that nobody's gain costs the others more.

What is best, in this order: as many people as possible get a mentor; they are as near as the tiers go (own state and
setting before further steps, another profession last); where places are short, sole OTs come first, then those who have
waited longest; pairs fit well and the mentors carry alike. A step of a tier outweighs whatever stands after it.
"""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.member import Rules
from bot.domain.offer import MentoringOffer
from bot.domain.request import MentoringRequest
from bot.ids import MemberId, OfferId, RequestId, SpaceId
from bot.matching.assignment import NOBODY, Graph, solve
from bot.matching.explanation import reasons
from bot.matching.pair import Apart, Pair
from bot.matching.ranking import Candidate, ranked
from bot.matching.tiers import Tier, tier, within

# Costs are integers, so that equal sums are equal. A minute of waiting outweighs every difference of fit and load, and
# a step of a tier every difference of waiting.
FIT_COST = 6  # a point of the ranking
MOST_FIT = 400
LOAD_COST = 12  # each further place of the same mentor: what two points of the ranking for load come to
MINUTE = 512
MOST_MINUTES = 60 * 24 * 60  # two months; who has waited longer has waited long enough
SOLE = MOST_MINUTES + 1  # minutes: a sole OT goes before whoever waits longest
TIER = 1 << 27
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
MOST_POINTS = 30.0
MOST_ARCS = 1_000_000  # beyond it each request keeps its best candidates, and some of the others
MOST_PASSED_OVER = 2


@dataclass(frozen=True)
class Waiting:
    """A request of the round, with the reach that it has by now."""

    request: MentoringRequest
    zone: str
    apart: Apart


@dataclass(frozen=True)
class Available:
    """A mentor of the round: `places` is how many people they can be asked about."""

    offer: MentoringOffer
    zone: str
    places: int
    asked_this_week: int


Ruled = frozenset[tuple[RequestId, OfferId]]


@dataclass(frozen=True)
class Situation:
    """All that a round depends on. `spaces` is where people are; None where everybody shares a space."""

    now: datetime
    rules: Rules
    waiting: Sequence[Waiting]
    mentors: Sequence[Available]
    spaces: Mapping[MemberId, frozenset[SpaceId]] | None = None
    pinned: Ruled = frozenset()
    forbidden: Ruled = frozenset()

    def meet(self, one: MemberId, other: MemberId) -> bool:
        if self.spaces is None:
            return True
        return not self.spaces.get(one, frozenset()).isdisjoint(self.spaces.get(other, frozenset()))


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
    """Both in the order of those who wait: sole OTs first, then the longest waiting."""

    pairs: Sequence[PlannedPair]
    left: Sequence[LeftOut]
    cost: int  # of the pairs that were free to be chosen


def plan(situation: Situation) -> Plan:
    """The best round. The same situation gives the same one, in whatever order people are listed."""
    waiting = sorted(situation.waiting, key=_first)
    mentors = sorted(situation.mentors, key=lambda each: each.offer.id)
    most = max(2, MOST_ARCS // max(1, len(waiting)))
    options = [_spread(_options(situation, each, mentors), most) for each in waiting]
    fixed = _pins(situation, options, mentors)
    numbers = {each.offer.id: number for number, each in enumerate(mentors)}
    alone = [priority(each.request, situation.now) for each in waiting]
    graph, arcs = _graph(alone, options, mentors, fixed)
    solved = solve(graph)
    chosen = [fixed.get(n) or (arcs[arc] if (arc := solved.arcs[n]) != NOBODY else None) for n in range(len(waiting))]
    turns = [0] * len(mentors)
    pairs, left = [], []
    for number, (each, option) in enumerate(zip(waiting, chosen, strict=True)):
        if option is None:
            left.append(_left(situation, each, options[number], mentors))
            continue
        mentor = numbers[option.pair.offer.id]
        pairs.append(_planned(option, options[number], turns[mentor], pinned=number in fixed))
        turns[mentor] += 1
    return Plan(pairs, left, solved.cost)


def _first(each: Waiting) -> tuple[bool, datetime, RequestId]:
    request = each.request
    return not request.sole_ot, request.waiting_since, request.id


def _pairs(situation: Situation, waiting: Waiting, mentors: Sequence[Available]) -> Iterator[Pair]:
    for each in mentors:
        request, offer = waiting.request, each.offer
        if each.places > 0:
            meet = situation.meet(request.mentee, offer.mentor)
            yield Pair(request, offer, waiting.zone, each.zone, situation.now, meet)


def _options(situation: Situation, waiting: Waiting, mentors: Sequence[Available]) -> list[Candidate]:
    """Who fits and is not forbidden, best first."""
    asked = {each.offer.mentor: each.asked_this_week for each in mentors}
    found = ranked(_pairs(situation, waiting, mentors), situation.rules, waiting.apart, asked)
    return [c for c in found if (waiting.request.id, c.pair.offer.id) not in situation.forbidden]


def _spread(options: list[Candidate], most: int) -> list[Candidate]:
    """The best half of what is kept, and others from all over the rest, lest everybody keeps the same few."""
    if len(options) <= most:
        return options
    best, rest = options[: most // 2], options[most // 2 :]
    wanted = most - len(best)
    return best + [rest[n * len(rest) // wanted] for n in range(wanted)]


def _pins(
    situation: Situation, options: Sequence[Sequence[Candidate]], mentors: Sequence[Available]
) -> dict[int, Candidate]:
    """The pinned pairs that still hold, by the request's number. A mentor's places are enough for them."""
    free = {each.offer.id: each.places for each in mentors}
    fixed = {}
    for number, candidates in enumerate(options):
        for each in candidates:
            offer = each.pair.offer.id
            if (each.pair.request.id, offer) in situation.pinned and free[offer] and number not in fixed:
                fixed[number] = each
                free[offer] -= 1
    return fixed


def _graph(
    priorities: Sequence[int],
    options: Sequence[Sequence[Candidate]],
    mentors: Sequence[Available],
    fixed: Mapping[int, Candidate],
) -> tuple[Graph, list[Candidate]]:
    """What is left to choose, and the candidate behind each arc. Whoever is pinned has no arcs and costs nothing."""
    numbers = {each.offer.id: number for number, each in enumerate(mentors)}
    requests, offers, costs = array("q"), array("q"), array("q")
    arcs: list[Candidate] = []
    for number, candidates in enumerate(options):
        if number in fixed:
            continue
        for each in candidates:
            requests.append(number)
            offers.append(numbers[each.pair.offer.id])
            costs.append(cost(each))
            arcs.append(each)
    held = [0] * len(mentors)
    for each in fixed.values():
        held[numbers[each.pair.offer.id]] += 1
    place_mentors, place_costs = array("q"), array("q")
    for number, mentor in enumerate(mentors):
        for place in range(held[number], mentor.places):
            place_mentors.append(number)
            place_costs.append(LOAD_COST * place)
    worst = MOST_PAIR * (len(priorities) + 1)  # one person more outweighs worse pairs for everybody
    alone = array("q", (0 if n in fixed else worst + each for n, each in enumerate(priorities)))
    return Graph(requests, offers, costs, place_mentors, place_costs, alone), arcs


def cost(candidate: Candidate) -> int:
    """What a pair costs: its tier, and within the tier how far it is from fitting perfectly."""
    fit = round((MOST_POINTS - candidate.points) * FIT_COST)
    return STEPS[candidate.tier] * TIER + min(max(fit, 0), MOST_FIT)


def priority(request: MentoringRequest, now: datetime) -> int:
    """How much dearer it is to leave this one out than somebody who came just now."""
    minutes = min(max((now - request.waiting_since) // timedelta(minutes=1), 0), MOST_MINUTES)
    return MINUTE * (minutes + (SOLE if request.sole_ot else 0))


def _planned(chosen: Candidate, options: Sequence[Candidate], turn: int, *, pinned: bool) -> PlannedPair:
    nearer = [c.pair.offer.mentor for c in options if STEPS[c.tier] < STEPS[chosen.tier]]
    passed = () if pinned else tuple(nearer[:MOST_PASSED_OVER])
    pair = chosen.pair
    return PlannedPair(pair.request, pair.offer, chosen.tier, reasons(pair, chosen.tier), turn, pinned, passed)


def _left(
    situation: Situation, waiting: Waiting, options: Sequence[Candidate], mentors: Sequence[Available]
) -> LeftOut:
    request = waiting.request
    if options:
        return LeftOut(request, Left.TAKEN, len(options))
    if any(asked == request.id for asked, _ in situation.forbidden):
        allowed = ranked(_pairs(situation, waiting, mentors), situation.rules, waiting.apart, {})
        if allowed:
            return LeftOut(request, Left.FORBIDDEN, len(allowed))
    near = (tier(pair) for pair in _pairs(situation, waiting, mentors))
    anybody = any(found is not None and within(found, request.reach) for found in near)
    return LeftOut(request, Left.RULED_OUT if anybody else Left.NOBODY, 0)
