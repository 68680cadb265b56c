"""The form with which a schedule is suggested."""

from dataclasses import dataclass
from datetime import date, datetime, time

from bot.commands import ProposeSchedule, encode
from bot.domain.match import MOST_GOALS as GOALS
from bot.domain.match import Missed
from bot.domain.partners import Partners
from bot.domain.schedule import clock_label, day_label, zone_label
from bot.ids import MatchId, MemberId
from bot.texts.partners import MISSED, RHYTHMS, WAYS
from bot.views import ChoiceField, DateField, Form, NumberField, Option, Page, TextField, TimeField, line

MOST_PLACE = 200
MOST_GOALS = 400
MOST_WEEKS = 52
SESSION_MINUTES = range(15, 241)
USUAL_MINUTES = (30, 45, 60, 90)

DAY_PASSED = "This time has passed. Please choose one that is still to come."
TOO_FAR = "Please choose a time within the next 90 days."
CHOOSE_RHYTHM = "Please choose how often you want to meet."
CHOOSE_WAY = "Please choose how you want to meet."
CHOOSE_MINUTES = f"Please choose a length from {SESSION_MINUTES[0]} to {SESSION_MINUTES[-1]} minutes."
CHOOSE_WEEKS = f"Please enter a number of weeks from 1 to {MOST_WEEKS}."
CHOOSE_MISSED = "Please choose what you two do about a missed meeting."
CHOOSE_HOUR_BEFORE = "Please choose yes or no."


def skipped(wall: datetime) -> str:
    """A local time that a change of clocks leaves out."""
    return f"Clocks jump ahead on {day_label(wall)}, so there is no {clock_label(wall)}. Please choose another time."


@dataclass(frozen=True)
class Filled:
    """What stands in the form when it opens; date and time in the reader's own zone."""

    day: date | None
    time: time | None
    rhythm: str
    minutes: int
    way: str
    place: str
    weeks: int
    goals: str
    missed: str
    hour_before: bool


def schedule_form(match: MatchId, partners: Partners, reader: MemberId, filled: Filled, today: date) -> Form:
    zone = zone_label(partners.zone(reader))
    lengths = sorted({*USUAL_MINUTES, filled.minutes})
    when = Page(
        (
            DateField("first_date", "First meeting", required=True, value=filled.day, earliest=today),
            TimeField(
                "time", f"Your local time ({zone})"[:45], "For example 3:30 pm", required=True, value=filled.time
            ),
            ChoiceField("rhythm", "How often", required=True, options=_rhythms(), value=filled.rhythm),
            ChoiceField(
                "minutes",
                "Length",
                required=True,
                options=tuple(Option(str(m), f"{m} minutes") for m in lengths),
                value=str(filled.minutes),
            ),
            ChoiceField("way", "How you meet", required=True, options=_ways(), value=filled.way),
        )
    )
    return Form(
        encode(ProposeSchedule(match)),
        "Suggest a schedule",
        (when, _more(filled)),
        "Suggest it",
        intro=(line(f"Your partner agrees with one tap. The meetings keep {zone_label(partners.anchor)} time."),),
        foot=(line("No student information, please: both of you and your calendars will hold this."),),
    )


def _more(filled: Filled) -> Page:
    yes_no = (Option("yes", "Yes"), Option("no", "No"))
    return Page(
        (
            place_field(filled.place),
            NumberField("weeks", "For how many weeks", value=filled.weeks, least=1, most=MOST_WEEKS),
            goals_field(filled.goals, " You can add them after the first meeting."),
            missed_field(filled.missed),
            ChoiceField(
                "hour_before",
                "Remind me the hour before, too",
                options=yes_no,
                value="yes" if filled.hour_before else "no",
            ),
        )
    )


def place_field(value: str) -> TextField:
    return TextField("place", "Place, number or link", "Optional", value=value, limit=MOST_PLACE)


def goals_field(value: str, more: str = "") -> TextField:
    hint = f"Optional: one to {GOALS}, one on each line.{more}"
    return TextField("goals", "Goals", hint, value=value, limit=MOST_GOALS, long=True)


def missed_field(value: str) -> ChoiceField:
    options = tuple(Option(missed.value, label) for missed, label in MISSED.items())
    return ChoiceField(
        "missed", "If a meeting is missed", required=True, options=options, value=value or Missed.NEW_TIME.value
    )


def _rhythms() -> tuple[Option, ...]:
    return tuple(Option(rhythm.value, label) for rhythm, label in RHYTHMS.items())


def _ways() -> tuple[Option, ...]:
    return tuple(Option(way, label) for way, label in WAYS.items())
