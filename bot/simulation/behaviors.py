"""How people behave: the distributions of `data/behaviors.toml`, or of another file of the same form."""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from importlib.resources import files

from bot.domain.schedule import Rhythm
from bot.errors import UserError
from bot.reference.professions import PROFESSIONS
from bot.reference.settings import PRACTICE_SETTINGS
from bot.reference.states import STATES
from bot.reference.topics import TOPICS
from bot.simulation.tables import Table
from bot.texts.proposing import DECLINE_REASONS
from bot.understanding.free_times import understand
from bot.understanding.reading import NotUnderstood

PACKAGED = "behaviors.toml"
MOST_PLACES = 3
MOST_SETTINGS = 3
MOST_TIMES = 3
MOST_TOPICS = 3
MOST_TOPICS_OF_MENTORS = 6
MOST_HOURS = 500


class Closeness(StrEnum):
    """What two people have in common of state and setting."""

    NEAR = "near"  # both
    HALF = "half"
    FAR = "far"


class Way(StrEnum):
    """How a mentor answers a proposal."""

    ACCEPT = "accept"
    DECLINE = "decline"
    LATER = "later"
    ASK = "ask"


class Course(StrEnum):
    """What becomes of a pair."""

    LASTS = "lasts"
    FADES = "fades"
    NEVER_BEGINS = "never-begins"
    ENDS = "ends"


ByCloseness = Mapping[Closeness, float]


@dataclass(frozen=True)
class Kind:
    """A kind of people: `answers` and `reads_posts` (mentors only) are shares, `hours` the mean wait for an answer."""

    name: str
    share: float
    answers: float
    hours: float
    reads_posts: float = 0.0

    def scaled(self, by: float) -> "Kind":
        return replace(self, answers=min(1.0, by * self.answers), reads_posts=min(1.0, by * self.reads_posts))


@dataclass(frozen=True)
class Mentors:
    second_state: float
    years: tuple[int, int]
    settings_known: Mapping[int, float]
    places: Mapping[int, float]
    professions: Mapping[str, float]
    topics_named: Mapping[int, float]
    kinds: tuple[Kind, ...]


@dataclass(frozen=True)
class Mentees:
    sole_ot: float
    topics_named: Mapping[int, float]
    rhythms: Mapping[str, float]
    kinds: tuple[Kind, ...]


@dataclass(frozen=True)
class Waiting:
    after_reminder: float
    steps_forward: ByCloseness
    welcomes: ByCloseness
    widens: float
    gives_up: float
    returns: float


@dataclass(frozen=True)
class Pairs:
    not_for_me: ByCloseness
    another: float
    held: float
    moved: float
    tells: float
    courses: Mapping[str, float]


@dataclass(frozen=True)
class Behaviors:
    """Shares are from 0 to 1, weights not negative; what each means stands in the file."""

    asking: float
    mentees_per_mentor: float
    arriving: float
    early_mentors: float
    states: Mapping[str, float]
    settings: Mapping[str, float]
    free_times: Mapping[str, float]
    times_named: Mapping[int, float]
    topics: Mapping[str, float]
    mentors: Mentors
    mentees: Mentees
    answers: Mapping[Closeness, Mapping[str, float]]
    reasons: Mapping[Closeness, Mapping[str, float]]
    waiting: Waiting
    pairs: Pairs

    def scaled(self, by: float) -> "Behaviors":
        """The same people, who answer and read that much more or less often; nobody more often than always."""
        mentors = replace(self.mentors, kinds=tuple(kind.scaled(by) for kind in self.mentors.kinds))
        mentees = replace(self.mentees, kinds=tuple(kind.scaled(by) for kind in self.mentees.kinds))
        return replace(self, mentors=mentors, mentees=mentees)


def packaged() -> Behaviors:
    return parsed(packaged_text(), PACKAGED)


def packaged_text() -> str:
    return files("bot.simulation.data").joinpath(PACKAGED).read_text(encoding="utf-8")


