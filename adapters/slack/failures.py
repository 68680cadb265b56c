"""What Slack's errors mean to the core.

Codes from the pages of the methods (docs.slack.dev/reference/methods) and PLATFORMS' own experience: `fatal_error` and
5xx say that part of the work may be done, so the outcome stays unknown and the caller looks it up.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.errors import RateLimited, Refused, TryLater, Unreachable

UNREACHABLE = {
    "user_not_found",
    "user_not_visible",
    "user_disabled",
    "users_not_found",
    "channel_not_found",
    "not_in_channel",
    "is_archived",
    "messages_tab_disabled",
    "restricted_action",
    "invalid_user_combination",
    "cannot_dm_bot",
}
NOT_NOW = {
    "account_inactive",
    "invalid_auth",
    "not_authed",
    "token_revoked",
    "token_expired",
    "team_access_not_granted",
    "ekm_access_denied",
    "service_unavailable",
    "accesslimited",
    "org_login_required",
    "team_added_to_org",
}
UNKNOWN = {"fatal_error", "internal_error", "request_timeout"}
NO_ACCESS_SECONDS = 600.0  # until somebody has installed the bot again
NO_CONNECTION_SECONDS = 30.0
USUAL_WAIT = 30.0  # where a 429 does not say how long


@contextmanager
def translated() -> Iterator[None]:
    """Raises the core's `DeliveryError`s for what Slack answered; an unknown outcome passes as it is."""
    try:
        yield
    except SlackApiError as error:
        code = code_of(error)
        status = status_of(error)
        if status == 429 or code in ("ratelimited", "rate_limited"):
            raise RateLimited("Slack asks to slow down", wait_of(error)) from error
        if status >= 500 or code in UNKNOWN:
            raise
        if code in UNREACHABLE:
            raise Unreachable(f"Slack says {code}") from error
        if code in NOT_NOW:
            raise TryLater(f"Slack says {code}", NO_ACCESS_SECONDS) from error
        raise Refused(f"Slack says {code}{_needed(error)}") from error
    except aiohttp.ClientConnectorError as error:
        raise TryLater("Slack can't be reached", NO_CONNECTION_SECONDS) from error


def status_of(error: SlackApiError) -> int:
    """HTTP's status; the SDK passes on what it got where that was no answer of Slack."""
    found = getattr(error.response, "status_code", None) or getattr(error.response, "status", None)
    return found if isinstance(found, int) else 0


def code_of(error: SlackApiError) -> str:
    return str(_answer(error).get("error") or "")


def wait_of(error: SlackApiError) -> float:
    """Seconds that Slack asks to wait."""
    headers = {name.lower(): value for name, value in error.response.headers.items()}
    try:
        return float(headers.get("retry-after", USUAL_WAIT))
    except ValueError:
        return USUAL_WAIT


def _needed(error: SlackApiError) -> str:
    needed = _answer(error).get("needed")
    return f", needs {needed}" if needed else ""


def _answer(error: SlackApiError) -> Mapping[str, object]:
    """Nothing where something in front of Slack answered: with a page, or with what only claims to be JSON."""
    answer = getattr(error.response, "data", None)
    return answer if isinstance(answer, dict) else {}
