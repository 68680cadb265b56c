"""What settings may be: how each kind of value is read and checked."""

import base64
import binascii
import ipaddress
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator
from pydantic_settings import NoDecode

from bot.ports.platforms import Platform

SERVED = (Platform.PLAYGROUND, Platform.SLACK, Platform.DISCORD)
"""The platforms that have an adapter."""

KEY_BYTES = 32
THIS_MACHINE = ("127.0.0.1", "localhost")
_ADDRESS = re.compile(r"sqlite(\+aiosqlite)?:///(?!:memory:).+|postgres(ql)?(\+psycopg)?://.+")


@dataclass(frozen=True)
class Told:
    """What an operator is told of a setting; `must` completes "NAME must be ...".

    A `secret` one is never quoted in a refusal; of one that is `hidden` nothing is shown anywhere.
    """

    description: str
    must: str
    example: str
    secret: bool = False
    hidden: bool = False


def _stripped(value: object) -> object:
    return value.strip() if isinstance(value, str) else value


def _lower(value: object) -> object:
    return value.strip().lower() if isinstance(value, str) else value


def _several(value: object) -> object:
    return tuple(filter(None, re.split(r"[,\s]+", value))) if isinstance(value, str) else value


def _several_lower(value: object) -> object:
    return _several(value.lower()) if isinstance(value, str) else value


def _served(platforms: tuple[Platform, ...]) -> tuple[Platform, ...]:
    if not platforms or not set(platforms) <= set(SERVED):
        raise ValueError
    return tuple(dict.fromkeys(platforms))


def _address(url: str) -> str:
    if not _ADDRESS.fullmatch(url.strip()):
        raise ValueError
    return url.strip()


def _host(host: str) -> str:
    if host != "localhost":
        ipaddress.ip_address(host)
    return host


def _matching(pattern: str) -> Callable[[str], str]:
    """Empty, which means not given, or all of the pattern."""
    known = re.compile(pattern)

    def check(value: str) -> str:
        if value and not known.fullmatch(value):
            raise ValueError
        return value

    return check


def _keys(keys: tuple[str, ...]) -> tuple[str, ...]:
    for key in keys:
        try:
            long_enough = len(base64.b64decode(key, altchars=b"-_", validate=True)) == KEY_BYTES
        except (binascii.Error, ValueError):
            long_enough = False
        if not long_enough:
            raise ValueError
    return tuple(dict.fromkeys(keys))


def _safe_address(safe_scheme: str, plain_scheme: str) -> Callable[[str], str]:
    """Empty, or where nobody on the way can read along: encrypted, or this machine. Nothing but a host and a path."""

    def check(url: str) -> str:
        parts = urlsplit(url)
        safe = parts.scheme == safe_scheme or (parts.scheme == plain_scheme and parts.hostname in THIS_MACHINE)
        extra = parts.query or parts.fragment or parts.username is not None or parts.port == 0 or re.search(r"\s", url)
        if url and (not safe or not parts.hostname or extra):
            raise ValueError
        return url

    return check


def _https(url: str) -> str:
    if url and not url.startswith("https:"):
        raise ValueError
    return url


def _without_slash(url: str) -> str:
    return url.rstrip("/")


def _with_slash(url: str) -> str:
    return url.rstrip("/") + "/"


_web_address = _safe_address("https", "http")

Lower = BeforeValidator(_lower)
Address = AfterValidator(_address)
Host = AfterValidator(_host)
Platforms = Annotated[tuple[Platform, ...], NoDecode, BeforeValidator(_several_lower), AfterValidator(_served)]
BotToken = Annotated[str, BeforeValidator(_stripped), AfterValidator(_matching(r"xoxb-[\w-]+"))]
AppToken = Annotated[str, BeforeValidator(_stripped), AfterValidator(_matching(r"xapp-[\w-]+"))]
ClientId = Annotated[str, BeforeValidator(_stripped), AfterValidator(_matching(r"\d+\.\d+"))]
Secret = Annotated[str, BeforeValidator(_stripped), AfterValidator(_matching(r"[\w.-]{8,}"))]
SecretKeys = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_several), AfterValidator(_keys)]
PublicUrl = Annotated[
    str,
    BeforeValidator(_stripped),
    AfterValidator(_web_address),
    AfterValidator(_https),
    AfterValidator(_without_slash),
]
ApiUrl = Annotated[str, BeforeValidator(_stripped), AfterValidator(_web_address), AfterValidator(_with_slash)]
DiscordToken = Annotated[str, BeforeValidator(_stripped), AfterValidator(_matching(r"[\w-]{8,}\.[\w-]+\.[\w-]{8,}"))]
DiscordApiUrl = Annotated[str, BeforeValidator(_stripped), AfterValidator(_web_address), AfterValidator(_without_slash)]
GatewayUrl = Annotated[
    str, BeforeValidator(_stripped), AfterValidator(_safe_address("wss", "ws")), AfterValidator(_with_slash)
]
