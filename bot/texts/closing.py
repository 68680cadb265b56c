"""Closing: the end of a match, the log of hours, feedback, and what follows the last meeting."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.commands import (
    AnotherMentor,
    EndMatch,
    Feedback,
    NoSearch,
    OpenFeedback,
    OpenPauseOffer,
    OpenSchedule,
    OpenSearchAgain,
    ProposeSchedule,
    ResumeOffer,
    WithdrawOffer,
    encode,
)
from bot.documents import CalendarSeries
from bot.domain.match import MatchFeedback
from bot.domain.member import Member
from bot.domain.offer import MentoringOffer
from bot.domain.partners import Partners
from bot.domain.schedule import day_label
from bot.domain.status import MatchStatus
from bot.ids import MatchId, MemberId
from bot.texts.calendars import update
from bot.texts.hours import hours_button
from bot.texts.partners import day_and_year, mention, my_time, named, said
from bot.texts.reasons import REASONS
from bot.views import (
    Actions,
    Button,
    ButtonStyle,
    ChoiceField,
    ChoicesField,
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
    "5": "5: far better than expected",
    "4": "4: better than expected",
    "3": "3: as expected",
    "2": "2: less than expected",
    "1": "1: far less than expected",
}
NEVER_AGAIN = {"yes": "Please don't match the two of us again"}

MENTEE_ONLY = "Only the mentee of this pair can press this. To end the match, type /my-mentoring."
IN_LINE_ALREADY = "You are in line for a mentor already. Type /my-mentoring to see how it stands."
GOES_ON = "This match goes on, so nothing was changed. To end it, type /my-mentoring."
ANOTHER_ALREADY = "You have another mentor already. Type /my-mentoring to see how it stands."
ASK_ANEW = "I have no request of yours to bring back. Type /find-mentor to ask for a mentor."
CHOOSE_REASON = "Please choose a reason from the list, or leave it out."
CHOOSE_APART = "Please tick the box or leave it."
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
            ("Dates" if log.ended else "Since", line(f"{day_and_year(log.began)}{until}")),
        )
    )


# Ending


def ended(partners: Partners, reader: MemberId, log: Log, then: tuple[Part, ...]) -> Message:
    """To the one who ended it; `then` is what they can do now."""
    return Message(
        "The match has ended. Thank you for the time together.",
        (
            Text(
                line(
                    "Your match with ", mention(partners.other(reader)), " has ended. Thank you for the time together."
                )
            ),
            summary(log),
            *then,
        ),
    )


def ended_for_other(partners: Partners, reader: MemberId, log: Log, then: tuple[Part, ...]) -> Message:
    other = partners.other(reader)
    words = (
        " ended your match. Matches end for many reasons, and nobody is to blame. Thank you for the time you gave it."
    )
    return Message(
        f"Your match with {named(other)} has ended. Thank you.",
        (Text(line(mention(other), words)), summary(log), *then),
    )


def after_the_end(
    partners: Partners, reader: MemberId, offer: MentoringOffer | None, calendar: CalendarSeries | None
) -> tuple[Part, ...]:
    """`offer` is the reader's, while it waits for their word; `calendar` is without the meetings that were to come."""
    buttons = Button("Give feedback", encode(OpenFeedback(partners.match.id))), hours_button(partners.match.id)
    further: tuple[Part, ...] = ()
    if offer is not None:
        further = another_parts(offer)
    elif partners.is_mentee(reader) and partners.match.request:
        further = _search_again(partners.match.id)
    how = said("If you like, say in a minute how it was, and thank your partner.")
    return (*meetings_off(calendar), *further, how, Actions(buttons))


def meetings_off(calendar: CalendarSeries | None) -> tuple[Part, ...]:
    if calendar is None:
        return ()
    return said("The meetings that were to come are off. This file takes them out of your calendar:"), update(calendar)


def _search_again(match: MatchId) -> tuple[Part, ...]:
    return (
        said("Shall I look for another mentor for you, with the same wishes? You would be first in the line."),
        Actions(
            (
                Button("Yes, look again", encode(AnotherMentor(match)), ButtonStyle.PRIMARY),
                Button("Change my wishes", encode(OpenSearchAgain(match))),
                Button("No, thank you", encode(NoSearch(match))),
            )
        ),
    )


