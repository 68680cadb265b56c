"""Servers: who and what is in them. What happens there is in `happenings.py`."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from tests.simulators.simulated_discord.channels import GuildChannel, Kind
from tests.simulators.simulated_discord.happenings import Happenings
from tests.simulators.simulated_discord.jsons import Json
from tests.simulators.simulated_discord.people import DiscordPerson
from tests.simulators.simulated_discord.permissions import EVERYBODY, NONE, OF_THE_BOT, Permission, in_guild
from tests.simulators.simulated_discord.threads import Thread

if TYPE_CHECKING:
    from tests.simulators.simulated_discord.server import SimulatedDiscord
    from tests.simulators.simulated_discord.users import User

MOST_ACTIVE_THREADS = 1000


@dataclass(eq=False)
class Role:
    id: int
    name: str
    permissions: Permission
    position: int = 0
    mentionable: bool = False
    bot_id: int = 0  # of a bot's own role

    @property
    def mention(self) -> str:
        return f"<@&{self.id}>"

    def json(self) -> Json:
        shown: Json = {"id": str(self.id), "name": self.name, "permissions": str(int(self.permissions))}
        shown |= {"position": self.position, "color": 0, "hoist": False, "mentionable": self.mentionable, "flags": 0}
        shown |= {"colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None}}
        shown |= {"managed": bool(self.bot_id), "icon": None, "unicode_emoji": None}
        return shown | {"tags": {"bot_id": str(self.bot_id)}} if self.bot_id else shown


@dataclass(eq=False)
class Member:
    user: "User"
    joined_at: datetime
    roles: list[Role] = field(default_factory=list)
    nick: str = ""

    def json(self) -> Json:
        shown: Json = {"user": self.user.json(), "nick": self.nick or None, "avatar": None, "banner": None, "flags": 0}
        shown |= {"roles": [str(r.id) for r in self.roles], "joined_at": self.joined_at.isoformat(), "deaf": False}
        return shown | {"mute": False, "pending": False, "premium_since": None, "communication_disabled_until": None}


class Guild(Happenings):
    """A server. `thread_cap` is how many active threads it takes; `has_bot` and `has_commands` are what was invited."""

    def __init__(self, discord: "SimulatedDiscord", id: int, name: str, bot_permissions: Permission) -> None:
        self.discord, self.id, self.name, self.locale = discord, id, name, "en-US"
        self.everyone = Role(id, "@everyone", EVERYBODY)
        self.roles: dict[int, Role] = {id: self.everyone}
        self.members: dict[int, Member] = {}
        self.channels: dict[int, GuildChannel] = {}
        self.threads: dict[int, Thread] = {}
        self.scheduled: dict[int, Json] = {}
        self.commands: dict[int, Json] = {}
        self.thread_cap = MOST_ACTIVE_THREADS
        self.has_bot = self.has_commands = True
        self.unavailable = False
        self.owner = DiscordPerson(discord, discord.user(f"Owner of {name}"), self)
        self.joins(self.owner.user)
        self.bot_role = self.role(discord.app.name, permissions=bot_permissions)
        self.bot_role.bot_id = discord.app.bot.id
        self.joins(discord.app.bot, [self.bot_role])

    def __repr__(self) -> str:
        return f"<{self.name} {self.id}>"

    @property
    def owner_id(self) -> int:
        return self.owner.id

    def joins(self, user: "User", roles: list[Role] | None = None, nick: str = "") -> Member:
        self.members[user.id] = member = Member(user, self.discord.clock.now, list(roles or []), nick)
        return member

    # Who and what is here

    def person(
        self,
        name: str,
        *,
        roles: list[Role] | None = None,
        nick: str = "",
        locale: str = "en-US",
        zone: str = "America/New_York",
    ) -> DiscordPerson:
        """A new account that is a member here. `zone` is her client's, of which nobody else ever hears."""
        person = DiscordPerson(self.discord, self.discord.user(name), self, locale, zone)
        self.joins(person.user, roles, nick)
        return person

    def role(self, name: str, *, permissions: Permission = NONE, mentionable: bool = False) -> Role:
        role = Role(self.discord.ids.new(), name, permissions, len(self.roles), mentionable)
        self.roles[role.id] = role
        return role

    def channel(
        self,
        name: str,
        *,
        kind: Kind = Kind.TEXT,
        parent: GuildChannel | None = None,
        private: bool = False,
        members: list[DiscordPerson] | None = None,
        bot: bool = True,
    ) -> GuildChannel:
        """A channel; a `private` one is seen by its `members` only, and by the bot unless `bot` is false."""
        place = GuildChannel(self.discord.ids.new(), kind, self, name, parent, position=len(self.channels))
        if private:
            place.overwrite(self.id, deny=Permission.VIEW_CHANNEL)
            for person in members or []:
                place.overwrite(person.id, allow=Permission.VIEW_CHANNEL)
            if bot:
                place.overwrite(self.discord.app.bot.id, allow=Permission.VIEW_CHANNEL)
        elif not bot:
            place.overwrite(self.discord.app.bot.id, deny=Permission.VIEW_CHANNEL)
        self.channels[place.id] = place
        return place

    def place(self, id: int) -> "GuildChannel | Thread | None":
        return self.channels.get(id) or self.threads.get(id)

    @property
    def people(self) -> list[DiscordPerson]:
        return [self.discord.people[id] for id in self.members if id in self.discord.people]

    @property
    def bot_may(self) -> Permission:
        """The bot's permissions in the server as a whole."""
        return in_guild(self, self.discord.app.bot.id)

    @property
    def active_threads(self) -> list[Thread]:
        return [t for t in self.threads.values() if not t.archived]

    # What the API says

    def json(self) -> Json:
        """The guild object of the API."""
        shown: Json = {"id": str(self.id), "name": self.name, "owner_id": str(self.owner_id), "icon": None}
        shown |= {"description": None, "splash": None, "discovery_splash": None, "banner": None, "home_header": None}
        shown |= {"features": [], "emojis": [], "stickers": [], "roles": [r.json() for r in self.roles.values()]}
        shown |= {"region": "us-east", "preferred_locale": self.locale, "afk_channel_id": None, "afk_timeout": 300}
        shown |= {"system_channel_id": None, "system_channel_flags": 0, "rules_channel_id": None}
        shown |= {"public_updates_channel_id": None, "safety_alerts_channel_id": None, "vanity_url_code": None}
        shown |= {"verification_level": 1, "default_message_notifications": 0, "explicit_content_filter": 0}
        shown |= {"mfa_level": 0, "nsfw": False, "nsfw_level": 0, "premium_tier": 0, "premium_subscription_count": 0}
        shown |= {"premium_progress_bar_enabled": False, "widget_enabled": False, "widget_channel_id": None}
        shown |= {"application_id": None, "max_members": 500_000, "max_presences": None, "incidents_data": None}
        return shown | {"max_video_channel_users": 25, "max_stage_video_channel_users": 50}

    def created(self) -> Json:
        """What GUILD_CREATE says to the bot, without the intent to hear of all members."""
        bot = self.discord.app.bot.id
        shown = self.json() | {"joined_at": self.members[bot].joined_at.isoformat(), "large": False}
        shown |= {"unavailable": False, "member_count": len(self.members), "presences": [], "voice_states": []}
        shown |= {"members": [self.members[bot].json()], "channels": [c.json() for c in self.channels.values()]}
        shown["threads"] = [t.json(bot) for t in self.active_threads if t.open_to_id(bot)]
        shown |= {"stage_instances": [], "guild_scheduled_events": list(self.scheduled.values())}
        return shown | {"soundboard_sounds": [], "activity_instances": []}


__all__ = ["MOST_ACTIVE_THREADS", "OF_THE_BOT", "Guild", "Member", "Role"]
