"""A time of day, as people write it: "3:30 pm", "15:30", "noon", "3:30".

The rule where neither am nor pm is said: 1:00 to 6:59 are in the afternoon, 7:00 to 12:59 around the middle of the day
as the clock shows it. A leading zero ("03:30") means the 24-hour clock, as do hours above 12.
"""

import re
from dataclasses import dataclass
from datetime import time

from bot.domain.availability import DAY
from bot.understanding.reading import NotUnderstood, Understood, excerpt, typed

EXAMPLE = "3:30 pm, or 15:30"
NOON = DAY // 2
AFTERNOON_HOURS = range(1, 7)
CLOCK = r"(?:noon|midnight|\d{1,2}(?:[:.]?[0-5]\d)?(?:\s?(?:am|pm|[ap](?![a-z])))?)(?![\w:])"
PARTS = re.compile(r"(\d{1,2})(?:[:.]?([0-5]\d))?\s?([ap])?m?$")
AROUND = re.compile(r"^(?:at|around|about|by|@|~)\s*")


@dataclass(frozen=True)
class Clock:
    """What a clock time may mean, in minutes since midnight: one value, or the morning's and the afternoon's."""

    meanings: tuple[int, ...]

    @property
    def clear(self) -> bool:
        return len(self.meanings) == 1

    @property
    def usual(self) -> int:
        """The meaning by the rule above."""
        morning, last = self.meanings[0], self.meanings[-1]
        return last if morning // 60 in AFTERNOON_HOURS or morning < 60 else morning


def spelled(text: str) -> str:
    """With am and pm without dots, and with one kind of dash."""
    text = re.sub(r"(?<![a-z])([ap])\s?\.\s?m\b\.?", r"\1m", text, flags=re.I)
    return re.sub(r"\s?o['’]clock", "", re.sub(r"\s?[–—−‐‑]\s?", "-", text), flags=re.I)


def clock(word: str) -> Clock | None:
    """The meanings of a word that `CLOCK` matches; None for an hour or minute that no clock shows."""
    if word in ("noon", "midnight"):
        return Clock((NOON if word == "noon" else 0,))
    m = PARTS.match(word)
    if not m or int(m[1]) > 24 or (int(m[1]) == 24 and int(m[2] or 0)):
        return None
    hour, minute, half = int(m[1]), int(m[2] or 0), m[3]
    if half and not 1 <= hour <= 12:
        return None
    if half:
        return Clock((hour % 12 * 60 + minute + (NOON if half == "p" else 0),))
    if hour > 12 or hour == 0 or (m[1].startswith("0") and m[2]):
        return Clock(((hour * 60 + minute) % DAY,))
    return Clock((hour % 12 * 60 + minute, hour % 12 * 60 + minute + NOON))


def clock_time(text: str) -> Understood[time]:
    """The local time of day, with a remark where am or pm had to be assumed."""
    line = typed(text, EXAMPLE)
    word = AROUND.sub("", spelled(line).casefold()).strip(" .")
    found = clock(word) if re.fullmatch(CLOCK, word) else None
    if found is None:
        raise NotUnderstood(f"{excerpt(line)} is not a time that I understand. For example: {EXAMPLE}.")
    value = time(*divmod(found.usual, 60))
    return Understood(value, () if found.clear else (f"{excerpt(line)} was read as {said(found.usual)}.",))


def said(minutes: int) -> str:
    """3:30 PM"""
    hour, minute = divmod(minutes % DAY, 60)
    return f"{hour % 12 or 12}:{minute:02} {'AM' if hour < 12 else 'PM'}"
