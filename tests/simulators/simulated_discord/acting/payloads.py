"""What INTERACTION_CREATE carries, in a server and in a direct conversation."""

from typing import TYPE_CHECKING

from tests.simulators.simulated_discord.channels import Conversation, DirectChannel, GuildChannel
from tests.simulators.simulated_discord.interactions import Asked, Interaction
from tests.simulators.simulated_discord.jsons import Impossible, Json
from tests.simulators.simulated_discord.permissions import EVERYBODY, in_channel
from tests.simulators.simulated_discord.threads import Thread

if TYPE_CHECKING:
    from tests.simulators.simulated_discord.guilds import Guild, Member
    from tests.simulators.simulated_discord.messages import DiscordMessage
    from tests.simulators.simulated_discord.people import DiscordPerson

MOST_BYTES = 10 * 1024 * 1024
IN_GUILD, WITH_BOT = 0, 1  # contexts


def interaction(
    person: "DiscordPerson", asked: Asked, channel: Conversation, data: Json, message: "DiscordMessage | None" = None
) -> Interaction:
    """A new one, known to Discord from now on."""
    discord = person.discord
    id = discord.ids.new()
    token = discord.ids.small("aW50ZXJhY3Rpb246") + f"-{id}"
    payload: Json = {"id": str(id), "application_id": str(discord.app.id), "type": int(asked), "token": token}
    payload |= {"version": 1, "channel_id": str(channel.id), "locale": person.locale, "entitlements": [], "data": data}
    payload |= {"attachment_size_limit": MOST_BYTES}
    if isinstance(channel, GuildChannel | Thread):
        payload |= _in_guild(person, channel)
    elif isinstance(channel, DirectChannel):
        payload |= _with_bot(person, channel)
    if message is not None:
        payload["message"] = message.json()
    new = Interaction(id, token, asked, person, channel, payload, discord.clock.now, message)
    discord.interactions[id] = discord.by_token[token] = new
    return new


def _in_guild(person: "DiscordPerson", channel: GuildChannel | Thread) -> Json:
    guild, bot = channel.guild, person.discord.app.bot.id
    here: Json = {"guild_id": str(guild.id), "guild": {"id": str(guild.id), "locale": guild.locale, "features": []}}
    here |= {"guild_locale": guild.locale, "context": IN_GUILD, "authorizing_integration_owners": {"0": str(guild.id)}}
    here |= {"channel": partial(channel, person), "app_permissions": str(int(in_channel(channel, bot)))}
    permissions = {"permissions": str(int(in_channel(channel, person.id)))}
    return here | {"member": member_of(guild, person).json() | permissions}


def member_of(guild: "Guild", person: "DiscordPerson") -> "Member":
    member = guild.members.get(person.id)
    if member is None:
        raise Impossible(f"{person.name} is not in {guild.name}")
    return member


def _with_bot(person: "DiscordPerson", channel: DirectChannel) -> Json:
    """Without the recipients, as Discord leaves them out here."""
    shown = {name: value for name, value in channel.json().items() if name != "recipients"}
    here: Json = {"user": person.user.json(), "context": WITH_BOT, "authorizing_integration_owners": {"0": "0"}}
    return here | {"channel": shown, "app_permissions": str(int(EVERYBODY))}


def partial(channel: GuildChannel | Thread, person: "DiscordPerson") -> Json:
    """A channel with what this person may do there."""
    return channel.json() | {"permissions": str(int(in_channel(channel, person.id)))}
