"""The clock that one can move, on pages without script."""

from datetime import timedelta

import httpx

from bot.ports.platforms import DirectMessage, OutboxKey
from tests.adapters.playground.cards import START, card
from tests.adapters.playground.conftest import account
from tests.adapters.playground.pages import look, press, send
from tests.adapters.playground.rehearsal import Planned, Rehearsal

CHANNEL = "/as/maya/channel"
DIRECT = "/as/maya/dm-maya"
KEY = OutboxKey("k1")


async def test_the_clock_moves_and_messages_arrive(client: httpx.AsyncClient, rehearsal: Rehearsal) -> None:
    due = START + timedelta(days=2)
    rehearsal.planned.append(Planned(due, DirectMessage(account("maya")), card("A reminder"), KEY))
    page = await press(client, await look(client, DIRECT), "+1 hour")
    assert "Tue, Oct 6, 2026, 4:30 PM EDT" in page.text
    page = await press(client, page, "+1 day")
    assert "A reminder" not in page.text
    page = await press(client, page, "To the next message")
    assert "Thu, Oct 8, 2026, 3:30 PM EDT" in page.text
    assert "A reminder" in page.text
    page = await press(client, page, "+1 week")
    assert "Thu, Oct 15, 2026, 3:30 PM EDT" in page.text


async def test_a_clock_button_pressed_twice_moves_the_clock_once(
    client: httpx.AsyncClient, rehearsal: Rehearsal
) -> None:
    page = await look(client, CHANNEL)
    await send(client, page, "+1 day")
    await send(client, page, "+1 day")
    assert rehearsal.clock.at == START + timedelta(days=1)


async def test_the_clock_stays_where_it_is_when_nothing_is_due(client: httpx.AsyncClient, rehearsal: Rehearsal) -> None:
    response = await send(client, await look(client, CHANNEL), "To the next message")
    assert response.status_code == 409
    assert "No message is planned" in response.text
    assert rehearsal.clock.at == START


async def test_a_person_without_a_zone_reads_utc_and_is_told(client: httpx.AsyncClient) -> None:
    assert "Tue, Oct 6, 2026, 7:30 PM UTC" in (await look(client, "/as/sam/channel")).text
