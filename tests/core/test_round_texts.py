"""The pages of a round's draft, at their longest."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.member import Member
from bot.domain.round import Change, Round, RoundLine, Ruling, Word
from bot.domain.status import LineStatus, RoundStatus
from bot.ids import LineId, MemberId, OfferId, RequestId, RoundId
from bot.journey.approving import Gone
from bot.matching.rounds import Left
from bot.matching.tiers import Tier
from bot.reference.settings import SETTINGS
from bot.reference.states import STATES
from bot.texts import round_pages
from bot.texts import rounds as texts
from bot.views import MOST_BUTTONS, Actions, Message
from tests.acceptance.stage import said
from tests.core.test_matching import NOW, REQUEST

ROUND = Round(REQUEST.community, RoundId("x" * 12), RoundStatus.DRAFT, MemberId("m" * 12), NOW, solved=2)
LINE = RoundLine(
    community=REQUEST.community,
    id=LineId("l" * 12),
    round=ROUND.id,
    position=0,
    request=RequestId("r" * 12),
    mentee=MemberId("a" * 12),
    offer=OfferId("o" * 12),
    mentor=MemberId("b" * 12),
    tier=8,
    reasons=("W" * 300,) * 5,
    passed_over=("b" * 12, "a" * 12),
    turn=0,
    status=LineStatus.PLANNED,
    change=Change.MOVED,
)
LEFT_LINE = replace(LINE, offer=None, mentor=None, tier=0, reasons=(), passed_over=(), status=LineStatus.LEFT)
STATE = max(STATES, key=lambda code: len(STATES[code].name))
SETTING = max(SETTINGS, key=lambda slug: len(SETTINGS[slug].label))
LONG = replace(REQUEST, state=STATE, setting=SETTING, sole_ot=True, waiting_since=NOW - timedelta(days=1999))


def page(lines: list[RoundLine], rulings: list[Ruling], number: int = 0, words: str = "") -> Message:
    people = {id: Member(REQUEST.community, id, "W" * 200, NOW) for id in (LINE.mentee, MemberId("b" * 12))}
    said = {(each.request, each.offer): each.word for each in rulings}
    sheet = round_pages.sheet(lines, rulings, number)
    requests = {LINE.request: replace(LONG, id=LINE.request)}
    return round_pages.page(round_pages.Draft(ROUND, lines, said, people, requests, NOW), sheet, words)


def ruling(word: Word) -> Ruling:
    assert LINE.offer is not None
    assert LINE.mentor is not None
    pair = (LINE.request, LINE.offer, LINE.mentee, LINE.mentor)
    return Ruling(LINE.community, LINE.round, *pair, word, MemberId("m" * 12), NOW)


def test_every_page_fits_at_its_longest() -> None:
    gone = [replace(LINE, status=LineStatus.GONE, why=why) for why in Gone]
    left = [replace(LEFT_LINE, why=why, fitting=100, change=Change.LOST) for why in Left]
    lines = [*[LINE] * 900, *gone, *[replace(LINE, status=LineStatus.APPROVED)] * 200, *left]
    rulings = [ruling(Word.PINNED), *[ruling(Word.FORBIDDEN)] * 5]
    pages = round_pages.sheet(lines, rulings, 0).pages
    for number in {0, 1, *range(298, pages)}:
        made = page(lines, rulings, number, texts.outcomes(gone))
        rows = [part for part in made.parts if isinstance(part, Actions)]
        assert 1 <= len(rows) <= MOST_BUTTONS


def test_a_page_with_room_shows_the_reasons() -> None:
    short = replace(LINE, reasons=("You both know Ohio.", "Topics that fit: scheduling.", "Three.", "Four."))
    shown = said(page([short], []))
    assert "Topics that fit: scheduling." in shown
    assert "Four." not in shown


def test_every_outcome_and_reason_has_words() -> None:
    assert set(texts.GONE) == set(Gone)
    assert set(round_pages.LEFT) == set(Left) - {Left.TAKEN}
    assert set(round_pages.TIERS) == set(map(int, Tier))
    assert set(round_pages.CHANGES) == set(Change)


@pytest.mark.parametrize(("number", "page"), [(-1, 0), (0, 0), (99, 1)])
def test_a_number_without_a_page_is_the_nearest(number: int, page: int) -> None:
    assert round_pages.sheet([LINE] * 4, [], number).number == page
