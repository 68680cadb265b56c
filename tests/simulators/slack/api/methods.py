"""What a Web API method is, and what it is asked."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from tests.simulators.slack.api.refusals import Refusal
from tests.simulators.slack.app import Installation
from tests.simulators.slack.channels import SCOPE_FAMILY, SlackChannel
from tests.simulators.slack.jsons import Json

if TYPE_CHECKING:
    from tests.simulators.slack.people import SlackPerson
    from tests.simulators.slack.server import SimulatedSlack
    from tests.simulators.slack.workspaces import Workspace

TokenKind = Literal["bot", "app", "none"]


@dataclass(frozen=True)
class Method:
    """`arguments` names them all: `name` or `name:bool|int|json`, with `!` where required."""

    name: str
    answer: "Callable[[Asked], Json]"
    arguments: str = ""
    scope: str = ""
    token: TokenKind = "bot"

    @property
    def kinds(self) -> dict[str, str]:
        pairs = (word.replace("!", "").partition(":") for word in self.arguments.split())
        return {name: kind or "str" for name, _, kind in pairs}

    @property
    def required(self) -> list[str]:
        return [word.partition("!")[0] for word in self.arguments.split() if "!" in word]


@dataclass(frozen=True)
class Asked:
    """One call on its way: who asks, and for what."""

    slack: "SimulatedSlack"
    method: Method
    arguments: Json
    installation: Installation
    workspaces: "tuple[Workspace, ...]"

    def text(self, name: str) -> str:
        value = self.arguments.get(name)
        return value if isinstance(value, str) else ""

    @property
    def workspace(self) -> "Workspace":
        """The workspace of the token; an org-wide token must say which (`team_id`)."""
        if not self.installation.org_wide:
            return self.workspaces[0]
        named = self.arguments.get("team_id")
        found = next((w for w in self.workspaces if w.id == named), None)
        if found is None:
            raise Refusal("team_not_found" if named else "missing_argument")
        return found

    def needs(self, *scopes: str) -> None:
        """One of these scopes, as the answer's `needed` names the first."""
        granted = self.installation.scopes
        if not any(scope in granted for scope in scopes):
            raise Refusal("missing_scope", needed=scopes[0], provided=",".join(granted))

    def channel(self, name: str = "channel") -> SlackChannel:
        """A conversation that the bot can know of: public ones, and those in which it is."""
        wanted = self.text(name)
        for workspace in self.workspaces:
            channel = workspace.channels.get(wanted)
            if channel and (channel.kind == "public" or channel.has_bot):
                return channel
        raise Refusal("channel_not_found")

    def readable(self, family: str) -> SlackChannel:
        """A conversation with the scope that reading its kind takes: `family` is read or history."""
        channel = self.channel()
        self.needs(f"{SCOPE_FAMILY[channel.kind]}:{family}")
        return channel

    def person(self, user_id: str) -> "SlackPerson | None":
        return next((w.people[user_id] for w in self.workspaces if user_id in w.people), None)

    def page(self, items: list[Json], default: int = 100) -> tuple[list[Json], Json]:
        """One page and the `response_metadata` that leads to the next."""
        limit = int(self.arguments.get("limit") or default)
        if not 1 <= limit <= 1000:
            raise Refusal("invalid_limit", mistake=True)
        start = self._start()
        following = f"page:{start + limit}" if start + limit < len(items) else ""
        return items[start : start + limit], {"next_cursor": following}

    def _start(self) -> int:
        cursor = self.text("cursor")
        if not cursor:
            return 0
        head, _, number = cursor.partition(":")
        if head != "page" or not number.isdigit():
            raise Refusal("invalid_cursor", mistake=True)
        return int(number)
