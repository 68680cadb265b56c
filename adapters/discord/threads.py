"""The conversation of a pair: a private thread in the mentoring channel, with both people and the bot.

Moderators with “Manage Threads” can read it. It is archived by Discord after a week without a word, by the bot when the
match is over, and opened again by the next message.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import discord

from adapters.discord.failures import MISSING_ACCESS, MISSING_PERMISSIONS, TOO_MANY_THREADS, UNKNOWN_CHANNEL, translated
from bot.errors import TryLater, Unopened
from bot.ports.platforms import Account, PairConversation

IDLE_MINUTES: Literal[10080] = 10080  # a week: the longest there is
MOST_NAME = 100
MOST_KEPT = 5_000
FORBIDDEN = frozenset({MISSING_ACCESS, MISSING_PERMISSIONS})


class Threads:
    def __init__(self, client: discord.Client) -> None:
        self._client = client
        self._opened: dict[str, int] = {}

    async def of(self, pair: PairConversation) -> int:
        """The id of the pair's thread, opened where there is none yet. Raises `DeliveryError`."""
        known = self._opened.get(pair.match) or (int(pair.known) if pair.known.isdecimal() else 0)
        return known or await self.open(pair)

    async def open(self, pair: PairConversation) -> int:
        """Opens one, also where another one is known that is gone. Raises `DeliveryError`, `Unopened` above all."""
        self._opened.pop(pair.match, None)
        channel = self._channel(pair)
        thread = self._begun(channel, pair) or await self._create(channel, pair)
        for account in pair.accounts:
            await self._add(thread, account)
        if len(self._opened) >= MOST_KEPT:
            self._opened.pop(next(iter(self._opened)))
        self._opened[pair.match] = thread.id
        return thread.id

    async def archive(self, thread: int, *, archived: bool) -> None:
        with translated():
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
        if not isinstance(channel, discord.TextChannel):
            raise Unopened("no-threads")
        return channel

    def _begun(self, channel: discord.TextChannel, pair: PairConversation) -> discord.Thread | None:
        """One that was opened for these two just before the process stopped: nothing stands in it yet."""
        ours = self._client.user.id if self._client.user else 0
        return next(
            (
                thread
                for thread in channel.threads
                if thread.owner_id == ours
                and thread.name == _name(pair)
                and not (thread.message_count or thread.archived)
            ),
            None,
        )

    async def _create(self, channel: discord.TextChannel, pair: PairConversation) -> discord.Thread:
        reasons = {TOO_MANY_THREADS: "too-many", UNKNOWN_CHANNEL: "gone", **dict.fromkeys(FORBIDDEN, "not-allowed")}
        with _opening(reasons):
            return await channel.create_thread(
                name=_name(pair),
                type=discord.ChannelType.private_thread,
                invitable=False,
                auto_archive_duration=IDLE_MINUTES,
            )

    async def _add(self, thread: discord.Thread, account: Account) -> None:
        """Somebody who can't see the channel can't be added to a thread in it."""
        with _opening(dict.fromkeys(FORBIDDEN, "not-visible")):
            await thread.add_user(discord.Object(int(account.user)))


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
