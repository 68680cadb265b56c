"""What pairs read fits every platform, however long the words that people typed."""

# ruff: noqa: DTZ001 (wall times are naive)

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands import ProposeSchedule
from bot.domain.exceptions import Exceptions
from bot.domain.match import Agreement, Match, Missed, Session
from bot.domain.member import Member
from bot.domain.offer import MentoringOffer
from bot.domain.partners import Partners
from bot.domain.request import MentoringRequest
from bot.domain.schedule import Rhythm, Shift
from bot.domain.status import AgreementStatus, MatchStatus, OfferStatus, RequestStatus, SessionStatus, WrongStatus
from bot.ids import AgreementId, CommunityId, MatchId, MemberId, NudgeId, OfferId, RequestId, SessionId, new_id
from bot.reference.agenda import AGENDA
from bot.reference.professions import PROFESSIONS
from bot.reference.settings import SETTINGS
from bot.reference.states import STATES
from bot.reference.topics import TOPICS
from bot.texts import (
    agreed_terms,
    agreeing,
    calendars,
    checking_in,
    clocks,
    closing,
    details,
    keeping,
    pausing,
    quiet,
    schedule_form,
    still_here,
)
from bot.texts.partners import both_times, early_or_late, full, slot_label
from bot.views import MOST_BUTTON, Form, Message

HERE = CommunityId("schoolots")
NOW = datetime(2026, 10, 5, 14, tzinfo=UTC)
ZONES = sorted({zone for state in STATES.values() for zone in state.zones})
LONGEST_ZONE = "Pacific/Guam"


def member(name: str) -> Member:
    return Member(community=HERE, id=MemberId(new_id()), name=name, joined_at=NOW)


def partners(mentee_zone: str = LONGEST_ZONE, mentor_zone: str = "America/Puerto_Rico", length: int = 100) -> Partners:
    mentee, mentor = member("W" * length), member("M" * length)
    match = Match(
        community=HERE,
        id=MatchId(new_id()),
        request=RequestId(new_id()),
        offer=OfferId(new_id()),
        mentee=mentee.id,
        mentor=mentor.id,
        status=MatchStatus.ACTIVE,
        began_at=NOW,
        last_contact_at=NOW,
    )
    return Partners(match, mentee, mentor, mentee_zone, mentor_zone)


PAIR = partners()
STARTS = [datetime(2026, 12, day, 12, 30) for day in (8, 9, 10)]
AGREEMENT = Agreement(
    community=HERE,
    id=AgreementId(new_id()),
    match=PAIR.match.id,
    version=1,
    status=AgreementStatus.SIGNED,
    first=STARTS[1],
    zone=PAIR.anchor,
    rhythm=Rhythm.MONTHLY,
    minutes=240,
    weeks=52,
    way="in-person",
    place="p" * schedule_form.MOST_PLACE,
    goals=("g" * schedule_form.MOST_GOALS,),
    proposed_by=PAIR.mentee.id,
    proposed_at=NOW,
)
SESSION = Session(
    community=HERE,
    id=SessionId(new_id()),
    match=PAIR.match.id,
    agreement=AGREEMENT.id,
    number=1,
    starts_at=NOW + timedelta(days=3),
    minutes=240,
    status=SessionStatus.PLANNED,
)
CALENDAR = calendars.series(PAIR, AGREEMENT, Exceptions(), NOW)
AWAY = PAIR.now(replace(PAIR.match, status=MatchStatus.PAUSED, paused_until=NOW))
SHIFT = Shift(2, NOW, datetime(2026, 11, 3, 12, 30), datetime(2026, 11, 3, 11, 30))
SHIFTS = {PAIR.mentee.id: SHIFT, PAIR.mentor.id: SHIFT}
LOG = closing.Log(held=52, minutes=52 * 240, began=date(2026, 10, 5), ended=date(2027, 10, 5))
SUGGESTED = ProposeSchedule(
    PAIR.match.id,
    first_date="2026-12-08",
    time="12:30",
    rhythm="every-two-weeks",
    minutes="240",
    way="in-person",
    weeks="52",
)
ONWARD = closing.Onward(SUGGESTED, NOW, SUGGESTED, NOW)


def longest(labels: dict[str, int]) -> list[str]:
    return sorted(labels, key=lambda slug: -labels[slug])


