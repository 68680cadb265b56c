"""What `mentorbot doctor` says of Slack: what is well, or what needs a hand and where to click."""

APP = "Open https://api.slack.com/apps → your app →"
TOKEN_PAGE = f"{APP} OAuth & Permissions → copy the Bot User OAuth Token (it begins with xoxb-) to SLACK_BOT_TOKEN."
INSTALL_PAGE = (
    f"{APP} Install App → copy the Bot User OAuth Token (it begins with xoxb-) to SLACK_BOT_TOKEN. Where it is the "
    "same as before, press Reinstall first."
)
APP_TOKEN_PAGE = (
    f"{APP} Basic Information → App-Level Tokens → Generate Token and Scopes → add connections:write → Generate, "
    "then copy it (it begins with xapp-) to SLACK_APP_TOKEN."
)
SECRET_PAGE = (
    f"{APP} Basic Information → App Credentials → Signing Secret → Show, then copy it to SLACK_SIGNING_SECRET."
)

SETTINGS = "Slack's settings don't go together."
NOT_A_SIGNATURE_KEY = "SLACK_SIGNING_SECRET holds a token."
HTTP_WELL = "Slack over HTTP: the signing secret is set."
HTTP_ADDRESS_UNKNOWN = "PUBLIC_URL isn't set, so nobody can say here what Slack should call."
HTTP_ADDRESS_ADVICE = "Set it to the address that Slack calls. Example: PUBLIC_URL=https://mentors.example.org"
SOCKET_WELL = "Slack over Socket Mode: the app token works."
SOCKET_REFUSED = "SLACK_APP_TOKEN isn't valid: Slack knows no such token, or it was revoked."
SOCKET_NOT_ALLOWED = "SLACK_APP_TOKEN may not open connections: connections:write is missing."

ORGANIZATION = "SLACK_BOT_TOKEN belongs to a whole organization, but it is for one workspace."
ORGANIZATION_ADVICE = (
    "Make the app with mentorbot slack manifest --many --org, set SLACK_CLIENT_ID, SLACK_CLIENT_SECRET, SECRET_KEYS "
    "and PUBLIC_URL instead, and add it in the browser."
)
NO_INSTALLATION = "Nobody has added the bot to a workspace yet."

SLACK_SAYS = "docs.slack.dev/reference/methods explains it; run mentorbot doctor again in a minute."

TOKENS_UNREADABLE = "The tokens of the workspaces can't be read."
NOT_SLACK = "what answers there is not Slack"


def address(url: str) -> str:
    return f"Slack must call {url}/slack/events."


ADDRESS_ADVICE = (
    f"{APP} Event Subscriptions and Interactivity & Shortcuts must both show it, the first one as Verified."
)


def install_at(url: str) -> str:
    return f"An admin of the workspace adds it at {url}/slack/install."


def not_reached(url: str) -> str:
    return f"Slack can't be reached at {url}."


def not_reached_advice(problem: str) -> str:
    return (
        "Is this machine online, and does its firewall or proxy let connections to Slack out? The rest about Slack "
        f"was not looked at. ({problem})"
    )


def busy(seconds: float) -> str:
    return f"Slack asks to wait {seconds:.0f} seconds, so not everything was looked at."


def refused(what: str, code: str) -> str:
    return f"{what}: Slack says {code or 'nothing that can be understood'}."


def token_of(name: str) -> str:
    return f"The token of {name}" if name else "SLACK_BOT_TOKEN"


def token_invalid(token: str) -> str:
    return f"{token} isn't valid: Slack knows no such token."


def token_gone(token: str) -> str:
    return f"{token} was taken back: the app was removed from the workspace, or the token revoked."


def token_expires(token: str) -> str:
    return f"{token} has expired, which happens only where token rotation is on."


ROTATION_PAGE = (
    "Token rotation can't be switched off again: make the app anew from what mentorbot slack manifest prints, "
    "which has it off, and install that one."
)


def token_of_a_person(token: str) -> str:
    return f"{token} is a person's token, not the bot's."


def works(team: str, handle: str) -> str:
    return f"Slack {team}: the bot is @{handle}, and may do what it needs."


def missing_scopes(team: str, whys: tuple[tuple[str, str], ...]) -> str:
    listed = " ".join(f"{name}: {why}" for name, why in whys)
    return f"Slack {team}: the bot may not do all it needs. {listed}"


def missing_scopes_advice(names: tuple[str, ...], public_url: str) -> str:
    """`public_url` is empty where the one workspace installs the app on Slack's own page."""
    again = "Then press Reinstall to Workspace." if not public_url else f"Then: {install_at(public_url)}"
    return f"{APP} OAuth & Permissions → Scopes → Bot Token Scopes → Add an OAuth Scope: {', '.join(names)}. {again}"


def needless_scopes(team: str, names: tuple[str, ...]) -> str:
    return f"Slack {team}: the bot may do more than it needs: {', '.join(names)}."


NEEDLESS_ADVICE = (
    f"{APP} OAuth & Permissions → Scopes → remove it, then remove the app from the workspace and install it again."
)


def not_met(team: str) -> str:
    return f"Slack {team}: this workspace isn't in the database yet."


NOT_MET_ADVICE = "It is added when mentorbot run starts. Then a workspace admin types /mentor-setup in Slack."


def without_token(team: str) -> str:
    return f"Slack {team}: the database knows this workspace, but there is no token for it."


OTHER_WORKSPACE = "Is SLACK_BOT_TOKEN another workspace's? Then copy the right one, or use another DATABASE_URL."


def removed(team: str) -> str:
    return f"Slack {team}: the bot was removed there, so nothing is sent. Everything is kept."


REMOVED_ADVICE = "If that was not meant, install the app again; the records are found again."


def no_channel(team: str) -> str:
    return f"Slack {team}: no mentoring channel is chosen yet, so requests aren't posted."


NO_CHANNEL_ADVICE = "A moderator types /mentor-setup in Slack and chooses one."


def channel_unseen(team: str, channel: str) -> str:
    return f"Slack {team}: the mentoring channel ({channel}) can't be seen; it was deleted, or it is private."


def channel_unseen_advice(handle: str) -> str:
    return f"Type /invite @{handle} in it, or choose another with /mentor-setup."


def channel_archived(team: str, channel: str) -> str:
    return f"Slack {team}: the mentoring channel #{channel} is archived."


CHANNEL_ARCHIVED_ADVICE = "Unarchive it in its settings and invite the bot again, or choose another with /mentor-setup."


def channel_without_bot(team: str, channel: str) -> str:
    return f"Slack {team}: the bot isn't in the mentoring channel #{channel}."


def channel_without_bot_advice(handle: str, channel: str) -> str:
    return f"Type /invite @{handle} in #{channel}."


def channel_well(team: str, channel: str) -> str:
    return f"Slack {team}: the bot is in the mentoring channel #{channel}."
