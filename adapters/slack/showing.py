"""Where an answer is shown: on the card whose button was pressed, beside it, in a dialog, at home, or by message."""

from collections.abc import Mapping
from dataclasses import replace

import structlog
from slack_sdk.errors import SlackApiError

from adapters.slack import inbound, modals
from adapters.slack.calls import Calls
from adapters.slack.failures import code_of
from adapters.slack.following import Following, said
from adapters.slack.inbound import Body, Press, Sender, Submission
from adapters.slack.origin import Origin
from adapters.slack.seal import seal
from bot.commands import Answers, Command
from bot.errors import UserError
from bot.ports.platforms import Place, Reply
from bot.texts import common, dialogs
from bot.views import Form, Message, Rejected

# A message that can't become another any more: removed, not ours, too old, or in an archived channel.
FIXED = {"message_not_found", "cant_update_message", "edit_window_closed", "is_inactive", "channel_not_found"}
log = structlog.get_logger(__name__)


class Showing:
    def __init__(self, calls: Calls, following: Following) -> None:
        self._calls, self._following = calls, following

    # Messages

    async def on_message(self, reply: Reply, pressed: Press, who: Sender, command: Command | None) -> None:
        view = reply.view
        if isinstance(view, Form):
            await self.open(view, await self.beginning(pressed, command, who), pressed, who)
        elif isinstance(view, Message) and reply.answers is Answers.UPDATES_CARD:
            await self.replace(who, view, pressed)
        else:
            await self._beside(who, view, pressed)

    async def replace(self, who: Sender, card: Message, pressed: Press) -> None:
        if pressed.ephemeral or pressed.place is None:
            await self._calls.respond(pressed.response_url, {**said(card), "replace_original": True})
            return
        try:
            await self._calls.update(who.team, pressed.place, card)
        except SlackApiError as error:
            if code_of(error) not in FIXED:
                raise
            log.info("slack.card", code=code_of(error))
            await self._beside(who, card, pressed)

    async def _beside(self, who: Sender, view: Message | Rejected, pressed: Press) -> None:
        """Only for the one who pressed; in the direct message with the bot, where nobody else reads, it stays."""
        place = pressed.place
        if isinstance(view, Message) and place and place.conversation.startswith("D"):
            await self._calls.post(who.team, place.conversation, view)
        elif pressed.response_url:
            await self._calls.respond(pressed.response_url, {**said(view), "replace_original": False})
        else:
            await self.by_message(who, view)
        self.pictures(view, who, pressed.response_url)

    async def by_message(self, who: Sender, view: Message | Rejected) -> None:
        """Where nothing else is open any more."""
        message = view if isinstance(view, Message) else common.notice(view.sentence)
        await self._calls.post(who.team, who.user, message)

    def pictures(self, view: Message | Rejected, who: Sender, response_url: str = "") -> None:
        """Files can't be part of an answer that only one person sees: they come as a direct message."""
        if isinstance(view, Message) and self._calls.brings_files(view):
            self._following.begin(self._calls.share(who.team, who.user, view), who, response_url)

    # Dialogs

    async def open(self, form: Form, origin: Origin, pressed: Press, who: Sender) -> None:
        await self._calls.open(who.team, pressed.trigger, modals.modal(form, of(form, origin)))

    async def in_dialog(self, reply: Reply, view: Body, who: Sender, command: Command | None) -> None:
        """The answer to a button that stands in a dialog."""
        origin = _kept(view)
        shown: Mapping[str, object]
        match reply.view:
            case Form() as form:
                opens = replace(origin, opener=inbound.opener(command) if command else "")
                shown = modals.modal(form, of(form, opens))
            case Message() as card:
                shown = modals.shown(card, replace(origin, action="", opener=""))
            case Rejected() as refusal:
                shown = modals.again(view, whole(refusal))
        if not await self._calls.change(who.team, str(view.get("id", "")), shown):
            await self._after_closing(reply, who)
        if not isinstance(reply.view, Form):
            self.pictures(reply.view, who)

    async def result(self, reply: Reply, sent: Submission, who: Sender) -> None:
        """The answer to a form that was sent, in the dialog that waits for it."""
        shown: Mapping[str, object]
        match reply.view:
            case Form() as form:
                shown = modals.modal(form, of(form, sent.origin))
            case Rejected() as refusal:
                shown = modals.again(modals.refilled(sent.view), whole(refusal))
            case Message() as card:
                shown = modals.shown(card, sent.origin)
        still_open = await self._calls.change(who.team, str(sent.view.get("id", "")), shown)
        if isinstance(reply.view, Message) and updates(reply, sent):
            await self.replace(who, reply.view, card_of(sent.origin))
        elif not still_open:
            await self._after_closing(reply, who)
        if isinstance(reply.view, Message):
            self.pictures(reply.view, who)

    async def _after_closing(self, reply: Reply, who: Sender) -> None:
        """They closed the dialog before there was an answer, and may think that all is done.

        What is wrong with a field may quote what was typed, which does not belong into a message that stays.
        """
        view = reply.view
        if isinstance(view, Form) or (isinstance(view, Rejected) and view.problems):
            view = Rejected(dialogs.CLOSED_EARLY)
        await self.by_message(who, view)

    # What a dialog remembers

    async def beginning(self, pressed: Press, command: Command | None, who: Sender) -> Origin:
        """Where the answer to a form goes that this button opens."""
        place = pressed.place
        origin = Origin(
            "",
            opener=inbound.opener(command) if command else "",
            channel=place.conversation if place else "",
            message=place.message if place else "",
            home=pressed.at_home,
            response_url=pressed.response_url if pressed.ephemeral else "",
        )
        return replace(origin, seal=await self._seal(origin, who)) if origin.message else origin

    async def believed(self, sent: Submission, who: Sender) -> Submission:
        """Without the card that it names, unless it was us who named it, to this person."""
        origin = sent.origin
        if not (origin.channel or origin.message or origin.response_url) or origin.seal == await self._seal(
            origin, who
        ):
            return sent
        return replace(sent, origin=replace(origin, channel="", message="", response_url="", seal=""))

    async def _seal(self, origin: Origin, who: Sender) -> str:
        secret = await self._calls.secret(who.team)
        return seal(secret, who.team, who.user, origin.channel, origin.message, origin.response_url)


def of(form: Form, origin: Origin) -> Origin:
    return replace(origin, action=form.action)


def updates(reply: Reply, sent: Submission) -> bool:
    """Whether the answer goes onto the card whose button opened the form."""
    return reply.answers is Answers.UPDATES_CARD and bool(sent.origin.message)


def card_of(origin: Origin) -> Press:
    place = Place(origin.channel, origin.message)
    return Press("", "", origin.response_url, place, ephemeral=bool(origin.response_url))


def whole(refusal: Rejected) -> str:
    """With what would stand beside the fields, where nothing can stand there."""
    return "\n".join(dict.fromkeys([refusal.sentence, *refusal.problems.values()]))


def _kept(view: Body) -> Origin:
    try:
        return inbound.origin_of(view)
    except UserError:
        return Origin("")
