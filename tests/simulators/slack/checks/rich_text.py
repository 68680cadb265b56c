"""Rich text: the closed vocabulary of its sections, lists and pieces."""

from collections.abc import Iterator

from tests.simulators.slack.checks.texts import problem
from tests.simulators.slack.jsons import Json

SECTIONS = ("rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote")
REQUIRED = {
    "text": ("text",),
    "link": ("url",),
    "user": ("user_id",),
    "channel": ("channel_id",),
    "usergroup": ("usergroup_id",),
    "emoji": ("name",),
    "date": ("timestamp", "format"),
    "broadcast": ("range",),
    "color": ("value",),
    "team": ("team_id",),
}
STYLES = frozenset(("bold", "italic", "strike", "code", "underline"))


def rich_text_problems(block: Json, path: str) -> Iterator[str]:
    elements = block.get("elements")
    if not isinstance(elements, list) or not elements:
        yield problem(f"{path}/elements", "rich text needs at least one element")
        return
    for number, element in enumerate(elements):
        yield from _section(element, f"{path}/elements/{number}", SECTIONS)


def _section(element: object, path: str, allowed: tuple[str, ...]) -> Iterator[str]:
    if not isinstance(element, dict) or element.get("type") not in allowed:
        yield problem(path, f"must be one of {', '.join(allowed)}")
        return
    pieces = element.get("elements")
    if not isinstance(pieces, list):
        yield problem(f"{path}/elements", "must be an array")
        return
    if element["type"] == "rich_text_list":
        yield from _list(element, pieces, path)
        return
    for number, piece in enumerate(pieces):
        yield from _piece(piece, f"{path}/elements/{number}")


def _list(element: Json, items: list[object], path: str) -> Iterator[str]:
    if element.get("style") not in ("bullet", "ordered"):
        yield problem(f"{path}/style", "must be bullet or ordered")
    for number, item in enumerate(items):
        yield from _section(item, f"{path}/elements/{number}", SECTIONS[:1])


def _piece(piece: object, path: str) -> Iterator[str]:
    if not isinstance(piece, dict) or piece.get("type") not in REQUIRED:
        yield problem(path, "is no piece of rich text")
        return
    for name in REQUIRED[piece["type"]]:
        if piece.get(name) in (None, ""):
            yield problem(f"{path}/{name}", "must not be empty")
    style = piece.get("style", {})
    if not isinstance(style, dict) or not STYLES.issuperset(style):
        yield problem(f"{path}/style", f"knows {', '.join(sorted(STYLES))}")
    if piece["type"] == "date" and not isinstance(piece.get("timestamp"), int):
        yield problem(f"{path}/timestamp", "must be whole seconds")
