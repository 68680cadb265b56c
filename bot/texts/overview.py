"""One card with everything that is mine: request, offer, matches, and what waits for my answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.commands import (
    AcceptProposal,
    AcceptVolunteer,
    DeclineVolunteer,
    MatchDetails,
    OpenDecline,
    OpenFindMentor,
    OpenNotNow,
    OpenNotWith,
    OpenOfferDetails,
    OpenOfferMentoring,
    OpenPauseOffer,
    OpenPauseRequest,
    OpenRequestDetails,
    ResumeOffer,
    ResumeRequest,
    WidenRequest,
    WithdrawOffer,
    WithdrawRequest,
    encode,
)
from bot.domain.match import Match
from bot.domain.member import Member
from bot.domain.offer import MentoringOffer
from bot.domain.proposal import Proposal
from bot.domain.request import MentoringRequest
from bot.domain.status import MatchStatus, OfferStatus
from bot.journey.widening import Step
from bot.matching.tiers import WIDEST
from bot.reference.topics import TOPICS
from bot.texts import claiming as sheet
from bot.texts.asking import Outlook, outlook
from bot.texts.channel import welcome_actions
from bot.texts.closing import another_parts
from bot.texts.confirming import yes as confirm
from bot.texts.hours import hours_button
from bot.texts.nudging import messages_button
from bot.texts.statistics import counted, mention, place, short
from bot.texts.waiting import REACH_WORDS
from bot.texts.zones import my_zone
from bot.views import (
    MOST_BUTTONS,
    Actions,
    Button,
    ButtonStyle,
    Facts,
    Heading,
    Line,
    Listing,
    Message,
    Moment,
    MomentStyle,
    Part,
    Text,
    line,
)

MOST_MATCHES = 5
MOST_PROPOSALS = 3
MOST_EARLIER = 3
BETWEEN = "Waits for your word, since a match of yours has ended"
SUMMARY = "Your mentoring at a glance."
WHERE = (
    "in your state",
    "in neighboring states or within an hour",
    "with more hours of difference",
    "with mentors from related settings",
    "with other school professionals",
)
"""By a step of `bot.matching.tiers.REACHES`."""


@dataclass(frozen=True)
class Met:
    """One live match: the other person and the next session's start, if one is planned."""

    match: Match
    other: Member
    next: datetime | None


@dataclass(frozen=True)
class Earlier:
    """One match that has ended, and the other person."""

    match: Match
    other: Member


@dataclass(frozen=True)
class Asked:
    """A proposal that waits for my answer: as a mentor, or (`volunteered`) as a mentee."""

    proposal: Proposal
    request: MentoringRequest
    other: Member
    volunteered: bool


@dataclass(frozen=True)
class Waiting:
    """An open request: how far it reaches by now, and the steps on which there is a free place at all."""

    seen: Outlook
    reach: int
    free: Sequence[Step]


@dataclass(frozen=True)
class Mine:
    """`waiting`: while my request is open; `sheet`: kind and values of what I have not confirmed of the sheet."""

    me: Member
    request: MentoringRequest | None
    waiting: Waiting | None
    offer: MentoringOffer | None
    between: bool  # so that its mentor is asked whether to go on: a match of theirs has ended
    old_offer: bool  # so that its mentor is asked whether it still stands
    matches: Sequence[Met]
    earlier: Sequence[Earlier]
    asked: Sequence[Asked]
    sheet: Sequence[tuple[str, sheet.Values]]

    @property
    def nothing(self) -> bool:
        return not (self._begun or self.sheet)

    @property
    def only_the_sheet(self) -> bool:
        return not self._begun and len(self.sheet) == 1

    @property
    def _begun(self) -> bool:
        return bool(self.request or self.offer or self.matches or self.asked)


