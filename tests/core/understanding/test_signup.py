"""Rows of sign-up sheets become offers and requests to be, and nothing is dropped without a word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.availability import describe
from bot.domain.schedule import Rhythm
from bot.understanding.cells import MOST_NOTE
from bot.understanding.duplicates import duplicates
from bot.understanding.signup import MenteeSignup, MentorSignup, handle, understand_mentee, understand_mentor

MENTOR = {
    "name": "  Zoë   Muñoz ",
    "handle": "@Zoe.Munoz",
    "profession": "OTD, OTR/L",
    "states": "OH/KY",
    "years": "10+",
    "years_in_schools": "fifteen",
    "settings": "Preschool + early intervention",
    "topics": "IEPs, evaluations",
    "capacity": "",
    "ways": "Phone or video",
    "free_times": "Mon/Wed after 4pm",
    "zone": "ET",
    "district": "Dayton City",
    "agency": "ProCare",
    "programme": "Ohio State",
    "note": "Happy to help!",
}
MENTEE = {
    "name": "Ivy Hall",
    "handle": "@ivy.hall",
    "profession": "new grad OT",
    "state": "N. Carolina",
    "years": "<1",
    "setting": "PreK",
    "topics": "behavior",
    "rhythm": "every other week",
    "ways": "Video",
    "free_times": "Tue 3:30-5",
    "zone": "ET",
    "sole_ot": "I am the only one!!",
    "note": "I start in August and have 62 kids across 5 buildings.",
}


def mentor(**cells: str) -> MentorSignup:
    value = understand_mentor(MENTOR | cells).value
    assert value is not None
    return value


def mentee(**cells: str) -> MenteeSignup:
    value = understand_mentee(MENTEE | cells).value
    assert value is not None
    return value


def test_a_good_row_becomes_an_offer_without_complaints() -> None:
    reading = understand_mentor(MENTOR)
    assert reading.complaints == ()
    assert reading.value == mentor()
    offer = mentor()
    assert (offer.name, offer.handle, offer.profession) == ("Zoë Muñoz", "zoe.munoz", "otr")
    assert (offer.states, offer.settings) == (("OH", "KY"), ("preschool-619", "early-intervention"))
    assert (offer.years, offer.years_in_schools, offer.capacity) == (10, 15, 1)
    assert (offer.topics, offer.ways) == (("iep-process", "evaluation-eligibility"), ("phone", "video"))
    assert (describe(offer.free_times), offer.zone) == ("Mon, Wed 4–9 PM", "America/New_York")
    assert (offer.district, offer.agency, offer.programme) == ("Dayton City", "ProCare", "Ohio State")
    assert offer.note == "Happy to help!"


def test_a_good_row_becomes_a_request_without_complaints() -> None:
    reading = understand_mentee(MENTEE)
    assert reading.complaints == ()
    request = mentee()
    assert (request.state, request.setting, request.profession) == ("NC", "preschool-619", "otr")
    assert (request.rhythm, request.sole_ot, request.years) == (Rhythm.EVERY_TWO_WEEKS, True, 0)
    assert request.note == MENTEE["note"]


@pytest.mark.parametrize(
    ("column", "typed"),
    [
        ("name", ""),
        ("name", "???"),
        ("states", "Ontario"),
        ("states", ""),
        ("settings", ""),
        ("settings", "moon base"),
        ("profession", ""),
        ("profession", "astronaut"),
        ("profession", "Level II student"),
    ],
)
def test_a_row_that_can_not_become_an_offer_says_which_cell_is_why(column: str, typed: str) -> None:
    reading = understand_mentor(MENTOR | {column: typed})
    assert reading.value is None
    assert [(c.column, c.value, c.fatal) for c in reading.complaints] == [(column, typed, True)]


@pytest.mark.parametrize(("column", "typed"), [("name", " "), ("state", "???"), ("setting", "")])
def test_a_row_that_can_not_become_a_request_says_which_cell_is_why(column: str, typed: str) -> None:
    reading = understand_mentee(MENTEE | {column: typed})
    assert reading.value is None
    assert [(c.column, c.fatal) for c in reading.complaints] == [(column, True)]


def test_students_may_ask() -> None:
    assert mentee(profession="Level II student").profession == "ot-student-l2"


@pytest.mark.parametrize(
    ("column", "typed"),
    [("years", "many"), ("free_times", "when the baby sleeps"), ("zone", "UTC-5"), ("ways", "email")],
)
def test_a_value_that_is_not_understood_is_left_out_and_named(column: str, typed: str) -> None:
    reading = understand_mentor(MENTOR | {column: typed})
    assert reading.value is not None
    assert getattr(reading.value, column) in (None, ())
    (complaint,) = reading.complaints
    assert (complaint.column, complaint.value, complaint.fatal) == (column, typed, False)
    assert typed in complaint.reason


def test_a_large_capacity_becomes_the_most_and_a_negative_one_the_usual() -> None:
    assert mentor(capacity="5").capacity == 3
    assert mentor(capacity="-1").capacity == 1
    assert "most" in understand_mentor(MENTOR | {"capacity": "5"}).complaints[0].reason
    assert "-1" in understand_mentor(MENTOR | {"capacity": "-1"}).complaints[0].reason


def test_of_two_states_and_settings_a_request_takes_the_first_and_says_so() -> None:
    reading = understand_mentee(MENTEE | {"state": "NY, NJ", "setting": "high school; transition"})
    assert reading.value is not None
    assert (reading.value.state, reading.value.setting) == ("NY", "high-school")
    assert [(c.column, c.fatal) for c in reading.complaints] == [("state", False), ("setting", False)]
    assert "New Jersey left out" in reading.complaints[0].reason


def test_an_allied_mentor_keeps_process_topics_only() -> None:
    reading = understand_mentor(MENTOR | {"profession": "School Psych", "topics": "handwriting & fine motor, IEPs"})
    assert reading.value is not None
    assert reading.value.topics == ("iep-process",)
    assert "OT practitioners only" in reading.complaints[0].reason


@pytest.mark.parametrize(
    ("column", "typed", "kind"),
    [
        ("note", "I work with Jordan P. (DOB 3/4/2015) at Lincoln Elementary", "date of birth"),
        ("note", "My student Marcus Bell, id # A-204417, needs a sensory plan", "student's name"),
        ("topics", "my student Marcus", "student's name"),
        ("district", "SSN 123-45-6789", "Social Security number"),
    ],
)
def test_student_information_is_dropped_and_never_repeated(column: str, typed: str, kind: str) -> None:
    reading = understand_mentor(MENTOR | {column: typed})
    (complaint,) = reading.complaints
    assert (complaint.column, complaint.value, complaint.fatal) == (column, "", False)
    assert kind in complaint.reason
    assert not any(word in repr(reading) for word in ("Jordan", "Marcus", "2015", "204417", "6789"))


@pytest.mark.parametrize(
    "text",
    ['=HYPERLINK("http://example.com","click")', "<script>alert(1)</script> @everyone <!channel>", "*bold* `code`"],
)
def test_hostile_text_stays_plain_data(text: str) -> None:
    assert mentor(note=text).note == text
    assert mentor(name=text + " Zoë").name == text + " Zoë"


def test_invisible_characters_and_line_breaks_are_taken_out() -> None:
    assert mentor(name="Zoë\u202e\u0000\nMuñoz").name == "Zoë Muñoz"


def test_a_long_paste_is_cut_and_said_or_refused() -> None:
    paste = "word " * 20_000
    reading = understand_mentor(dict.fromkeys(MENTOR, paste) | {"note": paste})
    assert reading.value is None
    assert all(len(c.value) <= 80 and len(c.reason) < 200 for c in reading.complaints)
    assert len(mentor(note=paste).note) <= MOST_NOTE


def test_missing_columns_read_as_empty() -> None:
    needed = {column: MENTOR[column] for column in ("name", "profession", "states", "settings")}
    reading = understand_mentor(needed)
    assert reading.complaints == ()
    assert reading.value is not None
    assert (reading.value.capacity, reading.value.zone, reading.value.free_times) == (1, None, None)


@given(st.fixed_dictionaries({column: st.text(max_size=60) for column in MENTOR}))
def test_any_row_is_read_and_has_a_value_exactly_without_fatal_complaints(row: dict[str, str]) -> None:
    for reading in (understand_mentor(row), understand_mentee(row)):
        assert (reading.value is None) == any(complaint.fatal for complaint in reading.complaints)


def row(handle: str, timestamp: str = "") -> dict[str, str]:
    return {"handle": handle, "timestamp": timestamp}


def test_of_two_rows_with_one_handle_the_later_timestamp_counts() -> None:
    found = duplicates({2: row("@Ana.Ito", "9/17/2026 14:31:00"), 5: row("ana.ito", "9/9/2026 19:30:00"), 6: row("@b")})
    assert found.superseded == {5: 2}
    assert found.without_handle == ()


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("9/9/2026 7:14:00", "9/10/2026 7:14:00"),
        ("2026-09-09T07:14:00", "2026-09-10T07:14:00Z"),
        ("9/9/2026 11:14:00 AM", "9/9/2026 1:14:00 PM"),
        ("9/9/2026 7:14:00 GMT-4", "9/10/2026 7:14:00 GMT-4"),
        ("9/9/26", "9/10/26"),
        ("no date", "9/9/2026"),
        ("", ""),
    ],
)
def test_timestamps_of_many_forms_are_compared(earlier: str, later: str) -> None:
    assert duplicates({2: row("@a", earlier), 3: row("@a", later)}).superseded == {2: 3}
    if earlier != later:
        assert duplicates({2: row("@a", later), 3: row("@a", earlier)}).superseded == {3: 2}


def test_three_rows_of_one_person_are_all_superseded_by_the_latest() -> None:
    rows = {2: row("@a", "9/1/2026"), 3: row("@a", "9/3/2026"), 4: row("@a", "9/2/2026")}
    assert duplicates(rows).superseded == {2: 3, 4: 3}


def test_rows_without_a_handle_are_never_taken_for_one_another() -> None:
    found = duplicates({2: row(""), 3: row(" "), 4: row("@"), 5: {}})
    assert found.superseded == {}
    assert found.without_handle == (2, 3, 4, 5)


def test_handles_are_compared_without_at_sign_and_case() -> None:
    assert handle("@Zoe.Munoz") == handle("zoe.munoz")
