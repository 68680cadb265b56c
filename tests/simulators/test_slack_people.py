"""People can do what Slack's client lets them do, and their payloads are those of Slack."""

from datetime import date, time
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.simulators.raw_app import RawApp
from tests.simulators.slack import Impossible, SimulatedSlack, SlackPerson, Workspace
from tests.simulators.tiny_bolt import actions, button, modal, plain, section, typed


def options(*labels: str) -> list[dict[str, Any]]:
    return [{"text": plain(label), "value": label.lower()} for label in labels]


def asked(label: str, kind: str, optional: bool = False, **more: Any) -> dict[str, Any]:
    element = {"type": kind, "action_id": "x", **more}
    return {"type": "input", "block_id": label.lower(), "label": plain(label), "element": element, "optional": optional}


EVERYTHING = [
    asked("Text", "plain_text_input", multiline=True, max_length=20),
    asked("Number", "number_input", is_decimal_allowed=False, min_value="1", max_value="3"),
    asked("Email", "email_text_input", optional=True),
    asked("Link", "url_text_input", optional=True),
    asked("State", "static_select", options=options("Ohio", "Texas")),
    asked("Topics", "multi_static_select", options=options("A", "B", "C"), max_selected_items=2),
    asked("City", "external_select", min_query_length=1, optional=True),
    asked("Boxes", "checkboxes", options=options("X", "Y"), optional=True),
    asked("Radio", "radio_buttons", options=options("Yes", "No")),
    asked("Day", "datepicker"),
    asked("Hour", "timepicker"),
    asked("Person", "users_select"),
    asked("Channel", "channels_select", optional=True),
    asked("Place", "conversations_select", optional=True, response_url_enabled=True),
]


async def shown(client: AsyncWebClient, maya: SlackPerson, *blocks: dict[str, Any], **more: Any) -> None:
    trigger = (await maya.types("/ask")).trigger_id
    await client.views_open(trigger_id=trigger, view=modal(*blocks, **more))


async def test_each_kind_of_input_holds_its_value_as_slack_sends_it(
    app: RawApp, client: AsyncWebClient, workspace: Workspace, maya: SlackPerson
) -> None:
    lounge = workspace.channel("lounge", members=[maya])
    await shown(client, maya, *EVERYTHING)
    await maya.fills({"Text": "One\ntwo", "Number": 2, "State": "Ohio", "Topics": ["A", "c"], "Radio": "No"})
    await maya.fills({"Day": date(2026, 3, 9), "Hour": time(15, 30), "Person": maya, "Place": lounge})
    await maya.submits()
    values = {block: held["x"] for block, held in app.payload["view"]["state"]["values"].items()}
    ohio, a, c, no = options("Ohio", "A", "C", "No")
    assert values == {
        "text": {"type": "plain_text_input", "value": "One\ntwo"},
        "number": {"type": "number_input", "value": "2"},
        "email": {"type": "email_text_input", "value": None},
        "link": {"type": "url_text_input", "value": None},
        "state": {"type": "static_select", "selected_option": ohio},
        "topics": {"type": "multi_static_select", "selected_options": [a, c]},
        "city": {"type": "external_select", "selected_option": None},
        "boxes": {"type": "checkboxes", "selected_options": []},
        "radio": {"type": "radio_buttons", "selected_option": no},
        "day": {"type": "datepicker", "selected_date": "2026-03-09"},
        "hour": {"type": "timepicker", "selected_time": "15:30"},
        "person": {"type": "users_select", "selected_user": maya.id},
        "channel": {"type": "channels_select", "selected_channel": None},
        "place": {"type": "conversations_select", "selected_conversation": lounge.id},
    }
    assert app.payload["response_urls"][0]["channel_id"] == lounge.id


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({}, "required"),
        ({"Text": "x" * 21}, "Must have 0 to 20 characters, has 21"),
        ({"Number": 4}, "Must be from 1 to 3"),
        ({"Number": 1.5}, "whole number"),
        ({"Email": "nobody"}, "valid email"),
        ({"Link": "example"}, "valid URL"),
    ],
)
async def test_the_client_does_not_send_a_form_that_is_not_right(
    app: RawApp, client: AsyncWebClient, maya: SlackPerson, values: dict[str, Any], says: str
) -> None:
    await shown(client, maya, *EVERYTHING)
    await maya.fills(values)
    before = len(app.got)
    with pytest.raises(Impossible, match=says):
        await maya.submits()
    assert len(app.got) == before


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("State", "Utah", "offered 0 times"),
        ("Topics", ["A", "B", "C"], "at most 2"),
        ("Topics", ["A", "A"], "once"),
        ("Number", "many", "takes a number"),
        ("Person", "U0NOBODY", "list of people"),
        ("Channel", "C0NOWHERE", "list of channels"),
        ("Nowhere", "x", "0 of 'Nowhere'"),
    ],
)
async def test_only_what_is_offered_can_be_entered(
    app: RawApp, client: AsyncWebClient, maya: SlackPerson, name: str, value: Any, says: str
) -> None:
    await shown(client, maya, *EVERYTHING)
    with pytest.raises(Impossible, match=says):
        await maya.fills({name: value})


