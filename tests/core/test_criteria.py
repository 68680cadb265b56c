"""What decides among mentors of the same tier: each criterion by itself, its sentence, and how much it counts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.availability import FreeTimes, Interval
from bot.domain.member import Rules
from bot.domain.weights import NAMES, USUAL, Weight, Weights, weights_from
from bot.ids import MemberId, OfferId
from bot.matching.criteria import CRITERIA, LEAST_POINTS, MOST_POINTS, scoring
from bot.matching.explanation import reasons
from bot.matching.lessons import learned
from bot.matching.pair import Apart, Pair
from bot.matching.ranking import ranked
from bot.matching.tiers import Tier
from bot.reference.topics import TOPICS
from bot.texts.proposing import DECLINE_REASONS
from bot.understanding.ways import WAYS
from storage.repositories.people import rules_from, rules_text
from tests.core.rounds import weights
from tests.core.test_availability import free_times
from tests.core.test_matching import NOW, asked, offered, pair

MONDAYS = FreeTimes((Interval(0, 930, 1020),))  # 3:30–5 PM
ONE_EVENING = FreeTimes((Interval(0, 1020, 1080),))
EVENINGS = FreeTimes(tuple(Interval(day, 1020, 1260) for day in range(5)))

some_topics = st.lists(st.sampled_from(sorted(TOPICS)), max_size=5, unique=True).map(tuple)
some_ways = st.lists(st.sampled_from(WAYS), unique=True).map(tuple)
pairs = st.builds(
    pair,
    st.builds(asked, topics=some_topics, ways=some_ways, free_times=free_times()),
    st.builds(
        offered,
        topics=some_topics,
        ways=some_ways,
        free_times=free_times(),
        profession=st.sampled_from(["otr", "slp"]),
        years=st.integers(0, 60),
        taken=st.integers(0, 9),
        silent_in_a_row=st.integers(0, 9),
        last_proposed_at=st.none() | st.integers(-3, 400).map(lambda days: NOW - timedelta(days=days)),
    ),
)

# What one mentor has over another who is the same otherwise, and what a request says for it to matter.
BETTER: dict[str, tuple[dict[str, object], dict[str, object], dict[str, object]]] = {
    "topics": ({}, {"topics": ("scheduling",)}, {}),
    "experience": ({}, {"years": 9}, {"years": 2}),
    "overlap": ({"free_times": EVENINGS}, {"free_times": EVENINGS}, {"free_times": ONE_EVENING}),
    "ways": ({"ways": ("video",)}, {"ways": ("video", "phone")}, {"ways": ("in-person",)}),
    "responsiveness": ({}, {}, {"silent_in_a_row": 1}),
    "load": ({}, {}, {"taken": 1}),
    "turn": ({}, {}, {"last_proposed_at": NOW - timedelta(days=3)}),
}


def only(name: str, weight: Weight = Weight.USUAL) -> Weights:
    """Nothing but this counts."""
    return Weights(**{**dict.fromkeys(NAMES, Weight.NOT_AT_ALL), name: weight})


def order(request: dict[str, object], better: dict[str, object], worse: dict[str, object], by: Weights) -> list[str]:
    """The worse one comes first where nothing speaks for either."""
    mentors = (
        offered(id=OfferId("b"), mentor=MemberId("b"), **better),
        offered(id=OfferId("a"), mentor=MemberId("a"), **worse),
    )
    found = ranked([pair(asked(**request), offer) for offer in mentors], Rules(weights=by), Apart(), {})
    return [each.pair.offer.id for each in found]


def test_there_is_a_weight_for_each_criterion() -> None:
    assert tuple(each.name for each in CRITERIA) == NAMES == tuple(BETTER)


@pytest.mark.parametrize("name", NAMES)
def test_each_criterion_decides_where_only_it_counts_and_none_where_it_does_not(name: str) -> None:
    request, better, worse = BETTER[name]
    assert order(request, better, worse, only(name)) == ["b", "a"]
    assert order(request, better, worse, replace(USUAL, **{name: Weight.NOT_AT_ALL})) == ["a", "b"]


def test_what_counts_more_wins() -> None:
    """One topic against ten years: usually the topic, the years where a community says so."""
    knows_the_topic: dict[str, object] = {"topics": ("scheduling",), "years": 0}
    assert order({}, knows_the_topic, {"years": 10}, USUAL) == ["b", "a"]
    assert order({}, knows_the_topic, {"years": 10}, replace(USUAL, experience=Weight.MORE)) == ["a", "b"]


@given(pairs)
def test_points_stay_within_what_a_criterion_promises(each: Pair) -> None:
    assert all(criterion.least <= criterion.points(each) <= criterion.most for criterion in CRITERIA)


@given(pairs, weights)
def test_whatever_the_weights_the_sum_stays_within_what_rounds_count_on(each: Pair, by: Weights) -> None:
    assert LEAST_POINTS <= scoring(by)(each) <= MOST_POINTS


@given(pairs)
def test_a_reason_is_a_sentence_and_tells_nothing_of_the_mentor_that_is_their_own_business(each: Pair) -> None:
    said = {criterion.name: criterion.reason(each) for criterion in CRITERIA}
    assert all(sentence.endswith(".") for sentence in said.values() if sentence)
    assert not any(said[name] for name in ("responsiveness", "load", "turn"))
    silent = replace(each.offer, taken=0, silent_in_a_row=0, last_proposed_at=None)
    assert reasons(each, Tier.SAME_STATE) == reasons(replace(each, offer=silent), Tier.SAME_STATE)


def test_the_reasons_of_a_pair_read_well() -> None:
    request = asked(free_times=MONDAYS, ways=("phone", "video"))
    found = pair(request, offered(years=6, topics=("scheduling",), free_times=MONDAYS, ways=("video", "phone")))
    assert reasons(found, Tier.SAME_STATE) == (
        "You both know Ohio and this setting: Elementary school.",
        f"Topics that fit: {TOPICS['scheduling'].label}.",
        "Experience: 6 years in schools.",
        "You are both free Mon 3:30–5:00 PM Eastern time.",
        "You would both meet by phone or by video.",
    )


def test_the_week_in_which_two_are_compared_is_the_coming_one_with_its_clocks() -> None:
    """On October 30 the East is still three hours ahead of Arizona; when the two first meet it will be two."""
    lunch, late_morning = FreeTimes((Interval(2, 720, 780),)), FreeTimes((Interval(2, 600, 660),))
    found = pair(asked(free_times=lunch), offered(states=("AZ",), free_times=late_morning))
    before = replace(found, now=datetime(2026, 10, 30, 12, tzinfo=UTC))
    assert [overlap.start for overlap in before.shared_times] == [datetime(2026, 11, 4, 17, tzinfo=UTC)]
    assert replace(found, now=datetime(2026, 10, 19, 12, tzinfo=UTC)).shared_times == ()


# Weights as they are kept and carried


@pytest.mark.parametrize(("reason", "missed"), [("times", "overlap"), ("not-my-field", "topics")])
def test_a_reason_for_a_no_makes_what_was_missed_count_most_and_nothing_else(reason: str, missed: str) -> None:
    assert learned(USUAL, [reason, "other"]) == replace(USUAL, **{missed: Weight.MOST})


@pytest.mark.parametrize("reason", sorted({"", *DECLINE_REASONS} - {"times", "not-my-field"}))
def test_other_reasons_change_nothing_of_what_counts(reason: str) -> None:
    assert learned(USUAL, [reason]) == USUAL


@given(weights)
def test_weights_survive_a_button_and_storage(by: Weights) -> None:
    assert weights_from(by.code) == by
    assert rules_from(rules_text(Rules(weights=by))).weights == by


@pytest.mark.parametrize("code", ["", "222222", "22222222", "222222x", "2222225", "２２２２２２２", "-222222"])
def test_what_is_no_weights_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        weights_from(code)


def test_a_community_that_never_set_weights_has_the_usual_ones() -> None:
    assert rules_from('{"most_mentees": 2}').weights == USUAL
    assert (USUAL.code, set(USUAL.code)) == ("2222222", {"2"})
