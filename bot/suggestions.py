"""What somebody types into a long list: the options that fit, the best first. Pure."""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from bot.views import ChoiceField, ChoicesField, Field, Form, MemberField, Option, SearchField, TextField


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
    """The options that may be meant: the one whose label or value was typed in full, else up to `most` that fit."""
    wanted = _folded(typed)
    exact = [option for option in options if wanted in (_folded(option.label), _folded(option.value))]
    return exact[:1] if len(exact) == 1 else fitting(options, typed, most)


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
    """How well it fits: 0 where the label begins so, then a later word of it, then anywhere. None where nowhere."""
    label = _folded(option.label)
    if label.startswith(wanted):
        return 0
    if any(word.startswith(wanted) for word in label.split()):
        return 1
    if wanted in label:
        return 2
    return 3 if wanted in _folded(option.group) or wanted in _folded(option.description) else None


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    """Without accents and case: "Gabriéla" is found by "gabri" and "GABRIE"."""
    apart = unicodedata.normalize("NFKD", text.strip().casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
