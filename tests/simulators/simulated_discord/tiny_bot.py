"""A tiny real discord.py client that the simulation is tried with: it does what a test tells it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import discord
from discord import ui

from tests.simulators.simulated_discord.server import SimulatedDiscord

Responder = Callable[[discord.Interaction[Any]], Awaitable[Any]]


class TinyBot(discord.AutoShardedClient):
    """`responds` is what it does with an interaction; `happened` are the names of the events that it heard."""

    def __init__(self, **options: Any) -> None:
        intents = options.pop("intents", discord.Intents(guilds=True, dm_messages=True, guild_scheduled_events=True))
        super().__init__(intents=intents, guild_ready_timeout=0.05, **options)
        self.responds: Responder = hello
        self.got: list[discord.Interaction[Any]] = []
        self.happened: list[str] = []
        self.errors: list[Exception] = []

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        self.happened.append(event)
        super().dispatch(event, *args, **kwargs)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Without the five seconds between shards."""

    async def fetch_user_by_id(self, id: int) -> discord.User:
        """A user to write to, without asking who that is."""
        shown = {"id": id, "username": "somebody", "discriminator": "0", "avatar": None}
        return discord.User(state=self._connection, data=shown)  # type: ignore[arg-type]  # what it needs

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        self.got.append(interaction)
        try:
            await self.responds(interaction)
        except discord.DiscordException as error:
            self.errors.append(error)


async def hello(interaction: discord.Interaction[Any]) -> None:
    await interaction.response.send_message("hello", ephemeral=True)


@asynccontextmanager
async def running(world: SimulatedDiscord, bot: TinyBot, token: str = "") -> AsyncIterator[TinyBot]:
    """The bot, logged in and connected on all its shards."""
    with world.reachable():
        task = asyncio.create_task(bot.start(token or world.app.token))
        connecting = asyncio.create_task(world.gateway.connected(bot.shard_count or world.gateway.shards))
        await asyncio.wait([task, connecting], return_when=asyncio.FIRST_COMPLETED)
        try:
            if task.done():
                await task
            await bot.wait_until_ready()
            yield bot
        finally:
            connecting.cancel()
            await bot.close()
            with suppress(asyncio.CancelledError):
                await task


class Carrier(ui.LayoutView):
    """Components as they are."""

    def __init__(self, *components: dict[str, Any]) -> None:
        super().__init__(timeout=None)
        self.carried = list(components)
        self.stop()

    def to_components(self) -> list[dict[str, Any]]:
        return self.carried

    def has_components_v2(self) -> bool:
        return True


class Form(ui.Modal):
    """A modal as it is."""

    def __init__(self, custom_id: str, *components: dict[str, Any]) -> None:
        super().__init__(title="A form", custom_id=custom_id, timeout=None)
        self.carried = list(components)
        self.stop()

    def to_dict(self) -> dict[str, Any]:
        return {"custom_id": self.custom_id, "title": self.title, "components": self.carried}


def text(content: str) -> dict[str, Any]:
    return {"type": 10, "content": content}


def row(*components: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": list(components)}


def button(label: str, custom_id: str, **more: Any) -> dict[str, Any]:
    return {"type": 2, "style": 2, "label": label, "custom_id": custom_id, **more}


def options(*labels: str) -> list[dict[str, Any]]:
    return [{"label": label, "value": label.lower()} for label in labels]


def select(custom_id: str, *labels: str, **more: Any) -> dict[str, Any]:
    return {"type": 3, "custom_id": custom_id, "options": options(*labels), **more}


def label(label: str, component: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": 18, "label": label, "component": component, **more}


def typed(custom_id: str, **more: Any) -> dict[str, Any]:
    return {"type": 4, "custom_id": custom_id, "style": 1, **more}


def command(name: str, *options: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"name": name, "description": f"What {name} does", "type": 1, "options": list(options), **more}


def option(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "description": f"The {name}", "type": 3, **more}
