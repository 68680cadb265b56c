"""`mentorbot config`."""

from typing import Annotated

import typer

Example = Annotated[bool, typer.Option("--example", help="Print the text of a .env file with every setting instead.")]


def config(example: Example = False) -> None:
    """Show every setting: what it is for, what it must be, its default and its value now. Passwords are left out.

    A setting is changed in the environment or in a file named .env in the folder you start mentorbot from.

    Example: mentorbot config --example > .env
    """
    from bot import settings, settings_listed

    if example:
        print(settings_listed.env_example(), end="")
        return
    for each in settings_listed.listed(settings.load()):
        print(each.name)
        print(f"  {each.description}")
        print(f"  It must be {each.must}. Example: {each.example}")
        changed = "" if each.value == each.default else f" (default: {each.default})"
        print(f"  Now: {each.value}{changed}\n")
