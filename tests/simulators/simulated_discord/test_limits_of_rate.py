"""Rate limits as Discord sets them, and the real client's way with them."""

import asyncio

import aiohttp
import discord
import pytest

from tests.simulators.simulated_discord import GuildChannel, SimulatedDiscord
from tests.simulators.simulated_discord.test_messages import channel_of
from tests.simulators.simulated_discord.tiny_bot import TinyBot


async def test_a_bucket_is_filled_and_the_client_waits(
    world: SimulatedDiscord, bot: TinyBot, mentoring: GuildChannel
) -> None:
    world.bucket("create_message", limit=3, per=0.2)
    channel = channel_of(bot, mentoring)
    await asyncio.gather(*(channel.send(str(n)) for n in range(7)))
    assert len(mentoring.messages) == 7


async def test_who_does_not_wait_is_told_to(world: SimulatedDiscord, bot: TinyBot, mentoring: GuildChannel) -> None:
    world.bucket("create_message", limit=1, per=60)
    about = {"Authorization": f"Bot {world.app.token}", "User-Agent": "DiscordBot (https://example.org, 1)"}
    url = f"{world.api_url}/channels/{mentoring.id}/messages"
    async with aiohttp.ClientSession(headers=about) as session:
        first = await session.post(url, json={"content": "one"})
        second = await session.post(url, json={"content": "two"})
        body = await second.json()
    assert (first.status, second.status) == (200, 429)
    assert (first.headers["X-RateLimit-Limit"], first.headers["X-RateLimit-Remaining"]) == ("1", "0")
    assert first.headers["Content-Type"] == "application/json"
    assert (body["global"], second.headers["X-RateLimit-Scope"]) == (False, "user")
    assert 0 < body["retry_after"] <= 60
    assert [c.status for c in world.invalid_requests] == [429]


@pytest.mark.parametrize(("scope", "invalid"), [("user", 1), ("global", 1), ("shared", 0)])
async def test_the_client_tries_again_after_429(
    world: SimulatedDiscord, bot: TinyBot, mentoring: GuildChannel, scope: str, invalid: int
) -> None:
    world.limit("create_message", retry_after=0.02, scope=scope)  # type: ignore[arg-type]  # of the three
    await channel_of(bot, mentoring).send("hello")
    assert [c.status for c in world.calls_of("create_message")] == [429, 200]
    assert len(world.invalid_requests) == invalid


async def test_the_global_limit_spares_interactions(
    world: SimulatedDiscord, bot: TinyBot, mentoring: GuildChannel
) -> None:
    world.buckets.global_limit = 2
    channel = channel_of(bot, mentoring)
    await asyncio.gather(*(channel.send(str(n)) for n in range(4)))
    assert 429 in [c.status for c in world.calls_of("create_message")]
    person = mentoring.guild.people[0]
    assert all([(await person.types("/hello")).ok for _ in range(4)])


async def test_trouble_on_demand(world: SimulatedDiscord, bot: TinyBot, mentoring: GuildChannel) -> None:
    channel = channel_of(bot, mentoring)
    world.fail("create_message", status=503)
    with pytest.raises(discord.DiscordServerError):
        await channel.send("hello")
    world.refuse("create_message", 40003, where=lambda c: c.id("channel_id") == mentoring.id)
    with pytest.raises(discord.HTTPException, match="40003"):
        await channel.send("hello")
    world.fail("create_message", status=503, after_accepting=True)
    with pytest.raises(discord.DiscordServerError):
        await channel.send("taken")
    assert world.calls_of("create_message")[-1].taken
    assert [message.words for message in mentoring.messages] == ["taken"]
    world.fail("create_message", status=429)
    with pytest.raises(discord.HTTPException, match="429"):
        await channel.send("hello")
    hold = world.hold("create_message")
    sending = asyncio.create_task(channel.send("hello"))
    await hold.reached()
    assert len(mentoring.messages) == 1
    hold.release()
    await sending
    assert len(mentoring.messages) == 2


async def test_what_no_bot_sends(world: SimulatedDiscord, mentoring: GuildChannel) -> None:
    async with aiohttp.ClientSession(headers={"Authorization": f"Bot {world.app.token}"}) as session:
        url = f"{world.api_url}/channels/{mentoring.id}/messages"
        assert (await session.post(url, json={"content": "x", "colour": "red"})).status == 200
        assert (await session.post(url, data=b"{", headers={"Content-Type": "application/json"})).status == 400
        assert (await session.post(url, json={"content": 5})).status == 400
        assert (await session.get(f"{world.api_url}/nowhere")).status == 404
        assert (await session.get(url, headers={"Authorization": "Bearer x"})).status == 401
    world.expected_violations("User-Agent", "no JSON", "no such operation")
    world.violations.clear()
