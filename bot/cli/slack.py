"""`mentorbot slack`: what somebody needs who sets the bot up in Slack."""

import asyncio
import sys
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.settings import Settings

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    help="Set the bot up in Slack. docs/slack.md goes through it step by step.",
)

Http = Annotated[
    str,
    typer.Option(
        "--http", metavar="URL", help="Slack sends everything to this https address, instead of over Socket Mode."
    ),
]
Many = Annotated[bool, typer.Option("--many", help="Other workspaces can add the bot too, at /slack/install.")]
Org = Annotated[
    bool,
    typer.Option("--org", help="An Enterprise Grid organization can add it for all its workspaces; includes --many."),
]
Name = Annotated[str, typer.Option("--name", help="What the bot is called in Slack; at most 35 characters.")]


@app.command("manifest", short_help="Print the app's manifest, to paste at api.slack.com/apps")
def manifest(http: Http = "", many: Many = False, org: Org = False, name: Name = "mentorbot") -> None:
    """Print everything Slack has to know of the app, as JSON to paste: commands, shortcuts, scopes, events.

    Without --http the app uses Socket Mode, which needs no public address. With --many, people add the bot at the
    address of --http, else at PUBLIC_URL.

    Example: mentorbot slack manifest --name "Mentors of Ohio"
    """
    import json

    from adapters.slack.manifest import Transport
    from adapters.slack.manifest import manifest as made
    from bot.texts.slack_setup import PASTE

    transport = Transport.HTTP if http else Transport.SOCKET
    many = many or org  # an organization's token comes by the page for adding the bot alone
    url = http or (_public_url() if many else "")
    print(json.dumps(made(name=name, transport=transport, url=url, distributed=many, org=org), indent=2), flush=True)
    print(f"\n{PASTE}", file=sys.stderr)


def _public_url() -> str:
    from bot import settings
    from bot.errors import UserError
    from bot.texts.slack_setup import NO_ADDRESS

    url = settings.load().public_url
    if not url:
        raise UserError(NO_ADDRESS)
    return url


@app.command("key", short_help="Print a new key for SECRET_KEYS")
def key() -> None:
    """Print a new random key, with which the tokens of many workspaces are encrypted. Keep it like a password.

    Example: mentorbot slack key
    """
    from cryptography.fernet import Fernet

    from bot.texts.slack_setup import KEEP

    print(Fernet.generate_key().decode(), flush=True)
    print(f"\n{KEEP}", file=sys.stderr)


@app.command("rotate-keys", short_help="Encrypt all tokens anew with the first key of SECRET_KEYS")
def rotate_keys() -> None:
    """Encrypt the tokens of all workspaces anew, with the first key of SECRET_KEYS; all of them or none.

    Put a new key in front of the old one in SECRET_KEYS, restart the bot, run this, then remove the old key.

    Example: mentorbot slack rotate-keys
    """
    from bot import settings
    from bot.texts.slack_setup import rotated

    print(rotated(asyncio.run(_rotate(settings.load()))))


async def _rotate(known: "Settings") -> int:
    from storage import migrate
    from storage.engine import open_database
    from storage.installations import SqlInstallations

    await asyncio.to_thread(migrate.check, known.database_url)
    database = open_database(known.database_url)
    try:
        return await SqlInstallations(database, known.secret_keys).rotate()
    finally:
        await database.close()
