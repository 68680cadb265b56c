"""What the bot sends, against Discord's official OpenAPI document, where its folder is beside the project."""

import json
from functools import cache
from pathlib import Path

import pytest

from tests.simulators.simulated_discord.schema import Check, Json, Schemas

DOCUMENT = Path(__file__).parents[3].parent / "shared" / "specs" / "discord-openapi.json"
VERSION = "/api/v10"
MULTIPART = "multipart/form-data"


def have_contract() -> bool:
    return DOCUMENT.is_file()


needs_contract = pytest.mark.skipif(not have_contract(), reason="Discord's document is not beside the project")


def problems_of(method: str, path: str, payload: object) -> list[str]:
    """What is wrong with the body of a request: `path` with or without /api/v10 and a query; None is no body.

    Of a multipart request the body is what stands in `payload_json`. Nothing where the document is absent.
    """
    if not have_contract():
        return []
    steps = tuple(path.partition("?")[0].removeprefix(VERSION).strip("/").split("/"))
    template = _template(steps)
    if template is None:
        return [f"{method} {path}: there is no such path"]
    operation = _document()["paths"][template].get(method.lower())
    if operation is None:
        return [f"{method} {template}: there is no such method"]
    body = operation.get("requestBody")
    if payload is None:
        needed = body is not None and body.get("required", False)
        return [f"{method} {template}: a body is needed"] if needed else []
    if body is None:
        return [f"{method} {template}: takes no body"]
    return [f"{method} {template}: {problem}" for problem in _check(template, method.lower())(payload, "")]


@cache
def _document() -> Json:
    document: Json = json.loads(DOCUMENT.read_text(encoding="utf-8"))
    return document


@cache
def _schemas() -> Schemas:
    return Schemas(_document()["components"]["schemas"])


@cache
def _check(template: str, method: str) -> Check:
    content = _document()["paths"][template][method]["requestBody"]["content"]
    return _schemas().check(content.get("application/json", content.get(MULTIPART))["schema"])


@cache
def _templates() -> dict[int, list[tuple[tuple[str, ...], str]]]:
    """By number of steps; those that name more of them come first: `/users/@me` before `/users/{user_id}`."""
    found: dict[int, list[tuple[tuple[str, ...], str]]] = {}
    for template in _document()["paths"]:
        steps = tuple(template.strip("/").split("/"))
        found.setdefault(len(steps), []).append((steps, template))
    for templates in found.values():
        templates.sort(key=lambda each: sum(step.startswith("{") for step in each[0]))
    return found


def _template(steps: tuple[str, ...]) -> str | None:
    for wanted, template in _templates().get(len(steps), ()):
        if all(w == s or (w.startswith("{") and s) for w, s in zip(wanted, steps, strict=True)):
            return template
    return None
