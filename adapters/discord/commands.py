"""The slash commands as Discord has to know them, and whether it knows them so. Pure.

All are shown to everybody: Discord could hide a moderator's command by permissions only, and so from those too who
moderate by a role that was chosen in /mentor-setup. The core refuses whoever does not moderate.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.commands import SLASH, Command, OpenSetup, Slash, SlashOption
from bot.texts import discord_setup as texts
from bot.texts.localized import COMMANDS

Json = dict[str, object]
Registered = Mapping[str, object]

CHAT_INPUT, STRING = 1, 3
IN_SERVERS, IN_DIRECT_MESSAGES = 0, 1
OF_A_SERVER = 0  # what the app is installed to
ONLY_IN_SERVERS: tuple[type[Command], ...] = (OpenSetup,)
"""Their forms let people choose channels and roles of the server in which they are typed."""

WORDS: Mapping[str, str] = {
    "description": "description",
    "name_localizations": "name in other languages",
    "description_localizations": "description in other languages",
    "options": "options",
    "default_member_permissions": "permissions it asks of members",
    "contexts": "where it can be typed",
    "integration_types": "what the app is installed to",
    "nsfw": "age restriction",
}
"""Everything of a command that is compared, beside its kind and name, and what it is called."""

_USUALLY: Mapping[str, object] = {"name_localizations": {}, "description_localizations": {}, "description": ""}
_OF_OPTIONS: Mapping[str, object] = {
    **_USUALLY,
    "type": None,
    "name": "",
    "required": False,
    "autocomplete": False,
    "choices": [],
    "channel_types": [],
    "min_value": None,
    "max_value": None,
    "min_length": None,
    "max_length": None,
}
_OF_COMMANDS: Mapping[str, object] = {
    **_USUALLY,
    "default_member_permissions": None,
    "contexts": None,
    "integration_types": [OF_A_SERVER],
    "nsfw": False,
}


def wanted() -> list[Json]:
    """All commands, as the request that replaces them takes them."""
    return [_command(slash) for slash in SLASH]


def same(registered: Iterable[Registered], wanted: Iterable[Registered]) -> bool:
    """Whether nothing has to be registered; what Discord adds, and its order of commands, doesn't count.

    `registered` has to be asked for with its localizations.
    """
    return not changes(registered, wanted)


def changes(registered: Iterable[Registered], wanted: Iterable[Registered]) -> tuple[str, ...]:
    """A sentence for each command that would be added, changed or removed."""
    there, here = _by_name(registered), _by_name(wanted)
    return (
        *(texts.added(_shown(key)) for key in here if key not in there),
        *(
            texts.changed(_shown(key), differ)
            for key in here
            if key in there and (differ := _differ(there[key], here[key]))
        ),
        *(texts.removed(_shown(key)) for key in there if key not in here),
    )


def names(registered: Iterable[Registered]) -> list[str]:
    """What people type, or press, for each."""
    return [_shown(key) for key in _by_name(registered)]


def _command(slash: Slash) -> Json:
    only_there = slash.command in ONLY_IN_SERVERS
    return {
        "type": CHAT_INPUT,
        "name": slash.name,
        "description": slash.description,
        "options": [_option(slash, option) for option in slash.options],
        "contexts": [IN_SERVERS] if only_there else [IN_SERVERS, IN_DIRECT_MESSAGES],
        "integration_types": [OF_A_SERVER],
        "default_member_permissions": None,
        **_localizations(slash.name),
    }


def _option(slash: Slash, option: SlashOption) -> Json:
    """Optional, because it only prefills the form; what the core offers while somebody types is offered."""
    return {
        "type": STRING,
        "name": option.name,
        "description": option.description,
        "required": False,
        "autocomplete": True,
        **_localizations(f"{slash.name} {option.name}"),
    }


def _localizations(key: str) -> Json:
    by_locale = COMMANDS.get(key, {})
    names = {locale: words.name for locale, words in by_locale.items() if words.name}
    descriptions = {locale: words.description for locale, words in by_locale.items() if words.description}
    return {
        **({"name_localizations": names} if names else {}),
        **({"description_localizations": descriptions} if descriptions else {}),
    }


# Comparing


def _by_name(commands: Iterable[Registered]) -> dict[tuple[object, str], Registered]:
    return {(command.get("type") or CHAT_INPUT, str(command.get("name"))): command for command in commands}


def _shown(key: tuple[object, str]) -> str:
    kind, name = key
    return f"/{name}" if kind == CHAT_INPUT else name


def _differ(there: Registered, here: Registered) -> list[str]:
    one, other = _essence(there), _essence(here)
    return [word for field, word in WORDS.items() if one[field] != other[field]]


def _essence(command: Registered) -> Json:
    plain = _with_defaults(command, _OF_COMMANDS)
    plain["options"] = list(_options(command.get("options")))
    for several in ("contexts", "integration_types"):
        if isinstance(listed := plain[several], list):
            plain[several] = sorted(listed)
    if plain["default_member_permissions"] is not None:
        plain["default_member_permissions"] = str(plain["default_member_permissions"])
    return plain


def _options(given: object) -> Iterator[Json]:
    if isinstance(given, Sequence):
        for each in given:
            if isinstance(each, Mapping):
                yield {**_with_defaults(each, _OF_OPTIONS), "options": list(_options(each.get("options")))}


def _with_defaults(given: Registered, defaults: Mapping[str, object]) -> Json:
    """These fields alone; Discord leaves out, or answers with null, what is as usual."""
    return {field: usual if (value := given.get(field)) is None else value for field, usual in defaults.items()}
