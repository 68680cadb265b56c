"""What follows a first response, by the interaction's token, for 15 minutes."""

from typing import TYPE_CHECKING

from tests.simulators.simulated_discord.calls import Call
from tests.simulators.simulated_discord.interactions import Interaction, Response
from tests.simulators.simulated_discord.jsons import Json
from tests.simulators.simulated_discord.messages import EPHEMERAL, DiscordMessage
from tests.simulators.simulated_discord.posting import check, edit, wake
from tests.simulators.simulated_discord.rest.refusals import Refused
from tests.simulators.simulated_discord.rest.responding import post_for

if TYPE_CHECKING:
    from tests.simulators.simulated_discord.server import SimulatedDiscord


def _interaction(discord: "SimulatedDiscord", call: Call) -> Interaction:
    """By its token; before the first response nothing is there, and after 15 minutes the token is dead."""
    interaction = discord.by_token.get(call.parameters["webhook_token"])
    if interaction is None or call.id("webhook_id") != discord.app.id:
        raise Refused(50027)
    if interaction.expired(discord.clock.now):
        raise Refused(50027)
    if interaction.response in (None, Response.CHOICES):
        raise Refused(10015)
    return interaction


def _original(interaction: Interaction) -> DiscordMessage:
    message = interaction.original
    if message is None or message.deleted:
        raise Refused(10008)
    return message


def _message(discord: "SimulatedDiscord", call: Call) -> DiscordMessage:
    interaction = _interaction(discord, call)
    ours = [*interaction.followups, *([interaction.original] if interaction.original else [])]
    found = next((m for m in ours if m.id == call.id("message_id") and not m.deleted), None)
    if found is None:
        raise Refused(10008)
    return found


def execute_webhook(discord: "SimulatedDiscord", call: Call) -> Json:
    """A follow-up; right after a deferred answer it takes that one's place, ephemeral or not as it was deferred."""
    interaction, content = _interaction(discord, call), call.content
    check(discord, call.name, content, call.files)
    if interaction.loading and interaction.original:
        _fill(interaction, interaction.original, content, call)
        return interaction.original.json()
    message: DiscordMessage = post_for(discord, interaction, content, call, 0)
    interaction.followups.append(message)
    return message.json()


def get_original_webhook_message(discord: "SimulatedDiscord", call: Call) -> Json:
    return _original(_interaction(discord, call)).json()


def update_original_webhook_message(discord: "SimulatedDiscord", call: Call) -> Json:
    interaction = _interaction(discord, call)
    message = _original(interaction)
    check(discord, call.name, call.content, call.files, message)
    _fill(interaction, message, call.content, call)
    return message.json()


def _fill(interaction: Interaction, message: DiscordMessage, content: Json, call: Call) -> None:
    """The first words of a deferred answer are those that wake people."""
    discord, loading = message.discord, message.is_loading
    if loading and bool((content.get("flags") or 0) & EPHEMERAL) > message.is_ephemeral:
        discord.breaks(f"{interaction.title()}: whether an answer is ephemeral was fixed when it was deferred")
    edit(message, content, call.files)
    if loading:
        message.edited_at = None
        wake(message)
        interaction.completed.set()


def delete_original_webhook_message(discord: "SimulatedDiscord", call: Call) -> None:
    interaction = _interaction(discord, call)
    _original(interaction).deleted = True
    interaction.completed.set()


def get_webhook_message(discord: "SimulatedDiscord", call: Call) -> Json:
    return _message(discord, call).json()


def update_webhook_message(discord: "SimulatedDiscord", call: Call) -> Json:
    message = _message(discord, call)
    check(discord, call.name, call.content, call.files, message)
    _fill(_interaction(discord, call), message, call.content, call)
    return message.json()


def delete_webhook_message(discord: "SimulatedDiscord", call: Call) -> None:
    _message(discord, call).deleted = True
