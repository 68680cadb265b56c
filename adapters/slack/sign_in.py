"""Who the bot is where a single token is given: asked once, at the start, and said clearly where it can't work."""

from datetime import UTC, datetime

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.failures import code_of
from adapters.slack.scopes import BOT_SCOPES
from bot.errors import SettingsError
from bot.ports.installations import Installation
from bot.ports.platforms import Platform
from bot.texts import installing as texts

GONE = {"account_inactive", "token_revoked", "token_expired"}
INVALID = {"invalid_auth", "not_authed", "not_allowed_token_type"}
NOT_ALLOWED = {"missing_scope", "no_permission"}


async def signed_in(client: AsyncWebClient) -> Installation:
    """The installation that the client's token stands for. Raises `SettingsError` where the bot can't work with it."""
    try:
        answer = await client.auth_test()
    except SlackApiError as error:
        raise SettingsError(_refusal(code_of(error) or str(error.response.status_code))) from error
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise SettingsError(texts.SLACK_UNREACHABLE.format(url=client.base_url)) from error
    installation = _installation(answer, client.token or "")
    if not installation.bot_id:
        raise SettingsError(texts.BOT_TOKEN_OF_A_PERSON)
    if installation.enterprise_wide:
        raise SettingsError(texts.BOT_TOKEN_OF_AN_ORGANIZATION)
    missing = [scope for scope in BOT_SCOPES if scope not in installation.scopes]
    if missing:
        raise SettingsError(texts.SCOPES_MISSING.format(scopes=", ".join(missing)))
    return installation


async def may_connect(client: AsyncWebClient, app_token: str) -> None:
    """Raises `SettingsError` for an app token that opens no connection: Socket Mode's client would try it forever.

    What may pass by itself is left to that client.
    """
    try:
        await client.apps_connections_open(app_token=app_token)
    except SlackApiError as error:
        code = code_of(error)
        if code in GONE | INVALID | NOT_ALLOWED:
            raise SettingsError(texts.APP_TOKEN_REFUSED.format(code=code)) from error
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise SettingsError(texts.SLACK_UNREACHABLE.format(url=client.base_url)) from error


async def works(client: AsyncWebClient) -> bool | None:
    """Whether Slack still takes the client's token; None where it could not be asked."""
    try:
        await client.auth_test()
    except SlackApiError as error:
        return False if code_of(error) in GONE | INVALID else None
    except (aiohttp.ClientError, TimeoutError, OSError):
        return None
    return True


def _refusal(code: str) -> str:
    if code in INVALID:
        return texts.BOT_TOKEN_REFUSED.format(code=code)
    return (texts.BOT_TOKEN_GONE if code in GONE else texts.SLACK_SAYS).format(code=code)


def _installation(answer: AsyncSlackResponse, token: str) -> Installation:
    headers = {name.lower(): value for name, value in answer.headers.items()}
    return Installation(
        platform=Platform.SLACK,
        app_id=str(answer.get("app_id") or ""),
        enterprise_id=str(answer.get("enterprise_id") or ""),
        team_id=str(answer.get("team_id") or ""),
        team_name=str(answer.get("team") or ""),
        enterprise_wide=bool(answer.get("is_enterprise_install")),
        bot_token=token,
        bot_user_id=str(answer.get("user_id") or ""),
        bot_id=str(answer.get("bot_id") or ""),
        scopes=tuple(filter(None, str(headers.get("x-oauth-scopes", "")).replace(" ", "").split(","))),
        installer_id="",
        installed_at=datetime.now(UTC),
    )
