"""Group sessions in a server's own list of events, where the bot may put them there.

An event is known by its name, its start and that the bot made it: it is looked for before it is made, so that a process
that stopped in between leaves one and not two. Who made an event may take it off with the same permission.
"""

from datetime import timedelta

import discord
import structlog

from adapters.discord.failures import FORBIDDEN, NOT_OURS, SERVER_ERROR, TOO_MANY
from adapters.discord.permissions import EVENTS, missing
from bot.ports.platforms import Clock
from bot.texts import group_sessions as texts
from bot.views import GroupSession

TOO_MANY_EVENTS, UNKNOWN_EVENT = 30038, 10070
NOT_ALLOWED, FULL, NOT_TAKEN = "not-allowed", "too-many", "refused"  # codes of `bot.errors.Unlisted`
MOST_NAME = 100
log = structlog.get_logger(__name__)


class NotNow(Exception):
    """Nothing was done, and it may be later."""


class ServerEvents:
    def __init__(self, client: discord.Client, clock: Clock) -> None:
        self._client, self._clock = client, clock

    async def keep(self, space: str, session: GroupSession) -> str:
        """Puts a session into the events of a server, or takes it off where it was called off; twice is as once.

        Returns why that can't be, empty where it is done or nothing is left to do. Raises `NotNow`, and what leaves the
        outcome unknown.
        """
        if session.starts_at <= self._clock.now():
            return ""
        guild = self._client.get_guild(int(space))
        if guild is None or guild.unavailable:
            raise NotNow("the bot does not see this server right now")
        if missing(guild.me.guild_permissions.value, (EVENTS,)):
            return NOT_ALLOWED
        try:
            await self._brought_up_to_date(guild, session)
        except discord.HTTPException as error:
            return _why(error)
        return ""

    async def _brought_up_to_date(self, guild: discord.Guild, session: GroupSession) -> None:
        standing = await self._standing(guild, session)
        if session.called_off:
            for event in standing:
                await _take_off(event)
        elif not standing:
            await guild.create_scheduled_event(
                name=session.title[:MOST_NAME],
                description=texts.EVENT_DESCRIPTION,
                start_time=session.starts_at,
                end_time=session.starts_at + timedelta(minutes=session.minutes),
                location=session.place[:MOST_NAME],
                entity_type=discord.EntityType.external,
                privacy_level=discord.PrivacyLevel.guild_only,
            )

    async def _standing(self, guild: discord.Guild, session: GroupSession) -> list[discord.ScheduledEvent]:
        """Asked of Discord each time: what the gateway told at the start may be old."""
        ours = self._client.user.id if self._client.user else 0
        return [
            event
            for event in await guild.fetch_scheduled_events(with_counts=False)
            if event.creator_id == ours
            and event.name == session.title[:MOST_NAME]
            and event.start_time == session.starts_at
            and event.status is discord.EventStatus.scheduled
        ]


async def _take_off(event: discord.ScheduledEvent) -> None:
    try:
        await event.delete()
    except discord.NotFound as error:
        if error.code != UNKNOWN_EVENT:
            raise


def _why(error: discord.HTTPException) -> str:
    """Raises the error where it says nothing about this event."""
    if error.status >= SERVER_ERROR or error.status in (TOO_MANY, NOT_OURS):
        raise error
    log.warning("discord.event", code=error.code, problem=error.text[:120])
    if error.code in FORBIDDEN:
        return NOT_ALLOWED
    return FULL if error.code == TOO_MANY_EVENTS else NOT_TAKEN
