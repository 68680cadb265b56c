"""A row of a sign-up sheet as a mentoring offer or request to be, with a complaint for all that was not understood."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from bot.domain.availability import FreeTimes
from bot.domain.schedule import Rhythm
from bot.reference.professions import PROFESSIONS
from bot.reference.settings import SETTINGS
from bot.reference.states import STATES
from bot.reference.topics import TOPICS, TREATMENT_ONLY
from bot.understanding.capacity import USUAL, capacity
from bot.understanding.cells import MOST_NOTE, Cells, Complaint
from bot.understanding.free_times import understand
from bot.understanding.professions import profession
from bot.understanding.reading import joined
from bot.understanding.rhythms import rhythm
from bot.understanding.settings import settings
from bot.understanding.states import states
from bot.understanding.topics import topics
from bot.understanding.ways import ways
from bot.understanding.years import years
from bot.understanding.yes import yes
from bot.understanding.zones import zone

T = TypeVar("T")
NO_NAME = "There is no name, so nobody can be found by this row."


@dataclass(frozen=True)
class MentorSignup:
    """Slugs, state codes and an IANA zone; None or empty where nothing was said or understood."""

    name: str
    handle: str
    profession: str
    states: tuple[str, ...]
    years: int | None
    years_in_schools: int | None
    settings: tuple[str, ...]
    topics: tuple[str, ...]
    capacity: int
    ways: tuple[str, ...]
    free_times: FreeTimes | None
    zone: str | None
    district: str
    agency: str
    programme: str
    note: str


@dataclass(frozen=True)
class MenteeSignup:
    """Slugs, a state code and an IANA zone; None or empty where nothing was said or understood."""

    name: str
    handle: str
    profession: str
    state: str
    years: int | None
    setting: str
    topics: tuple[str, ...]
    rhythm: Rhythm | None
    ways: tuple[str, ...]
    free_times: FreeTimes | None
    zone: str | None
    sole_ot: bool | None
    note: str


@dataclass(frozen=True)
class Reading(Generic[T]):
    """`value` is None exactly when a complaint is fatal."""

    value: T | None
    complaints: tuple[Complaint, ...]


def understand_mentor(row: Mapping[str, str]) -> Reading[MentorSignup]:
    """A row by field, as typed. Needed are a name, a profession that mentors, a state and a setting."""
    cells = Cells(row)
    name = _name(cells)
    may = _mentoring_profession(cells)
    where = cells.read("states", states, needed=True) or ()
    known = cells.read("settings", settings, needed=True) or ()
    signup = MentorSignup(
        name=name,
        handle=handle(cells.text("handle")),
        profession=may,
        states=where,
        years=cells.read("years", years),
        years_in_schools=cells.read("years_in_schools", years),
        settings=known,
        topics=_mentored(cells, may),
        capacity=cells.read("capacity", capacity) or USUAL,
        ways=cells.read("ways", ways) or (),
        free_times=cells.read("free_times", understand),
        zone=cells.read("zone", partial(zone, states=where)),
        district=cells.text("district"),
        agency=cells.text("agency"),
        programme=cells.text("programme"),
        note=cells.text("note", MOST_NOTE),
    )
    return _reading(signup, cells)


def understand_mentee(row: Mapping[str, str]) -> Reading[MenteeSignup]:
    """A row by field, as typed. Needed are a name, a state and a setting; of several the first counts."""
    cells = Cells(row)
    name = _name(cells)
    where = cells.read("state", states, needed=True) or ()
    places = cells.read("setting", settings, needed=True) or ()
    signup = MenteeSignup(
        name=name,
        handle=handle(cells.text("handle")),
        profession=cells.read("profession", profession) or "",
        state=_first(cells, "state", where, {code: STATES[code].name for code in where}),
        years=cells.read("years", years),
        setting=_first(cells, "setting", places, {slug: SETTINGS[slug].label for slug in places}),
        topics=cells.read("topics", topics) or (),
        rhythm=cells.read("rhythm", rhythm),
        ways=cells.read("ways", ways) or (),
        free_times=cells.read("free_times", understand),
        zone=cells.read("zone", partial(zone, states=where)),
        sole_ot=cells.read("sole_ot", yes),
        note=cells.text("note", MOST_NOTE),
    )
    return _reading(signup, cells)


def handle(typed: str) -> str:
    """A handle as it is compared: without the at sign, in lower case."""
    return typed.lstrip("@ ").casefold()


def _reading(signup: T, cells: Cells) -> Reading[T]:
    bad = any(complaint.fatal for complaint in cells.complaints)
    return Reading(None if bad else signup, tuple(cells.complaints))


def _name(cells: Cells) -> str:
    name = cells.text("name")
    if not any(letter.isalpha() for letter in name):
        cells.complain("name", NO_NAME, fatal=True)
    return name


def _mentoring_profession(cells: Cells) -> str:
    slug = cells.read("profession", profession, needed=True) or ""
    if slug and not PROFESSIONS[slug].can_mentor:
        reason = f"{PROFESSIONS[slug].label} can ask for a mentor, but not offer mentoring yet."
        cells.complain("profession", reason, fatal=True)
    return slug


def _mentored(cells: Cells, slug: str) -> tuple[str, ...]:
    """The topics, without those on treatment where the mentor is no OT practitioner."""
    named = cells.read("topics", topics) or ()
    refused = [t for t in named if t in TREATMENT_ONLY and slug and not PROFESSIONS[slug].can_mentor_treatment]
    if refused:
        labels = joined([TOPICS[t].label for t in refused])
        cells.complain("topics", f"Left out: {labels}. Advice on treatment comes from OT practitioners only.")
    return tuple(t for t in named if t not in refused)


def _first(cells: Cells, column: str, found: tuple[str, ...], labels: Mapping[str, str]) -> str:
    if len(found) > 1:
        others = joined([labels[value] for value in found[1:]])
        cells.complain(column, f"A request is for one {column}: {labels[found[0]]} was taken, {others} left out.")
    return found[0] if found else ""
