"""What Slack tells by itself: somebody opens their home, writes to the bot, leaves; a channel or the app goes away."""

from collections.abc import Awaitable, Callable, Mapping

import structlog

from adapters.slack.answering import Answering
from adapters.slack.inbound import Body, event_sender
from adapters.slack.profiles import Profiles
from adapters.slack.workspaces import Workspaces
from bot.commands import SaidToBot
from bot.ids import SpaceId
from bot.ports.platforms import Account, Host, Platform, UserId

CHANNEL_GONE = {
    "channel_left",
    "channel_archive",
    "channel_deleted",
    "group_left",
    "group_archive",
    "group_deleted",
}
SLACKBOT = "USLACKBOT"
log = structlog.get_logger(__name__)


class Happenings:
    def __init__(self, front: Host, answering: Answering, profiles: Profiles, workspaces: Workspaces) -> None:
        self._front, self._answering, self._profiles, self._workspaces = front, answering, profiles, workspaces
        self._kinds: Mapping[str, Callable[[Body, str], Awaitable[None]]] = {
            "app_home_opened": self._home_opened,
            "message": self._written,
            "user_change": self._person_changed,
            **dict.fromkeys(CHANNEL_GONE, self._channel_gone),
        }

    async def happened(self, body: Body, team: str, enterprise: str) -> None:
        """Anything else, and anything misshapen, is nothing to us."""
        event = body.get("event")
        kind = event.get("type") if isinstance(event, Mapping) else None
        if kind in ("app_uninstalled", "tokens_revoked"):
            await self._gone(body, team, enterprise)
        elif isinstance(kind, str) and kind in self._kinds and team:
            await self._kinds[kind](body, team)

    async def _home_opened(self, body: Body, team: str) -> None:
        if _event(body).get("tab", "home") == "home":
            who = event_sender(body, team)
            if who.user:
                self._answering.show_home(who)

    async def _written(self, body: Body, team: str) -> None:
        """Only what a person writes to the bot alone; what they wrote is not kept."""
        event, who = _event(body), event_sender(body, team)
        if event.get("channel_type") != "im" or event.get("subtype") or event.get("bot_id"):
            return
        if who.user and who.user != SLACKBOT:
            await self._answering.hears(SaidToBot(), who)

    async def _person_changed(self, body: Body, team: str) -> None:
        user = _event(body).get("user")
        if isinstance(user, Mapping) and user.get("id"):
            standing = self._profiles.learn(team, user)
            await self._front.changed(Account(Platform.SLACK, SpaceId(team), UserId(str(user["id"]))), standing)

    async def _channel_gone(self, body: Body, team: str) -> None:
        await self._front.lost_channel(SpaceId(team), str(_event(body).get("channel", "")))

    async def _gone(self, body: Body, team: str, enterprise: str) -> None:
        tokens = _event(body).get("tokens")
        if isinstance(tokens, Mapping) and not tokens.get("bot"):
            return  # somebody took back their own permission, which we never had
        told = body.get("event_time")
        at = float(told) if isinstance(told, int | float) else None
        await self._workspaces.removed(enterprise, team, at, self._without_us)

    async def _without_us(self, team: str) -> None:
        await self._front.disconnect(SpaceId(team))


def _event(body: Body) -> Mapping[str, object]:
    event = body.get("event")
    return event if isinstance(event, Mapping) else {}
