"""A round: as many as possible, as near as possible, sole OTs and the longest waiting first; never against a rule."""

import itertools
import subprocess
import sys
from array import array
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.weights import NAMES, Weight, Weights
from bot.ids import MemberId, OfferId, RequestId, SpaceId
from bot.journey import solving
from bot.matching import rounds
from bot.matching.assignment import NOBODY, Graph, Unsolvable, solve
from bot.matching.eligibility import eligible
from bot.matching.pair import Apart, Pair
from bot.matching.ranking import Candidate, ranked
from bot.matching.rounds import MOST_PAIR, STEPS, Left, place_cost, plan
from bot.matching.tiers import Tier
from bot.matching.waiting_list import Available, Situation
from tests.core.rounds import ZONE, available, mentors, situation, situations, waiting, who
from tests.core.test_matching import NOW


def candidates(found: Situation, number: int) -> list[Candidate]:
    each = found.waiting[number]
    pairs = [Pair(each.request, m.offer, ZONE, ZONE, NOW) for m in found.mentors if m.places]
    allowed = ranked(pairs, found.rules, each.apart, {})
    return [c for c in allowed if (each.request.id, c.pair.offer.id) not in found.forbidden]


def least(found: Situation) -> int:
    """The cost of the best round, by trying every way."""
    choices = [[None, *candidates(found, n)] for n in range(len(found.waiting))]
    places = {m.offer.id: m.places for m in found.mentors}
    worst = MOST_PAIR * (len(found.waiting) + 1)
    further = place_cost(found.rules.weights)
    best = None
    for way in itertools.product(*choices):
        taken = Counter(c.pair.offer.id for c in way if c)
        if any(number > places[offer] for offer, number in taken.items()):
            continue
        alone = sum(
            worst + rounds.priority(each.request, NOW) for each, c in zip(found.waiting, way, strict=True) if c is None
        )
        load = sum(further * place for number in taken.values() for place in range(number))
        total = alone + load + sum(rounds.cost(c) for c in way if c)
        best = total if best is None else min(best, total)
    assert best is not None
    return best


@given(situations(4))
@settings(max_examples=60, deadline=None)
def test_nothing_is_better_than_the_plan(found: Situation) -> None:
    assert plan(found).cost == least(found)


@given(situations())
@settings(max_examples=60, deadline=None)
def test_no_capacity_is_exceeded_and_no_rule_broken(found: Situation) -> None:
    made = plan(found)
    places = {m.offer.id: m.places for m in found.mentors}
    assert all(number <= places[offer] for offer, number in Counter(p.offer.id for p in made.pairs).items())
    asked = [p.request.id for p in made.pairs] + [each.request.id for each in made.left]
    assert sorted(asked) == sorted(each.request.id for each in found.waiting), (
        "everybody once, with a mentor or without"
    )
    apart = {each.request.id: each.apart for each in found.waiting}
    for each in made.pairs:
        pair = Pair(each.request, each.offer, ZONE, ZONE, NOW)
        assert eligible(pair, found.rules, apart[each.request.id], 0)
        assert (each.request.id, each.offer.id) not in found.forbidden
        assert each.reasons


@given(situations(), st.randoms())
@settings(max_examples=40, deadline=None)
def test_the_order_in_which_people_are_listed_changes_nothing(found: Situation, random: st.DataObject) -> None:
    people, helpers = list(found.waiting), list(found.mentors)
    random.shuffle(people)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    random.shuffle(helpers)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    assert plan(replace(found, waiting=people, mentors=helpers)) == plan(found)


@given(situations(4), mentors(9))
@settings(max_examples=60, deadline=None)
def test_one_mentor_more_never_makes_the_plan_worse(found: Situation, more: Available) -> None:
    before, after = plan(found), plan(replace(found, mentors=[*found.mentors, more]))
    assert after.cost <= before.cost
    assert len(after.pairs) >= len(before.pairs)


def crowded(found: Situation) -> Situation:
    """Everybody asks for the same and mentors have one place, so that many fit and few are near."""
    people = [replace(each, request=replace(each.request, setting="elementary")) for each in found.waiting]
    helpers = [
        replace(each, places=min(each.places, 1), offer=replace(each.offer, settings=("elementary",)))
        for each in found.mentors
    ]
    return replace(found, waiting=people, mentors=helpers)


