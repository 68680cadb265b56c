"""A simulated Slack: a real server on port 0, people who act, and a record of every payload that Slack would refuse.

    async with SimulatedSlack() as slack:
        workspace = slack.workspace("T0001", name="School OTs")
        maya = workspace.person("Maya Ortiz", tz="America/New_York")
        mentoring = workspace.channel("mentoring", members=[maya])
        slack.deliver_by_socket()                      # or slack.deliver_by_http("http://127.0.0.1:P/slack/events")
        ...start the app: AsyncWebClient(token=workspace.bot_token, base_url=slack.api_url), slack.app.app_token...
        await slack.sockets.connected()

        answer = await maya.types("/find-mentor", mentoring)
        assert answer.ok
        await maya.fills({"State": "Ohio", "Topics": ["Evaluations", "Caseload"]})
        await maya.submits()
        await slack.called("chat.postMessage", after=answer)
        assert "Ohio" in maya.direct[-1].words
        await maya.presses("Withdraw")

Leaving the `async with` raises an AssertionError with all `slack.violations`: payloads that a correct app never sends,
also where Slack itself would only ignore them. `slack.expected_violations("regex", ...)` takes them away beforehand.

World      `slack.workspace()`, `slack.enterprise()`, `slack.app` (keys, scopes, events; `.configure(manifest)`),
           `workspace.person()`, `.stranger()`, `.channel()`, `.direct(*people)`, `.bot_token`, `.installation.scopes`.
People     act: `types`, `presses`, `chooses`, `fills`, `submits`, `closes`, `searches`, `opens_home`, `says`,
           `uses_shortcut`, `uses_message_shortcut`, `forges`, `joins`, `leaves`, `approves`, `declines`;
           see: `form`, `modal`, `modals`, `home`, `sees(channel)`, `seen`, `direct`, `groups`, `ephemerals`,
           `notifications`. What their client would not let them do raises `Impossible` (an AssertionError).
Outcome    every act gives an `Answer`: `ok`, `status`, `body`, `payload`, `trigger_id`, `event_id`, `response_url`,
           `took`, `order`. The acknowledgement is applied as Slack does. No answer within `slack.patience` (3 real
           seconds) is noted in `slack.timeouts`, an HTTP status other than 200 in `slack.refusals`.
Things     `workspace.changes_profile()`, `.removes_bot()`, `.adds_bot()`, `.archives()`, `.deletes()`, `.uninstalls()`,
that are   `.event({...})` for any other; they send their events where the app is subscribed and has the scope, and
heard of   give None where it hears nothing.
Calls      `slack.calls`, `slack.calls_of(method, after=answer)`, `slack.calls_after(answer)`,
           `await slack.called(method, after=answer, where=...)`, `slack.next_call(method)`, `slack.on_call(observer)`.
           Posts to a `response_url` are calls of the method "response_url".
Trouble    `slack.limit()`, `.fail()`, `.refuse()`, `.drop()`, `.hold()`; `slack.sockets.asks_to_refresh()`, `.close()`;
           `slack.redeliver(answer)`, `slack.retry(answer)`; `slack.by_http.signed(...)`, `.post(...)` for forgeries.
Time       `slack.clock` stands still until `slack.clock.moves(seconds=4)`; triggers, response URLs, tickets and codes
           expire by it. Only the 3 seconds for an acknowledgement, and signatures, go by real time.
"""

from tests.simulators.slack.answers import Answer
from tests.simulators.slack.calls import Call
from tests.simulators.slack.channels import SlackChannel
from tests.simulators.slack.checks import Surface, check_blocks, check_view
from tests.simulators.slack.checks.schemas import have_schemas
from tests.simulators.slack.delivery.envelopes import Ack, Envelope
from tests.simulators.slack.jsons import Impossible, Json
from tests.simulators.slack.messages import SlackMessage
from tests.simulators.slack.people import SlackPerson
from tests.simulators.slack.server import SimulatedSlack
from tests.simulators.slack.views import SlackView
from tests.simulators.slack.workspaces import Enterprise, Workspace

__all__ = [
    "Ack",
    "Answer",
    "Call",
    "Enterprise",
    "Envelope",
    "Impossible",
    "Json",
    "SimulatedSlack",
    "SlackChannel",
    "SlackMessage",
    "SlackPerson",
    "SlackView",
    "Surface",
    "Workspace",
    "check_blocks",
    "check_view",
    "have_schemas",
]
