"""Direct messages that are closed: the first one, what is said when one did not arrive, and trying again."""

from bot.commands import MyMentoring, RetryMessages, encode
from bot.domain.member import Member
from bot.ports.platforms import Space
from bot.texts.choices import cut
from bot.texts.statistics import mention, short
from bot.views import MOST_HEADING, Actions, Button, ButtonStyle, Heading, Listing, Message, Text, line

TOO_OFTEN = "That was one try too many for now. Please open your direct messages, wait an hour, and try again."
ALL_ARRIVED = "My messages reach you, and none is waiting."


def _my_mentoring() -> Button:
    return Button("My mentoring", encode(MyMentoring()))


def _try_again() -> Button:
    return Button("Try again", encode(RetryMessages()), ButtonStyle.PRIMARY)


def request_in() -> Message:
    """The first direct message to who has asked."""
    words = "Your request is in. I will write to you here when a mentor says yes, and when I need to ask you something."
    return Message("Your request is in.", (Text(line(words)), Actions((_my_mentoring(),))))


def offer_in() -> Message:
    """The first direct message to who has offered."""
    words = "Thank you for offering to mentor. I will write to you here when a colleague fits."
    return Message("Thank you for offering to mentor.", (Text(line(words)), Actions((_my_mentoring(),))))


def open_again() -> Message:
    words = "My direct messages reach you again. That is all that was waiting."
    return Message("My direct messages reach you again.", (Text(line(words)), Actions((_my_mentoring(),))))


def closed(space: Space) -> Message:
    """To who could not be written to, beside an answer to something else. The steps are Discord's own words."""
    where = short(space.name)
    steps = (
        line(f"Press the name of {where} at the top of its channels, then “Privacy Settings”."),
        line("Turn on “Direct Messages”."),
        line("Press “Try again” here, and I will send what has waited."),
    )
    return Message(
        "I could not write to you.",
        (
            Heading("I could not write to you"),
            Text(line(f"I tried to send you a direct message, but your settings allow none from people in {where}.")),
            Listing(steps, numbered=True),
            Actions((_try_again(), _my_mentoring())),
        ),
    )


def trying() -> Message:
    words = (
        "I am sending you what has waited. If nothing arrives in your direct messages within a minute, they are "
        "still closed, and “Try again” is worth another press once you have opened them."
    )
    return Message("I am trying again.", (Text(line(words)), Actions((_try_again(),))))


def nothing_waits() -> Message:
    return Message(ALL_ARRIVED, (Text(line(ALL_ARRIVED)), Actions((_my_mentoring(),))))


def to_one_of_both(person: Member, message: Message) -> Message:
    """In a pair's conversation, where both read it: a message that was for one of them."""
    summary = cut(f"For {short(person.name)}: {message.summary}", MOST_HEADING)
    return Message(summary, (Text(line("For ", mention(person), ":")), *message.parts))
