"""What is typed after a slash, with its options."""

from dataclasses import dataclass

from bot.commands.asking import OpenFindMentor
from bot.commands.command import Command
from bot.commands.moderating import MentorAdmin, MentorStats, OpenMentor, OpenSetup
from bot.commands.offering import OpenOfferMentoring
from bot.commands.seeing import MentorHelp, MyMentoring


@dataclass(frozen=True)
class SlashOption:
    """A named option of a slash command; it fills the field of the same name of that command.

    What is suggested while somebody types is the list of `field` (the option's name where empty) in the form that
    `form` opens (the slash command itself where None), as it opens for that person.
    """

    name: str
    description: str
    field: str = ""
    form: type[Command] | None = None


@dataclass(frozen=True)
class Slash:
    name: str
    description: str
    command: type[Command]
    options: tuple[SlashOption, ...] = ()


SLASH: tuple[Slash, ...] = (
    Slash(
        "find-mentor",
        "Ask for a mentor, or change what you asked for",
        OpenFindMentor,
        (
            SlashOption("state", "The state you work in, for example Ohio or OH"),
            SlashOption("setting", "Where you work, for example elementary"),
            SlashOption("topic", "What you would like help with, for example IEP meetings", "topics"),
        ),
    ),
    Slash(
        "offer-mentoring",
        "Offer to mentor a colleague, or change your offer",
        OpenOfferMentoring,
        (
            SlashOption("state", "A state you know, for example Ohio or OH", "states"),
            SlashOption("setting", "A setting you know, for example elementary", "settings"),
        ),
    ),
    Slash("my-mentoring", "Your request, offer, matches and next meeting, with what you can do", MyMentoring),
    Slash("mentor-stats", "For moderators: how the program is doing", MentorStats),
    Slash(
        "mentor-admin",
        "For moderators: match by hand, mentors, settings",
        MentorAdmin,
        (SlashOption("mentor", "Somebody who has offered to mentor, by name", form=OpenMentor),),
    ),
    Slash("mentor-setup", "For moderators: the mentoring channel and first settings", OpenSetup),
    Slash("mentor-help", "What the bot does and who sees what", MentorHelp),
)
