"""A check-in: what one of a pair may add, now and then, to the answer whether they met."""

from dataclasses import dataclass
from datetime import datetime

from bot.ids import CommunityId, MatchId, MemberId, SessionId

EVERY = 4  # the questions come with every fourth answer
LEAST_SHOWN = 5  # check-ins; of fewer, moderators could tell who wrote what


@dataclass(frozen=True)
class CheckIn:
    """Read by its writer alone. `useful` is 1 to 5, `progress` 0 to 10 for each goal in the order of the agreement;
    what was left out is None or empty.
    """

    community: CommunityId
    session: SessionId
    member: MemberId
    match: MatchId
    useful: int | None
    progress: tuple[int, ...]
    in_the_way: str
    next_step: str
    help_wanted: bool
    given_at: datetime


@dataclass(frozen=True)
class CheckInSummary:
    """Counts and means of many; a mean is None where nobody said."""

    written: int
    useful: float | None
    progress: float | None
    in_the_way: int
    help_wanted: int


def questions_due(answered: int) -> bool:
    """Whether the questions come with somebody's so manieth answer about a match."""
    return answered > 0 and answered % EVERY == 0
