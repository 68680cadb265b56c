"""What travels: JSON objects, read and written freely."""

import json
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]


class Impossible(AssertionError):
    """The test asked a person to do what Slack's own client would not let her do."""


def canonical(value: object) -> str:
    """The same text for the same JSON, so that it can be compared and looked up."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def dicts_in(value: object) -> Iterator[Json]:
    """Every JSON object inside `value`, itself first, in reading order."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from dicts_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from dicts_in(inner)
