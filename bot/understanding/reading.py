"""What every reader of typed text returns or raises, and how typed text is named in a sentence."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.views import shown

T_co = TypeVar("T_co", covariant=True)

MOST_TYPED = 500
MOST_EXCERPT = 40


@dataclass(frozen=True)
class Understood(Generic[T_co]):
    """A value, with a sentence for each reservation under which it was understood."""

    value: T_co
    remarks: tuple[str, ...] = ()


class NotUnderstood(ValueError):
    """`reason` is a friendly sentence to stand beside the field: what was typed and an example."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def one_line(text: str) -> str:
    """Typed text without invisible characters, line breaks and doubled spaces."""
    return " ".join(shown(text).split())


def excerpt(text: str, most: int = MOST_EXCERPT) -> str:
    """What was typed, quoted and shortened, for a sentence."""
    line = one_line(text[: 4 * most])
    return f"“{line if len(line) <= most else line[: most - 1] + '…'}”"


def typed(text: str, example: str) -> str:
    """The text on one line. Raises `NotUnderstood`, with the example, when empty or over `MOST_TYPED` characters."""
    if len(text) > MOST_TYPED:
        raise NotUnderstood(
            f"This is longer than {MOST_TYPED} characters. A few words are enough, for example: {example}."
        )
    line = one_line(text)
    if not line:
        raise NotUnderstood(f"Nothing was filled in. For example: {example}.")
    return line


def joined(words: tuple[str, ...] | list[str]) -> str:
    """Ohio, Kentucky and Indiana"""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
