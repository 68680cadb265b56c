"""The core's outbound port: messages into Discord.

Each message carries its outbox key twice: as the nonce, by which Discord itself takes it once within minutes, and as
the number of its first component, by which the history of the conversation is searched later.
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
from adapters.discord.events import NotNow, ServerEvents
from adapters.discord.failures import (
    ARCHIVED,
    LOCKED,
    MISSING_ACCESS,
    MISSING_PERMISSIONS,
    TOO_MANY_THREADS,
    UNKNOWN_CHANNEL,
    translated,
)
from adapters.discord.files import Attachments
from adapters.discord.threads import Threads
from bot.errors import DeliveryError, TryLater, Unknowable, Unlisted, Unopened, Unreachable
from bot.ports.platforms import Address, Channel, Clock, DirectMessage, OutboxKey, PairConversation, Place, Platform
from bot.views import Message

# Together less than what the outbox leases a message for.
PREPARING_SECONDS, SENDING_SECONDS, LISTING_SECONDS, LOOKING_SECONDS = 15.0, 24.0, 8.0, 11.0
LOOK_BACK = timedelta(days=7)
MOST_LOOKED_AT = 500
MOST_OPENED = 20_000
SHUT_THREAD = {
    MISSING_ACCESS: "not-allowed",
    MISSING_PERMISSIONS: "not-allowed",
    TOO_MANY_THREADS: "too-many",
    LOCKED: "locked",
    ARCHIVED: "locked",
}
log = structlog.get_logger(__name__)


class Gone(Unreachable):
    """The conversation was deleted."""


class DiscordMessenger:
    platform = Platform.DISCORD

    def __init__(self, client: discord.Client, attachments: Attachments, clock: Clock) -> None:
        self._client, self._attachments, self._clock = client, attachments, clock
        self._threads, self._events = Threads(client), ServerEvents(client, clock)
        self._direct: dict[str, int] = {}

    async def send(self, address: Address, message: Message, key: OutboxKey) -> Place:
        with _not_yet():
            async with asyncio.timeout(PREPARING_SECONDS):
                conversation = await self._conversation(address)
        try:
            place = await self._post(conversation, address, message, key)
        except Gone:
            if not isinstance(address, PairConversation):
                raise
            with _not_yet():
                conversation = await self._threads.open(address)
            place = await self._post(conversation, address, message, key)
        if isinstance(address, PairConversation) and address.over:
            await self._put_away(conversation)
        await self._listed(address, place, message)
        return place

    async def update(self, address: Address, place: Place, message: Message) -> None:
        await self._edited(address, place, message)
        with translated():
            try:
                await self._listed(address, place, message)
            except NotNow as problem:
                raise TryLater(str(problem)) from problem

    async def _listed(self, address: Address, place: Place, message: Message) -> None:
        """What goes wrong here leaves the whole open: the message is there, and is looked for before all else."""
        if message.group_session is None or not isinstance(address, Channel):
            return
        async with asyncio.timeout(LISTING_SECONDS):
            why = await self._events.keep(address.space, message.group_session)
        if why:
            raise Unlisted(why, place.conversation, place.message)

    async def _edited(self, address: Address, place: Place, message: Message) -> None:
        with translated():
            try:
                await self._edit(address, place, message)
            except discord.HTTPException as error:
                if error.code != ARCHIVED:
                    raise
                await self._threads.archive(int(place.conversation), archived=False)
                await self._edit(address, place, message)
                if isinstance(address, PairConversation) and address.over:
                    await self._put_away(int(place.conversation))

    async def find(self, address: Address, key: OutboxKey) -> Place | None:
        """Looks through the last week of the conversation for the number that belongs to the key."""
        with _not_yet():
            async with asyncio.timeout(LOOKING_SECONDS):
                for conversation in await self._where(address):
                    if (place := await self._look(address, conversation, key)) is not None:
                        return place
        return None

    async def _where(self, address: Address) -> list[int]:
        """A pair's thread may be unknown: opened, written in, and the process stopped. None is opened for looking."""
        if not isinstance(address, PairConversation):
            return [await self._conversation(address)]
        known = self._threads.known(address)
        try:
            unknown = [thread.id for thread in await self._threads.alike(address)]
        except Unopened:
            unknown = []
        return [known, *(thread for thread in unknown if thread != known)] if known else unknown

    async def _look(self, address: Address, conversation: int, key: OutboxKey) -> Place | None:
        """Raises `Unknowable` where the bot may not read: without its permission all looks empty."""
        if not self._may_read(address):
            raise Unknowable(f"the bot may not read the history of {conversation}")
        wanted, since = component_id(key), self._clock.now() - LOOK_BACK
        there = self._client.get_partial_messageable(conversation)
        looked_at = 0
        try:
            async for message in there.history(limit=MOST_LOOKED_AT):
                looked_at += 1
                if any(getattr(component, "id", None) == wanted for component in message.components):
                    return Place(str(conversation), str(message.id))
                if message.created_at < since:
                    return None
        except discord.NotFound:
            return None  # with all that stood in it
        except discord.Forbidden as error:
            raise Unknowable(f"the bot can't look into {conversation}: {error}") from error
        if looked_at >= MOST_LOOKED_AT:
            raise Unknowable("too much was written there since to look through")
        return None

    def _may_read(self, address: Address) -> bool:
        if isinstance(address, DirectMessage):
            return True
        channel = address.conversation if isinstance(address, Channel) else address.channel
        found = self._client.get_channel(int(channel)) if channel.isdecimal() else None
        if not isinstance(found, discord.abc.GuildChannel):
            return True
        return found.permissions_for(found.guild.me).read_message_history

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
        """Raises `Gone` where the conversation is."""
        with _not_yet():
            files = await self._attachments.of(message)
        there: Messageable = self._client.get_partial_messageable(conversation)
        sheet = Sheet(components(message, space=_space_of_direct(address), key=key))
        with translated():
            try:
                async with asyncio.timeout(SENDING_SECONDS):
                    sent = await there.send(view=sheet, files=files, nonce=key, allowed_mentions=_pinged(address))
            except discord.HTTPException as error:
                if error.code == UNKNOWN_CHANNEL:
                    raise Gone(f"Discord says {error.code}: {error.text[:120]}") from error
                if isinstance(address, PairConversation) and error.code in SHUT_THREAD:
                    raise Unopened(SHUT_THREAD[error.code]) from error
                raise
        return Place(str(conversation), str(sent.id))

    async def _edit(self, address: Address, place: Place, message: Message) -> None:
        there = self._client.get_partial_messageable(int(place.conversation)).get_partial_message(int(place.message))
        files = await self._attachments.of(message)
        async with asyncio.timeout(SENDING_SECONDS):
            sheet = Sheet(components(message, space=_space_of_direct(address)))
            await there.edit(view=sheet, attachments=files, allowed_mentions=_pinged(address))

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
