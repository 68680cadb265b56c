"""The simulated Slack before a real Bolt app, in both transports."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp

from tests.simulators.slack import SimulatedSlack, SlackPerson
from tests.simulators.tiny_bolt import (
    actions,
    bolt,
    button,
    modal,
    over_http,
    over_sockets,
    plain,
    section,
    typed,
)

STATES = ["Ohio", "Oregon", "Oklahoma", "Texas"]


def listeners(app: AsyncApp) -> None:
    """One listener of each kind, each with one call beside its acknowledgement at most."""

    @app.command("/ask")
    async def ask(ack: Any, body: Any, client: Any) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=form())
        await ack()

    @app.command("/hello")
    async def hello(ack: Any, body: Any) -> None:
        await ack(f"Hello <@{body['user_id']}>")

    @app.view("ask")
    async def sent(ack: Any, body: Any, client: Any) -> None:
        values = body["view"]["state"]["values"]
        name = values["name"]["typed"]["value"]
        if name == "nobody":
            await ack(response_action="errors", errors={"name": "Please give a name."})
            return
        state = values["state"]["pick"]["selected_option"]["value"]
        await client.chat_postMessage(
            channel=body["user"]["id"],
            text=f"{name} in {state}",
            blocks=[section(name), actions(button("Done", "done"))],
        )
        await ack()

    @app.action("done")
    async def done(ack: Any, body: Any, client: Any) -> None:
        await client.chat_update(
            channel=body["channel"]["id"], ts=body["message"]["ts"], text="Done.", blocks=[section("Done.")]
        )
        await ack()

    @app.options("pick")
    async def pick(ack: Any, body: Any) -> None:
        found = [s for s in STATES if s.lower().startswith(body["value"].lower())]
        await ack(options=[{"text": plain(s), "value": s.lower()} for s in found])

    @app.event("app_home_opened")
    async def home(event: Any, client: Any) -> None:
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [section("Your home")]})

    @app.event("message")
    async def heard(event: Any, client: Any) -> None:
        await client.chat_postMessage(channel=event["channel"], text=f"You said {event['text']}")

    @app.shortcut("ask_here")
    async def shortcut(ack: Any, body: Any, client: Any) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=form())
        await ack()


def form() -> dict[str, Any]:
    pick = {"type": "external_select", "action_id": "pick", "min_query_length": 1}
    state = {"type": "input", "block_id": "state", "label": plain("State"), "element": pick}
    return modal(typed("Your name"), state)


@pytest.fixture
async def slack() -> AsyncIterator[SimulatedSlack]:
    async with SimulatedSlack() as slack:
        yield slack


@pytest.fixture(params=[over_sockets, over_http], ids=["sockets", "http"])
async def maya(slack: SimulatedSlack, request: pytest.FixtureRequest) -> AsyncIterator[SlackPerson]:
    """A person before the running app."""
    workspace = slack.workspace()
    app = bolt(slack, workspace)
    listeners(app)
    async with request.param(slack, app):
        yield workspace.person("Maya Ortiz")


async def test_a_command_opens_a_modal_and_its_submission_becomes_a_message(maya: SlackPerson) -> None:
    asked = await maya.types("/ask  Ohio ")
    assert asked.ok
    assert asked.payload["text"] == "Ohio"
    assert maya.form.labels == ["Your name", "State"]
    assert [o["value"] for o in await maya.searches("State", "O")] == ["ohio", "oregon", "oklahoma"]
    await maya.fills({"Your name": "Maya", "State": "Oregon"})
    sent = await maya.submits()
    assert sent.ok
    assert maya.modal is None
    assert [m.words for m in maya.direct] == ["Maya\nDone"]
    assert maya.notifications == ["Maya in oregon"]
    await maya.presses("Done")
    assert [m.words for m in maya.direct] == ["Done."]
    assert maya.direct[0].buttons == []


async def test_errors_stand_beside_the_input_and_the_form_stays(maya: SlackPerson) -> None:
    await maya.types("/ask")
    await maya.fills({"Your name": "nobody", "State": "Texas"})
    await maya.submits()
    assert maya.form.errors == {"name": "Please give a name."}
    assert "Please give a name." in maya.form.words
    await maya.fills({"Your name": "Maya"})
    await maya.submits()
    assert maya.modal is None


async def test_the_text_of_an_acknowledged_command_is_seen_by_its_typist_alone(maya: SlackPerson) -> None:
    sam = maya.workspace.person("Sam")
    lounge = maya.workspace.channel("lounge", members=[maya, sam])
    await maya.types("/hello", lounge)
    assert [m.words for m in maya.sees(lounge)] == [f"Hello {maya.mention}"]
    assert maya.ephemerals == maya.sees(lounge)
    assert sam.sees(lounge) == []


async def test_opening_the_home_tab_publishes_it(slack: SimulatedSlack, maya: SlackPerson) -> None:
    opened = await maya.opens_home()
    assert opened is not None
    assert opened.event_id.startswith("Ev")
    call = await slack.called("views.publish", after=opened)
    assert call.arguments["user_id"] == maya.id
    assert maya.home is not None
    assert maya.home.words == "Your home"
    again = await maya.opens_home()
    assert again is not None
    assert again.payload["event"]["view"]["id"] == maya.home.id


async def test_a_message_to_the_bot_is_heard_and_answered(slack: SimulatedSlack, maya: SlackPerson) -> None:
    heard = await maya.says("a < b")
    assert heard is not None
    await slack.called("chat.postMessage", after=heard)
    assert [m.words for m in maya.direct] == ["a &lt; b", "You said a &lt; b"]


async def test_a_shortcut_opens_the_form_from_anywhere(maya: SlackPerson) -> None:
    await maya.uses_shortcut("ask_here")
    assert maya.form.title == "Ask"


async def test_an_unknown_action_is_refused_by_the_app_and_noted(slack: SimulatedSlack, maya: SlackPerson) -> None:
    slack.patience = 0.05 if not slack.by_http else 3.0
    channel = maya.workspace.direct(maya)
    await maya.types("/hello", channel)
    answer = await maya.forges({"type": "button", "action_id": "nowhere", "block_id": "x"}, maya.direct[0])
    assert not answer.ok
    assert len(slack.timeouts) + len(slack.refusals) == 1
