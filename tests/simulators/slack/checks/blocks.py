"""Blocks: limits of each kind and of a whole list, for messages, modals and home tabs."""

from collections.abc import Callable, Iterator
from enum import StrEnum

from tests.simulators.slack.checks.elements import (
    IN_ACTIONS,
    IN_INPUT,
    IN_SECTION,
    element_problems,
    picture_problems,
)
from tests.simulators.slack.checks.rich_text import rich_text_problems
from tests.simulators.slack.checks.texts import (
    MOST_ID,
    PLAIN,
    count_problems,
    length_problems,
    optional_length,
    optional_text,
    problem,
    text_problems,
)
from tests.simulators.slack.jsons import Json

MOST_HEADER = 150
MOST_FIELD = 2000
MOST_LABEL = 2000
MOST_ACTIONS = 25
MOST_CONTEXT = 10
MOST_FIELDS = 10
MOST_MARKDOWN = 12_000


class Surface(StrEnum):
    MESSAGE = "message"
    MODAL = "modal"
    HOME = "home"


MOST_BLOCKS = {Surface.MESSAGE: 50, Surface.MODAL: 100, Surface.HOME: 100}
ONLY_IN_MESSAGES = ("file", "markdown", "table", "context_actions", "plan", "task_card", "card", "carousel")
OTHERS = ("video", "alert", "container", "data_table", *ONLY_IN_MESSAGES)


def blocks_problems(blocks: object, surface: Surface, path: str = "/blocks") -> Iterator[str]:
    yield from count_problems(blocks, path, MOST_BLOCKS[surface], 0 if surface is Surface.MESSAGE else 1)
    if not isinstance(blocks, list):
        return
    for number, block in enumerate(blocks):
        yield from _block(block, f"{path}/{number}", surface)
    known = [block for block in blocks if isinstance(block, dict)]
    yield from _id_problems(known, path)


def _id_problems(blocks: list[Json], path: str) -> Iterator[str]:
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    for twice in sorted({str(i) for i in ids if ids.count(i) > 1}):
        yield problem(path, f"block_id {twice!r} already exists")
    for number, block in enumerate(blocks):
        actions = [e["action_id"] for e in elements_of(block) if "action_id" in e]
        for twice in sorted({str(a) for a in actions if actions.count(a) > 1}):
            yield problem(f"{path}/{number}", f"action_id {twice!r} already exists in this block")
    if sum(bool(e.get("focus_on_load")) for block in blocks for e in elements_of(block)) > 1:
        yield problem(path, "only one element can have focus_on_load")


def elements_of(block: Json) -> list[Json]:
    """The elements that a person can use: of an actions block, the accessory, the input."""
    found = block.get("elements", []) if block.get("type") in ("actions", "context_actions") else []
    return [e for e in (*found, block.get("accessory"), block.get("element")) if isinstance(e, dict)]


def _block(block: object, path: str, surface: Surface) -> Iterator[str]:
    if not isinstance(block, dict):
        yield problem(path, "must provide an object")
        return
    kind = str(block.get("type"))
    yield from optional_length(block, "block_id", path, MOST_ID)
    if kind in CHECKS:
        yield from CHECKS[kind](block, path)
    elif kind not in OTHERS:
        yield problem(f"{path}/type", f"unsupported type: {kind}")
    if kind == "input" and surface is Surface.MESSAGE:
        yield problem(f"{path}/type", "unsupported type: input stands in modals and home tabs only")
    if kind in ONLY_IN_MESSAGES and surface is not Surface.MESSAGE:
        yield problem(f"{path}/type", f"unsupported type: {kind} stands in messages only")


def _section(block: Json, path: str) -> Iterator[str]:
    if "text" not in block and not block.get("fields"):
        yield problem(path, "a section needs text or fields")
    if "text" in block:
        yield from text_problems(block["text"], f"{path}/text")
    if "fields" in block:
        yield from count_problems(block["fields"], f"{path}/fields", MOST_FIELDS)
        for number, field in enumerate(block["fields"]):
            yield from text_problems(field, f"{path}/fields/{number}", MOST_FIELD)
    if "accessory" in block:
        yield from element_problems(block["accessory"], f"{path}/accessory", IN_SECTION)


def _header(block: Json, path: str) -> Iterator[str]:
    yield from text_problems(block.get("text"), f"{path}/text", MOST_HEADER, PLAIN)


def _context(block: Json, path: str) -> Iterator[str]:
    elements = block.get("elements")
    yield from count_problems(elements, f"{path}/elements", MOST_CONTEXT)
    for number, element in enumerate(elements if isinstance(elements, list) else ()):
        where = f"{path}/elements/{number}"
        if isinstance(element, dict) and element.get("type") == "image":
            yield from element_problems(element, where, frozenset(("image",)))
        else:
            yield from text_problems(element, where)


def _actions(block: Json, path: str) -> Iterator[str]:
    elements = block.get("elements")
    yield from count_problems(elements, f"{path}/elements", MOST_ACTIONS)
    for number, element in enumerate(elements if isinstance(elements, list) else ()):
        yield from element_problems(element, f"{path}/elements/{number}", IN_ACTIONS)


def _image(block: Json, path: str) -> Iterator[str]:
    yield from length_problems(block.get("alt_text"), f"{path}/alt_text", 2000)
    yield from optional_text(block, "title", path, 2000)
    yield from picture_problems(block, path)


def _input(block: Json, path: str) -> Iterator[str]:
    yield from text_problems(block.get("label"), f"{path}/label", MOST_LABEL, PLAIN)
    yield from optional_text(block, "hint", path, MOST_LABEL)
    yield from element_problems(block.get("element"), f"{path}/element", IN_INPUT)


def _markdown(block: Json, path: str) -> Iterator[str]:
    yield from length_problems(block.get("text"), f"{path}/text", MOST_MARKDOWN)


def _divider(block: Json, path: str) -> Iterator[str]:
    for name in sorted(set(block) - {"type", "block_id"}):
        yield problem(f"{path}/{name}", "a divider has nothing of its own")


CHECKS: dict[str, Callable[[Json, str], Iterator[str]]] = {
    "section": _section,
    "header": _header,
    "context": _context,
    "actions": _actions,
    "image": _image,
    "input": _input,
    "divider": _divider,
    "markdown": _markdown,
    "rich_text": rich_text_problems,
}
