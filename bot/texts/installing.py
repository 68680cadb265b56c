"""What people see who add the bot to a workspace, and what an operator is told whose token does not work."""

from dataclasses import dataclass

# At the start, for the operator

MORE = "mentorbot doctor says what to click."
BOT_TOKEN_REFUSED = "Slack does not take SLACK_BOT_TOKEN ({code}): copy the Bot User OAuth Token once more. " + MORE
BOT_TOKEN_GONE = (
    "SLACK_BOT_TOKEN works no more ({code}): the app was removed from the workspace, or its token was revoked. Install "
    "the app there again and copy the new token. " + MORE
)
BOT_TOKEN_OF_A_PERSON = "SLACK_BOT_TOKEN is a person's token. Copy the Bot User OAuth Token instead. " + MORE
BOT_TOKEN_OF_AN_ORGANIZATION = (
    "SLACK_BOT_TOKEN belongs to a whole organization. For that, set SLACK_CLIENT_ID, SLACK_CLIENT_SECRET and "
    "SECRET_KEYS instead, and add the app in the browser. " + MORE
)
SCOPES_MISSING = (
    "SLACK_BOT_TOKEN lacks the permissions {scopes}: add them as Bot Token Scopes and press Reinstall to Workspace. "
    + MORE
)
SLACK_SAYS = "Slack answered {code} to SLACK_BOT_TOKEN. " + MORE
APP_TOKEN_REFUSED = (
    "Slack does not take SLACK_APP_TOKEN ({code}): copy the app-level token once more (Basic Information, App-Level "
    "Tokens); it needs connections:write. " + MORE
)
SLACK_UNREACHABLE = (
    "Slack can't be reached at {url}. Check the connection of this machine, its proxy and SLACK_API_URL, then start "
    "again."
)


# To members of a workspace that the bot has no token for

NOT_INSTALLED = (
    "I am not set up for this workspace, or no longer. Ask a workspace admin to add me again; everything that was "
    "agreed here before is kept."
)

# What Slack sends

TOO_LARGE = "That is more than this address takes at once (1 MB).\n"
NOT_SIGNED = "This address takes only what Slack has signed in the last five minutes. Nothing was done.\n"


# In the browser


@dataclass(frozen=True)
class Page:
    """`link` is the label of the one thing to do next; empty where there is none."""

    title: str
    paragraphs: tuple[str, ...]
    link: str = ""


TRY_AGAIN = "Start again"


def added(team: str) -> Page:
    return Page(
        f"The bot is in {team}",
        (
            "If it is new there, it has written you a direct message about the next step: choosing the channel for "
            "mentoring, and who the moderators are. If it was there before, everything is as it was.",
            "You can close this page.",
        ),
        "Open Slack",
    )


def added_everywhere(organization: str) -> Page:
    return Page(
        f"The bot is in {organization}",
        (
            "Now choose the workspaces that may use it, in your organization's settings for apps. In each of them, "
            "open the bot's Home tab: there it tells a moderator the next step.",
            "You can close this page.",
        ),
        "Open Slack",
    )


CANCELLED = Page(
    "Nothing was added",
    ("You chose not to add the bot, so nothing has changed. If that was not what you meant, start again.",),
    TRY_AGAIN,
)
NOT_ALLOWED = Page(
    "Slack did not add the bot",
    (
        "Your workspace may let only admins add apps. If so, ask one of them to open this address, or to approve the "
        "request that you made in Slack.",
    ),
    TRY_AGAIN,
)
OTHER_BROWSER = Page(
    "This link belongs to another visit",
    (
        "Adding the bot has to begin and end in the same browser, with cookies allowed, and each visit works once. "
        "Nothing was added by opening this page. Start again, and it should work.",
    ),
    TRY_AGAIN,
)
EXPIRED = Page(
    "This visit has ended",
    (
        "A visit lasts ten minutes and works once, so that nobody else can use it. Nothing was added by opening this "
        "page. Start again, and it should work.",
    ),
    TRY_AGAIN,
)
REFUSED = Page(
    "Slack did not confirm this",
    (
        "Nothing was added. Start again; if the same happens, tell the person who runs the bot that Slack did not take "
        "the app's client ID and secret, or the code of this visit.",
    ),
    TRY_AGAIN,
)
ROTATING = Page(
    "The bot can't keep this permission",
    (
        "Token rotation is switched on for this app, and the bot would stop working after twelve hours. Nothing was "
        "kept. Tell the person who runs the bot: the app has to be made without token rotation.",
    ),
)


def not_kept(code: str) -> Page:
    return Page(
        "Something went wrong on this side",
        (
            "The bot may be in your workspace but can't work there yet. Start again in a few minutes: adding it twice "
            "does no harm.",
            f"If it happens again, tell the person who runs the bot this code: {code}.",
        ),
        TRY_AGAIN,
    )
