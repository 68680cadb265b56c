"""Slack: one workspace by its token or many by installation, heard by Socket Mode or over HTTP."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from slack_bolt.app.async_app import AsyncApp
from starlette.routing import BaseRoute

from adapters.documents import Drawings
from adapters.slack.adapter import SlackAdapter
from adapters.slack.oauth import Oauth
from adapters.slack.sign_in import may_connect
from adapters.slack.socket import Sockets
from adapters.slack.web import routes
from adapters.slack.workspaces import Workspaces
from bot.ids import SpaceId
from bot.ports.installations import Installation
from bot.ports.platforms import Account, Clock, Directory, Host, Messenger, Platform, Space, UserId
from bot.program import Program, Ready, SystemClock
from bot.settings import Settings
from storage.installations import SqlInstallations
from storage.store import SqlStorage

BY_SOCKET = "Slack through Socket Mode"


class Slack:
    clock: Clock | None = None

    def __init__(self, settings: Settings, workspaces: Workspaces, installations: SqlInstallations | None) -> None:
        self._settings, self._workspaces, self._installations = settings, workspaces, installations
        self._adapter = SlackAdapter(workspaces, Drawings(), SystemClock())
        self._app: AsyncApp | None = None
        self.messenger: Messenger = self._adapter.messenger
        self.directory: Directory = self._adapter.directory

    def routes(self, program: Program) -> Sequence[BaseRoute]:
        """The one request URL of HTTP, and the pages for adding the bot to a workspace."""
        secret = "" if self._settings.slack_app_token else self._settings.slack_signing_secret
        return routes(self._attending(program.bot), secret, self._oauth(program.bot))

    async def begin(self, program: Program) -> None:
        await self._adapter.connect(program.bot)

    async def serve(self, program: Program, ready: Ready) -> None:
        if not self._settings.slack_app_token:
            await asyncio.Event().wait()  # the web server listens
        app = self._attending(program.bot)
        sockets = Sockets(app, self._settings.slack_app_token, self._workspaces.tokenless)
        try:
            await sockets.open()
            ready(BY_SOCKET)
            await asyncio.Event().wait()
        finally:
            await sockets.close()

    async def close(self) -> None:
        await self._adapter.close()

    def _attending(self, front: Host) -> AsyncApp:
        if self._app is None:
            self._app = self._adapter.attend(front, signing_secret=self._settings.slack_signing_secret)
        return self._app

    def _oauth(self, front: Host) -> Oauth | None:
        if self._installations is None:
            return None

        async def on_installed(made: Installation) -> None:
            if made.team_id:  # the workspaces of an organization show themselves one by one
                space = SpaceId(made.team_id)
                by = Account(Platform.SLACK, space, UserId(made.installer_id))
                await front.connect(Space(space, Platform.SLACK, made.team_name), by)

        given = self._settings
        return Oauth(
            given.slack_client_id,
            given.slack_client_secret,
            given.public_url,
            self._workspaces,
            self._installations,
            on_installed,
        )


@asynccontextmanager
async def opened(settings: Settings, url: str, storage: SqlStorage) -> AsyncIterator[Slack]:
    """Raises `SettingsError` for a token that Slack does not know, in words that say what to click."""
    many = not settings.slack_bot_token
    installations = SqlInstallations(storage.database, settings.secret_keys) if many else None
    workspaces = Workspaces(settings.slack_api_url, settings.slack_bot_token, installations)
    await workspaces.open()
    try:
        if settings.slack_app_token:
            await may_connect(workspaces.tokenless, settings.slack_app_token)
        slack = Slack(settings, workspaces, installations)
        try:
            yield slack
        finally:
            await slack.close()
    finally:
        await workspaces.close()
