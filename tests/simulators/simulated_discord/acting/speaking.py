"""What people write themselves. The bot hears of it in direct messages only: for all else it lacks the intents."""

from typing import TYPE_CHECKING

from tests.simulators.simulated_discord.channels import Conversation, DirectChannel, GuildChannel
from tests.simulators.simulated_discord.jsons import Impossible
from tests.simulators.simulated_discord.messages import DiscordMessage
from tests.simulators.simulated_discord.permissions import may_send
from tests.simulators.simulated_discord.posting import post
from tests.simulators.simulated_discord.threads import Thread

if TYPE_CHECKING:
    from tests.simulators.simulated_discord.people import DiscordPerson


async def writes(person: "DiscordPerson", text: str, where: Conversation) -> DiscordMessage:
    _may_write(person, where)
    message = post(person.discord, where, person.user, {"content": text}, [])
    if isinstance(where, GuildChannel | Thread):
        told = message.json() | {"guild_id": str(where.guild.id)}
        person.discord.gateway.dispatch("MESSAGE_CREATE", told, where.guild.id)
    await person.discord.gateway.heard()
    return message


def _may_write(person: "DiscordPerson", where: Conversation) -> None:
    if not where.open_to(person):
        raise Impossible(f"{person.name} does not see this conversation")
    if isinstance(where, DirectChannel):
        if not person.shares_a_guild or person.blocks_bot:
            raise Impossible(f"{person.name} cannot write to the bot")
    elif isinstance(where, GuildChannel | Thread):
        locked = isinstance(where, Thread) and where.archived and where.locked
        if not may_send(where, person.id) or locked:
            raise Impossible(f"{person.name} may not write here")
