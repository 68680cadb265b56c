"""The parts of the adapter put together: what the wiring and the tests make."""

from functools import partial

from slack_bolt.app.async_app import AsyncApp

from adapters.slack.answering import PATIENCE, Answering
from adapters.slack.app import build_app
from adapters.slack.calls import Calls
from adapters.slack.files import Attachments
from adapters.slack.happenings import Happenings
from adapters.slack.messenger import SlackMessenger
from adapters.slack.profiles import Profiles, SlackDirectory
from adapters.slack.workspaces import Team, Workspaces
from bot.ids import SpaceId
from bot.ports.platforms import Clock, Documents, Host, Platform, Space


class SlackAdapter:
    """`messenger` and `directory` are for the core; once there is a core, `attend` listens on its behalf."""

    def __init__(self, workspaces: Workspaces, documents: Documents, clock: Clock) -> None:
        self._workspaces = workspaces
        attachments = Attachments(documents)
        self._calls = Calls(workspaces, attachments)
        self._profiles = Profiles(workspaces)
        self._answering: Answering | None = None
        self.messenger = SlackMessenger(workspaces, attachments, clock)
        self.directory = SlackDirectory(self._profiles)

    def attend(self, front: Host, *, signing_secret: str = "", patience: float = PATIENCE) -> AsyncApp:
        """The Bolt app, for sockets or for the web server. `patience` is in seconds."""
        self._answering = answering = Answering(front, self._calls, self._profiles, patience)
        self._workspaces.on_workspace = partial(_connect, front)
        happenings = Happenings(front, answering, self._profiles, self._workspaces)
        return build_app(
            answering,
            happenings,
            self._workspaces.authorize,
            signing_secret=signing_secret,
            client=self._workspaces.tokenless,
        )

    async def connect(self, front: Host) -> None:
        """Every workspace that is known by now is a space of the core."""
        for team in await self._workspaces.teams():
            await _connect(front, team)

    async def settled(self) -> None:
        """Until every call that follows an acknowledgement has been made."""
        if self._answering is not None:
            await self._answering.following.settled()

    async def close(self) -> None:
        """Finishes what was begun."""
        if self._answering is not None:
            await self._answering.following.close()
        await self.messenger.close()
        await self._profiles.close()


async def _connect(front: Host, team: Team) -> None:
    await front.connect(Space(SpaceId(team.id), Platform.SLACK, team.name))