def request() -> MentoringRequest:
    return MentoringRequest(
        community=HERE,
        id=RequestId(new_id()),
        mentee=PAIR.mentee.id,
        state=longest({code: len(state.name) for code, state in STATES.items()})[0],
        setting=longest({slug: len(setting.label) for slug, setting in SETTINGS.items()})[0],
        topics=tuple(longest({slug: len(topic.label) for slug, topic in TOPICS.items()})[:3]),
        free_times=None,
        note="",
        status=RequestStatus.MATCHED,
        created_at=NOW,
        waiting_since=NOW,
        looking_since=NOW,
    )


def offer() -> MentoringOffer:
    return MentoringOffer(
        community=HERE,
        id=OfferId(new_id()),
        mentor=PAIR.mentor.id,
        profession=longest({slug: len(p.label) for slug, p in PROFESSIONS.items()})[0],
        years=60,
        states=("PR",),
        settings=("elementary",),
        topics=(),
        free_times=None,
        capacity=1,
        taken=1,
        status=OfferStatus.OPEN,
        created_at=NOW,
        confirmed_at=NOW,
    )


def test_every_message_of_a_pair_fits_at_its_longest() -> None:
    """Views refuse what some platform would refuse; building them is the test."""
    pair, reader, other = PAIR, PAIR.mentee.id, PAIR.mentor
    warning = early_or_late(pair, other, NOW)
    on = closing.how_to_go_on(pair, reader, "52 weeks", LOG, ONWARD)
    questions = checking_in.questions(SESSION.id)
    built = [
        agreeing.introduction(pair, request(), offer(), STARTS, guessed=True),
        agreeing.introduction(pair, None, None, [], guessed=True),
        agreeing.suggestion(pair, AGREEMENT, warning),
        agreeing.suggested(pair, AGREEMENT),
        agreeing.signed(pair, AGREEMENT),
        agreeing.agreed(pair, AGREEMENT, other, CALENDAR),
        agreed_terms.suggestion(pair, AGREEMENT),
        agreed_terms.suggested(pair, AGREEMENT),
        agreed_terms.waits_for_your_word(pair, reader, AGREEMENT),
        agreed_terms.agreed(pair, AGREEMENT, other, CALENDAR),
        keeping.reminder(pair, reader, SESSION, AGREEMENT, SHIFTS, AGENDA[0]),
        clocks.heads_up(pair, reader, SHIFTS),
        clocks.heads_up(pair, reader, {other.id: SHIFT}),
        clocks.moved(pair, reader, NOW, LONGEST_ZONE),
        keeping.first_reminder(pair, reader, SESSION, AGREEMENT),
        keeping.halfway(pair, reader, SESSION, AGREEMENT, SESSION.id),
        checking_in.how_is_it_going(pair, reader, NudgeId("n1"), SESSION, SESSION),
        checking_in.goes_well(NudgeId("n1"), SESSION),
        checking_in.help_is_coming(other),
        agreeing.waits_for_your_word(pair, reader, AGREEMENT, passed=False),
        agreeing.waits_for_your_word(pair, reader, AGREEMENT, passed=True),
        keeping.hour_before(pair, reader, SESSION, AGREEMENT, in_an_hour=True),
        keeping.did_you_meet(pair, reader, SESSION, SESSION),
        keeping.did_you_meet(pair, other.id, SESSION, SESSION),
        keeping.thanks_for_meeting(SESSION, SESSION, on, questions, ask_for_goals=True),
        keeping.thanks_for_meeting(SESSION, SESSION, (), questions, ask_for_goals=True),
        keeping.met_in_a_pause(pair.match.id, SESSION.id),
        keeping.not_yet(SESSION, AGREEMENT, SESSION, questions),
        keeping.help_is_coming(other, SESSION),
        keeping.cancelled(pair, reader, SESSION, AGREEMENT, SESSION),
        keeping.cancelled_for_pair(pair, other, SESSION, AGREEMENT, CALENDAR),
        keeping.moved(pair, reader, SESSION),
        keeping.moved_for_pair(pair, other, SESSION, NOW, warning, CALENDAR),
        quiet.without_schedule(pair, other.id, STARTS, AGREEMENT),
        quiet.without_schedule(pair, reader, STARTS, AGREEMENT),
        quiet.still_meeting(pair, reader, SESSION),
        quiet.keep_pause_or_end(pair, reader, date(2026, 12, 30)),
        quiet.paused_for_silence(pair),
        pausing.resumed_for_pair(other, pair.match, None, CALENDAR),
        pausing.over(pair, SESSION),
        pausing.paused(AWAY),
        pausing.paused_for_pair(AWAY, other, full(NOW), CALENDAR),
        *(still_here.question(pair, each.id, date(2026, 12, 30), reminder=True) for each in pair.both),
        *(still_here.asked(pair, each.id, date(2026, 12, 30)) for each in pair.both),
        still_here.meeting_soon(pair, reader, SESSION),
        still_here.welcome_back(pair, reader, SESSION),
        still_here.is_here(pair, reader, SESSION),
        still_here.both_here(pair, reader, None),
        still_here.released(pair, reader, closing.after_the_end(pair, reader, None, CALENDAR)),
        still_here.ended_quietly(pair, reader, still_here.offer_rests(OfferId(new_id()))),
        closing.ended(pair, reader, LOG, closing.after_the_end(pair, reader, None, CALENDAR)),
        closing.ended_for_other(pair, reader, LOG, closing.after_the_end(pair, reader, offer(), None)),
        closing.thanks_to_mentor(pair, offer(), CALENDAR),
        closing.back_in_line(date(2026, 12, 30), CALENDAR),
        closing.back_in_line(None),
        closing.term_over(pair, reader, on),
        *(details.details(_in(status), reader, AGREEMENT, SESSION, LOG, (), "n" * 500) for status in MatchStatus),
    ]
    assert all(isinstance(message, Message) for message in built)


