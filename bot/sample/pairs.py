"""How a pair of the sample gets on: some meet for the whole term, some fall silent, some end it."""

from dataclasses import dataclass, field
from enum import StrEnum
from random import Random

from bot.ports.platforms import UserId


class Course(StrEnum):
    """What becomes of a pair."""

    LASTS = "lasts"
    SHORT = "short"  # agrees on a few weeks and comes to its end
    FADES = "fades"  # meets for a while, then answers nothing more
    NEVER_BEGINS = "never-begins"
    ENDS = "ends"  # one of the two ends it after some meetings


COURSES = {Course.LASTS: 42, Course.SHORT: 18, Course.FADES: 14, Course.NEVER_BEGINS: 7, Course.ENDS: 19}


class Fate(StrEnum):
    """What became of one meeting."""

    MET = "met"
    NOT_YET = "not-yet"
    MOVED = "moved"
    HELP = "help"


FATES = {Fate.MET: 86, Fate.NOT_YET: 8, Fate.MOVED: 5, Fate.HELP: 1}


@dataclass
class PairLife:
    """`lasting`: how many meetings before they fade or end. `match` and `room`, where they talk, come with the card."""

    course: Course
    lasting: int
    match: str = ""
    room: str = ""
    suggested_by: UserId | None = None
    greeted: bool = False
    ending: bool = False
    fates: dict[str, Fate] = field(default_factory=dict)

    @property
    def silent(self) -> bool:
        return self.course is Course.FADES and self.met >= self.lasting

    @property
    def met(self) -> int:
        return sum(fate is Fate.MET for fate in self.fates.values())


@dataclass
class Pairs:
    """By the two people, whoever of them is named first."""

    random: Random
    _lives: dict[frozenset[UserId], PairLife] = field(default_factory=dict)

    def of(self, one: UserId, other: UserId) -> PairLife:
        both = frozenset({one, other})
        if both not in self._lives:
            course = self.random.choices(list(COURSES), weights=list(COURSES.values()))[0]
            self._lives[both] = PairLife(course, lasting=1 if course is Course.FADES else self.random.randint(1, 3))
        return self._lives[both]

    def fate(self, life: PairLife, session: str) -> Fate:
        """The same for both."""
        if session not in life.fates:
            life.fates[session] = self.random.choices(list(FATES), weights=list(FATES.values()))[0]
        return life.fates[session]

    def lives(self) -> list[PairLife]:
        return list(self._lives.values())
