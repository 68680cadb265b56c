"""Buttons, selects, modals and suggestions: what they send, and how they may be answered."""

from typing import Any

import discord
import pytest

from tests.simulators.simulated_discord import DiscordPerson, Impossible, SimulatedDiscord
from tests.simulators.simulated_discord.test_interactions import card, codes, form
from tests.simulators.simulated_discord.tiny_bot import Carrier, Form, TinyBot, label, row, select, text, typed

Got = discord.Interaction[Any]


async def test_a_button_updates_its_card(world: SimulatedDiscord, bot: TinyBot, maya: DiscordPerson) -> None:
    async def taken(interaction: Got) -> None:
        await interaction.response.edit_message(view=Carrier(text("Taken")))

    bot.responds = card
    await maya.types("/hello")
    bot.responds = taken
    answer = await maya.presses("Yes")
    assert (answer.kind, answer.payload["data"]["custom_id"]) == ("update", "yes")
    assert answer.payload["message"]["id"] == str(maya.seen[0].id)
    assert [m.words for m in maya.seen] == ["Taken"]
    with pytest.raises(Impossible, match="sees no 'Yes'"):
        await maya.presses("Yes")


async def test_a_button_can_be_deferred_without_a_word(
    world: SimulatedDiscord, bot: TinyBot, maya: DiscordPerson
) -> None:
    async def quietly(interaction: Got) -> None:
        await interaction.response.defer()
        await interaction.edit_original_response(view=Carrier(text("Done")))

    bot.responds = card
    await maya.types("/hello")
    bot.responds = quietly
    answer = await maya.presses("No")
    assert answer.kind == "deferred update"
    await world.called("update_original_webhook_message", after=answer)
    assert [m.words for m in maya.seen] == ["Done"]


async def test_a_modal_cannot_answer_a_modal(world: SimulatedDiscord, bot: TinyBot, maya: DiscordPerson) -> None:
    bot.responds = form
    answer = await maya.types("/hello")
    assert answer.kind == "modal"
    assert maya.modal is answer.modal
    await maya.fills({"Name": "Maya"})
    world.patience = 0.2
    answer = await maya.submits()
    assert not answer.ok
    assert maya.modal is not None
    assert maya.modal.trouble
    assert codes(bot) == [50035]
    world.expected_violations("modal is no answer to it")


async def test_a_modal_must_come_first(world: SimulatedDiscord, bot: TinyBot, maya: DiscordPerson) -> None:
    async def too_late(interaction: Got) -> None:
        await interaction.response.defer()
        await form_again(interaction)

    async def form_again(interaction: Got) -> None:
        await discord.InteractionResponse[Any](interaction).send_modal(Form("f", label("Name", typed("name"))))

    bot.responds = too_late
    answer = await maya.types("/hello")
    await world.called("create_interaction_response", after=answer, where=lambda c: c.status == 400)
    assert maya.modal is None
    world.expected_violations("second first response")


async def test_a_form_from_a_button_may_update_its_card(
    world: SimulatedDiscord, bot: TinyBot, maya: DiscordPerson
) -> None:
    bot.responds = card
    await maya.types("/hello")
    bot.responds = form
    await maya.presses("Yes")
    await maya.fills({"Name": "Maya"})

    async def taken(interaction: Got) -> None:
        await interaction.response.edit_message(view=Carrier(text("Taken")))

    bot.responds = taken
    answer = await maya.submits()
    assert answer.payload["message"]["id"] == str(maya.seen[0].id)
    assert (answer.kind, maya.seen[0].words, maya.modal) == ("update", "Taken", None)


async def test_a_form_from_a_command_has_no_card(world: SimulatedDiscord, bot: TinyBot, maya: DiscordPerson) -> None:
    bot.responds = form
    await maya.types("/hello")
    await maya.fills({"name": "Maya"})
    bot.responds = card
    answer = await maya.submits()
    assert "message" not in answer.payload
    inner = {"type": 4, "id": 2, "custom_id": "name", "value": "Maya"}
    assert answer.payload["data"]["components"] == [{"type": 18, "id": 1, "component": inner}]


async def test_suggestions_come_while_she_types(world: SimulatedDiscord, bot: TinyBot, maya: DiscordPerson) -> None:
    async def suggest(interaction: Got) -> None:
        choices = [discord.app_commands.Choice(name=name, value=name) for name in ("Ohio", "Oklahoma")]
        await interaction.response.autocomplete(choices)

    bot.responds = suggest
    assert [c["name"] for c in await maya.suggests("/find-mentor", setting="high", state="o")] == ["Ohio", "Oklahoma"]
    options = bot.got[0].data["options"]  # type: ignore[index,typeddict-item]
    assert options == [
        {"name": "setting", "type": 3, "value": "high"},
        {"name": "state", "type": 3, "value": "o", "focused": True},
    ]
    with pytest.raises(Impossible, match="suggests nothing"):
        await maya.suggests("/find-mentor", setting="h")


async def test_a_select_acts_at_once(world: SimulatedDiscord, bot: TinyBot, maya: DiscordPerson) -> None:
    async def pick(interaction: Got) -> None:
        await interaction.response.send_message(
            view=Carrier(row(select("day", "Mon", "Tue", "Wed", placeholder="Day", max_values=2)))
        )

    bot.responds = pick
    await maya.types("/hello")
    answer = await maya.chooses("Day", ["Mon", "wed"])
    assert answer.payload["data"]["values"] == ["mon", "wed"]
    with pytest.raises(Impossible, match="takes 1 to 2"):
        await maya.chooses("day", ["Mon", "Tue", "Wed"])
    with pytest.raises(Impossible, match="does not offer"):
        await maya.chooses("day", "Sun")
