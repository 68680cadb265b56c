"""Where a person's presses and lines go, and where the core's replies end up."""

from dataclasses import dataclass, replace
from secrets import token_urlsafe
from typing import assert_never

from adapters.playground.chatlog import ChatLog, Conversation, Kind, Person
from adapters.playground.inbound import Posted, Press, Said, event_of, press, said
from adapters.playground.render import Dialog
from bot.commands import Answers, encode, submitted
from bot.errors import UserError
from bot.ids import SpaceId
from bot.ports.platforms import Account, Clock, Envelope, Front, Place, Platform, Reply
from bot.texts import help
from bot.views import Form, Message, Plain, Rejected, Text, View, line


@dataclass(frozen=True)
class Posting:
    """Something is in the chat now."""

    message: int


@dataclass(frozen=True)
class Refusal:
    """A form was refused and cannot be opened again: a page with script keeps it open as it is."""

    sentence: str
    made: Press


Outcome = Posting | Dialog | Refusal


@dataclass(frozen=True)
class Seat:
    """A person in a conversation."""

    person: Person
    conversation: Conversation


class Desk:
    def __init__(self, front: Front, chat: ChatLog, clock: Clock, space: SpaceId) -> None:
        self._front, self._chat, self._clock, self.space = front, chat, clock, space

    def account(self, person: Person) -> Account:
        return Account(Platform.PLAYGROUND, self.space, person.user)

    async def pressed(self, seat: Seat, form: Posted) -> Outcome:
        """A button, or a form that was sent."""
        made = press(form)
        try:
            command = made.command()
        except UserError as error:
            return self._answer(seat, Reply(Rejected(error.sentence), Answers.PRIVATE), made)
        reply = await self._front.handle(command, self._envelope(seat, made.event, made.card))
        if isinstance(reply.view, Rejected) and made.opener:
            return await self._again(seat, reply.view, made)
        return self._answer(seat, reply, made)

    async def typed(self, seat: Seat, text: str, token: str) -> Outcome:
        """A line from the composer. Raises `UserError` for one that cannot be sent; nothing is posted then."""
        what = said(text)
        event = event_of(token, "say")
        if isinstance(what, Said):
            return self._said(seat, what.text, event)
        reply = await self._front.handle(what, self._envelope(seat, event, None))
        return self._answer(seat, reply, Press(encode(what), event, None, "", {}))

    def refuse(self, seat: Seat, refusal: Refusal) -> Posting:
        """Says it in the chat, for a page that could not keep the form."""
        return self._post(seat, Rejected(refusal.sentence), refusal.made.event, private=True)

    def _envelope(self, seat: Seat, event: str, card: int | None) -> Envelope:
        place = None if card is None else Place(seat.conversation.id, str(card))
        return Envelope(self.account(seat.person), seat.person.name, event, place=place, zone=seat.person.zone)

    def _answer(self, seat: Seat, reply: Reply, made: Press) -> Outcome:
        view = reply.view
        match view:
            case Form():
                return Dialog(view, made.opener or made.action, made.card)
            case Message() if reply.answers is Answers.UPDATES_CARD and self._is_card(seat, made.card):
                self._chat.edit(made.card or 0, view)
                return Posting(made.card or 0)
            case Message() | Rejected():
                private = isinstance(view, Rejected) or reply.answers is not Answers.PUBLIC
                return self._post(seat, view, made.event, private=private)
            case _:
                assert_never(view)

    def _is_card(self, seat: Seat, card: int | None) -> bool:
        """Only the bot's own message in this conversation may be replaced by its answer."""
        message = None if card is None else self._chat.message(card)
        return (
            message is not None
            and message.conversation == seat.conversation.id
            and message.author is None
            and message.visible_to in (None, seat.person.user)
        )

    def _post(self, seat: Seat, view: Message | Rejected, event: str, *, private: bool) -> Posting:
        alone = seat.conversation.kind is Kind.DIRECT or not private
        visible_to = None if alone else seat.person.user
        at = self._clock.now()
        made = self._chat.post(seat.conversation.id, None, view, at, key=f"answer:{event}", visible_to=visible_to)
        return Posting(made)

    def _said(self, seat: Seat, text: str, event: str) -> Posting:
        room, user, at = seat.conversation, seat.person.user, self._clock.now()
        made = self._chat.post(room.id, user, words(text), at, key=f"said:{event}")
        if room.kind is Kind.DIRECT:
            return Posting(self._chat.post(room.id, None, help.listens(), at, key=f"answer:{event}"))
        return Posting(made)

    async def _again(self, seat: Seat, why: Rejected, made: Press) -> Outcome:
        """The same form with everything that was typed and what was wrong. Openers only read: asking again is free."""
        view = await self._reopened(seat, made)
        if not isinstance(view, Form):
            return Refusal(why.sentence, made)
        form = replace(view, action=made.action)
        return Dialog(form, made.opener, made.card, made.values, why.sentence, why.problems)

    async def _reopened(self, seat: Seat, made: Press) -> View:
        try:
            command = submitted(made.opener, {})
        except UserError as error:
            return Rejected(error.sentence)
        if command.answers is not Answers.OPENS_FORM:
            return Rejected("")
        return (await self._front.handle(command, self._envelope(seat, token_urlsafe(9), made.card))).view


def words(text: str) -> Message:
    """An ordinary chat message of a person."""
    summary = " ".join(text.split())
    return Message(summary if len(summary) <= 140 else f"{summary[:139]}…", (Text(line(Plain(text))),))
