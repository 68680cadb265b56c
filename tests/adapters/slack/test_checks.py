"""What the doctor finds out by asking a Slack, and what it says to click."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import web
from cryptography.fernet import Fernet

from adapters.slack.checks import Given, examined
from adapters.slack.scopes import SCOPES
from bot.checkup import Finding, Verdict
from bot.ids import SpaceId
from bot.ports.installations import Installation
from bot.ports.platforms import Platform, Space
from storage.engine import open_database
from storage.installations import SqlInstallations
from tests.databases import sqlite_database
from tests.simulators.slack import SimulatedSlack, SlackChannel, Workspace

HERE = "https://mentors.example.org"


@pytest.fixture
async def slack() -> AsyncIterator[SimulatedSlack]:
    async with SimulatedSlack() as slack:
        yield slack


@pytest.fixture
def school(slack: SimulatedSlack) -> Workspace:
    return slack.workspace("T0001", "School OTs")


@pytest.fixture
def mentoring(school: Workspace) -> SlackChannel:
    return school.channel("mentoring")


@pytest.fixture
def given(slack: SimulatedSlack, school: Workspace) -> Given:
    return Given(slack.api_url, bot_token=school.bot_token, app_token=slack.app.app_token)


def space(workspace: Workspace, channel: str = "", *, connected: bool = True) -> Space:
    return Space(SpaceId(workspace.id), Platform.SLACK, workspace.name, channel, connected)


def needs_a_hand(found: list[Finding]) -> Finding:
    (one,) = (finding for finding in found if finding.verdict is Verdict.MEND)
    return one


def notes(found: list[Finding]) -> list[str]:
    return [finding.words for finding in found if finding.verdict is Verdict.NOTE]


@pytest.fixture
async def store(shared_folder: Path, tmp_path: Path) -> AsyncIterator[SqlInstallations]:
    database = open_database(sqlite_database(shared_folder, tmp_path))
    yield SqlInstallations(database, [Fernet.generate_key().decode()])
    await database.close()


def kept(slack: SimulatedSlack, token: str, name: str) -> Installation:
    known = slack.installations[token]
    return Installation(
        platform=Platform.SLACK,
        app_id=slack.app.id,
        enterprise_id=known.enterprise_id or "",
        team_id=known.team_id or "",
        team_name=name,
        enterprise_wide=known.org_wide,
        bot_token=token,
        bot_user_id=known.bot_user_id,
        bot_id=known.bot_id,
        scopes=tuple(known.scopes),
        installer_id="U1",
        installed_at=datetime(2026, 9, 1, tzinfo=UTC),
    )


# All is well


async def test_nothing_needs_a_hand_where_all_is_well(given: Given, school: Workspace, mentoring: SlackChannel) -> None:
    found = await examined(given, None, [space(school, mentoring.id)])
    assert {finding.verdict for finding in found} == {Verdict.WELL}
    told = " ".join(finding.words for finding in found)
    assert "School OTs: the bot is @mentorbot" in told
    assert "#mentoring" in told


async def test_it_only_looks(slack: SimulatedSlack, given: Given, school: Workspace, mentoring: SlackChannel) -> None:
    await examined(given, None, [space(school, mentoring.id)])
    assert [call.method for call in slack.calls] == ["apps.connections.open", "auth.test", "conversations.info"]


async def test_over_http_it_says_what_slack_must_call(given: Given, slack: SimulatedSlack) -> None:
    found = await examined(
        replace(given, app_token="", signing_secret=slack.app.signing_secret, public_url=f"{HERE}/"), None, []
    )
    assert f"Slack must call {HERE}/slack/events." in notes(found)
    assert not slack.calls_of("apps.connections.open")


# How Slack reaches the bot


@pytest.mark.parametrize("token", ["xapp-1-A0-0-unknown", "xoxb-0001-0002-1"])
async def test_a_wrong_app_token_is_told_with_where_to_make_one(given: Given, token: str) -> None:
    wrong = needs_a_hand(await examined(replace(given, app_token=token), None, []))
    assert "SLACK_APP_TOKEN isn't valid" in wrong.words
    assert "App-Level Tokens" in wrong.advice
    assert token not in wrong.words + wrong.advice


async def test_an_app_token_without_its_scope_is_told(slack: SimulatedSlack, given: Given) -> None:
    slack.app.app_token_scopes.clear()
    assert "connections:write is missing" in needs_a_hand(await examined(given, None, [])).words


async def test_a_token_in_place_of_the_signing_secret_is_told(given: Given) -> None:
    mixed = replace(given, app_token="", signing_secret="xoxb-1-2", public_url=HERE)
    wrong = needs_a_hand(await examined(mixed, None, []))
    assert wrong.words == "SLACK_SIGNING_SECRET holds a token."
    assert "Signing Secret" in wrong.advice


async def test_an_address_that_slack_can_t_reach_is_told(given: Given) -> None:
    wrong = needs_a_hand(await examined(replace(given, public_url="http://mentors.example.org"), None, []))
    assert "it must begin with https://" in wrong.words


async def test_an_unknown_refusal_is_shown_with_slack_s_own_word(slack: SimulatedSlack, given: Given) -> None:
    slack.refuse("apps.connections.open", "ekm_access_denied")
    assert "Slack says ekm_access_denied" in needs_a_hand(await examined(given, None, [])).words


# The bot's token


@pytest.mark.parametrize(
    ("error", "words", "advice"),
    [
        ("invalid_auth", "SLACK_BOT_TOKEN isn't valid", "Reinstall"),
        ("token_revoked", "was taken back", "Reinstall"),
        ("account_inactive", "was taken back", "Reinstall"),
        ("token_expired", "has expired", "mentorbot slack manifest"),
        ("org_login_required", "Slack says org_login_required", "again"),
    ],
)
async def test_a_token_that_does_not_work_is_told_with_what_to_do(
    slack: SimulatedSlack, given: Given, school: Workspace, error: str, words: str, advice: str
) -> None:
    slack.refuse("auth.test", error)
    found = await examined(given, None, [space(school, "C1")])
    assert words in needs_a_hand(found).words
    assert advice in needs_a_hand(found).advice
    assert not slack.calls_of("conversations.info")


async def test_another_kind_of_token_is_told(slack: SimulatedSlack, given: Given) -> None:
    assert (
        "SLACK_BOT_TOKEN isn't valid"
        in needs_a_hand(await examined(replace(given, bot_token="xoxp-1"), None, [])).words
    )


async def test_an_organization_s_token_is_not_for_one_workspace(slack: SimulatedSlack, given: Given) -> None:
    token = slack.install(slack.enterprise("E0001")).token
    wrong = needs_a_hand(await examined(replace(given, bot_token=token), None, []))
    assert "belongs to a whole organization" in wrong.words
    assert "--many --org" in wrong.advice


async def test_a_person_s_token_is_told(slack: SimulatedSlack, given: Given, school: Workspace) -> None:
    school.installation.bot_id = ""
    assert "is a person's token" in needs_a_hand(await examined(given, None, [])).words


@pytest.mark.parametrize("scope", SCOPES, ids=lambda scope: scope.name)
async def test_each_missing_scope_is_named_with_its_reason_and_where_to_add_it(
    given: Given, school: Workspace, scope: object
) -> None:
    (missing,) = (each for each in SCOPES if each is scope)
    school.installation.scopes.remove(missing.name)
    wrong = needs_a_hand(await examined(given, None, []))
    assert f"{missing.name}: {missing.why}" in wrong.words
    assert f"Add an OAuth Scope: {missing.name}." in wrong.advice
    assert "Reinstall to Workspace" in wrong.advice


async def test_scopes_that_nobody_needs_are_named(given: Given, school: Workspace) -> None:
    school.installation.scopes.append("channels:history")
    assert "Slack School OTs: the bot may do more than it needs: channels:history." in notes(
        await examined(given, None, [])
    )


# The mentoring channel


async def test_a_workspace_that_is_new_is_told(given: Given) -> None:
    assert "Slack School OTs: this workspace isn't in the database yet." in notes(await examined(given, None, []))


async def test_no_channel_yet_is_a_note(given: Given, school: Workspace) -> None:
    (told,) = notes(await examined(given, None, [space(school)]))
    assert "no mentoring channel is chosen yet" in told


async def test_an_archived_channel_needs_a_hand(given: Given, school: Workspace, mentoring: SlackChannel) -> None:
    mentoring.archived = True
    wrong = needs_a_hand(await examined(given, None, [space(school, mentoring.id)]))
    assert "#mentoring is archived" in wrong.words


async def test_a_channel_without_the_bot_says_how_to_invite_it(given: Given, school: Workspace) -> None:
    channel = school.channel("mentoring", bot=False)
    wrong = needs_a_hand(await examined(given, None, [space(school, channel.id)]))
    assert wrong.advice == "Type /invite @mentorbot in #mentoring."


async def test_a_private_channel_without_the_bot_or_a_deleted_one_can_t_be_seen(
    given: Given, school: Workspace
) -> None:
    private = school.channel("mentors-only", private=True, bot=False)
    for id in (private.id, "C0GONE"):
        wrong = needs_a_hand(await examined(given, None, [space(school, id)]))
        assert "can't be seen" in wrong.words
        assert "/invite @mentorbot" in wrong.advice


async def test_a_workspace_of_another_token_needs_a_hand(given: Given, slack: SimulatedSlack) -> None:
    other = slack.workspace("T0002", "Other OTs")
    wrong = needs_a_hand(await examined(given, None, [space(other, "C1")]))
    assert "Other OTs" in wrong.words
    assert "SLACK_BOT_TOKEN another workspace's" in wrong.advice


async def test_where_the_bot_was_removed_is_only_a_note(given: Given, slack: SimulatedSlack) -> None:
    other = slack.workspace("T0002", "Other OTs")
    found = await examined(given, None, [space(other, "C1", connected=False)])
    assert any("Other OTs: the bot was removed there" in told for told in notes(found))
    assert not [finding for finding in found if finding.verdict is Verdict.MEND]


# Many workspaces


@pytest.fixture
def many(given: Given) -> Given:
    return replace(given, bot_token="", public_url=HERE)


async def test_each_workspace_is_looked_at_with_its_own_token(
    many: Given, slack: SimulatedSlack, school: Workspace, mentoring: SlackChannel, store: SqlInstallations
) -> None:
    other = slack.workspace("T0002", "Other OTs")
    lonely = other.channel("mentors", bot=False)
    await store.save(kept(slack, school.bot_token, school.name))
    await store.save(kept(slack, other.bot_token, other.name))
    found = await examined(many, store, [space(school, mentoring.id), space(other, lonely.id)])
    assert needs_a_hand(found).words == "Slack Other OTs: the bot isn't in the mentoring channel #mentors."
    assert {call.team for call in slack.calls_of("conversations.info")} == {"T0001", "T0002"}


async def test_one_bad_token_does_not_hide_the_others(
    many: Given, slack: SimulatedSlack, school: Workspace, mentoring: SlackChannel, store: SqlInstallations
) -> None:
    other = slack.workspace("T0002", "Other OTs")
    slack.uninstall(other.installation)
    await store.save(kept(slack, other.bot_token, other.name))
    await store.save(kept(slack, school.bot_token, school.name))
    found = await examined(many, store, [space(school, mentoring.id), space(other, "C1")])
    assert "The token of Other OTs was taken back" in needs_a_hand(found).words
    assert f"{HERE}/slack/install" in needs_a_hand(found).advice
    assert any("School OTs: the bot is in the mentoring channel" in finding.words for finding in found)


async def test_an_organization_s_token_serves_its_workspaces(
    many: Given, slack: SimulatedSlack, store: SqlInstallations
) -> None:
    district = slack.enterprise("E0001", "Big District")
    token = slack.install(district).token
    north = slack.workspace("T0003", "North", enterprise="E0001", installed=False)
    channel = north.channel("mentoring")
    await store.save(kept(slack, token, district.name))
    await store.add_workspace("E0001", "T0003")
    found = await examined(many, store, [space(north, channel.id)])
    assert [finding.verdict for finding in found] == [Verdict.WELL] * 3


async def test_a_missing_scope_is_granted_by_adding_the_bot_again(
    many: Given, slack: SimulatedSlack, school: Workspace, store: SqlInstallations
) -> None:
    school.installation.scopes.remove("files:write")
    await store.save(kept(slack, school.bot_token, school.name))
    found = await examined(many, store, [])
    assert f"{HERE}/slack/install" in needs_a_hand(found).advice


async def test_a_workspace_without_an_installation_needs_a_hand(
    many: Given, school: Workspace, store: SqlInstallations
) -> None:
    found = await examined(many, store, [space(school, "C1")])
    assert "there is no token for it" in needs_a_hand(found).words
    assert "Nobody has added the bot to a workspace yet." in notes(found)


async def test_tokens_that_can_t_be_decrypted_are_told(
    many: Given, slack: SimulatedSlack, school: Workspace, store: SqlInstallations
) -> None:
    await store.save(kept(slack, school.bot_token, school.name))
    with_other_keys = SqlInstallations(store.database, [Fernet.generate_key().decode()])
    wrong = needs_a_hand(await examined(many, with_other_keys, []))
    assert wrong.words == "The tokens of the workspaces can't be read."
    assert "SECRET_KEYS" in wrong.advice


# Trouble on the way


async def test_a_slack_that_can_t_be_reached_is_a_finding_and_keeps_the_others(
    slack: SimulatedSlack, given: Given, school: Workspace
) -> None:
    slack.drop("auth.test")
    found = await examined(given, None, [space(school, "C1")])
    assert found[0].verdict is Verdict.WELL
    assert found[-1].words == f"Slack can't be reached at {slack.api_url}."
    assert len(found) == 2


async def test_nothing_listening_there_is_a_finding(given: Given) -> None:
    async with SimulatedSlack() as gone:
        url = gone.api_url
    wrong = needs_a_hand(await examined(replace(given, api_url=url), None, []))
    assert wrong.words == f"Slack can't be reached at {url}."
    assert "firewall or proxy" in wrong.advice


async def test_a_slack_in_trouble_is_a_finding(slack: SimulatedSlack, given: Given) -> None:
    slack.fail("auth.test", status=503)
    assert "503" in needs_a_hand(await examined(given, None, [])).advice


async def test_being_asked_to_wait_is_a_note(slack: SimulatedSlack, given: Given) -> None:
    slack.limit("auth.test", retry_after=30)
    assert "Slack asks to wait 30 seconds, so not everything was looked at." in notes(await examined(given, None, []))


@pytest.mark.parametrize("kind", ["text/html", "application/json"])
async def test_a_proxy_s_own_page_is_a_finding(given: Given, kind: str) -> None:
    async def page(request: web.Request) -> web.Response:
        return web.Response(text="<html>Please sign in</html>", content_type=kind)

    server = web.Application()
    server.router.add_route("*", "/{path:.*}", page)
    runner = web.AppRunner(server, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
        async with asyncio.timeout(20):
            wrong = needs_a_hand(await examined(replace(given, api_url=url), None, []))
    finally:
        await runner.cleanup()
    assert "what answers there is not Slack" in wrong.advice


def test_no_secret_is_shown(given: Given) -> None:
    whole = replace(given, signing_secret="hush")
    assert not any(secret in repr(whole) for secret in (given.bot_token, given.app_token, "hush"))
