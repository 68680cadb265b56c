"""HTTP: signed requests to the app's address."""

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from urllib.parse import urlencode

import aiohttp

from tests.simulators.slack.app import SlackApp
from tests.simulators.slack.delivery.envelopes import Ack, Envelope, NotDelivered
from tests.simulators.slack.jsons import Json

FORM = "application/x-www-form-urlencoded"
AGENT = "Slackbot 1.0 (+https://api.slack.com/robots)"


class Posts:
    def __init__(self, app: SlackApp, url: str, session: aiohttp.ClientSession) -> None:
        self._app, self.url, self._session = app, url, session

    async def deliver(self, envelope: Envelope) -> Ack:
        content_type, body = written(envelope)
        headers = {"Content-Type": content_type, **self.signed(body)}
        if envelope.attempt:
            headers["X-Slack-Retry-Num"] = str(envelope.attempt)
            headers["X-Slack-Retry-Reason"] = envelope.reason
        return await self.post(body, headers)

    async def verifies_url(self) -> bool:
        """The question that is asked when the address is entered in the app's settings: is the challenge repeated?"""
        question = {"token": self._app.verification_token, "challenge": "3eZbrw1aB1uK", "type": "url_verification"}
        body = json.dumps(question).encode()
        answer = await self.post(body, {"Content-Type": "application/json", **self.signed(body)})
        return answer.status == 200 and question["challenge"] in answer.body.values()

    def signed(self, body: bytes, *, timestamp: int | None = None, secret: str | None = None) -> dict[str, str]:
        """The two headers of the v0 signature; real seconds, because the app checks them against its own clock."""
        at = int(time.time()) if timestamp is None else timestamp
        key = (self._app.signing_secret if secret is None else secret).encode()
        digest = hmac.new(key, f"v0:{at}:".encode() + body, hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": str(at), "X-Slack-Signature": f"v0={digest}"}

    async def post(self, body: bytes, headers: Mapping[str, str]) -> Ack:
        """Sends exactly this: for forged, stale and tampered requests too."""
        try:
            sending = self._session.post(self.url, data=body, headers={"User-Agent": AGENT, **headers})
            async with sending as response:
                no_retry = response.headers.get("X-Slack-No-Retry") == "1"
                return Ack(response.status, read(await response.text()), no_retry)
        except aiohttp.ClientError as error:
            raise NotDelivered(f"no answer from {self.url}: {error}") from error


def written(envelope: Envelope) -> tuple[str, bytes]:
    """Content type and body: commands as a form, interactions as JSON in a form, events as JSON."""
    match envelope.kind:
        case "slash_commands":
            return FORM, urlencode(envelope.payload).encode()
        case "interactive":
            return FORM, urlencode({"payload": json.dumps(envelope.payload)}).encode()
        case "events_api":
            return "application/json", json.dumps(envelope.payload).encode()


def read(text: str) -> Json:
    """The answer's body: JSON, or bare text."""
    if not text.strip():
        return {}
    try:
        body = json.loads(text)
    except ValueError:
        return {"text": text}
    return body if isinstance(body, dict) else {"text": text}
