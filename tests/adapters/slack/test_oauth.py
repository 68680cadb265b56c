"""Adding the bot to workspaces in a browser: allowed, cancelled, forged, too late, twice, and for an organization."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.oauth.installation_store.models.installation import Installation as Granted
from sqlalchemy import update
from starlette.applications import Starlette

from adapters.slack.oauth import Oauth, Rotating, installation_of
from adapters.slack.scopes import BOT_SCOPES
from adapters.slack.web import routes
from adapters.slack.workspaces import Workspaces
from bot.errors import StorageError
from bot.ports.installations import Installation
from storage.engine import Database
from storage.installations import SqlInstallations
from storage.tables import install_states
from tests.adapters.slack.installed import KEY, database_at, opened
from tests.simulators.slack import SimulatedSlack, SlackPerson

PUBLIC = "https://mentors.example.org"
INSTALL, REDIRECT = f"{PUBLIC}/slack/install", f"{PUBLIC}/slack/oauth_redirect"


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SLACK_BOT_TOKEN", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_SIGNING_SECRET"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
async def slack() -> AsyncIterator[SimulatedSlack]:
    async with SimulatedSlack() as running:
        running.app.scopes = list(BOT_SCOPES)
        running.app.redirect_urls = [REDIRECT]
        yield running


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with database_at(database_url) as made:
        yield made


class Site:
    """The bot's own pages, and what the core hears of them."""

    def __init__(self, slack: SimulatedSlack, database: Database) -> None:
        self.slack, self.database = slack, database
        self.stored = SqlInstallations(database, [KEY])
        self.workspaces = Workspaces(slack.api_url, installations=self.stored)
        self.told: list[Installation] = []
        self.trouble: Exception | None = None

    def serve(self, secret: str = "") -> None:
        app = self.slack.app
        oauth = Oauth(
            app.client_id, secret or app.client_secret, PUBLIC, self.workspaces, self.stored, self._on_installed
        )
        bolt = AsyncApp(token="xoxb-unused", signing_secret="s")
        self._transport = httpx.ASGITransport(Starlette(routes=list(routes(bolt, oauth=oauth))))

    async def _on_installed(self, installation: Installation) -> None:
        if self.trouble is not None:
            raise self.trouble
        self.told.append(installation)

    def browser(self) -> httpx.AsyncClient:
        """With cookies of its own."""
        return httpx.AsyncClient(transport=self._transport)

    async def begins(self, browser: httpx.AsyncClient, query: str = "") -> str:
        """Clicks Add to Slack: the address of Slack's page."""
        answer = await browser.get(INSTALL + query)
        assert answer.status_code == 302
        return answer.headers["location"]

    async def adds(self, browser: httpx.AsyncClient, person: SlackPerson) -> httpx.Response:
        return await browser.get(self.slack.oauth.approves(person, await self.begins(browser)))

    async def nothing_happened(self) -> bool:
        return not self.told and not await self.stored.all()


@pytest.fixture
async def site(slack: SimulatedSlack, database: Database) -> AsyncIterator[Site]:
    made = Site(slack, database)
    async with opened(made.workspaces):
        made.serve()
        yield made


def title(answer: httpx.Response) -> str:
    found = re.search(r"<h1><bdi>(.*?)</bdi></h1>", answer.text)
    assert found, answer.text
    return found[1]


def admin(
    slack: SimulatedSlack, id: str = "T0001", name: str = "School OTs", enterprise: str | None = None
) -> SlackPerson:
    return slack.workspace(id, name, enterprise=enterprise, installed=False).person("Ruth", admin=True)


# All goes well


async def test_an_admin_adds_the_bot_to_her_workspace(site: Site, slack: SimulatedSlack) -> None:
    ruth = admin(slack)
    async with site.browser() as browser:
        answer = await site.adds(browser, ruth)
    assert (answer.status_code, title(answer)) == (200, "The bot is in School OTs")
    assert f'href="{slack.url}/app_redirect?app=A00000001&amp;team=T0001"' in answer.text
    (installation,) = site.told
    assert installation == (await site.stored.all())[0]
    assert (installation.team_id, installation.team_name, installation.installer_id) == ("T0001", "School OTs", ruth.id)
    assert (installation.enterprise_wide, installation.enterprise_id) == (False, "")
    assert installation.bot_token == ruth.workspace.bot_token
    assert (installation.bot_user_id, installation.bot_id) == (ruth.workspace.bot_user_id, ruth.workspace.bot_id)
    assert installation.scopes == BOT_SCOPES
    assert abs(installation.installed_at - datetime.now(UTC)) < timedelta(minutes=1)
    client = await site.workspaces.client("T0001")
    assert client is not None
    assert (await client.auth_test())["ok"]


