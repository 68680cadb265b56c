"""What moderators see and do."""

from bot.commands.command import Answers, Command, Role, command


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
