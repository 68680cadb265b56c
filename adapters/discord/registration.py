"""Tells Discord of the slash commands, and only when they have changed: for all servers and direct messages at once."""

from typing import cast

import discord
from discord.http import Route

from adapters.discord.asking import application_of
from adapters.discord.commands import Json, changes, wanted

PATH = "/applications/{application_id}/commands"


async def registered(client: discord.Client) -> list[Json]:
    """What Discord knows, with its localizations, which it leaves out where it isn't asked for them."""
    route = Route("GET", PATH, application_id=application_of(client).id)
    return cast("list[Json]", await client.http.request(route, params={"with_localizations": "true"}))


async def register(client: discord.Client) -> None:
    """Replaces all commands at once; those whose names stay keep what servers set for them."""
    await client.http.bulk_upsert_global_commands(application_of(client).id, wanted())


async def synchronize(client: discord.Client) -> tuple[str, ...]:
    """Registers where something differs, and says what; nothing is sent where nothing does.

    Raises what Discord's library raises.
    """
    changed = changes(await registered(client), wanted())
    if changed:
        await register(client)
    return changed