def parsed(text: str, file: str) -> Behaviors:
    """The behaviors of a TOML text. Raises `UserError` with the first thing that is wrong; `file` is its name there."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise UserError(f"{file} is not a TOML file that can be read: {problem}.") from None
    whole = Table(file, "", values)
    community = whole.table("community")
    found = Behaviors(
        asking=community.share("asking"),
        mentees_per_mentor=community.number("mentees_per_mentor", 0.01, 1e6),
        arriving=community.share("arriving"),
        early_mentors=community.share("early_mentors"),
        states=whole.weights("states", STATES),
        settings=whole.weights("settings", {setting.slug for setting in PRACTICE_SETTINGS}),
        free_times=_free_times(whole),
        times_named=whole.numbers("times_named", 1, MOST_TIMES),
        topics=whole.weights("topics", TOPICS),
        mentors=_mentors(whole.table("mentors")),
        mentees=_mentees(whole.table("mentees")),
        answers=_each_closeness(whole.table("answers"), list(Way)),
        reasons=_each_closeness(whole.table("reasons"), DECLINE_REASONS),
        waiting=_waiting(whole.table("waiting")),
        pairs=_pairs(whole.table("pairs")),
    )
    community.done()
    whole.done()
    return found


def _free_times(whole: Table) -> Mapping[str, float]:
    found = whole.weights("free_times")
    for typed in filter(None, found):
        try:
            understand(typed)
        except NotUnderstood as problem:
            raise UserError(f"{whole.file}: “{typed}” in [free_times] is not understood. {problem.reason}") from None
    return found


def _mentors(table: Table) -> Mentors:
    found = Mentors(
        second_state=table.share("second_state"),
        years=(table.whole("least_years", 0, 60), table.whole("most_years", 0, 60)),
        settings_known=table.numbers("settings_known", 1, MOST_SETTINGS),
        places=table.numbers("places", 1, MOST_PLACES),
        professions=table.weights("professions", [slug for slug, each in PROFESSIONS.items() if each.can_mentor]),
        topics_named=table.numbers("topics_named", 0, MOST_TOPICS_OF_MENTORS),
        kinds=_kinds(table, read_posts=True),
    )
    table.done()
    if found.years[0] > found.years[1]:
        raise UserError(f"{table.file}: “least_years” in [mentors] must not be more than “most_years”.")
    return found


def _mentees(table: Table) -> Mentees:
    found = Mentees(
        sole_ot=table.share("sole_ot"),
        topics_named=table.numbers("topics_named", 0, MOST_TOPICS),
        rhythms=table.weights("rhythms", list(Rhythm)),
        kinds=_kinds(table, read_posts=False),
    )
    table.done()
    return found


def _kinds(table: Table, *, read_posts: bool) -> tuple[Kind, ...]:
    found = []
    for name, each in table.tables("kinds").items():
        kind = Kind(
            name,
            share=each.number("share", 0, 1e9),
            answers=each.share("answers"),
            hours=each.number("hours", 0, MOST_HOURS),
            reads_posts=each.share("reads_posts") if read_posts else 0.0,
        )
        each.done()
        found.append(kind)
    if not sum(kind.share for kind in found):
        raise UserError(f"{table.file}: [{table.where}.kinds] must have at least one share above 0.")
    return tuple(found)


def _each_closeness(table: Table, known: Collection[str]) -> Mapping[Closeness, Mapping[str, float]]:
    found = {closeness: table.weights(closeness, known) for closeness in Closeness}
    table.done()
    return found


def _waiting(table: Table) -> Waiting:
    found = Waiting(
        after_reminder=table.share("after_reminder"),
        steps_forward=_by_closeness(table, "steps_forward"),
        welcomes=_by_closeness(table, "welcomes"),
        widens=table.share("widens"),
        gives_up=table.share("gives_up"),
        returns=table.share("returns"),
    )
    table.done()
    return found


def _pairs(table: Table) -> Pairs:
    found = Pairs(
        not_for_me=_by_closeness(table, "not_for_me"),
        another=table.share("another"),
        held=table.share("held"),
        moved=table.share("moved"),
        tells=table.share("tells"),
        courses=table.weights("courses", list(Course)),
    )
    table.done()
    if found.held + found.moved > 1:
        raise UserError(f"{table.file}: “held” and “moved” in [pairs] must not be more than 1 together.")
    return found


def _by_closeness(table: Table, name: str) -> ByCloseness:
    return {closeness: table.share(f"{name}_{closeness}") for closeness in Closeness}
