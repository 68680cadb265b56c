"""While a request waits, is paused, comes back or is withdrawn."""

from collections.abc import Sequence

from bot.commands import (
    MyMentoring,
    OpenFindMentor,
    OpenPauseRequest,
    PauseRequest,
    ResumeRequest,
    StillLooking,
    WidenRequest,
    WithdrawRequest,
    encode,
)
from bot.domain.request import MentoringRequest
from bot.domain.schedule import day_label
from bot.journey.widening import Step
from bot.matching.tiers import WIDEST
from bot.texts.asking import Outlook, outlook
from bot.texts.choices import count, pause_form
from bot.views import (
    Actions,
    Button,
    ButtonStyle,
    Form,
    Heading,
    Listing,
    Message,
    Text,
    line,
)

REACH_WORDS = (
    "mentors in your state who know your setting",
    "mentors in neighboring states or within an hour of your time zone",
    "mentors with more hours of difference who are free when you are",
    "mentors from related settings",
    "other school professionals, for example speech-language pathologists, for questions about process",
)


FURTHER = "I ask further away."


def widened(request: MentoringRequest, adds: Step | None, *, busy: bool) -> Message:
    """`adds`: the first step from here on that adds a place; `busy`: somebody is asked right now."""
    words = f"I now also ask {REACH_WORDS[request.reach]}{_added(request, adds)}"
    if busy:
        words += " First I wait for the answer of the mentor I have asked already."
    if adds is None or adds.reach == request.reach:
        return Message(FURTHER, (Text(line(words)),))
    on = Button("Ask those, too", encode(WidenRequest(request.id, str(adds.reach))), ButtonStyle.PRIMARY)
    return Message(FURTHER, (Text(line(words)), Actions((on,))))


def _added(request: MentoringRequest, adds: Step | None) -> str:
    if adds is None:
        who = "None of them has" if request.reach == WIDEST else "Neither they nor anybody further away have"
        return f". {who} a free place right now; I will ask as soon as there is one."
    if adds.reach == request.reach:
        return f": that adds {count(adds.places, 'free place')}."
    would = f"{REACH_WORDS[adds.reach][0].upper()}{REACH_WORDS[adds.reach][1:]}"
    return f", but none of them has a free place right now. {would} would add {count(adds.places, 'free place')}."


def asked_already(reach: int) -> Message:
    return Message(FURTHER, (Text(line(f"I already ask {REACH_WORDS[reach]}.")),))


WIDEST_ALREADY = Message(
    "I already ask everyone who could help, also far away and from allied professions.",
    (Text(line("I already ask everyone who could help, also far away and from allied professions.")),),
)


def waiting_actions(request: MentoringRequest) -> Actions:
    return Actions(
        (
            Button("Ask further away", encode(WidenRequest(request.id)), ButtonStyle.PRIMARY),
            Button("Change my request", encode(OpenFindMentor())),
            Button("Pause", encode(OpenPauseRequest(request.id))),
            Button("Withdraw", encode(WithdrawRequest(request.id))),
        )
    )


def still_waiting(
    request: MentoringRequest, seen: Outlook, further: Sequence[Step], days: int, asked_so_far: int
) -> Message:
    """`further`: the steps to tell of."""
    return Message(
        f"Day {days} of your request: still looking for you.",
        (
            Heading("Still looking for you"),
            Text(line(f"Your request is {days} days old. {_tried(seen, asked_so_far)}")),
            *outlook(request, seen),
            *_further(further),
            waiting_actions(request),
        ),
    )


def _tried(seen: Outlook, asked_so_far: int) -> str:
    if asked_so_far:
        return f"So far I have asked {count(asked_so_far, 'mentor')}."
    if seen.left:
        return (
            "I could not ask anybody yet: whoever has a free place is never free when you are, or has been asked about "
            "somebody else."
        )
    return "I have not found a mentor to ask yet."


def _further(steps: Sequence[Step]) -> tuple[Text | Listing, ...]:
    if not steps:
        return ()
    return Text(line("I look further away as well:")), Listing(tuple(line(_step(step)) for step in steps))


def _step(step: Step) -> str:
    who = f"{REACH_WORDS[step.reach]}: {count(step.places, 'free place')}"
    return f"From {day_label(step.day)} on, {who}" if step.day else f"{who[0].upper()}{who[1:]}"


def still_looking(request: MentoringRequest, days: int) -> Message:
    return Message(
        "Are you still looking for a mentor?",
        (
            Heading("Are you still looking?"),
            Text(
                line(
                    f"You asked {days} days ago and I have no mentor for you at the moment. I am sorry about the wait. "
                    "If you are still looking, one tap keeps your place in line. Without an answer I will pause the "
                    "request in two weeks; you can bring it back any time."
                )
            ),
            Actions(
                (
                    Button("Yes, keep looking", encode(StillLooking(request.id)), ButtonStyle.PRIMARY),
                    Button("Ask further away", encode(WidenRequest(request.id))),
                    Button("Withdraw", encode(WithdrawRequest(request.id))),
                )
            ),
        ),
    )


KEPT_LOOKING = Message(
    "Thank you. I keep looking.", (Text(line("Thank you. I keep looking, and you keep your place.")),)
)


def paused_for_silence(request: MentoringRequest) -> Message:
    return Message(
        "I paused your request. One tap brings it back.",
        (
            Text(line("I did not hear from you, so I paused your request. Your place in line is kept.")),
            Actions((Button("I am still looking", encode(ResumeRequest(request.id)), ButtonStyle.PRIMARY),)),
        ),
    )


def pause_request_form(request: MentoringRequest, today: str) -> Form:
    return pause_form(PauseRequest(request.id), "Pause my request", today)


def paused(request: MentoringRequest, until: str) -> Message:
    return Message(
        "Your request is paused.",
        (
            Text(line(f"Your request is paused until {until}. Then it returns to its place in line by itself.")),
            Actions((Button("Resume now", encode(ResumeRequest(request.id))),)),
        ),
    )


RESUMED = Message("Your request is open again.", (Text(line("Your request is open again, in its old place in line.")),))
RETURNED = Message(
    "Your pause is over: I am looking for a mentor again.",
    (
        Text(line("Your pause is over, and I am looking for a mentor again. There is nothing you need to do.")),
        Actions((Button("My mentoring", encode(MyMentoring())),)),
    ),
)
WITHDRAWN = Message(
    "Your request is withdrawn.",
    (
        Text(line("Your request is withdrawn. You can ask again any time.")),
        Actions((Button("Find a mentor", encode(OpenFindMentor())),)),
    ),
)
