"""Why an unasked message came, when it comes again, and which of them a member wants at all."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.commands import ChooseMessages, NudgeChoices, OpenMessages, SnoozeNudge, SwitchOff, encode
from bot.domain.message import Nudge
from bot.domain.switches import Snooze, Switch
from bot.ids import NudgeId
from bot.texts.choices import count, cut
from bot.views import (
    MOST_HEADING,
    Actions,
    Button,
    ChoicesField,
    Form,
    Listing,
    Message,
    Moment,
    Option,
    Page,
    Text,
    line,
)

NAMES: Mapping[Switch, str] = {
    Switch.REMINDER: "The reminder the day before a meeting",
    Switch.HOUR_BEFORE: "The reminder an hour before, where you chose it",
    Switch.DID_YOU_MEET: "“Did you meet?” after a meeting, and other check-ins",
    Switch.AGREEING: "A suggested schedule that waits for your word",
    Switch.GOALS: "A look at your goals, halfway",
    Switch.CLOCKS: "When clocks change for one of you only",
    Switch.WAITING: "How the search for your mentor goes",
    Switch.GOING_ON: "How to go on after your last agreed meeting",
    Switch.QUIET: "When it has been quiet between the two of you",
    Switch.AFTER: "Whether you would like to go on after a match",
}
WHY: Mapping[Switch, str] = {
    Switch.REMINDER: "You got this because you two had a meeting coming up.",
    Switch.HOUR_BEFORE: "You got this because you asked for a reminder an hour before your meetings.",
    Switch.DID_YOU_MEET: "You got this because the time of a meeting of yours has passed.",
    Switch.AGREEING: "You got this because the other one of your pair suggested a schedule.",
    Switch.GOALS: "You got this because half of your agreed meetings are over.",
    Switch.CLOCKS: "You got this because the local time of your meetings becomes another for one of you.",
    Switch.WAITING: "You got this because your request had waited for some days.",
    Switch.GOING_ON: "You got this because your last agreed meeting is over.",
    Switch.QUIET: "You got this because I had not heard of a meeting of you two for a while.",
    Switch.AFTER: "You got this because a match of yours has ended.",
}
OF_A_KIND: Mapping[str, str] = {
    "weekly-check-in": "You got this because this community looks after every pair each week.",
    "still-here-again": "You got this because your partner had not heard from you for a while.",
}
"""Reasons of kinds of nudges that share a switch with others."""

LABELS: Mapping[Snooze, str] = {
    Snooze.HOUR: "In an hour",
    Snooze.TOMORROW: "Tomorrow",
    Snooze.NEXT_WEEK: "Next week",
}
NOT_YOURS = "This message was for somebody else, so nothing was changed."
OVER = "This is settled by now, so there is nothing left to remind you of."
TOO_LATE = "By then it would be over, so I can't remind you then. Please choose an earlier time."
CAME_AGAIN = "It has come again since. Please use the button on the newer message."
ALWAYS = "News of your pair, questions that wait for your answer, and what moderators write always reach you."
SEE = "Messages I get"


def one_more(summary: str, more: int) -> str:
    """The notification of several messages in one."""
    also = f" And {count(more, 'more message')}."
    return f"{cut(summary, MOST_HEADING - len(also))}{also}"


def choices_button(nudge: NudgeId) -> Button:
    return Button("Snooze or switch off", encode(NudgeChoices(nudge)))


def messages_button() -> Button:
    return Button(SEE, encode(OpenMessages()))


def choices(nudge: Nudge, switch: Switch, snoozes: Sequence[Snooze]) -> Message:
    """`snoozes`: those after which it would still be true."""
    why = OF_A_KIND.get(nudge.kind, WHY[switch])
    again = "It can come again later, or not at all." if snoozes else "It will not come again by itself."
    later = tuple(Button(LABELS[snooze], encode(SnoozeNudge(nudge.id, snooze))) for snooze in snoozes)
    never = Button("No more of these", encode(SwitchOff(nudge.id)))
    return Message(why, (Text(line(f"{why} {again}")), Actions((*later, never))))


def snoozed(due: datetime) -> Message:
    return Message("All right, later.", (Text(line("All right, it comes again on ", Moment(due), ".")),))


def switched_off(switch: Switch) -> Message:
    words = f"All right, you no longer get this: {_within(NAMES[switch])}."
    return Message(words, (Text(line(f"{words} You can have it back any time.")), Actions((messages_button(),))))


def messages_form(muted: Sequence[str]) -> Form:
    field = ChoicesField(
        "wanted",
        "What I may write to you",
        "What you leave out does not come.",
        options=tuple(Option(switch, name) for switch, name in NAMES.items()),
        values=tuple(switch for switch in NAMES if switch not in muted),
        most=len(NAMES),
    )
    return Form(encode(ChooseMessages()), SEE, (Page((field,)),), "Save", intro=(line(ALWAYS),))


def messages_chosen(muted: Sequence[str]) -> Message:
    left_out = tuple(line(name) for switch, name in NAMES.items() if switch in muted)
    if not left_out:
        return Message("Saved. You get all messages.", (Text(line("Saved. You get all messages.")),))
    saved = Text(line("Saved. What no longer comes:"))
    return Message("Saved.", (saved, Listing(left_out), Text(line(ALWAYS)), Actions((messages_button(),))))


def _within(name: str) -> str:
    """A name as it stands within a sentence."""
    return f"{name[0].lower()}{name[1:]}"
