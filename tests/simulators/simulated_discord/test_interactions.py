"""First responses and what follows them: one each, of the right kind, in time."""

from typing import Any

import discord
import pytest

from tests.simulators.simulated_discord import DiscordPerson, Guild, GuildChannel, SimulatedDiscord
from tests.simulators.simulated_discord.tiny_bot import Carrier, Form, TinyBot, button, label, row, text, typed

Got = discord.Interaction[Any]


async def card(interaction: Got) -> None:
    await interaction.response.send_message(view=Carrier(text("A card"), row(button("Yes", "yes"), button("No", "no"))))


async def form(interaction: Got) -> None:
    await interaction.response.send_modal(Form("f", label("Name", typed("name"))))


def codes(bot: TinyBot) -> list[int]:
    return [error.code for error in bot.errors if isinstance(error, discord.HTTPException)]


async def test_a_command_in_a_server_tells_who_and_where(
    world: SimulatedDiscord, bot: TinyBot, guild: Guild, mentoring: GuildChannel, maya: DiscordPerson
) -> None:
    answer = await maya.types("/find-mentor", mentoring, state="Ohio")
    assert (answer.ok, answer.kind) == (True, "message")
    sent = answer.payload
    assert sent["data"]["options"] == [{"name": "state", "type": 3, "value": "Ohio"}]
    assert (sent["guild_id"], sent["context"], sent["guild_locale"]) == (str(guild.id), 0, "en-US")
    assert (sent["member"]["user"]["id"], sent["member"]["nick"]) == (str(maya.id), None)
    assert "user" not in sent
    assert sent["authorizing_integration_owners"] == {"0": str(guild.id)}
    heard = bot.got[0]
    assert isinstance(heard.user, discord.Member)
    assert heard.permissions.send_messages
    assert not heard.permissions.manage_guild
    assert heard.app_permissions.create_private_threads
    assert not heard.app_permissions.manage_threads
    assert heard.channel_id == mentoring.id
    assert maya.ephemerals == [answer.message]
    assert maya.ephemerals[0].words == "hello"


async def test_a_command_in_a_direct_conversation_has_a_user_and_no_server(
    world: SimulatedDiscord, bot: TinyBot, maya: DiscordPerson
) -> None:
    answer = await maya.types("/hello", maya.dm)
    sent = answer.payload
    assert not {"member", "guild_id", "guild", "guild_locale"} & set(sent)
    assert (sent["user"]["id"], sent["context"], sent["channel"]["type"]) == (str(maya.id), 1, 1)
    assert bot.got[0].user.id == maya.id
    assert maya.direct[-1].words == "hello"


async def test_a_second_first_response_is_refused(world: SimulatedDiscord, bot: TinyBot, maya: DiscordPerson) -> None:
    async def twice(interaction: Got) -> None:
        await interaction.response.send_message("one")
        again = discord.InteractionResponse[Any](interaction)
        await again.send_message("two")

    bot.responds = twice
    answer = await maya.types("/hello")
    await world.called("create_interaction_response", after=answer, where=lambda c: c.status == 400)
    assert [m.words for m in maya.seen] == ["one"]
    world.expected_violations("second first response")


async def test_nobody_waits_longer_than_three_seconds(
    world: SimulatedDiscord, bot: TinyBot, maya: DiscordPerson
) -> None:
    world.patience = 0.1
    hold = world.hold("create_interaction_response")
    answer = await maya.types("/hello")
    assert (answer.ok, answer.why, answer.kind) == (False, "no response within 0.1 s", "")
    assert len(world.timeouts) == 1
    hold.release()
    late = await world.called("create_interaction_response", after=answer)
    assert (late.status, late.error) == (404, 10062)
    assert not maya.seen


async def test_the_clock_counts_for_the_three_seconds_too(
    world: SimulatedDiscord, bot: TinyBot, maya: DiscordPerson
) -> None:
    async def late(interaction: Got) -> None:
        world.clock.moves(seconds=4)
        await interaction.response.send_message("late")

    bot.responds, world.patience = late, 3.0
    hold = world.next_call("create_interaction_response")
    world.patience = 0.5
    assert not (await maya.types("/hello")).ok
    assert (await hold).error == 10062


async def test_a_deferred_answer_gets_its_words_later(
    world: SimulatedDiscord, bot: TinyBot, maya: DiscordPerson
) -> None:
    async def later(interaction: Got) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await interaction.edit_original_response(view=Carrier(text("Here"), row(button("Yes", "yes"))))

    bot.responds = later
    answer = await maya.types("/hello")
    assert answer.kind == "deferred"
    assert answer.message is not None
    await world.finished(answer)
    assert answer.message.words == "Here\nYes"
    assert answer.message.only_for == maya.id
    assert not answer.message.is_loading


