"""While a request waits, is paused, comes back or is withdrawn."""

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
from bot.texts.asking import Outlook, outlook
from bot.texts.choices import count, pause_form
from bot.views import (
    Actions,
    Button,
    ButtonStyle,
    Form,
    Heading,
    Message,
    Text,
    line,
)

REACH_WORDS = (
    "mentors in your state who know your setting",
    "mentors in neighboring states or within an hour of your time zone",
    "mentors in any state who are free when you are",
    "mentors from related settings",
    "other school professionals, for example speech-language pathologists, for questions about process",
)


def widened(request: MentoringRequest) -> Message:
    words = f"I now also ask {REACH_WORDS[request.reach]}."
    return Message(words, (Text(line(words)),))


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


def still_waiting(request: MentoringRequest, seen: Outlook, days: int, asked_so_far: int) -> Message:
    tried = (
        "I have not found a mentor to ask yet."
        if not asked_so_far
        else f"So far I have asked {count(asked_so_far, 'mentor')}."
    )
    return Message(
        f"Day {days} of your request: still looking for you.",
        (
            Heading("Still looking for you"),
            Text(line(f"Your request is {days} days old. {tried} I am now looking for {REACH_WORDS[request.reach]}.")),
            *outlook(request, seen),
            waiting_actions(request),
        ),
    )


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
