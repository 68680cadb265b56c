"""Trigger ids: three seconds, one use, one person."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.simulators.slack.api.refusals import Refusal

if TYPE_CHECKING:
    from tests.simulators.slack.people import SlackPerson
    from tests.simulators.slack.server import SimulatedSlack
    from tests.simulators.slack.views import SlackView

SECONDS = 3


@dataclass(eq=False)
class Trigger:
    person: "SlackPerson"
    issued: float
    view: "SlackView | None" = None
    used: bool = False


class Triggers:
    def __init__(self, slack: "SimulatedSlack") -> None:
        self._slack = slack
        self._issued: dict[str, Trigger] = {}

    def issue(self, person: "SlackPerson", view: "SlackView | None" = None) -> str:
        """`view` is the modal in which it happened: only then may another be pushed on top."""
        number = len(self._issued) + 1
        trigger_id = f"{number}.{int(self._slack.clock.epoch)}.{self._slack.ids.small('t')}"
        self._issued[trigger_id] = Trigger(person, self._slack.clock.epoch, view)
        return trigger_id

    def spend(self, trigger_id: str, team_ids: tuple[str, ...]) -> Trigger:
        trigger = self._issued.get(trigger_id)
        if trigger is None or trigger.person.workspace.id not in team_ids:
            raise Refusal("invalid_trigger_id", mistake=True)
        if trigger.used:
            raise Refusal("exchanged_trigger_id", mistake=True)
        if self._slack.clock.epoch - trigger.issued > SECONDS:
            raise Refusal("expired_trigger_id")
        trigger.used = True
        return trigger
