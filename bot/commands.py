"""Every user intention: one frozen dataclass each, with how it answers and the role it needs on the same line.

A command also travels as text, in buttons and forms: `slug:value:value`, the values in the order of the fields.
All fields are strings (or tuples of strings, from forms only): what people typed is understood by the handlers.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import ClassVar, TypeVar, dataclass_transform
from urllib.parse import quote, unquote

from bot.errors import UserError


class Answers(StrEnum):
    """How a command answers, known before it runs: platforms need it for their first response."""

    OPENS_FORM = "opens_form"  # only reads, never deferred
    UPDATES_CARD = "updates_card"  # replaces the card whose button was pressed
    PRIVATE = "private"  # seen by the actor alone
    PUBLIC = "public"


class Role(StrEnum):
    MEMBER = "member"
    MODERATOR = "moderator"


@dataclass(frozen=True)
class Command:
    slug: ClassVar[str]
    answers: ClassVar[Answers]
    role: ClassVar[Role]
    reads: ClassVar[bool]  # changes nothing; form-openers always
    field_names: ClassVar[tuple[str, ...]]
    people: ClassVar[tuple[str, ...]]  # fields that name a member, or anybody in the space by `picked`
    opened_by: ClassVar["type[Command] | None"]  # opens the form whose sending this is


C = TypeVar("C", bound=Command)
COMMANDS: dict[str, type[Command]] = {}
UNKNOWN = "This button belongs to an older version of the bot. Type /my-mentoring to see what you can do now."


@dataclass_transform(frozen_default=True)
def command(
    slug: str,
    answers: Answers,
    role: Role = Role.MEMBER,
    *,
    reads: bool = False,
    people: tuple[str, ...] = (),
    opened_by: type[Command] | None = None,
) -> Callable[[type[C]], type[C]]:
    def register(cls: type[C]) -> type[C]:
        made = dataclass(frozen=True)(cls)
        made.slug, made.answers, made.role = slug, answers, role
        made.reads = reads or answers is Answers.OPENS_FORM
        made.field_names = tuple(f.name for f in fields(made))
        made.people = people
        made.opened_by = opened_by
        if slug in COMMANDS:
            raise ValueError(f"two commands are called {slug}")
        COMMANDS[slug] = made
        return made

    return register


PICKED = "user:"


def picked(user: str) -> str:
    """What a field says of somebody who was chosen with the platform's own picker, by the platform's id of them."""
    return f"{PICKED}{user}"


def encode(command: Command) -> str:
    """The command as a button carries it; trailing empty values are left out."""
    values = [_encoded(getattr(command, name)) for name in command.field_names]
    while values and not values[-1]:
        values.pop()
    return ":".join([command.slug, *values])


def _encoded(value: object) -> str:
    if not isinstance(value, str):
        return ""
    return value if value.isalnum() and value.isascii() else quote(value, safe="-_.~,")


def clean(text: str) -> str:
    """Typed text without what no database and no platform takes: NUL and halves of surrogate pairs."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")


def cleaned(command: C) -> C:
    values: dict[str, str | tuple[str, ...]] = {}
    for f in fields(command):
        value = getattr(command, f.name)
        values[f.name] = clean(value) if isinstance(value, str) else tuple(map(clean, value))
    return replace(command, **values)


def decode(action: str) -> Command:
    """The command of a button. Raises `UserError` for what this version does not know."""
    return submitted(action, {})


def submitted(action: str, values: Mapping[str, str | tuple[str, ...]]) -> Command:
    """The command of a form: ids from its action, the rest from `values`; unknown names are ignored."""
    slug, *ids = action.split(":")
    cls = COMMANDS.get(slug)
    if cls is None or len(ids) > len(fields(cls)):
        raise UserError(UNKNOWN)
    known = {f.name: f for f in fields(cls)}
    given: dict[str, str | tuple[str, ...]] = dict(zip(known, map(unquote, ids), strict=False))
    for name, value in values.items():
        if name in known and name not in given:
            given[name] = _shaped(value, several=isinstance(known[name].default, tuple))
    if any(isinstance(f.default, tuple) for n, f in known.items() if n in given and isinstance(given[n], str)):
        raise UserError(UNKNOWN)
    try:
        return cls(**given)
    except TypeError as error:
        raise UserError(UNKNOWN) from error


