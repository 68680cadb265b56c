"""The calls that answer a person: each waits for Slack's limits as told, since somebody is looking at the screen."""

from collections.abc import Mapping

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.slack.blocks import blocks_of, notification
from adapters.slack.files import Attachments
from adapters.slack.workspaces import Workspaces
from bot.errors import TryLater
from bot.ports.platforms import Place
from bot.views import File, Image, Message

View = Mapping[str, object]


class Calls:
    def __init__(self, workspaces: Workspaces, attachments: Attachments) -> None:
        self._workspaces, self._attachments = workspaces, attachments

    async def open(self, team: str, trigger: str, view: View) -> str:
        """A new dialog; returns its id."""
        answer = await (await self._client(team)).views_open(trigger_id=trigger, view=dict(view))
        return str(answer["view"]["id"])

    async def change(self, team: str, id: str, view: View) -> None:
        """A dialog gets other content."""
        await (await self._client(team)).views_update(view_id=id, view=dict(view))

    async def publish(self, team: str, user: str, view: View) -> None:
        await (await self._client(team)).views_publish(user_id=user, view=dict(view))

    async def update(self, team: str, place: Place, message: Message) -> None:
        await (await self._client(team)).chat_update(
            channel=place.conversation, ts=place.message, text=notification(message), blocks=blocks_of(message)
        )

    async def post(self, team: str, conversation: str, message: Message) -> None:
        await (await self._client(team)).chat_postMessage(
            channel=conversation,
            text=notification(message),
            blocks=blocks_of(message),
            unfurl_links=False,
            unfurl_media=False,
        )

    async def respond(self, url: str, answer: Mapping[str, object]) -> None:
        """By the address that came with the press: good for half an hour, whoever is in the channel."""
        await AsyncWebhookClient(url, session=self._workspaces.session).send_dict(dict(answer))

    async def share(self, team: str, user: str, message: Message) -> None:
        """The pictures and files of an answer, in the direct message with the person."""
        client = await self._client(team)
        files = await self._attachments.uploaded(client, message)
        opened = await client.conversations_open(users=[user])
        await self._attachments.share(client, files, str(opened["channel"]["id"]))

    def brings_files(self, message: Message) -> bool:
        return any(isinstance(part, Image | File) for part in message.parts)

    async def _client(self, team: str) -> AsyncWebClient:
        client = await self._workspaces.patient(team)
        if client is None:
            raise TryLater("the bot is not installed in this workspace")
        return client
