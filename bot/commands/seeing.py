"""Seeing how one's things stand, and help."""

from bot.commands.command import Answers, Command, Role, command


@command("my-mentoring", Answers.PRIVATE, Role.MEMBER, reads=True)
class MyMentoring(Command):
    pass


@command("match-details", Answers.PRIVATE, Role.MEMBER, reads=True)
class MatchDetails(Command):
    match: str


@command("mentor-help", Answers.PRIVATE, Role.MEMBER, reads=True)
class MentorHelp(Command):
    pass


@command("said-to-bot", Answers.PRIVATE, Role.MEMBER)
class SaidToBot(Command):
    """Somebody wrote to the bot in words of their own, which are not kept."""


@command("retry-messages", Answers.PRIVATE, Role.MEMBER)
class RetryMessages(Command):
    """Somebody has opened their direct messages, so that what did not arrive may be sent again."""
