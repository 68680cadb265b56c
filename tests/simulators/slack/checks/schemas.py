"""Payloads against the JSON Schemas of Slack's official types, where their folder is beside the project.

Every object of those schemas is closed (`additionalProperties: false`). A union is decided by the `type` of what was
sent before its branches are tried: that is what makes it quick, and its complaints readable.
"""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from jsonschema import Draft7Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

from tests.simulators.slack.jsons import Json

FOLDER = Path(__file__).parents[4].parent / "shared" / "specs" / "slack"
OF_CHECKS = {"blocks": "Blocks.schema.json", "modal": "Modal.schema.json", "home": "Home.schema.json"}
ADDED_BY_THE_SDK = ("team_id", "token")


def have_schemas() -> bool:
    return FOLDER.is_dir()


def schema_problems(name: str, payload: object) -> list[str]:
    """`name` is a Web API method, or blocks, modal, home; nothing where there is no such schema."""
    validator = _validator(name)
    if validator is None:
        return []
    if isinstance(payload, dict):
        payload = {key: value for key, value in payload.items() if key not in ADDED_BY_THE_SDK}
    return [_sentence(name, error) for error in validator.iter_errors(payload)]


def _sentence(name: str, error: ValidationError) -> str:
    where = "/".join(str(step) for step in error.absolute_path)
    return f"schema {name}: {error.message[:300]} [json-pointer:/{where}]"


@cache
def _validator(name: str) -> Any:
    file = FOLDER / OF_CHECKS.get(name, f"{name}.json")
    if not file.is_file():
        return None
    schema = json.loads(file.read_text(encoding="utf-8"))
    union = _Union(schema.get("definitions", {}))
    rules = {"$ref": union.reference, "anyOf": union.any_of}
    return extend(Draft7Validator, rules)(schema)  # type: ignore[no-untyped-call]


class _Union:
    """`$ref` looked up in a table, and `anyOf` narrowed to the branches that could fit at all."""

    def __init__(self, definitions: dict[str, Json]) -> None:
        self._definitions = definitions
        self._sorted: dict[int, dict[str, list[Json]]] = {}

    def reference(self, validator: Any, ref: str, instance: object, _: Json) -> Iterator[ValidationError]:
        yield from validator.descend(instance, self._named(ref))

    def _named(self, ref: str) -> Json:
        return self._definitions[unquote(ref.removeprefix("#/definitions/"))]

    def any_of(self, validator: Any, branches: list[Json], instance: object, _: Json) -> Iterator[ValidationError]:
        fitting = self._fitting(branches, instance)
        closest: list[ValidationError] | None = None
        for branch in fitting:
            errors = list(validator.descend(instance, branch))
            if not errors:
                return
            closest = errors if closest is None or len(errors) < len(closest) else closest
        if closest is None:
            yield ValidationError(f"{json.dumps(instance)[:200]} fits none of its kinds")
        else:
            yield from closest

    def _fitting(self, branches: list[Json], instance: object) -> list[Json]:
        """The branches of the instance's `type`, and those without one, that have what they require."""
        by_type = self._sorted.get(id(branches))
        if by_type is None:
            by_type = self._sorted[id(branches)] = {}
            for leaf in (leaf for branch in branches for leaf in self._leaves(branch)):
                by_type.setdefault(_type_of(leaf), []).append(leaf)
        if not isinstance(instance, dict):
            return [leaf for leaves in by_type.values() for leaf in leaves]
        typed = by_type.get(str(instance.get("type")), [])
        return [leaf for leaf in (*typed, *by_type.get("", [])) if _has_required(leaf, instance)]

    def _leaves(self, branch: Json) -> Iterator[Json]:
        while "$ref" in branch:
            branch = self._named(branch["$ref"])
        if set(branch) - {"description"} == {"anyOf"}:
            for inner in branch["anyOf"]:
                yield from self._leaves(inner)
        else:
            yield branch


def _type_of(branch: Json) -> str:
    """The one `type` that the branch is for; empty where it does not say."""
    kind = branch.get("properties", {}).get("type", {})
    return str(kind.get("const", ""))


def _has_required(branch: Json, instance: Json) -> bool:
    return all(name in instance for name in branch.get("required", ()))
