"""What people do in Slack is answered: in the acknowledgement where it can be, else with one call after it.

The transaction comes first, so that a press that was acknowledged is a press that counts. Where it takes longer than
`patience`, the acknowledgement (or a modal that says so) comes first and the answer follows.
"""

import asyncio
from collections.abc import Mapping
from contextlib import suppress

import structlog

from adapters.slack import inbound, modals, patience
from adapters.slack.calls import Calls
from adapters.slack.following import Following, said
from adapters.slack.inbound import Body, Press, Sender, Submission
from adapters.slack.origin import Origin
from adapters.slack.profiles import Profiles
from adapters.slack.recent import Ack, Recent
from adapters.slack.showing import Showing, card_of, of, updates, whole
from adapters.slack.state import options
from bot.commands import Answers, Command
from bot.errors import DeliveryError, StorageError, UserError
from bot.ids import new_id
from bot.ports.platforms import Host, Place, Reply, Standing
from bot.texts import common
from bot.views import Form, Message, Rejected

PATIENCE = 2.0  # seconds of Slack's three
APART = 0.25  # of the patience: between an acknowledgement and what must come after it
INTRODUCTION = 1.0  # seconds that a first act waits for the person's name and zone
Task = asyncio.Task[Reply]
log = structlog.get_logger(__name__)


