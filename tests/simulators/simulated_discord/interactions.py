"""Interactions: one act of one person, its token, and what the bot has answered so far."""

import asyncio
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum
from typing import TYPE_CHECKING

from tests.simulators.simulated_discord.jsons import Json

if TYPE_CHECKING:
    from tests.simulators.simulated_discord.channels import Conversation
    from tests.simulators.simulated_discord.messages import DiscordMessage
    from tests.simulators.simulated_discord.modals import DiscordModal
    from tests.simulators.simulated_discord.people import DiscordPerson

LIFE = timedelta(minutes=15)


class Asked(IntEnum):
    """Kinds of interactions."""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL = 5


class Response(IntEnum):
    """Kinds of callbacks, named as `Answer.kind` has them."""

    MESSAGE = 4
    DEFERRED = 5
    DEFERRED_UPDATE = 6
    UPDATE = 7
    CHOICES = 8
    MODAL = 9

    @property
    def title(self) -> str:
        return self.name.lower().replace("_", " ")


@dataclass(eq=False)
class Interaction:
    """`message` is the one that was pressed (of a modal: the one that opened it), `original` the answer's message.

    `failed` is set when the three seconds are over; then the client says "This application did not respond".
    """

    id: int
    token: str
    asked: Asked
    person: "DiscordPerson"
    channel: "Conversation"
    payload: Json
    created_at: datetime
    message: "DiscordMessage | None" = None
    response: Response | None = None
    ephemeral: bool = False
    original: "DiscordMessage | None" = None
    modal: "DiscordModal | None" = None
    choices: list[Json] = field(default_factory=list)
    followups: "list[DiscordMessage]" = field(default_factory=list)
    failed: bool = False
    redelivered: bool = False
    attempts: int = 0
    started: float = field(default_factory=time.perf_counter)
    milliseconds: float = 0
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    completed: asyncio.Event = field(default_factory=asyncio.Event)
    attempted: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def from_component(self) -> bool:
        return self.message is not None

    @property
    def loading(self) -> bool:
        """Whether a deferred answer still has to come."""
        return self.original is not None and self.original.is_loading

    def responded(self, response: Response) -> None:
        self.response = response
        self.milliseconds = (time.perf_counter() - self.started) * 1000
        self.answered.set()
        if response is not Response.DEFERRED:
            self.completed.set()

    def expired(self, now: datetime) -> bool:
        return now - self.created_at >= LIFE

    def title(self) -> str:
        data = self.payload["data"]
        return f"{self.asked.name.lower()} {data.get('name') or data.get('custom_id')!r} of {self.person.name}"

    def metadata(self) -> Json:
        """What a message says of the interaction that it answers."""
        shown: Json = {"id": str(self.id), "type": int(self.asked), "user": self.person.user.json()}
        shown["authorizing_integration_owners"] = self.payload["authorizing_integration_owners"]
        if self.asked is Asked.COMPONENT and self.message is not None:
            shown["interacted_message_id"] = str(self.message.id)
        if self.asked is Asked.MODAL:
            opener = self.modal.opened_by if self.modal else None
            shown["triggering_interaction_metadata"] = opener.metadata() if opener else {**shown, "type": 2}
        return shown
