"""Agreeing on a schedule: the introduction, the suggestion, what was agreed, and the form."""

from collections.abc import Sequence
from datetime import datetime

from bot.commands import AgreeSchedule, NotForMe, OpenSchedule, PickSlot, ToggleHourBefore, encode
from bot.documents import CalendarSeries
from bot.domain.match import Agreement
from bot.domain.member import Member
from bot.domain.offer import MentoringOffer
from bot.domain.partners import Partners
from bot.domain.request import MentoringRequest
from bot.domain.schedule import instant
from bot.ids import MemberId
from bot.reference.professions import PROFESSIONS
from bot.reference.settings import SETTINGS
from bot.reference.states import STATES
from bot.reference.topics import TOPICS
from bot.texts import calendars
from bot.texts.partners import (
    both_times,
    first_meeting,
    mention,
    my_time,
    named,
    said,
    slot_label,
    terms,
)
from bot.views import Actions, Button, ButtonStyle, Facts, Heading, Line, Message, Part, Text, line

ICEBREAKERS = (
    "An icebreaker: what was the best moment of your last school week?",
    "An icebreaker: which school smell takes you straight back to childhood?",
    "An icebreaker: what is in your therapy bag that would surprise a visitor?",
    "An icebreaker: how did you end up in schools, of all places?",
    "An icebreaker: what would you do with one extra hour in the school day?",
    "An icebreaker: which piece of advice from your first year still holds?",
)
PRIVACY = (
    "Please share no student information here: no names, initials, dates of birth or documents. "
    "Mentoring is support among colleagues, not clinical supervision."
)

SLOT_PASSED = "This time has passed or is too close. Press “Another time” to suggest a new one."
UNKNOWN_SLOT = "I can't read this time. Press “Another time” to suggest one."
HAVE_A_SCHEDULE = "You two have a schedule already. To change it, press “Change schedule” in /my-mentoring."
ALREADY_SUGGESTED = "You have suggested this already. Now it is your partner's turn to agree."
SIGNED_ALREADY = "You two have agreed on this schedule already. Nothing was changed."
REPLACED = "A newer suggestion has replaced this one. Please look at the newest card in your conversation."
OWN_SUGGESTION = "You suggested this yourself, so your partner is the one to agree."
FIRST_HAS_PASSED = "The first meeting of this suggestion has passed. Press “Another time” to suggest a new one."


# Introducing


def introduction(
    partners: Partners,
    request: MentoringRequest | None,
    offer: MentoringOffer | None,
    starts: Sequence[datetime],
    *,
    guessed: bool,
) -> Message:
    """`starts` are naive wall times in the anchor zone; `guessed` where they are not from both people's free times."""
    return Message(
        f"{named(partners.mentee)}, meet {named(partners.mentor)}.",
        (
            Heading("You two are a mentoring pair"),
            *_who(partners, request, offer),
            said(ICEBREAKERS[sum(partners.match.id.encode()) % len(ICEBREAKERS)]),
            said(_invitation(starts, guessed=guessed)),
            *slot_buttons(partners, starts, NotForMe(partners.match.id)),
            said(PRIVACY),
        ),
    )


def _who(partners: Partners, request: MentoringRequest | None, offer: MentoringOffer | None) -> tuple[Part, ...]:
    hello = line(
        "Welcome, ", mention(partners.mentee), " and ", mention(partners.mentor), ". Glad you found each other."
    )
    rows: list[tuple[str, Line]] = []
    if request:
        works = f"{STATES[request.state].name}, {SETTINGS[request.setting].label}"
        topics = ", ".join(TOPICS[topic].label for topic in request.topics) or "A bit of everything"
        rows += [(f"{named(partners.mentee)} works in", line(works)), ("Would like help with", line(topics))]
    if offer:
        years = "1 year" if offer.years == 1 else f"{offer.years} years"
        profession = PROFESSIONS[offer.profession].label
        rows.append((f"{named(partners.mentor)} is", line(f"{profession}, {years} in schools")))
    return (Text(hello), Facts(tuple(rows))) if rows else (Text(hello),)


def _invitation(starts: Sequence[datetime], *, guessed: bool) -> str:
    if not starts:
        return "One small step now: one of you suggests a time for a first meeting, and the other agrees."
    if guessed:
        return (
            "One small step now: one of you taps a time for a first meeting, and the other agrees. Your usual free "
            "times leave no room in common, so these are only a guess; “Another time” lets you name your own."
        )
    return "One small step now: one of you taps a time for a first meeting, and the other agrees."


