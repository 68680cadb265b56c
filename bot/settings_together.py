"""Settings that are each right and don't go together."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bot.errors import SettingsError
from bot.ports.platforms import Platform

if TYPE_CHECKING:
    from bot.settings import Settings

PLAYGROUND_ALONE = (
    "PLATFORMS can't have playground beside another platform: whoever opens the playground may act as any member. "
    "Example: PLATFORMS=slack"
)
NO_WAY_IN = (
    "PLATFORMS has slack, but neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET is given. Without a public address, "
    "make an app token (Basic Information, App-Level Tokens) and set SLACK_APP_TOKEN; with one, copy the signing "
    "secret (Basic Information, App Credentials) to SLACK_SIGNING_SECRET."
)
NO_WORKSPACE = (
    "PLATFORMS has slack, but neither SLACK_BOT_TOKEN nor SLACK_CLIENT_ID is given. For one workspace, copy the Bot "
    "User OAuth Token (OAuth & Permissions) to SLACK_BOT_TOKEN; for many, set SLACK_CLIENT_ID and SLACK_CLIENT_SECRET."
)
ONE_AND_MANY = (
    "SLACK_BOT_TOKEN is for one workspace, SLACK_CLIENT_ID and SLACK_CLIENT_SECRET are for many. Remove the one or the "
    "others."
)
CLIENT_PAIR = (
    "SLACK_CLIENT_ID and SLACK_CLIENT_SECRET belong together (Basic Information, App Credentials), but "
    "{missing} is not given."
)
NO_KEYS = (
    "Tokens of many workspaces are kept encrypted, but SECRET_KEYS is not given. Make a key with: mentorbot slack key"
)
NO_ADDRESS = (
    "People add the app to their workspace in a browser, but PUBLIC_URL is not given: the https address under which "
    "they reach this server. Example: PUBLIC_URL=https://mentors.example.org"
)
NO_BOT_IN_DISCORD = (
    "PLATFORMS has discord, but DISCORD_TOKEN is not given. Open https://discord.com/developers/applications, choose "
    "your app, Bot, Reset Token, and copy it to DISCORD_TOKEN."
)


def require_together(settings: "Settings", platforms: Sequence[Platform]) -> None:
    """Raises `SettingsError` with everything that is in the way of serving these platforms."""
    found = list(conflicts(settings, platforms))
    if found:
        raise SettingsError("\n".join(found))


def conflicts(settings: "Settings", platforms: Sequence[Platform]) -> Iterator[str]:
    """A sentence for each. Only what serves needs them all: a database can be migrated without any token."""
    if Platform.PLAYGROUND in platforms and len(platforms) > 1:
        yield PLAYGROUND_ALONE
    if Platform.SLACK in platforms:
        yield from _slack(settings)
    if Platform.DISCORD in platforms and not settings.discord_token:
        yield NO_BOT_IN_DISCORD


def unserved(settings: "Settings") -> Iterator[tuple[str, str]]:
    """What is given for a platform that is not served, and what to do about it."""
    for platform in (Platform.SLACK, Platform.DISCORD):
        given = [name for name in _own(platform) if getattr(settings, name)]
        if given and platform not in settings.platforms:
            others = [each for each in settings.platforms if each is not Platform.PLAYGROUND]
            yield (
                f"{given[0].upper()} is given, but PLATFORMS does not name {platform}, so it is not served.",
                f"Set PLATFORMS={','.join([*others, platform])}, or remove what begins with {platform.upper()}_.",
            )


def _own(platform: Platform) -> Iterator[str]:
    """A platform's own settings, without addresses, which are for tests and have usual values."""
    from bot.settings import Settings

    return (name for name in Settings.model_fields if name.startswith(f"{platform}_") and not name.endswith("_url"))


def _slack(settings: "Settings") -> Iterator[str]:
    if not (settings.slack_app_token or settings.slack_signing_secret):
        yield NO_WAY_IN
    many = bool(settings.slack_client_id or settings.slack_client_secret)
    if many and settings.slack_bot_token:
        yield ONE_AND_MANY
    elif many:
        yield from _many(settings)
    elif not settings.slack_bot_token:
        yield NO_WORKSPACE


def _many(settings: "Settings") -> Iterator[str]:
    if not (settings.slack_client_id and settings.slack_client_secret):
        yield CLIENT_PAIR.format(missing="SLACK_CLIENT_SECRET" if settings.slack_client_id else "SLACK_CLIENT_ID")
    if not settings.secret_keys:
        yield NO_KEYS
    if not settings.public_url:
        yield NO_ADDRESS
