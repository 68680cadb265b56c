"""First responses to interactions: exactly one, of a kind that fits, in time."""

from typing import TYPE_CHECKING, Any

from tests.simulators.simulated_discord.calls import Call
from tests.simulators.simulated_discord.channels import DirectChannel
from tests.simulators.simulated_discord.interactions import Asked, Interaction, Response
from tests.simulators.simulated_discord.jsons import Json
from tests.simulators.simulated_discord.limits import choices_problems, modal_problems
from tests.simulators.simulated_discord.messages import EPHEMERAL, LOADING
from tests.simulators.simulated_discord.modals import DiscordModal
from tests.simulators.simulated_discord.posting import check, edit, post
from tests.simulators.simulated_discord.rest.refusals import Refused

if TYPE_CHECKING:
    from tests.simulators.simulated_discord.server import SimulatedDiscord

R = Response
FITTING: dict[Asked, tuple[Response, ...]] = {
    Asked.COMMAND: (R.MESSAGE, R.DEFERRED, R.MODAL),
    Asked.COMPONENT: (R.MESSAGE, R.DEFERRED, R.DEFERRED_UPDATE, R.UPDATE, R.MODAL),
    Asked.AUTOCOMPLETE: (R.CHOICES,),
    Asked.MODAL: (R.MESSAGE, R.DEFERRED),
}
OF_A_COMPONENTS_MODAL = (R.DEFERRED_UPDATE, R.UPDATE)


def create_interaction_response(discord: "SimulatedDiscord", call: Call) -> Json | None:
    interaction = discord.interactions.get(call.id("interaction_id"))
    if interaction is None or interaction.token != call.parameters["interaction_token"]:
        raise Refused(10062)
    interaction.attempts += 1
    interaction.attempted.set()
    if interaction.response is not None:
        if not interaction.redelivered:  # else the bot could not know
            discord.breaks(f"{interaction.title()}: a second first response")
        raise Refused(40060)
    if interaction.failed or (discord.clock.now - interaction.created_at).total_seconds() >= discord.patience:
        raise Refused(10062)
    response = _kind(discord, interaction, call)
    data = call.content.get("data") or {}
    RESPOND[response](discord, interaction, call, data)
    interaction.responded(response)
    return _shown(interaction) if call.query.get("with_response", "").lower() in ("1", "true") else None


def _kind(discord: "SimulatedDiscord", interaction: Interaction, call: Call) -> Response:
    kind = Response(call.content["type"])
    fitting = FITTING[interaction.asked]
    if interaction.asked is Asked.MODAL and interaction.from_component:
        fitting += OF_A_COMPONENTS_MODAL
    if kind not in fitting:
        problem = f"{interaction.title()}: {kind.title} is no answer to it"
        discord.breaks(problem)
        raise Refused(50035, [problem])
    return kind


def _message(discord: "SimulatedDiscord", interaction: Interaction, call: Call, data: Json) -> None:
    check(discord, call.name, data, call.files)
    interaction.original = post_for(discord, interaction, data, call, 0)


def _deferred(discord: "SimulatedDiscord", interaction: Interaction, call: Call, data: Json) -> None:
    interaction.original = post_for(discord, interaction, {"flags": data.get("flags") or 0}, call, LOADING)


def post_for(discord: "SimulatedDiscord", interaction: Interaction, data: Json, call: Call, flags: int) -> Any:
    """A message in answer to an interaction; the answer to a command shows as one (type 20)."""
    only_for = interaction.person.id if (data.get("flags") or 0) & EPHEMERAL else 0
    kind = 20 if interaction.asked is Asked.COMMAND else 0
    more: Json = {"only_for": only_for, "interaction": interaction.metadata(), "kind": kind, "flags": flags}
    return post(discord, interaction.channel, discord.app.bot, data, call.files, **more)


def _deferred_update(discord: "SimulatedDiscord", interaction: Interaction, call: Call, data: Json) -> None:
    interaction.original = interaction.message


def _update(discord: "SimulatedDiscord", interaction: Interaction, call: Call, data: Json) -> None:
    message = interaction.message
    if message is None or message.deleted:
        raise Refused(10008)
    check(discord, call.name, data, call.files, message)
    edit(message, data, call.files)
    interaction.original = message


def _choices(discord: "SimulatedDiscord", interaction: Interaction, call: Call, data: Json) -> None:
    _refuse(discord, call, list(choices_problems(data["choices"])))
    interaction.choices = list(data["choices"])


def _modal(discord: "SimulatedDiscord", interaction: Interaction, call: Call, data: Json) -> None:
    _refuse(discord, call, modal_problems(data))
    interaction.modal = interaction.person.modal = DiscordModal.of(interaction, data)


def _refuse(discord: "SimulatedDiscord", call: Call, problems: list[str]) -> None:
    for problem in problems:
        discord.breaks(f"{call.name}: {problem}")
    if problems:
        raise Refused(50035, problems)


RESPOND = {
    R.MESSAGE: _message,
    R.DEFERRED: _deferred,
    R.DEFERRED_UPDATE: _deferred_update,
    R.UPDATE: _update,
    R.CHOICES: _choices,
    R.MODAL: _modal,
}


def _shown(interaction: Interaction) -> Json:
    """What the callback answers with `with_response`."""
    shown: Json = {"id": str(interaction.id), "type": int(interaction.asked)}
    shown["channel_id"] = str(interaction.channel.id)
    if not isinstance(interaction.channel, DirectChannel):
        shown["guild_id"] = interaction.payload["guild_id"]
    message = interaction.original
    if message is None or interaction.response is None:
        return {"interaction": shown}
    shown |= {"response_message_id": str(message.id), "response_message_loading": message.is_loading}
    shown["response_message_ephemeral"] = message.is_ephemeral
    if interaction.response not in (R.MESSAGE, R.UPDATE):
        return {"interaction": shown}
    return {"interaction": shown, "resource": {"type": int(interaction.response), "message": message.json()}}
