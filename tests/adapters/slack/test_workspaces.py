"""Which token acts where: one or many, asked of the database seldom and of Slack never, and gone at once."""

import asyncio
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.errors import SlackApiError

from adapters.slack.remembered import FRESH
from adapters.slack.scopes import BOT_SCOPES
from adapters.slack.workspaces import Team, Workspaces
from bot.errors import SettingsError, StorageError, TryLater
from storage.engine import Database
from storage.installations import SqlInstallations
from tests.adapters.slack.installed import Ticking, database_at, kept, many, of, opened, statements
from tests.simulators.slack import Enterprise, SimulatedSlack


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bolt reads its own variables of the environment behind everybody's back."""
    for name in ("SLACK_BOT_TOKEN", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_SIGNING_SECRET"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
async def slack() -> AsyncIterator[SimulatedSlack]:
    async with SimulatedSlack() as running:
        running.app.scopes = list(BOT_SCOPES)
        yield running


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with database_at(database_url) as made:
        yield made


async def removed(workspaces: Workspaces, enterprise: str, team: str, at: float | None = None) -> list[str]:
    """Which workspaces are told of."""
    told: list[str] = []

    async def tell(team: str) -> None:
        told.append(team)

    await workspaces.removed(enterprise, team, at, tell)
    return told


class Heard:
    """What reached the listener of a real Bolt app."""

    def __init__(self, workspaces: Workspaces) -> None:
        authorize: Any = workspaces.authorize
        self.app = AsyncApp(authorize=authorize, client=workspaces.tokenless, process_before_response=True)
        self.contexts: list[AsyncBoltContext] = []
        self.app.command("/find-mentor")(self._listen)

    async def _listen(self, ack: Any, context: AsyncBoltContext) -> None:
        self.contexts.append(context)
        await ack()

    async def sends(self, team: str | None, enterprise: str | None = None) -> bool:
        """Whether a command from there got through."""
        before = len(self.contexts)
        body: dict[str, object] = {"command": "/find-mentor", "user_id": "U1", "team_id": team}
        if enterprise:
            body |= {"enterprise_id": enterprise, "is_enterprise_install": "true"}
        await self.app.async_dispatch(AsyncBoltRequest(body=body, mode="socket_mode"))
        return len(self.contexts) > before


def organization(slack: SimulatedSlack) -> Enterprise:
    """One with two workspaces, in which the app is installed as a whole."""
    for id in ("T0007", "T0008"):
        slack.workspace(id, f"School {id}", enterprise="E0001", installed=False)
    slack.install(slack.enterprise("E0001"))
    return slack.enterprise("E0001")


# One workspace


async def test_the_one_token_tells_by_itself_which_workspace_it_is_for(slack: SimulatedSlack) -> None:
    workspace = slack.workspace("T0001", "School OTs")
    async with opened(Workspaces(slack.api_url, token=workspace.bot_token)) as workspaces:
        assert await workspaces.teams() == [Team("T0001", "School OTs")]
        client = await workspaces.client("T0001")
        assert client is not None
        assert (await client.auth_test())["team_id"] == "T0001"
        assert await workspaces.client("T0002") is None
        heard = Heard(workspaces)
        assert await heard.sends("T0001")
        assert heard.contexts[0].bot_token == workspace.bot_token
        assert heard.contexts[0].bot_user_id == workspace.bot_user_id
        assert not await heard.sends("T0002")


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        ("invalid_auth", "does not take SLACK_BOT_TOKEN"),
        ("not_authed", "does not take SLACK_BOT_TOKEN"),
        ("account_inactive", "removed from the workspace, or its token was revoked"),
        ("token_revoked", "removed from the workspace, or its token was revoked"),
        ("org_login_required", "Slack answered org_login_required"),
    ],
)
async def test_a_token_that_does_not_work_is_refused_at_the_start(
    slack: SimulatedSlack, error: str, sentence: str
) -> None:
    workspace = slack.workspace()
    slack.refuse("auth.test", error)
    workspaces = Workspaces(slack.api_url, token=workspace.bot_token)
    with pytest.raises(SettingsError, match=sentence) as caught:
        await workspaces.open()
    assert error in str(caught.value)
    assert "mentorbot doctor" in str(caught.value)
    assert workspace.bot_token not in str(caught.value)
    assert workspaces.session.closed


