"""What Discord's errors mean for a message. Codes: its documentation, developers/topics/opcodes-and-status-codes."""

from collections.abc import Iterator
from contextlib import contextmanager

import discord

from adapters.discord.limits import DEAD, TokenRefused
from bot.errors import RateLimited, Refused, TryLater, Unreachable

UNKNOWN_CHANNEL, UNKNOWN_GUILD, UNKNOWN_MEMBER, UNKNOWN_MESSAGE, UNKNOWN_USER = 10003, 10004, 10007, 10008, 10013
UNKNOWN_INTERACTION, ALREADY_ANSWERED, BAD_TOKEN = 10062, 40060, 50027
TOO_MANY_OPENED = 40003  # direct messages are opened too fast
MISSING_ACCESS, CLOSED_TO_US, MISSING_PERMISSIONS, ARCHIVED, NO_MUTUAL_SERVER = 50001, 50007, 50013, 50083, 50278
TOO_MANY_THREADS = 160006
LOCKED = 160005

FORBIDDEN = frozenset({MISSING_ACCESS, MISSING_PERMISSIONS})
GONE = frozenset({UNKNOWN_CHANNEL, UNKNOWN_GUILD, UNKNOWN_MEMBER, UNKNOWN_USER})
SHUT = frozenset({MISSING_ACCESS, CLOSED_TO_US, MISSING_PERMISSIONS, NO_MUTUAL_SERVER, LOCKED})
SLOWER = 60.0  # seconds, where Discord does not say how long
SERVER_ERROR, TOO_MANY, NOT_OURS = 500, 429, 401


@contextmanager
def translated() -> Iterator[None]:
    """Raises `DeliveryError`; what leaves the outcome unknown (a broken line, a server error) goes through as it is."""
    try:
        yield
    except discord.RateLimited as error:
        raise RateLimited("Discord asked to slow down", error.retry_after) from error
    except TokenRefused as error:
        raise TryLater(str(error), error.retry_after) from error
    except discord.HTTPException as error:
        if error.status >= SERVER_ERROR:
            raise
        raise meaning(error) from error


def meaning(error: discord.HTTPException) -> Exception:
    said = f"Discord says {error.code}: {error.text[:120]}"
    if error.status == TOO_MANY or error.code == TOO_MANY_OPENED:
        return RateLimited(said, SLOWER)
    if error.status == NOT_OURS:
        return TryLater("Discord does not know the bot's token any more", DEAD)
    if error.code in GONE | SHUT:
        return Unreachable(said)
    return Refused(said)
