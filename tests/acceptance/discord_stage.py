"""The same stage in a simulated Discord: the real adapter and discord.py over sockets.

People act natively: they type slash commands with options, press what stands on their messages, fill in modals one page
after the other. What they then see must be all that the core answered: every act checks it.
"""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from adapters.discord import modals
from adapters.discord.adapter import DiscordAdapter
from adapters.discord.custom_ids import Mark
from adapters.documents import Drawings
from bot.commands import PICKED, Answers, Command, encode
from bot.errors import Unlisted
from bot.ids import SpaceId
from bot.ports.platforms import (
    Account,
    Address,
    OutboxKey,
    Place,
    Platform,
    RememberingHost,
    Reply,
    Space,
    Standing,
    UserId,
)
from bot.texts import conversations, reaching
from bot.views import Form, Message, Rejected, View
from tests.acceptance.native import BY_SLASH, Relay, is_form, parts, pieces, slash_options
from tests.acceptance.stage import Card, Conversations, Person, Stage, readers_of
from tests.simulators.simulated_discord import (
    Answer,
    DiscordMessage,
    DiscordModal,
    DiscordPerson,
    Impossible,
    Permission,
    SimulatedDiscord,
)
from tests.simulators.simulated_discord.conduct import misconduct

COMPONENT, MODAL = 3, 5  # kinds of interactions
BUTTON, LABEL, TEXT_INPUT, STRING_SELECT = 2, 18, 4, 3
PATIENT = 25.0  # seconds: a busy machine is no slow bot; what three seconds mean is tested with the adapter
CONTINUE, MEND = "Continue", "Fix it"
OWN = (reaching.request_in(), reaching.offer_in(), conversations.readers(), conversations.over())


class DiscordConversations(Conversations):
    """Sends through the real messenger, and keeps what was meant beside what arrived."""

    def __init__(self, stage: "DiscordStage") -> None:
        super().__init__(stage.clock, Platform.DISCORD)
        self.stage = stage

    async def send(self, address: Address, message: Message, key: OutboxKey) -> Place:
        try:
            place = await self.stage.adapter.messenger.send(address, message, key)
        except Unlisted as beside:
            self._stands(Place(beside.conversation, beside.message), address, message, key)
            raise
        self._stands(place, address, message, key)
        return place

    def _stands(self, place: Place, address: Address, message: Message, key: OutboxKey) -> None:
        assert self.stage.message_at(place).nonce == key, "Discord would take it twice"
        _, readers = readers_of(address)
        if not any(card.place == place for card in self.cards):
            self.cards.append(Card(place, message, readers, self.clock.now(), first=message.summary))
        self._arrived(place, message)

    async def update(self, address: Address, place: Place, message: Message) -> None:
        try:
            await self.stage.adapter.messenger.update(address, place, message)
        except Unlisted:
            self.shows(place, message)
            raise
        self.shows(place, message)

    def shows(self, place: Place, message: Message) -> None:
        """The card at this place has become this message."""
        for card in self.cards:
            if card.place == place:
                card.message, card.edits = message, card.edits + 1
        self._arrived(place, message)

    async def find(self, address: Address, key: OutboxKey) -> Place | None:
        return await self.stage.adapter.messenger.find(address, key)

    async def standing(self, account: Account) -> Standing:
        return await self.stage.adapter.directory.standing(account)

    def _arrived(self, place: Place, message: Message) -> None:
        there = self.stage.message_at(place).words
        missing = [piece for piece in pieces(message) if piece not in there]
        assert not missing, f"{missing} did not arrive in {there!r}"


