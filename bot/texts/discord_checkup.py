"""What `mentorbot doctor` says of Discord: what is well, or what needs a hand and where to click."""

from collections.abc import Sequence

PORTAL = "Open https://discord.com/developers/applications → your app →"
TOKEN_PAGE = f"{PORTAL} Bot → Reset Token → Copy, and put it into DISCORD_TOKEN."

SETTINGS = "Discord's settings don't go together."
LOGIN_REFUSED = "DISCORD_TOKEN isn't valid: Discord knows no such token, or it was reset since."
NOT_DISCORD = "what answers there is not Discord"
DISCORD_SAYS = "Try again in a minute."
BLOCKED = "Discord takes no more requests from this machine's address for now."
BLOCKED_ADVICE = "Wait an hour; if it happens again, something else at this address asks Discord too often."
BUSY_ADVICE = "Try again then."


def not_reached(url: str) -> str:
    return f"Discord can't be reached at {url}."


def not_reached_advice(problem: str) -> str:
    return f"Is this machine online, and does its firewall or proxy let connections to Discord out? ({problem})"


def busy(seconds: float) -> str:
    return f"Discord asks to wait {seconds:.0f} seconds, so not everything was looked at."


def refused(code: int, text: str) -> str:
    return f"Discord says {text or 'no'} ({code})."


# The application


def works(bot: str) -> str:
    return f"Discord: the token works, and the bot is {bot}."


PRIVATE_APP = "Discord: only the app's owner can add the bot to a server."
PRIVATE_APP_ADVICE = f"Fine for a server of your own. For others: {PORTAL} Bot → Public Bot → on → Save Changes."
CODE_GRANT = "Discord: the app asks for a code grant, so the invite link ends in an error."
CODE_GRANT_ADVICE = f"{PORTAL} Bot → Requires OAuth2 Code Grant → off → Save Changes."
ENDPOINT_ADVICE = f"{PORTAL} General Information → Interactions Endpoint URL → empty it → Save Changes."
INTENTS_ADVICE = f"{PORTAL} Bot → Privileged Gateway Intents → off → Save Changes."


def endpoint(url: str) -> str:
    return f"Discord sends everything that people do to {url}, so the bot hears of nothing."


def needless_intents(names: Sequence[str]) -> str:
    return f"Discord: the app may hear more than the bot needs: {', '.join(names)}."


# The commands

COMMANDS_WELL = "Discord: all commands are registered as this version has them."
COMMANDS_NONE = "Discord: no command is registered yet."
COMMANDS_NONE_ADVICE = "mentorbot run registers them when it starts."
COMMANDS_ADVICE = "Type mentorbot discord commands --sync, or restart mentorbot run."


def commands_differ(changes: Sequence[str]) -> str:
    return f"Discord: the commands are not registered as this version has them. {' '.join(changes)}"


# The servers

NO_SERVER = "Discord: the bot is in no server yet."


def open_link(url: str) -> str:
    return f"Somebody {_who_opens(url)}"


def _who_opens(url: str) -> str:
    return f"who may manage the server opens {url}"


def not_met(server: str) -> str:
    return f"Discord {server}: this server isn't in the database yet."


NOT_MET_ADVICE = (
    "It is added when mentorbot run starts. Then somebody who may manage the server types /mentor-setup there."
)


def without_bot(server: str) -> str:
    return f"Discord {server}: the database knows this server, but the bot isn't in it."


def without_bot_advice(url: str) -> str:
    return f"Is DISCORD_TOKEN another bot's? Then copy the right one. If not, somebody {_who_opens(url)}"


def removed(server: str) -> str:
    return f"Discord {server}: the bot was removed there, so nothing is sent. Everything is kept."


def removed_advice(url: str) -> str:
    return f"If that was not meant, the records are found again as soon as somebody {_who_opens(url)}"


def administrator(server: str) -> str:
    return f"Discord {server}: the bot is an administrator, and so may do far more than it needs."


ADMINISTRATOR_ADVICE = "Server Settings → Roles → the bot's role → Permissions → Administrator → off → Save Changes."


def no_channel(server: str) -> str:
    return f"Discord {server}: no mentoring channel is chosen yet, so requests aren't posted."


NO_CHANNEL_ADVICE = "A moderator types /mentor-setup there and chooses one."


def channel_gone(server: str, channel: str) -> str:
    return f"Discord {server}: the mentoring channel ({channel}) was deleted."


CHANNEL_GONE_ADVICE = "A moderator chooses another with /mentor-setup."


def channel_hidden(server: str, channel: str) -> str:
    return f"Discord {server}: the bot can't see the mentoring channel ({channel})."


def channel_hidden_advice(bot: str) -> str:
    return f"{_permissions_page('the channel', bot)} → allow View Channel → Save Changes."


def channel_wrong(server: str, channel: str) -> str:
    return f"Discord {server}: #{channel} is no text channel, so nothing can be posted there."


def lacking(server: str, channel: str, whys: Sequence[tuple[str, str]]) -> str:
    listed = " ".join(f"{label}: {why}" for label, why in whys)
    return f"Discord {server}: in #{channel} the bot may not do all it needs. {listed}"


def lacking_advice(channel: str, bot: str, labels: Sequence[str]) -> str:
    return f"{_permissions_page(f'#{channel}', bot)} → allow {', '.join(labels)} → Save Changes."


def _permissions_page(channel: str, bot: str) -> str:
    return f"Point at {channel} → Edit Channel (the cog) → Permissions → Advanced permissions → + → {bot}"


def channel_well(server: str, channel: str) -> str:
    return f"Discord {server}: the bot may do what it needs in the mentoring channel #{channel}."


def announcements(server: str, channel: str) -> str:
    return (
        f"Discord {server}: #{channel} is an announcement channel, where Discord has no private threads. Pairs are "
        "introduced by direct message."
    )


ANNOUNCEMENTS_ADVICE = "For threads, a moderator chooses a text channel with /mentor-setup."


def not_for_everybody(server: str, channel: str, labels: Sequence[str]) -> str:
    return f"Discord {server}: in #{channel} not everybody has {' and '.join(labels)}."


NOT_FOR_EVERYBODY_ADVICE = (
    "A mentor or mentee without it can't see or can't answer in their pair's thread. Fine where a role gives it to all "
    "who take part; else allow it for @everyone there, or choose another channel with /mentor-setup."
)


def roles_gone(server: str, roles: Sequence[str]) -> str:
    which = f"role {roles[0]} was" if len(roles) == 1 else f"roles {', '.join(roles)} were"
    return f"Discord {server}: the moderators' {which} deleted."


ROLES_GONE_ADVICE = "Somebody who may manage the server chooses others with /mentor-setup."


def roles_well(server: str, names: Sequence[str]) -> str:
    return f"Discord {server}: whoever has {' or '.join(names)} moderates."
