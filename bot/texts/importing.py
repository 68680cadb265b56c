"""What an import says of rows, beyond what is said of their cells."""

from collections.abc import Mapping
from datetime import datetime

from bot.reference.professions import PROFESSIONS
from bot.reference.settings import SETTINGS
from bot.reference.topics import TOPICS
from bot.texts.statistics import counted

Values = Mapping[str, str | tuple[str, ...]]

SHORT = "This row ends before the last column, as when a file was cut off. What is there was read."
SURPLUS = "This row has more cells than the header, so its cells may stand in the wrong columns."
HANDLE_TWICE = "Another row gives the same handle with another name. One of them is probably a slip; please mend it."
NAME_TWICE = "Another row without a handle gives the same name but other answers. Please add handles to both."
NO_HANDLE = "A handle has no spaces. Please give the handle, not the name, so that the right person is found."
SAME_PERSON = "Mentor and mentee are the same person."
LATER = "This date is in the future."
NOT_A_DATE = "This is not a date that I understand. For example: 9/30/2026 or 2026-09-30."


def replaced(line: int) -> str:
    return f"Line {line} is from the same person and newer, so that one counts."


def too_many(left_out: int, most: int) -> str:
    return f"At most {most} are kept; {left_out} more {'was' if left_out == 1 else 'were'} left out."


def mentor(values: Values) -> str:
    """What a row becomes: one line of a report."""
    profession = PROFESSIONS[_text(values, "profession")].label
    given = _text(values, "years")
    years = f"{counted(int(given), 'year')} in schools" if given else "years in schools not given"
    settings = ", ".join(SETTINGS[slug].label for slug in _several(values, "settings"))
    parts = [profession, years, _text(values, "states"), settings, f"{_text(values, 'capacity')} at a time"]
    return "; ".join([*parts, *_shared(values)])


def mentee(values: Values) -> str:
    rhythm = _text(values, "rhythm").replace("-", " ")
    parts = [_text(values, "state"), SETTINGS[_text(values, "setting")].label, rhythm]
    sole = {"yes": "only OT in the district"}.get(_text(values, "sole_ot"), "")
    return "; ".join(part for part in [*parts, sole, *_shared(values)] if part)


def _shared(values: Values) -> list[str]:
    topics = ", ".join(TOPICS[slug].label for slug in _several(values, "topics"))
    free = _text(values, "free_times")
    ways = ", ".join(_several(values, "ways"))
    found = [topics, f"free: {free}" if free else "", ways, _text(values, "zone")]
    return [part for part in found if part]


def _text(values: Values, name: str) -> str:
    value = values.get(name, "")
    return value if isinstance(value, str) else ", ".join(value)


def _several(values: Values, name: str) -> tuple[str, ...]:
    value = values.get(name, ())
    return (value,) if isinstance(value, str) else value


def pair(since: datetime | None) -> str:
    return f"a pair since {since:%Y-%m-%d}, without any message" if since else "a pair, without any message"
