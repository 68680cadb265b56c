"""Messages, files and response URLs, through the official clients."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.simulators.refused import refusal, refused
from tests.simulators.slack import SimulatedSlack, SlackChannel, SlackPerson, Workspace
from tests.simulators.tiny_bolt import actions, button, section


@pytest.fixture
def mentoring(workspace: Workspace, maya: SlackPerson) -> SlackChannel:
    return workspace.channel("mentoring", members=[maya])


async def test_a_message_to_a_person_opens_the_conversation_and_notifies(
    client: AsyncWebClient, workspace: Workspace, maya: SlackPerson
) -> None:
    sent = await client.chat_postMessage(channel=maya.id, text="Hello")
    assert [m.text for m in maya.direct] == ["Hello"]
    assert sent["channel"] == workspace.direct(maya).id
    assert sent["message"]["bot_id"] == workspace.bot_id
    assert maya.notifications == ["Hello"]


async def test_time_stamps_grow_while_the_clock_stands(client: AsyncWebClient, maya: SlackPerson) -> None:
    stamps = [(await client.chat_postMessage(channel=maya.id, text=str(n)))["ts"] for n in range(3)]
    assert stamps == sorted(set(stamps))


async def test_posting_is_refused_where_the_bot_may_not(
    slack: SimulatedSlack, client: AsyncWebClient, workspace: Workspace, maya: SlackPerson
) -> None:
    async def posting(channel: str) -> str:
        return await refusal(client.chat_postMessage(channel=channel, text="Hello"))

    assert await posting("C0NOWHERE") == "channel_not_found"
    assert await posting(workspace.channel("away", bot=False).id) == "not_in_channel"
    assert await posting(workspace.channel("secret", private=True, bot=False).id) == "channel_not_found"
    assert await posting(workspace.channel("old", archived=True).id) == "is_archived"
    assert await posting(workspace.channel("news", restricted=True).id) == "restricted_action"
    assert await posting(workspace.direct(maya, workspace.person("Sam"), bot=False).id) == "channel_not_found"
    slack.app.messages_tab = False
    assert await posting(maya.id) == "messages_tab_disabled"


async def test_a_deactivated_person_is_reached_only_where_there_was_a_conversation(
    client: AsyncWebClient, workspace: Workspace, maya: SlackPerson
) -> None:
    workspace.direct(maya)
    sam = workspace.person("Sam", deleted=True)
    maya.profile.deleted = True
    assert (await client.chat_postMessage(channel=maya.id, text="Hello"))["ok"]
    assert await refusal(client.chat_postMessage(channel=sam.id, text="Hello")) == "channel_not_found"


async def test_metadata_is_kept_and_shown_only_when_asked_for(client: AsyncWebClient, maya: SlackPerson) -> None:
    metadata = {"event_type": "sent", "event_payload": {"key": "abc"}}
    sent = await client.chat_postMessage(channel=maya.id, text="Hello", metadata=metadata)
    channel, ts = sent["channel"], sent["ts"]
    assert "metadata" not in (await client.conversations_history(channel=channel))["messages"][0]
    await client.chat_update(channel=channel, ts=ts, text="Hello again")
    whole = await client.conversations_history(channel=channel, include_all_metadata=True)
    assert whole["messages"][0]["metadata"] == metadata
    assert whole["messages"][0]["text"] == "Hello again"
    assert "edited" in whole["messages"][0]
    await client.chat_update(channel=channel, ts=ts, text="Hello", metadata={})
    whole = await client.conversations_history(channel=channel, include_all_metadata=True)
    assert "metadata" not in whole["messages"][0]


async def test_history_is_newest_first_in_spans_and_pages(client: AsyncWebClient, maya: SlackPerson) -> None:
    sent = [await client.chat_postMessage(channel=maya.id, text=str(n)) for n in range(5)]
    channel = sent[0]["channel"]
    page = await client.conversations_history(channel=channel, limit=2)
    assert [m["text"] for m in page["messages"]] == ["4", "3"]
    assert page["has_more"]
    span = await client.conversations_history(channel=channel, oldest=sent[1]["ts"], latest=sent[3]["ts"])
    assert [m["text"] for m in span["messages"]] == ["2"]
    span = await client.conversations_history(channel=channel, oldest=sent[3]["ts"], inclusive=True)
    assert [m["text"] for m in span["messages"]] == ["4", "3"]


async def test_threads(client: AsyncWebClient, maya: SlackPerson) -> None:
    first = await client.chat_postMessage(channel=maya.id, text="Top")
    channel, ts = first["channel"], first["ts"]
    await client.chat_postMessage(channel=channel, text="Below", thread_ts=ts)
    assert [m["text"] for m in (await client.conversations_history(channel=channel))["messages"]] == ["Top"]
    replies = await client.conversations_replies(channel=channel, ts=ts)
    assert [m["text"] for m in replies["messages"]] == ["Top", "Below"]
    assert await refusal(client.conversations_replies(channel=channel, ts="1.000000")) == "thread_not_found"
    lost = client.chat_postMessage(channel=channel, text="Lost", thread_ts="1.000000")
    assert await refusal(lost) == "cannot_reply_to_message"


async def test_changing_and_deleting(
    slack: SimulatedSlack, client: AsyncWebClient, workspace: Workspace, maya: SlackPerson, mentoring: SlackChannel
) -> None:
    sent = await client.chat_postMessage(channel=mentoring.id, text="Card", blocks=[actions(button("Yes", "yes"))])
    where: dict[str, Any] = {"channel": mentoring.id, "ts": sent["ts"]}
    assert (await client.chat_getPermalink(channel=mentoring.id, message_ts=sent["ts"]))["permalink"].startswith(
        "https"
    )
    await client.chat_update(**where, text="Taken", blocks=[])
    assert maya.sees(mentoring)[0].words == "Taken"
    workspace.edit_window_minutes = 5
    slack.clock.moves(minutes=6)
    assert await refusal(client.chat_update(**where, text="Late")) == "edit_window_closed"
    await client.chat_delete(**where)
    assert maya.sees(mentoring) == []
    assert await refusal(client.chat_update(**where, text="Gone")) == "message_not_found"
    assert await refusal(client.chat_delete(**where)) == "message_not_found"
    mentoring.archived = True
    assert await refusal(client.chat_update(**where, text="Gone")) == "is_inactive"


async def test_other_peoples_messages_are_not_the_bots(
    slack: SimulatedSlack, client: AsyncWebClient, maya: SlackPerson, mentoring: SlackChannel
) -> None:
    slack.app.events.clear()
    await maya.says("Mine", mentoring)
    where: dict[str, Any] = {"channel": mentoring.id, "ts": maya.sees(mentoring)[0].ts}
    assert await refusal(client.chat_update(**where, text="Yours")) == "cant_update_message"
    assert await refusal(client.chat_delete(**where)) == "cant_delete_message"
    slack.expected_violations("cant_update_message", "cant_delete_message")


async def test_ephemeral_messages(
    slack: SimulatedSlack, client: AsyncWebClient, workspace: Workspace, maya: SlackPerson, mentoring: SlackChannel
) -> None:
    sam = workspace.person("Sam")
    sent = await client.chat_postEphemeral(channel=mentoring.id, user=maya.id, text="Only you")
    assert [m.text for m in maya.sees(mentoring)] == ["Only you"]
    assert sam.sees(mentoring) == []
    outside = client.chat_postEphemeral(channel=mentoring.id, user=sam.id, text="Psst")
    assert await refusal(outside) == "user_not_in_channel"
    changing = client.chat_update(channel=mentoring.id, ts=sent["message_ts"], text="Changed")
    assert await refusal(changing) == "message_not_found"
    slack.expected_violations("chat.update: message_not_found")


async def test_text_only_updates_leave_old_blocks_standing(
    slack: SimulatedSlack, client: AsyncWebClient, maya: SlackPerson
) -> None:
    sent = await client.chat_postMessage(channel=maya.id, text="Card", blocks=[section("Card")])
    await client.chat_update(channel=sent["channel"], ts=sent["ts"], text="New")
    assert maya.direct[0].words == "Card"
    slack.expected_violations("without blocks the old ones stay")


async def test_an_upload_becomes_a_message_with_the_file(
    slack: SimulatedSlack, client: AsyncWebClient, maya: SlackPerson, workspace: Workspace
) -> None:
    channel = workspace.direct(maya)
    sent = await client.files_upload_v2(
        channel=channel.id, filename="meetings.ics", content="BEGIN", title="Meetings", initial_comment="Your calendar"
    )
    file = slack.files.all[sent["file"]["id"]]
    assert (file.data, file.shared) == (b"BEGIN", True)
    assert maya.direct[0].words == "Your calendar\nMeetings"


async def test_uploads_must_be_whole_and_shared_with_a_conversation(
    slack: SimulatedSlack, client: AsyncWebClient, maya: SlackPerson
) -> None:
    begun = await client.files_getUploadURLExternal(filename="a.txt", length=5)
    files: list[dict[str, Any]] = [{"id": begun["file_id"], "title": "a"}]
    assert await refusal(client.files_completeUploadExternal(files=files)) == "file_update_failed"
    whom = client.files_completeUploadExternal(files=[{"id": "F0", "title": "a"}])
    assert await refusal(whom) == "file_not_found"
    await client._upload_file(
        url=begun["upload_url"], data=b"12345", logger=client._logger, timeout=5, proxy=None, ssl=None
    )
    person = client.files_completeUploadExternal(files=files, channel_id=maya.id)
    assert await refusal(person) == "invalid_channel"
    slack.expected_violations("file_update_failed", "file_not_found", "invalid_channel")


async def test_a_response_url_is_good_for_five_messages_in_thirty_minutes(
    slack: SimulatedSlack, maya: SlackPerson, mentoring: SlackChannel
) -> None:
    webhook = AsyncWebhookClient(slack.response_urls.issue(maya, mentoring))
    assert (await webhook.send(text="Only you")).body == "ok"
    await webhook.send(text="All", response_type="in_channel")
    assert [(m.text, bool(m.only_for)) for m in maya.sees(mentoring)] == [("Only you", True), ("All", False)]
    answers = [(await webhook.send(text="More")).status_code for _ in range(4)]
    assert answers == [200, 200, 200, 404]
    late = AsyncWebhookClient(slack.response_urls.issue(maya, mentoring))
    slack.clock.moves(minutes=31)
    assert "expired_url" in (await late.send(text="Late")).body


async def test_a_response_url_changes_and_removes_its_message(
    slack: SimulatedSlack, client: AsyncWebClient, maya: SlackPerson, mentoring: SlackChannel
) -> None:
    await client.chat_postEphemeral(channel=mentoring.id, user=maya.id, text="Card", blocks=[section("Card")])
    card = maya.ephemerals[0]
    webhook = AsyncWebhookClient(slack.response_urls.issue(maya, mentoring, card))
    await webhook.send(text="Done", replace_original=True)
    assert [m.words for m in maya.ephemerals] == ["Done"]
    await webhook.send(delete_original=True)
    assert maya.ephemerals == []
    assert [c.method for c in slack.calls_of("response_url")] == ["response_url"] * 2


async def test_the_error_says_which_blocks_are_wrong(
    slack: SimulatedSlack, client: AsyncWebClient, maya: SlackPerson
) -> None:
    blocks = [actions(button("x" * 76, "long"))]
    answer = await refused(client.chat_postMessage(channel=maya.id, text="Card", blocks=blocks))
    assert answer["error"] == "invalid_blocks"
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]"
    ]
    slack.expected_violations("must be less than 76 characters")