async def test_missing_permissions_are_named_at_the_start(slack: SimulatedSlack) -> None:
    workspace = slack.workspace()
    workspace.installation.scopes = [scope for scope in BOT_SCOPES if scope not in ("im:write", "files:write")]
    with pytest.raises(SettingsError, match=r"lacks the permissions im:write, files:write: .*Reinstall to Workspace"):
        await Workspaces(slack.api_url, token=workspace.bot_token).open()


async def test_a_token_of_a_whole_organization_is_no_token_of_one_workspace(slack: SimulatedSlack) -> None:
    token = slack.install(organization(slack)).token
    with pytest.raises(SettingsError, match=r"belongs to a whole organization.*SLACK_CLIENT_ID"):
        await Workspaces(slack.api_url, token=token).open()


async def test_a_slack_that_can_not_be_reached_is_said_at_the_start(slack: SimulatedSlack) -> None:
    workspace = slack.workspace()
    slack.drop("auth.test", times=5)
    with pytest.raises(SettingsError, match=rf"Slack can't be reached at {slack.api_url}"):
        await Workspaces(slack.api_url, token=workspace.bot_token).open()


async def test_the_start_waits_when_slack_asks_to(slack: SimulatedSlack) -> None:
    workspace = slack.workspace()
    slack.limit("auth.test", retry_after=0)
    async with opened(Workspaces(slack.api_url, token=workspace.bot_token)) as workspaces:
        assert len(slack.calls_of("auth.test")) == 2
        assert len(await workspaces.teams()) == 1


async def test_uninstalling_the_one_workspace_is_believed_only_while_its_token_is_dead(slack: SimulatedSlack) -> None:
    workspace = slack.workspace()
    async with opened(Workspaces(slack.api_url, token=workspace.bot_token)) as workspaces:
        assert await removed(workspaces, "", "T0001") == []
        slack.fail("auth.test")
        with pytest.raises(TryLater):
            await removed(workspaces, "", "T0001")
        slack.uninstall(workspace.installation)
        assert await removed(workspaces, "", "T0002") == []
        assert await removed(workspaces, "", "T0001") == ["T0001"]


# Many workspaces


async def test_each_workspace_acts_with_its_own_token(slack: SimulatedSlack, database: Database) -> None:
    one, other = slack.workspace("T0001", "One"), slack.workspace("T0002", "Other")
    async with opened(many(slack, database)) as workspaces:
        for workspace in (one, other):
            await workspaces.install(of(workspace))
        assert await workspaces.teams() == [Team("T0001", "One"), Team("T0002", "Other")]
        heard = Heard(workspaces)
        for workspace in (one, other):
            client = await workspaces.client(workspace.id)
            assert client is not None
            assert (await client.auth_test())["team_id"] == workspace.id
            assert await heard.sends(workspace.id)
            assert heard.contexts[-1].bot_token == workspace.bot_token
            assert heard.contexts[-1].client.token == workspace.bot_token
        assert not await heard.sends("T0003")


