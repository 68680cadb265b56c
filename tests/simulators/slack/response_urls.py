"""`response_url`: five messages within thirty minutes, without a token."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiohttp import web

from tests.simulators.slack.channels import SlackChannel
from tests.simulators.slack.jsons import Json
from tests.simulators.slack.messages import SlackMessage
from tests.simulators.slack.posting import check_response, fill, post

if TYPE_CHECKING:
    from tests.simulators.slack.people import SlackPerson
    from tests.simulators.slack.server import SimulatedSlack

MINUTES = 30
USES = 5
METHOD = "response_url"  # under this name its posts stand among the calls


@dataclass(eq=False)
class ResponseUrl:
    person: "SlackPerson"
    channel: SlackChannel
    message: SlackMessage | None
    issued: float
    uses: int = 0


class ResponseUrls:
    def __init__(self, slack: "SimulatedSlack") -> None:
        self._slack = slack
        self._issued: dict[str, ResponseUrl] = {}

    def issue(self, person: "SlackPerson", channel: SlackChannel, message: SlackMessage | None = None) -> str:
        key = self._slack.ids.small("r")
        self._issued[key] = ResponseUrl(person, channel, message, self._slack.clock.epoch)
        return f"{self._slack.url}/response/{person.workspace.id}/{key}"

    async def accept(self, request: web.Request) -> web.Response:
        url = self._issued.get(request.match_info["key"])
        if url is None:
            return web.json_response({"ok": False, "error": "invalid_url"}, status=404)
        body = await request.json()
        call = self._slack.begin_call(METHOD, body, url.person.workspace.id)
        await self._slack.faults.wait(call)
        status, error = self._apply(url, body)
        fault = self._slack.faults.take(call)
        if fault and fault.status:
            status, error = fault.status, fault.error or "server_error"
        call.status, call.answer = status, {"ok": not error, **({"error": error} if error else {})}
        self._slack.log.finish(call)
        return web.json_response(call.answer, status=status) if error else web.Response(text="ok")

    def _apply(self, url: ResponseUrl, body: Json) -> tuple[int, str]:
        if self._slack.clock.epoch - url.issued > MINUTES * 60:
            return 404, "expired_url"
        if url.uses >= USES:
            return 404, "used_url"
        url.uses += 1
        if error := check_response(url.channel.workspace, METHOD, body):
            return 400, error
        self._show(url, body)
        return 200, ""

    def _show(self, url: ResponseUrl, body: Json) -> None:
        message = url.message
        if body.get("delete_original"):
            if message:
                message.deleted = True
        elif body.get("replace_original") and message:
            fill(message, body, self._slack)
            message.edited = self._slack.clock.stamp()
        else:
            public = body.get("response_type") == "in_channel"
            author = url.channel.workspace.bot_user_id
            post(url.channel, author, body, only_for="" if public else url.person.id, slack=self._slack)
