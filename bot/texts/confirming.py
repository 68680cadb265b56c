"""Whether an offer still stands: the question, its reminder, and the thanks."""

from dataclasses import dataclass
from datetime import date

from bot.commands import ConfirmOffer, MyMentoring, OpenOfferMentoring, OpenPauseOffer, WithdrawOffer, encode
from bot.domain.confirming import AUGUST
from bot.domain.offer import MentoringOffer
from bot.domain.schedule import day_label
from bot.domain.status import OfferStatus
from bot.texts.offering import given
from bot.views import Actions, Button, ButtonStyle, Heading, Message, Text, line


def yes(offer: MentoringOffer) -> Button:
    return Button("Yes, still offering", encode(ConfirmOffer(offer.id)), ButtonStyle.PRIMARY)


@dataclass(frozen=True)
class Asked:
    """Days local to the mentor: the last on which they said that it stands, today, and when mentees are not sent."""

    last: date
    today: date
    stops: date


def question(offer: MentoringOffer, asked: Asked, *, reminder: bool) -> Message:
    heading = "Are you still offering to mentor?"
    return Message(
        f"{heading} One tap is enough.",
        (
            Heading(f"Reminder: {heading[0].lower()}{heading[1:]}" if reminder else heading),
            Text(line(_why(asked, reminder=reminder))),
            *(() if reminder else (given(offer),)),
            Text(
                line(
                    "One tap is enough. If I don't hear from you, I won't ask you about new mentees from "
                    f"{day_label(asked.stops)} on; “Yes, still offering” brings you back at any time. "
                    "Your pairs go on as they are."
                )
            ),
            Actions(
                (
                    yes(offer),
                    Button("Change it", encode(OpenOfferMentoring())),
                    Button("Pause", encode(OpenPauseOffer(offer.id))),
                    Button("Withdraw", encode(WithdrawOffer(offer.id))),
                )
            ),
        ),
    )


def _why(asked: Asked, *, reminder: bool) -> str:
    said = f"You last told me so on {day_label(asked.last)}."
    if reminder:
        return f"I asked some days ago and have not heard from you. {said}"
    if asked.today.month == AUGUST:
        return f"A new school year begins, so I ask everybody who offers. {said}"
    return f"{said} Those who wait rely on offers that still stand."


def confirmed(offer: MentoringOffer, back: str) -> Message:
    """`back`: until when its mentor has paused it."""
    if offer.status is OfferStatus.HELD:
        then = "A moderator looks at it before I ask you about a colleague."
    elif back:
        then = f"It is paused until {back}, as you wanted, and opens again by itself."
    elif offer.places < 1:
        then = "All your places are taken, so I will ask you when one is free."
    else:
        then = "When somebody fits, I will ask you."
    words = f"Thank you, your offer stands. {then}"
    return Message(words, (Text(line(words)), Actions((Button("My mentoring", encode(MyMentoring())),))))
