"""What travels: JSON objects, read and written freely."""

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]


class Impossible(AssertionError):
    """The test asked a person to do what Discord's own client would not let her do."""


def dicts_in(value: object) -> Iterator[Json]:
    """Every JSON object inside `value`, itself first, in reading order."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from dicts_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from dicts_in(inner)
