"""Where the bot is installed by people who added it themselves, and the tokens that it acts with there."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.ports.platforms import Platform


@dataclass(frozen=True)
class Installation:
    """The bot in one workspace or, `enterprise_wide`, in a whole organization.

    `team_id` is empty for an organization, `enterprise_id` for a workspace that belongs to none. `team_name` is the
    organization's where there is no workspace. `repr` leaves the token out.
    """

    platform: Platform
    app_id: str
    enterprise_id: str
    team_id: str
    team_name: str
    enterprise_wide: bool
    bot_token: str = field(repr=False)
    bot_user_id: str
    bot_id: str
    scopes: tuple[str, ...]
    installer_id: str
    installed_at: datetime

    @property
    def holder(self) -> str:
        """Whom it belongs to: the organization's id where it is for all its workspaces, else the workspace's."""
        return self.enterprise_id if self.enterprise_wide else self.team_id


class Installations(Protocol):
    """Kept apart from all communities: an installation is there before its community, and outlives none of its tokens.

    Tokens are encrypted where they are kept. Raises `StorageError` for one that can't be decrypted.
    """

    async def save(self, installation: Installation) -> None:
        """Replaces an earlier installation of the same workspace or organization."""
        ...

    async def find(self, enterprise_id: str, team_id: str) -> Installation | None:
        """The workspace's own, else its organization's, which may be empty where `add_workspace` has told of it."""
        ...

    async def all(self) -> Sequence[Installation]:
        """Those that were saved first come first."""
        ...

    async def remove(self, enterprise_id: str, team_id: str) -> Sequence[str]:
        """Forgets the workspace or, where `team_id` is empty, the organization. Returns the workspaces left without."""
        ...

    async def add_workspace(self, enterprise_id: str, team_id: str) -> None:
        """Remembers a workspace that is covered by its organization's installation, and by none of its own."""
        ...

    async def workspaces(self, enterprise_id: str) -> Sequence[str]:
        """Those that `add_workspace` told of."""
        ...

    async def issue_state(self) -> str:
        """A secret for one attempt to install, good for ten minutes by the database's time."""
        ...

    async def use_state(self, state: str) -> bool:
        """Whether the secret was good; from now on it is not."""
        ...
