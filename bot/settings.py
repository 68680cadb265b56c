"""All settings: read from the environment and from `.env`, checked once, at the start."""

import difflib
import ipaddress
import os
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from dotenv import dotenv_values
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingsError
from bot.ports.platforms import Platform
from bot.setting_values import (
    SERVED,
    Address,
    ApiUrl,
    AppToken,
    BotToken,
    ClientId,
    DiscordApiUrl,
    DiscordToken,
    GatewayUrl,
    Host,
    Lower,
    Platforms,
    PublicUrl,
    Secret,
    SecretKeys,
    Told,
)

_LEAST_TYPO = 8  # characters of a name; shorter ones resemble too many others


class LogLevel(StrEnum):
    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class LogFormat(StrEnum):
    CONSOLE = "console"
    JSON = "json"


_DATABASE = "the address of a SQLite file or of a PostgreSQL database"


class Settings(BaseSettings):
    """Immutable. Tokens, keys and the password in a database's address are not shown by `repr` and `listed`."""

    model_config = SettingsConfigDict(env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", frozen=True)

    data_dir: Annotated[
        Path, Told("The folder of the SQLite databases, created when missing.", "a folder", "/var/lib/mentorbot")
    ] = Path("data")
    database_url: Annotated[
        str,
        Address,
        Told(
            "The database of `mentorbot run`: a file of SQLite, by default in DATA_DIR, or a PostgreSQL server.",
            _DATABASE,
            "postgresql://mentorbot:password@localhost/mentorbot",
            secret=True,
        ),
    ] = Field(default_factory=lambda known: f"sqlite:///{known['data_dir']}/mentorbot.db", repr=False)
    playground_database_url: Annotated[
        str,
        Address,
        Told(
            "The playground's own database, so that trying things out never touches a real community.",
            _DATABASE,
            "sqlite:///data/playground.db",
            secret=True,
        ),
    ] = Field(default_factory=lambda known: f"sqlite:///{known['data_dir']}/playground.db", repr=False)
    platforms: Annotated[
        Platforms,
        Told(
            "The platforms that `mentorbot run` serves, separated by commas.",
            f"one or more of: {', '.join(SERVED)}",
            "slack",
        ),
    ] = (Platform.PLAYGROUND,)
    host: Annotated[
        str,
        Lower,
        Host,
        Told(
            "The address that pages are served on. The playground asks for no password, "
            "so it takes only the addresses of this machine itself.",
            "an IP address or localhost",
            "127.0.0.1",
        ),
    ] = "127.0.0.1"
    port: Annotated[
        int,
        Field(ge=0, le=65535),
        Told("The port that pages are served on; 0 takes any free one.", "a whole number from 0 to 65535", "8080"),
    ] = 8000
    tick_seconds: Annotated[
        float,
        Field(ge=0.1, le=3600, allow_inf_nan=False),
        Told("How often to look for what is due, in seconds.", "a number from 0.1 to 3600", "5"),
    ] = 5.0
    log_level: Annotated[
        LogLevel,
        Lower,
        Told("How much is logged.", f"one of: {', '.join(LogLevel)}", "warning"),
    ] = LogLevel.INFO
    log_format: Annotated[
        LogFormat,
        Lower,
        Told("How log lines look: for people, or for programs.", f"one of: {', '.join(LogFormat)}", "json"),
    ] = LogFormat.CONSOLE
    public_url: Annotated[
        PublicUrl,
        Told(
            "The address under which Slack and people's browsers reach this server, where they do.",
            "an https address",
            "https://mentors.example.org",
        ),
    ] = ""
    secret_keys: Annotated[
        SecretKeys,
        Told(
            "The keys that encrypt the tokens of many workspaces, separated by commas: the first one encrypts, "
            "all of them decrypt. Keep them apart from the database's backups.",
            "one or more keys that `mentorbot slack key` made",
            "what `mentorbot slack key` prints",
            hidden=True,
        ),
    ] = Field(default=(), repr=False)
    slack_bot_token: Annotated[
        BotToken,
        Told(
            "Slack, one workspace: the Bot User OAuth Token, from the app's page OAuth & Permissions.",
            "a token that begins with xoxb-",
            "xoxb-your-bot-token",
            hidden=True,
        ),
    ] = Field(default="", repr=False)
    slack_app_token: Annotated[
        AppToken,
        Told(
            "Slack without a public address (Socket Mode): an app-level token with the scope connections:write, "
            "from the app's page Basic Information.",
            "a token that begins with xapp-",
            "xapp-your-app-token",
            hidden=True,
        ),
    ] = Field(default="", repr=False)
    slack_signing_secret: Annotated[
        Secret,
        Told(
            "Slack by HTTP: the signing secret, from the app's page Basic Information. Not used in Socket Mode.",
            "the app's signing secret, letters and digits",
            "your-signing-secret",
            hidden=True,
        ),
    ] = Field(default="", repr=False)
    slack_client_id: Annotated[
        ClientId,
        Told(
            "Slack, many workspaces: the client ID, from the app's page Basic Information.",
            "two numbers with a point between them",
            "1234567890.1234567890",
        ),
    ] = ""
    slack_client_secret: Annotated[
        Secret,
        Told(
            "Slack, many workspaces: the client secret, from the app's page Basic Information.",
            "the app's client secret, letters and digits",
            "your-client-secret",
            hidden=True,
        ),
    ] = Field(default="", repr=False)
    slack_api_url: Annotated[
        ApiUrl,
        Told(
            "Where Slack's Web API is; GovSlack has another one.",
            "an https address",
            "https://slack-gov.com/api/",
        ),
    ] = "https://slack.com/api/"
    discord_token: Annotated[
        DiscordToken,
        Told(
            "Discord: the bot's token, from the app's page Bot at discord.com/developers/applications.",
            "three parts with points between them, from the app's page Bot, Reset Token",
            "the-first-part.the-second.and-the-long-part",
            hidden=True,
        ),
    ] = Field(default="", repr=False)
    discord_api_url: Annotated[
        DiscordApiUrl,
        Told(
            "Where Discord's API is; another address only for a proxy of your own.",
            "an https address",
            "https://proxy.example.org/api/v10",
        ),
    ] = "https://discord.com/api/v10"
    discord_gateway_url: Annotated[
        GatewayUrl,
        Told(
            "Where Discord's gateway is; another address only for a proxy of your own.",
            "a wss address",
            "wss://proxy.example.org/",
        ),
    ] = "wss://gateway.discord.gg/"


def load(env_file: Path | None = Path(".env")) -> Settings:
    """The settings of the environment, then of `env_file` where it exists, then the defaults.

    Raises `SettingsError` that names every wrong setting, its problem and an example.
    """
    problems: list[str] = []
    try:
        problems.extend(_misspelled(env_file))
        settings = Settings(_env_file=env_file)  # type: ignore[call-arg]
    except ValidationError as error:
        wrong = [_refusal(str(each["loc"][0]), each["input"]) for each in error.errors(include_url=False)]
        raise SettingsError("\n".join([*problems, *wrong])) from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"The file {env_file} can't be read as UTF-8 text: {error}") from error
    if problems:
        raise SettingsError("\n".join(problems))
    return settings


