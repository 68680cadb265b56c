"""Servers, their members, roles, channels and scheduled events."""

from datetime import datetime
from typing import TYPE_CHECKING

from tests.simulators.simulated_discord.calls import Call
from tests.simulators.simulated_discord.guilds import Guild
from tests.simulators.simulated_discord.jsons import Json
from tests.simulators.simulated_discord.permissions import Permission
from tests.simulators.simulated_discord.rest.places import guild_of, may_in
from tests.simulators.simulated_discord.rest.refusals import Refused

if TYPE_CHECKING:
    from tests.simulators.simulated_discord.server import SimulatedDiscord

EXTERNAL, IN_GUILD_ONLY = 3, 2
SCHEDULED, ACTIVE, COMPLETED, CANCELED = 1, 2, 3, 4
NEXT_STATUS = {SCHEDULED: (SCHEDULED, ACTIVE, CANCELED), ACTIVE: (ACTIVE, COMPLETED)}


def get_guild(discord: "SimulatedDiscord", call: Call) -> Json:
    guild = guild_of(discord, call)
    if call.query.get("with_counts") in ("1", "true"):
        return guild.json() | {"approximate_member_count": len(guild.members), "approximate_presence_count": 1}
    return guild.json()


def get_guild_member(discord: "SimulatedDiscord", call: Call) -> Json:
    guild, user = guild_of(discord, call), call.id("user_id")
    if user not in discord.users:
        raise Refused(10013)
    if user not in guild.members:
        raise Refused(10007)
    return guild.members[user].json()


def list_guild_members(discord: "SimulatedDiscord", call: Call) -> list[Json]:
    raise Refused(50001)  # needs the intent for members


def list_guild_roles(discord: "SimulatedDiscord", call: Call) -> list[Json]:
    return [r.json() for r in guild_of(discord, call).roles.values()]


def list_guild_channels(discord: "SimulatedDiscord", call: Call) -> list[Json]:
    """All of them, also those that the bot does not see."""
    return [c.json() for c in guild_of(discord, call).channels.values()]


def leave_guild(discord: "SimulatedDiscord", call: Call) -> None:
    guild = guild_of(discord, call)
    guild.forgets_bot()
    discord.gateway.dispatch("GUILD_DELETE", {"id": str(guild.id)}, guild.id)


# Scheduled events


def create_guild_scheduled_event(discord: "SimulatedDiscord", call: Call) -> Json:
    guild, content = guild_of(discord, call), call.content
    may_in(guild, Permission.CREATE_EVENTS)
    id, bot = discord.ids.new(), discord.app.bot
    event: Json = {"id": str(id), "guild_id": str(guild.id), "creator_id": str(bot.id), "status": SCHEDULED}
    event |= {"channel_id": None, "entity_id": None, "entity_metadata": None, "description": None, "image": None}
    event |= {"scheduled_end_time": None, "user_count": 0, "recurrence_rule": None, "creator": bot.json()}
    event |= {"guild_scheduled_event_exceptions": [], "user_rsvp": None} | content
    _check(discord, call, event, new_start="scheduled_start_time" in content)
    guild.scheduled[id] = event
    discord.gateway.dispatch("GUILD_SCHEDULED_EVENT_CREATE", event, guild.id)
    return event


def _check(discord: "SimulatedDiscord", call: Call, event: Json, *, new_start: bool) -> None:
    problems = _problems(discord, event, new_start)
    for problem in problems:
        discord.breaks(f"{call.name}: {problem}")
    if problems:
        raise Refused(50035, problems)


def _problems(discord: "SimulatedDiscord", event: Json, new_start: bool) -> list[str]:
    found, end = [], event.get("scheduled_end_time")
    start = datetime.fromisoformat(event["scheduled_start_time"])
    if event["entity_type"] == EXTERNAL:
        found += [] if end else ["scheduled_end_time: an event elsewhere needs one"]
        found += [] if (event.get("entity_metadata") or {}).get("location") else ["entity_metadata: needs a location"]
    elif not event.get("channel_id"):
        found.append("channel_id: needed")
    if event["privacy_level"] != IN_GUILD_ONLY:
        found.append("privacy_level: only 2")
    if new_start and start <= discord.clock.now:
        found.append("scheduled_start_time: has passed")
    if end and datetime.fromisoformat(end) <= start:
        found.append("scheduled_end_time: before the start")
    if not 1 <= len(event["name"]) <= 100 or len(event.get("description") or "") > 1000:
        found.append("name or description: too long or empty")
    if len((event.get("entity_metadata") or {}).get("location") or "") > 100:
        found.append("location: at most 100 characters")
    return found


def _event_of(guild: Guild, call: Call) -> Json:
    event = guild.scheduled.get(call.id("guild_scheduled_event_id"))
    if event is None:
        raise Refused(10070)
    return event


def _may_change(discord: "SimulatedDiscord", guild: Guild, event: Json) -> None:
    own = event["creator_id"] == str(discord.app.bot.id)
    if Permission.MANAGE_EVENTS not in guild.bot_may and not (own and Permission.CREATE_EVENTS in guild.bot_may):
        raise Refused(50013)


def update_guild_scheduled_event(discord: "SimulatedDiscord", call: Call) -> Json:
    guild = guild_of(discord, call)
    event = _event_of(guild, call)
    _may_change(discord, guild, event)
    status = call.content.get("status")
    if status is not None and status not in NEXT_STATUS.get(event["status"], ()):
        raise Refused(50035, [f"status: not from {event['status']} to {status}"])
    changed = event | call.content
    _check(discord, call, changed, new_start="scheduled_start_time" in call.content)
    event.update(call.content)
    discord.gateway.dispatch("GUILD_SCHEDULED_EVENT_UPDATE", event, guild.id)
    return event


def delete_guild_scheduled_event(discord: "SimulatedDiscord", call: Call) -> None:
    guild = guild_of(discord, call)
    event = _event_of(guild, call)
    _may_change(discord, guild, event)
    del guild.scheduled[int(event["id"])]
    discord.gateway.dispatch("GUILD_SCHEDULED_EVENT_DELETE", event, guild.id)


def get_guild_scheduled_event(discord: "SimulatedDiscord", call: Call) -> Json:
    return _event_of(guild_of(discord, call), call)


def list_guild_scheduled_events(discord: "SimulatedDiscord", call: Call) -> list[Json]:
    return list(guild_of(discord, call).scheduled.values())
