"""What the bot sends, against Discord's official OpenAPI document, where its folder is beside the project."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from tests.simulators.simulated_discord.schema import Check, Json, Schemas

DOCUMENT = Path(__file__).parents[3].parent / "shared" / "specs" / "discord-openapi.json"
VERSION = "/api/v10"
MULTIPART = "multipart/form-data"
TRUTHS = {"0": False, "1": True, "false": False, "true": True}


def have_contract() -> bool:
    return DOCUMENT.is_file()


needs_contract = pytest.mark.skipif(not have_contract(), reason="Discord's document is not beside the project")


def problems_of(method: str, path: str, payload: object) -> list[str]:
    """What is wrong with a request: `path` with its query and with or without /api/v10; None is no body.

    Of a multipart request the body is what stands in `payload_json`. Nothing where the document is absent.
    """
    if not have_contract():
        return []
    asked, _, query = path.partition("?")
    template = _template(tuple(asked.removeprefix(VERSION).strip("/").split("/")))
    if template is None:
        return [f"{method} {path}: there is no such path"]
    if method.lower() not in _document()["paths"][template]:
        return [f"{method} {template}: there is no such method"]
    given = dict(parse_qsl(query, keep_blank_values=True))
    problems = [*_query_problems(template, method.lower(), given), *_body_problems(template, method.lower(), payload)]
    return [f"{method} {template}: {problem}" for problem in problems]


def _query_problems(template: str, method: str, given: Mapping[str, str]) -> list[str]:
    known = _query(template, method)
    found = [f"?{name} is missing" for name, asked in known.items() if asked.get("required") and name not in given]
    for name, text in given.items():
        if name in known:
            schema = known[name]["schema"]
            found += _schemas().check(schema)(_meant(text, schema), f"?{name}")
        else:
            found.append(f"?{name} is unknown")
    return found


def _body_problems(template: str, method: str, payload: object) -> list[str]:
    body = _document()["paths"][template][method].get("requestBody")
    if payload is None:
        return ["a body is needed"] if body is not None and body.get("required", False) else []
    return ["takes no body"] if body is None else _check(template, method)(payload, "")


def _meant(text: str, schema: Json) -> object:
    """What a text of a query stands for; itself where it is not of the kind that is asked for."""
    if schema.get("type") == "boolean":
        return TRUTHS.get(text, text)
    return int(text) if schema.get("type") == "integer" and text.isdecimal() else text


@cache
def _document() -> Json:
    document: Json = json.loads(DOCUMENT.read_text(encoding="utf-8"))
    return document


@cache
def _schemas() -> Schemas:
    return Schemas(_document()["components"]["schemas"])


@cache
def _query(template: str, method: str) -> Mapping[str, Json]:
    """What may stand in the query, by name."""
    path = _document()["paths"][template]
    asked = (*path.get("parameters", ()), *path[method].get("parameters", ()))
    return {each["name"]: each for each in asked if each["in"] == "query"}


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
