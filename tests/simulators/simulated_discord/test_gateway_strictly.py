"""What a client must not do on the gateway, said on a bare websocket."""

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from tests.simulators.simulated_discord import Guild, SimulatedDiscord

Line = aiohttp.ClientWebSocketResponse


@pytest.fixture
async def line(world: SimulatedDiscord, guild: Guild) -> AsyncIterator[Line]:
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(f"{world.gateway_url}?v=10&encoding=json") as line,
    ):
        assert (await line.receive_json())["op"] == 10
        yield line


def identify(world: SimulatedDiscord, **more: Any) -> dict[str, Any]:
    return {"op": 2, "d": {"token": world.app.token, "intents": 1, "properties": {}, **more}}


async def closed_with(line: Line) -> int:
    while not line.closed:
        await line.receive()
    return int(line.close_code or 0)


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"op": 99}, 4001),
        ({"d": None}, 4002),
        ({"op": 1, "d": "x" * 5000}, 4002),
        ({"op": 3, "d": {}}, 4003),
        ({"token": "wrong"}, 4004),
        ({"shard": [2, 2]}, 4010),
        ({"intents": 1 << 40}, 4013),
        ({"intents": 1 << 15}, 4014),
    ],
)
async def test_a_line_is_closed_with_its_code(
    world: SimulatedDiscord, line: Line, sent: dict[str, Any], code: int
) -> None:
    await line.send_json(sent if {"op", "d"} & set(sent) else identify(world, **sent))
    assert await closed_with(line) == code
    assert world.gateway.closed_with == [code]


async def test_identifying_twice_is_once_too_often(world: SimulatedDiscord, line: Line) -> None:
    await line.send_json(identify(world))
    await line.send_json(identify(world))
    assert await closed_with(line) == 4005


async def test_no_json_is_no_frame(line: Line) -> None:
    await line.send_str("{")
    assert await closed_with(line) == 4002


async def test_an_older_version_is_not_spoken(world: SimulatedDiscord) -> None:
    async with aiohttp.ClientSession() as session, session.ws_connect(f"{world.gateway_url}?v=6&encoding=json") as line:
        assert await closed_with(line) == 4012


async def test_events_come_as_they_were_asked_for(world: SimulatedDiscord, line: Line, guild: Guild) -> None:
    await line.send_json(identify(world, intents=0))
    ready = await line.receive_json()
    assert (ready["t"], ready["s"], ready["d"]["resume_gateway_url"]) == ("READY", 1, world.gateway_url)
    world.gateway.dispatch("CHANNEL_CREATE", {}, guild.id)
    world.gateway.dispatch("MESSAGE_CREATE", {})
    world.gateway.dispatch("INTERACTION_CREATE", {}, guild.id)
    heard = json.loads((await line.receive()).data)
    assert (heard["t"], heard["s"]) == ("INTERACTION_CREATE", 2)


async def test_a_session_that_nobody_knows_cannot_be_resumed(world: SimulatedDiscord, line: Line) -> None:
    await line.send_json({"op": 6, "d": {"token": world.app.token, "session_id": "mine", "seq": 1}})
    frame = await line.receive_json()
    assert (frame["op"], frame["d"]) == (9, False)


async def test_heartbeats_are_acknowledged(line: Line) -> None:
    await line.send_json({"op": 1, "d": None})
    assert (await line.receive_json())["op"] == 11
