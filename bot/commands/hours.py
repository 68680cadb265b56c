"""The hours log, and signing it."""

from bot.commands.command import Answers, Command, Role, command


@command("hours", Answers.PRIVATE, Role.MEMBER, reads=True)
class ShowHours(Command):
    match: str


@command("review-meetings", Answers.UPDATES_CARD, Role.MEMBER, reads=True)
class ReviewMeetings(Command):
    """The first undecided meeting, or the first after that of `after`."""

    match: str
    after: str = ""


@command("took-place", Answers.UPDATES_CARD, Role.MEMBER)
class TookPlace(Command):
    session: str


@command("did-not-take-place", Answers.UPDATES_CARD, Role.MEMBER)
class DidNotTakePlace(Command):
    session: str


@command("sign-hours", Answers.UPDATES_CARD, Role.MEMBER)
class SignHours(Command):
    """`state` is the log as it was shown (`bot.domain.hours.HoursLog.state`): nobody signs what they have not seen."""

    match: str
    state: str


@command("hours-missing", Answers.UPDATES_CARD, Role.MEMBER)
class HoursMissing(Command):
    match: str


@command("open-hours-files", Answers.OPENS_FORM, Role.MEMBER)
class OpenHoursFiles(Command):
    match: str


@command("hours-files", Answers.PRIVATE, Role.MEMBER, opened_by=OpenHoursFiles)
class HoursFiles(Command):
    """`rule` is a slug of `bot.reference.credits`, or `none`."""

    match: str
    rule: str = ""
