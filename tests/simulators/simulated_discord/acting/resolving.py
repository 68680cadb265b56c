"""People, roles and channels that are picked: as ids, and as the objects that travel with them."""

from typing import TYPE_CHECKING, Any

from tests.simulators.simulated_discord.acting.payloads import partial
from tests.simulators.simulated_discord.channels import Conversation, GuildChannel
from tests.simulators.simulated_discord.components import Type
from tests.simulators.simulated_discord.jsons import Impossible, Json
from tests.simulators.simulated_discord.permissions import in_channel, in_guild
from tests.simulators.simulated_discord.threads import Thread

if TYPE_CHECKING:
    from tests.simulators.simulated_discord.people import DiscordPerson

KINDS = {Type.USER_SELECT: "user", Type.ROLE_SELECT: "role", Type.CHANNEL_SELECT: "channel"}


def id_of(value: Any) -> int:
    return int(getattr(value, "id", value))


class Resolving:
    """Collects what is picked in one place by one person."""

    def __init__(self, person: "DiscordPerson", where: Conversation) -> None:
        self._person, self._guild = person, where.guild_or_none
        self._found: dict[str, dict[str, Json]] = {}

    @property
    def json(self) -> Json:
        return {"resolved": self._found} if self._found else {}

    def pick(self, kind: str, value: Any) -> str:
        """The id of a "user", "role" or "channel" that stands in her list."""
        id = id_of(value)
        {"user": self._user, "role": self._role, "channel": self._channel}[kind](id)
        return str(id)

    def _keep(self, kind: str, id: int, shown: Json) -> None:
        self._found.setdefault(kind, {})[str(id)] = shown

    def _user(self, id: int) -> None:
        users = self._person.discord.users
        member = self._guild.members.get(id) if self._guild else None
        if id not in users or (self._guild and member is None):
            raise Impossible(f"{id} does not stand in the list of people")
        self._keep("users", id, users[id].json())
        if member is not None and self._guild is not None:
            shown = {n: v for n, v in member.json().items() if n not in ("user", "deaf", "mute")}
            self._keep("members", id, shown | {"permissions": str(int(in_guild(self._guild, id)))})

    def _role(self, id: int) -> None:
        role = self._guild.roles.get(id) if self._guild else None
        if role is None:
            raise Impossible(f"{id} does not stand in the list of roles")
        self._keep("roles", id, role.json())

    def _channel(self, id: int) -> None:
        channel = self._guild.place(id) if self._guild else None
        if channel is None or not channel.open_to(self._person):
            raise Impossible(f"{id} does not stand in the list of channels")
        assert isinstance(channel, GuildChannel | Thread)
        assert in_channel(channel, self._person.id)
        self._keep("channels", id, partial(channel, self._person))