def another_parts(offer: MentoringOffer) -> tuple[Part, ...]:
    return (
        said("Would you like another mentee? Until you tell me, nobody new is sent to you."),
        Actions(
            (
                Button("Yes, now", encode(ResumeOffer(offer.id)), ButtonStyle.PRIMARY),
                Button("After a break", encode(OpenPauseOffer(offer.id))),
                Button("Not again", encode(WithdrawOffer(offer.id))),
            )
        ),
    )


def another_mentee(offer: MentoringOffer) -> Message:
    """A week later, once."""
    words = "A week ago a match of yours ended, and I have left you alone since."
    return Message("Would you like another mentee? One tap is enough.", (said(words), *another_parts(offer)))


def search_again(match: MatchId) -> Message:
    """A week later, once."""
    words = "A week ago your match ended. If you have found what you need, that is fine, and nothing more will come."
    return Message("Shall I look for another mentor? One tap is enough.", (said(words), *_search_again(match)))


def no_search() -> Message:
    words = "All right, I won't look for anybody. If you change your mind, type /find-mentor."
    return Message(words, (said(words),))


def not_for_me() -> Message:
    """In place of the pressed card, which both may read."""
    words = "This match has ended. That happens, and nobody is to blame."
    return Message(words, (said(words),))


def back_in_line(by: date | None, calendar: CalendarSeries | None = None) -> Message:
    """To the mentee. Without a day for one whose pair met before the bot."""
    off = meetings_off(calendar)
    if by is None:
        words = "All right. The two of you will not be matched again. To find another mentor, type /find-mentor."
        return Message(words, (said(words), *off))
    words = "All right. You are back at the front of the line, and the two of you will not be matched again."
    return Message(
        "All right. You are back at the front of the line.",
        (said(words), said(f"You will get a new proposal by {day_label(by)}, within 10 business days."), *off),
    )


def thanks_to_mentor(partners: Partners, offer: MentoringOffer | None, calendar: CalendarSeries | None) -> Message:
    """`offer` while it waits for their word."""
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
            *meetings_off(calendar),
            *(another_parts(offer) if offer else ()),
        ),
    )


# Feedback


def feedback_form(partners: Partners, reader: MemberId, before: MatchFeedback | None) -> Form:
    """`before`: what the reader sent already. Thanks that were passed on are not asked for again."""
    other = partners.other(reader)
    helpful = ChoiceField(
        "helpful",
        "How was it? 3 is as expected.",
        required=True,
        options=_options(SCALE),
        value=str(before.helpful) if before else "",
    )
    reason = ChoiceField("reason", "Why did it end?", options=_options(REASONS), value=before.reason if before else "")
    thanks = TextField(
        "thanks", "Thanks to your partner", "Optional. I pass this on in your words.", limit=MOST_COMMENT, long=True
    )
    comment = TextField(
        "comment",
        "Anything else?",
        "Optional, and never shown to your partner. No details of students, please.",
        value=before.comment if before else "",
        limit=MOST_COMMENT,
        long=True,
    )
    apart = ChoicesField("never_again", "If it was not a good fit", options=_options(NEVER_AGAIN), most=1)
    fields = (helpful, reason, *(() if before and before.thanks else (thanks,)), comment, apart)
    intro = line("About your match with ", mention(other), ". They see nothing of this but your thanks.")
    return Form(encode(Feedback(partners.match.id)), "Feedback", (Page(fields),), "Send", intro=(intro,))


def _options(labels: Mapping[str, str]) -> tuple[Option, ...]:
    return tuple(Option(value, label) for value, label in labels.items())


def thanks_from(by: Member, words: str) -> Message:
    """To the partner, in the words of who gives them."""
    return Message(
        f"{named(by)} thanks you for your time together.",
        (Text(line(mention(by), " thanks you for your time together:")), said(f"“{words}”")),
    )


def feedback_taken(partners: Partners, reader: MemberId, *, passed_on: bool) -> Message:
    words = "Thank you, that helps the next pair."
    if passed_on:
        words += f" I pass your thanks on to {named(partners.other(reader))}."
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
