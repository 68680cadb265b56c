"""Somebody has not heard from their partner: one question, an answer with one tap, and an end without blame."""

from datetime import date

from bot.commands import EndMatch, MatchDetails, NotHeard, OpenSchedule, ResumeOffer, StillHere, WithdrawOffer, encode
from bot.domain.match import Session
from bot.domain.member import Member
from bot.domain.partners import Partners
from bot.domain.schedule import day_label
from bot.ids import MemberId, OfferId
from bot.texts.partners import mention, my_time, named, said
from bot.views import Actions, Button, ButtonStyle, Message, Part, Text, line

IS_PAUSED = (
    "This match is paused, so I ask nobody and no clock runs. Type /my-mentoring to go on with it, or to end it "
    "without blame."
)
NOT_ASKED = "Good to hear. Nothing was waiting for this answer any more. Type /my-mentoring to see how things stand."


def not_heard_button(partners: Partners, reader: MemberId) -> Button:
    role = "mentor" if partners.is_mentee(reader) else "mentee"
    return Button(f"I have not heard from my {role}", encode(NotHeard(partners.match.id)))


# Asking


def asked_already(other: Member, by: date) -> str:
    return (
        f"I have asked {named(other)} already and will tell you by {day_label(by)} at the latest. Nothing was changed."
    )


def told_lately(other: Member, on: date, again: date) -> str:
    return (
        f"{named(other)} told me on {day_label(on)} that they are still here. Your own message may work best now; "
        f"from {day_label(again)} on I can ask again."
    )


def meeting_soon(partners: Partners, reader: MemberId, session: Session) -> Message:
    """Said first: whoever waits for a meeting need not be asked."""
    other, match = partners.other(reader), partners.match.id
    when = my_time(partners, reader, session.starts_at)
    return Message(
        f"You two have a meeting planned for {when}.",
        (
            Text(line("You and ", mention(other), f" have a meeting planned for {when}.")),
            said("Would you like to wait for it, or shall I ask now?"),
            Actions(
                (
                    Button("Wait for it", encode(MatchDetails(match)), ButtonStyle.PRIMARY),
                    Button("Ask now", encode(NotHeard(match, "yes"))),
                )
            ),
        ),
    )


def asked(partners: Partners, reader: MemberId, by: date) -> Message:
    other = partners.other(reader)
    then = "your place is free again" if reader == partners.mentor.id else "you can be first in the line again"
    return Message(
        f"I have asked {named(other)} whether they are still here.",
        (
            Text(line("I have asked ", mention(other), " in a friendly way whether they are still here.")),
            said(
                f"You will hear from me by {day_label(by)} at the latest. If there is no answer by then, the match "
                f"ends without blame and {then}. Until then, nothing changes."
            ),
        ),
    )


def question(partners: Partners, reader: MemberId, by: date, *, reminder: bool) -> Message:
    """To the one who has been quiet."""
    other = partners.other(reader)
    opening = "a reminder: are you still here?" if reminder else "are you still here?"
    return Message(
        f"{named(partners.person(reader))}, {opening} {named(other)} would like to hear from you.",
        (
            Text(line(mention(other), " would like to hear from you. Are you still here?")),
            said("Weeks fill up for everybody, and any answer is fine. One tap is enough."),
            said(f"If I don't hear from you by {day_label(by)}, I will end this match, so that both of you are free."),
            Actions(
                (
                    Button("Yes, I am here", encode(StillHere(partners.match.id)), ButtonStyle.PRIMARY),
                    Button("I can't go on", encode(EndMatch(partners.match.id))),
                )
            ),
        ),
    )


# Answering


def welcome_back(partners: Partners, reader: MemberId, following: Session | None) -> Message:
    """To the one who said so."""
    other = partners.other(reader)
    return Message(
        f"Good to hear. I have told {named(other)}.",
        (Text(line("Good to hear. I have told ", mention(other), ".")), *_a_time(partners, reader, following)),
    )


def is_here(partners: Partners, reader: MemberId, following: Session | None) -> Message:
    """To the one who asked."""
    other = partners.other(reader)
    return Message(
        f"{named(other)} is still here.",
        (Text(line(mention(other), " is still here, and your match goes on.")), *_a_time(partners, reader, following)),
    )


def both_here(partners: Partners, reader: MemberId, following: Session | None) -> Message:
    """To the second of two who did not hear from each other."""
    other = partners.other(reader)
    return Message(
        f"{named(other)} has not heard from you either, so both of you are here.",
        (
            Text(line(mention(other), " has not heard from you either, so both of you are here. I have told them.")),
            *_a_time(partners, reader, following),
        ),
    )


def _a_time(partners: Partners, reader: MemberId, following: Session | None) -> tuple[Part, ...]:
    button = Button("Suggest a time", encode(OpenSchedule(partners.match.id)), ButtonStyle.PRIMARY)
    if following is None:
        return said("A time that suits both would be a good next step."), Actions((button,))
    when = my_time(partners, reader, following.starts_at)
    change = Button("Change schedule", encode(OpenSchedule(partners.match.id)))
    return said(f"You meet next on {when}. If another time suits you better, suggest one."), Actions((change,))


# Without an answer


def released(partners: Partners, reader: MemberId, then: tuple[Part, ...]) -> Message:
    """To the one who asked; `then` is what they can do now."""
    other = partners.other(reader)
    words = " has not answered me either, so your match has ended. Weeks fill up for everybody, and nobody is to blame."
    return Message(
        f"Your match with {named(other)} has ended. Nobody is to blame.", (Text(line(mention(other), words)), *then)
    )


def ended_quietly(partners: Partners, reader: MemberId, then: tuple[Part, ...]) -> Message:
    """To the one who did not answer."""
    other = partners.other(reader)
    return Message(
        f"Your match with {named(other)} has ended for now.",
        (
            Text(
                line(
                    "Your match with ",
                    mention(other),
                    " has ended for now, so that both of you are free. There are weeks like that, and it is all right.",
                )
            ),
            *then,
        ),
    )


def offer_rests(offer: OfferId) -> tuple[Part, ...]:
    return (
        said("Your offer rests until you tell me: nobody new is sent to you. One tap brings it back."),
        Actions(
            (
                Button("I have time again", encode(ResumeOffer(offer)), ButtonStyle.PRIMARY),
                Button("Withdraw my offer", encode(WithdrawOffer(offer))),
            )
        ),
    )
