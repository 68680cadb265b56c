"""Communities and the people in them."""

from dataclasses import dataclass, field
from datetime import date, datetime

from bot.domain.weights import USUAL, Weights
from bot.ids import CommunityId, MemberId, SpaceId


@dataclass(frozen=True)
class Rules:
    """What a community may set for itself. Hours, days and counts; the defaults are the product's."""

    proposal_hours: int = 72
    reminder_hours: int = 48
    most_mentees: int = 3
    most_zone_hours: int = 3  # the largest time difference of a pair
    approve_mentors: bool = False
    round_up_after: int = 3  # channel posts a day before the daily round-up takes over
    proposals_a_week: int = 2
    proposals_at_once: int = 1  # mentors who are asked about the same request; the first yes counts
    rest_days: int = 7  # no proposal after one that stayed without an answer
    breaks: tuple[tuple[date, date], ...] = ()  # school breaks, both days included
    weekly_check_in: bool = False  # for all pairs: in weeks without a meeting, too
    weights: Weights = USUAL


@dataclass(frozen=True)
class Community:
    id: CommunityId
    name: str
    rules: Rules = field(default_factory=Rules)


@dataclass(frozen=True)
class Member:
    """`claimed` is false for someone who is only known from a sign-up sheet: nobody sees them until they claim it.

    `unreachable_since`: direct messages fail; `left_at`: not in the community any more, which makes them unreachable.
    `acts_in`: the space where they acted last, and are written to.
    `muted`: the unasked messages (`bot.domain.switches.Switch`) that they want no more of.
    """

    community: CommunityId
    id: MemberId
    name: str
    joined_at: datetime
    zone: str | None = None
    zone_confirmed: bool = False
    moderator: bool = False
    claimed: bool = True
    handle: str = ""  # from a sheet; only suggests who somebody is
    consented_at: datetime | None = None
    unreachable_since: datetime | None = None
    left_at: datetime | None = None
    acts_in: SpaceId | None = None
    muted: tuple[str, ...] = ()
