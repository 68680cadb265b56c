"""What Discord wants of application commands: interactions/application-commands.mdx of discord/discord-api-docs."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from tests.simulators.simulated_discord.sizes import count, length

Json = dict[str, Any]

MOST_COMMANDS = {1: 100, 2: 15, 3: 15}
MOST_OPTIONS = 25
MOST_SAID = 8000
SUBCOMMANDS = (1, 2)
LOCALES = frozenset(
    {
        *("ar", "bg", "cs", "da", "de", "el", "en-GB", "en-US", "es-419", "es-ES", "fi", "fr", "he", "hi", "hr", "hu"),
        *("id", "it", "ja", "ko", "lt", "nl", "no", "pl", "pt-BR", "ro", "ru", "sv-SE", "th", "tr", "uk", "vi"),
        *("zh-CN", "zh-TW"),
    }
)
NAME = re.compile(r"[-_'\w\u0900-\u097F\u0E00-\u0E7F]{1,32}")


def commands_problems(commands: Sequence[Json]) -> list[str]:
    """Of all commands of an application, as they are overwritten in bulk."""
    kinds = Counter(command.get("type") or 1 for command in commands)
    names = Counter((command.get("type") or 1, command.get("name")) for command in commands)
    return [
        *(f"{number} commands of type {kind}" for kind, number in kinds.items() if number > MOST_COMMANDS.get(kind, 0)),
        *(f"two commands are called {name}" for (_, name), times in names.items() if times > 1),
        *(f"{command.get('name')}: {problem}" for command in commands for problem in _command_problems(command)),
    ]


def _command_problems(command: Json) -> Iterator[str]:
    if (command.get("type") or 1) != 1:
        yield from length(command.get("name"), 32, "name")
        if command.get("description") or command.get("options"):
            yield "only slash commands have a description and options"
        return
    yield from _named_problems(command)
    yield from _options_problems(command.get("options") or [])
    if _said(command) > MOST_SAID:
        yield f"{_said(command)} characters in all, at most {MOST_SAID} may be"
    contexts = command.get("contexts")
    if contexts is not None and (not contexts or len(set(contexts)) < len(contexts) or set(contexts) - {0, 1, 2}):
        yield f"the contexts {contexts}"


def _named_problems(each: Json) -> Iterator[str]:
    names = {"": each.get("name"), **(each.get("name_localizations") or {})}
    descriptions = {"": each.get("description"), **(each.get("description_localizations") or {})}
    for locale, name in names.items():
        if not isinstance(name, str) or not NAME.fullmatch(name) or name != name.lower():
            yield f"the name {name!r} {locale}"
    for locale, text in descriptions.items():
        yield from length(text, 100, f"description {locale}")
    yield from (f"no locale is called {each}" for each in {*names, *descriptions} - LOCALES - {""})


def _options_problems(options: Sequence[Json]) -> Iterator[str]:
    if len(options) > MOST_OPTIONS:
        yield f"{len(options)} options, at most {MOST_OPTIONS} may be"
    needed = [bool(option.get("required")) for option in options]
    if needed != sorted(needed, reverse=True):
        yield "an option that must be given stands behind one that need not"
    if len({option.get("name") for option in options}) < len(options):
        yield "two options have one name"
    for option in options:
        yield from (f"{option.get('name')}: {problem}" for problem in _option_problems(option))


def _option_problems(option: Json) -> Iterator[str]:
    yield from _named_problems(option)
    choices = option.get("choices") or []
    if option.get("autocomplete") and choices:
        yield "choices and autocomplete"
    if len(choices) > MOST_OPTIONS:
        yield f"{len(choices)} choices"
    yield from choices_problems(choices)
    if option.get("options") and option.get("type") not in SUBCOMMANDS:
        yield "only subcommands have options"
    yield from _options_problems(option.get("options") or [])


def choices_problems(choices: Sequence[Json]) -> Iterator[str]:
    """Of the choices of an option, and of those that an autocomplete answers with."""
    yield from count(choices, 0, MOST_OPTIONS, "choices")
    for choice in choices:
        yield from length(choice.get("name"), 100, "a choice's name")
        if isinstance(choice.get("value"), str):
            yield from length(choice["value"], 100, "a choice's value")
    if len({choice.get("name") for choice in choices}) < len(choices):
        yield "two choices have one name"


def _said(each: Json) -> int:
    """Names, descriptions and values, of every text the longest of its localizations."""
    own = 0
    for name in ("name", "description"):
        said = [each.get(name) or "", *(each.get(f"{name}_localizations") or {}).values()]
        own += max(len(text) for text in said)
    value = each.get("value")
    own += len(value) if isinstance(value, str) else 0
    return own + sum(_said(inner) for inner in (*(each.get("options") or []), *(each.get("choices") or [])))
