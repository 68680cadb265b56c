"""What Discord says of people: learned from what they do, else asked, and never older than a minute for a decision."""

import asyncio
from dataclasses import dataclass
from time import monotonic

import aiohttp
import discord
import structlog

from adapters.discord.failures import UNKNOWN_MEMBER, UNKNOWN_USER
from adapters.discord.inbound import Interaction, roles
from adapters.discord.inbound import standing as standing_in
from bot.errors import DeliveryError, TryLater, UserError
from bot.ids import SpaceId
from bot.ports.platforms import Account, Clock, Platform, Standing, UserId
from bot.texts import pages

FRESH = 60.0  # seconds
MOST_KEPT = 20_000
SECONDS = 10.0  # for asking
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Heard:
    at: float  # monotonic seconds
    standing: Standing


class Members:
    """The core's `Directory`."""

    platform = Platform.DISCORD

    def __init__(self, client: discord.Client, clock: Clock) -> None:
        self._client, self._clock = client, clock
        self._heard: dict[tuple[str, str], Heard] = {}

    async def standing(self, account: Account) -> Standing:
        """No older than 60 seconds. Raises `DeliveryError`."""
        heard = self._heard.get((account.space, account.user))
        if heard is not None and monotonic() - heard.at <= FRESH:
            return heard.standing
        return self._learn(account, await self._asked(account))

    async def check_here(self, account: Account) -> None:
        """Raises `UserError` where the bot or this person is not in the server; not where Discord can't say now."""
        guild = self._client.get_guild(int(account.space)) if account.space.isdecimal() else None
        if guild is None and self._client.is_ready():
            raise UserError(pages.NOT_THERE)
        try:
            standing = await self.standing(account)
        except DeliveryError as error:
            log.info("discord.presence", problem=str(error))
            return
        if not standing.here:
            raise UserError(pages.YOU_LEFT)

    def hear(self, interaction: Interaction) -> None:
        """Who acts in a server, as they were when they did: a resumed connection may tell of it much later."""
        standing = standing_in(interaction)
        if standing is not None:
            age = (self._clock.now() - interaction.created_at).total_seconds()
            account = Account(self.platform, SpaceId(str(interaction.guild_id)), UserId(str(interaction.user.id)))
            self._learn(account, standing, max(age, 0.0))

    def _learn(self, account: Account, standing: Standing, age: float = 0.0) -> Standing:
        """`age` is in seconds."""
        known = self._heard.pop((account.space, account.user), None)
        if len(self._heard) >= MOST_KEPT:
            self._heard.pop(next(iter(self._heard)))
        heard = Heard(monotonic() - age, standing)
        self._heard[account.space, account.user] = max(known or heard, heard, key=lambda each: each.at)
        return standing

    def forget(self, space: str) -> None:
        """A role of the server is another now: what it makes of people is asked anew."""
        for known in [who for who in self._heard if who[0] == space]:
            del self._heard[known]

    async def _asked(self, account: Account) -> Standing:
        guild = self._client.get_guild(int(account.space)) if account.space.isdecimal() else None
        if guild is None or guild.unavailable or not account.user.isdecimal():
            raise TryLater("the bot does not see this server right now")
        try:
            async with asyncio.timeout(SECONDS):
                member = await _fetched(guild, int(account.user))
        except discord.NotFound as error:
            if error.code in (UNKNOWN_MEMBER, UNKNOWN_USER):
                return Standing(moderator=False, here=False)
            raise TryLater(f"Discord could not say who this is: {error!r}") from error
        except (discord.DiscordException, aiohttp.ClientError, TimeoutError) as error:
            raise TryLater(f"Discord could not say who this is: {error!r}") from error
        may = member.guild_permissions
        return Standing(
            moderator=may.manage_guild or may.administrator,
            name=member.display_name,
            person=not member.bot,
            roles=roles(member),
        )


async def _fetched(guild: discord.Guild, user: int) -> discord.Member:
    """A short limit is waited for: who asks has somebody waiting, too."""
    while True:
        try:
            return await guild.fetch_member(user)
        except discord.RateLimited as limited:
            if limited.retry_after > SECONDS:
                raise
            await asyncio.sleep(limited.retry_after)
