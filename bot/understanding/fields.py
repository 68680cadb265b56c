"""Reading the fields of a form: values where they are understood, a sentence beside the field where not."""

from collections.abc import Callable, Collection
from datetime import date, timedelta
from typing import TypeVar

from bot.understanding.days import day
from bot.understanding.reading import NotUnderstood, Understood

T = TypeVar("T")
LONGEST_PAUSE = timedelta(days=366)


class Fields:
    """Collects `problems`: a field's name and the sentence beside it."""

    def __init__(self) -> None:
        self.problems: dict[str, str] = {}

    def read(self, name: str, reader: Callable[[str], Understood[T]], text: str) -> T | None:
        try:
            return reader(text).value
        except NotUnderstood as error:
            self.problems[name] = error.reason
            return None

    def optional(self, name: str, reader: Callable[[str], Understood[T]], text: str) -> T | None:
        return self.read(name, reader, text) if text.strip() else None

    def chosen(self, name: str, value: str, known: Collection[str], *, please: str) -> str:
        """One of the known values, as forms with options send it."""
        if value not in known:
            self.problems[name] = please
        return value

    def several(
        self, name: str, values: tuple[str, ...], known: Collection[str], *, least: int, most: int, please: str
    ) -> tuple[str, ...]:
        chosen = tuple(dict.fromkeys(values))
        if not least <= len(chosen) <= most or any(value not in known for value in chosen):
            self.problems[name] = please
        return chosen

    def within(self, name: str, text: str, most: int) -> str:
        """Free text of at most `most` characters, trimmed."""
        kept = text.strip()
        if len(kept) > most:
            self.problems[name] = f"This has {len(kept):,} characters; {most} fit. Shorten it a little."
        return kept


def later_day(text: str, today: date) -> Understood[date]:
    """A day after today, at most a year ahead."""
    read = day(text, today)
    if not today < read.value <= today + LONGEST_PAUSE:
        raise NotUnderstood("Please give a date after today, within a year from now.")
    return read
