"""For moderators: one mentor with an offer, found by name, approved or set aside."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.commands import ApproveMentor, HoldMentor, MentorAdmin, ShowMentor, encode
from bot.domain.member import Member
from bot.domain.offer import MentoringOffer
from bot.domain.status import OfferStatus
from bot.reference.professions import PROFESSIONS
from bot.reference.settings import SETTINGS
from bot.reference.states import STATES
from bot.texts.statistics import counted, mention, short
from bot.views import (
    MOST_OPTION,
    Actions,
    Button,
    ButtonStyle,
    Facts,
    Form,
    Heading,
    MemberField,
    Message,
    Moment,
    MomentStyle,
    Option,
    Page,
    Text,
    line,
)

MOST_NAMED = 5  # mentors of whom one may be meant
MOST_ON_BUTTON = 30  # characters of a name

NO_OFFERS = "Nobody has offered to mentor yet. The pinned card and /offer-mentoring are the two ways to do it."
NOT_A_MENTOR = "This person has no mentoring offer. Please choose somebody who has."
OFFER_GONE = "This offer was withdrawn, so nothing was changed."
ALREADY_HELD = "This offer is set aside already. Nothing was changed."
ALREADY_OPEN = "This offer is approved already. Nothing was changed."

WAITING_FOR_APPROVAL = "Waits for a moderator"
STATUS = {
    OfferStatus.OPEN: "Open",
    OfferStatus.PAUSED: "Paused by the mentor",
    OfferStatus.HELD: WAITING_FOR_APPROVAL,
    OfferStatus.WITHDRAWN: "Withdrawn",
}


def some(names: Sequence[str], most: int) -> str:
    left = len(names) - most
    return ", ".join(names[:most]) + (f" and {left} more" if left > 0 else "")


def mentor_form(mentors: Sequence[Member]) -> Form:
    options = tuple(Option(mentor.id, short(mentor.name or "Nameless", MOST_OPTION)) for mentor in mentors)
    field = MemberField("mentor", "Mentor", "Somebody who has offered to mentor.", required=True, options=options)
    return Form(encode(ShowMentor()), "Mentors", (Page((field,)),), "Show")


def no_mentor_called(typed: str) -> str:
    return f"Nobody who has offered to mentor is called “{short(typed, 40)}”. /mentor-admin lists them under Mentors."


def which_mentor(found: Sequence[Option]) -> Message:
    more = " More people fit than I show here: type more of the name." if len(found) > MOST_NAMED else ""
    words = f"Several mentors fit. Whom do you mean?{more}"
    buttons = tuple(Button(short(one.label, MOST_ON_BUTTON), encode(ShowMentor(one.value))) for one in found)
    return Message(words, (Text(line(words)), Actions(buttons[:MOST_NAMED])))


@dataclass(frozen=True)
class Record:
    """Counts of one mentor's proposals and matches; `pairs` are live."""

    asked: int
    accepted: int
    silent: int
    pairs: int
    ended: int


def mentor(member: Member, offer: MentoringOffer, record: Record) -> Message:
    """Numbers only: no notes, no answers."""
    settings = [SETTINGS[slug].label for slug in offer.settings]
    rows = (
        ("Status", line(STATUS[offer.status])),
        ("Profession", line(PROFESSIONS[offer.profession].label)),
        ("Years in schools", line(str(offer.years))),
        ("States", line(some([STATES[code].name for code in offer.states], 8))),
        ("Settings", line(some(settings, 6))),
        ("Places", line(f"{offer.places} of {offer.capacity} free")),
        ("Offered", line(Moment(offer.created_at, MomentStyle.DATE))),
        ("Asked", line(f"{counted(record.asked, 'time')}: {record.accepted} accepted, {record.silent} unanswered")),
        ("Pairs", line(f"{record.pairs} now, {record.ended} ended")),
    )
    return Message(
        f"{short(member.name)} as a mentor.",
        (Heading(short(member.name)), Text(line(mention(member))), Facts(rows), Actions(_mentor_buttons(offer))),
    )


def _mentor_buttons(offer: MentoringOffer) -> tuple[Button, ...]:
    if offer.status is OfferStatus.HELD:
        return (Button("Approve", encode(ApproveMentor(offer.id)), ButtonStyle.PRIMARY), _back())
    return (Button("Set aside", encode(HoldMentor(offer.id)), ButtonStyle.DANGER), _back())


def _back() -> Button:
    return Button("Administration", encode(MentorAdmin()))


def approved(member: Member) -> Message:
    return _done(member, " can be asked from now on. I have told them.")


def held(member: Member, pairs: int) -> Message:
    stay = f" {counted(pairs, 'pair goes', 'pairs go')} on as before." if pairs else ""
    return _done(member, f" is not asked until somebody approves the offer again. I have told them.{stay}")


def _done(member: Member, words: str) -> Message:
    return Message("Done.", (Text(line(mention(member), words)), Actions((_back(),))))


def you_are_approved() -> Message:
    words = "A moderator has approved your mentoring offer. When a colleague fits, I will ask you. Thank you."
    return Message(words, (Text(line(words)),))


def you_are_held(pairs: int) -> Message:
    stay = " Your pairs go on as before." if pairs else ""
    words = f"A moderator has set your mentoring offer aside for now, so I will not ask you.{stay}"
    return Message(
        "Your mentoring offer is set aside for now.",
        (Text(line(f"{words} If you would like to know more, please ask the moderators.")),),
    )