async def test_an_external_select_offers_what_the_app_answers(
    slack: SimulatedSlack, app: RawApp, client: AsyncWebClient, maya: SlackPerson
) -> None:
    await shown(client, maya, asked("City", "external_select", min_query_length=2))
    app.says({"options": options("Akron", "Toledo")})
    with pytest.raises(Impossible, match="after 2 characters"):
        await maya.searches("City", "a")
    assert [o["value"] for o in await maya.searches("City", "ak")] == ["akron", "toledo"]
    assert (app.payload["type"], app.payload["value"], app.payload["action_id"]) == ("block_suggestion", "ak", "x")
    await maya.fills({"City": "Toledo"})
    app.says({"option_groups": [{"label": plain("Ohio"), "options": options("Dayton")}]})
    await maya.fills({"City": "Dayton"})
    assert maya.form.values["City"]["value"] == "dayton"
    app.says({"options": [{"text": plain(str(n)), "value": str(n)} for n in range(101)]})
    await maya.searches("City", "all")
    app.says(None)
    await maya.searches("City", "nothing")
    slack.expected_violations("no more than 100", "needs options or option_groups")


async def test_a_button_is_pressed_where_it_stands(
    slack: SimulatedSlack, app: RawApp, client: AsyncWebClient, workspace: Workspace, maya: SlackPerson
) -> None:
    sent = await client.chat_postMessage(channel=maya.id, text="Card", blocks=[actions(button("Yes", "yes", "42"))])
    answer = await maya.presses("Yes")
    body = app.payload
    assert answer.payload == body
    assert body["container"] == {
        "type": "message",
        "message_ts": sent["ts"],
        "channel_id": sent["channel"],
        "is_ephemeral": False,
    }
    assert body["channel"] == {"id": sent["channel"], "name": "directmessage"}
    assert body["user"] == {"id": maya.id, "username": "maya.ortiz", "name": "maya.ortiz", "team_id": workspace.id}
    assert (body["team"], body["enterprise"]) == ({"id": workspace.id, "domain": "school-ots"}, None)
    assert body["message"]["blocks"][0]["elements"][0]["action_id"] == "yes"
    action = body["actions"][0]
    assert (action["type"], action["value"], action["block_id"]) == ("button", "42", "row")
    assert app.got[-1]["accepts_response_payload"] is False
    await client.chat_update(channel=sent["channel"], ts=sent["ts"], text="Taken", blocks=[section("Taken")])
    with pytest.raises(Impossible, match="sees no 'Yes'"):
        await maya.presses("Yes")
    with pytest.raises(Impossible, match="0 of 'Yes'"):
        await maya.presses("Yes", maya.direct[0])


async def test_nobody_presses_what_she_does_not_see(
    app: RawApp, client: AsyncWebClient, workspace: Workspace, maya: SlackPerson
) -> None:
    sam = workspace.person("Sam")
    channel = workspace.channel("mentoring", members=[maya, sam])
    blocks = [actions(button("Yes", "yes"))]
    await client.chat_postEphemeral(channel=channel.id, user=maya.id, text="Card", blocks=blocks)
    card = maya.ephemerals[0]
    with pytest.raises(Impossible, match="does not see"):
        await sam.presses("Yes", card)
    await maya.presses("Yes", card)
    assert app.payload["container"]["is_ephemeral"] is True
    assert "message" not in app.payload


async def test_selects_and_menus_in_a_message_act_at_once(
    app: RawApp, client: AsyncWebClient, maya: SlackPerson
) -> None:
    menu = {"type": "overflow", "action_id": "more", "options": options("Pause", "End")}
    pick = {"type": "static_select", "action_id": "pick", "placeholder": plain("Day"), "options": options("Mon", "Tue")}
    await client.chat_postMessage(channel=maya.id, text="Card", blocks=[actions(menu, pick)])
    await maya.chooses("more", "End")
    assert app.payload["actions"][0]["selected_option"]["value"] == "end"
    await maya.chooses("Day", "Tue")
    assert app.payload["actions"][0]["selected_option"]["value"] == "tue"


