"""People: what each of them sees, and what she does. The acting itself is in `acting/`."""

from typing import TYPE_CHECKING, Any

from tests.simulators.slack.acting import forms, pressing, speaking
from tests.simulators.slack.channels import SlackChannel
from tests.simulators.slack.jsons import Json
from tests.simulators.slack.messages import SlackMessage
from tests.simulators.slack.profiles import Profile
from tests.simulators.slack.views import SlackView

if TYPE_CHECKING:
    from tests.simulators.slack.answers import Answer
    from tests.simulators.slack.server import SimulatedSlack
    from tests.simulators.slack.workspaces import Workspace

OnWhat = SlackMessage | SlackView


class SlackPerson:
    """A person at her Slack client. She can only use what really stands there; else `Impossible` is raised."""

    def __init__(self, workspace: "Workspace", profile: Profile) -> None:
        self.workspace, self.profile = workspace, profile
        self.modals: list[SlackView] = []
        self.home: SlackView | None = None
        self.notifications: list[str] = []
        self.last: Answer | None = None

    def __repr__(self) -> str:
        return f"<{self.profile.name} {self.id}>"

    @property
    def slack(self) -> "SimulatedSlack":
        return self.workspace.slack

    @property
    def id(self) -> str:
        return self.profile.id

    @property
    def mention(self) -> str:
        return f"<@{self.id}>"

    # What she sees

    @property
    def modal(self) -> SlackView | None:
        """The view on top of her stack."""
        return self.modals[-1] if self.modals else None

    @property
    def form(self) -> SlackView:
        """The view on top of her stack; `Impossible` where none is open."""
        return forms.open_modal(self)

    def sees(self, channel: SlackChannel) -> list[SlackMessage]:
        """The messages of a channel that she sees, oldest first, her ephemeral ones included."""
        return channel.seen_by(self)

    @property
    def channels(self) -> list[SlackChannel]:
        return [c for c in self.workspace.channels.values() if self.id in c.members]

    @property
    def seen(self) -> list[SlackMessage]:
        """Everything that she sees anywhere, oldest first."""
        found = [m for c in self.workspace.channels.values() for m in c.seen_by(self)]
        return sorted(found, key=lambda m: m.ts)

    @property
    def ephemerals(self) -> list[SlackMessage]:
        """What only she sees, in all channels, oldest first."""
        return [m for m in self.seen if m.only_for]

    @property
    def direct(self) -> list[SlackMessage]:
        """Her direct conversation with the bot, oldest first."""
        channel = self.workspace.conversation_of([self.id, self.workspace.bot_user_id])
        return channel.seen_by(self) if channel else []

    @property
    def groups(self) -> list[SlackChannel]:
        """Her group conversations with the bot."""
        return [c for c in self.channels if c.kind == "mpim" and c.has_bot]

    # What she does

    async def types(self, text: str, channel: SlackChannel | None = None) -> "Answer":
        """A slash command, by default in her conversation with the bot."""
        return await speaking.types(self, text, channel or self.workspace.direct(self))

    async def says(self, text: str, channel: SlackChannel | None = None, **more: Any) -> "Answer | None":
        """A message, by default to the bot; None where the app does not hear it. `more` goes into the event."""
        return await speaking.says(self, text, channel or self.workspace.direct(self), more)

    async def opens_home(self) -> "Answer | None":
        return await speaking.opens_home(self)

    async def uses_shortcut(self, callback_id: str) -> "Answer":
        return await speaking.uses_shortcut(self, callback_id)

    async def uses_message_shortcut(self, callback_id: str, message: SlackMessage) -> "Answer":
        return await speaking.uses_message_shortcut(self, callback_id, message)

    async def joins(self, channel: SlackChannel) -> "Answer | None":
        return await speaking.moves(self, channel, joins=True)

    async def leaves(self, channel: SlackChannel) -> "Answer | None":
        return await speaking.moves(self, channel, joins=False)

    async def presses(self, name: str, on: OnWhat | None = None) -> "Answer":
        """A button, by label, action_id or `block_id/action_id`; by default in her modal, else the latest message."""
        return await pressing.presses(self, name, on)

    async def chooses(self, name: str, value: Any, on: OnWhat | None = None) -> "Answer | None":
        """A choice in a select, picker, overflow or boxes; None where it stands in an input that only submits."""
        return await pressing.chooses(self, name, value, on)

    async def forges(self, action: Json, on: OnWhat) -> "Answer":
        """A `block_actions` payload whose action the test writes itself: what no client would send."""
        return await pressing.forges(self, action, on)

    async def searches(self, name: str, typed: str, on: OnWhat | None = None) -> list[Json]:
        """Types into an external select; the options that the bot answered with (groups flattened)."""
        return await pressing.searches(self, name, typed, on)

    async def fills(self, values: dict[str, Any], view: SlackView | None = None) -> None:
        """Fills in inputs of a view (by default her modal), each by label, action_id, block_id or both ids."""
        await forms.fills(self, view or self.form, values)

    async def submits(
        self,
        view: SlackView | None = None,
        *,
        forged_values: dict[str, Json] | None = None,
        forged_view: Json | None = None,
    ) -> "Answer":
        """Sends her modal. `forged_values` (by `block_id/action_id`) and `forged_view` go past the client's checks."""
        return await forms.submits(self, view or self.form, forged_values, forged_view)

    async def closes(self, view: SlackView | None = None, *, all_views: bool = False) -> "Answer | None":
        """Cancels her modal (or the whole stack); None where the app is not told."""
        return await forms.closes(self, view or self.form, all_views)

    def approves(self, authorize_url: str) -> str:
        """The consent page of OAuth: the address to which the browser is sent back, with a code."""
        return self.slack.oauth.approves(self, authorize_url)

    def declines(self, authorize_url: str) -> str:
        return self.slack.oauth.declines(authorize_url)
