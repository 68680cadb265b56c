"""A time zone, as people write it: "ET", "EST", "Eastern", "Mountain (AZ, no DST)", "America/Chicago"."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from bot.domain.clocks import zone_info
from bot.domain.schedule import known_zone
from bot.reference.states import STATES, zones_of
from bot.understanding.reading import NotUnderstood, Understood, excerpt, joined, typed
from bot.understanding.states import PHRASES, names

EXAMPLE = "Eastern, ET, or America/New_York"
ARIZONA = "America/Phoenix"
MOUNTAIN = "America/Denver"
IANA = re.compile(r"[A-Za-z]+(?:/[A-Za-z_]+(?:[+-]\d{1,2})?){1,2}")
SUMMER_TIME_ONLY = re.compile(r"\b[A-Z]DT\b|daylight", re.I)

# In winter and in summer: two zones show the same time all year where both agree.
PROBES = (datetime(2026, 1, 15, 12, tzinfo=UTC), datetime(2026, 7, 15, 12, tzinfo=UTC))

NAMES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"\b(?:{words})\b", re.I), zone)
    for words, zone in (
        (r"no dst|no daylight|no day light|arizona|phoenix|az|does ?n.t change", ARIZONA),
        (r"eastern|e[sd]?t|new york|nyc|detroit|atlanta|miami|boston", "America/New_York"),
        (r"central|c[sd]?t|chicago|dallas|houston|nashville", "America/Chicago"),
        (r"mountain|m[sd]?t|denver|boise|salt lake(?: city)?", MOUNTAIN),
        (r"pacific|p[sd]?t|los angeles|seattle|portland|san francisco", "America/Los_Angeles"),
        (r"alaskan?|ak[sd]?t|anchorage", "America/Anchorage"),
        (r"hawaii(?:an)?|h[sd]?t|hast|honolulu", "Pacific/Honolulu"),
        (r"atlantic|a[sd]t|puerto rico|san juan", "America/Puerto_Rico"),
        (r"chamorro|chst|guam", "Pacific/Guam"),
        (r"samoan?|sst|pago pago", "Pacific/Pago_Pago"),
    )
)


def zone(text: str, states: tuple[str, ...] = ()) -> Understood[str]:
    """The IANA name. `states` (codes) choose among zones that show the same time, and a remark says where none of
    their zones does.
    """
    line = typed(text, EXAMPLE)
    named = _iana(line) or _named(line, states) or _of_a_state(line)
    if not named:
        raise NotUnderstood(f"{excerpt(line)} is not a time zone that I know. For example: {EXAMPLE}.")
    if not states or any(_same(named, other) for other in zones_of(states)):
        return Understood(named)
    return Understood(named, (f"{excerpt(line)} is not a time zone of {joined(names(states))}; please check it.",))


def _iana(line: str) -> str:
    """The name as tzdata writes it; only names of the form Area/City, for EST and MST mean something else there."""
    if not IANA.fullmatch(line) or line.casefold().startswith("us/"):
        return ""
    spelled = {zone.casefold(): zone for zone in zones_of(STATES)}.get(line.casefold(), line)
    return spelled if known_zone(spelled) else ""


def _named(line: str, states: tuple[str, ...]) -> str:
    plain = line.replace(".", "")
    usual = next((zone for pattern, zone in NAMES if pattern.search(plain)), "")
    if usual == MOUNTAIN and "AZ" in states and not SUMMER_TIME_ONLY.search(plain):
        return ARIZONA
    return next((zone for zone in zones_of(states) if usual and _same(zone, usual)), usual)


def _of_a_state(line: str) -> str:
    """ "Ohio time", where the state has one zone."""
    codes = PHRASES.find(line).values
    zones = zones_of(codes)
    return zones[0] if len(codes) == 1 and all(_same(zone, zones[0]) for zone in zones) else ""


def _same(first: str, second: str) -> bool:
    return _offsets(first) == _offsets(second)


def _offsets(zone: str) -> Iterable[timedelta | None]:
    return [probe.astimezone(zone_info(zone)).utcoffset() for probe in PROBES]
