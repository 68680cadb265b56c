"""Ending a match, and what comes after it."""

from bot.commands.command import Answers, Command, Role, command


@command("end-match", Answers.UPDATES_CARD, Role.MEMBER)
class EndMatch(Command):
    match: str


@command("another-mentor", Answers.UPDATES_CARD, Role.MEMBER)
class AnotherMentor(Command):
    match: str


@command("open-search-again", Answers.OPENS_FORM, Role.MEMBER)
class OpenSearchAgain(Command):
    match: str


@command("search-again", Answers.UPDATES_CARD, Role.MEMBER, opened_by=OpenSearchAgain)
class SearchAgain(Command):
    """Another mentor after the end, with changed wishes."""

    match: str
    state: str = ""
    setting: str = ""
    topics: tuple[str, ...] = ()
    free_times: str = ""
    note: str = ""


@command("no-search", Answers.UPDATES_CARD, Role.MEMBER)
class NoSearch(Command):
    match: str


@command("open-feedback", Answers.OPENS_FORM, Role.MEMBER)
class OpenFeedback(Command):
    match: str


@command("feedback", Answers.UPDATES_CARD, Role.MEMBER, opened_by=OpenFeedback)
class Feedback(Command):
    match: str
    reason: str = ""
    helpful: str = ""
    thanks: str = ""
    comment: str = ""
    never_again: tuple[str, ...] = ()