def require_loopback(host: str) -> None:
    """Raises `SettingsError` where others on the network could reach pages that ask for no password."""
    if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
        raise SettingsError(
            f"HOST must be an address of this machine itself for the playground, not {host}: everyone who reaches it "
            "may act as any member. Example: HOST=127.0.0.1"
        )


def all_told() -> Iterator[tuple[str, Told]]:
    """Every setting's name with what an operator is told of it, in the order of the declaration."""
    for name, field in Settings.model_fields.items():
        yield name, next(each for each in field.metadata if isinstance(each, Told))


def _refusal(name: str, value: object) -> str:
    told = dict(all_told())[name]
    found = "the given value" if told.secret or told.hidden else repr(value)[:80]
    return f"{name.upper()} must be {told.must}, not {found}. Example: {name.upper()}={told.example}"


def _misspelled(env_file: Path | None) -> Iterator[str]:
    """A name that almost is a setting's, while that setting itself is not given: it would be ignored silently."""
    filed = dotenv_values(env_file) if env_file and env_file.is_file() else {}
    given = {name.upper() for name, value in (*os.environ.items(), *filed.items()) if value}
    known = [name.upper() for name in Settings.model_fields]
    for name in sorted(given - set(known)):
        near = difflib.get_close_matches(name, known, n=1, cutoff=0.85) if len(name) >= _LEAST_TYPO else []
        if near and near[0] not in given:
            yield f"{name} isn't a setting. Did you mean {near[0]}?"
