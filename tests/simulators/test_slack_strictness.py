"""Payloads that Slack, its SDK or its schemas would not have, and texts that would do harm: all are recorded."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.simulators.refused import refusal
from tests.simulators.slack import SimulatedSlack, SlackPerson, Surface, check_blocks, check_view, have_schemas
from tests.simulators.tiny_bolt import actions, button, modal, plain, section, typed

Block = dict[str, Any]


def option(label: str = "One", value: str = "one", **more: Any) -> dict[str, Any]:
    return {"text": plain(label), "value": value, **more}


def select(**more: Any) -> dict[str, Any]:
    return {"type": "static_select", "action_id": "pick", "placeholder": plain("Pick"), **more}


def asked(element: dict[str, Any], **more: Any) -> Block:
    return {"type": "input", "block_id": "asked", "label": plain("Asked"), "element": element, **more}


def rich(*pieces: dict[str, Any]) -> Block:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(pieces)}]}


RIGHT: list[Block] = [
    {"type": "header", "text": plain("x" * 150)},
    section("x" * 3000),
    {"type": "section", "fields": [{"type": "mrkdwn", "text": "x" * 2000}] * 10},
    actions(*(button("x" * 75, f"a{n}", "v" * 2000) for n in range(25))),
    {"type": "context", "elements": [{"type": "mrkdwn", "text": "x"}] * 10},
    {"type": "divider"},
    {"type": "image", "image_url": "https://pictures.test/a.png", "alt_text": "A chart"},
    actions(select(options=[option(str(n), "v" * 146 + f"{n:04}") for n in range(100)])),
    actions(select(option_groups=[{"label": plain("x" * 75), "options": [option()]}] * 100)),
    actions({"type": "overflow", "action_id": "more", "options": [option(value=str(n)) for n in range(5)]}),
    rich({"type": "text", "text": "a", "style": {"bold": True}}, {"type": "user", "user_id": "U1"}),
    rich({"type": "date", "timestamp": 1700000000, "format": "{date_short} {time}", "fallback": "Nov 14"}),
]
WRONG: list[tuple[str, Block]] = [
    ("less than 151", {"type": "header", "text": plain("x" * 151)}),
    ("unsupported type: mrkdwn", {"type": "header", "text": {"type": "mrkdwn", "text": "x"}}),
    ("more than 0", section("")),
    ("less than 3001", section("x" * 3001)),
    ("text or fields", {"type": "section"}),
    ("no more than 10", {"type": "section", "fields": [plain("x")] * 11}),
    ("less than 2001", {"type": "section", "fields": [plain("x" * 2001)]}),
    ("no more than 25", actions(*(button("x", f"a{n}") for n in range(26)))),
    ("no fewer than 1", actions()),
    ("already exists in this block", actions(button("x", "same"), button("y", "same"))),
    ("less than 76", actions(button("x" * 76, "a"))),
    ("less than 2001", actions(button("x", "a", "v" * 2001))),
    ("less than 256", actions(button("x", "a" * 256))),
    ("less than 256", section("x", block_id="b" * 256)),
    ("primary or danger", actions({**button("x", "a"), "style": "default"})),
    ("no more than 10", {"type": "context", "elements": [plain("x")] * 11}),
    ("no more than 100", actions(select(options=[option(value=str(n)) for n in range(101)]))),
    ("less than 76", actions(select(options=[option("x" * 76)]))),
    ("less than 151", actions(select(options=[option(value="v" * 151)]))),
    ("share the value", actions(select(options=[option("A"), option("B")]))),
    ("either options or option_groups", actions(select())),
    ("initial option must match", actions(select(options=[option()], initial_option=option("Two", "two")))),
    ("less than 151", actions(select(options=[option()], placeholder=plain("x" * 151)))),
    ("no more than 5", actions({"type": "overflow", "options": [option(value=str(n)) for n in range(6)]})),
    ("no more than 10", actions({"type": "checkboxes", "options": [option(value=str(n)) for n in range(11)]})),
    ("unsupported type: plain_text_input", actions({"type": "plain_text_input", "action_id": "a"})),
    ("unsupported type: input", typed("Name")),
    ("unsupported type: shout", {"type": "shout"}),
    ("YYYY-MM-DD", actions({"type": "datepicker", "action_id": "d", "initial_date": "tomorrow"})),
    ("HH:mm", actions({"type": "timepicker", "action_id": "t", "initial_time": "25:00"})),
    ("image_url and slack_file", {"type": "image", "alt_text": "A chart"}),
    ("must be a string", {"type": "image", "image_url": "https://pictures.test/a.png"}),
    ("no piece of rich text", rich({"type": "mention", "user_id": "U1"})),
    ("must not be empty", rich({"type": "text", "text": ""})),
    (
        "bullet or ordered",
        {"type": "rich_text", "elements": [{"type": "rich_text_list", "style": "x", "elements": []}]},
    ),
    ("less than 301", actions({**button("x", "a"), "confirm": {"title": plain("t"), "text": plain("x" * 301)}})),
]


def test_what_is_within_the_limits_is_taken() -> None:
    for block in RIGHT:
        assert list(check_blocks([block])) == []
    assert list(check_blocks([{"type": "divider"}] * 50)) == []


@pytest.mark.parametrize(("says", "block"), WRONG)
def test_blocks_beyond_the_limits_are_refused(says: str, block: Block) -> None:
    found = check_blocks([block]).slack
    assert any(says in sentence for sentence in found), found


def test_lists_of_blocks_have_limits_too() -> None:
    assert "no more than 50" in check_blocks([{"type": "divider"}] * 51).slack[0]
    twice = [{"type": "divider", "block_id": "same"}] * 2
    assert "already exists" in check_blocks(twice).slack[0]


WRONG_VIEWS: list[tuple[str, dict[str, Any]]] = [
    ("is required where the blocks hold an input", modal(typed("x"), submit=None)),
    ("less than 25", modal(section("x"), title=plain("x" * 25))),
    ("less than 25", modal(section("x"), close=plain("x" * 25))),
    ("less than 3001", modal(section("x"), private_metadata="x" * 3001)),
    ("less than 256", modal(section("x"), callback_id="x" * 256)),
    ("no more than 100", modal(*[{"type": "divider"}] * 101)),
    ("no fewer than 1", modal()),
    ("must be modal here", {**modal(section("x")), "type": "home"}),
    ("min_length", modal(typed("x", min_length=5, max_length=4))),
    ("less than 4", modal(typed("x", max_length=3, initial_value="long"))),
    (
        "fewer than the initial",
        modal(asked(select(type="multi_users_select", initial_users=["U1", "U2"], max_selected_items=1))),
    ),
    ("is_decimal_allowed", modal(asked({"type": "number_input", "action_id": "n"}))),
    (
        "in this order",
        modal(asked({"type": "number_input", "is_decimal_allowed": False, "min_value": "3", "max_value": "2"})),
    ),
    ("unsupported type: button", modal(asked(button("x", "a")))),
    ("less than 2001", modal(asked(select(options=[option()]), label=plain("x" * 2001)))),
    ("one element can have focus", modal(typed("x", "a", focus_on_load=True), typed("y", "b", focus_on_load=True))),
    ("no options of its own", modal(asked({"type": "external_select", "options": [option()]}))),
]


@pytest.mark.parametrize(("says", "view"), WRONG_VIEWS)
def test_views_beyond_the_limits_are_refused(says: str, view: dict[str, Any]) -> None:
    found = check_view({k: v for k, v in view.items() if v is not None}, Surface.MODAL).slack
    assert any(says in sentence for sentence in found), found


def test_a_home_tab_has_no_buttons_of_a_modal() -> None:
    home = {"type": "home", "blocks": [section("x")], "submit": plain("Send")}
    assert "belongs to modals only" in check_view(home, Surface.HOME).slack[0]


def test_what_slack_ignores_the_sdk_and_the_schemas_still_see() -> None:
    found = check_blocks([section("x", colour="red")])
    assert found.slack == ()
    assert any("slack_sdk knows no 'colour'" in sentence for sentence in found.strict)
    view = modal(section("x"), width=3)
    assert any("'width'" in sentence for sentence in check_view(view, Surface.MODAL).strict)


@pytest.mark.skipif(not have_schemas(), reason="the schemas of the official types are not beside the project")
def test_the_schemas_are_read_where_they_are() -> None:
    found = check_blocks([section("x", expand="yes")]).strict
    assert any(sentence.startswith("schema blocks") for sentence in found), found


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<!channel> hello", "unescaped or unknown markup '<!channel>"),
        ("a <b> c", "unescaped"),
        ("this & that", "unescaped"),
        ("<@U0NOBODY> hello", "mentions U0NOBODY"),
        ("<!date^1700000000^{date}>", "unescaped or unknown markup"),
    ],
)
async def test_harmful_texts_are_recorded(
    slack: SimulatedSlack, client: AsyncWebClient, maya: SlackPerson, text: str, says: str
) -> None:
    await client.chat_postMessage(channel=maya.id, text="Hello", blocks=[section(text)])
    assert says in slack.expected_violations("chat.postMessage")[0]


async def test_harmless_texts_are_not(client: AsyncWebClient, maya: SlackPerson) -> None:
    text = (
        f"{maya.mention} a &lt;b&gt; &amp; <https://example.org/?a=1|link> <!date^1700000000^{{date}} at {{time}}|then>"
    )
    await client.chat_postMessage(
        channel=maya.id, text=text, blocks=[section(f"{text}\n> quoted"), rich({"type": "text", "text": "<&>"})]
    )


async def test_rich_text_calls_nobody_unknown_and_not_everybody(
    slack: SimulatedSlack, client: AsyncWebClient, maya: SlackPerson
) -> None:
    pieces = [{"type": "broadcast", "range": "channel"}, {"type": "user", "user_id": "U0NOBODY"}]
    await client.chat_postMessage(channel=maya.id, text="Hello", blocks=[rich(*pieces)])
    slack.expected_violations("calls everybody", "mentions U0NOBODY")


async def test_pictures_are_uploaded_before_they_are_shown(
    slack: SimulatedSlack, client: AsyncWebClient, maya: SlackPerson
) -> None:
    picture = {"type": "image", "slack_file": {"id": "F0"}, "alt_text": "A chart"}
    await client.chat_postMessage(channel=maya.id, text="Chart", blocks=[picture])
    slack.expected_violations("shows the file F0, which was not uploaded")


async def test_blocks_need_a_text_for_notifications(
    slack: SimulatedSlack, client: AsyncWebClient, maya: SlackPerson
) -> None:
    await client.api_call("chat.postMessage", json={"channel": maya.id, "blocks": [section("Card")]})
    slack.expected_violations("blocks without text")


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ({"text": " "}, "no_text"),
        ({"text": "x" * 4001}, "msg_too_long"),
        ({"text": "x", "blocks": "no json"}, "invalid_blocks_format"),
        ({"text": "x", "metadata": {"event_type": "", "event_payload": {}}}, "invalid_metadata_format"),
        ({"text": "x", "attachments": [{"text": "a"}] * 101}, "too_many_attachments"),
        ({"text": "x", "blocks": [section("x" * 3000, block_id=str(n)) for n in range(5)]}, "msg_blocks_too_long"),
    ],
)
async def test_messages_that_are_refused(
    slack: SimulatedSlack, client: AsyncWebClient, maya: SlackPerson, content: dict[str, Any], error: str
) -> None:
    assert await refusal(client.api_call("chat.postMessage", json={"channel": maya.id, **content})) == error
    slack.expected_violations(error)
    slack.violations.clear()
    assert maya.direct == []


async def test_leaving_with_violations_fails() -> None:
    with pytest.raises(AssertionError, match=r"chat\.shout: unknown_method"):  # noqa: PT012 - the exit is what is tested
        async with SimulatedSlack() as slack:
            slack.workspace()
            await refusal(AsyncWebClient(base_url=slack.api_url).api_call("chat.shout"))


async def test_a_failing_test_keeps_its_own_error_and_hears_of_violations() -> None:
    with pytest.raises(KeyError) as caught:  # noqa: PT012
        async with SimulatedSlack() as slack:
            slack.breaks("something")
            raise KeyError("mine")
    assert "something" in caught.value.__notes__[0]


async def test_expecting_a_violation_that_never_came_fails(slack: SimulatedSlack) -> None:
    with pytest.raises(AssertionError, match="no violation matches"):
        slack.expected_violations("anything")
