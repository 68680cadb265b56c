"""A round of 10,000 requests with 50 candidates each against the bare solver, and 1,000 requests against 1,000 mentors.

Bare is OR-tools' min-cost flow on the same graph, given numpy arrays and asked for nothing but the optimum. Ours goes
from the candidates' arrays to who is assigned to whom; the optimum must be the same. Building the candidates of real
requests and offers is printed apart. Bars: 2, 300 MB of resident memory, and a dense graph that takes at most twice as
long an arc.
"""

import multiprocessing
import resource
import statistics
import sys
import time
from array import array
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random

from bot.domain.availability import from_text
from bot.domain.member import Rules
from bot.domain.offer import MentoringOffer
from bot.domain.request import MentoringRequest
from bot.domain.status import OfferStatus, RequestStatus
from bot.domain.weights import USUAL
from bot.ids import CommunityId, MemberId, OfferId, RequestId
from bot.matching.assignment import NOBODY, Assignment, Graph, solve
from bot.matching.pair import Apart
from bot.matching.rounds import MINUTE, MOST_FIT, MOST_MINUTES, MOST_PAIR, STEPS, TIER, build, place_cost, read
from bot.matching.waiting_list import Available, Situation, Waiting
from bot.reference.settings import SCHOOL, SETTINGS
from bot.reference.states import STATES

RATIO_BAR, MEMORY_BAR = 2.0, 300.0
ROUNDS = 5
REQUESTS, CANDIDATES = 10_000, 50
PLENTY, SHORT = 6_000, 3_000  # mentors of one to three places: places for everybody, and for six in ten
DENSE = 1_000
NOW = datetime(2026, 10, 5, 14, tzinfo=UTC)


def sparse(mentors: int, requests: int = REQUESTS, candidates: int = CANDIDATES) -> Graph:
    """Candidates and costs as rounds have them, from one seed."""
    random = Random(5)
    steps = list(STEPS.values())
    asked, offered, costs = array("q"), array("q"), array("q")
    for request in range(requests):
        for mentor in random.sample(range(mentors), candidates):
            asked.append(request)
            offered.append(mentor)
            costs.append(random.choice(steps) * TIER + random.randrange(MOST_FIT))
    places, place_costs = array("q"), array("q")
    for mentor in range(mentors):
        for place in range(random.randint(1, 3)):
            places.append(mentor)
            place_costs.append(place_cost(USUAL) * place)
    worst = MOST_PAIR * (requests + 1)
    alone = array("q", (worst + MINUTE * random.randrange(MOST_MINUTES) for _ in range(requests)))
    return Graph(asked, offered, costs, places, place_costs, alone)


def bare(graph: Graph) -> tuple[int, float]:
    """The optimum and the seconds that it took, from numpy arrays of exactly this graph."""
    import numpy as np
    from ortools.graph.python import min_cost_flow

    count, mentors = len(graph.alone), graph.mentor_count
    parts = (graph.requests, graph.mentors, graph.costs, graph.place_mentors, graph.place_costs, graph.alone)
    asked, offered, costs, places, place_costs, alone = (np.array(part, dtype=np.int64) for part in parts)
    end = count + mentors
    tails = np.concatenate([asked, places + count, np.arange(count)])
    heads = np.concatenate([offered + count, np.full(len(places) + count, end)])
    all_costs, ones = np.concatenate([costs, place_costs, alone]), np.ones(len(tails), dtype=np.int64)
    nodes, supplies = np.append(np.arange(count), end), np.append(np.ones(count, dtype=np.int64), -count)
    began = time.perf_counter()
    flow = min_cost_flow.SimpleMinCostFlow()
    flow.add_arcs_with_capacity_and_unit_cost(tails, heads, ones, all_costs)
    flow.set_nodes_supplies(nodes, supplies)
    assert flow.solve() == flow.OPTIMAL
    return int(flow.optimal_cost()), time.perf_counter() - began


@dataclass(frozen=True)
class Measured:
    """Seconds, the medians; resident memory in MB at the most."""

    ours: float
    bare: float
    arcs: int
    matched: int
    memory: float

    @property
    def ratio(self) -> float:
        return self.ours / self.bare


def measure(graph: Graph, rounds: int = ROUNDS) -> Measured:
    ours, others = [], []
    solved, memory = Assignment((), 0), 0.0
    for _ in range(rounds):
        began = time.perf_counter()
        solved = solve(graph)
        ours.append(time.perf_counter() - began)
        memory = resident()
        cost, seconds = bare(graph)
        others.append(seconds)
        assert solved.cost == cost, "another optimum than the bare solver's"
    matched = sum(arc != NOBODY for arc in solved.arcs)
    return Measured(statistics.median(ours), statistics.median(others), len(graph.costs), matched, memory)


