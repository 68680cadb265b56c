"""What people do in Slack is answered: in the acknowledgement where it can be, else with one call after it.

The transaction comes first, so that a press that was acknowledged is a press that counts. Where it takes longer than
`patience`, the acknowledgement (or a modal that says so) comes first and the answer follows.
"""

import asyncio
from collections.abc import Awaitable, Coroutine, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Protocol

import structlog
from slack_sdk.errors import SlackApiError

from adapters.slack import inbound, modals
from adapters.slack.blocks import blocks_of, escaped, notification
from adapters.slack.calls import Calls
from adapters.slack.inbound import Body, Press, Sender, Submission
from adapters.slack.origin import Origin
from adapters.slack.profiles import Profiles
from adapters.slack.state import options
from bot.commands import Answers, Command
from bot.errors import UserError
from bot.ids import new_id
from bot.ports.platforms import Host, Place, Reply
from bot.texts import common
from bot.views import Form, Message, Rejected

PATIENCE = 2.0  # seconds of Slack's three
Task = asyncio.Task[Reply]
log = structlog.get_logger(__name__)


class Ack(Protocol):
    """Bolt's acknowledgement: called once, with what Slack shows or does at once."""

    def __call__(self, text_or_whole_response: str | dict[str, object] = "") -> Awaitable[object]: ...


