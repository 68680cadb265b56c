"""Triggers, modals, stacks and the home tab."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.simulators.raw_app import RawApp
from tests.simulators.refused import refusal
from tests.simulators.slack import Impossible, SimulatedSlack, SlackPerson
from tests.simulators.tiny_bolt import actions, button, modal, plain, section, typed


@pytest.fixture
async def trigger(app: RawApp, maya: SlackPerson) -> str:
    return (await maya.types("/ask")).trigger_id


async def test_a_trigger_opens_one_view_within_three_seconds(
    slack: SimulatedSlack, client: AsyncWebClient, maya: SlackPerson, trigger: str
) -> None:
    slack.clock.moves(seconds=3)
    opened = await client.views_open(trigger_id=trigger, view=modal(typed("Name")))
    assert maya.form.id == opened["view"]["id"]
    assert opened["view"]["root_view_id"] == opened["view"]["id"]
    assert await refusal(client.views_open(trigger_id=trigger, view=modal(typed("Name")))) == "exchanged_trigger_id"
    slack.expected_violations("exchanged_trigger_id")


async def test_a_late_trigger_is_expired_and_no_violation(
    slack: SimulatedSlack, client: AsyncWebClient, maya: SlackPerson, trigger: str
) -> None:
    slack.clock.moves(seconds=3.1)
    assert await refusal(client.views_open(trigger_id=trigger, view=modal(typed("Name")))) == "expired_trigger_id"
    assert maya.modal is None


async def test_a_trigger_is_good_for_its_own_workspace_only(slack: SimulatedSlack, trigger: str) -> None:
    other = AsyncWebClient(token=slack.workspace("T0002").bot_token, base_url=slack.api_url)
    assert await refusal(other.views_open(trigger_id=trigger, view=modal(typed("Name")))) == "invalid_trigger_id"
    assert await refusal(other.views_open(trigger_id="made.up", view=modal(typed("Name")))) == "invalid_trigger_id"
    assert len(slack.expected_violations("invalid_trigger_id")) == 2


async def test_a_refused_view_does_not_use_up_its_trigger(
    slack: SimulatedSlack, client: AsyncWebClient, maya: SlackPerson, trigger: str
) -> None:
    wrong = modal(section("x"), title=plain("x" * 25))
    assert await refusal(client.views_open(trigger_id=trigger, view=wrong)) == "invalid_arguments"
    slack.expected_violations("less than 25")
    await client.views_open(trigger_id=trigger, view=modal(section("x")))
    assert maya.form.title == "Ask"


async def test_updating_keeps_what_was_typed_and_minds_the_hash(
    client: AsyncWebClient, maya: SlackPerson, trigger: str
) -> None:
    opened = (await client.views_open(trigger_id=trigger, view=modal(typed("Name", initial_value="M"))))["view"]
    await maya.fills({"Name": "Maya"})
    more = modal(typed("Your name", initial_value="X"), typed("District", "district", initial_value="North"))
    updated = (await client.views_update(view_id=opened["id"], hash=opened["hash"], view=more))["view"]
    assert maya.form.values == {"Your name": "Maya", "District": "North"}
    assert updated["hash"] != opened["hash"]
    stale = client.views_update(view_id=opened["id"], hash=opened["hash"], view=more)
    assert await refusal(stale) == "hash_conflict"


async def test_an_external_id_names_one_open_view(
    slack: SimulatedSlack, client: AsyncWebClient, maya: SlackPerson, trigger: str
) -> None:
    await client.views_open(trigger_id=trigger, view=modal(section("x"), external_id="mine"))
    await client.views_update(external_id="mine", view=modal(section("y"), external_id="mine"))
    assert "y" in maya.form.words
    second = (await maya.types("/ask")).trigger_id
    again = client.views_open(trigger_id=second, view=modal(section("x"), external_id="mine"))
    assert await refusal(again) == "duplicate_external_id"
    slack.expected_violations("duplicate_external_id")


async def test_three_views_fit_in_a_stack(
    slack: SimulatedSlack, client: AsyncWebClient, maya: SlackPerson, trigger: str
) -> None:
    def view(title: str) -> dict[str, Any]:
        return modal(actions(button("More", "more")), title=plain(title))

    await client.views_open(trigger_id=trigger, view=view("One"))
    for title in ("Two", "Three"):
        pressed = await maya.presses("More")
        pushed = (await client.views_push(trigger_id=pressed.trigger_id, view=view(title)))["view"]
        assert pushed["root_view_id"] == maya.modals[0].id
        assert pushed["previous_view_id"] == maya.modals[-2].id
    pressed = await maya.presses("More")
    assert await refusal(client.views_push(trigger_id=pressed.trigger_id, view=view("Four"))) == "push_limit_reached"
    slack.expected_violations("push_limit_reached")
    await maya.closes()
    assert [v.title for v in maya.modals] == ["One", "Two"]


async def test_nothing_is_pushed_without_a_modal_below(
    slack: SimulatedSlack, client: AsyncWebClient, maya: SlackPerson, trigger: str
) -> None:
    assert await refusal(client.views_push(trigger_id=trigger, view=modal(section("x")))) == "invalid_trigger_id"
    slack.expected_violations("invalid_trigger_id")
    await client.views_open(trigger_id=(await maya.types("/ask")).trigger_id, view=modal(actions(button("More", "m"))))
    pressed = await maya.presses("More")
    await maya.closes()
    assert await refusal(client.views_push(trigger_id=pressed.trigger_id, view=modal(section("x")))) == "not_found"


async def test_a_closed_view_cannot_be_changed(client: AsyncWebClient, maya: SlackPerson, trigger: str) -> None:
    view_id = (await client.views_open(trigger_id=trigger, view=modal(typed("Name"))))["view"]["id"]
    await maya.fills({"Name": "Maya"})
    await maya.submits()
    assert await refusal(client.views_update(view_id=view_id, view=modal(typed("Name")))) == "not_found"


async def test_the_home_tab_is_published_for_one_person(
    slack: SimulatedSlack, client: AsyncWebClient, maya: SlackPerson
) -> None:
    home = {"type": "home", "blocks": [section("First")]}
    published = (await client.views_publish(user_id=maya.id, view=home))["view"]
    await client.views_publish(user_id=maya.id, hash=published["hash"], view={**home, "blocks": [section("Second")]})
    assert maya.home is not None
    assert (maya.home.words, maya.home.id) == ("Second", published["id"])
    stale = client.views_publish(user_id=maya.id, hash=published["hash"], view=home)
    assert await refusal(stale) == "hash_conflict"
    assert await refusal(client.views_publish(user_id="U0NOBODY", view=home)) == "invalid_arguments"
    slack.app.home_tab = False
    assert await refusal(client.views_publish(user_id=maya.id, view=home)) == "not_enabled"
    slack.expected_violations("not_enabled")
    with pytest.raises(Impossible, match="no home tab"):
        await maya.opens_home()


# What Slack makes of the acknowledgement of a submission


async def opened(client: AsyncWebClient, trigger: str, **more: Any) -> None:
    await client.views_open(trigger_id=trigger, view=modal(typed("Name", initial_value="Maya"), **more))


async def test_update_and_push_come_with_the_acknowledgement(
    app: RawApp, client: AsyncWebClient, maya: SlackPerson, trigger: str
) -> None:
    await opened(client, trigger)
    app.says({"response_action": "update", "view": modal(typed("District", "d"), title=plain("Two"))})
    await maya.submits()
    assert [v.title for v in maya.modals] == ["Two"]
    app.says({"response_action": "push", "view": modal(section("Sure?"), title=plain("Three"))})
    await maya.fills({"District": "North"})
    await maya.submits()
    assert [v.title for v in maya.modals] == ["Two", "Three"]
    app.says({"response_action": "clear"})
    await maya.submits()
    assert maya.modals == []


async def test_wrong_acknowledgements_of_a_submission_are_recorded(
    slack: SimulatedSlack, app: RawApp, client: AsyncWebClient, maya: SlackPerson, trigger: str
) -> None:
    await opened(client, trigger)
    for wrong, says in (
        ({"response_action": "vanish"}, "no such acknowledgement"),
        ({"response_action": "errors", "errors": {"nowhere": "x"}}, "no input of this view"),
        ({"response_action": "errors", "errors": {}}, "must map block ids"),
        ({"response_action": "update", "view": modal(section(""))}, "more than 0"),
        ({"response_action": "clear", "view": modal(section("x"))}, "no such acknowledgement"),
    ):
        app.says(wrong)
        await maya.submits()
        slack.expected_violations(says)
    assert maya.form.title == "Ask"


async def test_no_answer_to_a_submission_leaves_the_form_with_a_warning(
    slack: SimulatedSlack, app: RawApp, client: AsyncWebClient, maya: SlackPerson, trigger: str
) -> None:
    await opened(client, trigger)
    app.silent, slack.patience = True, 0.01
    answer = await maya.submits()
    assert (answer.ok, answer.status, maya.form.trouble) == (False, 0, True)
    assert slack.timeouts == ["view_submission ask: no acknowledgement within 0.01 s"]
    app.silent = False
    await maya.submits()
    assert maya.modal is None


async def test_closing_is_told_where_it_was_asked_for(
    app: RawApp, client: AsyncWebClient, maya: SlackPerson, trigger: str
) -> None:
    await opened(client, trigger)
    assert await maya.closes() is None
    await opened(client, (await maya.types("/ask")).trigger_id, notify_on_close=True, private_metadata="kept")
    told = await maya.closes()
    assert told is not None
    assert app.payload["type"] == "view_closed"
    assert app.payload["view"]["private_metadata"] == "kept"
    assert app.payload["is_cleared"] is False
    assert maya.modal is None
