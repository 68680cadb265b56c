"""Application commands, global and of one server."""

from typing import TYPE_CHECKING, Any

from tests.simulators.simulated_discord.calls import Call
from tests.simulators.simulated_discord.jsons import Json
from tests.simulators.simulated_discord.limits import commands_problems
from tests.simulators.simulated_discord.rest.places import guild_of
from tests.simulators.simulated_discord.rest.refusals import Refused

if TYPE_CHECKING:
    from tests.simulators.simulated_discord.server import SimulatedDiscord

MOST_CREATED = 200  # in a day, in each place
LOCALIZED = ("name_localizations", "description_localizations")


def _commands(discord: "SimulatedDiscord", call: Call) -> dict[int, Json]:
    if call.id("application_id") != discord.app.id:
        raise Refused(20012)
    if "guild_id" not in call.parameters:
        return discord.app.commands
    guild = guild_of(discord, call)
    if not guild.has_commands:
        raise Refused(50001)
    return guild.commands


def list_commands(discord: "SimulatedDiscord", call: Call) -> list[Json]:
    full = call.query.get("with_localizations", "").lower() in ("1", "true")
    return [_shown(c, full) for c in _commands(discord, call).values()]


def _shown(command: Json, full: bool) -> Json:
    """Localizations are left out unless they were asked for."""
    return command if full else {name: value for name, value in command.items() if name not in LOCALIZED}


def set_commands(discord: "SimulatedDiscord", call: Call) -> list[Json]:
    """All of them at once: what is not named is gone, what is new counts for the day."""
    there, wanted = _commands(discord, call), list(call.payload)
    _check(discord, call, wanted)
    before = {(c["name"], c["type"]): c for c in there.values()}
    new = [c for c in wanted if (c["name"], c.get("type") or 1) not in before]
    _count(discord, call, len(new))
    kept = [_stored(discord, call, c, before.get((c["name"], c.get("type") or 1))) for c in wanted]
    there.clear()
    there.update({int(c["id"]): c for c in kept})
    return kept


def create_command(discord: "SimulatedDiscord", call: Call) -> Json:
    """One of the same name and type is replaced."""
    there, wanted = _commands(discord, call), call.content
    same = next(
        (c for c in there.values() if (c["name"], c["type"]) == (wanted["name"], wanted.get("type") or 1)), None
    )
    _check(discord, call, [*(c for c in there.values() if c is not same), wanted])
    _count(discord, call, 0 if same else 1)
    stored = _stored(discord, call, wanted, same)
    there[int(stored["id"])] = stored
    return stored


def update_command(discord: "SimulatedDiscord", call: Call) -> Json:
    there = _commands(discord, call)
    old = _one(there, call)
    changed = {**old, **call.content}
    _check(discord, call, [*(c for c in there.values() if c is not old), changed])
    there[int(old["id"])] = stored = _stored(discord, call, changed, old)
    return stored


def get_command(discord: "SimulatedDiscord", call: Call) -> Json:
    return _one(_commands(discord, call), call)


def delete_command(discord: "SimulatedDiscord", call: Call) -> None:
    there = _commands(discord, call)
    del there[int(_one(there, call)["id"])]


def _one(there: dict[int, Json], call: Call) -> Json:
    if call.id("command_id") not in there:
        raise Refused(10063)
    return there[call.id("command_id")]


def _check(discord: "SimulatedDiscord", call: Call, commands: list[Json]) -> None:
    problems = commands_problems(commands)
    for problem in problems:
        discord.breaks(f"{call.name}: {problem}")
    if problems:
        raise Refused(50035, problems)


def _count(discord: "SimulatedDiscord", call: Call, new: int) -> None:
    place = call.id("guild_id")
    if discord.created_commands[place] + new > MOST_CREATED:
        raise Refused(30034)
    discord.created_commands[place] += new


def _stored(discord: "SimulatedDiscord", call: Call, wanted: Json, old: Json | None) -> Json:
    """As Discord keeps and shows it, with what the request left out."""
    id = old["id"] if old else str(discord.ids.new())
    command: Json = {"id": id, "application_id": str(discord.app.id), "version": str(discord.ids.new()), "type": 1}
    command |= {"description": "", "default_member_permissions": None, "nsfw": False, "dm_permission": True}
    command |= {"name_localizations": None, "description_localizations": None, "integration_types": [0]}
    if "guild_id" in call.parameters:
        command["guild_id"] = call.parameters["guild_id"]
    else:
        command["contexts"] = None
    given: dict[str, Any] = {name: value for name, value in wanted.items() if name not in ("id", "version")}
    if given.get("integration_types") is None:
        given.pop("integration_types", None)
    return command | given | {"type": given.get("type") or 1}
