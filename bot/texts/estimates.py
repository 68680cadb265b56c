"""For moderators: what is told of the wait, and how often it was right."""

from collections.abc import Sequence

from bot.commands import MentorAdmin, MentorStats, encode
from bot.domain.estimate import Calibration, Forecast, Situation
from bot.domain.figures import share
from bot.domain.waits import LEAST_WATCHED
from bot.texts.asking import days
from bot.views import Actions, Button, Facts, Heading, Line, Message, Text, line

MEANT = "Whoever asks hears a range of days, meant to hold for about six people in ten."
ABOUT_RIGHT = range(50, 71)  # percent that held
SITUATIONS = {
    Situation.HERE: "A place is left in their state and setting",
    Situation.NEAR: "Places only in neighboring states or within an hour",
    Situation.FAR: "No place left there either",
}


def card(counted: Calibration, forecasts: Sequence[Forecast]) -> Message:
    return Message(
        "How good my estimates were.",
        (
            Heading("How good my estimates were"),
            Text(line(f"{MEANT} {_verdict(counted)}")),
            Facts(_rows(counted)),
            Heading("What I tell people who ask now"),
            Facts(tuple((SITUATIONS[situation], line(_said(situation, forecasts))) for situation in Situation)),
            Actions((Button("Numbers", encode(MentorStats())), Button("Administration", encode(MentorAdmin())))),
        ),
    )


def _verdict(counted: Calibration) -> str:
    held = share(counted.held, counted.known)
    if held is None or counted.known < LEAST_WATCHED:
        return "Too few have come to their end yet to judge them."
    if held in ABOUT_RIGHT:
        return "They do what they are meant to."
    if held > ABOUT_RIGHT.stop - 1:
        return "They hold more often than that, so they could be narrower."
    if counted.missed > counted.sooner:
        return "They hold less often, and most of the others waited longer: it has become slower than it was."
    return "They hold less often, and most of the others found somebody sooner: it has become faster than it was."


def _rows(counted: Calibration) -> tuple[tuple[str, Line], ...]:
    return (
        ("Held", line(_part(counted.held, counted.known))),
        ("Matched sooner", line(_part(counted.sooner, counted.known))),
        ("Later, or still waiting past the end", line(_part(counted.missed, counted.known))),
        ("Not known", line(f"{counted.open:,}: still within their range, or paused or withdrawn before its end")),
        ("Told no range, or one without an end", line(f"{counted.untold:,}")),
    )


def _part(part: int, known: int) -> str:
    percent = share(part, known)
    return "None yet" if percent is None else f"{part:,} of {known:,} ({percent}%)"


def _said(situation: Situation, forecasts: Sequence[Forecast]) -> str:
    found = next((each for each in forecasts if each.situation is situation), None)
    told = found.curve.range() if found else None
    if found is None or told is None:
        return "That I can't tell yet: too few people have asked"
    base = "from people in that situation" if found.similar else "from everybody's waits, for want of such cases"
    if told.high is None:
        return f"{_from(told.low)}, how much later is not known yet; {base}"
    return f"Most {days(told.low, told.high)}; {base}"


def _from(low: int) -> str:
    return f"Some {days(low, low)}" if low else "Some within a day"
