"""What `mentorbot doctor` asks Slack. It only looks: `auth.test`, `apps.connections.open`, `conversations.info`.

`apps.connections.open` hands out an address that is never connected to, and that Slack forgets by itself.
"""

from collections.abc import AsyncIterator, Awaitable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.failures import code_of, wait_of
from adapters.slack.manifest import public
from adapters.slack.scopes import SCOPES
from bot.checkup import Finding, mend, note, well
from bot.errors import StorageError, UserError
from bot.ports.installations import Installations
from bot.ports.platforms import Space
from bot.texts import slack_checkup as texts

SECONDS = 10  # for one answer
GONE = {"token_revoked", "account_inactive"}
INVALID = {"invalid_auth", "not_authed", "not_allowed_token_type"}
NOT_ALLOWED = {"missing_scope", "no_permission"}
UNSEEN = {"channel_not_found", "missing_scope"}
NO_PERMISSION_AT_ALL = {"identify"}  # granted to every token


@dataclass(frozen=True)
class Given:
    """The settings that concern Slack, empty where not set; that they go together is looked at before.

    `repr` leaves out what is secret.
    """

    api_url: str
    bot_token: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    public_url: str = ""

    def client(self, token: str = "") -> AsyncWebClient:
        return AsyncWebClient(token=token or None, base_url=self.api_url, timeout=SECONDS, retry_handlers=[])


@dataclass(frozen=True)
class _Answer:
    """`code` is Slack's name of what is wrong, empty where all is well."""

    code: str
    data: Mapping[str, object]
    scopes: frozenset[str] = frozenset()

    def text(self, name: str) -> str:
        return str(self.data.get(name) or "")


@dataclass(frozen=True)
class _Bot:
    """The bot as a good token shows it: in one workspace, or in all of an organization."""

    client: AsyncWebClient
    team: str
    name: str
    handle: str


class _NotReachedError(Exception):
    pass


class _BusyError(Exception):
    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


async def examined(given: Given, installations: Installations | None, spaces: Sequence[Space]) -> list[Finding]:
    """What is well and what needs a hand. Trouble on the way to Slack is a finding too.

    `installations` are those of many workspaces, None for one; `spaces` are all of Slack that the database knows.
    """
    found: list[Finding] = []
    try:
        async for finding in _findings(given, installations, spaces):
            found.append(finding)  # noqa: PERF401  # what was found before an error counts too
    except _NotReachedError as error:
        found.append(mend(texts.not_reached(given.api_url), texts.not_reached_advice(str(error))))
    except _BusyError as error:
        found.append(note(texts.busy(error.seconds)))
    except StorageError as error:
        found.append(mend(texts.TOKENS_UNREADABLE, str(error)))
    return found


async def _findings(
    given: Given, installations: Installations | None, spaces: Sequence[Space]
) -> AsyncIterator[Finding]:
    if given.app_token:
        yield await _socket(given)
    elif given.signing_secret:
        yield _http(given)
    for finding in _address(given):
        yield finding
    one_or_many = _one(given, spaces) if given.bot_token else _many(given, installations, spaces)
    async for finding in one_or_many:
        yield finding


# How Slack reaches the bot


async def _socket(given: Given) -> Finding:
    answer = await _asked(given.client().apps_connections_open(app_token=given.app_token))
    if not answer.code:
        return well(texts.SOCKET_WELL)
    if answer.code in NOT_ALLOWED:
        return mend(texts.SOCKET_NOT_ALLOWED, texts.APP_TOKEN_PAGE)
    if answer.code in INVALID | GONE:
        return mend(texts.SOCKET_REFUSED, texts.APP_TOKEN_PAGE)
    return mend(texts.refused("Socket Mode", answer.code), texts.SLACK_SAYS)


def _http(given: Given) -> Finding:
    if given.signing_secret.startswith(("xox", "xapp-")):
        return mend(texts.NOT_A_SIGNATURE_KEY, texts.SECRET_PAGE)
    return well(texts.HTTP_WELL)


def _address(given: Given) -> Iterator[Finding]:
    if given.public_url:
        try:
            address = public(given.public_url)
        except UserError as error:
            yield mend(f"PUBLIC_URL: {error}", texts.HTTP_ADDRESS_ADVICE)
            return
        if not given.app_token:
            yield note(texts.address(address), texts.ADDRESS_ADVICE)
    elif not given.app_token and given.signing_secret:
        yield note(texts.HTTP_ADDRESS_UNKNOWN, texts.HTTP_ADDRESS_ADVICE)


# The workspaces


async def _one(given: Given, spaces: Sequence[Space]) -> AsyncIterator[Finding]:
    answer = await _authenticated(given, given.bot_token)
    if answer.code:
        yield _token_trouble(texts.token_of(""), answer.code, texts.INSTALL_PAGE)
        return
    bot = _bot(given, given.bot_token, answer)
    if answer.data.get("is_enterprise_install"):
        yield mend(texts.ORGANIZATION, texts.ORGANIZATION_ADVICE)
        return
    for finding in _scopes(bot, answer.scopes, ""):
        yield finding
    if not any(space.id == bot.team for space in spaces):
        yield note(texts.not_met(bot.name), texts.NOT_MET_ADVICE)
    for space in spaces:
        yield await _space(space, bot) if space.id == bot.team else _elsewhere(space, texts.OTHER_WORKSPACE)


