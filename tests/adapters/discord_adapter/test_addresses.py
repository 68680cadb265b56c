"""Where the library looks for Discord."""

import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from adapters.discord.addresses import reach
from bot.settings import Settings


@pytest.fixture(autouse=True)
def put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Route, "BASE", Route.BASE)
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", DiscordWebSocket.DEFAULT_GATEWAY)


def test_our_own_defaults_are_the_library_s() -> None:
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    plain = Settings.model_construct()
    reach(plain.discord_api_url, plain.discord_gateway_url)
    assert before == (Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY)


def test_every_request_goes_to_the_address_that_is_set() -> None:
    reach("http://127.0.0.1:1/api/v10/", "ws://127.0.0.1:1/gw/")
    assert Route("GET", "/users/@me").url == "http://127.0.0.1:1/api/v10/users/@me"
    assert URL("ws://127.0.0.1:1/gw/") == DiscordWebSocket.DEFAULT_GATEWAY


def test_who_only_asks_leaves_the_gateway_as_it_is() -> None:
    before = DiscordWebSocket.DEFAULT_GATEWAY
    reach("http://127.0.0.1:1/api/v10")
    assert before == DiscordWebSocket.DEFAULT_GATEWAY