def card(mine: Mine) -> Message:
    if mine.nothing:
        words = "You have not asked for a mentor or offered to be one yet. Where would you like to start?"
        return Message(SUMMARY, (Text(line(words)), welcome_actions(), *_earlier(mine.earlier)))
    if mine.only_the_sheet:
        return sheet.claimed(*mine.sheet[0])
    return Message(
        SUMMARY,
        (
            *_asked(mine.asked[:MOST_PROPOSALS]),
            *_matches(mine),
            *(_request(mine.request, mine.waiting) if mine.request else ()),
            *(_offer(mine.offer, old=mine.old_offer, between=mine.between) if mine.offer else ()),
            *(part for kind, values in mine.sheet for part in sheet.still_to_confirm(kind, values)),
            *_earlier(mine.earlier),
            *(my_zone(mine.me.zone, messages_button()) if mine.me.zone else (Actions((messages_button(),)),)),
        ),
    )


# What waits for an answer


def _asked(asked: Sequence[Asked]) -> tuple[Part, ...]:
    parts: list[Part] = [Heading("Waiting for your answer")] if asked else []
    for one in asked:
        parts += [Text(_question(one)), Actions(_answers(one))]
    return tuple(parts)


def _question(one: Asked) -> Line:
    if one.volunteered:
        return line(mention(one.other), " offers to mentor you.")
    where = place(one.request.state, one.request.setting)
    until = (" Please answer by ", Moment(one.proposal.due_at), ".") if one.proposal.due_at else ()
    return line("Could you mentor ", mention(one.other), f" ({where})?", *until)


def _answers(one: Asked) -> tuple[Button, ...]:
    id = one.proposal.id
    if one.volunteered:
        return (
            Button("Yes, please", encode(AcceptVolunteer(id)), ButtonStyle.PRIMARY),
            Button("Not for me", encode(DeclineVolunteer(id))),
        )
    return (
        Button("Yes, I will", encode(AcceptProposal(id)), ButtonStyle.PRIMARY),
        Button("No, sorry", encode(OpenDecline(id))),
        Button("Not now", encode(OpenNotNow(id))),
    )


# Matches


def _matches(mine: Mine) -> tuple[Part, ...]:
    if not mine.matches:
        return ()
    shown = mine.matches[:MOST_MATCHES]
    left = len(mine.matches) - len(shown)
    buttons = tuple(_match_button(met) for met in shown[:MOST_BUTTONS])
    return (
        Heading("Your pair" if len(mine.matches) == 1 else "Your pairs"),
        Listing(tuple(_met(met, mine.me) for met in shown)),
        *([Text(line(f"And {left} more."))] if left else []),
        Actions(buttons),
    )


def _met(met: Met, me: Member) -> Line:
    role = "You mentor " if met.match.mentor == me.id else "Your mentor is "
    if met.other.left_at is not None:
        return line(role, mention(met.other), ", who has left the community; paused.")
    if met.match.status is MatchStatus.PAUSED:
        return line(role, mention(met.other), "; paused.")
    if met.next is None:
        return line(role, mention(met.other), "; no meeting is planned yet.")
    return line(role, mention(met.other), "; next meeting ", Moment(met.next), ".")


def _match_button(met: Met) -> Button:
    return Button(f"Meetings with {short(met.other.name)}", encode(MatchDetails(met.match.id)))


def _earlier(earlier: Sequence[Earlier]) -> tuple[Part, ...]:
    """Their hours stay at hand."""
    if not earlier:
        return ()
    return (
        Heading("Earlier pairs"),
        Actions(tuple(hours_button(one.match.id, f"Hours with {short(one.other.name)}") for one in earlier)),
    )


# My request


def _request(request: MentoringRequest, waiting: Waiting | None) -> tuple[Part, ...]:
    topics = ", ".join(TOPICS[topic].label for topic in request.topics) or "A bit of everything"
    rows: list[tuple[str, Line]] = [
        ("Status", line("Looking for a mentor") if waiting else _paused(request.paused_until)),
        ("Waiting since", line(Moment(request.waiting_since, MomentStyle.DATE))),
        ("Asked for", line(place(request.state, request.setting))),
        ("Topics", line(topics)),
    ]
    if waiting is None:
        return (Heading("Your request"), Facts(tuple(rows)), *map(Actions, _paused_request(request)))
    rows += [
        ("In line", line(_ahead(waiting.seen.ahead))),
        ("I look as far as", line(REACH_WORDS[waiting.reach])),
        ("Free places in all", line(_free(waiting))),
    ]
    buttons = map(Actions, _open_request(request, waiting.reach))
    return (Heading("Your request"), Facts(tuple(rows)), *outlook(request, waiting.seen), *buttons)


