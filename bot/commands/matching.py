"""What is answered to proposals, and to who steps forward."""

from bot.commands.command import Answers, Command, Role, command


@command("accept", Answers.UPDATES_CARD, Role.MEMBER)
class AcceptProposal(Command):
    proposal: str


@command("open-decline", Answers.OPENS_FORM, Role.MEMBER)
class OpenDecline(Command):
    proposal: str


@command("decline", Answers.UPDATES_CARD, Role.MEMBER, opened_by=OpenDecline)
class DeclineProposal(Command):
    proposal: str
    reason: str = ""


@command("open-not-now", Answers.OPENS_FORM, Role.MEMBER)
class OpenNotNow(Command):
    proposal: str


@command("not-now", Answers.UPDATES_CARD, Role.MEMBER, opened_by=OpenNotNow)
class NotNow(Command):
    proposal: str
    until: str = ""


@command("open-ask-more", Answers.OPENS_FORM, Role.MEMBER)
class OpenAskMore(Command):
    proposal: str


@command("ask-more", Answers.UPDATES_CARD, Role.MEMBER, opened_by=OpenAskMore)
class AskMore(Command):
    proposal: str
    question: str = ""


@command("open-answer-mentor", Answers.OPENS_FORM, Role.MEMBER)
class OpenAnswerMentor(Command):
    proposal: str


@command("answer-mentor", Answers.UPDATES_CARD, Role.MEMBER, opened_by=OpenAnswerMentor)
class AnswerMentor(Command):
    proposal: str
    answer: str = ""


@command("step-forward", Answers.PRIVATE, Role.MEMBER)
class StepForward(Command):
    request: str


@command("accept-volunteer", Answers.UPDATES_CARD, Role.MEMBER)
class AcceptVolunteer(Command):
    proposal: str


@command("decline-volunteer", Answers.UPDATES_CARD, Role.MEMBER)
class DeclineVolunteer(Command):
    proposal: str


@command("not-for-me", Answers.UPDATES_CARD, Role.MEMBER)
class NotForMe(Command):
    match: str
