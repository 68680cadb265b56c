"""Two connections: one is replaced or dies while the other answers, and nothing is lost or doubled."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from adapters.slack.socket import Sockets
from bot.commands import MyMentoring
from tests.adapters.slack.attended import Attended, attended
from tests.simulators.slack import Answer, Envelope
from tests.simulators.slack.acting import payloads

SOON = 0.3  # seconds until a dead line is noticed; a machine that stands still for four of these would be taken for one


@pytest.fixture
async def place(sqlite_url: str) -> AsyncIterator[Attended]:
    async with attended(sqlite_url, ping=SOON) as place:
        yield place


async def both_answer(place: Attended) -> None:
    maya = place.workspace.people["U00000001"]
    for _ in range(2):  # the sockets take turns
        assert (await maya.types("/my-mentoring")).ok


async def test_one_that_is_cut_is_replaced_while_the_other_answers(place: Attended) -> None:
    maya = place.person("Maya")
    dying, _ = place.slack.sockets.open
    dying.cut()
    await place.slack.sockets.disconnected(left=1)
    assert (await maya.types("/my-mentoring")).ok
    await place.slack.sockets.connected(2)
    assert dying not in place.slack.sockets.open
    await both_answer(place)


async def test_both_that_are_cut_come_back_by_themselves(place: Attended) -> None:
    place.person("Maya")
    await place.slack.sockets.close(politely=False)
    await place.slack.sockets.disconnected()
    await place.slack.sockets.connected(2)
    await both_answer(place)


async def test_when_slack_asks_for_new_connections_nothing_goes_unanswered(place: Attended) -> None:
    place.person("Maya")
    old = list(place.slack.sockets.open)
    await place.slack.sockets.asks_to_refresh("warning")
    while set(old) & set(place.slack.sockets.open):
        await place.slack.sockets.disconnected(left=1)
        await place.slack.sockets.connected(2)
    await both_answer(place)


async def test_what_came_over_the_old_connection_is_answered_before_it_is_replaced(place: Attended) -> None:
    """Was: the connection was closed at once, and the acknowledgement went out on the next one."""
    maya = place.person("Maya")
    place.front.gate.clear()
    asking = asyncio.create_task(maya.types("/my-mentoring"))
    await place.front.asked.wait()
    (used,) = [socket for socket in place.slack.sockets.open if socket.waiting]
    await used.send({"type": "disconnect", "reason": "refresh_requested", "debug_info": {}})
    place.front.gate.set()
    assert (await asking).ok
    await place.slack.called("apps.connections.open", where=lambda call: call.order > asking.result().order)
    await place.slack.sockets.connected(2)
    await both_answer(place)


async def test_when_no_new_connection_is_to_be_had_it_is_tried_again(place: Attended) -> None:
    place.person("Maya")
    fault = place.slack.fail("apps.connections.open", times=3)
    await place.slack.sockets.close(politely=False)
    await place.slack.sockets.disconnected()
    await place.slack.sockets.connected(2)
    assert fault.hits == 3
    await both_answer(place)


async def test_an_address_that_slack_does_not_take_any_more_is_replaced(
    place: Attended, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Was: the same address was tried for ever, so that an outage of half a minute ended the bot."""
    place.person("Maya")
    sockets = place.slack.sockets
    good, refused = sockets.ticket, asyncio.Event()

    def spent() -> str:
        if len(place.slack.calls_of("apps.connections.open", after=cut)) >= 3:
            refused.set()
        return "spent"

    monkeypatch.setattr(sockets, "ticket", spent)
    cut = place.slack.calls[-1]
    place.slack.fail("apps.connections.open")
    await sockets.close(politely=False)
    await sockets.disconnected()
    async with asyncio.timeout(10):
        await refused.wait()
    monkeypatch.setattr(sockets, "ticket", good)
    await sockets.connected(2)
    await both_answer(place)


async def test_what_was_not_acknowledged_on_a_broken_connection_is_done_once(place: Attended) -> None:
    maya, ruth = place.person("Maya"), place.person("Ruth")
    await place.asks(maya)
    post = place.mentoring.messages[0]
    button = post.element("I can help with this")
    action = {"type": "button", "block_id": button.block_id, "action_id": button.action_id}
    press = Envelope("envelope-x", "interactive", payloads.block_actions(ruth, action, post))
    place.front.gate.clear()
    pressing = asyncio.create_task(place.slack.acts.send(press, ruth))
    await place.front.asked.wait()
    (used,) = [socket for socket in place.slack.sockets.open if socket.waiting]
    used.cut()
    lost: Answer = await pressing
    assert not lost.ok
    assert place.slack.timeouts
    place.slack.timeouts.clear()
    place.front.gate.set()
    assert (await place.slack.redeliver(lost)).ok
    await place.settled()
    assert len(place.front.handled) == 1
    assert len(ruth.ephemerals) == 1


async def test_what_was_heard_is_answered_before_the_program_ends(place: Attended) -> None:
    maya = place.person("Maya")
    place.front.gate.clear()
    asking = asyncio.create_task(maya.types("/my-mentoring"))
    await place.front.asked.wait()
    closing = asyncio.create_task(place.sockets.close())
    await asyncio.sleep(0)
    place.front.gate.set()
    assert (await asking).ok
    await closing
    assert isinstance(place.front.handled[0][0], MyMentoring)


async def test_one_connection_is_enough(place: Attended) -> None:
    await place.sockets.close()
    await place.slack.sockets.disconnected()
    app = place.adapter.attend(place.front)
    alone = Sockets(app, place.slack.app.app_token, place.workspaces.tokenless, connections=1)
    await alone.open()
    await place.slack.sockets.connected(1)
    assert (await place.person("Maya").types("/my-mentoring")).ok
    await alone.close()
