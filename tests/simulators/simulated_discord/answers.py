"""What came of an act: the bot's first response, when it came, and what to wait for afterwards."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.simulators.simulated_discord.interactions import Interaction
from tests.simulators.simulated_discord.jsons import Json

if TYPE_CHECKING:
    from tests.simulators.simulated_discord.messages import DiscordMessage
    from tests.simulators.simulated_discord.modals import DiscordModal


@dataclass(eq=False)
class Answer:
    """The outcome of one act. `order` counts acts and calls together, so `called(..., after=answer)` knows its calls.

    `ok` is whether a first response came within 3 seconds (`why` says what happened); `ms` is how long it took.
    """

    order: int
    interaction: Interaction
    ok: bool
    why: str = ""

    @property
    def ms(self) -> float:
        return self.interaction.milliseconds

    @property
    def interaction_id(self) -> str:
        return str(self.interaction.id)

    @property
    def kind(self) -> str:
        """ "message", "deferred", "update", "deferred update", "modal", "choices"; empty without a response."""
        return self.interaction.response.title if self.interaction.response else ""

    @property
    def payload(self) -> Json:
        """What the bot was sent with INTERACTION_CREATE."""
        return self.interaction.payload

    @property
    def message(self) -> "DiscordMessage | None":
        """The message that answers, or the one that was updated."""
        return self.interaction.original

    @property
    def modal(self) -> "DiscordModal | None":
        """The modal that was opened by this answer."""
        return self.interaction.modal if self.kind == "modal" else None

    @property
    def choices(self) -> list[Json]:
        return self.interaction.choices

    @property
    def followups(self) -> "list[DiscordMessage]":
        return self.interaction.followups

    def __str__(self) -> str:
        return f"{self.interaction.title()}: {self.kind or self.why}"