@dataclass
class DiscordStage(Stage):
    people: dict[str, "DiscordActor"] = field(default_factory=dict)

    async def open(self) -> None:
        self.life = AsyncExitStack()
        self.discord = await self.life.enter_async_context(SimulatedDiscord(start=self.clock.now()))
        self.discord.patience = PATIENT
        self.guild = self.discord.guild(name="School OTs")
        self.mentoring = self.guild.channel("mentoring")
        self.moderating = self.guild.role("Moderators", permissions=Permission.MANAGE_GUILD)
        self.life.enter_context(self.discord.reachable())
        self.relay = Relay(self)
        self.adapter = DiscordAdapter(Drawings(), self.clock, ready_after=0.02)
        await super().open()
        await self._listen()

    def conversations(self) -> Conversations:
        return DiscordConversations(self)

    @property
    def space(self) -> Space:
        return Space(SpaceId(str(self.guild.id)), Platform.DISCORD, "School OTs", channel=str(self.mentoring.id))

    async def _listen(self) -> None:
        ready = asyncio.Event()
        self.adapter.attend(cast("RememberingHost", self.relay), ready.set)
        await self.adapter.log_in(self.discord.app.token)
        connected = asyncio.create_task(self.adapter.connect())

        async def stop() -> None:
            await self.adapter.close()
            await asyncio.gather(connected, return_exceptions=True)

        self.life.push_async_callback(stop)
        await ready.wait()

    async def until(self, instant: datetime) -> None:
        """Discord's own clock goes with it, and stands still meanwhile."""
        await super().until(instant)
        self.discord.clock.moves_to(instant)

    async def close(self) -> None:
        await self.life.aclose()
        await super().close()
        assert not misconduct(self.discord)

    def person(self, name: str, *, moderator: bool = False) -> "DiscordActor":
        if name not in self.people:
            there = self.guild.person(name, roles=[self.moderating] if moderator else [])
            account = Account(Platform.DISCORD, self.space.id, UserId(str(there.id)))
            self.people[name] = DiscordActor(self, name, account, there=there)
        return self.people[name]

    def message_at(self, place: Place) -> DiscordMessage:
        conversation = self.discord.conversation(int(place.conversation))
        found = conversation.find(int(place.message)) if conversation else None
        assert found is not None, f"there is no message at {place}"
        return found


