"""Waiting lists and mentors for the tests of rounds, small enough to try every way."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import strategies as st

from bot.domain.member import Rules
from bot.domain.weights import NAMES, Weight, Weights
from bot.ids import MemberId, OfferId, RequestId
from bot.matching.pair import Apart
from bot.matching.rounds import Plan
from bot.matching.tiers import WIDEST
from bot.matching.waiting_list import Available, Situation, Waiting
from tests.core.test_matching import NOW, OFFER, REQUEST

ZONE = "America/New_York"
PLACES = ("OH", "IN", "TX")
KINDS = ("elementary", "middle-school", "hospital")
AGENCIES = ("", "Bright Path")

weights = st.builds(Weights, *[st.sampled_from(Weight)] * len(NAMES))


def waiting(number: int, **changes: object) -> Waiting:
    request = replace(REQUEST, id=RequestId(f"r{number}"), mentee=MemberId(f"mentee{number}"), reach=WIDEST)
    return Waiting(replace(request, **changes), ZONE, Apart())  # type: ignore[arg-type]  # by name


def available(number: int, places: int = 1, **changes: object) -> Available:
    offer = replace(OFFER, id=OfferId(f"o{number}"), mentor=MemberId(f"mentor{number}"), capacity=3)
    return Available(replace(offer, **changes), ZONE, places, 0)  # type: ignore[arg-type]  # by name


def situation(waiting: list[Waiting], mentors: list[Available], **more: object) -> Situation:
    return Situation(NOW, Rules(), waiting, mentors, **more)  # type: ignore[arg-type]  # by name


@st.composite
def requests(draw: st.DrawFn, number: int) -> Waiting:
    made = waiting(
        number,
        state=draw(st.sampled_from(PLACES)),
        setting=draw(st.sampled_from(KINDS)),
        agency=draw(st.sampled_from(AGENCIES)),
        sole_ot=draw(st.booleans()),
        waiting_since=NOW - timedelta(days=draw(st.integers(0, 90))),
    )
    apart = draw(st.frozensets(st.integers(0, 4).map(lambda n: MemberId(f"mentor{n}")), max_size=2))
    return replace(made, apart=Apart(apart))


@st.composite
def mentors(draw: st.DrawFn, number: int) -> Available:
    return available(
        number,
        places=draw(st.integers(0, 3)),
        states=(draw(st.sampled_from(PLACES)),),
        settings=(draw(st.sampled_from(KINDS)),),
        agency=draw(st.sampled_from(AGENCIES)),
        years=draw(st.integers(0, 12)),
        taken=draw(st.integers(0, 2)),
    )


@st.composite
def situations(draw: st.DrawFn, most: int = 5) -> Situation:
    people = [draw(requests(n)) for n in range(draw(st.integers(0, most)))]
    helpers = [draw(mentors(n)) for n in range(draw(st.integers(0, most)))]
    forbidden = draw(st.frozensets(st.tuples(st.sampled_from(range(most)), st.sampled_from(range(most))), max_size=3))
    ruled = frozenset((RequestId(f"r{r}"), OfferId(f"o{o}")) for r, o in forbidden)
    return replace(situation(people, helpers, forbidden=ruled), rules=Rules(weights=draw(weights)))


def who(plan: Plan) -> dict[str, str]:
    return {pair.request.id: pair.offer.id for pair in plan.pairs}
