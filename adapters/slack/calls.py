"""The calls that answer a person: each waits for Slack's limits as told, since somebody is looking at the screen."""

from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.slack.blocks import blocks_of, notification
from adapters.slack.failures import UNKNOWN, code_of, status_of
from adapters.slack.files import Attachments
from adapters.slack.workspaces import SECONDS, Workspaces
from bot.errors import TryLater
from bot.ports.platforms import Place
from bot.views import File, Image, Message

T = TypeVar("T")
View = Mapping[str, object]
ACCEPTED = 200
OPENED_ALREADY = "exchanged_trigger_id"  # by the same press, delivered or sent once more


class Unheard(Exception):
    """An address for answers did not take one: it is too old, was used too often, or Slack stumbled."""


class Calls:
    def __init__(self, workspaces: Workspaces, attachments: Attachments) -> None:
        self._workspaces, self._attachments = workspaces, attachments

    async def open(self, team: str, trigger: str, view: View) -> None:
        """A new dialog."""
        client = await self._client(team)
        await _surely(lambda: client.views_open(trigger_id=trigger, view=dict(view)))

    async def open_named(self, team: str, trigger: str, name: str, view: View) -> None:
        """A new dialog that `change_named` finds, also where Slack opened it and its answer got lost.

        `name` is unlike any other. Opened by the same press before, it stays as it is.
        """
        try:
            await self.open(team, trigger, {**view, "external_id": name})
        except SlackApiError as error:
            if code_of(error) != OPENED_ALREADY:
                raise

    async def change(self, team: str, id: str, view: View) -> bool:
        """A dialog gets other content. False where it was closed meanwhile."""
        return await self._changed(team, view, view_id=id)

    async def change_named(self, team: str, name: str, view: View) -> bool:
        """As `change`; false also where there never was one of this name."""
        return await self._changed(team, view, external_id=name)

    async def _changed(self, team: str, view: View, **which: str) -> bool:
        client = await self._client(team)
        try:
            await _surely(lambda: client.views_update(**which, view=dict(view)))
        except SlackApiError as error:
            if code_of(error) != "not_found":
                raise
            return False
        return True

    async def publish(self, team: str, user: str, view: View) -> None:
        client = await self._client(team)
        await _surely(lambda: client.views_publish(user_id=user, view=dict(view)))

    async def update(self, team: str, place: Place, message: Message) -> None:
        client = await self._client(team)
        await _surely(
            lambda: client.chat_update(
                channel=place.conversation,
                ts=place.message,
                text=notification(message),
                blocks=blocks_of(message),
                parse="none",
            )
        )

    async def post(self, team: str, conversation: str, message: Message) -> None:
        """Into a conversation, or by a person's id into their direct message with the bot."""
        await (await self._client(team)).chat_postMessage(
            channel=conversation,
            text=notification(message),
            blocks=blocks_of(message),
            mrkdwn=False,
            unfurl_links=False,
            unfurl_media=False,
        )

    async def respond(self, url: str, answer: Mapping[str, object]) -> None:
        """By the address that came with the press: good for half an hour, whoever is in the channel.

        Raises `Unheard`.
        """
        patient = AsyncRateLimitErrorRetryHandler(max_retry_count=2)
        client = AsyncWebhookClient(url, SECONDS, session=self._workspaces.session, retry_handlers=[patient])
        heard = await client.send_dict(dict(answer))
        if heard.status_code != ACCEPTED:
            raise Unheard(f"{heard.status_code} {str(heard.body)[:100]}")

    async def share(self, team: str, user: str, message: Message) -> None:
        """The pictures and files of an answer, in the direct message with the person."""
        client = await self._client(team)
        files = await self._attachments.uploaded(client, message)
        opened = await client.conversations_open(users=[user])
        await self._attachments.share(client, files, str(opened["channel"]["id"]))

    def brings_files(self, message: Message) -> bool:
        return any(isinstance(part, Image | File) for part in message.parts)

    async def secret(self, team: str) -> str:
        """Something that nobody else has and that outlives a restart. Empty where the bot is not installed."""
        installation = await self._workspaces.installation("", team)
        return installation.bot_token if installation else ""

    async def _client(self, team: str) -> AsyncWebClient:
        client = await self._workspaces.patient(team)
        if client is None:
            raise TryLater("the bot is not installed in this workspace")
        return client


async def _surely(call: Callable[[], Awaitable[T]]) -> T:
    """Once more where Slack stumbled: for calls that come to the same however often they are made."""
    try:
        return await call()
    except SlackApiError as error:
        if status_of(error) < 500 and code_of(error) not in UNKNOWN:
            raise
    except (aiohttp.ClientError, TimeoutError):
        pass
    return await call()