def test_whoever_gets_somebody_further_away_is_shown_whose_place_goes_to_others() -> None:
    people = [waiting(0, waiting_since=NOW - timedelta(days=9)), waiting(1)]
    made = plan(situation(people, [available(0), available(1, states=("IN",))]))
    assert [(each.offer.id, each.passed_over) for each in made.pairs] == [("o0", ()), ("o1", ("mentor0",))]


def test_the_line_of_a_round_is_that_of_everybody_who_waits() -> None:
    sole = waiting(1, sole_ot=True, waiting_since=NOW - timedelta(days=2))
    people = [waiting(0, waiting_since=NOW - timedelta(days=9)), sole, waiting(2, came_back=True)]
    made = plan(situation(people, [available(0, places=3)]))
    assert [(each.request.id, each.turn) for each in made.pairs] == [("r2", 0), ("r1", 1), ("r0", 2)]


@given(situations().map(crowded))
@settings(max_examples=80, deadline=None)
def test_a_better_tier_is_passed_over_only_where_its_places_go_to_others_and_that_is_said(found: Situation) -> None:
    made = plan(found)
    given = Counter(p.offer.mentor for p in made.pairs)
    places = {m.offer.mentor: m.places for m in found.mentors}
    numbers = {each.request.id: n for n, each in enumerate(found.waiting)}
    for each in made.pairs:
        nearer = [c for c in candidates(found, numbers[each.request.id]) if c.tier < each.tier]
        assert bool(nearer) == bool(each.passed_over)
        for other in {c.pair.offer.mentor for c in nearer}:
            assert given[other] == places[other], "a nearer mentor has a place to spare"


@given(situations())
@settings(max_examples=60, deadline=None)
def test_nobody_is_left_out_while_somebody_who_fits_has_a_place(found: Situation) -> None:
    made = plan(found)
    given = Counter(p.offer.id for p in made.pairs)
    numbers = {each.request.id: n for n, each in enumerate(found.waiting)}
    for each in made.left:
        fitting = candidates(found, numbers[each.request.id])
        assert all(given[c.pair.offer.id] == rounds_places(found, c.pair.offer.id) for c in fitting)
        assert (each.why is Left.TAKEN) == bool(fitting)
        assert each.fitting == len(fitting) or each.why is Left.FORBIDDEN


def rounds_places(found: Situation, offer: OfferId) -> int:
    return next(m.places for m in found.mentors if m.offer.id == offer)


@given(situations(), st.integers(0, 4))
@settings(max_examples=40, deadline=None)
def test_a_pinned_pair_stays_and_the_others_move(found: Situation, number: int) -> None:
    options = candidates(found, number) if number < len(found.waiting) else []
    if not options:
        return
    pinned = options[-1].pair.request.id, options[-1].pair.offer.id
    made = plan(replace(found, pinned=frozenset({pinned})))
    assert who(made)[pinned[0]] == pinned[1]
    assert [p.request.id for p in made.pairs if p.pinned] == [pinned[0]]


# What comes first


def test_one_person_more_outweighs_the_nearest_pair() -> None:
    both = waiting(0, district="Lakeside")
    only = waiting(1, state="TX", setting="middle-school")
    near = available(0, states=("OH", "TX"), settings=("elementary", "middle-school"), district="Lakeside")
    far = available(1, states=("IN",))
    apart = replace(only, apart=Apart(frozenset({far.offer.mentor})))
    assert who(plan(situation([both, apart], [near, far]))) == {"r0": "o1", "r1": "o0"}


def test_where_places_are_short_a_sole_ot_comes_before_whoever_waits_longest() -> None:
    old = waiting(0, waiting_since=NOW - timedelta(days=400))
    older, sole = waiting(1, waiting_since=NOW - timedelta(days=30)), waiting(2, sole_ot=True)
    assert who(plan(situation([old, older, sole], [available(0)]))) == {"r2": "o0"}
    assert who(plan(situation([old, older, sole], [available(0, places=2)]))) == {"r0": "o0", "r2": "o0"}


def test_every_cost_outweighs_what_comes_after_it() -> None:
    heaviest = Weights(**dict.fromkeys(NAMES, Weight.MOST))
    assert rounds.MOST_FIT + 3 * place_cost(heaviest) < rounds.MINUTE
    longest = waiting(0, came_back=True, waiting_since=NOW - timedelta(days=999))
    assert rounds.priority(longest.request, NOW) < rounds.TIER


def test_a_nearer_tier_comes_before_a_longer_wait() -> None:
    long = waiting(0, state="TX", sole_ot=True, waiting_since=NOW - timedelta(days=60))
    assert who(plan(situation([long, waiting(1)], [available(0)]))) == {"r1": "o0"}


