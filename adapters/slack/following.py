"""What follows an acknowledgement: calls that nobody waits for, whose failure the person still hears of."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine

import structlog
from slack_sdk.errors import SlackApiError

from adapters.slack.blocks import blocks_of, escaped, notification, saying
from adapters.slack.calls import OPENED_ALREADY, Calls
from adapters.slack.failures import code_of
from adapters.slack.inbound import Sender
from bot.errors import StorageError, TryLater
from bot.ids import new_id
from bot.texts import common, dialogs
from bot.views import Message, Rejected

TOO_LATE = "expired_trigger_id"
PAUSES = (60.0, 300.0)  # seconds, as Slack itself does
PASSING = (StorageError, TryLater)
Again = Callable[[], Awaitable[None]]
log = structlog.get_logger(__name__)


class Following:
    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._tasks: set[asyncio.Task[None]] = set()
        self._later: set[asyncio.Task[None]] = set()

    def begin(self, work: Coroutine[object, object, object], who: Sender, response_url: str = "") -> None:
        self._keep(asyncio.create_task(self._followed(work, who, response_url)))

    def _keep(self, task: "asyncio.Task[None]") -> None:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def watch(self, task: "asyncio.Task[object]", again: Again | None = None) -> None:
        """Something that was acknowledged while it was still under way. `again` does it anew where it only failed now:
        Slack, which has its acknowledgement, will not tell it once more.
        """
        self._keep(asyncio.create_task(self._watched(task, again)))

    async def _watched(self, task: "asyncio.Task[object]", again: Again | None) -> None:
        try:
            await task
        except Exception as error:
            log.error("slack.happening", exc_info=error)
            if again is not None and isinstance(error, PASSING):
                later = asyncio.create_task(_later(again))
                self._later.add(later)
                later.add_done_callback(self._later.discard)

    async def settled(self) -> None:
        """Until nothing is under way any more."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def close(self) -> None:
        """Finishes what is under way; what waits to be done again is given up."""
        await self.settled()
        later = list(self._later)
        for task in later:
            task.cancel()
        await asyncio.gather(*later, return_exceptions=True)

    def tell(self, who: Sender, sentence: str, response_url: str = "") -> None:
        """Says it to this person where they are, or in their direct message with the bot."""
        self.begin(self._told(who, sentence, response_url), who)

    async def _followed(self, work: Awaitable[object], who: Sender, response_url: str) -> None:
        try:
            await work
        except Exception as error:
            sentence = _sentence(error)
            if sentence:
                await self._told(who, sentence, response_url)

    async def _told(self, who: Sender, sentence: str, response_url: str) -> None:
        if response_url:
            try:
                await self._calls.respond(response_url, {**said(Rejected(sentence)), "replace_original": False})
            except Exception as error:
                log.info("slack.response_url", problem=repr(error))
            else:
                return
        try:
            await self._calls.post(who.team, who.user, common.notice(sentence))
        except Exception as error:
            log.warning("slack.untold", problem=repr(error))


async def _later(again: Again) -> None:
    for pause in PAUSES:
        await asyncio.sleep(pause)
        try:
            await again()
        except PASSING as error:
            log.error("slack.happening", problem=str(error))
        except Exception as error:
            log.error("slack.happening", exc_info=error)
            return
        else:
            return


def _sentence(error: Exception) -> str:
    """What the person is told of it; nothing where they have what they wanted."""
    code = code_of(error) if isinstance(error, SlackApiError) else ""
    if code in (OPENED_ALREADY, TOO_LATE):
        log.info("slack.trigger", code=code)
        return dialogs.TOO_LATE if code == TOO_LATE else ""
    id = new_id()[:6]
    log.error("slack.follow", id=id, code=code, exc_info=error)
    return common.unseen(id)


def said(view: Message | Rejected) -> dict[str, object]:
    """An answer that only the one who asked sees. In blocks nothing typed is markup; the text is what notifies."""
    return {
        "response_type": "ephemeral",
        "text": escaped(view.sentence) if isinstance(view, Rejected) else notification(view),
        "blocks": [saying(view.sentence)] if isinstance(view, Rejected) else blocks_of(view),
        "mrkdwn": False,
        "unfurl_links": False,
        "unfurl_media": False,
    }
