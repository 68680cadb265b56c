"""`mentorbot discord`: what somebody needs who sets the bot up in Discord."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from discord import AppInfo, Client

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    help="Set the bot up in Discord. docs/discord.md goes through it step by step.",
)

Server = Annotated[
    str, typer.Option("--server", metavar="ID", help="Choose this server already; its ID is a long number.")
]
Events = Annotated[bool, typer.Option("--events", help="Also ask to add group sessions to the server's events.")]
Sync = Annotated[bool, typer.Option("--sync", help="Register the commands now, where something differs.")]


@app.command("invite", short_help="Print the link that adds the bot to a server")
def invite(server: Server = "", events: Events = False) -> None:
    """Print the link with which somebody who may manage a server adds the bot, and what each permission is for.

    It asks Discord who the app is, with DISCORD_TOKEN. Opened again for a server where the bot is, the link renews its
    permissions and changes nothing else.

    Example: mentorbot discord invite --events
    """
    from adapters.discord.permissions import invite_url, wanted
    from bot.errors import UserError
    from bot.texts import discord_setup as texts

    if server and not (server.isascii() and server.isdigit()):
        raise UserError(texts.bad_server(server))
    application = asyncio.run(_application())
    print(invite_url(application.id, guild=server, events=events), flush=True)
    whys = [(permission.label, permission.why) for permission in wanted(events=events)]
    print("\n" + "\n".join(texts.invite_lines(whys)), file=sys.stderr)
    if application.bot_require_code_grant:
        print(f"\n{texts.CODE_GRANT}", file=sys.stderr)
    if not application.bot_public:
        print(f"\n{texts.PRIVATE_APP}", file=sys.stderr)


@app.command("commands", short_help="Show which slash commands Discord knows, and what would change")
def commands(sync: Sync = False) -> None:
    """Show which slash commands are registered with Discord, and what would change; --sync changes it.

    mentorbot run does the same when it starts, and registers nothing where nothing has changed.

    Example: mentorbot discord commands --sync
    """
    for line in asyncio.run(_commands(sync=sync)):
        print(line)


async def _application() -> "AppInfo":
    from adapters.discord.asking import application_of

    async with _asked() as client:
        return application_of(client)


async def _commands(*, sync: bool) -> list[str]:
    from adapters.discord.commands import changes, names, wanted
    from adapters.discord.registration import register, registered
    from bot.texts import discord_setup as texts

    async with _asked() as client:
        there = await registered(client)
        changed = changes(there, wanted())
        if changed and sync:
            await register(client)
        return texts.commands_lines(names(there), changed, done=sync)


@asynccontextmanager
async def _asked() -> "AsyncIterator[Client]":
    from adapters.discord.asking import logged_in
    from bot import settings
    from bot.errors import UserError
    from bot.texts.discord_setup import NOT_GIVEN

    known = settings.load()
    if not known.discord_token:
        raise UserError(NOT_GIVEN)
    async with logged_in(known.discord_token, known.discord_api_url) as client:
        yield client
