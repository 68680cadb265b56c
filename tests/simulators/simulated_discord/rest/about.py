"""The bot itself, its application, and where its gateway is."""

from typing import TYPE_CHECKING

from tests.simulators.simulated_discord.calls import Call
from tests.simulators.simulated_discord.jsons import Json
from tests.simulators.simulated_discord.rest.refusals import Refused

if TYPE_CHECKING:
    from tests.simulators.simulated_discord.server import SimulatedDiscord


def get_my_user(discord: "SimulatedDiscord", call: Call) -> Json:
    more: Json = {"mfa_enabled": False, "locale": "en-US", "premium_type": 0, "verified": True, "email": None}
    return discord.app.bot.json() | more


def get_user(discord: "SimulatedDiscord", call: Call) -> Json:
    user = discord.users.get(call.id("user_id"))
    if user is None:
        raise Refused(10013)
    return user.json()


def get_application(discord: "SimulatedDiscord", call: Call) -> Json:
    shown = discord.app.json()
    shown["approximate_guild_count"] = sum(g.has_bot for g in discord.guilds.values())
    return shown


def list_my_guilds(discord: "SimulatedDiscord", call: Call) -> list[Json]:
    rows = []
    for guild in discord.guilds.values():
        if guild.has_bot and guild.id > int(call.query.get("after", 0)):
            shown: Json = {"id": str(guild.id), "name": guild.name, "icon": None, "banner": None, "owner": False}
            rows.append(shown | {"permissions": str(int(guild.bot_may)), "features": []})
    return rows[: int(call.query.get("limit", 200))]


def get_gateway(discord: "SimulatedDiscord", call: Call) -> Json:
    return {"url": discord.gateway_url}


def get_bot_gateway(discord: "SimulatedDiscord", call: Call) -> Json:
    limit = {"total": 1000, "remaining": 1000 - len(discord.gateway.identified), "reset_after": 0, "max_concurrency": 1}
    return {"url": discord.gateway_url, "shards": discord.gateway.shards, "session_start_limit": limit}
