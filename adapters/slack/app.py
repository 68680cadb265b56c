"""The Bolt app: one listener for each kind of interaction; which command is meant, our own dispatch finds.

`process_before_response` runs a listener within the request, so that nothing polls for its acknowledgement.
"""

import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import modals
from adapters.slack.answering import Ack, Answering, said
from adapters.slack.happenings import Happenings
from adapters.slack.inbound import Body, Sender, sender
from adapters.slack.origin import Origin
from bot.ids import new_id
from bot.texts import common
from bot.texts.installing import NOT_INSTALLED
from bot.views import Rejected

ANY = re.compile("")
ORGANIZATION = "E"
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
        user_facing_authorize_error_message=NOT_INSTALLED,
    )
    app.command(ANY)(_listening(answering.slash, _beside))
    app.action(ANY)(_listening(answering.button, _nothing))
    app.view_submission(ANY)(_listening(answering.submission, _in_the_dialog))
    app.options(ANY)(_listening(answering.search, _no_options))
    app.event(ANY)(_happening(happenings))
    app.shortcut(ANY)(_listening(answering.shortcut, _nothing))
    app.view_closed(ANY)(_listening(answering.closed, _nothing))
    return app


Apology = Callable[[Rejected], dict[str, Any] | str]


def _listening(listener: Listener, apology: Apology) -> Callable[..., Awaitable[None]]:
    async def listen(ack: Ack, body: Body, context: AsyncBoltContext) -> None:
        try:
            await listener(ack, body, sender(body, _team(body, context)))
        except Exception:
            id = new_id()[:6]
            log.exception("slack.listener", id=id)
            await ack(apology(Rejected(common.defect(id))))

    return listen


def _beside(sorry: Rejected) -> dict[str, Any] | str:
    return said(sorry)


def _in_the_dialog(sorry: Rejected) -> dict[str, Any] | str:
    return {"response_action": "update", "view": modals.shown(sorry, Origin(""))}


def _no_options(sorry: Rejected) -> dict[str, Any] | str:
    return {"options": []}


def _nothing(sorry: Rejected) -> dict[str, Any] | str:
    return ""


def _happening(happenings: Happenings) -> Callable[..., Awaitable[None]]:
    async def listen(body: Body, context: AsyncBoltContext) -> None:
        await happenings.happened(body, _team(body, context), context.enterprise_id or "")

    return listen


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