async def test_a_follow_up_to_a_deferred_answer_takes_its_place(
    world: SimulatedDiscord, bot: TinyBot, maya: DiscordPerson
) -> None:
    async def later(interaction: Got) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await interaction.followup.send("first", ephemeral=False)
        await interaction.followup.send("second", ephemeral=True)

    bot.responds = later
    answer = await maya.types("/hello")
    await world.called("execute_webhook", after=answer, where=lambda c: c.content["content"] == "second")
    assert [(m.words, m.is_ephemeral) for m in maya.seen] == [("first", True), ("second", True)]


async def test_whether_an_answer_is_ephemeral_is_fixed_when_it_is_deferred(
    world: SimulatedDiscord, bot: TinyBot, maya: DiscordPerson
) -> None:
    async def later(interaction: Got) -> None:
        await interaction.response.defer(thinking=True)
        await interaction.followup.send("for everybody", ephemeral=True)

    bot.responds = later
    answer = await maya.types("/hello")
    await world.finished(answer)
    assert [m.is_ephemeral for m in maya.seen] == [False]
    world.expected_violations("was fixed when it was deferred")


async def test_a_token_lives_for_fifteen_minutes(world: SimulatedDiscord, bot: TinyBot, maya: DiscordPerson) -> None:
    await maya.types("/hello")
    world.clock.moves(minutes=14, seconds=59)
    await bot.got[0].edit_original_response(content="still here")
    world.clock.moves(seconds=1)
    with pytest.raises(discord.HTTPException, match="50027"):
        await bot.got[0].edit_original_response(content="too late")
    with pytest.raises(discord.HTTPException, match="50027"):
        await bot.got[0].followup.send("too late")
    assert maya.seen[-1].words == "still here"


async def test_before_a_first_response_there_is_nothing_to_follow(
    world: SimulatedDiscord, bot: TinyBot, maya: DiscordPerson
) -> None:
    async def hasty(interaction: Got) -> None:
        with pytest.raises(discord.NotFound, match="10015"):
            await interaction.followup.send("hasty")
        await interaction.response.send_message("in order")

    bot.responds = hasty
    assert (await maya.types("/hello")).ok


@pytest.mark.parametrize("kind", [6, 7, 8, 1])
async def test_a_command_takes_no_answer_that_is_for_something_else(
    world: SimulatedDiscord, bot: TinyBot, maya: DiscordPerson, kind: int
) -> None:
    async def wrong(interaction: Got) -> None:
        route = discord.http.Route(
            "POST", "/interactions/{webhook_id}/{webhook_token}/callback",
            webhook_id=interaction.id, webhook_token=interaction.token,
        )  # fmt: skip
        await bot.http.request(route, json={"type": kind, "data": {"choices": [], "content": "x"}})

    bot.responds, world.patience = wrong, 0.2
    assert not (await maya.types("/hello")).ok
    assert codes(bot) == [50035]
    world.expected_violations("create_interaction_response|is no answer to it")


async def test_an_interaction_that_comes_again_is_acknowledged_once(
    world: SimulatedDiscord, bot: TinyBot, maya: DiscordPerson
) -> None:
    answer = await maya.types("/hello")
    again = await world.redeliver(answer)
    assert again.ok
    assert [i.id for i in bot.got] == [int(answer.interaction_id)] * 2
    assert len(maya.seen) == 1
    assert [c.error for c in world.calls_of("create_interaction_response", after=answer)] == [0, 40060]

    async def nothing(_: Got) -> None:
        pass

    bot.responds = nothing
    assert not (await world.redeliver(answer, within=0.1)).ok


async def test_a_bot_that_died_before_its_answer_gets_another_chance(
    world: SimulatedDiscord, bot: TinyBot, maya: DiscordPerson
) -> None:
    answer = await maya.types("/hello")
    again = await world.redeliver(answer, unanswered=True)
    assert (again.ok, again.kind, again.interaction_id) == (True, "message", answer.interaction_id)


async def test_anything_can_be_forged(world: SimulatedDiscord, bot: TinyBot, maya: DiscordPerson) -> None:
    bot.responds = card
    await maya.types("/hello")
    data = {"custom_id": "of-an-older-version", "component_type": 2, "id": 1}
    answer = await maya.forges(data, kind=3, where=maya.seen[0].channel, on=maya.seen[0])
    assert answer.ok
    assert bot.got[-1].data == data
