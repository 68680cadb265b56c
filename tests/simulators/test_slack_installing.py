"""OAuth, several workspaces, organizations, and apps as their manifest says."""

from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.simulators.raw_app import RawApp
from tests.simulators.refused import refusal
from tests.simulators.slack import Impossible, SimulatedSlack, SlackPerson, Workspace

# The official client still signs this one call in the way that aiohttp will drop.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")
BACK = "https://bot.test/slack/oauth_redirect"


def authorize(slack: SimulatedSlack, **more: str) -> str:
    asked = {"client_id": slack.app.client_id, "scope": "commands,chat:write", "redirect_uri": BACK, "state": "s1"}
    return f"https://slack.com/oauth/v2/authorize?{urlencode({**asked, **more})}"


def code_of(address: str) -> str:
    return parse_qs(urlsplit(address).query)["code"][0]


@pytest.fixture
def anonymous(slack: SimulatedSlack) -> AsyncWebClient:
    return AsyncWebClient(base_url=slack.api_url, retry_handlers=[])


@pytest.fixture
def ann(slack: SimulatedSlack) -> SlackPerson:
    return slack.workspace("T0002", name="Other OTs", installed=False).person("Ann", admin=True)


async def test_a_code_becomes_a_token_once(slack: SimulatedSlack, anonymous: AsyncWebClient, ann: SlackPerson) -> None:
    back = ann.approves(authorize(slack))
    assert back.startswith(f"{BACK}?")
    assert parse_qs(urlsplit(back).query)["state"] == ["s1"]
    app, code = slack.app, code_of(back)
    keys = {"client_id": app.client_id, "client_secret": app.client_secret, "redirect_uri": BACK}
    answer = await anonymous.oauth_v2_access(code=code, **keys)
    assert (answer["team"]["id"], answer["scope"]) == ("T0002", "commands,chat:write")
    assert answer["authed_user"]["id"] == ann.id
    assert answer["is_enterprise_install"] is False
    installed = AsyncWebClient(token=answer["access_token"], base_url=slack.api_url)
    assert (await installed.auth_test())["user_id"] == answer["bot_user_id"]
    assert await refusal(anonymous.oauth_v2_access(code=code, **keys)) == "invalid_code"


async def test_wrong_exchanges_are_refused(slack: SimulatedSlack, anonymous: AsyncWebClient, ann: SlackPerson) -> None:
    app, code = slack.app, code_of(ann.approves(authorize(slack)))

    async def exchange(secret: str = app.client_secret, client_id: str = app.client_id, back: str = BACK) -> str:
        asking = anonymous.oauth_v2_access(client_id=client_id, client_secret=secret, code=code, redirect_uri=back)
        return await refusal(asking)

    assert await exchange(secret="no") == "bad_client_secret"
    assert await exchange(client_id="no") == "invalid_client_id"
    assert await exchange(back="https://evil.test/") == "bad_redirect_uri"
    slack.clock.moves(minutes=11)
    assert await exchange() == "invalid_code"


async def test_the_consent_page_checks_what_it_is_asked(slack: SimulatedSlack, ann: SlackPerson) -> None:
    with pytest.raises(Impossible, match="refuses the scopes"):
        ann.approves(authorize(slack, scope="commands,admin"))
    with pytest.raises(Impossible, match="no app has"):
        ann.approves(authorize(slack, client_id="other"))
    slack.app.redirect_urls.append("https://bot.test/")
    with pytest.raises(Impossible, match="did not match"):
        ann.approves(authorize(slack, redirect_uri="https://evil.test/"))
    assert "error=access_denied" in ann.declines(authorize(slack))


async def test_installing_again_renews_scopes_and_after_uninstalling_the_token(slack: SimulatedSlack) -> None:
    workspace = slack.workspace()
    first = workspace.installation
    assert slack.install(workspace, ["commands"]) is first
    assert first.scopes == ["commands"]
    slack.deliver_by_socket()
    slack.uninstall(first)
    second = slack.install(workspace)
    assert second.token != first.token
    assert second.bot_user_id == first.bot_user_id


