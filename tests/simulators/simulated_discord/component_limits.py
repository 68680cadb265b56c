"""What Discord wants of one component, by its type; see `limits` for what it wants of all together."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from tests.simulators.simulated_discord.sizes import length

Json = dict[str, Any]

ROW, BUTTON, STRING_SELECT, TEXT_INPUT, SECTION, TEXT, THUMBNAIL = 1, 2, 3, 4, 9, 10, 11
GALLERY, FILE, SEPARATOR, CONTAINER, LABEL, UPLOAD, RADIO, BOXES, BOX = 12, 13, 14, 17, 18, 19, 21, 22, 23
SELECTS = frozenset({3, 5, 6, 7, 8})
IN_A_LABEL = SELECTS | {TEXT_INPUT, UPLOAD, RADIO, BOXES, BOX}
IN_A_CONTAINER = frozenset({ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR})
MOST_OPTIONS = 25
LINK, PREMIUM = 5, 6
FILENAME = re.compile(r"[A-Za-z0-9_.-]+")  # what attachment:// can name


def walked(components: Sequence[object], where: str = "") -> Iterator[tuple[str, Json]]:
    """Every component with its place, itself before what it holds."""
    for number, each in enumerate(components):
        if not isinstance(each, dict):
            continue
        yield f"{where}/{number}", each
        yield from walked(each.get("components") or [], f"{where}/{number}")
        for held in ("accessory", "component"):
            if isinstance(each.get(held), dict):
                yield from walked([each[held]], f"{where}/{number}/{held}")


def component_problems(component: Json, where: str, *, in_modal: bool) -> list[str]:
    """Of this component alone; what it holds is looked at by itself."""
    kind = component.get("type")
    check = CHECKS.get(kind) if isinstance(kind, int) else None
    if check is None:
        return [f"{where}: no component has the type {kind}"]
    found = list(check(component))
    if "custom_id" in component:
        found += length(component["custom_id"], 100, "custom_id")
    id = component.get("id", 0)
    if not isinstance(id, int) or not 0 <= id < 2**31:
        found.append(f"the id {id} is not one of 31 bits")
    if in_modal and "disabled" in component:
        found.append("nothing can be disabled in a modal")
    return [f"{where}: {problem}" for problem in found]


def _row(row: Json) -> Iterator[str]:
    kinds = [each.get("type") for each in row.get("components", [])]
    buttons = 1 <= len(kinds) <= 5 and set(kinds) == {BUTTON}
    if not buttons and not (len(kinds) == 1 and kinds[0] in SELECTS):
        yield f"a row holds 1 to 5 buttons or one select, not {kinds}"


def _button(button: Json) -> Iterator[str]:
    style = button.get("style")
    if style not in range(1, 7):
        yield f"no button has the style {style}"
    if not button.get("label") and not button.get("emoji") and style != PREMIUM:
        yield "a button without a label"
    yield from length(button.get("label") or "x", 80, "label")
    if style == LINK:
        yield from length(button.get("url"), 512, "url")
    elif style != PREMIUM and "custom_id" not in button:
        yield "a button without a custom_id"
    if ("url" in button) != (style == LINK) or ("custom_id" in button and style in (LINK, PREMIUM)):
        yield "a button either opens an address or has a custom_id"


def _select(select: Json) -> Iterator[str]:
    yield from _placeholder(select, 150)
    yield from _bounds(select, MOST_OPTIONS)
    least, most = select.get("min_values", 1), select.get("max_values", 1)
    chosen = len(select.get("default_values", []))
    if chosen and not least <= chosen <= most:
        yield f"{chosen} default values, {least} to {most} may be chosen"


def _string_select(select: Json) -> Iterator[str]:
    yield from _select(select)
    yield from _options(select, 1, MOST_OPTIONS)
    yield from _defaults(select, select.get("max_values", 1))
    if select.get("max_values", 1) > len(select.get("options", [])):
        yield "more can be chosen than there are options"


def _text_input(field: Json) -> Iterator[str]:
    if field.get("style") not in (1, 2):
        yield f"no text input has the style {field.get('style')}"
    if "label" in field:
        yield "the label belongs to the Label around it"
    yield from _placeholder(field, 100)
    least, most = field.get("min_length", 0), field.get("max_length", 4000)
    if not 0 <= least <= most or not 1 <= most <= 4000:
        yield f"{least} to {most} characters"
    value = field.get("value") or ""
    if len(value) > most or (value and len(value) < least):
        yield f"the value has {len(value)} characters, {least} to {most} may be"


def _section(section: Json) -> Iterator[str]:
    texts = [each.get("type") for each in section.get("components", [])]
    if not 1 <= len(texts) <= 3 or set(texts) != {TEXT}:
        yield f"a section holds 1 to 3 texts, not {texts}"
    if section.get("accessory", {}).get("type") not in (BUTTON, THUMBNAIL):
        yield "a section needs a button or a thumbnail beside it"


def _text(text: Json) -> Iterator[str]:
    yield from length(text.get("content"), 4000, "content")
    if not str(text.get("content", "")).strip():
        yield "a text of nothing visible"


def _thumbnail(thumbnail: Json) -> Iterator[str]:
    yield from _media(thumbnail)


def _media(item: Json) -> Iterator[str]:
    url = str(item.get("media", {}).get("url", ""))
    if not url.startswith(("https://", "http://", "attachment://")):
        yield f"{url!r} is no picture"
    yield from _filename(url)
    if "description" in item:
        yield from length(item["description"], 1024, "description")


def _gallery(gallery: Json) -> Iterator[str]:
    items = gallery.get("items", [])
    if not 1 <= len(items) <= 10:
        yield f"a gallery has 1 to 10 pictures, not {len(items)}"
    for item in items:
        yield from _media(item)


def _file(file: Json) -> Iterator[str]:
    url = str(file.get("file", {}).get("url", ""))
    if not url.startswith("attachment://"):
        yield f"a file is attached, {url!r} is not"
    yield from _filename(url)


def _filename(url: str) -> Iterator[str]:
    if url.startswith("attachment://") and not FILENAME.fullmatch(url.removeprefix("attachment://")):
        yield f"{url} has characters that no attachment's name may have"


def _separator(separator: Json) -> Iterator[str]:
    if separator.get("spacing", 1) not in (1, 2):
        yield f"no separator has the spacing {separator['spacing']}"


def _container(container: Json) -> Iterator[str]:
    kinds = [each.get("type") for each in container.get("components", [])]
    if not kinds or set(kinds) - IN_A_CONTAINER:
        yield f"a container can't hold {kinds}"


def _label(label: Json) -> Iterator[str]:
    yield from length(label.get("label"), 45, "label")
    if "description" in label:
        yield from length(label["description"], 100, "description")
    if label.get("component", {}).get("type") not in IN_A_LABEL:
        yield "a label without anything to fill in"


def _upload(upload: Json) -> Iterator[str]:
    yield from _bounds(upload, 10)


def _radio(group: Json) -> Iterator[str]:
    yield from _options(group, 2, 10)
    yield from _defaults(group, 1)


def _boxes(group: Json) -> Iterator[str]:
    yield from _options(group, 1, 10)
    yield from _bounds(group, 10)
    most = group.get("max_values", len(group.get("options", [])))
    yield from _defaults(group, most)
    if most > len(group.get("options", [])):
        yield "more can be ticked than there are boxes"


def _box(_: Json) -> Iterator[str]:
    yield from ()


def _options(choice: Json, least: int, most: int) -> Iterator[str]:
    options = choice.get("options", [])
    if not least <= len(options) <= most:
        yield f"{len(options)} options, {least} to {most} may be"
    for option in options:
        yield from length(option.get("label"), 100, "an option's label")
        yield from length(option.get("value"), 100, "an option's value")
        yield from length(option.get("description") or "x", 100, "an option's description")
    if len({option.get("value") for option in options}) < len(options):
        yield "two options have one value"


def _defaults(choice: Json, most: int) -> Iterator[str]:
    chosen = sum(bool(option.get("default")) for option in choice.get("options", []))
    if chosen > most:
        yield f"{chosen} options are chosen, at most {most} may be"


def _bounds(choice: Json, limit: int) -> Iterator[str]:
    """`min_values` 0 needs `required` false: said of modals, and harmless in a message."""
    least, most = choice.get("min_values"), choice.get("max_values")
    if least is not None and not 0 <= least <= limit:
        yield f"at least {least} values"
    if most is not None and not 1 <= most <= limit:
        yield f"at most {most} values"
    if least is not None and least > (most if most is not None else limit):
        yield f"{least} to {most} values"
    if least == 0 and choice.get("required", True):
        yield "min_values 0 needs required false"


def _placeholder(choice: Json, most: int) -> Iterator[str]:
    if "placeholder" in choice:
        yield from length(choice["placeholder"], most, "placeholder", least=0)


CHECKS: Mapping[int, Callable[[Json], Iterator[str]]] = {
    ROW: _row,
    BUTTON: _button,
    STRING_SELECT: _string_select,
    **dict.fromkeys(SELECTS - {STRING_SELECT}, _select),
    TEXT_INPUT: _text_input,
    SECTION: _section,
    TEXT: _text,
    THUMBNAIL: _thumbnail,
    GALLERY: _gallery,
    FILE: _file,
    SEPARATOR: _separator,
    CONTAINER: _container,
    LABEL: _label,
    UPLOAD: _upload,
    RADIO: _radio,
    BOXES: _boxes,
    BOX: _box,
}
