"""What stands on messages and in modals: finding it, and keeping it as Discord does."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from tests.simulators.simulated_discord.jsons import Json

ATTACHED = "attachment://"


class Type(IntEnum):
    ROW = 1
    BUTTON = 2
    STRING_SELECT = 3
    TEXT_INPUT = 4
    USER_SELECT = 5
    ROLE_SELECT = 6
    MENTIONABLE_SELECT = 7
    CHANNEL_SELECT = 8
    SECTION = 9
    TEXT = 10
    THUMBNAIL = 11
    GALLERY = 12
    FILE = 13
    SEPARATOR = 14
    CONTAINER = 17
    LABEL = 18
    FILE_UPLOAD = 19
    RADIO_GROUP = 21
    CHECKBOX_GROUP = 22
    CHECKBOX = 23


SELECTS = (Type.STRING_SELECT, Type.USER_SELECT, Type.ROLE_SELECT, Type.MENTIONABLE_SELECT, Type.CHANNEL_SELECT)
INPUTS = (*SELECTS, Type.TEXT_INPUT, Type.FILE_UPLOAD, Type.RADIO_GROUP, Type.CHECKBOX_GROUP, Type.CHECKBOX)
# What Discord adds to components that leave it out.
_MEDIA: Json = {"description": None, "spoiler": False}
LEFT_OUT: dict[int, Json] = {
    Type.THUMBNAIL: _MEDIA,
    Type.FILE: {"spoiler": False},
    Type.SEPARATOR: {"spacing": 1, "divider": True},
    Type.CONTAINER: {"accent_color": None, "spoiler": False},
    **{kind: {"min_values": 1, "max_values": 1} for kind in SELECTS},
}
LINK, PREMIUM = 5, 6  # styles of buttons that tell the bot nothing


@dataclass(frozen=True)
class Placed:
    """A component that can be used, under the label over it (in a modal)."""

    component: Json
    holder: Json | None = None

    @property
    def kind(self) -> Type:
        return Type(self.component["type"])

    @property
    def is_button(self) -> bool:
        return self.kind is Type.BUTTON

    @property
    def is_link(self) -> bool:
        return self.is_button and self.component.get("style") in (LINK, PREMIUM)

    @property
    def disabled(self) -> bool:
        return bool(self.component.get("disabled"))

    @property
    def custom_id(self) -> str:
        return str(self.component.get("custom_id", ""))

    @property
    def label(self) -> str:
        """What a person would call it: the button's text, the label over an input, the placeholder of a select."""
        if self.holder is not None:
            return str(self.holder["label"])
        emoji = (self.component.get("emoji") or {}).get("name", "")
        return str(self.component.get("label") or self.component.get("placeholder") or emoji or "")

    @property
    def names(self) -> tuple[str, str]:
        return (self.label, self.custom_id)


def placed(components: list[Json]) -> list[Placed]:
    """All buttons, selects and inputs, in reading order."""
    return list(_placed(components, None))


def _placed(components: Iterable[Json], holder: Json | None) -> Iterator[Placed]:
    for component in components:
        if component["type"] in (Type.BUTTON, *INPUTS):
            of_old = holder is None and "label" in component and component["type"] == Type.TEXT_INPUT
            yield Placed(component, component if of_old else holder)
        elif component["type"] == Type.LABEL:
            yield from _placed([component["component"]], component)
        else:
            yield from _placed(_inner(component), holder)


def _inner(component: Json) -> list[Json]:
    return [*component.get("components", []), *([component["accessory"]] if "accessory" in component else [])]


def named(components: list[Json], name: str) -> list[Placed]:
    """Those with this label, else with this custom_id."""
    for position in range(2):
        found = [p for p in placed(components) if p.names[position] == name]
        if found:
            return found
    return []


def stored(components: list[Json], files: dict[str, Json]) -> list[Json]:
    """The components as Discord keeps them: each has a number, and attached files (by name) are what they are."""
    taken = {c["id"] for c in _every(components) if c.get("id")}
    numbers = (n for n in range(1, 10_000) if n not in taken)
    return [_kept(c, numbers, files) for c in components]


def _every(components: Iterable[Json]) -> Iterator[Json]:
    for component in components:
        yield component
        yield from _every(_inner(component))
        if "component" in component:
            yield from _every([component["component"]])


def _kept(component: Json, numbers: Iterator[int], files: dict[str, Json]) -> Json:
    kept = {**LEFT_OUT.get(component["type"], {}), **component, "id": component.get("id") or next(numbers)}
    if "components" in kept:
        kept["components"] = [_kept(c, numbers, files) for c in kept["components"]]
    for name in ("accessory", "component"):
        if name in kept:
            kept[name] = _kept(kept[name], numbers, files)
    if kept["type"] == Type.FILE:
        file = files.get(_name(kept["file"]), {})
        kept |= {"name": file.get("filename", ""), "size": file.get("size", 0)}
    for name in ("media", "file"):
        if name in kept:
            kept[name] = _media(kept[name], files)
    if "items" in kept:
        kept["items"] = [_MEDIA | item | {"media": _media(item["media"], files)} for item in kept["items"]]
    return kept


def _name(media: Json) -> str:
    return str(media["url"]).removeprefix(ATTACHED)


def _media(media: Json, files: dict[str, Json]) -> Json:
    """An address from elsewhere stays what it is; its id is Discord's own."""
    found = files.get(_name(media), {"url": media["url"], "id": "1"})
    return {**media, "url": found["url"], "proxy_url": found["url"], "id": found["id"]}


def attached_names(components: list[Json]) -> set[str]:
    """The names of the files to which components point."""
    urls = [c[name]["url"] for c in _every(components) for name in ("media", "file") if name in c]
    urls += [item["media"]["url"] for c in _every(components) for item in c.get("items", [])]
    return {str(u).removeprefix(ATTACHED) for u in urls if str(u).startswith(ATTACHED)}
