"""Years, capacity, rhythm, ways of meeting, yes and no, zones, clock times and days in people's own words."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.schedule import Rhythm
from bot.reference.states import STATES
from bot.understanding.capacity import capacity
from bot.understanding.clock_times import clock_time
from bot.understanding.days import day
from bot.understanding.reading import NotUnderstood
from bot.understanding.rhythms import rhythm
from bot.understanding.ways import ways
from bot.understanding.years import years
from bot.understanding.yes import yes
from bot.understanding.zones import zone

TODAY = date(2026, 11, 23)  # a Monday


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7", 7),
        ("10+", 10),
        ("8 yrs", 8),
        ("fifteen", 15),
        ("twenty-five", 25),
        ("1.5", 1),
        ("2 1/2", 2),
        ("<1", 0),
        ("new", 0),
        ("None", 0),
        ("0", 0),
        ("less than a year", 0),
        ("first year", 0),
        ("½", 0),
        ("a year", 1),
        ("6 months", 0),
        ("18 months", 1),
        ("over 20", 20),
        ("10 yrs SNF, new to schools", 10),
        ("new grad", 0),
    ],
)
def test_years(text: str, value: int) -> None:
    assert years(text).value == value
    assert years(text).remarks == ()


@pytest.mark.parametrize(("text", "value"), [("2-5", 2), ("2 – 5", 2), ("two to five", 2), ("5 or 6", 5)])
def test_of_a_range_of_years_the_lower_bound_counts(text: str, value: int) -> None:
    assert years(text).value == value
    assert text in years(text).remarks[0] or "2" in years(text).remarks[0]


@pytest.mark.parametrize(
    "text", ["many", "", "-3", "since 2015", "100", "a few", "5 years, 3 in schools", "NaN", "1e9"]
)
def test_years_that_are_not_understood(text: str) -> None:
    with pytest.raises(NotUnderstood):
        years(text)


@pytest.mark.parametrize(
    ("text", "value"), [("", 1), (" ", 1), ("1", 1), ("one", 1), ("2", 2), ("three", 3), ("a couple", 2), ("2+", 2)]
)
def test_capacity(text: str, value: int) -> None:
    assert capacity(text).value == value
    assert capacity(text).remarks == ()


def test_capacity_with_a_reservation() -> None:
    assert (capacity("5").value, capacity("1 or 2").value) == (3, 1)
    assert "most" in capacity("5").remarks[0]
    assert "1 or 2" in capacity("1 or 2").remarks[0]


@pytest.mark.parametrize("text", ["-1", "0", "none", "many", "???"])
def test_no_capacity(text: str) -> None:
    with pytest.raises(NotUnderstood):
        capacity(text)


RHYTHMS = {
    Rhythm.WEEKLY: ["weekly", "once a week", "every week", "1x/week", "once per week", "4x/month", "twice a week"],
    Rhythm.EVERY_TWO_WEEKS: [
        "every other week",
        "2x/month",
        "biweekly",
        "every 2 weeks",
        "twice a month",
        "fortnightly",
        "every-two-weeks",
        "once every two weeks",
        "two times per month",
        "twice monthly",
        "once or twice a month",
    ],
    Rhythm.MONTHLY: ["monthly", "once a month", "every month", "every 4 weeks", "1/month"],
    None: ["whenever", "flexible", "no preference"],
}


@pytest.mark.parametrize(("text", "value"), [(text, value) for value, texts in RHYTHMS.items() for text in texts])
def test_rhythm(text: str, value: Rhythm | None) -> None:
    assert rhythm(text).value is value


def test_an_ambiguous_rhythm_is_read_with_a_remark() -> None:
    assert "every two weeks" in rhythm("bi-weekly").remarks[0]
    for text in ("daily", "", "never"):
        with pytest.raises(NotUnderstood):
            rhythm(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Phone or video", "phone video"),
        ("any", "in-person phone video"),
        ("Zoom", "video"),
        ("video call", "video"),
        ("Google Meet", "video"),
        ("In person if close, otherwise video", "in-person video"),
        ("phone", "phone"),
        ("no phone", "in-person video"),
        ("anything but in person", "phone video"),
        ("in-person", "in-person"),
    ],
)
def test_ways_of_meeting(text: str, value: str) -> None:
    assert ways(text).value == tuple(value.split())


@pytest.mark.parametrize("text", ["email", "", "carrier pigeon"])
def test_no_way_of_meeting(text: str) -> None:
    with pytest.raises(NotUnderstood):
        ways(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("yes", True),
        ("Y", True),
        ("I am the only one!!", True),
        ("no other OT", True),
        ("Yes, sole OT", True),
        ("x", True),
        ("no", False),
        ("n", False),
        ("there are two of us", False),
        ("I'm not the only one", False),
        ("", None),
        ("not sure", None),
        ("?", None),
    ],
)
def test_yes_or_no(text: str, value: bool | None) -> None:
    assert yes(text).value is value


def test_neither_yes_nor_no() -> None:
    with pytest.raises(NotUnderstood):
        yes("banana")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("ET", "America/New_York"),
        ("EST", "America/New_York"),
        ("Eastern", "America/New_York"),
        ("E.T.", "America/New_York"),
        ("PST", "America/Los_Angeles"),
        ("Central time", "America/Chicago"),
        ("Mountain", "America/Denver"),
        ("Mountain (AZ, no DST)", "America/Phoenix"),
        ("America/Chicago", "America/Chicago"),
        ("HST", "Pacific/Honolulu"),
        ("america/chicago", "America/Chicago"),
        ("US/Eastern", "America/New_York"),
        ("Ohio time", "America/New_York"),
        ("Guam", "Pacific/Guam"),
        ("AKST", "America/Anchorage"),
        ("Europe/London", "Europe/London"),
    ],
)
def test_zones(text: str, value: str) -> None:
    assert zone(text).value == value


@pytest.mark.parametrize(
    ("text", "state", "value"),
    [
        ("ET", "MI", "America/Detroit"),
        ("ET", "IN", "America/Indiana/Indianapolis"),
        ("Mountain", "AZ", "America/Phoenix"),
        ("MDT", "AZ", "America/Denver"),
        ("Mountain", "ID", "America/Boise"),
        ("AST", "VI", "America/St_Thomas"),
    ],
)
def test_a_state_chooses_among_zones_of_the_same_time(text: str, state: str, value: str) -> None:
    assert zone(text, (state,)).value == value
    assert zone(text, (state,)).remarks == ()


def test_a_zone_that_none_of_the_states_has_is_remarked() -> None:
    understood = zone("PST", ("OH", "KY"))
    assert understood.value == "America/Los_Angeles"
    assert "Ohio and Kentucky" in understood.remarks[0]


@pytest.mark.parametrize("code", STATES)
def test_the_usual_zone_of_a_state_is_understood_and_fits(code: str) -> None:
    usual = STATES[code].usual_zone
    assert zone(usual, (code,)).value == usual
    assert zone(usual, (code,)).remarks == ()


@pytest.mark.parametrize(
    "text", ["", "???", "UTC-5", "Foo/Bar", "../etc/passwd", "Indiana time", "best", "America", "/"]
)
def test_no_zone(text: str) -> None:
    with pytest.raises(NotUnderstood):
        zone(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3:30 pm", time(15, 30)),
        ("3:30p.m.", time(15, 30)),
        ("3p", time(15)),
        ("15:30", time(15, 30)),
        ("1530", time(15, 30)),
        ("03:30", time(3, 30)),
        ("noon", time(12)),
        ("midnight", time(0)),
        ("12 am", time(0)),
        ("12 PM", time(12)),
        ("0:30", time(0, 30)),
        ("8 AM", time(8)),
        ("24:00", time(0)),
    ],
)
def test_clock_times(text: str, value: time) -> None:
    assert clock_time(text).value == value
    assert clock_time(text).remarks == ()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3:30", time(15, 30)),
        ("1", time(13)),
        ("6:59", time(18, 59)),
        ("7", time(7)),
        ("11:45", time(11, 45)),
        ("12", time(12)),
        ("12:30", time(12, 30)),
        ("at 4", time(16)),
        ("4 o'clock", time(16)),
    ],
)
def test_clock_times_without_am_or_pm_follow_the_rule_and_say_so(text: str, value: time) -> None:
    assert clock_time(text).value == value
    assert "was read as" in clock_time(text).remarks[0]


@pytest.mark.parametrize("text", ["", "25:00", "4:75", "13 pm", "half past 3", "24:30", "3:3", "soon", "-1"])
def test_no_clock_time(text: str) -> None:
    with pytest.raises(NotUnderstood):
        clock_time(text)


@given(st.times().map(lambda t: t.replace(second=0, microsecond=0)))
def test_every_time_is_understood_on_both_clocks(value: time) -> None:
    assert clock_time(value.strftime("%H:%M")).value == value
    assert clock_time(value.strftime("%I:%M %p")).value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2026-12-01", date(2026, 12, 1)),
        ("12/1", date(2026, 12, 1)),
        ("12/1/26", date(2026, 12, 1)),
        ("12/1/2026", date(2026, 12, 1)),
        ("Dec 1", date(2026, 12, 1)),
        ("December 1st, 2026", date(2026, 12, 1)),
        ("1 Dec", date(2026, 12, 1)),
        ("Tuesday, Dec 1", date(2026, 12, 1)),
        ("1/5", date(2027, 1, 5)),
        ("until Jan 5", date(2027, 1, 5)),
        ("11/23", TODAY),
        ("2/29", date(2028, 2, 29)),
        ("today", TODAY),
        ("tomorrow", date(2026, 11, 24)),
        ("in two weeks", date(2026, 12, 7)),
        ("two weeks from now", date(2026, 12, 7)),
        ("in 10 days", date(2026, 12, 3)),
        ("in a month", date(2026, 12, 23)),
        ("Friday", date(2026, 11, 27)),
        ("next Friday", date(2026, 12, 4)),
        ("Monday", date(2026, 11, 30)),
        ("Thurs", date(2026, 11, 26)),
        ("next week", date(2026, 11, 30)),
        ("next month", date(2026, 12, 1)),
        ("next year", date(2027, 1, 1)),
        ("January", date(2027, 1, 1)),
        ("Jan 2028", date(2028, 1, 1)),
        ("November", TODAY),
        ("end of January", date(2027, 1, 31)),
        ("Sept 3", date(2027, 9, 3)),
    ],
)
def test_days(text: str, value: date) -> None:
    assert day(text, TODAY).value == value


@pytest.mark.parametrize(
    "text",
    ["", "soon", "maybe", "money", "2/30", "31 Feb", "13/1", "in 100000 days", "in a few weeks", "after winter break"],
)
def test_no_day(text: str) -> None:
    with pytest.raises(NotUnderstood):
        day(text, TODAY)


def test_a_month_from_the_last_of_january_is_the_last_of_february() -> None:
    assert day("in a month", date(2027, 1, 31)).value == date(2027, 2, 28)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_day_is_understood_as_written_in_full(value: date) -> None:
    for form in ("%Y-%m-%d", "%m/%d/%Y", "%B %d, %Y", "%d %b %Y"):
        assert day(value.strftime(form), TODAY).value == value


@given(st.dates(), st.sampled_from(("2/29", "Feb 29", "in two weeks", "next month", "next Friday", "in 1000 months")))
def test_days_at_the_ends_of_the_calendar_are_found_or_refused(today: date, text: str) -> None:
    try:
        assert day(text, today).value >= today
    except NotUnderstood:
        assert today.year > 9900