async def test_what_acts_in_a_view_is_in_its_state_too(app: RawApp, client: AsyncWebClient, maya: SlackPerson) -> None:
    pick = {"type": "static_select", "action_id": "pick", "placeholder": plain("Day"), "options": options("Mon", "Tue")}
    await shown(client, maya, actions(pick), {**typed("Name"), "dispatch_action": True})
    await maya.fills({"Day": "Mon"})
    assert app.payload["container"] == {"type": "view", "view_id": maya.form.id}
    assert app.payload["view"]["state"]["values"]["row"]["pick"]["selected_option"]["value"] == "mon"
    await maya.fills({"Name": "Maya"})
    assert app.payload["actions"][0]["value"] == "Maya"


async def test_a_form_can_be_forged(app: RawApp, client: AsyncWebClient, maya: SlackPerson) -> None:
    await shown(client, maya, typed("Name", max_length=3), private_metadata="mine")
    forged = {"type": "plain_text_input", "value": "far too long"}
    await maya.submits(forged_values={"name/typed": forged}, forged_view={"private_metadata": "yours"})
    assert app.payload["view"]["state"]["values"]["name"]["typed"]["value"] == "far too long"
    assert app.payload["view"]["private_metadata"] == "yours"


async def test_forged_actions_travel_as_they_are(app: RawApp, client: AsyncWebClient, maya: SlackPerson) -> None:
    await client.chat_postMessage(channel=maya.id, text="Card", blocks=[actions(button("Yes", "yes", "42"))])
    forged = {"type": "button", "action_id": "yes", "block_id": "row", "value": "43"}
    await maya.forges(forged, maya.direct[0])
    assert app.payload["actions"][0]["value"] == "43"


async def test_commands_carry_what_slack_says_of_their_place(
    slack: SimulatedSlack, app: RawApp, workspace: Workspace, maya: SlackPerson
) -> None:
    lounge = workspace.channel("lounge", members=[maya])
    await maya.types("/ask state:Ohio", lounge)
    body = app.payload
    assert (body["command"], body["text"], body["channel_name"]) == ("/ask", "state:Ohio", "lounge")
    assert (body["is_enterprise_install"], body["team_domain"]) == ("false", "school-ots")
    assert app.got[-1]["accepts_response_payload"] is True
    await maya.types("/ask")
    assert app.payload["channel_name"] == "directmessage"
    secret = workspace.channel("secret", private=True)
    with pytest.raises(Impossible, match="is not in secret"):
        await maya.types("/ask", secret)
    slack.app.commands = {"/find-mentor"}
    with pytest.raises(Impossible, match="not a valid command"):
        await maya.types("/ask")


async def test_an_unanswered_command_says_so_to_its_typist(
    slack: SimulatedSlack, app: RawApp, maya: SlackPerson
) -> None:
    app.silent, slack.patience = True, 0.01
    await maya.types("/ask")
    assert maya.ephemerals[-1].text == "/ask failed with the error 'operation_timeout'"
    assert slack.timeouts


async def test_an_answer_in_channel_is_seen_by_all(app: RawApp, workspace: Workspace, maya: SlackPerson) -> None:
    sam = workspace.person("Sam")
    lounge = workspace.channel("lounge", members=[maya, sam])
    app.says({"text": "Hello all", "response_type": "in_channel"})
    await maya.types("/hello", lounge)
    assert [m.words for m in sam.sees(lounge)] == ["Hello all"]


async def test_wrong_answers_to_commands_and_presses_are_recorded(
    slack: SimulatedSlack, app: RawApp, client: AsyncWebClient, maya: SlackPerson
) -> None:
    app.says({"text": "Hello", "colour": "red"})
    await maya.types("/hello")
    slack.expected_violations("unknown field 'colour'")
    await client.chat_postMessage(channel=maya.id, text="Card", blocks=[actions(button("Yes", "yes"))])
    await maya.presses("Yes")
    slack.expected_violations("which nobody reads")


async def test_message_shortcuts_carry_the_message(
    slack: SimulatedSlack, app: RawApp, client: AsyncWebClient, workspace: Workspace, maya: SlackPerson
) -> None:
    channel = workspace.channel("mentoring", members=[maya])
    await client.chat_postMessage(channel=channel.id, text="Looking for a mentor")
    await maya.uses_message_shortcut("ask_for", maya.sees(channel)[0])
    assert app.payload["type"] == "message_action"
    assert app.payload["message"]["text"] == "Looking for a mentor"
    slack.app.shortcuts = {"ask_for": "global"}
    with pytest.raises(Impossible, match="no message shortcut"):
        await maya.uses_message_shortcut("ask_for", maya.sees(channel)[0])
    await maya.uses_shortcut("ask_for")
    assert app.payload["type"] == "shortcut"


async def test_deactivated_people_do_nothing(app: RawApp, maya: SlackPerson) -> None:
    maya.profile.deleted = True
    with pytest.raises(Impossible, match="deactivated"):
        await maya.types("/ask")
    assert app.got == []
