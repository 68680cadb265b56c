"""What two people write into their agreement: up to three goals, and where they meet."""

import re

from bot.domain.match import MOST_GOALS
from bot.understanding.reading import NotUnderstood, Understood, one_line

SCHEME = re.compile(r"(?<![a-z0-9+.-])([a-z][a-z0-9+.-]*)://", re.IGNORECASE)
NOT_A_PLACE = re.compile(r"(?<![a-z])(?:javascript|vbscript|data|file)\s*:", re.IGNORECASE)
TOO_MANY_GOALS = f"Up to {MOST_GOALS} goals fit, one on each line. Which ones matter most for these weeks?"
ONLY_HTTPS = (
    "A link has to begin with https://, as video services give it. You can also leave it out and share it later."
)


def goals(text: str) -> Understood[tuple[str, ...]]:
    """One on each line; none where nothing is written."""
    found = tuple(line for line in map(one_line, text.splitlines()) if line)
    if len(found) > MOST_GOALS:
        raise NotUnderstood(TOO_MANY_GOALS)
    return Understood(found)


def place(text: str) -> Understood[str]:
    """An address, a telephone number, a link, or nothing."""
    written = one_line(text)
    schemes = {scheme.casefold() for scheme in SCHEME.findall(written)}
    if schemes - {"https"} or NOT_A_PLACE.search(written):
        raise NotUnderstood(ONLY_HTTPS)
    return Understood(written)
