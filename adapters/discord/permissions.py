"""What the bot may do in a server, and why: the one table behind the invite link, the doctor and the docs. Pure.

What needs which permission: Discord's developer documentation, Threads and Permissions. Manage Threads is left out on
purpose: who made a thread may archive it and, before its invitations are closed, add people; a message opens an
archived one again; and with it the bot could read every private thread of the server. Interactions and direct messages
need no permission.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

ADMINISTRATOR = 1 << 3
INVITE_PAGE = "https://discord.com/oauth2/authorize"
SCOPES = ("bot", "applications.commands")
INTO_SERVERS = 0  # as an integration of a server, not of a person


@dataclass(frozen=True)
class Permission:
    """`name` as in Discord's documentation, `label` as on Discord's own pages; `bit` is a number with that one bit."""

    name: str
    label: str
    bit: int
    why: str


VIEW_CHANNEL = Permission(
    "VIEW_CHANNEL",
    "View Channel",
    1 << 10,
    "Sees the mentoring channel and its own threads there; nothing works without.",
)
CREATE_PRIVATE_THREADS = Permission(
    "CREATE_PRIVATE_THREADS",
    "Create Private Threads",
    1 << 36,
    "Opens the private thread in which it introduces a mentor and a mentee.",
)
NEEDED: tuple[Permission, ...] = (
    VIEW_CHANNEL,
    Permission(
        "SEND_MESSAGES",
        "Send Messages",
        1 << 11,
        "Posts requests without names, and the welcome card, in the mentoring channel.",
    ),
    CREATE_PRIVATE_THREADS,
    Permission(
        "SEND_MESSAGES_IN_THREADS",
        "Send Messages in Threads",
        1 << 38,
        "Writes to the two in their thread: times to choose from, the schedule, reminders.",
    ),
    Permission(
        "ATTACH_FILES",
        "Attach Files",
        1 << 15,
        "Adds the calendar file of a pair's meetings, their hours log and the moderators' charts.",
    ),
    Permission(
        "READ_MESSAGE_HISTORY",
        "Read Message History",
        1 << 16,
        "Looks whether a message of its own that may have been lost arrived; what others write reaches it empty.",
    ),
)
EVENTS = Permission(
    "CREATE_EVENTS",
    "Create Events",
    1 << 44,
    "Only where moderators want it: adds a group session to the server's events, and takes it off again.",
)
FOR_MEMBERS: tuple[Permission, ...] = tuple(p for p in NEEDED if p.name in ("VIEW_CHANNEL", "SEND_MESSAGES_IN_THREADS"))
"""What a mentor and a mentee themselves need in the mentoring channel to talk in their thread."""


def wanted(*, events: bool = False) -> tuple[Permission, ...]:
    return (*NEEDED, EVENTS) if events else NEEDED


def integer(*, events: bool = False) -> int:
    """All of them as the number in which Discord writes permissions."""
    return sum(permission.bit for permission in wanted(events=events))


def missing(permissions: int, needed: tuple[Permission, ...] = NEEDED) -> tuple[Permission, ...]:
    """What is not among these permissions, in the table's order. An administrator may do everything."""
    if permissions & ADMINISTRATOR:
        return ()
    return tuple(permission for permission in needed if not permissions & permission.bit)


def invite_url(application_id: int | str, *, guild: str = "", events: bool = False) -> str:
    """The page on which somebody who may manage a server adds the bot; with `guild`, that server is chosen already.

    Opened again for a server where the bot is, it renews the permissions.
    """
    query = {
        "client_id": str(application_id),
        "scope": " ".join(SCOPES),
        "permissions": str(integer(events=events)),
        "integration_type": str(INTO_SERVERS),
        **({"guild_id": guild, "disable_guild_select": "true"} if guild else {}),
    }
    return f"{INVITE_PAGE}?{urlencode(query)}"
