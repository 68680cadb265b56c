"""What happens in a server while the bot listens: each change is told over the gateway, where Discord tells it.

Every method waits until the bot has read what it was told.
"""

from typing import TYPE_CHECKING

from tests.simulators.simulated_discord.jsons import Json
from tests.simulators.simulated_discord.permissions import Permission

if TYPE_CHECKING:
    from tests.simulators.simulated_discord.channels import GuildChannel
    from tests.simulators.simulated_discord.guilds import Member, Role
    from tests.simulators.simulated_discord.people import DiscordPerson
    from tests.simulators.simulated_discord.server import SimulatedDiscord
    from tests.simulators.simulated_discord.threads import Thread
    from tests.simulators.simulated_discord.users import User


class Happenings:
    """The part of a `Guild` that moves; what it moves is the guild's own."""

    discord: "SimulatedDiscord"
    id: int
    name: str
    roles: "dict[int, Role]"
    bot_role: "Role"
    members: "dict[int, Member]"
    channels: "dict[int, GuildChannel]"
    threads: "dict[int, Thread]"
    commands: dict[int, Json]
    has_bot: bool
    has_commands: bool
    unavailable: bool

    def joins(self, user: "User", roles: "list[Role] | None" = None, nick: str = "") -> "Member":
        raise NotImplementedError

    def json(self) -> Json:
        raise NotImplementedError

    def created(self) -> Json:
        raise NotImplementedError

    async def tells(self, event: str, data: Json) -> None:
        """Any event, to the shard of this server."""
        self.discord.gateway.dispatch(event, data, self.id)
        await self.discord.gateway.heard()

    async def opens(self, channel: "GuildChannel") -> None:
        """Tells of a channel that a test has just made."""
        await self.tells("CHANNEL_CREATE", channel.json())

    async def changes(self, channel: "GuildChannel", *, name: str = "") -> None:
        """Tells of a channel's new name or permissions."""
        channel.name = name or channel.name
        await self.tells("CHANNEL_UPDATE", channel.json())

    async def deletes(self, channel: "GuildChannel") -> None:
        """With its threads, of which Discord says nothing more."""
        del self.channels[channel.id]
        for thread in channel.threads:
            del self.threads[thread.id]
        await self.tells("CHANNEL_DELETE", channel.json())

    async def deletes_thread(self, thread: "Thread") -> None:
        del self.threads[thread.id]
        gone = {"id": str(thread.id), "guild_id": str(self.id), "parent_id": str(thread.parent.id)}
        await self.tells("THREAD_DELETE", gone | {"type": int(thread.kind)})

    async def archives(self, thread: "Thread", *, locked: bool = False) -> None:
        """As Discord does with a thread that is idle, or a moderator who also locks it."""
        thread.archived, thread.locked, thread.archived_at = True, locked or thread.locked, self.discord.clock.now
        await self.tells("THREAD_UPDATE", thread.json(self.discord.app.bot.id))

    async def unarchives(self, thread: "Thread") -> None:
        thread.archived = thread.locked = False
        thread.archived_at = self.discord.clock.now
        await self.tells("THREAD_UPDATE", thread.json(self.discord.app.bot.id))

    async def takes_out(self, person: "DiscordPerson", thread: "Thread") -> None:
        """Of a thread. The bot hears only of itself without the intent for members."""
        del thread.members[person.id]

    async def makes_role(self, role: "Role") -> None:
        await self.tells("GUILD_ROLE_CREATE", {"guild_id": str(self.id), "role": role.json()})

    async def changes_role(self, role: "Role", permissions: Permission) -> None:
        role.permissions = permissions
        await self.tells("GUILD_ROLE_UPDATE", {"guild_id": str(self.id), "role": role.json()})

    async def deletes_role(self, role: "Role") -> None:
        del self.roles[role.id]
        for member in self.members.values():
            if role in member.roles:
                member.roles.remove(role)
        for channel in self.channels.values():
            channel.overwrites.pop(role.id, None)
        await self.tells("GUILD_ROLE_DELETE", {"guild_id": str(self.id), "role_id": str(role.id)})

    async def grants_bot(self, permissions: Permission) -> None:
        """The bot's own role gets exactly these."""
        await self.changes_role(self.bot_role, permissions)

    async def renames(self, name: str) -> None:
        self.name = name
        await self.tells("GUILD_UPDATE", self.json())

    def forgets_bot(self) -> None:
        """What is left of the bot once it is gone, before it hears of it."""
        bot = self.discord.app.bot.id
        self.has_bot = self.has_commands = False
        del self.members[bot], self.roles[self.bot_role.id]
        for thread in self.threads.values():
            thread.members.pop(bot, None)
        self.commands.clear()

    async def removes_bot(self) -> None:
        """The bot is kicked: it loses its memberships and hears that the server is gone."""
        self.forgets_bot()
        await self.tells("GUILD_DELETE", {"id": str(self.id)})

    async def adds_bot(self) -> None:
        """The bot is invited (again). A new server's event says nothing of availability."""
        self.has_bot = self.has_commands = True
        self.roles[self.bot_role.id] = self.bot_role
        self.joins(self.discord.app.bot, [self.bot_role])
        await self.tells("GUILD_CREATE", {n: v for n, v in self.created().items() if n != "unavailable"})

    async def goes_down(self) -> None:
        """An outage: the server is still there, and nothing in it works."""
        self.unavailable = True
        await self.tells("GUILD_DELETE", {"id": str(self.id), "unavailable": True})

    async def comes_back(self) -> None:
        self.unavailable = False
        await self.tells("GUILD_CREATE", self.created())
