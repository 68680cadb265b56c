"""Who lives in the simulated community: the same people for the same seed, whatever happens to them afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.commands import FindMentor, OfferMentoring
from bot.ports.platforms import UserId
from bot.reference.settings import covers
from bot.reference.states import STATES
from bot.simulation.behaviors import Behaviors, Closeness, Kind
from bot.simulation.chances import Chances

MINUTES_OF_DAYTIME = 9 * 60
FIRST_WEEK = 7.0  # days
SCHOOL_DAYS = 5
VAGUE = ("flexible",)


@dataclass(frozen=True)
class Person:
    """`at` is when they come to ask or to offer."""

    user: UserId
    name: str
    state: str
    at: datetime
    kind: Kind

    @property
    def zone(self) -> str:
        return STATES[self.state].usual_zone


@dataclass(frozen=True)
class Mentee(Person):
    setting: str
    topics: tuple[str, ...]
    free_times: str
    sole_ot: bool
    rhythm: str

    @property
    def asks(self) -> FindMentor:
        return FindMentor(STATES[self.state].name, self.setting, self.topics, self.free_times)


@dataclass(frozen=True)
class Mentor(Person):
    states: tuple[str, ...]
    settings: tuple[str, ...]
    topics: tuple[str, ...]
    free_times: str
    profession: str
    years: int
    places: int

    @property
    def offers(self) -> OfferMentoring:
        return OfferMentoring(
            "", self.profession, str(self.years), ", ".join(self.states), self.settings, self.free_times
        )


@dataclass(frozen=True)
class Crowd:
    mentees: tuple[Mentee, ...]
    mentors: tuple[Mentor, ...]

    @property
    def everyone(self) -> tuple[Mentee | Mentor, ...]:
        return (*self.mentees, *self.mentors)


def closeness(mentee: Mentee, mentor: Mentor) -> Closeness:
    state = mentee.state in mentor.states
    setting = any(covers(offered, mentee.setting) for offered in mentor.settings)
    return Closeness.NEAR if state and setting else Closeness.HALF if state or setting else Closeness.FAR


def crowd(members: int, begin: datetime, weeks: int, behaviors: Behaviors, chances: Chances) -> Crowd:
    """Of so many members, those who ask and those who offer; nobody does both."""
    asking = round(members * behaviors.asking)
    offering = min(round(asking / behaviors.mentees_per_mentor), members - asking)
    days = 7 * weeks * behaviors.arriving
    making = _Making(behaviors, chances, begin, days)
    return Crowd(tuple(map(making.mentee, range(asking))), tuple(map(making.mentor, range(offering))))


@dataclass(frozen=True)
class _Making:
    behaviors: Behaviors
    chances: Chances
    begin: datetime
    days: float

    def mentee(self, number: int) -> Mentee:
        user, known = f"mentee-{number + 1}", self.behaviors.mentees
        state = self.chances.pick(self.behaviors.states, user, "state")
        return Mentee(
            user=UserId(user),
            name=f"Mentee {number + 1}",
            state=state,
            at=self._at(user, self.days),
            kind=self._kind(known.kinds, user),
            setting=self.chances.pick(self.behaviors.settings, user, "setting"),
            topics=self._several(self.behaviors.topics, known.topics_named, user, "topics"),
            free_times=self._free_times(user),
            sole_ot=self.chances.happens(known.sole_ot, user, "sole ot"),
            rhythm=self.chances.pick(known.rhythms, user, "rhythm"),
        )

    def mentor(self, number: int) -> Mentor:
        user, known = f"mentor-{number + 1}", self.behaviors.mentors
        state = self.chances.pick(self.behaviors.states, user, "state")
        early = self.chances.happens(self.behaviors.early_mentors, user, "early")
        return Mentor(
            user=UserId(user),
            name=f"Mentor {number + 1}",
            state=state,
            at=self._at(user, min(FIRST_WEEK, self.days) if early else self.days),
            kind=self._kind(known.kinds, user),
            states=(state, *self._second_state(state, user)),
            settings=self._several(self.behaviors.settings, known.settings_known, user, "settings"),
            topics=self._several(self.behaviors.topics, known.topics_named, user, "topics"),
            free_times=self._free_times(user),
            profession=self.chances.pick(known.professions, user, "profession"),
            years=self.chances.between(*known.years, user, "years"),
            places=self.chances.pick(known.places, user, "places"),
        )

    def _at(self, user: str, days: float) -> datetime:
        """In the daytime of a school day."""
        day = self.begin + timedelta(days=int(days * self.chances.draw(user, "day")))
        day -= timedelta(days=max(0, day.weekday() - SCHOOL_DAYS + 1))
        return day + timedelta(minutes=self.chances.between(0, MINUTES_OF_DAYTIME, user, "minute"))

    def _kind(self, kinds: tuple[Kind, ...], user: str) -> Kind:
        named = {kind.name: kind for kind in kinds}
        return named[self.chances.pick({kind.name: kind.share for kind in kinds}, user, "kind")]

    def _free_times(self, user: str) -> str:
        """As they type it: several times, or that they are flexible or would rather not say."""
        known = self.behaviors.free_times
        first = self.chances.pick(known, user, "free times")
        if not first or first in VAGUE:
            return first
        clear = {typed: weight for typed, weight in known.items() if typed and typed not in VAGUE and typed != first}
        return "; ".join([first, *self._more(clear, user)])

    def _more(self, clear: Mapping[str, float], user: str) -> tuple[str, ...]:
        """Beside the first one."""
        counts = {number - 1: weight for number, weight in self.behaviors.times_named.items()}
        return self._several(clear, counts, user, "more free times")

    def _second_state(self, state: str, user: str) -> tuple[str, ...]:
        neighbours = dict.fromkeys(STATES[state].neighbours, 1.0)
        if neighbours and self.chances.happens(self.behaviors.mentors.second_state, user, "second state"):
            return (self.chances.pick(neighbours, user, "which second state"),)
        return ()

    def _several(
        self, weights: Mapping[str, float], counts: Mapping[int, float], user: str, what: str
    ) -> tuple[str, ...]:
        """So many different ones, as far as there are."""
        left = {name: weight for name, weight in weights.items() if weight}
        found: list[str] = []
        for number in range(min(self.chances.pick(counts, user, what, "how many"), len(left))):
            found.append(self.chances.pick(left, user, what, number))
            del left[found[-1]]
        return tuple(found)
