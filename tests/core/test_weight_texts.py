"""The preview of weights: fits every platform, however long the names and whatever would change."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.commands import decode
from bot.domain.member import Member, Rules
from bot.domain.weights import NAMES, USUAL, Weight, Weights
from bot.ids import MemberId, OfferId, RequestId
from bot.matching.criteria import CRITERIA
from bot.matching.pair import Apart
from bot.matching.preview import Outcome, Waiter, Why, outcomes, told
from bot.texts import weights as texts
from bot.views import Actions, words
from tests.core.rounds import weights
from tests.core.test_matching import NOW, asked, offered, pair


@st.composite
def lines(draw: st.DrawFn) -> list[Waiter]:
    """People who wait for few mentors, so that one goes to whom another would have got."""
    offers = [
        offered(
            id=OfferId(f"o{n}"),
            mentor=MemberId(f"mentor{n}"),
            years=draw(st.integers(0, 12)),
            taken=draw(st.integers(0, 2)),
            topics=draw(st.sampled_from([(), ("scheduling",)])),
            last_proposed_at=draw(st.sampled_from([None, NOW - timedelta(days=3)])),
        )
        for n in range(draw(st.integers(0, 4)))
    ]
    found = []
    for n in range(draw(st.integers(0, 7))):
        request = asked(id=RequestId(f"r{n}"), mentee=MemberId(f"mentee{n}"))
        found.append(Waiter(request, [pair(request, offer) for offer in offers], Apart()))
    return found


def mentors(found: list[Outcome]) -> list[str]:
    return [each.then.pair.offer.mentor for each in found if each.then]


@given(lines(), weights, weights)
def test_each_mentor_goes_to_one_and_a_change_has_its_reason(line: list[Waiter], now: Weights, then: Weights) -> None:
    found = outcomes(line, Rules(weights=now), then)
    assert len(set(mentors(found))) == len(mentors(found))
    for each in found:
        moved = (each.now and each.now.pair.offer.id) != (each.then and each.then.pair.offer.id)
        assert moved == (each.why is not Why.SAME)
        assert not each.ahead or each.why is Why.FITS_BETTER
    if now == then:
        assert {each.why for each in found} <= {Why.SAME}


@given(lines(), weights, weights, st.sampled_from(["W" * 200, "Al"]), st.sampled_from(["", texts.CHANGED_MEANWHILE]))
def test_a_preview_fits_and_its_button_saves_what_it_shows(
    line: list[Waiter], now: Weights, then: Weights, name: str, said: str
) -> None:
    found = outcomes(line, Rules(weights=now), then)
    shown = told(found, texts.MOST_SHOWN)
    assert [each.why is Why.SAME for each in shown] == sorted(each.why is Why.SAME for each in shown)
    ids = [MemberId(f"{kind}{n}") for kind in ("mentor", "mentee") for n in range(7)]
    people = {id: Member(asked().community, id, name, NOW) for id in ids}
    message = texts.preview(texts.Preview(now, then, found, shown, people), said)
    actions = [decode(b.action) for part in message.parts if isinstance(part, Actions) for b in part.buttons]
    saves = [(a.weights, a.before) for a in actions if a.slug == "save-weights"]  # type: ignore[attr-defined]
    assert saves == ([] if now == then else [(then.code, now.code)])


def test_the_longest_preview_fits() -> None:
    by_length = sorted(CRITERIA, key=lambda each: -len(each.ahead))
    best = next(iter(outcomes([Waiter(asked(), [pair()], Apart())], Rules(), Weights()))).now
    longest = Outcome(asked(), best, best, Why.FITS_BETTER, tuple(each.name for each in by_length), 9)
    freed = replace(longest, why=Why.FREED)
    people = {id: Member(asked().community, id, "W" * 200, NOW) for id in (asked().mentee, offered().mentor)}
    nothing = Weights(**dict.fromkeys(NAMES, Weight.NOT_AT_ALL))
    for shown in ([longest] * 5, [freed] * 5):
        made = texts.Preview(nothing, USUAL, [longest] * 20, shown, people)
        assert len(list(words(texts.preview(made, texts.CHANGED_MEANWHILE).parts))) > 5 * 5
    assert tuple(texts.LABELS) == NAMES