async def test_workspaces_do_not_see_each_other(slack: SimulatedSlack, client: AsyncWebClient) -> None:
    other = slack.workspace("T0002")
    eve, channel = other.person("Eve"), other.channel("theirs")
    assert await refusal(client.users_info(user=eve.id)) == "user_not_found"
    assert await refusal(client.chat_postMessage(channel=channel.id, text="Hello")) == "channel_not_found"
    assert await refusal(client.conversations_open(users=eve.id)) == "user_not_found"


@pytest.fixture
def school(slack: SimulatedSlack) -> Workspace:
    """A workspace of an organization in which the app is installed as a whole."""
    school = slack.workspace("T0100", name="School", enterprise="E0001", installed=False)
    slack.install(slack.enterprise("E0001"))
    return school


async def test_an_org_wide_token_reaches_all_workspaces_and_says_which(
    slack: SimulatedSlack, school: Workspace
) -> None:
    clinic = slack.workspace("T0200", name="Clinic", enterprise="E0001", installed=False)
    ann, ben = school.person("Ann"), clinic.person("Ben")
    client = AsyncWebClient(token=school.bot_token, base_url=slack.api_url, retry_handlers=[])
    assert clinic.bot_token == school.bot_token
    assert (await client.auth_test())["is_enterprise_install"] is True
    for person in (ann, ben):
        await client.chat_postMessage(channel=person.id, text="Hello")
        assert [m.text for m in person.direct] == ["Hello"]
    assert await refusal(client.users_list()) == "missing_argument"
    assert [m["name"] for m in (await client.users_list(team_id=clinic.id))["members"]] == ["ben", "mentorbot"]


async def test_org_wide_payloads_name_the_organization(slack: SimulatedSlack, school: Workspace, app: RawApp) -> None:
    ann = school.person("Ann")
    await ann.types("/ask")
    assert app.payload["is_enterprise_install"] == "true"
    assert (app.payload["enterprise_id"], app.payload["team_id"]) == ("E0001", "T0100")
    await ann.opens_home()
    authorization = app.payload["authorizations"][0]
    assert authorization["is_enterprise_install"] is True
    assert (authorization["enterprise_id"], authorization["team_id"]) == ("E0001", None)
    await ann.uses_shortcut("ask")
    assert app.payload["enterprise"] == {"id": "E0001", "name": "School District"}
    told = await school.uninstalls()
    assert len(told) == 2


async def test_installing_for_an_organization(
    slack: SimulatedSlack, anonymous: AsyncWebClient, school: Workspace
) -> None:
    slack.oauth.org_wide = True
    code = code_of(school.person("Ann").approves(authorize(slack)))
    app = slack.app
    answer = await anonymous.oauth_v2_access(
        client_id=app.client_id, client_secret=app.client_secret, code=code, redirect_uri=BACK
    )
    assert (answer["team"], answer["enterprise"]["id"]) == (None, "E0001")
    assert answer["is_enterprise_install"] is True


async def test_a_manifest_says_what_the_app_can_do(
    slack: SimulatedSlack, workspace: Workspace, maya: SlackPerson
) -> None:
    slack.app.configure(
        {
            "features": {
                "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
                "slash_commands": [{"command": "/find-mentor", "description": "Ask"}],
                "shortcuts": [{"name": "Ask", "type": "global", "callback_id": "ask", "description": "Ask"}],
            },
            "oauth_config": {"scopes": {"bot": ["commands"]}, "redirect_urls": [BACK]},
            "settings": {
                "event_subscriptions": {"bot_events": ["app_home_opened"]},
                "interactivity": {"is_enabled": True},
            },
        }
    )
    deaf = {"settings": {"event_subscriptions": {"bot_events": ["message.im"]}}}
    app = slack.app
    assert (app.scopes, app.commands, app.shortcuts) == (["commands"], {"/find-mentor"}, {"ask": "global"})
    assert (app.events, app.redirect_urls, app.interactivity) == ({"app_home_opened"}, [BACK], True)
    assert slack.workspace("T0003").installation.scopes == ["commands"]
    with pytest.raises(Impossible, match="messages tab"):
        await maya.says("Hello")
    with pytest.raises(AssertionError, match="without the scopes"):
        app.configure(deaf)
