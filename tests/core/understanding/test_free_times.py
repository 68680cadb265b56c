"""Usual free times in people's own words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.availability import FLEXIBLE, FreeTimes, describe
from bot.understanding.free_times import understand
from bot.understanding.reading import NotUnderstood
from tests.core.test_availability import intervals

TEXTS = {
    "Mon/Wed after 4pm": "Mon, Wed 4–9 PM",
    "weekday evenings": "Weekdays 5–9 PM",
    "Tue 3:30-5": "Tue 3:30–5 PM",
    "lunch (12-1) any day": "Every day noon–1 PM",
    "Sat mornings": "Sat 8 AM–noon",
    "Sun": "Sun 8 AM–8 PM",
    "weekdays before 8am": "Weekdays 6–8 AM",
    "Thursdays 7-8:30 pm": "Thu 7–8:30 PM",
    "Tue after 3:30, Sat mornings": "Tue 3:30–9 PM; Sat 8 AM–noon",
    "mornings": "Every day 8 AM–noon",
    "Mon-Thu 4 to 6": "Mon–Thu 4–6 PM",
    "Mon, Wed and Fri after 3:30; Sat 9am-noon": "Mon, Wed, Fri 3:30–9 PM; Sat 9 AM–noon",
    "after 4pm, Mon and Wed": "Mon, Wed 4–9 PM",
    "evenings and weekends": "Weekdays 5–9 PM; Weekends 8 AM–9 PM",
    "Tues/Thurs 7-9 pm": "Tue, Thu 7–9 PM",
    "M/W/F 3-4": "Mon, Wed, Fri 3–4 PM",
    "MWF after 3": "Mon, Wed, Fri 3–9 PM",
    "any day except Friday": "Mon, Tue, Wed, Thu, Sat, Sun 8 AM–8 PM",
    "weekday evenings except Wed": "Mon, Tue, Thu, Fri 5–9 PM",
    "M-F except Wed after 4": "Mon, Tue, Thu, Fri 4–9 PM",
    "weekdays except Tue and Thu, evenings": "Mon, Wed, Fri 5–9 PM",
    "flexible, not Fridays": "Mon, Tue, Wed, Thu, Sat, Sun 8 AM–8 PM",
    "10pm-1am Sat": "Sat 10 PM–midnight; Sun midnight–1 AM",
    "9-5": "Every day 9 AM–5 PM",
    "evenings 7-9": "Every day 7–9 PM",
    "mornings 6-8": "Every day 6–8 AM",
    "nights 9-12": "Every day 9 PM–midnight",
    "lunch 11-12": "Every day 11 AM–noon",
    "Tue at 4pm": "Tue 4–5 PM",
    "Tue 4pm": "Tue 4–5 PM",
    "after 9pm": "Every day 9–11 PM",
    "until 10am Sun": "Sun 7–10 AM",
    "Mon 3-4, 5-6": "Mon 3–4 PM, 5–6 PM",
    "Sat and Sun mornings": "Weekends 8 AM–noon",
    "Mon–Fri, 4:00 p.m. – 6:00 p.m.": "Weekdays 4–6 PM",
    "between 3 and 5 on Mondays": "Mon 3–5 PM",
    "weeknights": "Weekdays 5–9 PM",
    "I'm free most evenings": "Every day 5–9 PM",
    "noon-1": "Every day noon–1 PM",
    "Mon 4-midnight": "Mon 4 PM–midnight",
    "3:30pm onwards Tue": "Tue 3:30–9 PM",
    "Mon 15:30-17:00": "Mon 3:30–5 PM",
    "Sun-Tue 4-5": "Mon, Tue, Sun 4–5 PM",
    "Sat. morning. Sun. evening": "Sat 8 AM–noon; Sun 5–9 PM",
    "Mon after 4\nTue 3-5": "Mon 4–9 PM; Tue 3–5 PM",
    "After 3pm EST": "Every day 3–9 PM",
    "any time on Sat": "Sat 8 AM–8 PM",
    "all day Sat": "Sat 8 AM–8 PM",
    "Sat and Sun all day": "Weekends 8 AM–8 PM",
    "all day": "Every day 8 AM–8 PM",
    "from 4 to 6 on Mon and Wed": "Mon, Wed 4–6 PM",
    "after 4pm EST Mon/Wed, Sat 9-11am": "Mon, Wed 4–9 PM; Sat 9–11 AM",
    "between 3 and 5 on Mondays, Tuesdays and Fridays": "Mon, Tue, Fri 3–5 PM",
    "after 4pm weekdays, weekends": "Weekdays 4–9 PM; Weekends 8 AM–8 PM",
    "Tue 3:30-5, Sat": "Tue 3:30–5 PM; Sat 8 AM–8 PM",
    "Monday-Wednesday-Friday 4-5": "Mon, Wed, Fri 4–5 PM",
    "Mo/We/Fr 4-5": "Mon, Wed, Fri 4–5 PM",
    "Mo We Fr 4-5": "Mon, Wed, Fri 4–5 PM",
    "We 4-5": "Wed 4–5 PM",
    "we can meet Mon 4-5": "Mon 4–5 PM",
    "anytime after 4": "Every day 4–9 PM",
    "flexible": "Flexible",
    "Very flexible!": "Flexible",
    "whenever": "Flexible",
    "any time": "Flexible",
}


@pytest.mark.parametrize(("text", "words"), TEXTS.items())
def test_free_times_are_understood(text: str, words: str) -> None:
    assert describe(understand(text).value) == words


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("when the baby sleeps", "when the baby sleeps"),
        ("Tue 3-5, Mon when the moon is full", "Mon when the moon is full"),
        ("Mon after 4; to be decided", "to be decided"),
        ("Tue 3-5, sometimes", "sometimes"),
        ("5pm-3pm", "5pm-3pm"),
        ("25-26", "25-26"),
        ("not mornings", "not mornings"),
        ("Mon 3", "Mon 3"),
        ("Every other Tuesday 4-5", "Every other Tuesday 4-5"),
        ("İstanbul, Tue 3-5", "İstanbul"),
        ("<script>alert(1)</script>", "<script>"),
    ],
)
def test_what_is_partly_understood_is_refused_naming_the_clause(text: str, clause: str) -> None:
    with pytest.raises(NotUnderstood) as problem:
        understand(text)
    assert clause in problem.value.reason
    assert "For example" in problem.value.reason


@pytest.mark.parametrize("text", ["Mon after 4, not Mon", "weekends 9-11 but not Sat and Sun"])
def test_times_that_take_themselves_back_leave_none_and_that_is_said(text: str) -> None:
    with pytest.raises(NotUnderstood, match=r"leaves no time of the week"):
        understand(text)


@pytest.mark.parametrize("text", ["", "   ", "x" * 501, "...", ","])
def test_nothing_is_refused(text: str) -> None:
    with pytest.raises(NotUnderstood):
        understand(text)


def test_hours_that_could_be_in_the_evening_too_are_remarked() -> None:
    assert "7:00 AM was assumed" in understand("Thu 7-8:30").remarks[0]
    assert understand("Thu 7-8:30 pm").remarks == ()
    assert understand("Tue 3:30-5").remarks == ()
    assert understand("9-5").remarks == ()


@given(st.lists(intervals(), min_size=1, max_size=8).map(lambda found: FreeTimes(tuple(found))))
def test_what_the_bot_writes_it_understands_again(free: FreeTimes) -> None:
    assert understand(describe(free)).value == free


def test_flexible_is_understood_again_too() -> None:
    assert understand(describe(FLEXIBLE)).value is FLEXIBLE


@given(st.text(alphabet="montuewdhfrisa 0123456789:-,;/&apm()exc", max_size=80))
def test_any_text_gives_times_or_a_sentence(text: str) -> None:
    try:
        free = understand(text).value
    except NotUnderstood:
        return
    assert free.given or free.flexible
