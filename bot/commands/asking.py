"""Looking for a mentor."""

from bot.commands.command import Answers, Command, Role, command


@command("open-find-mentor", Answers.OPENS_FORM, Role.MEMBER)
class OpenFindMentor(Command):
    """All of it is only ever shown in the form: nothing is kept before it is sent."""

    state: str = ""
    setting: str = ""
    note: str = ""
    topic: str = ""


@command("find-mentor", Answers.PRIVATE, Role.MEMBER, opened_by=OpenFindMentor)
class FindMentor(Command):
    state: str = ""
    setting: str = ""
    topics: tuple[str, ...] = ()
    free_times: str = ""
    note: str = ""


@command("edit-request", Answers.PRIVATE, Role.MEMBER, opened_by=OpenFindMentor)
class EditRequest(Command):
    request: str
    state: str = ""
    setting: str = ""
    topics: tuple[str, ...] = ()
    free_times: str = ""
    note: str = ""


@command("open-request-details", Answers.OPENS_FORM, Role.MEMBER)
class OpenRequestDetails(Command):
    request: str


@command("request-details", Answers.PRIVATE, Role.MEMBER, opened_by=OpenRequestDetails)
class RequestDetails(Command):
    request: str
    sole_ot: str = ""
    district: str = ""
    agency: str = ""
    programme: str = ""
    rhythm: str = ""
    ways: tuple[str, ...] = ()


@command("open-not-with", Answers.OPENS_FORM, Role.MEMBER)
class OpenNotWith(Command):
    request: str


@command("not-with", Answers.PRIVATE, Role.MEMBER, people=("member",), opened_by=OpenNotWith)
class NotWith(Command):
    request: str
    member: str = ""
    employers: tuple[str, ...] = ()


@command("widen-request", Answers.PRIVATE, Role.MEMBER)
class WidenRequest(Command):
    """One step further than the request reaches by now, or on to a step (a number of `bot.matching.tiers.REACHES`)."""

    request: str
    to: str = ""


@command("open-pause-request", Answers.OPENS_FORM, Role.MEMBER)
class OpenPauseRequest(Command):
    request: str


@command("pause-request", Answers.PRIVATE, Role.MEMBER, opened_by=OpenPauseRequest)
class PauseRequest(Command):
    request: str
    until: str = ""


@command("resume-request", Answers.UPDATES_CARD, Role.MEMBER)
class ResumeRequest(Command):
    request: str


@command("still-looking", Answers.UPDATES_CARD, Role.MEMBER)
class StillLooking(Command):
    request: str


@command("withdraw-request", Answers.UPDATES_CARD, Role.MEMBER)
class WithdrawRequest(Command):
    request: str


@command("open-zone", Answers.OPENS_FORM, Role.MEMBER)
class OpenZone(Command):
    pass


@command("choose-zone", Answers.PRIVATE, Role.MEMBER, opened_by=OpenZone)
class ChooseZone(Command):
    zone: str = ""


@command("use-zone", Answers.UPDATES_CARD, Role.MEMBER)
class UseZone(Command):
    zone: str


@command("keep-zone", Answers.UPDATES_CARD, Role.MEMBER)
class KeepZone(Command):
    pass