def _free(waiting: Waiting) -> str:
    """By step, nearest first."""
    if not waiting.free:
        return "None, near or far; I ask as soon as there is one"
    return "; ".join(f"{step.places:,} {WHERE[step.reach]}" for step in waiting.free)


def _ahead(ahead: int) -> str:
    if not ahead:
        return "Nobody is ahead of you for this state and setting"
    return f"{counted(ahead, 'request')} ahead of yours for this state and setting"


def _paused(until: datetime | None) -> Line:
    return line("Paused until ", Moment(until, MomentStyle.DATE)) if until else line("Paused")


def _open_request(request: MentoringRequest, reach: int) -> tuple[tuple[Button, ...], ...]:
    wider = (Button("Ask further away", encode(WidenRequest(request.id))),) if reach < WIDEST else ()
    first = (
        Button("Change my request", encode(OpenFindMentor())),
        Button("Add details", encode(OpenRequestDetails(request.id))),
        *wider,
        Button("Not with …", encode(OpenNotWith(request.id))),
    )
    second = (
        Button("Pause my request", encode(OpenPauseRequest(request.id))),
        Button("Withdraw my request", encode(WithdrawRequest(request.id)), ButtonStyle.DANGER),
    )
    return first, second


def _paused_request(request: MentoringRequest) -> tuple[tuple[Button, ...], ...]:
    return (
        (
            Button("Resume my request", encode(ResumeRequest(request.id)), ButtonStyle.PRIMARY),
            Button("Change my request", encode(OpenFindMentor())),
            Button("Withdraw my request", encode(WithdrawRequest(request.id)), ButtonStyle.DANGER),
        ),
    )


# My offer


def _offer(offer: MentoringOffer, *, old: bool, between: bool) -> tuple[Part, ...]:
    rows = (
        ("Status", line(BETWEEN) if between else _offer_status(offer)),
        ("Places", line(f"{offer.places} of {offer.capacity} free")),
        ("Last confirmed", line(Moment(offer.confirmed_at, MomentStyle.DATE))),
    )
    if between:
        return (Heading("Your offer"), Facts(rows), *another_parts(offer), Actions(_changes(offer)))
    yes = (confirm(offer),) if old and offer.status is OfferStatus.OPEN else ()
    return (Heading("Your offer"), Facts(rows), Actions((*yes, *_offer_buttons(offer))))


def _offer_status(offer: MentoringOffer) -> Line:
    if offer.status is OfferStatus.HELD:
        return line("A moderator looks at it before you are asked")
    if offer.status is OfferStatus.PAUSED:
        return _paused(offer.paused_until)
    return line("Open" if offer.places else "All places taken")


def _offer_buttons(offer: MentoringOffer) -> tuple[Button, ...]:
    change, details = _changes(offer)
    withdraw = Button("Withdraw my offer", encode(WithdrawOffer(offer.id)), ButtonStyle.DANGER)
    by_status: Mapping[OfferStatus, tuple[Button, ...]] = {
        OfferStatus.OPEN: (change, details, Button("Pause my offer", encode(OpenPauseOffer(offer.id))), withdraw),
        OfferStatus.PAUSED: (
            Button("Resume my offer", encode(ResumeOffer(offer.id)), ButtonStyle.PRIMARY),
            change,
            details,
            withdraw,
        ),
        OfferStatus.HELD: (change, details, withdraw),
    }
    return by_status[offer.status]


def _changes(offer: MentoringOffer) -> tuple[Button, Button]:
    return (
        Button("Change my offer", encode(OpenOfferMentoring())),
        Button("Places and details", encode(OpenOfferDetails(offer.id))),
    )
