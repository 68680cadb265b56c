"""Asks Discord something without being connected to its gateway: for those who set the bot up, and for the doctor."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import aiohttp
import discord

from adapters.discord.addresses import reach
from bot.errors import UserError
from bot.texts import discord_checkup as texts

SECONDS = 30.0  # for signing in, which Discord's library tries several times; also the longest wait that it may be told


class Trouble(UserError):
    """Nothing more can be asked: what is wrong, and what to do about it."""

    def __init__(self, words: str, advice: str = "") -> None:
        super().__init__(f"{words} {advice}".strip())
        self.words, self.advice = words, advice


class Busy(Trouble):
    """Discord asks to wait longer than somebody at a terminal would."""


@asynccontextmanager
async def logged_in(token: str, api_url: str) -> AsyncIterator[discord.Client]:
    """A client that can ask everything that needs no gateway. Raises `Trouble`, also for what is asked inside.

    `discord.Forbidden` and `discord.NotFound` inside are the answers to one question, so whoever asks it handles them.
    """
    reach(api_url)
    client = discord.Client(intents=discord.Intents(guilds=True), max_ratelimit_timeout=SECONDS)
    async with client:
        with translated(api_url):
            await sign_in(client, token)
            yield client


def application_of(client: discord.Client) -> discord.AppInfo:
    """The application whose token it is; known from the moment of signing in."""
    assert client.application is not None, "not logged in"
    return client.application


def bot_of(client: discord.Client) -> discord.ClientUser:
    """The bot itself, as others see it; known from the same moment."""
    assert client.user is not None, "not logged in"
    return client.user


async def sign_in(client: discord.Client, token: str) -> None:
    """Raises `Trouble` where something answers that is not Discord, else what Discord's library raises."""
    try:
        async with asyncio.timeout(SECONDS):
            await client.login(token)
    except (KeyError, TypeError, ValueError) as error:  # something else answered, with what it wanted
        raise _not_discord(discord.http.Route.BASE) from error


@contextmanager
def translated(api_url: str) -> Iterator[None]:
    try:
        yield
    except discord.LoginFailure as error:
        raise Trouble(texts.LOGIN_REFUSED, texts.TOKEN_PAGE) from error
    except discord.RateLimited as error:
        raise Busy(texts.busy(error.retry_after), texts.BUSY_ADVICE) from error
    except discord.HTTPException as error:
        raise _refusal(error, api_url) from error
    except (aiohttp.ClientError, OSError) as error:  # a time-out is an OSError
        raise Trouble(
            texts.not_reached(api_url), texts.not_reached_advice(str(error) or type(error).__name__)
        ) from error


def _refusal(error: discord.HTTPException, api_url: str) -> Trouble:
    if error.status == 401:
        return Trouble(texts.LOGIN_REFUSED, texts.TOKEN_PAGE)
    if error.status == 429:
        return Trouble(texts.BLOCKED, texts.BLOCKED_ADVICE)
    if not error.code:
        return _not_discord(api_url, f", {error.status}")
    return Trouble(texts.refused(error.code, error.text), texts.DISCORD_SAYS)


def _not_discord(api_url: str, status: str = "") -> Trouble:
    return Trouble(texts.not_reached(api_url), texts.not_reached_advice(f"{texts.NOT_DISCORD}{status}"))
