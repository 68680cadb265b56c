"""Agreeing on a schedule, and changing it."""

from bot.commands.command import Answers, Command, Role, command


@command("pick-slot", Answers.UPDATES_CARD, Role.MEMBER)
class PickSlot(Command):
    match: str
    start: str  # the instant of the first meeting, 2026-12-01T20:30Z; on older cards wall time in the anchor zone


@command("open-schedule", Answers.OPENS_FORM, Role.MEMBER)
class OpenSchedule(Command):
    match: str


@command("propose-schedule", Answers.UPDATES_CARD, Role.MEMBER, opened_by=OpenSchedule)
class ProposeSchedule(Command):
    match: str
    first_date: str = ""
    time: str = ""
    rhythm: str = ""
    minutes: str = ""
    way: str = ""
    place: str = ""
    weeks: str = ""
    goals: str = ""
    hour_before: str = ""
    missed: str = ""


@command("open-terms", Answers.OPENS_FORM, Role.MEMBER)
class OpenTerms(Command):
    match: str


@command("propose-terms", Answers.UPDATES_CARD, Role.MEMBER, opened_by=OpenTerms)
class ProposeTerms(Command):
    """What can be agreed on without touching the meetings."""

    match: str
    goals: str = ""
    missed: str = ""
    place: str = ""


@command("agree-schedule", Answers.UPDATES_CARD, Role.MEMBER)
class AgreeSchedule(Command):
    agreement: str
