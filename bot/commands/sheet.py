"""Rows of a sign-up sheet that their owners claim."""

from bot.commands.command import Answers, Command, Role, command


@command("on-the-sheet", Answers.OPENS_FORM, Role.MEMBER)
class OnTheSheet(Command):
    pass


@command("claim", Answers.PRIVATE, Role.MEMBER, opened_by=OnTheSheet)
class Claim(Command):
    code: str = ""


@command("ask-moderator", Answers.PRIVATE, Role.MEMBER)
class AskModerator(Command):
    pass


@command("confirm-claimed", Answers.UPDATES_CARD, Role.MEMBER)
class ConfirmClaimed(Command):
    kind: str = ""  # mentor | mentee
