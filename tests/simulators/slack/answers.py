"""What came of an act: the acknowledgement, when it came, and what to wait for afterwards."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.simulators.slack.delivery.envelopes import Ack, Envelope
from tests.simulators.slack.jsons import Json

if TYPE_CHECKING:
    from tests.simulators.slack.people import SlackPerson


@dataclass(eq=False)
class Answer:
    """The outcome of one act. `order` counts acts and calls together, so `called(..., after=answer)` knows its calls.

    `ack` is None where the app did not acknowledge within 3 seconds (`why` says what happened); `took` is in seconds.
    """

    order: int
    envelope: Envelope
    ack: Ack | None
    took: float
    why: str = ""
    person: "SlackPerson | None" = None

    @property
    def status(self) -> int:
        """HTTP's status, 200 over a socket; 0 without an answer."""
        return self.ack.status if self.ack else 0

    @property
    def ok(self) -> bool:
        return self.status == 200

    @property
    def body(self) -> Json:
        return self.ack.body if self.ack else {}

    @property
    def payload(self) -> Json:
        return self.envelope.payload

    @property
    def trigger_id(self) -> str:
        return str(self.payload.get("trigger_id", ""))

    @property
    def event_id(self) -> str:
        """Of an event; else the envelope's."""
        return str(self.payload.get("event_id", self.envelope.id))

    @property
    def response_url(self) -> str:
        return str(self.payload.get("response_url", ""))
