"""The Bolt app: one listener for each kind of interaction; which command is meant, our own dispatch finds.

`process_before_response` runs a listener within the request, so that nothing polls for its acknowledgement. Whatever
happens, Slack gets an answer in time.
"""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from functools import partial

import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import modals, patience
from adapters.slack.answering import Answering, sorry
from adapters.slack.following import said
from adapters.slack.happenings import Happenings
from adapters.slack.inbound import Body, Sender, sender
from adapters.slack.origin import Origin
from adapters.slack.recent import Ack, Recent
from bot.errors import StorageError, TryLater
from bot.texts.installing import NOT_INSTALLED
from bot.views import Rejected

ANY = re.compile("")
ORGANIZATION = "E"
TELL_AGAIN = 500  # an event is told again, at once, after one minute and after five; nothing else is
Authorize = Callable[..., Awaitable[AuthorizeResult | None]]
Listener = Callable[[Ack, Body, Sender], Awaitable[None]]
log = structlog.get_logger(__name__)


def build_app(
    answering: Answering,
    happenings: Happenings,
    authorize: Authorize,
    *,
    signing_secret: str = "",
    client: AsyncWebClient | None = None,
) -> AsyncApp:
    """`authorize` knows the tokens; `signing_secret` is needed for HTTP alone."""
    app = AsyncApp(
        name="mentorbot",
        logger=logging.getLogger("slack_bolt"),
        authorize=authorize,  # type: ignore[arg-type]  # Bolt takes None for a team that it does not know
        client=client,
        signing_secret=signing_secret,
        process_before_response=True,
        raise_error_for_unhandled_request=True,
        user_facing_authorize_error_message=NOT_INSTALLED,
    )
    recent = answering.recent
    app.command(ANY)(_listening(answering.slash, recent))
    app.action(ANY)(_listening(answering.button, recent))
    app.view_submission(ANY)(_listening(answering.submission, recent))
    app.options(ANY)(_listening(answering.search))
    app.event(ANY)(_happening(happenings, answering))
    app.shortcut(ANY)(_listening(answering.shortcut, recent))
    app.view_closed(ANY)(_listening(answering.closed, recent))
    app.error(_failing(answering))
    return app


class Failed(Exception):
    """A problem of ours, not something that Bolt could not read."""

    def __init__(self, problem: Exception) -> None:
        super().__init__(str(problem))
        self.problem = problem


async def dispatched(app: AsyncApp, request: Callable[[], AsyncBoltRequest]) -> BoltResponse:
    """An acknowledgement also of what Bolt itself stumbles over."""
    patience.begin()
    try:
        return await app.async_dispatch(request())
    except Exception as error:
        log.warning("slack.misshapen", problem=repr(error))
        return BoltResponse(status=200)


def _listening(listener: Listener, recent: Recent | None = None) -> Callable[..., Awaitable[None]]:
    async def listen(ack: Ack, body: Body, context: AsyncBoltContext) -> None:
        who = sender(body, _team(body, context))
        if not who.user:
            log.info("slack.nobody", kind=body.get("type"))
            await ack()
            return
        try:
            if recent is None:
                await listener(ack, body, who)
            else:
                await recent.once(who.event, ack, lambda kept: listener(kept, body, who))
        except Exception as error:
            raise Failed(error) from error

    return listen


def _happening(happenings: Happenings, answering: Answering) -> Callable[..., Awaitable[None]]:
    """Acknowledged when it is done, so that Slack tells again what was not; or in time, where that takes too long."""

    async def listen(body: Body, context: AsyncBoltContext) -> None:
        happens = partial(happenings.happened, body, _team(body, context), context.enterprise_id or "")
        task = asyncio.create_task(happens())
        done, _ = await asyncio.wait({task}, timeout=patience.left(answering.patience))
        if not done:
            answering.following.watch(task, happens)
            return
        try:
            task.result()
        except Exception as error:
            raise Failed(error) from error

    return listen


def _failing(answering: Answering) -> Callable[..., Awaitable[BoltResponse]]:
    async def failing(error: Exception, body: Body, context: AsyncBoltContext) -> BoltResponse:
        if isinstance(error, BoltUnhandledRequestError):
            log.info("slack.unhandled", kind=str(body.get("type"))[:50])
            return BoltResponse(status=200)
        problem = error.problem if isinstance(error, Failed) else error
        if problem is error and not isinstance(error, StorageError):
            log.warning("slack.misshapen", problem=repr(error))
            return BoltResponse(status=200)
        sentence = sorry(problem)
        if "event" in body:
            return BoltResponse(status=TELL_AGAIN if isinstance(problem, StorageError | TryLater) else 200)
        apology = _apology(body, Rejected(sentence))
        if apology is not None:
            return BoltResponse(status=200, body=apology)
        who = sender(body, _team(body, context))
        if who.user:
            answering.following.tell(who, sentence, str(body.get("response_url") or ""))
        return BoltResponse(status=200)

    return failing


def _apology(body: Body, refusal: Rejected) -> dict[str, object] | None:
    """As the acknowledgement says it; None where it can say nothing."""
    if "command" in body:
        return said(refusal)
    match body.get("type"):
        case "view_submission":
            return {"response_action": "update", "view": modals.shown(refusal, Origin(""))}
        case "block_suggestion":
            return {"options": []}
        case _:
            return None


def _team(body: Body, context: AsyncBoltContext) -> str:
    """The workspace. What happens in the views of an organization's installation names the organization to Bolt."""
    view, user = body.get("view"), body.get("user")
    named = (
        context.team_id,
        body.get("team_id"),
        view.get("team_id") if isinstance(view, dict) else None,
        user.get("team_id") if isinstance(user, dict) else None,
    )
    return next((team for team in named if isinstance(team, str) and not team.startswith(ORGANIZATION)), "")