class Answering:
    def __init__(self, front: Host, calls: Calls, profiles: Profiles, patience: float = PATIENCE) -> None:
        self._front, self._calls, self._profiles, self._patience = front, calls, profiles, patience
        self._following: set[asyncio.Task[None]] = set()

    async def settled(self) -> None:
        """Until every call that follows an acknowledgement has been made."""
        while self._following:
            await asyncio.gather(*self._following, return_exceptions=True)

    # Slash commands

    async def slash(self, ack: Ack, body: Body, who: Sender) -> None:
        try:
            command = inbound.slash(body)
        except UserError as error:
            await ack(said(Rejected(error.sentence)))
            return
        task = self._begin(command, who)
        response_url = str(body.get("response_url", ""))
        if not await self._in_time(task):
            await ack()
            if command.answers is Answers.OPENS_FORM:
                self._follow(self._open_late(task, who, str(body.get("trigger_id", "")), _from(command)), response_url)
            else:
                self._follow(self._respond_late(task, who, response_url), response_url)
            return
        view = task.result().view
        if isinstance(view, Form):
            await ack()
            modal = modals.modal(view, _of(view, _from(command)))
            self._follow(self._calls.open(who.team, str(body.get("trigger_id", "")), modal), response_url)
        else:
            await ack(said(view))
            self._pictures(view, who)

    async def _respond_late(self, task: Task, who: Sender, response_url: str) -> None:
        view = (await task).view
        assert not isinstance(view, Form)
        await self._calls.respond(response_url, said(view))
        self._pictures(view, who)

    # Shortcuts

    async def shortcut(self, ack: Ack, body: Body, who: Sender) -> None:
        await ack()
        trigger = str(body.get("trigger_id", ""))
        try:
            command = inbound.shortcut(body)
        except UserError as error:
            self._follow(self._calls.open(who.team, trigger, modals.shown(Rejected(error.sentence), Origin(""))))
            return
        await self._open_soon(self._begin(command, who), who, trigger, _from(command))

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
            self._follow(self._answer(refused, pressed, who), pressed.response_url)
            return
        task = self._begin(command, who, pressed.place)
        in_time = await self._in_time(task)
        await ack()
        if in_time:
            answering = self._answer(task.result(), pressed, who, command)
        elif command.answers is Answers.OPENS_FORM and (pressed.view is None or pressed.at_home):
            answering = self._open_late(task, who, pressed.trigger, _at(pressed, command))
        else:
            answering = self._answer_late(task, pressed, who, command)
        self._follow(answering, pressed.response_url)

    async def _answer_late(self, task: Task, pressed: Press, who: Sender, command: Command) -> None:
        await self._answer(await task, pressed, who, command)

    async def _answer(self, reply: Reply, pressed: Press, who: Sender, command: Command | None = None) -> None:
        view = reply.view
        if pressed.at_home:
            await self._answer_at_home(reply, pressed, who, command)
        elif pressed.view is not None:
            await self._answer_in_modal(reply, pressed.view, who, command)
        elif isinstance(view, Form):
            modal = modals.modal(view, _of(view, _at(pressed, command)))
            await self._calls.open(who.team, pressed.trigger, modal)
        elif isinstance(view, Message) and reply.answers is Answers.UPDATES_CARD:
            await self._replace(who, view, pressed)
        else:
            await self._say_beside(who, view, pressed)

    async def _replace(self, who: Sender, card: Message, pressed: Press) -> None:
        if pressed.ephemeral or pressed.place is None:
            await self._calls.respond(pressed.response_url, {**said(card), "replace_original": True})
        else:
            await self._calls.update(who.team, pressed.place, card)

    async def _say_beside(self, who: Sender, view: Message | Rejected, pressed: Press) -> None:
        """Only for the one who pressed; in the direct message with the bot, where nobody else reads, it stays."""
        if isinstance(view, Message) and pressed.place and pressed.place.conversation.startswith("D"):
            await self._calls.post(who.team, pressed.place.conversation, view)
        else:
            await self._calls.respond(pressed.response_url, {**said(view), "replace_original": False})
        self._pictures(view, who)

    async def _answer_in_modal(self, reply: Reply, view: Body, who: Sender, command: Command | None) -> None:
        origin = _kept(view)
        shown: Mapping[str, object]
        match reply.view:
            case Form() as form:
                opens = replace(origin, opener=inbound.opener(command) if command else "")
                shown = modals.modal(form, _of(form, opens))
            case Message() as card:
                shown = modals.shown(card, replace(origin, action="", opener=""))
                self._pictures(card, who)
            case Rejected(sentence):
                shown = modals.again(view, sentence)
        await self._calls.change(who.team, str(view.get("id", "")), shown)

    async def _answer_at_home(self, reply: Reply, pressed: Press, who: Sender, command: Command | None) -> None:
        view = reply.view
        if isinstance(view, Form):
            modal = modals.modal(view, _of(view, _at(pressed, command)))
            await self._calls.open(who.team, pressed.trigger, modal)
            return
        await self.home(who, view)
        self._pictures(view, who)

    # Forms

    async def submission(self, ack: Ack, body: Body, who: Sender) -> None:
        try:
            sent = inbound.submission(body)
        except UserError as error:
            await ack(_becomes(modals.shown(Rejected(error.sentence), Origin(""))))
            return
        task = self._begin(sent.command, who, sent.place)
        if await self._in_time(task):
            await self._acknowledge(ack, task.result(), sent, who)
        else:
            await ack(_becomes(modals.waiting(sent.origin)))
            self._follow(self._result_late(task, sent, who), sent.origin.response_url)

    async def _acknowledge(self, ack: Ack, reply: Reply, sent: Submission, who: Sender) -> None:
        view = reply.view
        match view:
            case Form():
                await ack(_becomes(modals.modal(view, _of(view, sent.origin))))
            case Rejected(sentence, problems):
                errors = modals.field_errors(sent.view, problems)
                refusal: dict[str, object] = {"response_action": "errors", "errors": errors}
                await ack(refusal if errors else _becomes(modals.again(sent.view, sentence)))
            case Message() if reply.answers is Answers.UPDATES_CARD and sent.origin.message:
                await ack({"response_action": "clear"})
                self._follow(self._replace(who, view, _card(sent.origin)), sent.origin.response_url)
            case Message():
                await ack(_becomes(modals.shown(view, sent.origin)))
                self._pictures(view, who)

    async def _result_late(self, task: Task, sent: Submission, who: Sender) -> None:
        reply = await task
        shown: Mapping[str, object]
        match reply.view:
            case Form() as form:
                shown = modals.modal(form, _of(form, sent.origin))
            case Rejected(sentence):
                shown = modals.again(modals.refilled(sent.view), sentence)
            case Message() as card:
                shown = modals.shown(card, sent.origin)
        await self._calls.change(who.team, str(sent.view.get("id", "")), shown)
        if isinstance(reply.view, Message) and reply.answers is Answers.UPDATES_CARD and sent.origin.message:
            await self._replace(who, reply.view, _card(sent.origin))

    async def closed(self, ack: Ack, body: Body, who: Sender) -> None:
        """A dialog that was opened from somebody's home is closed: the home shows what has changed."""
        await ack()
        self._follow(self.home(who))

    async def search(self, ack: Ack, body: Body, who: Sender) -> None:
        """The options of a long list; the list itself is what opening the form again would show."""
        found: Mapping[str, object] = {"options": []}
        with suppress(UserError):
            asked = inbound.search(body)
            if asked.opener.reads:
                task = self._begin(asked.opener, who)
                if await self._in_time(task) and isinstance(form := task.result().view, Form):
                    found = options(form, asked.block, asked.typed)
        await ack(dict(found))

    # A person's own page

    def show_home(self, who: Sender) -> None:
        self._profiles.warm(who.team, who.user)
        self._follow(self.home(who))

    async def home(self, who: Sender, notice: Message | Rejected | None = None) -> None:
        cards = await self._front.home(who.envelope(self._profiles.known(who.team, who.user)))
        await self._calls.publish(who.team, who.user, modals.home(cards, notice))

    # Slow answers, and calls that follow the acknowledgement

    def _begin(self, command: Command, who: Sender, place: Place | None = None) -> Task:
        self._profiles.warm(who.team, who.user)
        envelope = who.envelope(self._profiles.known(who.team, who.user), place)
        return asyncio.create_task(self._front.handle(command, envelope))

    async def _in_time(self, task: Task) -> bool:
        done, _ = await asyncio.wait({task}, timeout=self._patience)
        return bool(done)

    async def _open_soon(self, task: Task, who: Sender, trigger: str, origin: Origin) -> None:
        if await self._in_time(task):
            view = task.result().view
            modal = modals.modal(view, _of(view, origin)) if isinstance(view, Form) else modals.shown(view, origin)
            self._follow(self._calls.open(who.team, trigger, modal))
        else:
            self._follow(self._open_late(task, who, trigger, origin))

    async def _open_late(self, task: Task, who: Sender, trigger: str, origin: Origin) -> None:
        """The dialog opens while it still can, and gets its content when there is one."""
        opened = await self._calls.open(who.team, trigger, modals.waiting(origin))
        view = (await task).view
        shown = modals.modal(view, _of(view, origin)) if isinstance(view, Form) else modals.shown(view, origin)
        await self._calls.change(who.team, opened, shown)

    def _pictures(self, view: Message | Rejected, who: Sender) -> None:
        """Files can't be part of an answer that only one person sees: they come as a direct message."""
        if isinstance(view, Message) and self._calls.brings_files(view):
            self._follow(self._calls.share(who.team, who.user, view))

    def _follow(self, work: Coroutine[object, object, object], response_url: str = "") -> None:
        task = asyncio.create_task(self._followed(work, response_url))
        self._following.add(task)
        task.add_done_callback(self._following.discard)

    async def _followed(self, work: Awaitable[object], response_url: str) -> None:
        try:
            await work
        except Exception as error:
            id = new_id()[:6]
            code = error.response.get("error") if isinstance(error, SlackApiError) else None
            log.exception("slack.follow", id=id, code=code)
            if response_url:
                with suppress(Exception):
                    sorry = {**said(Rejected(common.unseen(id))), "replace_original": False}
                    await self._calls.respond(response_url, sorry)


