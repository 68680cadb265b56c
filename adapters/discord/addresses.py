"""Where Discord is, for its library: one place for a whole process, as the library has it."""

from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL


def reach(api_url: str, gateway_url: str = "") -> None:
    """Every client of this process, from now on. Without `gateway_url` only the API's address is set."""
    Route.BASE = api_url.rstrip("/")
    if gateway_url:
        DiscordWebSocket.DEFAULT_GATEWAY = URL(gateway_url)