@dataclass
class DiscordActor(Person):
    stage: DiscordStage
    there: DiscordPerson = field(kw_only=True)
    sent: dict[str, Answer] = field(default_factory=dict)

    async def does(self, command: Command, *, event: str = "", place: Place | None = None) -> Reply:
        if event in self.sent:
            answer = await self.stage.discord.redeliver(self.sent[event])
            return await self._outcome(answer, seen=False)
        self._closes()
        if (options := slash_options(command)) is not None:
            answer = await self.there.types(f"/{BY_SLASH[type(command)].name}", self.stage.mentoring, **options)
        elif is_form(command) and command.answers is not Answers.OPENS_FORM:
            answer = await self._sends_form(command)
        else:
            answer = await self._forges(encode(command), self._scratch())
        self.sent[event or answer.interaction_id] = answer
        return await self._outcome(answer)

    async def presses(self, label: str, *, on: Card | None = None) -> Reply:
        card, button = self._button(label, on)
        self._closes()
        hers = True
        if card is not None:
            message = self.stage.message_at(card.place)
            hers = message in self.there.seen and label in message.buttons
            answer = await (
                self.there.presses(label, on=message)
                if hers
                else self._forges(self._mark(button.action, card), message)
            )
        else:
            answer = await self._presses_answer(button.action)
        reply = await self._outcome(answer, seen=hers)
        if card is not None and reply.answers is Answers.UPDATES_CARD and isinstance(reply.view, Message):
            assert isinstance(self.stage.platform, DiscordConversations)
            self.stage.platform.shows(card.place, reply.view)
        return reply

    async def _presses_answer(self, action: str) -> Answer:
        """What stands on the last thing that the bot has answered."""
        for message in reversed(self.there.seen):
            for element in message.elements:
                if element.is_button and Mark.read(element.custom_id).action == action:
                    return await self.there.presses(element.custom_id, on=message)
        raise Impossible(f"{self.name} sees no button for {action!r}")

    def _mark(self, action: str, card: Card) -> str:
        direct = card.place.conversation in {str(d.id) for d in self.stage.discord.directs.values()}
        return Mark(action, self.stage.space.id if direct else "").text

    @property
    def inbox(self) -> list[Card]:
        """Without what only Discord has: the receipt that she asked for, a thread's first word and its last."""
        return [card for card in super().inbox if card.message not in OWN]

    async def _forges(self, custom_id: str, on: DiscordMessage) -> Answer:
        """What only a forged request can press: somebody else's card, or what stood on it once."""
        data = {"custom_id": custom_id, "component_type": BUTTON, "id": 1}
        return await self.there.forges(data, kind=COMPONENT, where=on.channel, on=on)

    async def fills(self, reply: Reply, **values: str | tuple[str, ...]) -> Reply:
        form = reply.view
        assert isinstance(form, Form), form
        unknown = set(values) - {f.name for f in form.fields}
        assert not unknown, f"the form has no field {unknown}"
        if self.there.modal is None:  # one that she has left open elsewhere
            assert self.there.last is not None
            before = self.there.last.interaction
            space = "" if before.channel.guild_or_none else self.stage.space.id
            self.there.modal = DiscordModal.of(before, cast("Any", modals.modal(form, space=space)))
        left = set(values)
        while True:
            assert self.there.modal is not None
            left -= {place.custom_id.removesuffix("?") for place in self.there.modal.fields}
            answer = await self._sends_page(values)
            await self.stage.adapter.settled()
            buttons = answer.message.buttons if answer.message else []
            if CONTINUE in buttons:
                await self.there.presses(CONTINUE, on=answer.message)
            elif MEND in buttons and left:
                await self.there.presses(MEND, on=answer.message)
            else:
                return await self._outcome(answer)

    async def _sends_page(self, values: dict[str, str | tuple[str, ...]]) -> Answer:
        modal = self.there.modal
        assert modal is not None
        forged: dict[str, Any] = {}
        for place in modal.fields:
            name = place.custom_id.removesuffix("?")
            if name in values:
                value = _entered(values[name])
                try:
                    await self.there.fills({place.custom_id: value})
                except (Impossible, ValueError, KeyError):  # no client lets anybody enter that
                    forged[place.custom_id] = _forged(place.kind, values[name])
        try:
            return await self.there.submits(forged_values=forged or None)
        except Impossible:
            return await self.there.submits(forged_values=forged)

    async def _outcome(self, answer: Answer, *, seen: bool = True) -> Reply:
        assert answer.ok or not seen, answer
        await self.stage.adapter.settled()
        refused = Reply(Rejected(self.there.seen[-1].words if self.there.seen else "nothing"), Answers.PRIVATE)
        reply = self.stage.relay.replies.get(answer.interaction_id, refused)
        if seen:
            self._sees_all_of(reply.view)
        self.replies.append(reply)
        await self.stage.bot.settle()
        return reply

    def _sees_all_of(self, view: View) -> None:
        modal = [self.there.modal.words] if self.there.modal is not None else []
        shown = "\n".join([*modal, *(message.words for message in self.there.seen)])
        missing = [piece for piece in _pieces(view) if piece not in shown]
        assert not missing, f"{self.name} does not see {missing} in {shown!r}"

    def _closes(self) -> None:
        if self.there.modal is not None:
            self.there.closes()

    async def _sends_form(self, command: Command) -> Answer:
        """A modal with everything in it that she sends: what it looks like is not what such a story is about."""
        action, given = parts(command)
        inputs = [
            {"type": LABEL, "id": n, "component": _input(name, value)} for n, (name, value) in enumerate(given.items())
        ]
        data = {"custom_id": action, "components": inputs}
        return await self.there.forges(data, kind=MODAL, where=self.stage.mentoring)

    def _scratch(self) -> DiscordMessage:
        """A message of the bot that only she sees, of any time before."""
        discord = self.stage.discord
        scratch = DiscordMessage(
            discord, self.stage.mentoring, discord.ids.new(), discord.app.bot, discord.clock.now, only_for=self.there.id
        )
        self.stage.mentoring.messages.append(scratch)
        return scratch


def _pieces(view: View) -> list[str]:
    """A modal shows one page, and its button is Discord's own."""
    if isinstance(view, Form):
        return [view.title, *(field.label for field in view.pages[0].fields)]
    return list(pieces(view))


def _entered(value: str | tuple[str, ...]) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return int(value.removeprefix(PICKED)) if value.startswith(PICKED) else value


def _forged(kind: int, value: str | tuple[str, ...]) -> Any:
    if kind in (TEXT_INPUT, 21):
        return value if isinstance(value, str) else ", ".join(value)
    return list(value) if isinstance(value, tuple) else [value] if value else []


def _input(name: str, value: str | tuple[str, ...]) -> dict[str, Any]:
    if isinstance(value, str):
        return {"type": TEXT_INPUT, "id": 100, "custom_id": name, "value": value.removeprefix(PICKED)}
    return {"type": STRING_SELECT, "id": 100, "custom_id": name, "values": list(value)}
