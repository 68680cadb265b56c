"""JSON schemas, as far as Discord's document uses them, as functions that name what is wrong with a value.

Every object with listed properties is closed: what the document does not name is an error. A union is decided by the
`type` (or `entity_type`) of what was sent before its branches are tried: that makes it quick and what it says readable.
A keyword that is not known here raises `NotImplementedError` instead of being passed over.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

Json = dict[str, Any]
Check = Callable[[object, str], list[str]]

PREFIX = "#/components/schemas/"
TOLD_APART_BY = ("type", "entity_type")
ONLY_SAYS = frozenset({"description", "title", "default", "x-discord-union", "contentEncoding", "discriminator"})
KINDS: Mapping[str, Callable[[object], bool]] = {
    "null": lambda value: value is None,
    "boolean": lambda value: isinstance(value, bool),
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
}
TOLERATED: Mapping[str, object] = {"tts": False, "nsfw": False}
"""What discord.py sends everywhere: in edits and follow-ups that have no `tts`, in commands that have no `nsfw`."""


def _is_date(value: str) -> bool:
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


TEXT_FORMATS: Mapping[str, Callable[[str], bool]] = {
    "uri": lambda value: re.match(r"[a-z][a-z0-9+.-]*://\S+$", value) is not None,
    "date-time": _is_date,
    "nonce": lambda value: bool(value),
}
RANGES = {"int32": 2**31, "int64": 2**63}


class Schemas:
    """The compiled schemas of one document; each is compiled when it is first asked for, and once."""

    def __init__(self, components: Mapping[str, Json]) -> None:
        self._components = components
        self._named: dict[str, Check] = {}
        self._compiled: dict[int, tuple[Json, Check]] = {}

    def check(self, schema: Json) -> Check:
        if set(schema) == {"$ref"}:
            return self._reference(schema["$ref"].removeprefix(PREFIX))
        if id(schema) not in self._compiled:
            self._compiled[id(schema)] = (schema, self._compile(schema))
        return self._compiled[id(schema)][1]

    def _reference(self, name: str) -> Check:
        if name == "SnowflakeType":
            return _snowflake

        def check(value: object, where: str) -> list[str]:
            if name not in self._named:
                self._named[name] = self._compile(self._components[name])
            return self._named[name](value, where)

        return check

    def _compile(self, schema: Json) -> Check:
        rules = {keyword: setting for keyword, setting in schema.items() if keyword not in ONLY_SAYS}
        if set(rules) == {"$ref"}:
            return self.check(rules)
        kinds = rules.pop("type", None)
        checks = [_kind([kinds] if isinstance(kinds, str) else kinds)] if kinds else []
        if "properties" in rules or "additionalProperties" in rules:
            checks.append(self._object(rules))
        for keyword in ("properties", "additionalProperties", "required"):
            rules.pop(keyword, None)
        if "items" in rules:
            checks.append(self._items(rules.pop("items")))
        checks += [self._union(rules.pop(union)) for union in ("oneOf", "anyOf") if union in rules]
        checks += [self.check(part) for part in rules.pop("allOf", ())]
        checks += [_rule(keyword, setting) for keyword, setting in rules.items()]
        return _first_wrong(checks)

    def _object(self, rules: Json) -> Check:
        known = {name: self.check(inner) for name, inner in rules.get("properties", {}).items()}
        others = rules.get("additionalProperties", False)
        other = self.check(others) if isinstance(others, dict) else None
        required = rules.get("required", ())

        def check(value: object, where: str) -> list[str]:
            if not isinstance(value, dict):
                return []
            found = [f"{where}: {name} is missing" for name in required if name not in value]
            for name, inner in value.items():
                rule = known.get(name, other)
                if rule is not None:
                    found += rule(inner, f"{where}/{name}")
                elif others is False and not (name in TOLERATED and inner is TOLERATED[name]):
                    found.append(f"{where}: {name} is unknown")
            return found

        return check

    def _items(self, schema: Json) -> Check:
        rule = self.check(schema)

        def check(value: object, where: str) -> list[str]:
            if not isinstance(value, list):
                return []
            return [problem for number, each in enumerate(value) for problem in rule(each, f"{where}/{number}")]

        return check

    def _union(self, branches: list[Json]) -> Check:
        if all("const" in branch for branch in branches):
            return _rule("enum", [branch["const"] for branch in branches])
        told = [(self._kinds_of(branch), self.check(branch)) for branch in branches]

        def check(value: object, where: str) -> list[str]:
            tried = [rule(value, where) for fits, rule in told if fits is None or fits(value)]
            if not tried:
                return [f"{where}: {_briefly(value)} is of none of the kinds that may stand here"]
            return min(tried, key=len)

        return check

    def _kinds_of(self, branch: Json) -> Callable[[object], bool] | None:
        """Whether a value is of this branch at all; None where the branch does not say."""
        schema = self._components[branch["$ref"].removeprefix(PREFIX)] if "$ref" in branch else branch
        if schema.get("type") == "null":
            return KINDS["null"]
        for name in TOLD_APART_BY:
            allowed = schema.get("properties", {}).get(name, {}).get("enum")
            if allowed:
                return lambda value: isinstance(value, dict) and value.get(name) in allowed
        kinds = schema.get("type", ())
        accepted = [KINDS[kind] for kind in ([kinds] if isinstance(kinds, str) else kinds)]
        if not accepted or "pattern" in schema:
            return None
        return lambda value: any(accepts(value) for accepts in accepted)


def _first_wrong(checks: list[Check]) -> Check:
    """Every check, until one has something to say: a text of the wrong kind is not also too short."""
    if len(checks) == 1:
        return checks[0]

    def check(value: object, where: str) -> list[str]:
        return next((found for each in checks if (found := each(value, where))), [])

    return check


def _kind(kinds: Iterable[str]) -> Check:
    accepted = [KINDS[kind] for kind in kinds]
    wanted = " or ".join(kinds)

    def check(value: object, where: str) -> list[str]:
        if any(accepts(value) for accepts in accepted):
            return []
        return [f"{where}: {_briefly(value)} should be {wanted}"]

    return check


def _snowflake(value: object, where: str) -> list[str]:
    """As text, or as the integer that discord.py sends."""
    if isinstance(value, str) and re.fullmatch(r"0|[1-9][0-9]*", value):
        return []
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return []
    return [f"{where}: {_briefly(value)} is no id"]


def _rule(keyword: str, setting: Any) -> Check:
    """One keyword about values of one kind; values of other kinds pass, for `type` speaks of those."""
    rule = RULES.get(keyword)
    if rule is None:
        raise NotImplementedError(f"the document uses {keyword}, which is not understood here")

    def check(value: object, where: str) -> list[str]:
        sentence = rule(value, setting)
        return [f"{where}: {sentence}"] if sentence else []

    return check


def _one_of(value: object, allowed: list[object]) -> str:
    known = value is None or any(each == value and type(each) is type(value) for each in allowed)
    return "" if known else f"{_briefly(value)} is not among {allowed[:30]}"


def _length(kind: type, unit: str, *, least: bool) -> Callable[[object, int], str]:
    def rule(value: object, bound: int) -> str:
        if not isinstance(value, str | list | dict) or not isinstance(value, kind):
            return ""
        size = len(value)
        if (size < bound) if least else (size > bound):
            return f"{_briefly(value)} has {size} {unit}, {'at least' if least else 'at most'} {bound} may be"
        return ""

    return rule


def _bound(value: object, bound: float, *, least: bool) -> str:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return ""
    outside = value < bound if least else value > bound
    return f"{value} is {'below' if least else 'above'} {bound}" if outside else ""


def _unique(value: object, wanted: bool) -> str:
    several = [str(each) for each in value] if isinstance(value, list) and wanted else []
    return "holds the same thing twice" if len(set(several)) < len(several) else ""


def _format(value: object, name: str) -> str:
    if isinstance(value, str) and name in TEXT_FORMATS and not TEXT_FORMATS[name](value):
        return f"{_briefly(value)} is no {name}"
    if KINDS["integer"](value) and isinstance(value, int) and name in RANGES:
        return "" if -RANGES[name] <= value < RANGES[name] else f"{value} is no {name}"
    return ""


def _pattern(value: object, pattern: str) -> str:
    wrong = isinstance(value, str) and not re.search(pattern, value)
    return f"{_briefly(value)} is not written like {pattern}" if wrong else ""


RULES: Mapping[str, Callable[[object, Any], str]] = {
    "enum": _one_of,
    "minLength": _length(str, "characters", least=True),
    "maxLength": _length(str, "characters", least=False),
    "minItems": _length(list, "items", least=True),
    "maxItems": _length(list, "items", least=False),
    "minProperties": _length(dict, "fields", least=True),
    "maxProperties": _length(dict, "fields", least=False),
    "minimum": lambda value, bound: _bound(value, bound, least=True),
    "maximum": lambda value, bound: _bound(value, bound, least=False),
    "uniqueItems": _unique,
    "format": _format,
    "pattern": _pattern,
}


def _briefly(value: object) -> str:
    return repr(value)[:80]