def _in(status: MatchStatus) -> Partners:
    return PAIR.now(replace(PAIR.match, status=status))


def test_every_form_of_a_pair_fits_at_its_longest() -> None:
    filled = schedule_form.Filled(
        day=date(2026, 12, 8),
        time=STARTS[0].time(),
        rhythm="monthly",
        minutes=50,
        way="video",
        place="p" * schedule_form.MOST_PLACE,
        weeks=52,
        goals="g" * schedule_form.MOST_GOALS,
        missed="new-time",
        hour_before=True,
    )
    forms = [
        schedule_form.schedule_form(PAIR.match.id, PAIR, PAIR.mentee.id, filled, NOW.date()),
        agreed_terms.terms_form(PAIR.match.id, goals=filled.goals, missed=Missed.NEXT, place=filled.place),
        pausing.form(AWAY, PAIR.mentor, NOW.date()),
        keeping.reschedule_form(PAIR, PAIR.mentee.id, SESSION, STARTS[0], NOW.date()),
        closing.feedback_form(PAIR, PAIR.mentee.id, None),
        *(checking_in.form(PAIR, PAIR.mentee.id, SESSION, ("g" * 400,) * n, None, None) for n in range(4)),
    ]
    assert all(isinstance(form, Form) for form in forms)


@given(st.sampled_from(ZONES), st.sampled_from(ZONES), st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)))
def test_a_time_on_a_button_always_fits(mentee_zone: str, mentor_zone: str, at: datetime) -> None:
    pair = partners(mentee_zone, mentor_zone)
    moment = at.replace(tzinfo=UTC)
    assert len(slot_label(pair, moment)) <= MOST_BUTTON
    assert both_times(pair, moment).startswith(slot_label(pair, moment))


def test_one_time_is_shown_where_both_clocks_agree() -> None:
    moment = datetime(2026, 10, 6, 19, tzinfo=UTC)
    assert both_times(partners("America/New_York", "America/Detroit"), moment) == "Tue, Oct 6, 3:00 PM Eastern"
    assert both_times(partners("America/New_York", "Pacific/Guam"), moment) == (
        "Tue, Oct 6, 3:00 PM Eastern · Wed, Oct 7, 5:00 AM Guam (Chamorro)"
    )


# A session's own rules


@pytest.mark.parametrize("status", list(SessionStatus))
def test_a_moved_meeting_begins_anew(status: SessionStatus) -> None:
    answered = replace(SESSION, status=status, mentee_answer="met", mentor_answer="not-yet")
    moved = answered.moved(NOW)
    assert (moved.status, moved.starts_at, moved.moves) == (SessionStatus.PLANNED, NOW, 1)
    assert (moved.mentee_answer, moved.mentor_answer) == ("", "")


def test_a_cancelled_meeting_was_not_held() -> None:
    with pytest.raises(WrongStatus):
        SESSION.to(SessionStatus.CANCELLED).answered(by_mentee=True, answer="met")
