"""What somebody types into a long list: the options that fit, the best first. Pure."""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from bot.views import ChoiceField, ChoicesField, Field, Form, MemberField, Option, SearchField, TextField

DESCRIBED = 3


def offered(form: Form, name: str) -> tuple[Option, ...]:
    """The list of a field; empty where it has none."""
    return next((listed(field) for field in form.fields if field.name == name), ())


def fitting(options: Sequence[Option], typed: str, most: int) -> list[Option]:
    """At most `most` options: those that begin with what was typed first, then by a later word, then anywhere."""
    wanted = _folded(typed)
    found = [(_place(option, wanted), option) for option in options]
    best = sorted(((place, option) for place, option in found if place is not None), key=lambda each: each[0])
    return [option for _, option in best[:most]]


def meant(options: Sequence[Option], typed: str, most: int) -> list[Option]:
    """The options that may be meant: the one that was named in full, else up to `most` that fit."""
    exact = _named(options, _folded(typed))
    return exact[:1] if len(exact) == 1 else fitting(options, typed, most)


def clear(options: Sequence[Option], typed: str) -> Option | None:
    """The one option that is meant. What only its description says is not its name, so that it is asked about."""
    hits = meant(options, typed, 2)
    wanted = _folded(typed)
    return hits[0] if len(hits) == 1 and (_place(hits[0], wanted) or 0) < DESCRIBED else None


def _named(options: Sequence[Option], wanted: str) -> list[Option]:
    """By its label or value, else by another name of it."""
    by_name = [option for option in options if wanted in (_folded(option.label), _folded(option.value))]
    return by_name or [option for option in options if any(wanted == _folded(name) for name in option.also)]


def listed(field: Field) -> tuple[Option, ...]:
    """Empty where it has no list."""
    match field:
        case SearchField() | MemberField() | ChoiceField() | ChoicesField():
            return field.options
        case TextField():
            return tuple(Option(suggestion, suggestion) for suggestion in field.suggestions)
        case _:
            return ()


def _place(option: Option, wanted: str) -> int | None:
    """How well it fits: 0 where the label begins so, then a later word of it or another name, then anywhere in it, then
    what describes it. None where nowhere.
    """
    label = _folded(option.label)
    if label.startswith(wanted):
        return 0
    names = (*label.split(), *map(_folded, option.also))
    if any(name.startswith(wanted) for name in names):
        return 1
    if wanted in label:
        return 2
    return DESCRIBED if wanted in _folded(option.group) or wanted in _folded(option.description) else None


@lru_cache(maxsize=8192)
def _folded(text: str) -> str:
    """Without accents and case: "Gabriéla" is found by "gabri" and "GABRIE"."""
    apart = unicodedata.normalize("NFKD", text.strip().casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
