"""What slash commands are called for readers of another language, on platforms that show each reader their own.

Names stay as they are, because the bot's messages tell people to type them.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Localized:
    """What differs from the usual wording; empty where nothing does."""

    name: str = ""
    description: str = ""


COMMANDS: Mapping[str, Mapping[str, Localized]] = {
    "mentor-stats": {"en-GB": Localized(description="For moderators: how the programme is doing")},
}
"""By the command's name, or the command's and the option's with a space between; then by locale (`en-GB`)."""
