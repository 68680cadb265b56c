"""How long a text and how many things may be."""

from collections.abc import Iterator, Sequence


def length(text: object, most: int, what: str, least: int = 1) -> Iterator[str]:
    if not isinstance(text, str) or not least <= len(text) <= most:
        yield f"{what} must have {least} to {most} characters: {str(text)[:60]!r}"


def count(things: Sequence[object], least: int, most: int, what: str) -> Iterator[str]:
    if not least <= len(things) <= most:
        yield f"{len(things)} {what}, {least} to {most} may be"
