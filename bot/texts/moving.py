"""People who move: their profile names another time zone, or they leave the community and come back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.commands import AnotherMentor, EndMatch, KeepZone, MyMentoring, OpenFindMentor, OpenZone, UseZone, encode
from bot.domain.match import Session
from bot.domain.member import Member
from bot.domain.partners import Partners
from bot.domain.schedule import local_label, zone_label
from bot.domain.status import MatchStatus
from bot.ids import MemberId
from bot.texts.choices import zone_option
from bot.texts.partners import full, mention, named, said
from bot.texts.quiet import resume_button
from bot.views import Actions, Button, ButtonStyle, Line, Message, Moment, Text, line

MOST_MEETINGS = 3


# Time zones


@dataclass(frozen=True)
class Coming:
    """The next meeting with somebody: an instant, and the zone whose wall time the agreement keeps."""

    other: Member
    at: datetime
    kept_in: str


def shall_i_use(zone: str, kept: str) -> Message:
    new, old = _time(zone), _time(kept)
    words = f"Your profile now says {new}. Shall I use it?"
    return Message(
        words,
        (
            said(words),
            said(f"Until you tell me, I show your times in {old}. What you agreed on with others stays as agreed."),
            Actions(
                (
                    Button(f"Use {new}", encode(UseZone(zone)), ButtonStyle.PRIMARY),
                    Button(f"Keep {old}", encode(KeepZone())),
                )
            ),
        ),
    )


def zone_used(zone: str, meetings: Sequence[Coming]) -> Message:
    words = f"Your time zone is now {zone_option(zone)}."
    return Message(
        words, (said(words), *(Text(_coming(zone, one)) for one in meetings[:MOST_MEETINGS]), *_kept(zone, meetings))
    )


def _coming(zone: str, one: Coming) -> Line:
    return line("Your next meeting with ", mention(one.other), f" is on {local_label(one.at, zone)}.")


def _kept(zone: str, meetings: Sequence[Coming]) -> tuple[Text, ...]:
    """Where a schedule keeps the wall time of another zone."""
    elsewhere = sorted({_time(one.kept_in) for one in meetings} - {_time(zone)})
    if not elsewhere:
        return ()
    return (said(f"Nothing has moved: your meetings keep {' and '.join(elsewhere)}, as you agreed."),)


def zone_kept(zone: str) -> Message:
    words = f"All right, your time zone stays {zone_option(zone)}."
    button = Button("Change time zone", encode(OpenZone()))
    return Message(words, (said(words), Actions((button,))))


def _time(zone: str) -> str:
    return f"{zone_label(zone)} time"


# Leaving and coming back


def partner_left(partners: Partners, reader: MemberId) -> Message:
    """To the one who is still here; nobody is to blame, and nothing has to be decided today."""
    other = partners.other(reader)
    words, buttons = onward(partners, reader)
    return Message(
        f"{named(other)} has left the community.",
        (
            Text(
                line(
                    mention(other),
                    " has left the community, so your meetings are paused. People move on for many reasons, "
                    "and it says nothing about you. Thank you for the time you gave it.",
                )
            ),
            said(f"{words} If they come back, I will tell you, and you can go on where you stopped."),
            Actions(buttons),
        ),
    )


def onward(partners: Partners, reader: MemberId) -> tuple[str, tuple[Button, ...]]:
    """What they can do now; a pair that met before the bot has no request to go back to."""
    match = partners.match
    end = Button("End the match", encode(EndMatch(match.id)))
    if not partners.is_mentee(reader):
        return "If you end the match, your place is free for somebody else.", (end,)
    if match.request is None:
        return "You can ask for another mentor at any time.", (Button("Find a mentor", encode(OpenFindMentor())), end)
    another = Button("Ask for another mentor", encode(AnotherMentor(match.id)), ButtonStyle.PRIMARY)
    return "I can look for another mentor for you right away, and you come first in the line.", (another, end)


def partner_back(partners: Partners, reader: MemberId, coming: Session | None) -> Message:
    """Meetings that one of the two had paused before stay paused."""
    other, mine = partners.other(reader), Button("My mentoring", encode(MyMentoring()))
    if partners.match.status is MatchStatus.PAUSED:
        where: tuple[str | Moment, ...] = ("Your meetings are still paused; one tap brings them back.",)
        buttons: tuple[Button, ...] = (resume_button(partners.match.id), mine)
    else:
        where, buttons = _next(coming), (mine,)
    return Message(
        f"{named(other)} is back in the community.",
        (
            Text(line(mention(other), " is back in the community. ", *where)),
            Actions(buttons),
        ),
    )


def _next(coming: Session | None) -> tuple[str | Moment, ...]:
    return ("You meet next on ", full(coming.starts_at), ".") if coming else ("No meeting is planned at the moment.",)
