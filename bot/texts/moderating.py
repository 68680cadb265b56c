"""For moderators: the administration card, matching by hand, mentors, settings, cards to pin."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.commands import (
    AddSpace,
    GroupSessions,
    MatchByHand,
    MentorStats,
    Moderators,
    OpenMatchByHand,
    OpenMentor,
    OpenSetup,
    PostCard,
    ShowMentor,
    ShowSettings,
    encode,
)
from bot.domain.member import Member
from bot.domain.offer import MentoringOffer
from bot.domain.request import MentoringRequest
from bot.reference.settings import SETTINGS
from bot.texts.claiming import vouch_button
from bot.texts.mentors import some
from bot.texts.setting_up import not_set_up
from bot.texts.statistics import counted, mention, place, short
from bot.views import (
    MOST_BUTTONS,
    MOST_OPTION,
    Actions,
    Button,
    Form,
    Heading,
    Listing,
    Message,
    Option,
    Page,
    Part,
    SearchField,
    Text,
    line,
)

MOST_LISTED = 4  # states or settings in an option

NO_REQUESTS = "Nobody is waiting for a mentor right now, so there is nothing to match by hand."
NO_MENTORS = "No mentor has a free place right now. People can offer with /offer-mentoring or the pinned card."
CHOOSE_REQUEST = "Please choose a request from the list."
CHOOSE_MENTOR = "Please choose a mentor from the list."
REQUEST_GONE = "This request is not open any more: it was matched, paused or withdrawn. Please choose another one."
MENTOR_GONE = "This mentor's offer is not open any more. Please choose another one."
NO_PLACE = "All places of this mentor are taken by now. Please choose another one."
SAME_PERSON = "This is the same person. Please choose somebody else."
EXCLUDED = "One of the two has asked not to be matched with the other. Please choose somebody else."
PROCESS_ONLY = (
    "This mentor's profession helps with questions about process, and this request names none. "
    "Please choose an occupational therapist."
)
PAIR_ALREADY = "These two are a pair already. Please choose somebody else."
NOT_TOGETHER = (
    "These two share no server and no workspace where I am, so I can't introduce them. Please choose somebody else."
)


# Administration


@dataclass(frozen=True)
class Queue:
    """`approvals`: mentors whose offers wait for a moderator; `unnamed`: who asked to be found on a sheet.

    `strangers`: people of other organizations who were turned away in the last 14 days; `ready`: the space has a
    mentoring channel; `alone`: no other space belongs to the community.
    """

    approvals: tuple[Member, ...]
    unnamed: tuple[Member, ...]
    unclaimed: int
    strangers: int = 0
    ready: bool = True
    alone: bool = True


def administration(queue: Queue, *, setup: bool = True) -> Message:
    """`setup`: with the way to the set-up, which a page that leads there already leaves out."""
    return Message(
        "Mentoring administration.",
        (
            *(() if queue.ready or not setup else not_set_up(alone=queue.alone)),
            Heading("Mentoring administration"),
            *_approvals(queue.approvals),
            *_unnamed(queue.unnamed),
            *_unclaimed(queue.unclaimed),
            *_strangers(queue.strangers),
            Actions(
                (
                    Button("Match by hand", encode(OpenMatchByHand())),
                    Button("Mentors", encode(OpenMentor())),
                    Button("Moderators", encode(Moderators())),
                    Button("Settings", encode(ShowSettings())),
                    Button("Numbers", encode(MentorStats())),
                )
            ),
            *(_channel_buttons(setup=setup) if queue.ready else ()),
        ),
    )


def _channel_buttons(*, setup: bool) -> tuple[Part, ...]:
    cards = (
        Button("Post the welcome card", encode(PostCard("welcome"))),
        Button("Post the sign-up-sheet card", encode(PostCard("sheet"))),
        Button("Group sessions", encode(GroupSessions())),
        Button("Add another server or workspace", encode(AddSpace())),
    )
    return (Actions((*cards, Button("Set up", encode(OpenSetup()))) if setup else cards),)


def _approvals(mentors: Sequence[Member]) -> tuple[Part, ...]:
    if not mentors:
        return (Text(line("No mentor waits for approval.")),)
    waiting = counted(len(mentors), "mentor waits for approval or was", "mentors wait for approval or were")
    buttons = [Button(f"Look at {short(m.name)}", encode(ShowMentor(m.id))) for m in mentors[:MOST_BUTTONS]]
    return (Text(line(f"{waiting} set aside:")), _names(mentors), Actions(tuple(buttons)))


def _unnamed(people: Sequence[Member]) -> tuple[Part, ...]:
    if not people:
        return ()
    says = counted(len(people), "person says", "people say")
    buttons = tuple(vouch_button(member) for member in people[:MOST_BUTTONS])
    return (
        Text(line(f"{says} they were on the sign-up sheet, but have no code:")),
        _names(people),
        Actions(buttons),
    )


def _unclaimed(number: int) -> tuple[Part, ...]:
    if not number:
        return ()
    people = counted(number, "person on the sign-up sheets has", "people on the sign-up sheets have")
    return (Text(line(f"{people} not claimed their answers yet.")),)


def _strangers(number: int) -> tuple[Part, ...]:
    if not number:
        return ()
    times = counted(number, "try", "tries")
    return (Text(line(f"In the last two weeks I turned away {times} by people of other organizations.")),)


def _names(people: Sequence[Member]) -> Listing:
    return Listing(tuple(line(mention(member)) for member in people[:MOST_BUTTONS]))


# Matching by hand


def match_form(
    requests: Sequence[tuple[MentoringRequest, Member]],
    offers: Sequence[tuple[MentoringOffer, Member]],
    chosen: str,
    now: datetime,
) -> Form:
    """Two fields on one page; the list of mentors does not depend on the request."""
    fields = (
        SearchField(
            "request",
            "Who is waiting",
            "The longest waiting first.",
            required=True,
            options=tuple(Option(r.id, _request(r, mentee, now)) for r, mentee in requests),
            values=(chosen,) if chosen in {r.id for r, _ in requests} else (),
            most=1,
        ),
        SearchField(
            "mentor",
            "Mentor",
            "Those with a free place.",
            required=True,
            options=tuple(Option(o.id, _offer(o, mentor)) for o, mentor in offers),
            most=1,
        ),
    )
    intro = (line("The match is made at once: both are introduced, and everyone else who was asked is told."),)
    return Form(encode(MatchByHand()), "Match by hand", (Page(fields),), "Match them", intro=intro)


def _request(request: MentoringRequest, mentee: Member, now: datetime) -> str:
    days = counted((now - request.waiting_since).days, "day")
    return _fit(f"{short(mentee.name, 20)}: {place(request.state, request.setting)}, {days}")


def _offer(offer: MentoringOffer, mentor: Member) -> str:
    settings = some([SETTINGS[slug].label for slug in offer.settings], 1)
    return _fit(f"{short(mentor.name, 20)}: {some(offer.states, MOST_LISTED)}; {settings}; {offer.places} free")


def _fit(text: str) -> str:
    return short(text, MOST_OPTION)


def matched(mentee: Member, mentor: Member) -> Message:
    return Message(
        "They are matched and introduced.",
        (Text(line(mention(mentor), " now mentors ", mention(mentee), ". I have introduced them to each other.")),),
    )
