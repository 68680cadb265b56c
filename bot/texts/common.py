"""Sentences that belong to no feature."""

MODERATORS_ONLY = "This is for the moderators of this community. If you should be one, ask a moderator to add you."
UNKNOWN_SPACE = "This space is not connected to a mentoring community yet. Ask the person who set up the bot."
STRANGERS = (
    "You are here from another organization, and this program is for the members of this one. Nothing was changed. "
    "A moderator can tell you how to join."
)
NOT_A_PERSON = "This is an app, not a person. Please choose somebody else."
STORAGE_TROUBLE = "I can't reach my records right now, so nothing was changed. Please try again in a few minutes."


def not_here(name: str) -> str:
    who = name or "This person"
    return f"{who} can't be found among the people here any more. Please choose somebody else."


def defect(id: str) -> str:
    return (
        "Something went wrong on my side and nothing was changed. "
        f"If it happens again, tell a moderator this code: {id}."
    )