class Answering:
    def __init__(self, front: Host, calls: Calls, profiles: Profiles, patience: float = PATIENCE) -> None:
        self._front, self._calls, self._profiles, self.patience = front, calls, profiles, patience
        self.following = Following(calls)
        self.recent = Recent()
        self._showing = Showing(calls, self.following)

    # Slash commands

    async def slash(self, ack: Ack, body: Body, who: Sender) -> None:
        try:
            command = inbound.slash(body)
        except UserError as error:
            await ack(said(Rejected(error.sentence)))
            return
        task = self._begin(command, who)
        trigger, response_url = str(body.get("trigger_id", "")), str(body.get("response_url", ""))
        if not await self._in_time(task):
            await ack()
            if command.answers is Answers.OPENS_FORM:
                late = self._open_late(task, who, trigger, _from(command))
            else:
                late = self._respond_late(task, who, response_url)
            self.following.begin(late, who, response_url)
            return
        view = task.result().view
        if isinstance(view, Form):
            modal = modals.modal(view, of(view, _from(command)))
            await ack()
            self.following.begin(self._calls.open(who.team, trigger, modal), who, response_url)
        else:
            await ack(said(view))
            self._showing.pictures(view, who, response_url)

    async def _respond_late(self, task: Task, who: Sender, response_url: str) -> None:
        view = (await task).view
        assert not isinstance(view, Form), "only what opens forms answers with one"
        await self._calls.respond(response_url, said(view))
        self._showing.pictures(view, who, response_url)

    # Shortcuts

    async def shortcut(self, ack: Ack, body: Body, who: Sender) -> None:
        await ack()
        trigger, response_url = str(body.get("trigger_id", "")), str(body.get("response_url", ""))
        try:
            command = inbound.shortcut(body)
        except UserError as error:
            refusal = modals.shown(Rejected(error.sentence), Origin(""))
            self.following.begin(self._calls.open(who.team, trigger, refusal), who, response_url)
            return
        task, origin = self._begin(command, who), _from(command)
        if await self._in_time(task):
            opening: Mapping[str, object] = _page(task.result(), origin)
            self.following.begin(self._calls.open(who.team, trigger, opening), who, response_url)
        else:
            self.following.begin(self._open_late(task, who, trigger, origin), who, response_url)

    # Buttons

    async def button(self, ack: Ack, body: Body, who: Sender) -> None:
        pressed = inbound.press(body)
        if pressed is None:
            await ack()
            return
        try:
            command = pressed.command()
        except UserError as error:
            await ack()
            refused = Reply(Rejected(error.sentence), Answers.PRIVATE)
            self.following.begin(self._answer(refused, pressed, who), who, pressed.response_url)
            return
        task = self._begin(command, who, pressed.place)
        in_time = await self._in_time(task)
        await ack()
        if in_time:
            answering = self._answer(task.result(), pressed, who, command)
        elif command.answers is Answers.OPENS_FORM and (pressed.view is None or pressed.at_home):
            origin = await self._showing.beginning(pressed, command, who)
            answering = self._open_late(task, who, pressed.trigger, origin)
        else:
            answering = self._answer_late(task, pressed, who, command)
        self.following.begin(answering, who, pressed.response_url)

    async def _answer_late(self, task: Task, pressed: Press, who: Sender, command: Command) -> None:
        await self._answer(await task, pressed, who, command)

    async def _answer(self, reply: Reply, pressed: Press, who: Sender, command: Command | None = None) -> None:
        if pressed.at_home:
            await self._answer_at_home(reply, pressed, who, command)
        elif pressed.view is not None:
            await self._showing.in_dialog(reply, pressed.view, who, command)
        else:
            await self._showing.on_message(reply, pressed, who, command)

    async def _answer_at_home(self, reply: Reply, pressed: Press, who: Sender, command: Command | None) -> None:
        view = reply.view
        if isinstance(view, Form):
            await self._showing.open(view, await self._showing.beginning(pressed, command, who), pressed, who)
            return
        await self.home(who, view)
        self._showing.pictures(view, who)

    # Forms

    async def submission(self, ack: Ack, body: Body, who: Sender) -> None:
        try:
            sent = await self._showing.believed(inbound.submission(body), who)
        except UserError as error:
            await ack(_becomes(modals.shown(Rejected(error.sentence), Origin(""))))
            return
        task = self._begin(sent.command, who, sent.place)
        if await self._in_time(task):
            await self._acknowledge(ack, task.result(), sent, who)
        else:
            await ack(_becomes(modals.waiting(sent.origin)))
            self.following.begin(self._result_late(task, sent, who), who)

    async def _acknowledge(self, ack: Ack, reply: Reply, sent: Submission, who: Sender) -> None:
        view = reply.view
        match view:
            case Form():
                await ack(_becomes(modals.modal(view, of(view, sent.origin))))
            case Rejected(_, problems):
                errors = modals.field_errors(sent.view, problems)
                refusal: dict[str, object] = {"response_action": "errors", "errors": errors}
                await ack(refusal if errors else _becomes(modals.again(sent.view, whole(view))))
            case Message() if updates(reply, sent):
                await ack({"response_action": "clear"})
                card = card_of(sent.origin)
                self.following.begin(self._showing.replace(who, view, card), who, card.response_url)
                self._showing.pictures(view, who)
            case Message():
                await ack(_becomes(modals.shown(view, sent.origin)))
                self._showing.pictures(view, who)

    async def _result_late(self, task: Task, sent: Submission, who: Sender) -> None:
        """Not before Slack has made of the acknowledgement the dialog that waits, which would replace the answer."""
        _, reply = await asyncio.gather(asyncio.sleep(self.patience * APART), task)
        await self._showing.result(reply, sent, who)

    async def closed(self, ack: Ack, body: Body, who: Sender) -> None:
        """A dialog that was opened from somebody's home is closed: the home shows what has changed."""
        await ack()
        self.following.begin(self.home(who), who)

    async def search(self, ack: Ack, body: Body, who: Sender) -> None:
        """The options of a long list; the list itself is what opening the form again would show."""
        found: Mapping[str, object] = {"options": []}
        with suppress(UserError):
            asked = inbound.search(body)
            if asked.opener.reads:
                task = self._begin(asked.opener, who)
                if not await self._in_time(task):
                    self.following.watch(task)
                elif isinstance(form := task.result().view, Form):
                    found = options(form, asked.block, asked.typed)
        await ack(dict(found))

    # A person's own page

    def show_home(self, who: Sender) -> None:
        self.following.begin(self.home(who), who)

    async def home(self, who: Sender, notice: Message | Rejected | None = None) -> None:
        try:
            cards = await self._front.home(who.envelope(await self._known(who, acts=False)))
        except Exception as error:
            cards = [common.notice(sorry(error))]
        await self._calls.publish(who.team, who.user, modals.home(cards, notice))

    # Asking the core

    async def hears(self, command: Command, who: Sender) -> None:
        """What is said without a button; the core answers it by message."""
        await self._front.handle(command, who.envelope(await self._known(who, acts=True)))

    def _begin(self, command: Command, who: Sender, place: Place | None = None) -> Task:
        return asyncio.create_task(self._asked(command, who, place))

    async def _asked(self, command: Command, who: Sender, place: Place | None) -> Reply:
        """The core's reply; a failure is one too, so that it is shown where the reply would have been."""
        try:
            known = await self._known(who, acts=not command.reads)
            reply = await self._front.handle(command, who.envelope(known, place))
        except Exception as error:
            reply = Reply(Rejected(sorry(error)), Answers.PRIVATE)
        if isinstance(reply.view, Rejected):
            self.recent.forget(who.event)  # what failed may be done when it comes again; the core knows what it refused
        return reply

    async def _known(self, who: Sender, *, acts: bool) -> Standing | None:
        """What is known of them. Who acts for the first time in hours is asked about first; reading does not wait."""
        known = self._profiles.known(who.team, who.user)
        if known is not None or not (acts or who.doubtful):
            self._profiles.warm(who.team, who.user)
            return known
        try:
            return await asyncio.wait_for(self._profiles.fresh(who.team, who.user), INTRODUCTION)
        except (DeliveryError, TimeoutError):
            if who.doubtful:
                raise
            return None

    async def _in_time(self, task: Task) -> bool:
        done, _ = await asyncio.wait({task}, timeout=patience.left(self.patience))
        return bool(done)

    async def _open_late(self, task: Task, who: Sender, trigger: str, origin: Origin) -> None:
        """The dialog opens while it still can, and gets its content when there is one, if it still stands there."""
        name = new_id()
        await self._calls.open_named(who.team, trigger, name, modals.waiting(origin))
        await self._calls.change_named(who.team, name, _page(await task, origin))


def sorry(error: Exception) -> str:
    """What a person is told of a failure; the id is in the log beside it."""
    if isinstance(error, StorageError):
        log.error("slack.storage", problem=str(error))
        return common.STORAGE_TROUBLE
    id = new_id()[:6]
    log.error("slack.listener", id=id, exc_info=error)
    return common.defect(id)


def _becomes(view: Mapping[str, object]) -> dict[str, object]:
    return {"response_action": "update", "view": dict(view)}


def _page(reply: Reply, origin: Origin) -> Mapping[str, object]:
    """A form, or the answer in its place."""
    view = reply.view
    return modals.modal(view, of(view, origin)) if isinstance(view, Form) else modals.shown(view, origin)


def _from(command: Command) -> Origin:
    return Origin("", opener=inbound.opener(command))
