"""What `mentorbot discord` says about setting the bot up in Discord."""

from collections.abc import Iterator, Sequence

PORTAL = "https://discord.com/developers/applications → your app"
NOT_GIVEN = f"DISCORD_TOKEN is not given. Open {PORTAL} → Bot → Reset Token, and copy it to DISCORD_TOKEN in .env."

# The invite link

OPEN_IT = (
    "Open this address, choose your server, look at the permissions and press Authorize. You need the permission "
    "Manage Server there. The bot asks for:"
)
NO_MORE = "It is no administrator, can't read what members write to each other, and changes nobody's roles."
CODE_GRANT = f"This link ends in an error as the app is set now: {PORTAL} → Bot → Requires OAuth2 Code Grant → off."
PRIVATE_APP = f"As the app is set now, only its owner can use this link. For others: {PORTAL} → Bot → Public Bot → on."


def invite_lines(whys: Sequence[tuple[str, str]]) -> Iterator[str]:
    """A line for each permission: its name on Discord's page, and what for."""
    yield OPEN_IT
    for label, why in whys:
        yield f"  {label}: {why}"
    yield NO_MORE


def bad_server(given: str) -> str:
    return (
        f"{given[:40]} is no server's ID. In Discord, switch on User Settings → Advanced → Developer Mode, then "
        "right-click the server → Copy Server ID. Example: --server 1234567890123456789"
    )


# The commands

WELL = "They are as this version of the bot has them, so there is nothing to do."
REGISTERED = "They are registered now. In an open Discord they may show after Ctrl+R."
TO_DO = "mentorbot run registers them when it starts. To do it now, type: mentorbot discord commands --sync"


def commands_lines(names: Sequence[str], changed: Sequence[str], *, done: bool) -> list[str]:
    """What is registered, what would change or has (`done`), and how to go on."""
    known = f"Discord knows: {', '.join(names)}." if names else "Discord knows no command of this bot yet."
    if not changed:
        return [known, WELL]
    return [known, *(f"  {change}" for change in changed), REGISTERED if done else TO_DO]


def added(command: str) -> str:
    return f"{command} is new."


def changed(command: str, what: Sequence[str]) -> str:
    return f"{command} has changed: {', '.join(what)}."


def removed(command: str) -> str:
    return f"{command} is no longer one of the bot's."


def hung_up(code: int) -> str:
    return f"Discord wants no connection of this bot ({code})."
