"""Delivering an act: within three seconds or not at all."""

import asyncio
import dataclasses
import time
from typing import TYPE_CHECKING

from tests.simulators.slack.answers import Answer
from tests.simulators.slack.delivery.envelopes import Ack, Delivery, Envelope, NotDelivered
from tests.simulators.slack.jsons import Impossible, Json

if TYPE_CHECKING:
    from tests.simulators.slack.people import SlackPerson
    from tests.simulators.slack.server import SimulatedSlack

PATIENCE = 3.0  # seconds until Slack gives up on an acknowledgement


class Acts:
    def __init__(self, slack: "SimulatedSlack") -> None:
        self._slack = slack
        self.delivery: Delivery | None = None
        self.patience = PATIENCE

    async def command(self, person: "SlackPerson", body: Json) -> Answer:
        return await self._of(person, Envelope(self._slack.ids.small("envelope-"), "slash_commands", body))

    async def interact(self, person: "SlackPerson", body: Json) -> Answer:
        if not self._slack.app.interactivity:
            self._slack.breaks("the app has no interactivity, but something that can be pressed")
        return await self._of(person, Envelope(self._slack.ids.small("envelope-"), "interactive", body))

    async def _of(self, person: "SlackPerson", envelope: Envelope) -> Answer:
        if person.profile.deleted:
            raise Impossible(f"{person.profile.name} is deactivated")
        if person.workspace.installation.refused_with:
            raise Impossible(f"the app is no longer installed in {person.workspace.name}")
        person.last = answer = await self.send(envelope, person)
        return answer

    async def send(self, envelope: Envelope, person: "SlackPerson | None" = None) -> Answer:
        """Delivers and waits for the acknowledgement; what came too late, or not, is among `slack.timeouts`."""
        assert self.delivery, "say slack.deliver_by_socket() or slack.deliver_by_http(url) first"
        order, started, ack, why = self._slack.order(), time.perf_counter(), None, ""
        try:
            async with asyncio.timeout(self.patience):
                ack = await self.delivery.deliver(envelope)
        except TimeoutError:
            why = f"no acknowledgement within {self.patience:g} s"
        except NotDelivered as error:
            why = str(error)
        took = time.perf_counter() - started
        self._note(envelope, ack, why)
        answer = Answer(order, envelope, ack, took, why, person)
        self._slack.answers.append(answer)
        return answer

    def _note(self, envelope: Envelope, ack: Ack | None, why: str) -> None:
        if ack is None:
            self._slack.timeouts.append(f"{envelope.title}: {why}")
        elif ack.status != 200:
            self._slack.refusals.append(f"{envelope.title}: HTTP {ack.status} {ack.body}")

    async def redeliver(self, answer: Answer) -> Answer:
        """The very same envelope once more; what comes back is not applied."""
        return await self.send(answer.envelope, answer.person)

    async def retry(self, answer: Answer) -> Answer:
        """The Events API's next attempt: the same event, with its number and reason. Nothing else is ever retried."""
        envelope = answer.envelope
        if envelope.kind != "events_api":
            raise ValueError(f"Slack never repeats {envelope.title}")
        if answer.ack and answer.ack.no_retry:
            raise ValueError(f"the app asked not to be told again of {envelope.title}")
        if envelope.attempt == 3:
            raise ValueError("Slack gives up after three retries")
        reason = "http_error" if answer.status else "http_timeout" if self._slack.by_http else "timeout"
        return await self.send(dataclasses.replace(envelope, attempt=envelope.attempt + 1, reason=reason))
