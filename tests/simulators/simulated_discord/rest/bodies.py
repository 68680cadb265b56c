"""Reading requests: JSON, or multipart with `payload_json` and files."""

import json
from typing import Any

from aiohttp import BodyPartReader, web

from tests.simulators.simulated_discord.calls import Upload


class Unreadable(Exception):
    """The body is none that Discord reads."""


async def read(request: web.Request) -> tuple[Any, list[Upload]]:
    """The JSON body (None without one) and the files."""
    if request.content_type.startswith("multipart/"):
        return await _multipart(request)
    text = await request.text()
    if not text:
        return None, []
    if request.content_type != "application/json":
        raise Unreadable(f"a body of the type {request.content_type}")
    return _json(text), []


async def _multipart(request: web.Request) -> tuple[Any, list[Upload]]:
    payload: Any = {}
    files: list[Upload] = []
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            raise Unreadable("a multipart body inside a multipart body")
        name = part.name or ""
        if name == "payload_json":
            payload = _json(await part.text())
        elif name.startswith("files[") and name[6:-1].isdecimal():
            files.append(Upload(int(name[6:-1]), part.filename or "unknown", bytes(await part.read())))
        else:
            raise Unreadable(f"a part named {name!r}")
    return payload, files


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise Unreadable(f"no JSON: {error}") from error