def opener_of(action: str) -> Command | None:
    """What opens the form with this action once more. Raises `UserError` for an action of another version."""
    sent = decode(action)
    opener = sent.opened_by
    if opener is None:
        return None
    ids = {f.name: getattr(sent, f.name) for f in fields(opener) if hasattr(sent, f.name)}
    return opener(**ids)


def _shaped(value: str | tuple[str, ...], *, several: bool) -> str | tuple[str, ...]:
    if several:
        return (value,) if isinstance(value, str) and value else tuple(v for v in value if v)
    return value if isinstance(value, str) else next(iter(value), "")


# Asking


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


# Offering


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


# Matching


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


# Agreeing on a schedule


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


# Keeping it


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


# Closing


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


# The hours log


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


# Seeing


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


# The sign-up sheet


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


# Moderating


@command("mentor-stats", Answers.PRIVATE, Role.MODERATOR, reads=True)
class MentorStats(Command):
    pass


@command("show-estimates", Answers.PRIVATE, Role.MODERATOR, reads=True)
class ShowEstimates(Command):
    """How often what people were told of the wait was right."""


@command("mentor-admin", Answers.PRIVATE, Role.MODERATOR, reads=True)
class MentorAdmin(Command):
    """With `mentor`, an id or a name that somebody typed, that mentor."""

    mentor: str = ""


@command("open-match-by-hand", Answers.OPENS_FORM, Role.MODERATOR)
class OpenMatchByHand(Command):
    request: str = ""


@command("match-by-hand", Answers.PRIVATE, Role.MODERATOR, opened_by=OpenMatchByHand)
class MatchByHand(Command):
    request: str = ""
    mentor: str = ""


@command("plan-round", Answers.PRIVATE, Role.MODERATOR)
class PlanRound(Command):
    """A draft for everybody who waits; where there is one already, that."""


@command("show-round", Answers.UPDATES_CARD, Role.MODERATOR, reads=True)
class ShowRound(Command):
    round: str
    page: str = ""  # from 0


@command("rule-pair", Answers.UPDATES_CARD, Role.MODERATOR)
class RulePair(Command):
    line: str
    word: str = ""  # pinned | forbidden; empty takes back what was said
    page: str = ""


@command("allow-pair", Answers.UPDATES_CARD, Role.MODERATOR)
class AllowPair(Command):
    """Takes back that a pair is forbidden, also where the draft has it no more."""

    round: str
    request: str
    offer: str
    page: str = ""


@command("solve-round", Answers.UPDATES_CARD, Role.MODERATOR)
class SolveRound(Command):
    round: str


@command("approve-pair", Answers.UPDATES_CARD, Role.MODERATOR)
class ApprovePair(Command):
    line: str
    page: str = ""


@command("approve-round", Answers.UPDATES_CARD, Role.MODERATOR)
class ApproveRound(Command):
    round: str
    page: str = ""


@command("drop-round", Answers.UPDATES_CARD, Role.MODERATOR)
class DropRound(Command):
    round: str


@command("open-mentor", Answers.OPENS_FORM, Role.MODERATOR)
class OpenMentor(Command):
    pass


@command("show-mentor", Answers.PRIVATE, Role.MODERATOR, reads=True, opened_by=OpenMentor)
class ShowMentor(Command):
    mentor: str = ""


@command("approve-mentor", Answers.UPDATES_CARD, Role.MODERATOR)
class ApproveMentor(Command):
    offer: str


@command("hold-mentor", Answers.UPDATES_CARD, Role.MODERATOR)
class HoldMentor(Command):
    offer: str


@command("open-setup", Answers.OPENS_FORM, Role.MODERATOR)
class OpenSetup(Command):
    pass


@command("set-up", Answers.PRIVATE, Role.MODERATOR, people=("moderator",), opened_by=OpenSetup)
class SetUp(Command):
    """`channel` is the platform's id of the mentoring channel of the space where this is sent."""

    channel: str = ""
    moderator: str = ""
    approve_mentors: str = ""
    most_mentees: str = ""
    round_up_after: str = ""
    moderator_roles: tuple[str, ...] = ()


