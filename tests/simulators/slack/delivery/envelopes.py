"""One thing that Slack tells the app, and the answer to it."""

from dataclasses import dataclass, field
from typing import Literal, Protocol

from tests.simulators.slack.jsons import Json

Kind = Literal["slash_commands", "interactive", "events_api"]
WITH_ANSWER = ("view_submission", "block_suggestion")


@dataclass(frozen=True)
class Envelope:
    """`attempt` and `reason` belong to a repeated event: 1, 2, 3 and `http_timeout`, `http_error`, `timeout`."""

    id: str
    kind: Kind
    payload: Json
    attempt: int = 0
    reason: str = ""

    @property
    def takes_payload(self) -> bool:
        """Does Slack read what stands in the acknowledgement?"""
        return self.kind == "slash_commands" or self.payload.get("type") in WITH_ANSWER

    @property
    def title(self) -> str:
        """For sentences: what this was."""
        payload = self.payload
        if self.kind == "slash_commands":
            return f"{payload['command']} {payload['text']}".strip()
        if self.kind == "events_api":
            return f"event {payload['event']['type']}"
        actions = [a.get("action_id") for a in payload.get("actions", [])]
        view = payload.get("view") or {}
        what = payload.get("callback_id") or payload.get("action_id") or (actions and actions[0])
        return f"{payload['type']} {what or view.get('callback_id') or ''}".strip()


@dataclass(frozen=True)
class Ack:
    """`status` is HTTP's (200 over a socket); `body` is what came with it, bare text as `{"text": ...}`.

    `no_retry` says that the app sent `X-Slack-No-Retry: 1`.
    """

    status: int
    body: Json = field(default_factory=dict)
    no_retry: bool = False


class NotDelivered(Exception):
    """Nobody took it: no socket, no server, a broken line."""


class Delivery(Protocol):
    async def deliver(self, envelope: Envelope) -> Ack:
        """Raises NotDelivered; the caller limits the time."""
        ...
