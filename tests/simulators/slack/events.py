"""The Events API: which events the app hears, and the envelope around them."""

from typing import TYPE_CHECKING

from tests.simulators.slack.answers import Answer
from tests.simulators.slack.app import MEMBER_EVENTS, SCOPE_OF, Installation
from tests.simulators.slack.channels import SlackChannel
from tests.simulators.slack.delivery.envelopes import Envelope
from tests.simulators.slack.jsons import Json

if TYPE_CHECKING:
    from tests.simulators.slack.server import SimulatedSlack
    from tests.simulators.slack.workspaces import Workspace

__all__ = ["SCOPE_OF", "Events"]
MESSAGE_EVENT = {"im": "message.im", "mpim": "message.mpim", "channel": "message.channels", "group": "message.groups"}


class Events:
    def __init__(self, slack: "SimulatedSlack") -> None:
        self._slack = slack

    async def send(
        self,
        workspace: "Workspace",
        event: Json,
        channel: SlackChannel | None,
        installation: Installation | None = None,
    ) -> Answer | None:
        installed = installation or workspace.installation
        gone = installed.refused_with and installation is None
        if gone or not self._heard(event, installed):
            return None
        event = {**event, "event_ts": event.get("ts") or self._slack.clock.stamp()}
        payload = self._payload(workspace, event, channel, installed)
        return await self._slack.acts.send(Envelope(self._slack.ids.small("envelope-"), "events_api", payload))

    def _heard(self, event: Json, installation: Installation) -> bool:
        name = str(event["type"])
        if name == "message":
            name = MESSAGE_EVENT[event["channel_type"]]
        scope = SCOPE_OF.get(name)
        if name in MEMBER_EVENTS:
            scope = "channels:read" if event["channel_type"] == "C" else "groups:read"
        return name in self._slack.app.events and (scope is None or scope in installation.scopes)

    def _payload(
        self, workspace: "Workspace", event: Json, channel: SlackChannel | None, installation: Installation
    ) -> Json:
        slack = self._slack
        return {
            "token": slack.app.verification_token,
            "team_id": workspace.id,
            "enterprise_id": workspace.enterprise.id if workspace.enterprise else None,
            "context_team_id": workspace.id,
            "context_enterprise_id": workspace.enterprise.id if workspace.enterprise else None,
            "api_app_id": slack.app.id,
            "event": event,
            "type": "event_callback",
            "event_id": slack.ids.new("Ev"),
            "event_time": int(slack.clock.epoch),
            "authorizations": [
                {
                    "enterprise_id": installation.enterprise_id,
                    "team_id": installation.team_id,
                    "user_id": installation.bot_user_id,
                    "is_bot": True,
                    "is_enterprise_install": installation.org_wide,
                }
            ],
            "is_ext_shared_channel": bool(channel and channel.shared),
            "event_context": slack.ids.small("context-"),
        }
