"""Closing: the end of a match, the log of hours, feedback, and what follows the last meeting."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.commands import (
    AnotherMentor,
    EndMatch,
    Feedback,
    OpenFeedback,
    OpenSchedule,
    ProposeSchedule,
    encode,
)
from bot.domain.partners import Partners
from bot.domain.schedule import day_label
from bot.domain.status import MatchStatus
from bot.ids import MemberId
from bot.texts.hours import hours_button
from bot.texts.partners import day_and_year, mention, my_time, named, said
from bot.views import (
    Actions,
    Button,
    ButtonStyle,
    ChoiceField,
    Facts,
    Form,
    Message,
    Option,
    Page,
    Part,
    Text,
    TextField,
    line,
)

MOST_COMMENT = 500
SCALE = {
    "5": "5: it helped a lot",
    "4": "4: it helped",
    "3": "3: somewhat",
    "2": "2: a little",
    "1": "1: it did not help",
}

MENTEE_ONLY = "Only the mentee of this pair can press this. To end the match, type /my-mentoring."
IN_LINE_ALREADY = "You are in line for a mentor already. Type /my-mentoring to see how it stands."
ANOTHER_ALREADY = "You have another mentor already. Type /my-mentoring to see how it stands."
ASK_ANEW = "I have no request of yours to bring back. Type /find-mentor to ask for a mentor."
CHOOSE_HELPFUL = "Please choose a number from 1 to 5."


@dataclass(frozen=True)
class Log:
    """Held meetings: each told by at least one of the two and denied by neither. `minutes` in all."""

    held: int
    minutes: int
    began: date
    ended: date | None = None


def summary(log: Log) -> Facts:
    until = f" to {day_and_year(log.ended)}" if log.ended else ""
    return Facts(
        (
            ("Meetings held", line(str(log.held))),
            ("Hours held", line(f"{log.minutes / 60:.2f}".rstrip("0").rstrip("."))),
            ("Dates", line(f"{day_and_year(log.began)}{until}")),
        )
    )


# Ending


def ended(partners: Partners, reader: MemberId, log: Log) -> Message:
    """To the one who ended it."""
    return Message(
        "The match has ended. Thank you for the time together.",
        (
            Text(
                line(
                    "Your match with ", mention(partners.other(reader)), " has ended. Thank you for the time together."
                )
            ),
            summary(log),
            *after_the_end(partners, reader),
        ),
    )


def ended_for_other(partners: Partners, reader: MemberId, log: Log) -> Message:
    other = partners.other(reader)
    words = (
        " ended your match. Matches end for many reasons, and nobody is to blame. Thank you for the time you gave it."
    )
    return Message(
        f"Your match with {named(other)} has ended. Thank you.",
        (Text(line(mention(other), words)), summary(log), *after_the_end(partners, reader)),
    )


def after_the_end(partners: Partners, reader: MemberId) -> tuple[Part, ...]:
    buttons = [Button("Give feedback", encode(OpenFeedback(partners.match.id))), hours_button(partners.match.id)]
    if partners.is_mentee(reader) and partners.match.request:
        another = encode(AnotherMentor(partners.match.id))
        buttons.append(Button("Ask for another mentor", another, ButtonStyle.PRIMARY))
    return said("Two taps of feedback help the next pair."), Actions(tuple(buttons))


def not_for_me() -> Message:
    """In place of the pressed card, which both may read."""
    words = "This match has ended. That happens, and nobody is to blame."
    return Message(words, (said(words),))


def back_in_line(by: date) -> Message:
    """To the mentee."""
    words = "All right. You are back at the front of the line, and the two of you will not be matched again."
    return Message(
        "All right. You are back at the front of the line.",
        (said(words), said(f"You will get a new proposal by {day_label(by)}, within 10 business days.")),
    )


def not_back_in_line() -> Message:
    """To a mentee whose pair met before the bot."""
    words = "All right. The two of you will not be matched again. To find another mentor, type /find-mentor."
    return Message(words, (said(words),))


def thanks_to_mentor(partners: Partners) -> Message:
    return Message(
        f"Your match with {named(partners.mentee)} has ended. Thank you for stepping in.",
        (
            Text(
                line(
                    "Your match with ",
                    mention(partners.mentee),
                    " has ended. It says nothing about you: not every pair fits, and your offer is worth a lot to us. "
                    "Thank you. Your place is free again.",
                )
            ),
        ),
    )


# Feedback


def feedback_form(partners: Partners, reader: MemberId) -> Form:
    helpful = ChoiceField(
        "helpful",
        "How helpful was it?",
        required=True,
        options=tuple(Option(value, label) for value, label in SCALE.items()),
    )
    comment = TextField(
        "comment",
        "Anything to add?",
        "Optional. No names or details of students, please.",
        limit=MOST_COMMENT,
        long=True,
    )
    intro = line("About your match with ", mention(partners.other(reader)), ". Your partner does not see this.")
    return Form(encode(Feedback(partners.match.id)), "Feedback", (Page((helpful, comment)),), "Send", intro=(intro,))


def feedback_taken(partners: Partners, reader: MemberId) -> Message:
    words = "Thank you, that helps the next pair."
    if not (partners.is_mentee(reader) and partners.match.request and partners.match.status is MatchStatus.ENDED):
        return Message(words, (said(words),))
    another = Button("Ask for another mentor", encode(AnotherMentor(partners.match.id)))
    return Message(words, (said(words), Actions((another,))))


# After the last meeting


@dataclass(frozen=True)
class Onward:
    """How it could go on, as the form of a schedule would send it; instants are first meetings."""

    again: ProposeSchedule
    again_from: datetime
    monthly: ProposeSchedule | None  # None where the meetings are monthly already
    monthly_from: datetime


def term_over(partners: Partners, reader: MemberId, on: tuple[Part, ...]) -> Message:
    other = partners.other(reader)
    return Message(
        f"That was the last agreed meeting with {named(other)}. How would you like to go on?",
        (Text(line("About your meetings with ", mention(other), ":")), *on),
    )


def how_to_go_on(partners: Partners, reader: MemberId, weeks: str, log: Log, onward: Onward) -> tuple[Part, ...]:
    ways = f"As before: from {my_time(partners, reader, onward.again_from)}."
    buttons = [Button(f"Another {weeks.removeprefix('1 ')}", encode(onward.again), ButtonStyle.PRIMARY)]
    if onward.monthly:
        ways += f" Once a month: from {my_time(partners, reader, onward.monthly_from)}."
        buttons.append(Button("Meet monthly", encode(onward.monthly)))
    buttons.append(Button("Another time", encode(OpenSchedule(partners.match.id))))
    buttons.append(Button("We're done", encode(EndMatch(partners.match.id))))
    return (
        said("That was the last meeting you two agreed on. How would you like to go on?"),
        summary(log),
        said(f"{ways} Your partner agrees with one tap."),
        Actions(tuple(buttons)),
    )
