"""Which token acts in which workspace: one from the settings, or many from the installations.

Bolt asks `authorize` on each request. Its own ways would call `auth.test` each time (measured, and seen in
slack_bolt/middleware/authorization); this one answers from memory or with one read of the database.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from time import monotonic

import aiohttp
import structlog
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.remembered import Remembered
from adapters.slack.sign_in import signed_in, works
from bot.errors import StorageError, TryLater
from bot.ports.installations import Installation, Installations

PATIENCE = 1.5  # seconds that a request waits to be let in; whoever made it waits for three, and wants an answer
SECONDS = 20  # for one answer of Slack: less than half of what the outbox leases a message for
Tell = Callable[[str], Awaitable[None]]
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Team:
    """A workspace. One of an organization bears the organization's name until somebody gives it another."""

    id: str
    name: str


class Workspaces:
    """`open()` comes first, `close()` last. With a `token` there is one workspace, else those of `installations`.

    `on_workspace` hears of a workspace that its organization has let in, at its first sign of life.
    """

    def __init__(
        self,
        api_url: str,
        token: str = "",
        installations: Installations | None = None,
        time: Callable[[], float] = monotonic,
    ) -> None:
        if bool(token) == bool(installations):
            raise ValueError("either a token or installations")
        self.api_url, self._token, self._installations = api_url, token, installations
        self._remembered = Remembered(installations, time) if installations else None
        self._own: Installation | None = None
        self._session: aiohttp.ClientSession | None = None
        self._met: set[tuple[str, str]] = set()
        self._meeting: dict[tuple[str, str], asyncio.Task[None]] = {}
        self._clients: dict[tuple[str, str, bool], AsyncWebClient] = {}
        self.authorize = Authorization(self)
        self.on_workspace: Callable[[Team], Awaitable[None]] | None = None

    async def open(self) -> None:
        """Raises `SettingsError` for a token that can't be used, `StorageError` for installations that can't be read.

        One of many that was revoked is no reason not to start: its workspace hears nothing until the app is back.
        """
        self._session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())  # tokens share nothing else
        try:
            if self._installations is None or self._remembered is None:
                self._own = await signed_in(self._made(self._token, "", patient=True))
                return
            await self._recall(self._installations, self._remembered)
        except BaseException:
            await self.close()
            raise

    async def _recall(self, kept_in: Installations, remembered: Remembered) -> None:
        """What a workspace has of its own counts before what its organization has."""
        for each in sorted(await kept_in.all(), key=lambda each: not each.enterprise_wide):
            covered: Sequence[str] = [each.team_id]
            if each.enterprise_wide:
                covered = await kept_in.workspaces(each.enterprise_id)
                self._met |= {(each.enterprise_id, team) for team in covered}
            for team in covered:
                remembered.learn(each, team)

    async def close(self) -> None:
        meetings = list(self._meeting.values())
        for meeting in meetings:
            meeting.cancel()
        await asyncio.gather(*meetings, return_exceptions=True)
        if self._remembered is not None:
            await self._remembered.close()
        if self._session is not None:
            await self._session.close()

    @property
    def session(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise RuntimeError("open() comes first")
        return self._session

    @property
    def tokenless(self) -> AsyncWebClient:
        """For calls that bring their own token: Bolt's, Socket Mode's and those of an installation."""
        return self._made(None, "", patient=True)

    async def teams(self) -> Sequence[Team]:
        """The workspaces that are known now."""
        if self._installations is None:
            return [Team(self._own.team_id, self._own.team_name)] if self._own else []
        found: dict[str, Team] = {}
        for each in await self._installations.all():
            covered = await self._installations.workspaces(each.enterprise_id) if each.enterprise_wide else []
            own = [] if each.enterprise_wide else [each.team_id]
            found |= {team: Team(team, each.team_name) for team in (*covered, *own) if own or team not in found}
        return list(found.values())

    async def client(self, team: str) -> AsyncWebClient | None:
        """Without any retry: for the outbox, which decides itself what to send again. None where not installed."""
        return self._client(await self.installation("", team), team, patient=False)

    async def patient(self, team: str) -> AsyncWebClient | None:
        """Waits when Slack asks to slow down. A server's error is not retried: it may have been half done."""
        return self._client(await self.installation("", team), team, patient=True)

    async def installation(self, enterprise: str, team: str) -> Installation | None:
        """As `Remembered` says it. Raises `StorageError`."""
        if self._remembered is None:
            return self._own if self._own is not None and self._own.team_id == team else None
        return await self._remembered.find(enterprise, team)

    # Coming and going

    async def install(self, installation: Installation) -> None:
        """Keeps a new token. Needs installations."""
        if self._installations is None:
            raise RuntimeError("one workspace has no installations")
        await self._installations.save(installation)
        self.forget(installation.enterprise_id, installation.team_id)

    async def removed(self, enterprise: str, team: str, at: float | None, tell: Tell) -> None:
        """Slack says that the app was uninstalled, or its bot token revoked. `tell` hears of each workspace without it.

        `at` (seconds since 1970) is when that happened: Slack may say so again when the app is back already. The token
        goes last, so that whatever fails on the way is done when Slack says it once more. Raises `TryLater` where only
        Slack could tell whether it is still so, and can't be asked.
        """
        if self._installations is None or self._remembered is None:
            if self._own is not None and self._own.team_id == team and not await self._alive(self._own):
                await tell(team)
            return
        found = await self._installations.find(enterprise, team)
        if found is None:
            return
        newer = at is not None and found.installed_at.timestamp() > at
        alive = await self._alive(found) if newer or found.enterprise_wide else None
        if alive and newer:
            log.info("slack.installed_again", team=team, enterprise=enterprise)
            return
        if alive is not None and await self._installations.find(enterprise, team) != found:
            return  # somebody has just installed it again, while Slack was asked
        # The organization may have taken it from all its workspaces, of which Slack names one.
        gone = "" if found.enterprise_wide and not alive else team
        for each in await self._without(self._installations, found, gone):
            await tell(each)
        await self._installations.remove(found.enterprise_id or enterprise, gone)
        self.forget(found.enterprise_id, gone)

    async def _without(self, kept_in: Installations, found: Installation, team: str) -> Sequence[str]:
        if not found.enterprise_wide:
            return [found.team_id]
        covered = await kept_in.workspaces(found.enterprise_id)
        return [each for each in covered if team in ("", each)]

    def forget(self, enterprise: str, team: str) -> None:
        """Nothing that is remembered of them is used any more, not even what is being read just now."""
        if self._remembered is not None:
            self._remembered.forget(enterprise, team)
        self._met = {(e, t) for e, t in self._met if t != team and (team or e != enterprise)}
        self._clients.clear()

    async def meet(self, installation: Installation, team: str) -> None:
        """A workspace of an organization shows itself. What fails is tried again at its next sign of life."""
        key = (installation.enterprise_id, team)
        if self._installations is None or key in self._met:
            return
        if key not in self._meeting:
            self._meeting[key] = asyncio.create_task(self._introduced(self._installations, installation, team))
            self._meeting[key].add_done_callback(lambda _: self._meeting.pop(key))
        await asyncio.shield(self._meeting[key])

    async def _introduced(self, kept_in: Installations, installation: Installation, team: str) -> None:
        try:
            if self.on_workspace is not None:
                await self.on_workspace(Team(team, installation.team_name))
            await kept_in.add_workspace(installation.enterprise_id, team)
        except Exception:
            log.exception("slack.workspace", team=team)
            return
        self._met.add((installation.enterprise_id, team))

    async def _alive(self, installation: Installation) -> bool:
        found = await works(self._made(installation.bot_token, "", patient=False))
        if found is None:
            raise TryLater("Slack could not say whether the app is still installed")
        return found

    def _client(self, installation: Installation | None, team: str, *, patient: bool) -> AsyncWebClient | None:
        if installation is None:
            return None
        # A token of an organization acts in the workspace that each call names.
        key = (installation.bot_token, team if installation.enterprise_wide else "", patient)
        if key not in self._clients:
            self._clients[key] = self._made(key[0], key[1], patient=patient)
        return self._clients[key]

    def _made(self, token: str | None, team: str, *, patient: bool) -> AsyncWebClient:
        retries: list[AsyncRetryHandler] = [AsyncRateLimitErrorRetryHandler(max_retry_count=2)] if patient else []
        return AsyncWebClient(
            token=token,
            base_url=self.api_url,
            timeout=SECONDS,
            session=self.session,
            team_id=team or None,
            retry_handlers=retries,
        )


class Authorization(AsyncAuthorize):
    """What Bolt asks on each request. No call to Slack, at most one read of the database."""

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        actor_enterprise_id: str | None = None,
        actor_team_id: str | None = None,
        actor_user_id: str | None = None,
    ) -> AuthorizeResult | None:
        """None for a workspace that the bot is not installed in. `team_id` may be missing in an organization.

        Raises `StorageError` also where the database takes too long, so that whoever waits is told in time.
        """
        try:
            async with asyncio.timeout(PATIENCE):
                found = await self._workspaces.installation(enterprise_id or "", team_id or "")
                if found is not None and found.enterprise_wide and team_id:
                    await self._workspaces.meet(found, team_id)
        except TimeoutError as error:
            raise StorageError("the database takes too long") from error
        if found is None:
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_user_id=found.bot_user_id,
            bot_id=found.bot_id,
            bot_token=found.bot_token,
            bot_scopes=found.scopes,
            user_id=user_id,
        )
