"""Slash commands, with what Discord's client checks before it sends one; and suggestions for an option."""

from typing import TYPE_CHECKING, Any

from tests.simulators.simulated_discord.acting.acts import perform
from tests.simulators.simulated_discord.acting.payloads import IN_GUILD, WITH_BOT, interaction
from tests.simulators.simulated_discord.acting.resolving import Resolving
from tests.simulators.simulated_discord.channels import Conversation, DirectChannel, GuildChannel, Kind
from tests.simulators.simulated_discord.interactions import Asked
from tests.simulators.simulated_discord.jsons import Impossible, Json
from tests.simulators.simulated_discord.permissions import ALL, Permission, in_channel
from tests.simulators.simulated_discord.threads import Thread

if TYPE_CHECKING:
    from tests.simulators.simulated_discord.answers import Answer
    from tests.simulators.simulated_discord.people import DiscordPerson

TEXT, WHOLE, TRUTH, USER, CHANNEL, ROLE, NUMBER = 3, 4, 5, 6, 7, 8, 10
PICKED = {USER: "user", CHANNEL: "channel", ROLE: "role"}
PLAIN: dict[int, tuple[type, ...]] = {TEXT: (str,), WHOLE: (int,), TRUTH: (bool,), NUMBER: (int, float)}
MOST_TEXT = 6000


async def types(person: "DiscordPerson", name: str, where: Conversation | None, options: dict[str, Any]) -> "Answer":
    channel = place_of(person, where)
    command = _command(person, channel, name)
    for option in command.get("options") or []:
        if option.get("required") and option["name"] not in options:
            raise Impossible(f"{name} needs {option['name']!r}")
    data = _data(person, channel, command, options, focused="")
    return await perform(person.discord, interaction(person, Asked.COMMAND, channel, data))


async def suggests(
    person: "DiscordPerson", name: str, where: Conversation | None, options: dict[str, Any]
) -> list[Json]:
    channel = place_of(person, where)
    command = _command(person, channel, name)
    focused = list(options)[-1]
    if not _option(command, focused).get("autocomplete"):
        raise Impossible(f"{focused!r} of {name} suggests nothing")
    data = _data(person, channel, command, options, focused)
    answer = await perform(person.discord, interaction(person, Asked.AUTOCOMPLETE, channel, data))
    return answer.choices


def place_of(person: "DiscordPerson", where: Conversation | None) -> Conversation:
    """Where she types: there from now on, or where she did before, or in the first channel that she sees."""
    channels = (c for c in person.guild.channels.values() if c.kind is not Kind.CATEGORY and c.open_to(person))
    place = where or person.place or next(channels, None) or person.dm
    if not place.open_to(person):
        raise Impossible(f"{person.name} does not see this channel")
    _works(person, place)
    person.place = place
    return place


def _works(person: "DiscordPerson", place: Conversation) -> None:
    if isinstance(place, DirectChannel):
        if not person.shares_a_guild:
            raise Impossible(f"{person.name} shares no server with the bot")
    elif isinstance(place, GuildChannel | Thread):
        if not place.guild.has_commands or place.guild.unavailable:
            raise Impossible(f"the bot has no commands in {place.guild.name}")
        if Permission.USE_APPLICATION_COMMANDS not in in_channel(place, person.id):
            raise Impossible(f"{person.name} may not use commands here")
        if isinstance(place, Thread) and place.archived and place.locked:
            raise Impossible("this thread is locked")


def _command(person: "DiscordPerson", channel: Conversation, name: str) -> Json:
    """By its name or the one in her language; those of the server hide global ones."""
    guild = channel.guild_or_none
    there: list[Json] = [*(guild.commands.values() if guild else ()), *person.discord.app.commands.values()]
    bare = name.removeprefix("/")
    for command in there:
        names = (command["name"], (command.get("name_localizations") or {}).get(person.locale))
        if command["type"] == 1 and bare in names and _offered(person, channel, command):
            return command
    raise Impossible(f"{person.name} sees no command {name}; there are {[c['name'] for c in there]}")


def _offered(person: "DiscordPerson", channel: Conversation, command: Json) -> bool:
    if not isinstance(channel, GuildChannel | Thread):
        contexts = command.get("contexts")
        here = command.get("dm_permission") is not False if contexts is None else WITH_BOT in contexts
        return "guild_id" not in command and here
    contexts = command.get("contexts")
    if contexts is not None and IN_GUILD not in contexts:
        return False
    needed, has = command.get("default_member_permissions"), in_channel(channel, person.id)
    if needed is None or has == ALL:
        return True
    return int(needed) != 0 and int(has) & int(needed) == int(needed)


def _option(command: Json, name: str) -> Json:
    for option in command.get("options") or []:
        if option["name"] == name:
            return dict(option)
    has = [o["name"] for o in command.get("options") or []]
    raise Impossible(f"/{command['name']} has no option {name!r}, but {has}")


def _data(person: "DiscordPerson", channel: Conversation, command: Json, options: dict[str, Any], focused: str) -> Json:
    resolving = Resolving(person, channel)
    rows: list[Json] = []
    for name, value in options.items():
        option = _option(command, name)
        row: Json = {"name": name, "type": option["type"]}
        if name == focused:
            rows.append(row | {"value": value, "focused": True})
        else:
            rows.append(row | {"value": _value(resolving, option, value)})
    data: Json = {"id": command["id"], "name": command["name"], "type": 1, **resolving.json}
    data |= {"options": rows} if rows else {}
    return data | ({"guild_id": command["guild_id"]} if "guild_id" in command else {})


def _value(resolving: Resolving, option: Json, value: Any) -> Any:
    name, kind = option["name"], option["type"]
    if kind in PICKED:
        return resolving.pick(PICKED[kind], value)
    if type(value) not in PLAIN[kind]:
        raise Impossible(f"{name!r} does not take {value!r}")
    if kind == TEXT:
        least, most = option.get("min_length") or 0, option.get("max_length") or MOST_TEXT
        if not max(least, 1) <= len(value) <= most:
            raise Impossible(f"{name!r} takes {least} to {most} characters, not {len(value)}")
    elif kind in (WHOLE, NUMBER) and not option.get("min_value", value) <= value <= option.get("max_value", value):
        raise Impossible(f"{name!r} does not take {value}")
    if choices := option.get("choices"):
        return _chosen(name, choices, value)
    return value


def _chosen(name: str, choices: list[Json], value: Any) -> Any:
    """By what stands there, else by its value."""
    for shown in ("name", "value"):
        for choice in choices:
            if choice[shown] == value:
                return choice["value"]
    raise Impossible(f"{name!r} does not offer {value!r}, but {[c['name'] for c in choices]}")