async def _many(given: Given, installations: Installations | None, spaces: Sequence[Space]) -> AsyncIterator[Finding]:
    if installations is None:
        return
    bots: dict[str, _Bot] = {}
    all_of_them = await installations.all()
    if not all_of_them:
        yield note(texts.NO_INSTALLATION, texts.install_at(given.public_url))
    for each in all_of_them:
        answer = await _authenticated(given, each.bot_token)
        if answer.code:
            yield _token_trouble(texts.token_of(each.team_name), answer.code, texts.install_at(given.public_url))
            continue
        bots[each.holder] = bot = _bot(given, each.bot_token, answer)
        for finding in _scopes(bot, answer.scopes, given.public_url):
            yield finding
    for space in spaces:
        installation = await installations.find("", space.id)
        if installation is None:
            yield _elsewhere(space, texts.install_at(given.public_url))
        elif (known := bots.get(installation.holder)) is not None:
            yield await _space(space, known)


async def _authenticated(given: Given, token: str) -> _Answer:
    answer = await _asked(given.client(token).auth_test())
    return _Answer("not_a_bot", {}) if not answer.code and not answer.text("bot_id") else answer


def _token_trouble(token: str, code: str, advice: str) -> Finding:
    if code in INVALID:
        return mend(texts.token_invalid(token), advice)
    if code in GONE:
        return mend(texts.token_gone(token), advice)
    if code == "token_expired":
        return mend(texts.token_expires(token), texts.ROTATION_PAGE)
    if code == "not_a_bot":
        return mend(texts.token_of_a_person(token), texts.TOKEN_PAGE)
    return mend(texts.refused(token, code), texts.SLACK_SAYS)


def _bot(given: Given, token: str, answer: _Answer) -> _Bot:
    return _Bot(
        client=given.client(token),
        team=answer.text("team_id"),
        name=answer.text("team") or answer.text("team_id"),
        handle=answer.text("user"),
    )


def _scopes(bot: _Bot, granted: frozenset[str], public_url: str) -> Iterator[Finding]:
    missing = tuple((scope.name, scope.why) for scope in SCOPES if scope.name not in granted)
    if missing:
        names = tuple(name for name, _ in missing)
        yield mend(texts.missing_scopes(bot.name, missing), texts.missing_scopes_advice(names, public_url))
    else:
        yield well(texts.works(bot.name, bot.handle))
    needless = tuple(sorted(granted - {scope.name for scope in SCOPES} - NO_PERMISSION_AT_ALL))
    if needless:
        yield note(texts.needless_scopes(bot.name, needless), texts.NEEDLESS_ADVICE)


def _elsewhere(space: Space, advice: str) -> Finding:
    if not space.connected:
        return note(texts.removed(space.name), texts.REMOVED_ADVICE)
    return mend(texts.without_token(space.name), advice)


async def _space(space: Space, bot: _Bot) -> Finding:
    if not space.channel:
        return note(texts.no_channel(space.name), texts.NO_CHANNEL_ADVICE)
    answer = await _asked(bot.client.conversations_info(channel=space.channel))
    if answer.code in UNSEEN:
        return mend(texts.channel_unseen(space.name, space.channel), texts.channel_unseen_advice(bot.handle))
    if answer.code:
        return mend(texts.refused(space.name, answer.code), texts.SLACK_SAYS)
    found = answer.data.get("channel")
    channel = found if isinstance(found, Mapping) else {}
    name = str(channel.get("name") or space.channel)
    if channel.get("is_archived"):
        return mend(texts.channel_archived(space.name, name), texts.CHANNEL_ARCHIVED_ADVICE)
    if not channel.get("is_member"):
        return mend(texts.channel_without_bot(space.name, name), texts.channel_without_bot_advice(bot.handle, name))
    return well(texts.channel_well(space.name, name))


# Asking


async def _asked(call: Awaitable[AsyncSlackResponse]) -> _Answer:
    """Raises `_BusyError` and `_NotReachedError`: then nothing more needs to be asked."""
    try:
        answer = await call
    except SlackApiError as error:
        return _refusal(error)
    except (aiohttp.ClientError, OSError) as error:  # a time-out is an OSError
        raise _NotReachedError(str(error) or type(error).__name__) from error
    scopes = {name.lower(): value for name, value in answer.headers.items()}.get("x-oauth-scopes", "")
    data = answer.data if isinstance(answer.data, dict) else {}
    return _Answer("", data, frozenset(filter(None, (scope.strip() for scope in scopes.split(",")))))


def _refusal(error: SlackApiError) -> _Answer:
    if not isinstance(error.response, AsyncSlackResponse):
        raise _NotReachedError(texts.NOT_SLACK) from error
    code = code_of(error)
    if error.response.status_code == 429 or code == "ratelimited":
        raise _BusyError(wait_of(error)) from error
    if not code:
        raise _NotReachedError(f"{texts.NOT_SLACK}, {error.response.status_code}") from error
    return _Answer(code, {})
