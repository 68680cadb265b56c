"""The same payloads through the official SDK's models: what they refuse, or do not know, Slack does not either."""

from collections.abc import Iterator
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from tests.simulators.slack.jsons import Json

NOTHING: tuple[Any, ...] = (None, "", [], {})


def block_model_problems(blocks: list[Json]) -> Iterator[str]:
    for number, block in enumerate(blocks):
        try:
            parsed = Block.parse(dict(block))
            if parsed is None:
                yield f"slack_sdk knows no block of type {block.get('type')!r}"
                continue
            yield from _dropped(block, parsed.to_dict(), f"/blocks/{number}")
        except (SlackObjectFormationError, TypeError, AttributeError) as error:
            yield f"slack_sdk refuses block {number} ({block.get('type')}): {error}"


def view_model_problems(view: Json) -> Iterator[str]:
    try:
        known = View(**view).to_dict()
    except (SlackObjectFormationError, TypeError, AttributeError) as error:
        yield f"slack_sdk refuses the view: {error}"
        return
    yield from _dropped(view, known, "/view")


def _dropped(sent: object, known: object, path: str) -> Iterator[str]:
    """What the models left out: they read every field they know and silently drop the others."""
    if isinstance(sent, dict) and isinstance(known, dict):
        for name, value in sent.items():
            if value in NOTHING:
                continue
            if name not in known:
                yield f"slack_sdk knows no {name!r} at {path}"
            else:
                yield from _dropped(value, known[name], f"{path}/{name}")
    elif isinstance(sent, list) and isinstance(known, list):
        for number, (one, other) in enumerate(zip(sent, known, strict=False)):
            yield from _dropped(one, other, f"{path}/{number}")
        if len(sent) != len(known):
            yield f"slack_sdk knows only {len(known)} of {len(sent)} items at {path}"
