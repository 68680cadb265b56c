"""The app as it is registered at api.slack.com: its keys, and what its manifest asks for."""

from dataclasses import dataclass, field

from tests.simulators.slack.jsons import Json

BOT_SCOPES = (
    "commands",
    "chat:write",
    "im:write",
    "im:history",
    "mpim:write",
    "users:read",
    "files:write",
    "channels:read",
    "groups:read",
)
EVENTS = (
    "app_home_opened",
    "app_uninstalled",
    "tokens_revoked",
    "message.im",
    "user_change",
    "team_join",
    "member_joined_channel",
    "member_left_channel",
    "channel_left",
    "channel_archive",
    "channel_unarchive",
    "channel_deleted",
    "channel_rename",
    "group_left",
    "group_archive",
    "group_unarchive",
    "group_deleted",
)
MEMBER_EVENTS = ("member_joined_channel", "member_left_channel")
# Who joins and leaves is told with the scope of the channel's kind; these take one scope each.
SCOPE_OF = {
    "message.im": "im:history",
    "message.mpim": "mpim:history",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "user_change": "users:read",
    "team_join": "users:read",
    "channel_left": "channels:read",
    "channel_archive": "channels:read",
    "channel_unarchive": "channels:read",
    "channel_deleted": "channels:read",
    "channel_rename": "channels:read",
    "group_left": "groups:read",
    "group_archive": "groups:read",
    "group_unarchive": "groups:read",
    "group_deleted": "groups:read",
}


@dataclass
class SlackApp:
    """`commands` and `shortcuts` are those of the manifest; None takes any, as long as no manifest was given."""

    id: str = "A00000001"
    name: str = "mentorbot"
    client_id: str = "1111111111.2222222222"
    client_secret: str = "client-secret-0123456789abcdef"
    signing_secret: str = "signing-secret-0123456789abcdef"
    verification_token: str = "verification-token"
    app_token: str = "xapp-1-A00000001-0001-abcdef"
    app_token_scopes: list[str] = field(default_factory=lambda: ["connections:write"])
    scopes: list[str] = field(default_factory=lambda: list(BOT_SCOPES))
    events: set[str] = field(default_factory=lambda: set(EVENTS))
    commands: set[str] | None = None
    shortcuts: dict[str, str] | None = None
    redirect_urls: list[str] = field(default_factory=list)
    home_tab: bool = True
    messages_tab: bool = True
    messages_tab_read_only: bool = False
    interactivity: bool = True

    def configure(self, manifest: Json) -> None:
        """Registers what an app manifest says: commands, shortcuts, scopes, events, tabs, redirect addresses.

        An AssertionError where Slack would not take it: an event or a command without the scope for it.
        """
        features, settings = manifest.get("features", {}), manifest.get("settings", {})
        oauth = manifest.get("oauth_config", {})
        self.commands = {row["command"] for row in features.get("slash_commands", [])}
        self.shortcuts = {row["callback_id"]: row["type"] for row in features.get("shortcuts", [])}
        self.scopes[:] = oauth.get("scopes", {}).get("bot", [])
        self.redirect_urls[:] = oauth.get("redirect_urls", [])
        self.events = set(settings.get("event_subscriptions", {}).get("bot_events", []))
        self._has_scopes()
        self.interactivity = bool(settings.get("interactivity", {}).get("is_enabled", False))
        tabs = features.get("app_home", {})
        self.home_tab = bool(tabs.get("home_tab_enabled", False))
        self.messages_tab = bool(tabs.get("messages_tab_enabled", True))
        self.messages_tab_read_only = bool(tabs.get("messages_tab_read_only_enabled", True))

    def _has_scopes(self) -> None:
        granted = set(self.scopes)
        deaf = [event for event in sorted(self.events) if event in SCOPE_OF and SCOPE_OF[event] not in granted]
        assert not deaf, f"the manifest subscribes to {deaf} without the scopes for it"
        commands = bool(self.commands or self.shortcuts)
        assert not commands or "commands" in granted, "commands and shortcuts need the scope commands"


@dataclass(eq=False)
class Installation:
    """The app in one workspace, or in a whole organization: its bot token, its bot user and what it was granted."""

    token: str
    bot_user_id: str
    bot_id: str
    scopes: list[str]
    team_id: str | None
    enterprise_id: str | None = None
    refused_with: str = ""  # the error that the token gets once it is no longer good

    @property
    def org_wide(self) -> bool:
        return self.team_id is None
