"""Adding the bot to many workspaces: Slack's OAuth by Bolt's flow, over our own installations, states and pages.

A visit is bound to its browser by Bolt's cookie, and to one use within ten minutes by our database. Installing again
replaces the token; what a community has agreed is not kept here and so is not touched.
"""

import logging
import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from urllib.parse import urlencode, urljoin

import structlog
from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.error import BoltError
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.installation_store.models.installation import Installation as Granted
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from starlette.requests import Request
from starlette.responses import Response

from adapters.slack import pages
from adapters.slack.manifest import INSTALL_PATH, REDIRECT_PATH
from adapters.slack.scopes import BOT_SCOPES
from adapters.slack.workspaces import Workspaces
from bot.errors import StorageError
from bot.ids import new_id
from bot.ports.installations import Installation, Installations
from bot.ports.platforms import Platform
from bot.texts import installing as texts
from bot.texts.installing import Page

MINUTES = 10
FAILURES = {
    "access_denied": texts.CANCELLED,
    "invalid_browser": texts.OTHER_BROWSER,
    "invalid_state": texts.EXPIRED,
    "missing_code": texts.REFUSED,
    "invalid_code": texts.REFUSED,
}
TEAM = re.compile(r"[TE][A-Z0-9]{2,20}")
OnInstalled = Callable[[Installation], Awaitable[None]]
log = structlog.get_logger(__name__)


class Rotating(BoltError):
    """The token would expire after twelve hours: the app was made with token rotation."""


class Oauth:
    """`public_url` is where browsers reach this server. `on_installed` hears of each installation, new or again."""

    def __init__(
        self,
        client_id: str,
        client_secret: str,
        public_url: str,
        workspaces: Workspaces,
        installations: Installations,
        on_installed: OnInstalled,
    ) -> None:
        self._workspaces, self._on_installed = workspaces, on_installed
        self._slack = urljoin(workspaces.api_url, "/")
        self._again = public_url + INSTALL_PATH
        settings = AsyncOAuthSettings(
            client_id=client_id,
            client_secret=client_secret,
            scopes=list(BOT_SCOPES),
            user_scopes=[],
            redirect_uri=public_url + REDIRECT_PATH,
            install_path=INSTALL_PATH,
            redirect_uri_path=REDIRECT_PATH,
            install_page_rendering_enabled=False,
            callback_options=AsyncCallbackOptions(success=self._succeeded, failure=self._failed),
            authorization_url=f"{self._slack}oauth/v2/authorize",
            installation_store=_Kept(workspaces),
            state_store=_States(installations),
            state_expiration_seconds=MINUTES * 60,
        )
        self._flow = _Flow(client=workspaces.tokenless, logger=logging.getLogger("slack_bolt"), settings=settings)

    async def install(self, request: Request) -> Response:
        """To Slack's own page, where an admin allows it."""
        return await self._guarded(self._flow.handle_installation, request)

    async def redirected(self, request: Request) -> Response:
        """Back from Slack, with a code or a refusal."""
        return await self._guarded(self._flow.handle_callback, request)

    async def _guarded(
        self, handle: Callable[[AsyncBoltRequest], Awaitable[BoltResponse]], request: Request
    ) -> Response:
        try:
            answer = await handle(to_async_bolt_request(request, b""))
        except Exception as error:
            return to_starlette_response(self._broken(error))
        return to_starlette_response(answer)

    async def _succeeded(self, args: AsyncSuccessArgs) -> BoltResponse:
        installation = installation_of(args.installation)
        await self._on_installed(installation)
        name = installation.team_name
        page = texts.added_everywhere(name) if installation.enterprise_wide else texts.added(name)
        where = {"app": installation.app_id, "team": installation.team_id}
        address = f"{self._slack}app_redirect?{urlencode({key: id for key, id in where.items() if id})}"
        return self._shown(page, 200, address)

    async def _failed(self, args: AsyncFailureArgs) -> BoltResponse:
        if isinstance(args.error, Rotating):
            return self._shown(texts.ROTATING, 409)
        if args.error is not None:
            return self._broken(args.error)
        log.info("slack.not_installed", reason=args.reason[:100])
        page = FAILURES.get(args.reason, texts.NOT_ALLOWED)
        return self._shown(page, 200 if args.suggested_status_code == 200 else 400)

    def _broken(self, error: Exception) -> BoltResponse:
        id = new_id()[:6]
        log.error("slack.install", id=id, exc_info=error)
        return self._shown(texts.not_kept(id), 500)

    def _shown(self, page: Page, status: int, address: str = "") -> BoltResponse:
        """The visit is over either way, and its cookie goes."""
        over = self._flow.settings.state_utils.build_set_cookie_for_deletion()
        body = pages.drawn(page, address or self._again)
        return BoltResponse(status=status, headers={**pages.headers(), "Set-Cookie": over}, body=body)


class _Flow(AsyncOAuthFlow):
    async def build_authorize_url(self, state: str, request: AsyncBoltRequest) -> str:
        """Bolt's own would copy whatever stands in `team` into the address."""
        settings = self.settings
        asked = {
            "client_id": settings.client_id,
            "scope": ",".join(settings.scopes or ()),
            "redirect_uri": settings.redirect_uri or "",
            "state": state,
        }
        team = request.query.get("team", [""])[0]
        if TEAM.fullmatch(team):
            asked["team"] = team
        return f"{settings.authorization_url}?{urlencode(asked)}"


class _Kept(AsyncInstallationStore):
    """What Bolt's flow saves. Nothing is ever asked of it: `Workspaces` knows the tokens."""

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces

    async def async_save(self, installation: Granted) -> None:
        try:
            await self._workspaces.install(installation_of(installation))
        except StorageError as error:
            raise BoltError(str(error)) from error


class _States(AsyncOAuthStateStore):
    def __init__(self, installations: Installations) -> None:
        self._installations = installations

    async def async_issue(self, *args: object, **kwargs: object) -> str:
        return await self._installations.issue_state()

    async def async_consume(self, state: str) -> bool:
        return await self._installations.use_state(state)


def installation_of(granted: Granted) -> Installation:
    """Raises `BoltError` for what the bot could not work with."""
    if granted.bot_token_expires_at is not None or granted.bot_refresh_token:
        raise Rotating("token rotation")
    wide = bool(granted.is_enterprise_install)
    team = "" if wide else granted.team_id or ""
    enterprise = granted.enterprise_id or ""
    if not granted.bot_token or not (enterprise if wide else team):
        raise BoltError("Slack gave no bot token, or did not say for which workspace")
    return Installation(
        platform=Platform.SLACK,
        app_id=granted.app_id or "",
        enterprise_id=enterprise,
        team_id=team,
        team_name=(granted.enterprise_name if wide else granted.team_name) or team or enterprise,
        enterprise_wide=wide,
        bot_token=granted.bot_token,
        bot_user_id=granted.bot_user_id or "",
        bot_id=granted.bot_id or "",
        scopes=tuple(granted.bot_scopes or ()),
        installer_id=granted.user_id or "",
        installed_at=datetime.fromtimestamp(granted.installed_at, UTC),
    )
