"""A typed line such as `/find-mentor state:New York setting:"elementary school"` becomes a command. Pure."""

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from bot.commands import SLASH, Command, Slash
from bot.errors import UserError

BY_NAME = {slash.name: slash for slash in SLASH}
QUOTES = str.maketrans("“”„«»", '"""""')
OPTION = re.compile(r'(?:^|\s)([A-Za-z][\w-]*):(?:"([^"]*)"|((?:(?!\s[A-Za-z][\w-]*:).)*))', re.DOTALL)


def is_slash(text: str) -> bool:
    return text.lstrip().startswith("/")


def typed(text: str) -> Command:
    """The command of a line that starts with a slash. Raises `UserError` with what is wrong and the nearest right."""
    name, _, rest = re.sub(r"\s+", " ", text.strip().removeprefix("/")).partition(" ")
    slash = _named(name)
    return slash.command(**_options(slash, rest.translate(QUOTES).strip()))


def chosen(name: str, options: Mapping[str, str]) -> Command:
    """The command that a platform took apart by itself. Raises `UserError` for one of another version."""
    slash = _named(name)
    names = [option.name for option in slash.options]
    return slash.command(**{_known(slash, option, names): value.strip() for option, value in options.items()})


def suggesting(name: str, option: str) -> tuple[Command, str]:
    """What opens the form, and the field of it, whose list is suggested while somebody types this option.

    Raises `UserError` for one of another version.
    """
    slash = _named(name)
    found = next((each for each in slash.options if each.name == option.casefold()), None)
    if found is None:
        raise UserError(_unknown_option(slash, option))
    return (found.form or slash.command)(), found.field or found.name


def _named(name: str) -> Slash:
    slash = BY_NAME.get(name.casefold())
    if slash is None:
        raise UserError(_unknown_command(name))
    return slash


def _unknown_command(name: str) -> str:
    if not name:
        return "Type the name of a command after the slash, for example /mentor-help."
    nearest = _nearest(name, BY_NAME)
    hint = f"Did you mean /{nearest}?" if nearest else "Type / to see all commands."
    return f"There is no command /{name[:40]}. {hint}"


def _options(slash: Slash, rest: str) -> dict[str, str]:
    names = [option.name for option in slash.options]
    given: dict[str, str] = {}
    end = 0
    for found in OPTION.finditer(rest):
        _nothing_between(slash, rest[end : found.start()])
        given[_known(slash, found[1], names)] = (found[2] or found[3] or "").strip().strip('"')
        end = found.end()
    _nothing_between(slash, rest[end:])
    return given


def _known(slash: Slash, name: str, names: list[str]) -> str:
    if name.casefold() in names:
        return name.casefold()
    raise UserError(_unknown_option(slash, name))


def _unknown_option(slash: Slash, name: str) -> str:
    nearest = _nearest(name, [option.name for option in slash.options])
    hint = f" Did you mean {nearest}:?" if nearest else _how(slash)
    return f"/{slash.name} has no option {name[:40]}.{hint}"


def _nothing_between(slash: Slash, text: str) -> None:
    if text.strip():
        raise UserError(f"/{slash.name} could not use “{text.strip()[:40]}”.{_how(slash)}")


def _how(slash: Slash) -> str:
    if not slash.options:
        return " This command has no options."
    return f" Write each option with its name, for example {slash.options[0].name}:value."


def _nearest(name: str, known: Iterable[str]) -> str:
    return next(iter(get_close_matches(name.casefold()[:40], list(known), n=1, cutoff=0.6)), "")
