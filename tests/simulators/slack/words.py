"""What a person reads in blocks, and the elements that she can use there."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.simulators.slack.checks.blocks import elements_of
from tests.simulators.slack.clock import Ids
from tests.simulators.slack.jsons import Json


@dataclass(frozen=True)
class Placed:
    """An element where it stands: in its block, under its label."""

    block: Json
    element: Json

    @property
    def kind(self) -> str:
        return str(self.element["type"])

    @property
    def label(self) -> str:
        """What a person would call it: the button's text, the input's label, the placeholder."""
        for holder, name in ((self.element, "text"), (self.block, "label"), (self.element, "placeholder")):
            if isinstance(holder.get(name), dict) and (holder is self.element or self.is_input):
                return str(holder[name]["text"])
        return ""

    @property
    def is_input(self) -> bool:
        return bool(self.block["type"] == "input")

    @property
    def action_id(self) -> str:
        return str(self.element["action_id"])

    @property
    def block_id(self) -> str:
        return str(self.block["block_id"])

    @property
    def names(self) -> tuple[str, ...]:
        return (f"{self.block_id}/{self.action_id}", self.label, self.action_id, self.block_id)


def placed(blocks: list[Json]) -> list[Placed]:
    """All elements that can be used, in reading order (images are none)."""
    return [Placed(b, e) for b in blocks for e in elements_of(b) if e.get("type") != "image"]


def named(blocks: list[Json], name: str) -> list[Placed]:
    """The elements of this name: by `block_id/action_id` first, then label, action_id, block_id."""
    for position in range(4):
        found = [p for p in placed(blocks) if p.names[position] == name]
        if found:
            return found
    return []


def with_ids(blocks: list[Json], ids: Ids) -> list[Json]:
    """The blocks as Slack keeps them: it makes up the ids that are missing."""
    kept = []
    for block in blocks:
        block = {**block, "block_id": block.get("block_id") or ids.small("b")}
        for name in ("element", "accessory"):
            if isinstance(block.get(name), dict):
                block[name] = _with_action(block[name], ids)
        if block["type"] == "actions":
            block["elements"] = [_with_action(e, ids) for e in block["elements"]]
        kept.append(block)
    return kept


def _with_action(element: Json, ids: Ids) -> Json:
    if element.get("type") == "image":
        return element
    return {**element, "action_id": element.get("action_id") or ids.small("a")}


def words_of(blocks: list[Json]) -> str:
    """Everything that stands in the blocks as plain lines, labels of buttons and options included."""
    return "\n".join(line for block in blocks for line in _block_words(block) if line)


def _block_words(block: Json) -> Iterator[str]:
    if block["type"] == "rich_text":
        yield from (_rich(element) for element in block["elements"])
        return
    for name in ("text", "title", "label", "hint"):
        yield from _text(block.get(name))
    for field in block.get("fields", []):
        yield from _text(field)
    if block["type"] == "context":
        for element in block["elements"]:
            yield from _text(element) if element["type"] != "image" else iter((element["alt_text"],))
    if block["type"] == "image":
        yield block["alt_text"]
    for element in elements_of(block):
        yield from _element_words(element)


def _text(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield str(value["text"])
    elif isinstance(value, str):
        yield value


def _element_words(element: Json) -> Iterator[str]:
    for name in ("text", "placeholder", "alt_text", "initial_value"):
        yield from _text(element.get(name))
    for group in element.get("option_groups", [{"options": element.get("options", [])}]):
        yield from _text(group.get("label"))
        for option in group["options"]:
            yield from _text(option["text"])
            yield from _text(option.get("description"))


def _rich(element: Json) -> str:
    match element["type"]:
        case "rich_text_list":
            return "\n".join(f"• {_rich(item)}" for item in element["elements"])
        case _:
            return "".join(map(_piece, element["elements"]))


def _piece(piece: Json) -> str:
    match piece["type"]:
        case "text":
            return str(piece["text"])
        case "link":
            return str(piece.get("text") or piece["url"])
        case "user":
            return f"<@{piece['user_id']}>"
        case "channel":
            return f"<#{piece['channel_id']}>"
        case "emoji":
            return f":{piece['name']}:"
        case "date":
            return f"<!date^{piece['timestamp']}^{piece['format']}|{piece.get('fallback', '')}>"
        case "broadcast":
            return f"<!{piece['range']}>"
        case _:
            return ""
