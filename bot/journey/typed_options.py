"""What somebody typed after a slash stands in the form as the form takes it.

Nothing is kept and nothing is refused here: what is not understood is left to whoever sends the form.
"""

from bot.reference.states import STATES
from bot.texts.choices import MOST_TOPICS
from bot.understanding import settings as places
from bot.understanding import states as where
from bot.understanding import topics as subjects
from bot.understanding.reading import NotUnderstood


def state(text: str) -> str:
    """Its name, which a list can preselect; what is not understood stands there as typed, to be mended."""
    try:
        return STATES[where.state(text).value].name
    except NotUnderstood:
        return text


def states(text: str) -> str:
    """Their names in a row; what is not understood stands there as typed, to be mended."""
    try:
        return ", ".join(STATES[code].name for code in where.states(text).value)
    except NotUnderstood:
        return text


def setting(text: str) -> str:
    """A slug; empty where none is meant for sure, so that one is chosen."""
    try:
        return places.setting(text).value
    except NotUnderstood:
        return ""


def settings(text: str, most: int) -> tuple[str, ...]:
    """Up to `most` slugs of a form that offers practice settings."""
    try:
        return places.settings(text).value[:most]
    except NotUnderstood:
        return ()


def topics(text: str) -> tuple[str, ...]:
    """As many slugs as a request takes."""
    try:
        return subjects.topics(text).value[:MOST_TOPICS]
    except NotUnderstood:
        return ()
