"""How the two people of a match, their times and their schedule are written."""

from datetime import date, datetime

from bot.domain.match import Agreement, Missed
from bot.domain.member import Member
from bot.domain.partners import Partners
from bot.domain.schedule import WEEKDAYS, Rhythm, clock_label, day_label, instant, local_label, wall, zone_label
from bot.ids import MemberId
from bot.views import MOST_BUTTON, Facts, Line, Mention, Moment, MomentStyle, Text, line

MOST_NAME = 40
DAYS = dict(zip(WEEKDAYS, ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"], strict=True))
SHORTEST_MONTH = 28  # days
NTH = ("first", "second", "third", "fourth", "last")
WAYS = {"video": "Video call", "phone": "Phone", "in-person": "In person"}
RHYTHMS = {
    Rhythm.WEEKLY: "Every week",
    Rhythm.EVERY_TWO_WEEKS: "Every two weeks",
    Rhythm.MONTHLY: "Once a month",
    Rhythm.MONTHLY_DATE: "Once a month, by date",
}

MISSED = {
    Missed.NEW_TIME: "We find another time within a week",
    Missed.NEXT: "We leave it out and meet at the next one",
    Missed.TALK: "We decide together each time",
}
OUT_OF_BOUNDS = "Clinical supervision, and anything that could identify a student"


def named(member: Member) -> str:
    """The name, short enough for a heading that holds two."""
    return member.name if len(member.name) <= MOST_NAME else member.name[: MOST_NAME - 1] + "…"


def mention(member: Member) -> Mention:
    return Mention(member.id, named(member))


def said(words: str) -> Text:
    return Text(line(words))


def both_times(partners: Partners, at: datetime) -> str:
    """Tue, Dec 1, 3:30 PM Central · 4:30 PM Eastern; one of them where both clocks show the same."""
    first, second = (wall(at, zone) for zone in (partners.mentee_zone, partners.mentor_zone))
    label = local_label(at, partners.mentee_zone)
    if first == second:
        return label
    same_day = f"{clock_label(second)} {zone_label(partners.mentor_zone)}"
    return f"{label} · {same_day if first.date() == second.date() else local_label(at, partners.mentor_zone)}"


def slot_label(partners: Partners, at: datetime) -> str:
    """Both times on a button; two long zone names on two days leave the mentee's alone."""
    label = both_times(partners, at)
    return label if len(label) <= MOST_BUTTON else local_label(at, partners.mentee_zone)


def my_time(partners: Partners, member: MemberId, at: datetime) -> str:
    return local_label(at, partners.zone(member))


def early_or_late(partners: Partners, member: Member, at: datetime) -> str:
    """A meeting outside 8 AM to 8 PM is allowed, with this beside it."""
    when = my_time(partners, member.id, at)
    return f"Please note: for {named(member)} that is {when}, early or late in the day."


def full(at: datetime) -> Moment:
    return Moment(at, MomentStyle.FULL)


def first_meeting(agreement: Agreement) -> datetime:
    return instant(agreement.first, agreement.zone)


def rhythm_words(agreement: Agreement) -> str:
    """Every week on Tuesday; once a month, on the second Tuesday; once a month, on day 15."""
    day = DAYS[WEEKDAYS[agreement.first.weekday()]]
    if agreement.rhythm is Rhythm.MONTHLY_DATE:
        return f"{RHYTHMS[Rhythm.MONTHLY]}, on day {agreement.first.day}{_or_the_last(agreement.first.day)}"
    if agreement.rhythm is Rhythm.MONTHLY:
        return f"{RHYTHMS[agreement.rhythm]}, on the {NTH[(agreement.first.day - 1) // 7]} {day}"
    return f"{RHYTHMS[agreement.rhythm]} on {day}"


def _or_the_last(day: int) -> str:
    return " or the last day of the month" if day > SHORTEST_MONTH else ""


def where(agreement: Agreement) -> str:
    return f"{WAYS[agreement.way]}: {agreement.place}" if agreement.place else WAYS[agreement.way]


def terms(partners: Partners, agreement: Agreement) -> Facts:
    """What was suggested or agreed, with the first meeting in both local times."""
    starts = agreement.schedule.occurrences()
    last = day_label(starts[-1])
    meetings = "1 meeting" if len(starts) == 1 else f"{len(starts)} meetings, the last on {last}"
    rows: list[tuple[str, Line]] = [
        ("First meeting", line(both_times(partners, first_meeting(agreement)))),
        ("Rhythm", line(rhythm_words(agreement))),
        ("Length", line(f"{agreement.minutes} minutes")),
        ("How", line(where(agreement))),
        ("Runs for", line(f"{weeks(agreement.weeks)}: {meetings}")),
        ("Time zone", line(f"{zone_label(agreement.zone)} time")),
    ]
    if agreement.goals:
        rows.append(("Goals", line("; ".join(agreement.goals))))
    rows.append(("If a meeting is missed", line(MISSED[agreement.missed])))
    rows.append(("Out of bounds", line(OUT_OF_BOUNDS)))
    return Facts(tuple(rows))


def day_and_year(day: date) -> str:
    """Tue, Dec 1, 2026"""
    return f"{day_label(day)}, {day.year}"


def duration(minutes: int) -> str:
    """45 minutes, 1 hour, 9 hours 20 minutes"""
    hours, left = divmod(minutes, 60)
    whole = [f"{hours:,} hour" if hours == 1 else f"{hours:,} hours"] if hours else []
    rest = [f"{left} minute" if left == 1 else f"{left} minutes"] if left or not hours else []
    return " ".join([*whole, *rest])


def weeks(count: int) -> str:
    return "1 week" if count == 1 else f"{count} weeks"
