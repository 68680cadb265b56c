"""What `mentorbot discord` says about setting the bot up in Discord."""

from collections.abc import Sequence

# The commands


def added(command: str) -> str:
    return f"{command} is new."


def changed(command: str, what: Sequence[str]) -> str:
    return f"{command} has changed: {', '.join(what)}."


def removed(command: str) -> str:
    return f"{command} is no longer one of the bot's."
