"""The core's outbound port: messages into Slack.

One message is one `chat.postMessage`, which carries the outbox key in its metadata. The sending client has no retry of
its own: what becomes of a message whose outcome is unknown is the outbox's to decide. A 429 concerns one method in one
conversation: until its time is over nothing more is sent there, and everything else goes on.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from time import monotonic
from typing import assert_never

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.blocks import blocks_of, notification
from adapters.slack.failures import translated
from adapters.slack.files import Attachments
from adapters.slack.workspaces import Workspaces
from bot.errors import RateLimited, Refused, TryLater, Unknowable, Unreachable
from bot.ports.platforms import (
    Address,
    Channel,
    Clock,
    DirectMessage,
    OutboxKey,
    PairConversation,
    Place,
    Platform,
)
from bot.views import Message

EVENT_TYPE = "mentorbot_message"
POST, UPDATE, OPEN, HISTORY = "chat.postMessage", "chat.update", "conversations.open", "conversations.history"
LOOK_BACK = timedelta(days=7)
PAGE = 200
MOST_PAGES = 5
MOST_OPENED = 20_000


class SlackMessenger:
    platform = Platform.SLACK

    def __init__(self, workspaces: Workspaces, attachments: Attachments, clock: Clock) -> None:
        self._workspaces, self._attachments, self._clock = workspaces, attachments, clock
        self._opened: dict[tuple[str, ...], str] = {}
        self._waits: dict[tuple[str, str, str], float] = {}

    async def send(self, address: Address, message: Message, key: OutboxKey) -> Place:
        team = _team(address)
        client = await self._client(team)
        async with self._paced(team, POST, _aim(address)):
            with translated():
                files = await self._attachments.uploaded(client, message)
                conversation = await self._conversation(client, address)
                answer = await client.chat_postMessage(
                    channel=conversation,
                    text=notification(message),
                    blocks=blocks_of(message),
                    metadata={"event_type": EVENT_TYPE, "event_payload": {"key": key, "files": len(files)}},
                    unfurl_links=False,
                    unfurl_media=False,
                )
                place = Place(str(answer["channel"]), str(answer["ts"]))
        if files:
            await self._attachments.share(client, files, place.conversation, place.message)
        return place

    async def update(self, address: Address, place: Place, message: Message) -> None:
        team = _team(address)
        client = await self._client(team)
        async with self._paced(team, UPDATE, place.conversation):
            with translated():
                await client.chat_update(
                    channel=place.conversation,
                    ts=place.message,
                    text=notification(message),
                    blocks=blocks_of(message),
                )

    async def find(self, address: Address, key: OutboxKey) -> Place | None:
        """Looks through the last week of the conversation, where the bot may read it."""
        team = _team(address)
        client = await self._client(team)
        with translated():
            conversation = await self._readable(client, address)
        async with self._paced(team, HISTORY, conversation):
            return await self._look(client, conversation, key)

    async def _look(self, client: AsyncWebClient, conversation: str, key: OutboxKey) -> Place | None:
        oldest = (self._clock.now() - LOOK_BACK).timestamp()
        cursor = ""
        for _ in range(MOST_PAGES):
            with _knowable(conversation), translated():
                page = await client.conversations_history(
                    channel=conversation,
                    include_all_metadata=True,
                    oldest=f"{oldest:.6f}",
                    limit=PAGE,
                    cursor=cursor or None,
                )
            for message in page["messages"]:
                if (message.get("metadata") or {}).get("event_payload", {}).get("key") == key:
                    return _whole(message, conversation)
            cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                return None
        raise Unknowable("too much was written there since to look through")

    async def _client(self, team: str) -> AsyncWebClient:
        client = await self._workspaces.client(team)
        if client is None:
            raise TryLater("the bot is not installed in this workspace", 600)
        return client

    async def _conversation(self, client: AsyncWebClient, address: Address) -> str:
        match address:
            case DirectMessage(account):
                return account.user  # Slack opens the direct message by itself
            case Channel(_, conversation):
                return conversation
            case PairConversation(_, _, accounts):
                return await self._open(client, address.space, *(account.user for account in accounts))
            case _:
                assert_never(address)

    async def _readable(self, client: AsyncWebClient, address: Address) -> str:
        if isinstance(address, DirectMessage):
            return await self._open(client, address.account.space, address.account.user)
        return await self._conversation(client, address)

    async def _open(self, client: AsyncWebClient, team: str, *users: str) -> str:
        """The conversation of the bot with these people: the same people always have the same one."""
        who = (team, *sorted(users))
        if who not in self._opened:
            async with self._paced(team, OPEN, ""):
                with translated():
                    answer = await client.conversations_open(users=list(who[1:]))
            if len(self._opened) >= MOST_OPENED:
                self._opened.pop(next(iter(self._opened)))
            self._opened[who] = str(answer["channel"]["id"])
        return self._opened[who]

    @asynccontextmanager
    async def _paced(self, team: str, method: str, conversation: str) -> AsyncIterator[None]:
        """Raises `RateLimited` without asking while Slack's own time to wait is not over."""
        limit = (team, method, conversation)
        left = self._waits.get(limit, 0.0) - monotonic()
        if left > 0:
            raise RateLimited("Slack asked to slow down", left)
        self._waits.pop(limit, None)
        try:
            yield
        except RateLimited as limited:
            self._waits[limit] = monotonic() + limited.after
            raise


@contextmanager
def _knowable(conversation: str) -> Iterator[None]:
    """A conversation that the bot may not read can't tell."""
    try:
        yield
    except (Refused, Unreachable) as error:
        raise Unknowable(f"the bot can't look into {conversation}: {error}") from error


def _team(address: Address) -> str:
    match address:
        case DirectMessage(account):
            return account.space
        case Channel(space) | PairConversation(space):
            return space
        case _:
            assert_never(address)


def _aim(address: Address) -> str:
    match address:
        case DirectMessage(account):
            return account.user
        case Channel(_, conversation):
            return conversation
        case PairConversation(_, match):
            return match
        case _:
            assert_never(address)


def _whole(message: dict[str, object], conversation: str) -> Place:
    metadata = message.get("metadata")
    assert isinstance(metadata, dict)
    if metadata["event_payload"].get("files") and not message.get("reply_count"):
        raise Unknowable("the message arrived, but its file may be missing")
    return Place(conversation, str(message["ts"]))
