"""The core's outbound port: messages into Discord.

Each message carries its outbox key twice: as the nonce, by which Discord itself takes it once within minutes, and as
the number of its first component, by which the history of the conversation is searched later. Discord's library waits
for the limits that the headers tell; a wait of more than half a minute comes back as `RateLimited`.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import assert_never

import discord
import structlog
from discord.abc import Messageable

from adapters.discord.carriers import Sheet
from adapters.discord.components import component_id, components
from adapters.discord.failures import ARCHIVED, UNKNOWN_CHANNEL, translated
from adapters.discord.files import Attachments
from adapters.discord.threads import Threads
from bot.errors import DeliveryError, RateLimited, TryLater, Unknowable, Unreachable
from bot.ports.platforms import Address, Channel, Clock, DirectMessage, OutboxKey, PairConversation, Place, Platform
from bot.views import Message

# Together less than what the outbox leases a message for.
PREPARING_SECONDS, SENDING_SECONDS, LOOKING_SECONDS = 20.0, 28.0, 15.0
LOOK_BACK = timedelta(days=7)
MOST_LOOKED_AT = 500
MOST_OPENED = 20_000
log = structlog.get_logger(__name__)


class DiscordMessenger:
    platform = Platform.DISCORD

    def __init__(self, client: discord.Client, attachments: Attachments, clock: Clock) -> None:
        self._client, self._attachments, self._clock = client, attachments, clock
        self._threads = Threads(client)
        self._direct: dict[str, int] = {}

    async def send(self, address: Address, message: Message, key: OutboxKey) -> Place:
        with _not_yet():
            async with asyncio.timeout(PREPARING_SECONDS):
                conversation = await self._conversation(address)
        try:
            place = await self._post(conversation, address, message, key)
        except discord.NotFound as error:
            if error.code != UNKNOWN_CHANNEL or not isinstance(address, PairConversation):
                raise _final(error) from error
            with _not_yet():
                conversation = await self._threads.open(address)
            with translated():
                place = await self._post(conversation, address, message, key)
        if isinstance(address, PairConversation) and address.over:
            await self._put_away(conversation)
        return place

    async def update(self, address: Address, place: Place, message: Message) -> None:
        files = await self._attachments.of(message)
        there = self._client.get_partial_messageable(int(place.conversation)).get_partial_message(int(place.message))
        sheet = Sheet(components(message, space=_space_of_direct(address)))
        with translated():
            try:
                await there.edit(view=sheet, attachments=files)
            except discord.HTTPException as error:
                if error.code != ARCHIVED:
                    raise
                await self._threads.archive(int(place.conversation), archived=False)
                await there.edit(view=sheet, attachments=await self._attachments.of(message))

    async def find(self, address: Address, key: OutboxKey) -> Place | None:
        """Looks through the last week of the conversation for the number that belongs to the key."""
        with _not_yet():
            conversation = await self._conversation(address)
        wanted, since = component_id(key), self._clock.now() - LOOK_BACK
        there = self._client.get_partial_messageable(conversation)
        looked_at = 0
        with _knowable(conversation), translated():
            async with asyncio.timeout(LOOKING_SECONDS):
                async for message in there.history(limit=MOST_LOOKED_AT):
                    looked_at += 1
                    if any(getattr(component, "id", None) == wanted for component in message.components):
                        return Place(str(conversation), str(message.id))
                    if message.created_at < since:
                        return None
        if looked_at >= MOST_LOOKED_AT:
            raise Unknowable("too much was written there since to look through")
        return None

    async def _conversation(self, address: Address) -> int:
        match address:
            case DirectMessage(account):
                return await self._direct_with(account.user)
            case Channel(_, conversation):
                return int(conversation)
            case PairConversation():
                return await self._threads.of(address)
            case _:
                assert_never(address)

    async def _direct_with(self, user: str) -> int:
        """Opened once: Discord does not like many to be opened at a time, and the same person has always the same."""
        if user not in self._direct:
            channel = await self._client.create_dm(discord.Object(int(user)))
            if len(self._direct) >= MOST_OPENED:
                self._direct.pop(next(iter(self._direct)))
            self._direct[user] = channel.id
        return self._direct[user]

    async def _post(self, conversation: int, address: Address, message: Message, key: OutboxKey) -> Place:
        files = await self._attachments.of(message)
        there: Messageable = self._client.get_partial_messageable(conversation)
        try:
            async with asyncio.timeout(SENDING_SECONDS):
                sent = await there.send(
                    view=Sheet(components(message, space=_space_of_direct(address), key=key)),
                    files=files,
                    nonce=key,
                    allowed_mentions=_pinged(address),
                )
        except discord.NotFound:
            raise
        except Exception as error:
            with translated():
                raise error
            raise
        return Place(str(conversation), str(sent.id))

    async def _put_away(self, thread: int) -> None:
        """The message has arrived: a thread that stays open is no reason to send it again."""
        try:
            await self._threads.archive(thread, archived=True)
        except Exception as error:
            log.warning("discord.archive", thread=thread, problem=repr(error))


def _pinged(address: Address) -> discord.AllowedMentions:
    """Nobody but the two whose conversation it is, whatever the text says."""
    if isinstance(address, PairConversation):
        both = [discord.Object(int(account.user)) for account in address.accounts]
        return discord.AllowedMentions(everyone=False, roles=False, users=both, replied_user=False)
    return discord.AllowedMentions.none()


def _space_of_direct(address: Address) -> str:
    """Direct messages belong to no server: their buttons say of which they are."""
    return address.account.space if isinstance(address, DirectMessage) else ""


def _final(error: discord.HTTPException) -> Exception:
    return Unreachable(f"Discord says {error.code}: {error.text[:120]}")


@contextmanager
def _not_yet() -> Iterator[None]:
    """Whatever fails here, nothing has been sent: it is tried again without looking first."""
    try:
        with translated():
            yield
    except DeliveryError:
        raise
    except Exception as error:
        log.warning("discord.prepare", exc_info=error)
        raise TryLater(f"could not be prepared: {error!r}") from error


@contextmanager
def _knowable(conversation: int) -> Iterator[None]:
    """A conversation that the bot may not read can't tell; one that is only busy can, later."""
    try:
        yield
    except RateLimited:
        raise
    except DeliveryError as error:
        raise Unknowable(f"the bot can't look into {conversation}: {error}") from error
