"""The core's outbound port: messages into Slack.

One message is one `chat.postMessage`, which carries the outbox key in its metadata. The sending client has no retry of
its own: what becomes of a message whose outcome is unknown is the outbox's to decide. Messages into a workspace wait
for their turn, so that its limit is not met. A 429 then concerns one method in one conversation: until its time is over
nothing more is sent there, and everything else goes on.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from time import monotonic
from typing import assert_never

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.blocks import blocks_of, notification
from adapters.slack.failures import translated
from adapters.slack.files import Attachments, Upload
from adapters.slack.workspaces import Workspaces
from bot.errors import DeliveryError, RateLimited, Refused, TryLater, Unknowable, Unreachable
from bot.pace import Pace
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
# Together with the post itself (20 seconds) less than what the outbox leases a message for.
LOOKING_SECONDS, PREPARING_SECONDS = 15.0, 20.0
MOST_SHARINGS = 5
MOST, SECONDS, AT_ONCE = 300, 61.0, 24
"""Messages into one workspace. Slack says "several hundred a minute", beside one a second into a conversation; we take
that for 300 in any minute, as they come in.
"""
log = structlog.get_logger(__name__)


class SlackMessenger:
    platform = Platform.SLACK

    def __init__(self, workspaces: Workspaces, attachments: Attachments, clock: Clock) -> None:
        self._workspaces, self._attachments, self._clock = workspaces, attachments, clock
        self._opened: dict[tuple[str, ...], str] = {}
        self._waits: dict[tuple[str, str, str], float] = {}
        self._paces: dict[str, Pace] = {}
        self._sharing: set[asyncio.Task[None]] = set()

    async def close(self) -> None:
        """Files that still wait to be shared stay unshared."""
        for task in self._sharing:
            task.cancel()
        await asyncio.gather(*self._sharing, return_exceptions=True)

    async def send(self, address: Address, message: Message, key: OutboxKey) -> Place:
        team = _team(address)
        client = await self._client(team)
        async with self._paced(team, POST, _aim(address)):
            await self._pace(team).turn()
            with _not_yet():
                async with asyncio.timeout(PREPARING_SECONDS):
                    files = await self._attachments.uploaded(client, message)
                    conversation = await self._conversation(client, address)
            with translated():
                answer = await client.chat_postMessage(
                    channel=conversation,
                    text=notification(message),
                    blocks=blocks_of(message),
                    mrkdwn=False,
                    metadata={"event_type": EVENT_TYPE, "event_payload": {"key": key, "files": len(files)}},
                    unfurl_links=False,
                    unfurl_media=False,
                )
                place = Place(str(answer["channel"]), str(answer["ts"]))
        if files:
            await self._share(client, files, place)
        return place

    async def _share(self, client: AsyncWebClient, files: Sequence[Upload], place: Place) -> None:
        """Below the message, which has arrived: a file that may be missing is the moderators' to look after."""
        try:
            with translated():
                await self._attachments.share(client, files, place.conversation, place.message)
        except RateLimited as limited:
            sharing = asyncio.create_task(self._share_later(client, files, place, limited.after))
            self._sharing.add(sharing)
            sharing.add_done_callback(self._sharing.discard)
        except Exception as error:
            raise Unknowable(f"the message arrived, but its file may be missing: {error}") from error

    async def _share_later(self, client: AsyncWebClient, files: Sequence[Upload], place: Place, after: float) -> None:
        """Waits as told, while everything else goes on."""
        for _ in range(MOST_SHARINGS):
            try:
                await asyncio.sleep(after)
                with translated():
                    await self._attachments.share(client, files, place.conversation, place.message)
            except RateLimited as limited:
                after = limited.after
            except (Exception, asyncio.CancelledError) as error:
                log.error("slack.file", conversation=place.conversation, problem=repr(error))
                raise
            else:
                return
        log.error("slack.file", conversation=place.conversation, problem="rate limited for too long")

    def _pace(self, team: str) -> Pace:
        return self._paces.setdefault(team, Pace(MOST, SECONDS, AT_ONCE))

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
                    parse="none",
                )

    async def find(self, address: Address, key: OutboxKey) -> Place | None:
        """Looks through the last week of the conversation, where the bot may read it."""
        team = _team(address)
        client = await self._client(team)
        with translated():
            conversation = await self._readable(client, address)
        async with self._paced(team, HISTORY, conversation):
            async with asyncio.timeout(LOOKING_SECONDS):
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
                sent = _sent(message)
                if sent.get("key") == key:
                    return _whole(message, sent, conversation)
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
def _not_yet() -> Iterator[None]:
    """Whatever fails here, nothing has been sent: it is tried again without looking first."""
    try:
        with translated():
            yield
    except DeliveryError:
        raise
    except Exception as error:
        log.warning("slack.prepare", exc_info=error)
        raise TryLater(f"could not be prepared: {error!r}") from error


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


def _sent(message: dict[str, object]) -> Mapping[str, object]:
    """What we wrote into the metadata of a message, if it is one of ours."""
    metadata = message.get("metadata")
    payload = metadata.get("event_payload") if isinstance(metadata, dict) else None
    return payload if isinstance(payload, dict) else {}


def _whole(message: dict[str, object], sent: Mapping[str, object], conversation: str) -> Place:
    if sent.get("files") and not message.get("reply_count"):
        raise Unknowable("the message arrived, but its file may be missing")
    return Place(conversation, str(message["ts"]))
