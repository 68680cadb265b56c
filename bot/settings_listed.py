"""How `mentorbot config` shows the settings, and the text of `.env.example`."""

import re
from dataclasses import dataclass

from bot.settings import Settings, all_told

_PASSWORD = re.compile(r"(?<=://)([^:/@]*):.*(?=@)|(?<=[?&])(password)=[^&]*")


@dataclass(frozen=True)
class Setting:
    """One setting as `mentorbot config` shows it; passwords are left out."""

    name: str
    description: str
    must: str
    default: str
    example: str
    value: str


def listed(settings: Settings) -> tuple[Setting, ...]:
    """Every setting with its current value, in the order of the declaration."""
    plain = Settings.model_construct()
    return tuple(
        Setting(
            name.upper(), told.description, told.must, _written(plain, name), told.example, _written(settings, name)
        )
        for name, told in all_told()
    )


def env_example() -> str:
    """The text of `.env.example`: every setting with its default, commented out."""
    head = "# Settings of mentorbot. Copy this file to .env and remove the # before what you change.\n"
    return head + "".join(_example_lines(setting) for setting in listed(Settings.model_construct()))


def _example_lines(setting: Setting) -> str:
    return (
        f"\n# {setting.description}\n# It must be {setting.must}. Example: {setting.example}\n"
        f"#{setting.name}={setting.default}\n"
    )


def _written(settings: Settings, name: str) -> str:
    value: object = getattr(settings, name)
    text = ",".join(value) if isinstance(value, tuple) else str(value)
    if dict(all_told())[name].hidden:
        return "***" if text else ""
    return _PASSWORD.sub(lambda found: f"{found[1]}:***" if found[1] is not None else "password=***", text)
