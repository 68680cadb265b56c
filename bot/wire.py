"""Views as text and back: what the outbox, receipts and drafts keep.

Every dataclass travels as `{"_": its name, field: value …}`, instants and dates in ISO form with a tag of their own.
"""

import dataclasses
import json
from datetime import date, datetime, time
from enum import StrEnum
from functools import cache
from typing import cast

from bot import documents, views
from bot.views import View

KNOWN: dict[str, type] = {
    name: cls
    for module in (views, views.messages, views.forms, documents)
    for name, cls in vars(module).items()
    if isinstance(cls, type) and cls.__module__ == module.__name__
}
MOMENTS: dict[str, type[datetime] | type[date] | type[time]] = {"datetime": datetime, "date": date, "time": time}

PLAIN = frozenset({str, int, float, bool, type(None)})
Plainly = str | int | float | bool | None | list["Plainly"] | dict[str, "Plainly"]


def dump(view: View) -> str:
    return json.dumps(_plain(view), ensure_ascii=False, separators=(",", ":"))


def load(text: str) -> View:
    return cast("View", _whole(json.loads(text)))


@cache
def _fields(cls: type) -> tuple[str, ...] | None:
    """The names of a dataclass's."""
    return tuple(f.name for f in dataclasses.fields(cls)) if dataclasses.is_dataclass(cls) else None


def _plain(value: object) -> Plainly:
    cls: type = type(value)
    fields = _fields(cls)
    if fields is not None:
        made: dict[str, Plainly] = {"_": cls.__name__}
        for name in fields:
            kept = getattr(value, name)
            made[name] = kept if type(kept) in PLAIN else _plain(kept)
        return made
    if isinstance(value, StrEnum):
        return {"_": type(value).__name__, "value": value.value}
    if isinstance(value, datetime | date | time):
        return {"_": type(value).__name__, "iso": value.isoformat()}
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    if isinstance(value, dict):
        return {"_": "dict", "items": [[str(k), _plain(v)] for k, v in value.items()]}
    return cast("Plainly", value)


def _whole(value: Plainly) -> object:
    if isinstance(value, list):
        return tuple(_whole(v) for v in value)
    if not isinstance(value, dict):
        return value
    name = str(value["_"])
    if name in MOMENTS:
        return MOMENTS[name].fromisoformat(str(value["iso"]))
    if name == "dict":
        return dict(
            cast("list[tuple[str, object]]", [[k, _whole(v)] for k, v in cast("list[list[str]]", value["items"])])
        )
    fields = {k: _whole(v) for k, v in value.items() if k != "_"}
    return KNOWN[name](**fields)