def resident() -> float:
    """MB at the most so far."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024 * 1024 if sys.platform == "darwin" else 1024)


# A round from requests and offers


def community(requests: int, mentors: int) -> Situation:
    """Real requests and offers: places and kinds of school at random, half with free times, everybody reaching far."""
    random = Random(7)
    states, settings = list(STATES), [slug for slug, each in SETTINGS.items() if each.group == SCHOOL]
    times = (from_text("0:900-1020"), from_text("1:930-1080"), None, None)
    request, offer = _request(), _offer()
    waiting = [
        Waiting(
            replace(
                request,
                id=RequestId(f"r{n:06}"),
                mentee=MemberId(f"a{n:06}"),
                state=random.choice(states),
                setting=random.choice(settings),
                free_times=random.choice(times),
                waiting_since=NOW - timedelta(minutes=random.randrange(MOST_MINUTES)),
                reach=random.randrange(2),
            ),
            "America/New_York",
            Apart(frozenset({MemberId(f"b{random.randrange(mentors):06}")})),
        )
        for n in range(requests)
    ]
    helpers = [
        Available(
            replace(
                offer,
                id=OfferId(f"o{n:06}"),
                mentor=MemberId(f"b{n:06}"),
                states=(random.choice(states),),
                settings=(random.choice(settings),),
                free_times=random.choice(times),
                years=random.randrange(20),
            ),
            "America/New_York",
            random.randint(1, 3),
            0,
        )
        for n in range(mentors)
    ]
    return Situation(NOW, Rules(), waiting, helpers)


def _request() -> MentoringRequest:
    return MentoringRequest(
        community=CommunityId("c"),
        id=RequestId(""),
        mentee=MemberId(""),
        state="OH",
        setting="elementary",
        topics=("scheduling",),
        free_times=None,
        note="",
        status=RequestStatus.OPEN,
        created_at=NOW,
        waiting_since=NOW,
        looking_since=NOW,
    )


def _offer() -> MentoringOffer:
    return MentoringOffer(
        community=CommunityId("c"),
        id=OfferId(""),
        mentor=MemberId(""),
        profession="otr",
        years=6,
        states=("OH",),
        settings=("elementary",),
        topics=("scheduling",),
        free_times=None,
        capacity=3,
        taken=0,
        status=OfferStatus.OPEN,
        created_at=NOW,
        confirmed_at=NOW,
    )


def whole_round(requests: int, mentors: int) -> tuple[float, float, int, int, float]:
    """Seconds to build the candidates and to solve and read, how many arcs and pairs there are, and the memory."""
    situation = community(requests, mentors)
    began = time.perf_counter()
    built = build(situation)
    between = time.perf_counter()
    plan = read(built, solve(built.graph))
    ended = time.perf_counter()
    return between - began, ended - between, len(built.graph.costs), len(plan.pairs), resident()


def apart(work: Callable[..., object], *values: object) -> object:
    """In a process of its own, so that each has its own memory; as rounds of this size are solved."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work, values)


def _sparse(mentors: int) -> Measured:
    return measure(sparse(mentors))


def _dense() -> Measured:
    return measure(sparse(DENSE, DENSE, DENSE))


def _said(name: str, found: Measured) -> None:
    print(f"  {name}")
    print(f"    {found.arcs:,} arcs, {found.matched:,} matched, the same optimum")
    print(f"    ours {found.ours:6.3f} s, bare solver {found.bare:6.3f} s")
    print(f"    ratio                   {found.ratio:6.2f}    (bar: at most {RATIO_BAR:g})")
    print(f"    resident memory         {found.memory:6.0f} MB (bar: under {MEMORY_BAR:.0f} MB)")


def main() -> bool:
    print("rounds")
    cases = {
        f"{REQUESTS:,} requests × {CANDIDATES}, {PLENTY:,} mentors": apart(_sparse, PLENTY),
        f"{REQUESTS:,} requests × {CANDIDATES}, {SHORT:,} mentors: places are short": apart(_sparse, SHORT),
        f"{DENSE:,} requests × {DENSE:,} mentors, dense": apart(_dense),
    }
    measured = []
    for name, found in cases.items():
        assert isinstance(found, Measured)
        _said(name, found)
        measured.append(found)
    an_arc = [found.bare / found.arcs for found in measured]
    an_arc_of_dense = measured[2].ours / measured[2].arcs
    steady = an_arc_of_dense <= 2 * max(an_arc[:2])
    print(f"    each million arcs       {an_arc_of_dense * 1e6:6.2f} s  (bar: at most twice the others)")
    for requests, mentors in ((1_500, 1_500), (10_000, 6_000)):
        found = apart(whole_round, requests, mentors)
        assert isinstance(found, tuple)
        building, solving, arcs, pairs, memory = found
        print(f"  a whole round of {requests:,} requests and {mentors:,} mentors: {arcs:,} candidates, {pairs:,} pairs")
        print(f"    building the candidates {building:6.2f} s, solving and reading {solving:6.2f} s, {memory:.0f} MB")
    return steady and all(found.ratio <= RATIO_BAR and found.memory < MEMORY_BAR for found in measured)


if __name__ == "__main__":
    raise SystemExit(0 if main() else 1)
