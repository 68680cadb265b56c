"""Sentences that belong to no feature."""

from bot.texts.choices import cut
from bot.views import MOST_HEADING, Message, Text, line

MODERATORS_ONLY = "This is for the moderators of this community. If you should be one, ask a moderator to add you."
UNKNOWN_SPACE = "I am not connected to a mentoring community here yet. Please ask the person who set me up."
STRANGERS = (
    "You are here from another organization, and this program is for the members of this one. Nothing was changed. "
    "A moderator can tell you how to join."
)
NOT_A_PERSON = "This is an app, not a person. Please choose somebody else."
STORAGE_TROUBLE = "I can't reach my records right now, so nothing was changed. Please try again in a few minutes."


def unseen(id: str) -> str:
    """Where an answer could not be shown, whatever it was."""
    return (
        "Something went wrong while I was showing you the answer. Type /my-mentoring to see where things stand. "
        f"If it happens again, tell a moderator this code: {id}."
    )


def notice(sentence: str) -> Message:
    """A page that has nothing else to show."""
    return Message(cut(sentence, MOST_HEADING), (Text(line(sentence)),))


def not_here(name: str) -> str:
    who = name or "This person"
    return f"{who} can't be found among the people here any more. Please choose somebody else."


def defect(id: str) -> str:
    return (
        "Something went wrong on my side and nothing was changed. "
        f"If it happens again, tell a moderator this code: {id}."
    )