@command("moderators", Answers.PRIVATE, Role.MODERATOR, reads=True)
class Moderators(Command):
    pass


@command("open-add-moderator", Answers.OPENS_FORM, Role.MODERATOR)
class OpenAddModerator(Command):
    pass


@command("add-moderator", Answers.PRIVATE, Role.MODERATOR, people=("member",), opened_by=OpenAddModerator)
class AddModerator(Command):
    member: str = ""


@command("open-remove-moderator", Answers.OPENS_FORM, Role.MODERATOR)
class OpenRemoveModerator(Command):
    pass


@command("remove-moderator", Answers.PRIVATE, Role.MODERATOR, opened_by=OpenRemoveModerator)
class RemoveModerator(Command):
    member: str = ""


@command("show-settings", Answers.PRIVATE, Role.MODERATOR, reads=True)
class ShowSettings(Command):
    pass


@command("open-settings", Answers.OPENS_FORM, Role.MODERATOR)
class OpenSettings(Command):
    pass


@command("save-settings", Answers.PRIVATE, Role.MODERATOR, opened_by=OpenSettings)
class SaveSettings(Command):
    proposal_hours: str = ""
    most_mentees: str = ""
    zone_hours: str = ""
    approve_mentors: str = ""
    round_up_after: str = ""
    proposals_at_once: str = ""
    weekly_check_in: str = ""
    breaks: str = ""


@command("open-weights", Answers.OPENS_FORM, Role.MODERATOR)
class OpenWeights(Command):
    """`weights` as `bot.domain.weights` writes them, from which the form goes on; else those of the community."""

    weights: str = ""


@command("preview-weights", Answers.PRIVATE, Role.MODERATOR, reads=True, opened_by=OpenWeights)
class PreviewWeights(Command):
    """`weights` are those from which the form went on; the other fields are digits, one for each criterion."""

    weights: str = ""
    topics: str = ""
    experience: str = ""
    overlap: str = ""
    ways: str = ""
    responsiveness: str = ""
    load: str = ""
    turn: str = ""


@command("save-weights", Answers.UPDATES_CARD, Role.MODERATOR)
class SaveWeights(Command):
    """`before` are the weights that counted when these were shown."""

    weights: str
    before: str


@command("add-space", Answers.PRIVATE, Role.MODERATOR)
class AddSpace(Command):
    """A code with which another server or workspace becomes a part of this community."""


@command("open-join-community", Answers.OPENS_FORM, Role.MODERATOR)
class OpenJoinCommunity(Command):
    pass


@command("join-community", Answers.PRIVATE, Role.MODERATOR, opened_by=OpenJoinCommunity)
class JoinCommunity(Command):
    code: str = ""


@command("post-card", Answers.PRIVATE, Role.MODERATOR)
class PostCard(Command):
    card: str = "welcome"  # welcome | sheet


@command("group-sessions", Answers.PRIVATE, Role.MODERATOR, reads=True)
class GroupSessions(Command):
    pass


@command("open-group-session", Answers.OPENS_FORM, Role.MODERATOR)
class OpenGroupSession(Command):
    pass


@command("plan-group-session", Answers.PRIVATE, Role.MODERATOR, opened_by=OpenGroupSession)
class PlanGroupSession(Command):
    """`zone` (IANA) only where it is not known for sure: the date and the time are meant in it."""

    title: str = ""
    date: str = ""
    time: str = ""
    minutes: str = ""
    place: str = ""
    zone: str = ""


@command("call-off-group-session", Answers.UPDATES_CARD, Role.MODERATOR)
class CallOffGroupSession(Command):
    session: str


@command("list-group-session", Answers.UPDATES_CARD, Role.MODERATOR)
class ListGroupSession(Command):
    """The platform's list of events is brought up to date once more."""

    session: str


@command("open-vouch", Answers.OPENS_FORM, Role.MODERATOR)
class OpenVouch(Command):
    member: str


@command("vouch", Answers.PRIVATE, Role.MODERATOR, opened_by=OpenVouch)
class Vouch(Command):
    member: str
    imported: str = ""


# What is typed after a slash


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
