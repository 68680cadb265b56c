"""What this simulation answers is what Discord's own document says that Discord answers."""

import io
from typing import Any

import discord
import pytest

from tests.simulators.simulated_discord import Call, DiscordPerson, Guild, GuildChannel, SimulatedDiscord
from tests.simulators.simulated_discord.answered import answer_problems_of
from tests.simulators.simulated_discord.contract import needs_contract
from tests.simulators.simulated_discord.test_messages import channel_of
from tests.simulators.simulated_discord.test_threads import event, opened
from tests.simulators.simulated_discord.tiny_bot import Carrier, Form, TinyBot, button, label, row, select, text, typed

Got = discord.Interaction[Any]


@needs_contract
async def test_every_answer_keeps_to_the_document(
    world: SimulatedDiscord, bot: TinyBot, guild: Guild, mentoring: GuildChannel, maya: DiscordPerson
) -> None:
    await _everything(world, bot, guild, mentoring, maya)
    problems = [f"{call.name}: {p}" for call in world.calls for p in _problems(call)]
    assert not problems, "\n".join(dict.fromkeys(problems))


def _problems(call: Call) -> list[str]:
    return answer_problems_of(call.method, call.path, call.status, call.answer)


async def _everything(
    world: SimulatedDiscord, bot: TinyBot, guild: Guild, mentoring: GuildChannel, maya: DiscordPerson
) -> None:
    there, channel = bot.guilds[0], channel_of(bot, mentoring)
    await bot.application_info()
    await bot.http.get_global_commands(world.app.id)
    file, shown = discord.File(io.BytesIO(b"x"), "a.ics"), {"type": 13, "file": {"url": "attachment://a.ics"}}
    card = Carrier(text("Hello"), shown, row(button("Yes", "yes")), row(select("day", "Mon", "Tue")))
    sent = await channel.send(view=card, file=file, nonce="key")
    await channel.fetch_message(sent.id)
    assert [m async for m in channel.history()]
    await bot.fetch_channel(channel.id)
    user = await bot.fetch_user_by_id(maya.id)
    await bot.fetch_channel((await user.send("hello")).channel.id)
    await _answers(bot, maya, sent.id)
    await _in_the_server(world, bot, there, mentoring, maya)
    await sent.delete()
    with pytest.raises(discord.NotFound):
        await sent.edit(content="gone")


async def _in_the_server(
    world: SimulatedDiscord, bot: TinyBot, there: discord.Guild, mentoring: GuildChannel, maya: DiscordPerson
) -> None:
    await there.fetch_member(maya.id)
    await there.fetch_roles()
    await there.fetch_channels()
    await bot.fetch_guild(there.id)
    thread, _ = await opened(bot, mentoring, maya)
    await bot.fetch_channel(thread.id)
    await thread.fetch_members()
    await there.active_threads()
    await thread.edit(archived=True)
    await (await event(bot, world)).edit(name="Another name")
    await there.fetch_scheduled_events()


async def _answers(bot: TinyBot, maya: DiscordPerson, card: int) -> None:
    async def later(interaction: Got) -> None:
        await interaction.response.defer(thinking=True)
        await interaction.edit_original_response(view=Carrier(text("Here"), row(button("Next", "next"))))
        await interaction.followup.send("more", ephemeral=True)
        await interaction.original_response()

    async def form(interaction: Got) -> None:
        await interaction.response.send_modal(Form("f", label("Name", typed("name", required=False))))

    async def update(interaction: Got) -> None:
        await interaction.response.edit_message(view=Carrier(text("Taken")))

    bot.responds = later
    answer = await maya.types("/hello")
    await maya.discord.called("get_original_webhook_message", after=answer)
    bot.responds = form
    await maya.presses("Next")
    bot.responds = update
    await maya.submits()
