"""What Slack says of people: asked once, kept for a while, never asked for in the way of an answer."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from adapters.slack.failures import translated
from adapters.slack.workspaces import Workspaces
from bot.errors import RateLimited, TryLater, Unreachable
from bot.ports.platforms import Account, Platform, Standing

FRESH = 60.0  # seconds: what a decision may rest on
KNOWN = 6 * 3600.0  # seconds: a name or a zone
MOST_KEPT = 20_000
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Heard:
    """`at` is when we heard it (monotonic seconds), `updated` since when it is so (seconds since 1970)."""

    at: float
    updated: float
    standing: Standing


class Profiles:
    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces
        self._kept: dict[tuple[str, str], Heard] = {}
        self._asking: dict[tuple[str, str], asyncio.Task[Standing]] = {}
        self._waits: dict[str, float] = {}

    def known(self, team: str, user: str) -> Standing | None:
        """What was heard in the last hours, without asking."""
        return self._younger(team, user, KNOWN)

    async def fresh(self, team: str, user: str) -> Standing:
        """No older than 60 seconds. Raises `DeliveryError`."""
        kept = self._younger(team, user, FRESH)
        return kept if kept is not None else await asyncio.shield(self._ask(team, user))

    def warm(self, team: str, user: str) -> None:
        """Asks in the background where nothing is known, so that the next answer knows."""
        if self._younger(team, user, KNOWN) is None:
            self._ask(team, user).add_done_callback(_noted)

    def learn(self, team: str, profile: Mapping[str, object]) -> Standing:
        """Slack told by itself: a `user` object of an event. The newest that is known: events may come late."""
        return self._keep(team, str(profile.get("id", "")), standing_of(profile, team), _updated(profile))

    async def close(self) -> None:
        for task in self._asking.values():
            task.cancel()
        await asyncio.gather(*self._asking.values(), return_exceptions=True)

    def _younger(self, team: str, user: str, seconds: float) -> Standing | None:
        heard = self._kept.get((team, user))
        return heard.standing if heard is not None and monotonic() - heard.at <= seconds else None

    def _ask(self, team: str, user: str) -> asyncio.Task[Standing]:
        """One question for all who want to know the same."""
        task = self._asking.get((team, user))
        if task is None:
            task = self._asking[team, user] = asyncio.create_task(self._asked(team, user))
            task.add_done_callback(lambda _: self._asking.pop((team, user), None))
        return task

    async def _asked(self, team: str, user: str) -> Standing:
        """Not while Slack's own time to wait is not over, whoever it is about."""
        left = self._waits.get(team, 0.0) - monotonic()
        if left > 0:
            raise RateLimited("Slack asked to slow down", left)
        client = await self._workspaces.client(team)
        if client is None:
            raise TryLater("the bot is not installed in this workspace")
        try:
            with translated():
                answer = await client.users_info(user=user)
        except RateLimited as limited:
            self._waits[team] = monotonic() + limited.after
            raise
        except Unreachable:
            return self._keep(team, user, Standing(moderator=False, here=False), None)
        except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
            raise TryLater(f"Slack could not say who this is: {error!r}") from error
        return self._keep(team, user, standing_of(answer["user"], team), _updated(answer["user"]))

    def _keep(self, team: str, user: str, standing: Standing, updated: float | None) -> Standing:
        """What is kept now: of two answers that crossed on the way the one that Slack updated later."""
        before = self._kept.pop((team, user), None)
        if before is not None and updated is not None and before.updated > updated:
            self._kept[team, user] = before
            return before.standing
        if len(self._kept) >= MOST_KEPT:
            self._kept.pop(next(iter(self._kept)))
        self._kept[team, user] = Heard(monotonic(), updated or 0.0, standing)
        return standing


def _updated(profile: Mapping[str, object]) -> float:
    updated = profile.get("updated")
    return float(updated) if isinstance(updated, int | float) else 0.0


def _noted(task: "asyncio.Task[Standing]") -> None:
    if not task.cancelled() and (problem := task.exception()) is not None:
        log.info("slack.profile", problem=str(problem))


def standing_of(user: Mapping[str, object], team: str) -> Standing:
    """From Slack's `user` object (docs.slack.dev/reference/objects/user-object). Guests are never moderators."""
    profile = user.get("profile")
    names = profile if isinstance(profile, Mapping) else {}
    name = names.get("display_name") or names.get("real_name") or user.get("real_name") or user.get("name") or ""
    here = not user.get("deleted")
    stranger = _stranger(user, team)
    leads = any(user.get(flag) for flag in ("is_admin", "is_owner", "is_primary_owner"))
    guest = bool(user.get("is_restricted") or user.get("is_ultra_restricted"))
    zone = user.get("tz")
    return Standing(
        moderator=leads and here and not stranger and not guest,
        zone=zone if isinstance(zone, str) and zone else None,
        name=str(name),
        here=here,
        person=not user.get("is_bot") and user.get("id") != "USLACKBOT",
        stranger=stranger,
    )


def _stranger(user: Mapping[str, object], team: str) -> bool:
    """Somebody of another organization; members of the same Enterprise Grid belong to several workspaces."""
    if user.get("is_stranger"):
        return True
    enterprise = user.get("enterprise_user")
    teams = enterprise.get("teams", []) if isinstance(enterprise, Mapping) else []
    home = user.get("team_id")
    return bool(home) and home != team and team not in teams


class SlackDirectory:
    platform = Platform.SLACK

    def __init__(self, profiles: Profiles) -> None:
        self._profiles = profiles

    async def standing(self, account: Account) -> Standing:
        return await self._profiles.fresh(account.space, account.user)
