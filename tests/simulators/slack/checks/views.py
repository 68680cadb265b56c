"""Modals and home tabs: what the view around the blocks may hold."""

import json
from collections.abc import Iterator

from tests.simulators.slack.checks.blocks import Surface, blocks_problems
from tests.simulators.slack.checks.texts import MOST_ID, PLAIN, optional_length, optional_text, problem, text_problems
from tests.simulators.slack.jsons import Json

MOST_TITLE = 24
MOST_METADATA = 3000
MOST_BYTES = 250_000
OF_MODALS = ("title", "submit", "close", "clear_on_close", "notify_on_close", "submit_disabled")


def view_problems(view: object, surface: Surface) -> Iterator[str]:
    if not isinstance(view, dict):
        yield problem("/view", "must provide an object")
        return
    if view.get("type") != surface.value:
        yield problem("/view/type", f"must be {surface.value} here, not {view.get('type')}")
    yield from optional_length(view, "private_metadata", "/view", MOST_METADATA, 0)
    yield from optional_length(view, "callback_id", "/view", MOST_ID, 0)
    yield from optional_length(view, "external_id", "/view", MOST_ID, 0)
    yield from blocks_problems(view.get("blocks"), surface, "/view/blocks")
    if len(json.dumps(view).encode()) > MOST_BYTES:
        yield problem("/view", f"a view has at most {MOST_BYTES} bytes")
    yield from (_modal if surface is Surface.MODAL else _home)(view)


def _modal(view: Json) -> Iterator[str]:
    yield from text_problems(view.get("title"), "/view/title", MOST_TITLE, PLAIN)
    yield from optional_text(view, "submit", "/view", MOST_TITLE)
    yield from optional_text(view, "close", "/view", MOST_TITLE)
    blocks = view.get("blocks")
    inputs = [b for b in blocks if isinstance(b, dict) and b.get("type") == "input"] if isinstance(blocks, list) else []
    if inputs and "submit" not in view:
        yield problem("/view/submit", "is required where the blocks hold an input")


def _home(view: Json) -> Iterator[str]:
    for name in OF_MODALS:
        if name in view:
            yield problem(f"/view/{name}", "belongs to modals only")
