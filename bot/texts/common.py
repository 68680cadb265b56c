"""Sentences that belong to no feature."""

MODERATORS_ONLY = "This is for the moderators of this community. If you should be one, ask a moderator to add you."
UNKNOWN_SPACE = "This space is not connected to a mentoring community yet. Ask the person who set up the bot."
STORAGE_TROUBLE = "I can't reach my records right now, so nothing was changed. Please try again in a few minutes."


def defect(id: str) -> str:
    return (
        "Something went wrong on my side and nothing was changed. "
        f"If it happens again, tell a moderator this code: {id}."
    )