async def test_what_bolt_reads_from_the_environment_by_itself_changes_nothing(
    slack: SimulatedSlack, database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, value in (("BOT_TOKEN", "xoxb-other"), ("CLIENT_ID", "1.2"), ("CLIENT_SECRET", "client-secret")):
        monkeypatch.setenv(f"SLACK_{name}", value)
    monkeypatch.setenv("HOME", str(tmp_path))
    workspace = slack.workspace("T0001")
    async with opened(many(slack, database)) as workspaces:
        await workspaces.install(of(workspace))
        heard = Heard(workspaces)
        assert await heard.sends("T0001")
        assert heard.contexts[0].client.token == workspace.bot_token
        assert not await heard.sends("T0002")
    kept_by_bolt = [name for name in os.listdir(tmp_path) if name.startswith(".bolt")]
    assert not kept_by_bolt
    assert slack.calls == []


async def test_a_request_costs_no_call_and_at_most_one_read_a_minute(slack: SimulatedSlack, database: Database) -> None:
    time = Ticking()
    async with opened(many(slack, database, time)) as workspaces:
        await workspaces.install(of(slack.workspace("T0001")))
        heard = Heard(workspaces)
        with statements(database) as asked:
            for _ in range(20):
                assert await heard.sends("T0001")
            assert asked.count("SELECT") == 1
            time.now += FRESH
            assert await heard.sends("T0001")
            assert asked.count("SELECT") == 2
            assert not await heard.sends("T0404")
            assert asked.count("SELECT") == 3
        assert slack.calls == []


async def test_the_client_for_the_outbox_repeats_nothing(slack: SimulatedSlack, database: Database) -> None:
    async with opened(many(slack, database)) as workspaces:
        await workspaces.install(of(slack.workspace("T0001")))
        client, patient = await workspaces.client("T0001"), await workspaces.patient("T0001")
        assert client is not None
        assert patient is not None
        assert client is await workspaces.client("T0001"), "made once"
        assert client.session is patient.session is workspaces.session
        slack.limit("auth.test", retry_after=0)
        with pytest.raises(SlackApiError):
            await client.auth_test()
        slack.limit("auth.test", retry_after=0)
        assert (await patient.auth_test())["ok"]
        slack.fail("auth.test")
        with pytest.raises(SlackApiError):
            await patient.auth_test()
        assert len(slack.calls_of("auth.test")) == 4


async def test_a_new_token_is_used_at_once(slack: SimulatedSlack, database: Database) -> None:
    workspace = slack.workspace("T0001")
    async with opened(many(slack, database)) as workspaces:
        await workspaces.install(of(workspace))
        assert await workspaces.client("T0001") is not None
        slack.uninstall(workspace.installation)
        slack.install(workspace)
        await workspaces.install(of(workspace))
        client = await workspaces.client("T0001")
        assert client is not None
        assert client.token == workspace.bot_token
        assert (await client.auth_test())["ok"]


async def test_what_was_read_before_an_uninstall_is_not_remembered_after_it(
    slack: SimulatedSlack, database: Database
) -> None:
    class Slow(SqlInstallations):
        async def find(self, enterprise_id: str, team_id: str) -> Any:
            found = await super().find(enterprise_id, team_id)
            await super().remove(enterprise_id, team_id)
            workspaces.forget(enterprise_id, team_id)
            return found

    kept_in = Slow(database, [Fernet.generate_key().decode()])
    workspaces = Workspaces(slack.api_url, installations=kept_in)
    async with opened(workspaces):
        await workspaces.install(of(slack.workspace("T0001")))
        assert await workspaces.client("T0001") is not None
        assert await workspaces.client("T0001") is None


async def test_an_uninstalled_workspace_is_unknown_at_once_and_told_once(
    slack: SimulatedSlack, database: Database
) -> None:
    workspace, other = slack.workspace("T0001"), slack.workspace("T0002")
    async with opened(many(slack, database)) as workspaces:
        for each in (workspace, other):
            await workspaces.install(of(each))
        heard = Heard(workspaces)
        assert await heard.sends("T0001")
        slack.uninstall(workspace.installation)
        assert await removed(workspaces, "", "T0001") == ["T0001"]
        assert not await heard.sends("T0001")
        assert await workspaces.client("T0001") is None
        assert await removed(workspaces, "", "T0001") == [], "Slack says it by two events"
        assert await heard.sends("T0002")


async def test_an_uninstall_that_is_told_late_does_not_undo_a_new_installation(
    slack: SimulatedSlack, database: Database
) -> None:
    workspace = slack.workspace("T0001")
    long_ago = (datetime.now(UTC) - timedelta(minutes=5)).timestamp()
    async with opened(many(slack, database)) as workspaces:
        await workspaces.install(of(workspace))
        assert await removed(workspaces, "", "T0001", long_ago) == []
        assert await workspaces.client("T0001") is not None
        slack.uninstall(workspace.installation)
        assert await removed(workspaces, "", "T0001", long_ago) == ["T0001"], "our clock may be fast"


async def test_when_slack_can_not_be_asked_a_new_installation_is_kept_until_it_can(
    slack: SimulatedSlack, database: Database
) -> None:
    """Was: Slack stumbled while it told late of an uninstallation, and the new token was thrown away."""
    async with opened(many(slack, database)) as workspaces:
        await workspaces.install(of(slack.workspace("T0001")))
        slack.fail("auth.test")
        with pytest.raises(TryLater):
            await removed(workspaces, "", "T0001", 0.0)
        assert await workspaces.client("T0001") is not None
        assert await removed(workspaces, "", "T0001", 0.0) == []
        slack.fail("auth.test")
        now = datetime.now(UTC) + timedelta(minutes=1)
        assert await removed(workspaces, "", "T0001", now.timestamp()) == ["T0001"], "there is nothing to doubt"


async def test_an_installation_that_comes_while_slack_is_asked_about_the_last_one_stays(
    slack: SimulatedSlack, database: Database
) -> None:
    """Was: the token that had just been saved was removed with the old one."""
    workspace = slack.workspace("T0001")
    async with opened(many(slack, database)) as workspaces:
        await workspaces.install(of(workspace))
        slack.uninstall(workspace.installation)
        hold = slack.hold("auth.test")
        telling = asyncio.create_task(removed(workspaces, "", "T0001", 0.0))
        await hold.reached()
        slack.install(workspace)
        await workspaces.install(of(workspace))
        hold.release()
        assert await telling == []
        client = await workspaces.client("T0001")
        assert client is not None
        assert client.token == workspace.bot_token


async def test_an_uninstall_that_could_not_be_told_is_told_the_next_time(
    slack: SimulatedSlack, database: Database
) -> None:
    """Was: the token was gone by then, so that nobody heard of it any more."""
    granted = slack.install(organization(slack))
    async with opened(many(slack, database)) as workspaces:
        await workspaces.install(kept(granted, "School District"))
        for team in ("T0007", "T0008"):
            assert await Heard(workspaces).sends(team, "E0001")
        slack.uninstall(granted)

        async def fail(team: str) -> None:
            raise StorageError("the disk is full")

        with pytest.raises(StorageError):
            await workspaces.removed("E0001", "T0007", None, fail)
        assert await removed(workspaces, "E0001", "T0007") == ["T0007", "T0008"]
        assert await workspaces.teams() == []


async def test_a_database_that_fails_for_a_moment_does_not_stop_what_is_known(
    slack: SimulatedSlack, database: Database
) -> None:
    class Failing(SqlInstallations):
        failing = False

        async def find(self, enterprise_id: str, team_id: str) -> Any:
            if self.failing:
                raise StorageError("busy")
            return await super().find(enterprise_id, team_id)

    stored, time = Failing(database, [Fernet.generate_key().decode()]), Ticking()
    async with opened(Workspaces(slack.api_url, installations=stored, time=time)) as workspaces:
        await workspaces.install(of(slack.workspace("T0001")))
        assert await workspaces.client("T0001") is not None
        stored.failing = True
        time.now += 2 * FRESH
        assert await workspaces.client("T0001") is not None
        with pytest.raises(StorageError):
            await workspaces.client("T0002")


async def test_installations_that_no_key_opens_stop_the_start(slack: SimulatedSlack, database: Database) -> None:
    async with opened(many(slack, database)) as workspaces:
        await workspaces.install(of(slack.workspace("T0001")))
    others = SqlInstallations(database, [Fernet.generate_key().decode()])
    with pytest.raises(StorageError, match="SECRET_KEYS"):
        await Workspaces(slack.api_url, installations=others).open()


# Organizations


async def test_an_organizations_installation_serves_all_its_workspaces(
    slack: SimulatedSlack, database: Database
) -> None:
    granted = slack.install(organization(slack))
    async with opened(many(slack, database)) as workspaces:
        await workspaces.install(kept(granted, "School District"))
        heard = Heard(workspaces)
        assert await heard.sends("T0007", "E0001")
        assert await heard.sends(None, "E0001")
        assert heard.contexts[0].bot_token == granted.token
        assert not await heard.sends("T0007", "E0002")
        client = await workspaces.client("T0007")
        assert client is not None
        await client.users_list()
        assert slack.calls[-1].arguments["team_id"] == "T0007"
        assert await workspaces.client("T0008") is None, "nobody has heard of it yet"


async def test_a_workspace_of_an_organization_is_met_once_and_known_after_a_restart(
    slack: SimulatedSlack, database: Database
) -> None:
    granted, met = slack.install(organization(slack)), []

    async def meet(team: Team) -> None:
        met.append(team)
        if len(met) == 1:
            raise StorageError("busy")

    async with opened(many(slack, database)) as workspaces:
        workspaces.on_workspace = meet
        await workspaces.install(kept(granted, "School District"))
        heard = Heard(workspaces)
        for _ in range(3):
            assert await heard.sends("T0007", "E0001")
        assert met == [Team("T0007", "School District")] * 2, "tried again after it failed, then never more"
    async with opened(many(slack, database)) as workspaces:
        workspaces.on_workspace = meet
        assert await workspaces.teams() == [Team("T0007", "School District")]
        assert await workspaces.client("T0007") is not None
        with statements(database) as asked:
            assert await Heard(workspaces).sends("T0007", "E0001")
        assert asked.count("SELECT") == 1
        assert "INSERT" not in asked
        assert len(met) == 2


async def test_when_an_organization_uninstalls_all_its_workspaces_are_without(
    slack: SimulatedSlack, database: Database
) -> None:
    granted = slack.install(organization(slack))
    async with opened(many(slack, database)) as workspaces:
        await workspaces.install(kept(granted, "School District"))
        heard = Heard(workspaces)
        for team in ("T0007", "T0008"):
            assert await heard.sends(team, "E0001")
        slack.uninstall(granted)
        assert await removed(workspaces, "E0001", "T0007") == ["T0007", "T0008"]
        assert not await heard.sends("T0008", "E0001")
        assert await workspaces.teams() == []


async def test_a_workspace_that_its_organization_takes_out_leaves_the_others(
    slack: SimulatedSlack, database: Database
) -> None:
    granted = slack.install(organization(slack))
    async with opened(many(slack, database)) as workspaces:
        await workspaces.install(kept(granted, "School District"))
        heard = Heard(workspaces)
        for team in ("T0007", "T0008"):
            assert await heard.sends(team, "E0001")
        assert await removed(workspaces, "E0001", "T0007") == ["T0007"]
        assert await workspaces.client("T0007") is None
        assert await workspaces.client("T0008") is not None


async def test_nothing_shows_a_token(slack: SimulatedSlack, database: Database) -> None:
    workspace = slack.workspace("T0001")
    async with opened(many(slack, database)) as workspaces:
        await workspaces.install(of(workspace))
        await workspaces.client("T0001")
        shown = repr(workspaces) + repr(await workspaces.installation("", "T0001")) + repr(await workspaces.teams())
        assert workspace.bot_token not in shown
