"""The conversation of a pair: a private thread in the mentoring channel, with both people and the bot.

Moderators with “Manage Threads” can read it. It is archived by Discord after a week without a word, by the bot when the
match is over, and opened again by the next message.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Literal

import discord
import structlog

from adapters.discord.failures import (
    FORBIDDEN,
    MISSING_ACCESS,
    MISSING_PERMISSIONS,
    TOO_MANY_THREADS,
    UNKNOWN_CHANNEL,
    translated,
)
from bot.errors import TryLater, Unopened
from bot.ports.platforms import PairConversation

IDLE_MINUTES: Literal[10080] = 10080  # a week: the longest there is
MOST_NAME = 100
MOST_KEPT = 5_000
MOST_ALIKE = 5  # threads of the same name that are looked into
FIRST_WORDS = 20  # messages, among which one of the bot's is, if there is any
log = structlog.get_logger(__name__)


class Threads:
    def __init__(self, client: discord.Client) -> None:
        self._client = client
        self._opened: dict[str, int] = {}
        self._born_closed = True

    def known(self, pair: PairConversation) -> int:
        """The id of the pair's thread; 0 where none was opened, or nobody knows of it."""
        return self._opened.get(pair.match) or (int(pair.known) if pair.known.isdecimal() else 0)

    async def of(self, pair: PairConversation) -> int:
        """The id of the pair's thread, opened where there is none yet. Raises `DeliveryError`."""
        return self.known(pair) or await self.open(pair)

    async def alike(self, pair: PairConversation) -> list[discord.Thread]:
        """Open threads that may be this pair's and of which nobody knows, since the process stopped just then.

        Two pairs may have the same names: only threads in which nobody else is.
        """
        channel = self._channel(pair)
        ours = self._client.user.id if self._client.user else 0
        named = [each for each in channel.threads if each.owner_id == ours and each.name == _name(pair)]
        latest = sorted(named, key=lambda thread: thread.id, reverse=True)[:MOST_ALIKE]
        return [thread for each in latest if (thread := await self._with_nobody_else(each, pair)) is not None]

    async def open(self, pair: PairConversation) -> int:
        """Opens one, also where another one is known that is gone. Raises `DeliveryError`, `Unopened` above all."""
        self._opened.pop(pair.match, None)
        channel = self._channel(pair)
        with translated():
            begun = [thread for thread in await self.alike(pair) if not await self._has_words(thread)]
        thread = begun[0] if begun else await self._create(channel, pair)
        thread = await self._filled(thread, channel, pair)
        if thread.invitable:
            await self._close_invitations(thread)
        if len(self._opened) >= MOST_KEPT:
            self._opened.pop(next(iter(self._opened)))
        self._opened[pair.match] = thread.id
        return thread.id

    async def archive(self, thread: int, *, archived: bool) -> None:
        """Raises `Unopened` where there are too many open ones to open one more."""
        with _opening({TOO_MANY_THREADS: "too-many"}):
            found = self._client.get_channel(thread) or await self._client.fetch_channel(thread)
            if isinstance(found, discord.Thread):
                await found.edit(archived=archived)

    def _channel(self, pair: PairConversation) -> discord.TextChannel:
        if not pair.channel.isdecimal():
            raise Unopened("no-channel")
        guild = self._client.get_guild(int(pair.space))
        if guild is None or guild.unavailable:
            raise TryLater("the bot does not see this server right now")
        channel = guild.get_channel(int(pair.channel))
        if channel is None:
            raise Unopened("gone")
        if not isinstance(channel, discord.TextChannel) or channel.is_news():
            raise Unopened("no-threads")
        return channel

    # One that was begun

    async def _with_nobody_else(self, thread: discord.Thread, pair: PairConversation) -> discord.Thread | None:
        """As it is now: what the gateway told of it may be old. Who all is in it, Discord does not tell."""
        try:
            fresh = await self._client.fetch_channel(thread.id)
        except (discord.NotFound, discord.Forbidden):
            return None
        if not isinstance(fresh, discord.Thread) or fresh.archived:
            return None
        both = [await self._is_in(fresh, int(account.user)) for account in pair.accounts]
        return fresh if fresh.member_count == 1 + sum(both) else None

    @staticmethod
    async def _is_in(thread: discord.Thread, user: int) -> bool:
        try:
            await thread.fetch_member(user)
        except discord.NotFound:
            return False
        return True

    async def _has_words(self, thread: discord.Thread) -> bool:
        """Whether the bot has written in it, and not only added people, which leaves messages too."""
        ours = self._client.user.id if self._client.user else 0
        words = [message async for message in thread.history(limit=FIRST_WORDS, oldest_first=True)]
        return any(message.author.id == ours and message.type is discord.MessageType.default for message in words)

    # A new one

    async def _create(self, channel: discord.TextChannel, pair: PairConversation) -> discord.Thread:
        """Where it would be refused, which Discord counts, it is not asked for: permissions are told as they change."""
        may = channel.permissions_for(channel.guild.me)
        if not (may.create_private_threads and may.send_messages_in_threads):
            raise Unopened("not-allowed")
        reasons = {TOO_MANY_THREADS: "too-many", UNKNOWN_CHANNEL: "gone", **dict.fromkeys(FORBIDDEN, "not-allowed")}
        with _opening(reasons):
            return await channel.create_thread(
                name=_name(pair),
                type=discord.ChannelType.private_thread,
                invitable=not self._born_closed,
                auto_archive_duration=IDLE_MINUTES,
            )

    async def _filled(
        self, thread: discord.Thread, channel: discord.TextChannel, pair: PairConversation
    ) -> discord.Thread:
        """With both people in it.

        Discord's documentation lets only moderators add people to a thread that is not invitable, and does not say
        whether who opened it counts as one. If not, invitations are closed once both are in.
        """
        with _opening({MISSING_ACCESS: "not-visible", MISSING_PERMISSIONS: self._why_not_added(channel)}):
            try:
                await self._add(thread, pair)
            except discord.Forbidden as error:
                if thread.invitable or error.code != MISSING_PERMISSIONS:
                    raise
                self._born_closed = False
                thread = await self._opened_for_invitations(thread) or await self._create(channel, pair)
                await self._add(thread, pair)
            return thread

    @staticmethod
    async def _add(thread: discord.Thread, pair: PairConversation) -> None:
        for account in pair.accounts:
            await thread.add_user(discord.Object(int(account.user)))

    @staticmethod
    def _why_not_added(channel: discord.TextChannel) -> str:
        """Who may write in threads may add people who see the channel."""
        may = channel.permissions_for(channel.guild.me).send_messages_in_threads
        return "not-visible" if may else "not-allowed"

    @staticmethod
    async def _opened_for_invitations(thread: discord.Thread) -> discord.Thread | None:
        try:
            return await thread.edit(invitable=True)
        except discord.Forbidden:
            with suppress(discord.DiscordException):
                await thread.edit(archived=True)
            return None

    @staticmethod
    async def _close_invitations(thread: discord.Thread) -> None:
        """A thread to which its people may add others is no reason to go without one."""
        try:
            await thread.edit(invitable=False)
        except discord.DiscordException as error:
            log.warning("discord.invitable", thread=thread.id, problem=repr(error))


@contextmanager
def _opening(reasons: dict[int, str]) -> Iterator[None]:
    """Raises `Unopened` with the reason that belongs to the code of Discord's error."""
    try:
        yield
    except discord.HTTPException as error:
        if error.code in reasons:
            raise Unopened(reasons[error.code]) from error
        with translated():
            raise


def _name(pair: PairConversation) -> str:
    return pair.title[:MOST_NAME]
