"""What the app hears of, and what it does not."""

from slack_sdk.web.async_client import AsyncWebClient

from tests.simulators.raw_app import RawApp
from tests.simulators.refused import refusal
from tests.simulators.slack import SimulatedSlack, SlackPerson, Workspace


def events(app: RawApp) -> list[str]:
    return [frame["payload"]["event"]["type"] for frame in app.got if frame["type"] == "events_api"]


async def test_an_event_carries_its_authorization(app: RawApp, workspace: Workspace, maya: SlackPerson) -> None:
    await maya.opens_home()
    body = app.payload
    assert (body["type"], body["team_id"], body["event"]["tab"]) == ("event_callback", workspace.id, "home")
    assert body["event"]["channel"] == workspace.direct(maya).id
    assert body["authorizations"] == [
        {
            "enterprise_id": None,
            "team_id": workspace.id,
            "user_id": workspace.bot_user_id,
            "is_bot": True,
            "is_enterprise_install": False,
        }
    ]
    assert app.got[-1]["retry_attempt"] == 0


async def test_only_subscribed_events_with_their_scope_are_heard(
    slack: SimulatedSlack, app: RawApp, workspace: Workspace, maya: SlackPerson
) -> None:
    lounge = workspace.channel("lounge", members=[maya])
    assert await maya.says("Hello", lounge) is None
    assert (await maya.says("Hello")) is not None
    assert app.payload["event"]["channel_type"] == "im"
    workspace.installation.scopes.remove("im:history")
    assert await maya.says("Hello") is None
    slack.app.events.remove("user_change")
    assert await workspace.changes_profile(maya, tz="America/Denver") is None
    assert maya.profile.tz == "America/Denver"


async def test_people_change_and_leave(app: RawApp, workspace: Workspace, maya: SlackPerson) -> None:
    lounge = workspace.channel("lounge", members=[maya])
    await workspace.changes_profile(maya, tz="America/Denver", name="Maya O.")
    assert app.payload["event"]["user"]["tz"] == "America/Denver"
    await maya.leaves(lounge)
    assert app.payload["event"] | {"event_ts": ""} == {
        "type": "member_left_channel",
        "user": maya.id,
        "channel": lounge.id,
        "channel_type": "C",
        "team": workspace.id,
        "event_ts": "",
    }
    await maya.joins(lounge)
    await workspace.changes_profile(maya, deleted=True)
    assert app.payload["event"]["user"]["deleted"]
    assert maya.id not in lounge.members


async def test_channels_come_to_an_end(
    app: RawApp, client: AsyncWebClient, workspace: Workspace, maya: SlackPerson
) -> None:
    public = workspace.channel("public", members=[maya])
    private = workspace.channel("private", members=[maya], private=True)
    await workspace.archives(public)
    await workspace.unarchives(public)
    await workspace.archives(private)
    await workspace.removes_bot(public)
    assert await refusal(client.chat_postMessage(channel=public.id, text="Hello")) == "not_in_channel"
    await workspace.adds_bot(public)
    await workspace.deletes(public)
    assert await refusal(client.chat_postMessage(channel=public.id, text="Hello")) == "channel_not_found"
    assert events(app) == [
        "channel_archive",
        "channel_unarchive",
        "group_archive",
        "channel_left",
        "member_left_channel",
        "member_joined_channel",
        "channel_deleted",
    ]


async def test_an_uninstalled_app_hears_of_it_and_of_nothing_more(
    app: RawApp, client: AsyncWebClient, workspace: Workspace, maya: SlackPerson
) -> None:
    told = await workspace.uninstalls()
    assert [a.payload["event"]["type"] for a in told] == ["tokens_revoked", "app_uninstalled"]
    assert told[0].payload["event"]["tokens"]["bot"] == [workspace.bot_user_id]
    assert await refusal(client.auth_test()) == "account_inactive"
    assert await maya.opens_home() is None
    assert len(app.got) == 2


async def test_any_other_event_can_be_sent(slack: SimulatedSlack, app: RawApp, workspace: Workspace) -> None:
    slack.app.events.add("emoji_changed")
    await workspace.event({"type": "emoji_changed", "subtype": "add"})
    assert app.payload["event"]["subtype"] == "add"


async def test_messages_of_every_subtype_can_be_said(app: RawApp, maya: SlackPerson) -> None:
    await maya.says("A file", subtype="file_share", files=[{"id": "F1"}])
    assert (app.payload["event"]["subtype"], app.payload["event"]["files"]) == ("file_share", [{"id": "F1"}])
