"""The app's manifest: everything that api.slack.com has to know of the bot, to paste there in one piece. Pure.

Fields and limits: docs.slack.dev/reference/app-manifest, version 1.
"""

import ipaddress
import re
from enum import StrEnum
from urllib.parse import urlsplit

from adapters.slack.inbound import ASK_WITH_THIS, OFFER_ON_MESSAGE
from adapters.slack.scopes import BOT_SCOPES, EVENTS
from bot.commands import SLASH, OpenFindMentor, OpenOfferMentoring, Slash
from bot.errors import UserError
from bot.texts import slack_setup as texts

EVENTS_PATH = "/slack/events"
INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"
OURS = ("/slack", EVENTS_PATH, INSTALL_PATH, REDIRECT_PATH)
COLOR = "#0f6b66"
HOST = re.compile(r"[\w-]+(\.[\w-]+)+")
MOST_NAME = 35

Json = dict[str, object]


class Transport(StrEnum):
    SOCKET = "socket"
    HTTP = "http"


def manifest(*, name: str, transport: Transport, url: str = "", distributed: bool = False, org: bool = False) -> Json:
    """`url` is where the bot's own server is reached from outside, needed for HTTP and where many may add the bot.

    `distributed`: other workspaces than the one the app is made in can add it. `org`: a whole Enterprise Grid can.
    Raises `UserError` for a name or an address that Slack would refuse.
    """
    if not 1 <= len(name.strip()) <= MOST_NAME:
        raise UserError(texts.bad_name(name.strip(), MOST_NAME))
    server = public(url) if transport is Transport.HTTP or distributed else ""
    events = {"request_url": server + EVENTS_PATH} if transport is Transport.HTTP else {}
    return {
        "_metadata": {"major_version": 1},
        "display_information": {
            "name": name.strip(),
            "description": texts.DESCRIPTION,
            "long_description": texts.LONG_DESCRIPTION,
            "background_color": COLOR,
        },
        "features": _features(name.strip(), events.get("request_url", "")),
        "oauth_config": {
            **({"redirect_urls": [server + REDIRECT_PATH]} if distributed else {}),
            "scopes": {"bot": list(BOT_SCOPES)},
        },
        "settings": {
            "event_subscriptions": {**events, "bot_events": [event.name for event in EVENTS]},
            "interactivity": {"is_enabled": True, **events, **_options(events.get("request_url", ""))},
            "org_deploy_enabled": org,
            "socket_mode_enabled": transport is Transport.SOCKET,
            "token_rotation_enabled": False,
            "is_hosted": False,
        },
    }


def public(url: str) -> str:
    """The address without a slash at its end. Raises `UserError` where Slack can't reach it or would refuse it."""
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname or ""
        problem = _problem(parts.scheme, host, bool(parts.query or parts.fragment or parts.username), parts.path)
    except ValueError:
        problem = texts.NO_HOST
    if problem:
        raise UserError(texts.bad_address(url.strip()[:80], problem))
    return url.strip().rstrip("/")


def _problem(scheme: str, host: str, more: bool, path: str) -> str:
    if scheme != "https":
        return texts.NOT_HTTPS
    if not host:
        return texts.NO_HOST
    if not _reachable(host):
        return texts.NOT_PUBLIC
    return texts.MORE_THAN_AN_ADDRESS if more or path.rstrip("/").endswith(OURS) else ""


def _reachable(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return bool(HOST.fullmatch(host)) and not host.endswith((".local", ".localhost", ".internal", ".lan"))


def _features(name: str, url: str) -> Json:
    return {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": name, "always_online": True},
        "shortcuts": [
            _shortcut("global", OpenFindMentor.slug, texts.SHORTCUT_FIND),
            _shortcut("global", OpenOfferMentoring.slug, texts.SHORTCUT_OFFER),
            _shortcut("message", ASK_WITH_THIS, texts.SHORTCUT_ASK_WITH_THIS),
            _shortcut("message", OFFER_ON_MESSAGE, texts.SHORTCUT_OFFER_ON_MESSAGE),
        ],
        "slash_commands": [_slash(slash, url) for slash in SLASH],
    }


def _shortcut(kind: str, callback_id: str, told: tuple[str, str]) -> Json:
    name, description = told
    return {"name": name, "type": kind, "callback_id": callback_id, "description": description}


def _slash(slash: Slash, url: str) -> Json:
    hint = " ".join(f"[{option.name}:...]" for option in slash.options)
    return {
        "command": f"/{slash.name}",
        **({"url": url} if url else {}),
        "description": slash.description,
        **({"usage_hint": hint} if hint else {}),
        "should_escape": False,
    }


def _options(url: str) -> dict[str, str]:
    return {"message_menu_options_url": url} if url else {}
