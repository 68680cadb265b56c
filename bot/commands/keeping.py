"""Keeping the schedule: meetings, check-ins, silence, pauses, and the messages about them."""

from bot.commands.command import Answers, Command, Role, command


@command("session-met", Answers.UPDATES_CARD, Role.MEMBER)
class SessionMet(Command):
    session: str


@command("session-not-yet", Answers.UPDATES_CARD, Role.MEMBER)
class SessionNotYet(Command):
    session: str


@command("need-help", Answers.UPDATES_CARD, Role.MEMBER)
class NeedHelp(Command):
    session: str


@command("change-answer", Answers.UPDATES_CARD, Role.MEMBER, reads=True)
class ChangeAnswer(Command):
    """Shows the question whether they met once more."""

    session: str


@command("open-check-in", Answers.OPENS_FORM, Role.MEMBER)
class OpenCheckIn(Command):
    session: str


@command("check-in", Answers.UPDATES_CARD, Role.MEMBER, opened_by=OpenCheckIn)
class AnswerCheckIn(Command):
    session: str
    useful: str = ""
    progress: str = ""
    in_the_way: str = ""
    next_step: str = ""
    help: str = ""


@command("how-it-goes", Answers.UPDATES_CARD, Role.MEMBER)
class HowItGoes(Command):
    """The answer to a check-in of a week without a meeting: `said` is "well" or "help"."""

    nudge: str
    said: str


@command("cant-make-it", Answers.UPDATES_CARD, Role.MEMBER)
class CantMakeIt(Command):
    session: str


@command("open-reschedule", Answers.OPENS_FORM, Role.MEMBER)
class OpenReschedule(Command):
    session: str


@command("reschedule", Answers.UPDATES_CARD, Role.MEMBER, opened_by=OpenReschedule)
class Reschedule(Command):
    session: str
    date: str = ""
    time: str = ""


@command("hour-before", Answers.PRIVATE, Role.MEMBER)
class ToggleHourBefore(Command):
    match: str


@command("not-heard", Answers.UPDATES_CARD, Role.MEMBER)
class NotHeard(Command):
    """I have not heard from my partner; `anyway` though a meeting is near."""

    match: str
    anyway: str = ""


@command("still-here", Answers.UPDATES_CARD, Role.MEMBER)
class StillHere(Command):
    match: str


@command("keep-going", Answers.UPDATES_CARD, Role.MEMBER)
class KeepGoing(Command):
    match: str


@command("open-pause-match", Answers.OPENS_FORM, Role.MEMBER)
class OpenPauseMatch(Command):
    match: str


@command("pause-match", Answers.UPDATES_CARD, Role.MEMBER, opened_by=OpenPauseMatch)
class PauseMatch(Command):
    match: str
    until: str = ""  # a button has none: until somebody resumes


@command("resume-match", Answers.UPDATES_CARD, Role.MEMBER)
class ResumeMatch(Command):
    match: str


@command("nudge-choices", Answers.PRIVATE, Role.MEMBER, reads=True)
class NudgeChoices(Command):
    """Why an unasked message came, and when it may come again."""

    nudge: str


@command("snooze", Answers.UPDATES_CARD, Role.MEMBER)
class SnoozeNudge(Command):
    nudge: str
    until: str  # of `bot.domain.switches.Snooze`


@command("switch-off", Answers.UPDATES_CARD, Role.MEMBER)
class SwitchOff(Command):
    """No more messages of this nudge's kind."""

    nudge: str


@command("open-messages", Answers.OPENS_FORM, Role.MEMBER)
class OpenMessages(Command):
    pass


@command("choose-messages", Answers.PRIVATE, Role.MEMBER, opened_by=OpenMessages)
class ChooseMessages(Command):
    wanted: tuple[str, ...] = ()