async def test_slack_is_asked_for_the_bots_permissions_and_for_none_of_the_person(site: Site) -> None:
    async with site.browser() as browser:
        address = await site.begins(browser)
    asked = parse_qs(urlsplit(address).query, keep_blank_values=True)
    assert address.startswith(f"{site.slack.url}/oauth/v2/authorize?")
    assert asked.pop("state")[0]
    assert asked == {
        "client_id": [site.slack.app.client_id],
        "scope": [",".join(BOT_SCOPES)],
        "redirect_uri": [REDIRECT],
    }


async def test_the_cookie_of_a_visit_is_for_this_site_alone_and_ends_with_it(site: Site, slack: SimulatedSlack) -> None:
    async with site.browser() as browser:
        begun = await browser.get(INSTALL)
        cookie = begun.headers["set-cookie"].lower()
        assert all(part in cookie for part in ("secure", "httponly", "samesite=lax", "max-age=600"))
        answer = await browser.get(slack.oauth.approves(admin(slack), begun.headers["location"]))
        assert title(answer) == "The bot is in School OTs"
        assert not browser.cookies


async def test_adding_it_again_gives_a_new_token_and_is_told_again(site: Site, slack: SimulatedSlack) -> None:
    ruth = admin(slack)
    async with site.browser() as browser:
        await site.adds(browser, ruth)
        slack.uninstall(ruth.workspace.installation)
        await site.adds(browser, ruth)
    (stored,) = await site.stored.all()
    assert stored.bot_token == ruth.workspace.bot_token != site.told[0].bot_token
    assert len(site.told) == 2
    client = await site.workspaces.client("T0001")
    assert client is not None
    assert client.token == stored.bot_token


async def test_an_organization_adds_it_for_all_its_workspaces(site: Site, slack: SimulatedSlack) -> None:
    ruth = admin(slack, enterprise="E0001")
    slack.oauth.org_wide = True
    async with site.browser() as browser:
        answer = await site.adds(browser, ruth)
    assert title(answer) == "The bot is in School District"
    (installation,) = site.told
    assert (installation.enterprise_id, installation.team_id) == ("E0001", "")
    assert (installation.enterprise_wide, installation.team_name) == (True, "School District")
    assert await site.stored.find("E0001", "T0001") == installation


async def test_a_workspace_of_an_organization_may_add_it_alone(site: Site, slack: SimulatedSlack) -> None:
    async with site.browser() as browser:
        await site.adds(browser, admin(slack, enterprise="E0001"))
    (installation,) = site.told
    assert (installation.enterprise_id, installation.team_id, installation.enterprise_wide) == ("E0001", "T0001", False)
    assert await site.stored.find("E0001", "T0002") is None


# Anything else


async def test_whoever_cancels_is_told_that_nothing_was_added(site: Site, slack: SimulatedSlack) -> None:
    async with site.browser() as browser:
        answer = await browser.get(slack.oauth.declines(await site.begins(browser)))
    assert (answer.status_code, title(answer)) == (200, "Nothing was added")
    assert f'href="{INSTALL}"' in answer.text
    assert await site.nothing_happened()


@pytest.mark.parametrize("error", ["invalid_team_for_non_distributed_app", "<script>alert(1)</script>", ""])
async def test_what_slack_refuses_is_never_repeated_on_the_page(site: Site, error: str) -> None:
    async with site.browser() as browser:
        answer = await browser.get(REDIRECT, params={"error": error})
    assert title(answer) in ("Slack did not add the bot", "This link belongs to another visit")
    assert "script" not in answer.text
    assert "non_distributed" not in answer.text


async def test_a_link_from_somebody_elses_visit_adds_nothing(site: Site, slack: SimulatedSlack) -> None:
    """Forgery: a link that would add the sender's workspace in the name of whoever opens it."""
    async with site.browser() as sender, site.browser() as receiver:
        link = slack.oauth.approves(admin(slack), await site.begins(sender))
        without = await receiver.get(link)
        await site.begins(receiver)
        with_her_own = await receiver.get(link)
    for answer in (without, with_her_own):
        assert (answer.status_code, title(answer)) == (400, "This link belongs to another visit")
    assert await site.nothing_happened()
    assert slack.calls_of("oauth.v2.access") == []


async def test_a_cookie_and_a_state_that_somebody_made_up_add_nothing(site: Site, slack: SimulatedSlack) -> None:
    async with site.browser() as browser:
        answer = await browser.get(
            REDIRECT, params={"code": "c", "state": "made-up"}, headers={"Cookie": "slack-app-oauth-state=made-up"}
        )
    assert (answer.status_code, title(answer)) == (400, "This visit has ended")
    assert await site.nothing_happened()
    assert slack.calls == []


async def test_a_visit_ends_after_ten_minutes(site: Site, slack: SimulatedSlack) -> None:
    async with site.browser() as browser:
        link = slack.oauth.approves(admin(slack), await site.begins(browser))
        async with site.database.writer.begin() as connection:
            past = datetime.now(UTC) - timedelta(seconds=1)
            await connection.execute(update(install_states).values(expires_at=past))
        answer = await browser.get(link)
    assert (answer.status_code, title(answer)) == (400, "This visit has ended")
    assert await site.nothing_happened()


