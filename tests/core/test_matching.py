"""Who is asked: hard rules, tiers, ranking, reach and reasons."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.availability import FreeTimes, Interval
from bot.domain.member import Rules
from bot.domain.names import same_name
from bot.domain.offer import MentoringOffer
from bot.domain.request import MentoringRequest
from bot.domain.status import OfferStatus, RequestStatus
from bot.domain.weights import NAMES, Weight, Weights
from bot.ids import CommunityId, MemberId, OfferId, RequestId
from bot.matching.eligibility import eligible
from bot.matching.explanation import reasons
from bot.matching.pair import Apart, Pair
from bot.matching.ranking import ranked
from bot.matching.tiers import WIDENS_AFTER, WIDEST, Tier, reach_after, tier, within
from bot.reference.professions import PROFESSIONS
from bot.reference.settings import PRACTICE_SETTINGS
from bot.reference.states import STATES
from bot.reference.topics import TOPICS, TREATMENT_ONLY

NOW = datetime(2026, 10, 5, 14, tzinfo=UTC)
REQUEST = MentoringRequest(
    community=CommunityId("c"),
    id=RequestId("r"),
    mentee=MemberId("maya"),
    state="OH",
    setting="elementary",
    topics=("scheduling",),
    free_times=None,
    note="",
    status=RequestStatus.OPEN,
    created_at=NOW,
    waiting_since=NOW,
    looking_since=NOW,
    reach=WIDEST,
)
OFFER = MentoringOffer(
    community=CommunityId("c"),
    id=OfferId("o"),
    mentor=MemberId("ruth"),
    profession="otr",
    years=6,
    states=("OH",),
    settings=("elementary",),
    topics=(),
    free_times=None,
    capacity=1,
    taken=0,
    status=OfferStatus.OPEN,
    created_at=NOW,
    confirmed_at=NOW,
)


def pair(request: MentoringRequest = REQUEST, offer: MentoringOffer = OFFER) -> Pair:
    zones = STATES[request.state].usual_zone, STATES[offer.states[0]].usual_zone
    return Pair(request, offer, *zones, NOW)


def asked(**changes: object) -> MentoringRequest:
    return replace(REQUEST, **changes)  # type: ignore[arg-type]  # by name


def offered(**changes: object) -> MentoringOffer:
    return replace(OFFER, **changes)  # type: ignore[arg-type]  # by name


CASES = [
    (Tier.SAME_DISTRICT, {"district": "Dayton City"}, {"district": "dayton-city"}),
    (Tier.SAME_AGENCY, {"agency": "Soliant"}, {"agency": "SOLIANT", "states": ("IN",)}),
    (Tier.SAME_PROGRAMME, {"programme": "Belmont"}, {"programme": "Belmont", "states": ("OR",)}),
    (Tier.SAME_STATE, {}, {}),
    (Tier.NEARBY, {}, {"states": ("KY",)}),
    (Tier.NEARBY, {}, {"states": ("ME",)}),
    (Tier.NEARBY, {}, {"states": ("TX",)}),  # exactly an hour
    (Tier.SHARED_TIMES, {}, {"states": ("MT",)}),  # two
    (Tier.SHARED_TIMES, {"district": "Lincoln"}, {"district": "Lincoln", "states": ("OR",)}),  # of the same name
    (Tier.SHARED_TIMES, {"agency": "Soliant"}, {"agency": "Soliant", "states": ("OR",)}),  # of the same firm, far away
    (Tier.RELATED_SETTING, {"programme": "Belmont"}, {"programme": "Belmont", "settings": ("middle-school",)}),
    (Tier.SHARED_TIMES, {}, {"states": ("OR",)}),
    (Tier.RELATED_SETTING, {}, {"settings": ("middle-school",)}),
    (Tier.ALLIED, {}, {"profession": "slp"}),
    (None, {}, {"settings": ("ltc-snf",)}),
]


@pytest.mark.parametrize(("expected", "request_", "offer"), CASES)
def test_tiers_come_in_the_order_that_works(
    expected: Tier | None, request_: dict[str, object], offer: dict[str, object]
) -> None:
    assert tier(pair(asked(**request_), offered(**offer))) is expected


def test_names_are_the_same_whatever_their_case_and_punctuation() -> None:
    assert same_name("St. Mary's  District", "st mary s district")
    assert not same_name("", "")
    assert not same_name("Dayton", "Daytona")


def test_hard_rules() -> None:
    rules, nobody = Rules(), Apart()
    assert eligible(pair(), rules, nobody, 0)
    assert not eligible(pair(offer=offered(mentor=MemberId("maya"))), rules, nobody, 0)
    assert not eligible(pair(), rules, Apart(frozenset({MemberId("ruth")})), 0)
    assert not eligible(pair(), rules, nobody, 2)
    assert not eligible(pair(offer=offered(states=("GU",))), rules, nobody, 0)
    boss = asked(district="Dayton", agency="Soliant", not_my_district=True)
    assert not eligible(pair(boss, offered(district="DAYTON.")), rules, nobody, 0)
    assert eligible(pair(boss, offered(district="Lima", agency="Soliant")), rules, nobody, 0)
    boss = replace(boss, not_my_district=False, not_my_agency=True)
    assert not eligible(pair(boss, offered(agency="soliant")), rules, nobody, 0)
    assert eligible(pair(boss, offered(district="Dayton")), rules, nobody, 0)


@pytest.mark.parametrize("hours", range(8))
def test_nobody_is_further_away_than_the_community_allows(hours: int) -> None:
    """From Ohio to California are three hours, to Hawaii six."""
    rules = Rules(most_zone_hours=hours)
    assert eligible(pair(offer=offered(states=("CA",))), rules, Apart(), 0) is (hours >= 3)
    assert eligible(pair(offer=offered(states=("HI",))), rules, Apart(), 0) is (hours >= 6)


@pytest.mark.parametrize("profession", PROFESSIONS)
@pytest.mark.parametrize("topics", [(), ("goals",), ("intervention-planning",), ("intervention-planning", "goals")])
def test_who_may_mentor_on_what(profession: str, topics: tuple[str, ...]) -> None:
    """OT practitioners on everything, students on nothing yet, others where a topic is their own."""
    who = PROFESSIONS[profession]
    may = who.can_mentor_treatment or (who.can_mentor_process and any(profession in TOPICS[t].allied for t in topics))
    assert eligible(pair(asked(topics=topics), offered(profession=profession)), Rules(), Apart(), 0) is may


def test_free_times_that_never_meet_rule_a_pair_out() -> None:
    mornings, evenings = (FreeTimes((Interval(0, *hours),)) for hours in ((420, 480), (1080, 1200)))
    assert not eligible(pair(asked(free_times=mornings), offered(free_times=evenings)), Rules(), Apart(), 0)
    assert eligible(pair(asked(free_times=mornings), offered(free_times=None)), Rules(), Apart(), 0)


@pytest.mark.parametrize(
    ("weekday", "theirs", "meet"),
    [
        (2, ((900, 930),), True),
        (2, ((900, 929),), False),
        (2, ((840, 910), (950, 1020)), False),  # ten minutes twice are no meeting
        (6, ((1185, 1215),), True),  # over the end of a week in UTC, which is Sunday 20:00 in Ohio
        (6, ((1186, 1215),), False),
    ],
)
def test_half_an_hour_in_one_piece_is_a_time_to_meet(
    weekday: int, theirs: tuple[tuple[int, int], ...], meet: bool
) -> None:
    mine = FreeTimes((Interval(weekday, 900, 960), Interval(weekday, 1140, 1260)))
    given = FreeTimes(tuple(Interval(weekday, *hours) for hours in theirs))
    assert eligible(pair(asked(free_times=mine), offered(free_times=given)), Rules(), Apart(), 0) is meet


@given(st.sampled_from(sorted(TREATMENT_ONLY)), st.sampled_from([p for p in PROFESSIONS.values() if p.allied]))
def test_allied_professions_never_mentor_on_treatment(topic: str, profession: object) -> None:
    slug = profession.slug  # type: ignore[attr-defined]
    assert not eligible(pair(asked(topics=(topic,)), offered(profession=slug)), Rules(), Apart(), 0)


@given(
    st.lists(
        st.builds(
            offered,
            id=st.integers(0, 10**6).map(lambda n: OfferId(f"o{n}")),
            mentor=st.integers(0, 10**6).map(lambda n: MemberId(f"m{n}")),
            states=st.lists(st.sampled_from(sorted(STATES)), min_size=1, max_size=3, unique=True).map(tuple),
            settings=st.lists(
                st.sampled_from([s.slug for s in PRACTICE_SETTINGS]), min_size=1, max_size=2, unique=True
            ).map(tuple),
            profession=st.sampled_from([p.slug for p in PROFESSIONS.values() if p.can_mentor]),
            years=st.integers(0, 40),
            topics=st.lists(st.sampled_from(sorted(TOPICS)), max_size=3, unique=True).map(tuple),
        ),
        max_size=12,
        unique_by=lambda offer: offer.id,
    ),
    st.integers(0, WIDEST),
    st.builds(Weights, *[st.sampled_from(Weight)] * len(NAMES)),
)
def test_a_better_tier_always_comes_first_and_reach_is_kept_whatever_counts_inside_one(
    offers: list[MentoringOffer], reach: int, weights: Weights
) -> None:
    wanted = asked(reach=reach)
    candidates = ranked([pair(wanted, offer) for offer in offers], Rules(weights=weights), Apart(), {})
    tiers = [candidate.tier for candidate in candidates]
    assert tiers == sorted(tiers)
    assert all(within(reached, reach) for reached in tiers)
    for candidate in candidates:
        said = reasons(candidate.pair, candidate.tier)
        assert said
        assert all(sentence.endswith(".") for sentence in said)


def test_inside_a_tier_topics_experience_and_whose_turn_it_is() -> None:
    veteran = offered(id=OfferId("a"), mentor=MemberId("a"), years=20)
    fitting = offered(id=OfferId("b"), mentor=MemberId("b"), years=3, topics=("scheduling",))
    busy = offered(id=OfferId("c"), mentor=MemberId("c"), years=20, last_proposed_at=NOW - timedelta(days=1))
    order = [c.pair.offer.id for c in ranked([pair(offer=o) for o in (busy, veteran, fitting)], Rules(), Apart(), {})]
    assert order == ["b", "a", "c"]


@given(st.integers(0, 60 * 24 * 60))
def test_waiting_reaches_further_and_never_less(minutes: int) -> None:
    waited = timedelta(minutes=minutes)
    assert 0 <= reach_after(waited) <= WIDEST
    assert reach_after(waited) <= reach_after(waited + timedelta(hours=1))
    assert waited >= WIDENS_AFTER[reach_after(waited)]


@given(
    st.sampled_from(sorted(STATES)),
    st.sampled_from(sorted(setting.slug for setting in PRACTICE_SETTINGS)),
    st.sampled_from(sorted(PROFESSIONS)),
)
def test_who_shares_no_space_is_never_asked(state: str, setting: str, profession: str) -> None:
    """However well they fit: nobody could introduce them."""
    made = offered(states=(state,), settings=(setting,), profession=profession)
    apart = replace(pair(asked(state=state, setting=setting), made), meet=False)
    assert not eligible(apart, Rules(), Apart(), 0)
    assert not ranked([apart], Rules(), Apart(), {})
