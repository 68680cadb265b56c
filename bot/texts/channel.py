"""The posts in the mentoring channel: one request, the daily round-up, the card to pin."""

from collections.abc import Sequence

from bot.commands import (
    OpenFindMentor,
    OpenOfferMentoring,
    StepForward,
    encode,
)
from bot.domain.request import MentoringRequest
from bot.reference.settings import SETTINGS
from bot.reference.states import STATES
from bot.reference.topics import TOPICS
from bot.texts.choices import count, cut
from bot.views import (
    Actions,
    Bold,
    Button,
    ButtonStyle,
    Heading,
    Line,
    Listing,
    Message,
    Text,
    line,
)

NOT_OPEN_ANY_MORE = "This colleague has found a mentor or changed plans. Thank you for looking."


def post(request: MentoringRequest) -> Message:
    """State, setting and topics; never a name, free text, the district, or that somebody is the only OT there."""
    topics = [line(TOPICS[topic].label) for topic in request.topics]
    return Message(
        f"A colleague in {STATES[request.state].name} is looking for a mentor.",
        (
            Text(
                line(
                    "A colleague in ",
                    Bold(STATES[request.state].name),
                    " is looking for a mentor. Setting: ",
                    Bold(public_setting(request.setting)),
                    ".",
                )
            ),
            *([Listing(tuple(topics))] if topics else []),
            Actions((Button("I can help with this", encode(StepForward(request.id))),)),
        ),
    )


def settled_post(request: MentoringRequest, *, matched: bool) -> Message:
    state = STATES[request.state].name
    words = f"A colleague in {state} found a mentor." if matched else f"A request from {state} is closed for now."
    return Message(words, (Text(line(words)),))


def round_up(open_requests: Sequence[MentoringRequest], closed: int) -> Message:
    """At most five buttons a row; who is matched leaves the list."""
    if not open_requests:
        words = "Everyone on this list has been helped or has closed their request."
        return Message(words, (Text(line(words)),))
    items = tuple(map(_short, open_requests))
    buttons = [Button(f"Help no. {n}", encode(StepForward(r.id))) for n, r in enumerate(open_requests, 1)]
    rows = [Actions(tuple(buttons[at : at + 5])) for at in range(0, len(buttons), 5)]
    done = (Text(line(_no_longer(closed))),) if closed else ()
    return Message(
        f"{count(len(open_requests), 'colleague')} looking for a mentor.",
        (Heading("Looking for a mentor today"), Listing(items, numbered=True), *done, *rows),
    )


def _no_longer(closed: int) -> str:
    return f"{count(closed, 'request')} on this list no longer {'needs' if closed == 1 else 'need'} help."


def _short(request: MentoringRequest) -> Line:
    topics = ", ".join(TOPICS[topic].label for topic in request.topics)
    where = f"{STATES[request.state].name}, {public_setting(request.setting)}"
    return line(cut(where + (f": {topics}" if topics else ""), MOST_IN_A_ROW))


def public_setting(slug: str) -> str:
    """What everybody may read: that somebody is the only OT of a district would tell who it is."""
    return "Rural school" if slug == "rural-sole-ot" else SETTINGS[slug].label


MOST_IN_ROUND_UP = 15  # with three rows of buttons and the longest entries it still fits a message
MOST_IN_A_ROW = 90


def welcome_actions() -> Actions:
    return Actions(
        (
            Button("Find a mentor", encode(OpenFindMentor()), ButtonStyle.PRIMARY),
            Button("I can help", encode(OpenOfferMentoring()), ButtonStyle.PRIMARY),
        )
    )
