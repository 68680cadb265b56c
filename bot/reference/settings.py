"""The settings OTs work in, and which of them stand for one another.

Practice settings name a field, school settings a kind of school or post, focus areas a kind of work with students.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from bot.reference.table import listed, rows

PRACTICE = "practice-setting"
SCHOOL = "school-setting"
FOCUS = "focus-area"


@dataclass(frozen=True)
class Setting:
    """`group` is practice-setting, school-setting or focus-area; `also` are other ways to write it."""

    slug: str
    label: str
    group: str
    description: str
    also: tuple[str, ...]


SETTINGS: Mapping[str, Setting] = MappingProxyType(
    {
        r["slug"]: Setting(r["slug"], r["label"], r["group"], r["description"], listed(r["also"]))
        for r in rows("settings")
    }
)

# What forms offer: where somebody works. A focus area alone doesn't say that.
PRACTICE_SETTINGS: tuple[Setting, ...] = tuple(s for s in SETTINGS.values() if s.group in (PRACTICE, SCHOOL))

_SCHOOL_SETTINGS = frozenset(s.slug for s in PRACTICE_SETTINGS if s.group == SCHOOL)

# "Schools" says every kind of school. Part C home visiting is listed with the school settings because some districts
# run it, but a family's home under an IFSP is early intervention by another name, not a school under an IEP.
_UMBRELLAS: Mapping[str, frozenset[str]] = {
    "schools": _SCHOOL_SETTINGS - {"part-c-home"},
    "early-intervention": frozenset({"part-c-home"}),
}

# Beyond the school settings among themselves: work with the same people, laws or age group under another roof.
_RELATIVES: Mapping[str, frozenset[str]] = {
    "early-intervention": frozenset({"preschool-619", "home-health"}),
    "outpatient": frozenset({"schools", "elementary", "preschool-619", "early-intervention", "hospital"}),
    "mental-health": frozenset({"alternative-therapeutic", "juvenile-justice"}),
    "community": frozenset({"transition-18-22"}),
    "hospital": frozenset({"residential-hospital", "ltc-snf"}),
    "home-health": frozenset({"part-c-home", "ltc-snf"}),
}


def covers(offered: str, asked: str) -> bool:
    """Whether a mentor who knows `offered` knows `asked`: the same setting, or one is the other's umbrella.

    Both ways, since "schools" is what most people type, whether they offer or ask. Raises `KeyError` for unknown slugs.
    """
    known = SETTINGS[offered].slug, SETTINGS[asked].slug
    return known[0] == known[1] or _umbrella(*known) or _umbrella(*reversed(known))


@cache
def covering(asked: str) -> tuple[str, ...]:
    """All slugs that cover `asked`, itself first. Raises `KeyError` for an unknown slug."""
    return (SETTINGS[asked].slug, *(s for s in SETTINGS if s != asked and covers(s, asked)))


def related(first: str, second: str) -> bool:
    """Whether experience carries over: settings that cover each other, two school settings, or near relatives."""
    return (
        covers(first, second) or _both_schools(first, second) or _relatives(first, second) or _relatives(second, first)
    )


def _umbrella(wide: str, narrow: str) -> bool:
    return narrow in _UMBRELLAS.get(wide, frozenset())


def _both_schools(first: str, second: str) -> bool:
    schools = _SCHOOL_SETTINGS | {"schools"}
    return first in schools and second in schools


def _relatives(first: str, second: str) -> bool:
    return second in _RELATIVES.get(first, frozenset())
