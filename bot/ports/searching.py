"""How matching looks for mentors in storage: by what an index can answer; what is left is judged in the core."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.offer import MentoringOffer
from bot.ids import MemberId


@dataclass(frozen=True)
class Search:
    """Which offers to look at, for one mentee. All of it narrows, and an empty part narrows nothing.

    `states` and `names` go together: a state that is covered, or a name (`kind:folded name`) that is shared.
    `near_zones` are IANA names of the zones in which a mentor is near enough; so is who covers one of `near_states`,
    and who has not said a zone.
    `exact`: few enough to be looked up by state or name; otherwise offers are walked through by whose turn it is.
    """

    mentee: MemberId
    professions: tuple[str, ...]
    settings: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    near_zones: tuple[str, ...] = ()
    near_states: tuple[str, ...] = ()
    several_spaces: bool = False  # only mentors who share a connected space with the mentee

    @property
    def exact(self) -> bool:
        return bool(self.states)


@dataclass(frozen=True)
class Askable:
    """When a mentor may be asked: rested by `now`, and asked fewer than `most` times since `since`."""

    now: datetime
    since: datetime
    most: int


@dataclass(frozen=True)
class Prospect:
    """An offer and its mentor's zone (IANA), None where they have not said."""

    offer: MentoringOffer
    zone: str | None