def test_mentors_carry_alike() -> None:
    made = plan(situation([waiting(n) for n in range(4)], [available(n, places=3) for n in range(4)]))
    assert sorted(who(made).values()) == ["o0", "o1", "o2", "o3"]


def test_a_mentor_is_asked_about_one_person_after_the_other_the_longest_waiting_first() -> None:
    people = [waiting(n, waiting_since=NOW - timedelta(days=n)) for n in range(3)]
    made = plan(situation(people, [available(0, places=2)]))
    assert [(p.request.id, p.turn) for p in made.pairs] == [("r2", 0), ("r1", 1)]


# Why somebody is left out


def test_each_who_is_left_out_has_a_reason() -> None:
    ruth = available(0)
    apart = replace(waiting(0), apart=Apart(frozenset({ruth.offer.mentor})))
    nowhere = waiting(1, state="TX", setting="hospital")
    forbidden = frozenset({(RequestId("r2"), ruth.offer.id)})
    early = waiting(3, waiting_since=NOW - timedelta(minutes=1))
    made = plan(situation([apart, nowhere, waiting(2), early, waiting(4)], [ruth], forbidden=forbidden))
    why = {each.request.id: each.why for each in made.left}
    assert why == {"r0": Left.RULED_OUT, "r1": Left.NOBODY, "r2": Left.FORBIDDEN, "r4": Left.TAKEN}


def test_people_without_a_shared_space_are_not_brought_together() -> None:
    spaces = {MemberId("mentee0"): frozenset({SpaceId("a")}), MemberId("mentor0"): frozenset({SpaceId("b")})}
    made = plan(situation([waiting(0)], [available(0)], spaces=spaces))
    assert [each.why for each in made.left] == [Left.RULED_OUT]


@pytest.mark.parametrize("people", [0, 3])
def test_a_round_with_nobody_or_without_mentors_is_an_empty_one(people: int) -> None:
    made = plan(situation([waiting(n) for n in range(people)], [available(0)] if not people else []))
    assert (len(made.pairs), len(made.left)) == (0, people)


def test_thousands_of_exclusions_leave_only_those_who_may(monkeypatch: pytest.MonkeyPatch) -> None:
    helpers = [available(n) for n in range(300)]
    all_but_last = frozenset(m.offer.mentor for m in helpers[:-1])
    people = [replace(waiting(n), apart=Apart(all_but_last)) for n in range(10)]
    assert sum(len(each.apart.mentors) for each in people) == 2990
    made = plan(situation(people, helpers))
    assert list(who(made).values()) == ["o299"]
    assert {each.why for each in made.left} == {Left.TAKEN}


def test_where_there_are_too_many_candidates_nobody_keeps_only_the_same_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "MOST_ARCS", 200)
    people, helpers = [waiting(n) for n in range(20)], [available(n, years=n) for n in range(40)]
    made = plan(situation(people, helpers))
    assert len(made.pairs) >= 10


# Where it is solved


async def test_a_large_round_is_solved_in_a_process_of_its_own_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    found = situation([waiting(n) for n in range(4)], [available(n) for n in range(3)])
    here = await solving.solved(found)
    monkeypatch.setattr(solving, "IN_A_THREAD", 0)
    assert await solving.solved(found) == here


def test_who_solves_no_round_does_not_pay_for_the_solver() -> None:
    asked = "import sys, bot.bootstrap, bot.app; print({'ortools', 'numpy', 'pandas'} & set(sys.modules))"
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "set()"


# The graph


def test_every_tier_has_its_step_in_order() -> None:
    assert list(STEPS) == list(Tier)
    assert list(STEPS.values()) == sorted(set(STEPS.values()))


def test_a_graph_of_nobody_costs_nothing() -> None:
    empty = array("q")
    assert solve(Graph(empty, empty, empty, empty, empty, empty)).cost == 0


def test_without_arcs_everybody_stays_alone() -> None:
    empty = array("q")
    solved = solve(Graph(empty, empty, empty, empty, empty, array("q", [5, 7])))
    assert (list(solved.arcs), solved.cost) == ([NOBODY, NOBODY], 12)


def test_costs_beyond_what_the_solver_takes_are_refused() -> None:
    one = array("q", [0])
    with pytest.raises(Unsolvable):
        solve(Graph(one, one, array("q", [2**62]), one, one, array("q", [2**62])))
