"""What the bot may do and hear in a workspace, and why: the one table behind the manifest, the doctor and the docs.

Which scope an event needs: docs.slack.dev/reference/events. `member_left_channel` is left out on purpose: it would tell
of everybody who leaves a channel, and the bot hears of its own removal by `channel_left` and `group_left`.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scope:
    name: str
    why: str


@dataclass(frozen=True)
class Event:
    """`scope` is what Slack wants before it sends this event; empty for none."""

    name: str
    why: str
    scope: str = ""


SCOPES: tuple[Scope, ...] = (
    Scope("commands", "Adds the slash commands and the shortcuts."),
    Scope("chat:write", "Writes messages and updates its own, only where it was invited or is written to."),
    Scope("im:write", "Opens a direct message with a member, for questions, reminders and check-ins."),
    Scope(
        "im:history",
        "Sees what people type to the bot in its own direct messages, to answer with help, and looks there whether a "
        "message that may have been lost arrived.",
    ),
    Scope("mpim:write", "Opens the group conversation in which the bot introduces a mentor and a mentee."),
    Scope(
        "users:read",
        "Reads a member's display name and time zone, and whether somebody is a workspace admin, deactivated, a guest "
        "or from another organization.",
    ),
    Scope("files:write", "Adds the calendar file of a pair's meetings, their hours log and the moderators' charts."),
    Scope("channels:read", "Looks whether the mentoring channel is still there and the bot is in it."),
    Scope("groups:read", "The same where the mentoring channel is private; only private channels the bot is in."),
)

EVENTS: tuple[Event, ...] = (
    Event("app_home_opened", "Somebody opens the bot's Home tab, which is drawn fresh each time."),
    Event("app_uninstalled", "The bot was removed from a workspace: nothing is sent there any more."),
    Event("tokens_revoked", "The bot's token was taken back: the same."),
    Event("message.im", "Somebody types to the bot in its direct messages.", "im:history"),
    Event("user_change", "Somebody was deactivated, came back, or moved to another time zone.", "users:read"),
    Event("channel_left", "The bot was removed from the mentoring channel.", "channels:read"),
    Event("channel_archive", "The mentoring channel was archived.", "channels:read"),
    Event("channel_deleted", "The mentoring channel was deleted.", "channels:read"),
    Event("group_left", "The bot was removed from a private mentoring channel.", "groups:read"),
    Event("group_archive", "A private mentoring channel was archived.", "groups:read"),
    Event("group_deleted", "A private mentoring channel was deleted.", "groups:read"),
)

BOT_SCOPES: tuple[str, ...] = tuple(scope.name for scope in SCOPES)
APP_SCOPE = "connections:write"
"""The only scope of the app token, for Socket Mode."""