def slot_buttons(partners: Partners, starts: Sequence[datetime], *more: NotForMe) -> tuple[Actions, ...]:
    """One row of times, one of other ways."""
    match = partners.match.id
    times = tuple(
        Button(slot_label(partners, at), encode(PickSlot(match, f"{at:%Y-%m-%dT%H:%MZ}")))
        for at in (instant(start, partners.anchor) for start in starts)
    )
    other = Button("Another time" if times else "Suggest a time", encode(OpenSchedule(match)))
    rest = Actions((other, *(Button("Not for me", encode(command)) for command in more)))
    return (Actions(times), rest) if times else (rest,)


# Suggesting and agreeing


def suggestion(partners: Partners, agreement: Agreement, warning: str) -> Message:
    """To the pair: the other one can agree with one tap."""
    who, other = partners.person(agreement.proposed_by), partners.other(agreement.proposed_by)
    return Message(
        f"{named(who)} suggests {my_time(partners, other.id, first_meeting(agreement))}.",
        (
            Text(line(mention(other), ", does this suit you? ", mention(who), " suggests:")),
            terms(partners, agreement),
            *((said(warning),) if warning else ()),
            Actions(agreeing_buttons(agreement)),
        ),
    )


def waits_for_your_word(partners: Partners, reader: MemberId, agreement: Agreement, *, passed: bool) -> Message:
    """To the other one, some days later; `passed`: the first meeting would have been by now."""
    who = partners.other(reader)
    if passed:
        words = f" suggested {my_time(partners, reader, first_meeting(agreement))}, which has passed. Another time?"
        another = Button("Another time", encode(OpenSchedule(agreement.match)), ButtonStyle.PRIMARY)
        return Message(
            f"{named(who)} suggested a schedule and waits for your word.",
            (Text(line(mention(who), words)), Actions((another,))),
        )
    return Message(
        f"{named(who)} suggested a schedule and waits for your word.",
        (
            Text(line(mention(who), " suggested a schedule and waits for your word. One tap is enough:")),
            terms(partners, agreement),
            Actions(agreeing_buttons(agreement)),
        ),
    )


def agreeing_buttons(agreement: Agreement) -> tuple[Button, ...]:
    return (
        Button("Agree", encode(AgreeSchedule(agreement.id)), ButtonStyle.PRIMARY),
        Button("Another time", encode(OpenSchedule(agreement.match))),
    )


def suggested(partners: Partners, agreement: Agreement) -> Message:
    """In place of the card on which somebody suggested a time; both may read it."""
    who, other = partners.person(agreement.proposed_by), partners.other(agreement.proposed_by)
    when = both_times(partners, first_meeting(agreement))
    return Message(
        f"{named(who)} suggested {my_time(partners, who.id, first_meeting(agreement))}.",
        (
            Text(line(mention(who), f" suggested {when}. It is settled as soon as ", mention(other), " agrees.")),
            Actions((Button("Another time", encode(OpenSchedule(agreement.match))),)),
            said(PRIVACY),
        ),
    )


def signed(partners: Partners, agreement: Agreement) -> Message:
    """In place of the card on which somebody agreed; both may read it."""
    when = both_times(partners, first_meeting(agreement))
    return Message(
        f"Agreed: {my_time(partners, partners.mentee.id, first_meeting(agreement))}.",
        (said(f"Agreed: your first meeting is on {when}. Everything else is in the next message."),),
    )


def agreed(partners: Partners, agreement: Agreement, by: Member, calendar: CalendarSeries) -> Message:
    """To the pair, with the calendar file."""
    return Message(
        f"Your meetings are agreed, starting {my_time(partners, agreement.proposed_by, first_meeting(agreement))}.",
        (
            Heading("Your mentoring agreement"),
            Text(line(mention(by), " agreed. I will remind you both the day before each meeting and ask how it went.")),
            terms(partners, agreement),
            calendars.file(calendar),
            Actions(
                (
                    Button("Remind me the hour before", encode(ToggleHourBefore(agreement.match))),
                    Button("Change schedule", encode(OpenSchedule(agreement.match))),
                )
            ),
        ),
    )
