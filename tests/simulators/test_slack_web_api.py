"""Tokens, scopes, arguments and the reading methods, through the official client."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.simulators.refused import refusal, refused
from tests.simulators.slack import SimulatedSlack, SlackPerson, Workspace


async def test_a_token_says_who_the_bot_is_and_what_it_was_granted(
    client: AsyncWebClient, workspace: Workspace
) -> None:
    answer = await client.auth_test()
    assert (answer["team_id"], answer["user_id"]) == (workspace.id, workspace.bot_user_id)
    assert answer["bot_id"] == workspace.bot_id
    assert answer.headers["X-OAuth-Scopes"].split(",")[:2] == ["commands", "chat:write"]


async def test_missing_wrong_and_dead_tokens_each_get_their_error(
    slack: SimulatedSlack, client: AsyncWebClient
) -> None:
    assert await refusal(AsyncWebClient(base_url=slack.api_url).auth_test()) == "not_authed"
    assert await refusal(AsyncWebClient(token="xoxb-no", base_url=slack.api_url).auth_test()) == "invalid_auth"
    app_level = AsyncWebClient(token=slack.app.app_token, base_url=slack.api_url)
    assert await refusal(app_level.auth_test()) == "not_allowed_token_type"
    await client.auth_revoke()
    assert await refusal(client.auth_test()) == "token_revoked"


async def test_an_uninstalled_app_has_an_inactive_account(slack: SimulatedSlack, client: AsyncWebClient) -> None:
    app = slack.app
    assert await refusal(client.apps_uninstall(client_id=app.client_id, client_secret="no")) == "bad_client_secret"
    await client.apps_uninstall(client_id=app.client_id, client_secret=app.client_secret)
    assert await refusal(client.auth_test()) == "account_inactive"


async def test_a_missing_scope_is_named(client: AsyncWebClient, workspace: Workspace, maya: SlackPerson) -> None:
    workspace.installation.scopes.remove("users:read")
    answer = await refused(client.users_info(user=maya.id))
    assert (answer["error"], answer["needed"]) == ("missing_scope", "users:read")
    assert "chat:write" in answer["provided"]


async def test_reading_a_conversation_takes_the_scope_of_its_kind(
    client: AsyncWebClient, workspace: Workspace, maya: SlackPerson
) -> None:
    public, private = workspace.channel("open", members=[maya]), workspace.channel("closed", private=True)
    assert (await client.conversations_info(channel=public.id))["channel"]["name"] == "open"
    assert (await client.conversations_info(channel=private.id))["channel"]["is_private"]
    direct = workspace.direct(maya)
    assert (await refused(client.conversations_info(channel=direct.id)))["needed"] == "im:read"
    assert (await refused(client.conversations_history(channel=public.id)))["needed"] == "channels:history"
    assert (await client.conversations_history(channel=direct.id))["messages"] == []


async def test_private_channels_without_the_bot_do_not_exist_for_it(
    client: AsyncWebClient, workspace: Workspace, maya: SlackPerson
) -> None:
    hidden = workspace.channel("hidden", members=[maya], private=True, bot=False)
    assert await refusal(client.conversations_info(channel=hidden.id)) == "channel_not_found"
    listed = await client.conversations_list(types="public_channel,private_channel")
    assert listed["channels"] == []


async def test_lists_come_in_pages(client: AsyncWebClient, workspace: Workspace) -> None:
    for number in range(5):
        workspace.person(f"Person {number}")
    names = []
    async for page in await client.users_list(limit=2):
        assert len(page["members"]) <= 2
        names += [m["name"] for m in page["members"]]
    assert names == [*(f"person.{n}" for n in range(5)), "mentorbot"]


async def test_a_wrong_cursor_is_a_mistake(slack: SimulatedSlack, client: AsyncWebClient) -> None:
    assert await refusal(client.users_list(cursor="made-up")) == "invalid_cursor"
    slack.expected_violations("invalid_cursor")


async def test_an_account_shows_zone_role_and_fate(client: AsyncWebClient, workspace: Workspace) -> None:
    lee = workspace.person("Lee Park", tz="America/Denver", admin=True, locale="es-ES")
    shown = (await client.users_info(user=lee.id, include_locale=True))["user"]
    assert (shown["tz"], shown["is_admin"], shown["is_owner"], shown["locale"]) == (
        "America/Denver",
        True,
        False,
        "es-ES",
    )
    assert shown["tz_offset"] in (-6 * 3600, -7 * 3600)
    gone = workspace.person("Gone", deleted=True)
    shown = (await client.users_info(user=gone.id))["user"]
    assert shown["deleted"]
    assert "tz" not in shown
    nowhere = workspace.person("Nowhere", tz="")
    assert (await client.users_info(user=nowhere.id))["user"]["tz"] is None
    other = workspace.stranger("Other", team_id="T0OTHER")
    shown = (await client.users_info(user=other.id))["user"]
    assert (shown["team_id"], shown["is_stranger"]) == ("T0OTHER", True)
    assert (await client.users_info(user=workspace.bot_user_id))["user"]["is_bot"]
    assert await refusal(client.users_info(user="U0NOBODY")) == "user_not_found"


async def test_opening_conversations(slack: SimulatedSlack, client: AsyncWebClient, workspace: Workspace) -> None:
    ann, ben, gone = workspace.person("Ann"), workspace.person("Ben"), workspace.person("Gone", deleted=True)
    first = await client.conversations_open(users=ann.id, return_im=True)
    assert first["channel"]["is_im"]
    again = await client.conversations_open(users=[ann.id])
    assert again["already_open"]
    assert again["channel"]["id"] == first["channel"]["id"]
    group = await client.conversations_open(users=[ann.id, ben.id])
    assert (await client.conversations_open(users=[ben.id, ann.id]))["channel"]["id"] == group["channel"]["id"]
    assert [c.id for c in ann.groups] == [group["channel"]["id"]]
    assert await refusal(client.conversations_open(users=gone.id)) == "user_disabled"
    assert await refusal(client.conversations_open(users="U0NOBODY")) == "user_not_found"
    assert await refusal(client.conversations_open(users=workspace.stranger("Eve").id)) == "user_not_visible"
    assert await refusal(client.conversations_open(users=workspace.bot_user_id)) == "invalid_user_combination"
    crowd = [workspace.person(f"P{n}").id for n in range(9)]
    assert await refusal(client.conversations_open(users=crowd)) == "too_many_users"
    slack.expected_violations("too_many_users")
    workspace.installation.scopes.remove("mpim:write")
    assert (await refused(client.conversations_open(users=crowd[:2])))["needed"] == "mpim:write"


async def test_members_and_joining(client: AsyncWebClient, workspace: Workspace, maya: SlackPerson) -> None:
    channel = workspace.channel("mentoring", members=[maya], bot=False)
    assert (await client.conversations_members(channel=channel.id))["members"] == [maya.id]
    assert (await refused(client.conversations_join(channel=channel.id)))["needed"] == "channels:join"
    workspace.installation.scopes.append("channels:join")
    await client.conversations_join(channel=channel.id)
    assert channel.has_bot
    channel.archived = True
    assert await refusal(client.conversations_join(channel=channel.id)) == "is_archived"


async def test_the_workspace_and_the_bot_itself(client: AsyncWebClient, workspace: Workspace) -> None:
    assert (await refused(client.team_info()))["needed"] == "team:read"
    workspace.installation.scopes.append("team:read")
    assert (await client.team_info())["team"]["name"] == "School OTs"
    assert (await client.bots_info(bot=workspace.bot_id))["bot"]["user_id"] == workspace.bot_user_id


async def test_unknown_methods_and_arguments_are_violations(slack: SimulatedSlack, client: AsyncWebClient) -> None:
    assert await refusal(client.api_call("chat.shout")) == "unknown_method"
    await client.auth_test(colour="red")
    slack.expected_violations("chat.shout: unknown_method", "unknown argument 'colour'")
    assert await refusal(client.api_call("users.info", params={})) == "invalid_arguments"
    slack.expected_violations("missing required field: user")
    await client.api_call("auth.test", params={"team_id": "T0OTHER"})
    slack.expected_violations("team_id T0OTHER is not the token's")


@pytest.mark.parametrize("way", ["json", "params", "data"])
async def test_arguments_are_understood_wherever_they_stand(
    slack: SimulatedSlack, client: AsyncWebClient, maya: SlackPerson, way: str
) -> None:
    sent: dict[str, Any] = {way: {"users": maya.id, "return_im": True if way == "json" else "true"}}
    answer = await client.api_call("conversations.open", **sent)
    assert answer["channel"]["user"] == maya.id
    assert slack.calls[-1].arguments["return_im"] is True