async def test_a_link_works_once_even_if_it_is_opened_twice_at_a_time(site: Site, slack: SimulatedSlack) -> None:
    async with site.browser() as browser:
        link = slack.oauth.approves(admin(slack), await site.begins(browser))
        cookie = {"Cookie": f"slack-app-oauth-state={browser.cookies['slack-app-oauth-state']}"}
        async with site.browser() as one, site.browser() as other:
            answers = await asyncio.gather(*(each.get(link, headers=cookie) for each in (one, other)))
        late = await browser.get(link)
    assert sorted(title(answer) for answer in answers) == ["The bot is in School OTs", "This visit has ended"]
    assert title(late) == "This visit has ended"
    assert len(site.told) == 1
    assert len(slack.calls_of("oauth.v2.access")) == 1


async def test_a_link_without_a_code_adds_nothing(site: Site) -> None:
    async with site.browser() as browser:
        state = parse_qs(urlsplit(await site.begins(browser)).query)["state"][0]
        answer = await browser.get(REDIRECT, params={"state": state})
    assert (answer.status_code, title(answer)) == (400, "Slack did not confirm this")
    assert await site.nothing_happened()


async def test_a_wrong_client_secret_adds_nothing(site: Site, slack: SimulatedSlack) -> None:
    site.serve(secret="another-secret")
    async with site.browser() as browser:
        answer = await site.adds(browser, admin(slack))
    assert (answer.status_code, title(answer)) == (400, "Slack did not confirm this")
    assert "another-secret" not in answer.text
    assert await site.nothing_happened()


async def test_when_slack_breaks_off_the_page_says_so_with_a_code(site: Site, slack: SimulatedSlack) -> None:
    slack.drop("oauth.v2.access", times=3)
    async with site.browser() as browser:
        answer = await site.adds(browser, admin(slack))
    assert (answer.status_code, title(answer)) == (500, "Something went wrong on this side")
    assert re.search(r"this code: \w{6}\.", answer.text)
    assert await site.nothing_happened()


async def test_when_the_core_fails_the_page_says_so_and_adding_again_helps(
    site: Site, slack: SimulatedSlack, caplog: pytest.LogCaptureFixture
) -> None:
    ruth, site.trouble = admin(slack), StorageError("busy")
    async with site.browser() as browser:
        answer = await site.adds(browser, ruth)
        assert (answer.status_code, title(answer)) == (500, "Something went wrong on this side")
        site.trouble = None
        assert title(await site.adds(browser, ruth)) == "The bot is in School OTs"
    assert len(site.told) == 1
    assert ruth.workspace.bot_token not in caplog.text


async def test_the_workspace_that_is_asked_for_is_handed_on_and_nothing_else(site: Site) -> None:
    async with site.browser() as browser:
        assert "team=T0123" in await site.begins(browser, "?team=T0123")
        for bad in ("T1%26scope%3Dadmin", "%0d%0aX-Evil:1", "t0123", ""):
            address = await site.begins(browser, f"?team={bad}")
            assert "team" not in parse_qs(urlsplit(address).query)
            assert "admin" not in address


async def test_the_pages_are_plain_and_let_nobody_else_look(site: Site) -> None:
    async with site.browser() as browser:
        answer = await browser.get(REDIRECT, params={"error": "access_denied"})
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert "script" not in answer.text
    assert '<html lang="en">' in answer.text
    assert answer.text.count("<h1>") == answer.text.count("<main>") == 1


async def test_a_workspaces_name_is_shown_as_text(site: Site, slack: SimulatedSlack) -> None:
    async with site.browser() as browser:
        answer = await site.adds(browser, admin(slack, name="<b>OTs</b> & friends"))
    assert title(answer) == "The bot is in &lt;b&gt;OTs&lt;/b&gt; &amp; friends"


# What Slack grants


def granted(**more: object) -> Granted:
    known: dict[str, object] = {"user_id": "U1", "team_id": "T1", "team_name": "OTs", "bot_token": "xoxb-1", **more}
    return Granted(**known)  # type: ignore[arg-type]  # by name


def test_tokens_that_expire_are_not_kept() -> None:
    for more in ({"bot_token_expires_in": 43200}, {"bot_refresh_token": "xoxe-1"}):
        with pytest.raises(Rotating):
            installation_of(granted(**more))


@pytest.mark.parametrize("more", [{"bot_token": None}, {"team_id": None}, {"is_enterprise_install": True}])
def test_an_answer_that_names_no_bot_or_no_workspace_is_not_kept(more: dict[str, object]) -> None:
    with pytest.raises(Exception, match="Slack gave no bot token, or did not say for which workspace"):
        installation_of(granted(**more))


def test_the_scopes_that_were_granted_are_kept() -> None:
    assert installation_of(granted(bot_scopes="commands,chat:write")).scopes == ("commands", "chat:write")
