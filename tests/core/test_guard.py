"""The student-information guard: what it warns of, what it leaves alone, and that no text can slow it down."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.guard import Kind, findings, kinds

ALARMING = {
    "123-45-6789": {Kind.SSN},
    "his ssn is 123456789": {Kind.SSN},
    "DOB 3/4/2015": {Kind.BIRTH_DATE},
    "D.O.B.: 03-04-15": {Kind.BIRTH_DATE},
    "she was born on March 4, 2015": {Kind.BIRTH_DATE},
    "born 4th of July... I mean 4 July": {Kind.BIRTH_DATE},
    "date of birth: 2015-03-04": {Kind.BIRTH_DATE},
    "born in March 2015": {Kind.BIRTH_DATE},
    "3/4/2015 (DOB)": {Kind.BIRTH_DATE},
    "student id 20417": {Kind.ID_NUMBER},
    "Student ID: A-204417": {Kind.ID_NUMBER},
    "Medicaid number is NY00123": {Kind.ID_NUMBER},
    "IEP #88123": {Kind.ID_NUMBER},
    "state student number 5551234": {Kind.ID_NUMBER},
    "My student Marcus needs a sensory plan": {Kind.STUDENT_NAME},
    "a student named Zoë": {Kind.STUDENT_NAME},
    "our kiddo, José, bites": {Kind.STUDENT_NAME},
    "my student J.M. elopes": {Kind.STUDENT_NAME},
    "my student MARCELLUS elopes": {Kind.STUDENT_NAME},
    "My student Marcus Bell, id # A-204417, needs a sensory plan": {Kind.STUDENT_NAME, Kind.ID_NUMBER},
    "I work with Jordan P. (DOB 3/4/2015) at Lincoln Elementary, happy to share what worked": {
        Kind.STUDENT_NAME,
        Kind.BIRTH_DATE,
    },
    "the parent is at pat@example.com": {Kind.CONTACT},
    "Call the guardian: (555) 010-1234": {Kind.CONTACT},
    "mom's cell 555-010-1234": {Kind.CONTACT},
    "https://docs.example.com/d/marcus-iep": {Kind.DOCUMENT},
    "see MarcusIEP.pdf": {Kind.DOCUMENT},
    "see Progress Report Marcus.docx": {Kind.DOCUMENT},
    "https://drive.example.com/Progress%20Report%20M": {Kind.DOCUMENT},
    "OT_eval_2026.docx": {Kind.DOCUMENT},
    "www.example.com/ifsp/7": {Kind.DOCUMENT},
}

HARMLESS = [
    "",
    "I start in August and have 62 kids across 5 buildings.",
    "First IEP meeting next week, help",
    "My district has no other OT.",
    "New grads welcome",
    "Please no calls during IEP season",
    '=HYPERLINK("http://example.com","click")',
    "<script>alert(1)</script> @everyone <!channel>",
    "My student needs the Beery and the Peabody",
    "my student Beery scores were low",
    "my students IEP goals",
    "My student May need more time",
    "Call me at 555-010-1234 or write to me@example.com",
    "I was born to do this",
    "My state license number is OT12345",
    "Is there a good handout.pdf on sensory diets?",
    "medieval.pdf",
    "my student with Down syndrome",
    "the student in Kindergarten",
    "Level II student, graduating 5/2027",
    "I have 12 evaluations due by 10/15/2026",
    "room number 2041",
    "https://example.com/handwriting",
]


@pytest.mark.parametrize(("text", "expected"), ALARMING.items())
def test_student_information_is_found(text: str, expected: set[Kind]) -> None:
    assert set(kinds(text)) == expected


@pytest.mark.parametrize("text", HARMLESS)
def test_what_colleagues_write_every_day_is_left_alone(text: str) -> None:
    assert findings(text) == ()


def test_findings_say_where() -> None:
    text = "My student Marcus Bell, DOB 3/4/2015"
    assert [(text[f.start : f.end], f.kind) for f in findings(text)] == [
        ("Marcus", Kind.STUDENT_NAME),
        ("DOB 3/4/2015", Kind.BIRTH_DATE),
    ]


def test_an_address_is_a_contact_only_in_the_sentence_that_names_the_family() -> None:
    text = "The parent called twice. Write to me@example.com"
    assert findings(text) == ()


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_has_words_for_people(kind: Kind) -> None:
    assert kind.words


@given(st.text())
def test_any_text_is_survived_and_findings_lie_within_it(text: str) -> None:
    assert all(0 <= f.start < f.end <= len(text) for f in findings(text))


HOSTILE = [
    "a",
    "1",
    "1-",
    "born ",
    "born 1/",
    "born jan ",
    "student ",
    "student #",
    "student id a-",
    "my student A",
    "my student ",
    "parent a@b.",
    "parent a.",
    "parent 555-010-123",
    "www.",
    "https://a ",
    ".pdf",
    "a.pdf ",
    "iep",
    "J. ",
    "(((",
    " ",
    "\n",
    "ssn ",
    "state number ",
    "@",
    "progress ",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_hostile_paste_of_100_kb_takes_linear_time(piece: str) -> None:
    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        began = time.perf_counter()
        findings(text)
        return time.perf_counter() - began

    assert seconds(100_000) < 2.0
