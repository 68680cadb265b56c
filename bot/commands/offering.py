"""Offering to be one."""

from bot.commands.command import Answers, Command, Role, command


@command("open-offer-mentoring", Answers.OPENS_FORM, Role.MEMBER)
class OpenOfferMentoring(Command):
    request: str = ""
    state: str = ""
    setting: str = ""


@command("offer-mentoring", Answers.PRIVATE, Role.MEMBER, opened_by=OpenOfferMentoring)
class OfferMentoring(Command):
    request: str = ""
    profession: str = ""
    years: str = ""
    states: str = ""
    settings: tuple[str, ...] = ()
    free_times: str = ""


@command("open-offer-details", Answers.OPENS_FORM, Role.MEMBER)
class OpenOfferDetails(Command):
    offer: str


@command("offer-details", Answers.PRIVATE, Role.MEMBER, opened_by=OpenOfferDetails)
class OfferDetails(Command):
    offer: str
    capacity: str = ""
    topics: tuple[str, ...] = ()
    district: str = ""
    agency: str = ""
    programme: str = ""
    ways: tuple[str, ...] = ()


@command("open-pause-offer", Answers.OPENS_FORM, Role.MEMBER)
class OpenPauseOffer(Command):
    offer: str


@command("pause-offer", Answers.PRIVATE, Role.MEMBER, opened_by=OpenPauseOffer)
class PauseOffer(Command):
    offer: str
    until: str = ""


@command("resume-offer", Answers.UPDATES_CARD, Role.MEMBER)
class ResumeOffer(Command):
    offer: str


@command("confirm-offer", Answers.UPDATES_CARD, Role.MEMBER)
class ConfirmOffer(Command):
    """Yes, it still stands; brings back an offer that was set aside for want of that answer."""

    offer: str


@command("withdraw-offer", Answers.UPDATES_CARD, Role.MEMBER)
class WithdrawOffer(Command):
    offer: str