def said(view: Message | Rejected) -> dict[str, object]:
    """An answer that only the one who asked sees."""
    if isinstance(view, Rejected):
        return {"response_type": "ephemeral", "text": escaped(view.sentence)}
    return {"response_type": "ephemeral", "text": notification(view), "blocks": blocks_of(view)}


def _becomes(view: Mapping[str, object]) -> dict[str, object]:
    return {"response_action": "update", "view": dict(view)}


def _from(command: Command) -> Origin:
    return Origin("", opener=inbound.opener(command))


def _of(form: Form, origin: Origin) -> Origin:
    return replace(origin, action=form.action)


def _at(pressed: Press, command: Command | None) -> Origin:
    """Where the answer to a form goes that this button opens."""
    place = pressed.place
    return Origin(
        "",
        opener=inbound.opener(command) if command else "",
        channel=place.conversation if place else "",
        message=place.message if place else "",
        home=pressed.at_home,
        response_url=pressed.response_url if pressed.ephemeral else "",
    )


def _kept(view: Body) -> Origin:
    try:
        return inbound.origin_of(view)
    except UserError:
        return Origin("")


def _card(origin: Origin) -> Press:
    place = Place(origin.channel, origin.message)
    return Press("", "", origin.response_url, place, ephemeral=bool(origin.response_url))
