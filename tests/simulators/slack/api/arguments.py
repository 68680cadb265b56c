"""Arguments arrive as JSON, as a form, in the query, or in several of these at once."""

import json
from collections.abc import Callable
from typing import Any

from aiohttp import web

from tests.simulators.slack.api.methods import Method
from tests.simulators.slack.api.refusals import Refusal
from tests.simulators.slack.jsons import Json

ALWAYS_KNOWN = ("token", "team_id")
BOOLEANS = {"true": True, "1": True, "false": False, "0": False}
UNREADABLE = {"blocks": "invalid_blocks_format", "metadata": "invalid_metadata_format"}


async def sent_with(request: web.Request) -> Json:
    """All three places merged, as they came."""
    sent: Json = dict(request.query)
    if request.content_type == "application/json":
        body = await request.json()
        if not isinstance(body, dict):
            raise Refusal("invalid_json", mistake=True)
        return sent | body
    return sent | dict(await request.post())


def readable(method: Method | None, sent: Json) -> Json:
    """JSON in strings decoded where it can be: what a test wants to look at, also of a call that was refused."""
    kinds = method.kinds if method else {}
    return {name: _decoded(value) if kinds.get(name) == "json" else value for name, value in sent.items()}


def _decoded(value: Any) -> Any:
    try:
        return _json(value)
    except (ValueError, TypeError):
        return value


def understood(method: Method, sent: Json, breaks: Callable[[str], None]) -> Json:
    """Each in its own kind. Unknown and null arguments are recorded: Slack only ignores them."""
    kinds, arguments = method.kinds, {}
    for name, value in sent.items():
        if name not in kinds and name not in ALWAYS_KNOWN:
            breaks(f"{method.name}: unknown argument {name!r}")
        elif value is None:
            breaks(f"{method.name}: the argument {name!r} is null")
        else:
            arguments[name] = _in_kind(method, name, kinds.get(name, "str"), value, breaks)
    missing = [name for name in method.required if arguments.get(name) in (None, "")]
    if missing:
        messages = [f"[ERROR] missing required field: {name}" for name in missing]
        raise Refusal("invalid_arguments", mistake=True, response_metadata={"messages": messages})
    return arguments


def _in_kind(method: Method, name: str, kind: str, value: Any, breaks: Callable[[str], None]) -> Any:
    try:
        return READ[kind](value)
    except (ValueError, TypeError, KeyError):
        breaks(f"{method.name}: {name!r} must be {kind}, is {str(value)[:100]!r}")
        raise Refusal(UNREADABLE.get(name, "invalid_arguments"), mistake=True) from None


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _boolean(value: Any) -> bool:
    return value if isinstance(value, bool) else BOOLEANS[value]


def _json(value: Any) -> Any:
    decoded = json.loads(value) if isinstance(value, str) else value
    if not isinstance(decoded, dict | list):
        raise TypeError(value)
    return decoded


READ: dict[str, Callable[[Any], Any]] = {"str": _text, "bool": _boolean, "int": int, "json": _json}
