"""Lines that a page tells people to type: whether the program understands them as they stand, without doing them."""

import shlex

from typer.core import TyperGroup
from typer.main import get_command

from bot.cli import app, imports


def understood(words: str) -> bool:
    """Raises the command line's own error where a command, an option or an argument is unknown or missing."""
    given = shlex.split(words)
    command = get_command(app)
    if given[0] == "import":
        command, given = get_command(imports.app), given[1:]
    while isinstance(command, TyperGroup):
        _, found, given = command.resolve_command(command.make_context("mentorbot", list(given)), given)
        assert found is not None, f"there is no command {words!r}"
        command = found
    command.make_context("mentorbot", given)
    return True
