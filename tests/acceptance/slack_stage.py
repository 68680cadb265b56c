"""The same stage in a simulated Slack: the real adapter, Bolt and SDK over sockets, in either transport.

People act natively: they type slash commands, press what stands on their messages, fill in and send dialogs. What they
then see must be all that the core answered: every act checks it.
"""

import asyncio
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass, field
from typing import cast

from starlette.applications import Starlette

from adapters.documents import Drawings
from adapters.server import Server, open_socket
from adapters.slack import modals
from adapters.slack.adapter import SlackAdapter
from adapters.slack.origin import Origin
from adapters.slack.socket import Sockets
from adapters.slack.web import routes
from adapters.slack.workspaces import Workspaces
from bot.commands import Answers, Command, encode
from bot.ports.platforms import (
    Account,
    Address,
    Host,
    OutboxKey,
    Place,
    Platform,
    Reply,
    Space,
    Standing,
    UserId,
)
from bot.views import (
    Actions,
    Button,
    Form,
    Message,
    Rejected,
    Text,
    View,
    line,
)
from tests.acceptance.native import BY_SLASH, Relay, is_form, parts, pieces, slash_options, some_form
from tests.acceptance.stage import SPACE, Card, Conversations, Person, Stage, readers_of
from tests.simulators.slack import Answer, Impossible, Json, SimulatedSlack, SlackMessage, SlackPerson


class SlackConversations(Conversations):
    """Sends through the real messenger, and keeps what was meant beside what arrived."""

    def __init__(self, stage: "SlackStage") -> None:
        super().__init__(stage.clock, Platform.SLACK)
        self.stage = stage

    async def send(self, address: Address, message: Message, key: OutboxKey) -> Place:
        place = await self.stage.adapter.messenger.send(address, message, key)
        _, readers = readers_of(address)
        if not any(card.place == place for card in self.cards):
            self.cards.append(Card(place, message, readers, self.clock.now(), first=message.summary))
        self._arrived(place, message)
        return place

    async def update(self, address: Address, place: Place, message: Message) -> None:
        await self.stage.adapter.messenger.update(address, place, message)
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
class SlackStage(Stage):
    """`transport` is "socket" or "http"."""

    transport: str = "socket"
    people: dict[str, "SlackActor"] = field(default_factory=dict)

    async def open(self) -> None:
        self.life = AsyncExitStack()
        self.slack = await self.life.enter_async_context(SimulatedSlack())
        self.workspace = self.slack.workspace(SPACE, name="School OTs")
        self.mentoring = self.workspace.channel("mentoring", members=[])
        self.workspaces = Workspaces(self.slack.api_url, self.workspace.bot_token)
        await self.workspaces.open()
        self.life.push_async_callback(self.workspaces.close)
        self.adapter = SlackAdapter(self.workspaces, Drawings(), self.clock)
        self.relay = Relay(self)
        await self._listen()
        await super().open()

    def conversations(self) -> Conversations:
        return SlackConversations(self)

    @property
    def space(self) -> Space:
        return Space(SPACE, Platform.SLACK, "School OTs", channel=self.mentoring.id)

    async def _listen(self) -> None:
        app = self.adapter.attend(cast("Host", self.relay), signing_secret=self.slack.app.signing_secret)
        self.life.push_async_callback(self.adapter.close)
        if self.transport == "socket":
            self.slack.deliver_by_socket()
            sockets = Sockets(app, self.slack.app.app_token, self.workspaces.tokenless)
            await sockets.open()
            self.life.push_async_callback(sockets.close)
            await self.slack.sockets.connected()
            return
        ready: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        listening = self.life.enter_context(closing(open_socket("127.0.0.1", 0)))

        server = Server(Starlette(routes=routes(app, self.slack.app.signing_secret)), listening, ready.set_result)
        serving = asyncio.create_task(server.run_here())

        async def stop() -> None:
            server.should_exit = True
            await serving

        self.life.push_async_callback(stop)
        self.slack.deliver_by_http(f"{await ready}/slack/events")

    async def close(self) -> None:
        await self.life.aclose()
        await super().close()

    def person(self, name: str, *, moderator: bool = False) -> "SlackActor":
        if name not in self.people:
            there = self.workspace.person(name, admin=moderator, tz="")
            self.mentoring.members.append(there.id)
            account = Account(Platform.SLACK, SPACE, UserId(there.id))
            self.people[name] = SlackActor(self, name, account, there=there)
        return self.people[name]

    def another_channel(self) -> str:
        return self.workspace.channel("another").id

    def refuses_posts(self) -> None:
        self.mentoring.restricted = True

    def takes_posts(self) -> None:
        self.mentoring.restricted = False

    async def loses_channel(self) -> None:
        await self.workspace.removes_bot(self.mentoring)
        await self.adapter.settled()

    def message_at(self, place: Place) -> SlackMessage:
        found = self.workspace.channels[place.conversation].find(place.message)
        assert found is not None, f"there is no message at {place}"
        return found


@dataclass
class SlackActor(Person):
    stage: SlackStage
    there: SlackPerson = field(kw_only=True)
    sent: dict[str, Answer] = field(default_factory=dict)

    async def does(self, command: Command, *, event: str = "", place: Place | None = None) -> Reply:
        await self.stage.adapter.directory.standing(self.account)  # her profile is known, as after a first look
        if event in self.sent:
            answer = await self.stage.slack.redeliver(self.sent[event])
            return await self._outcome(answer, seen=False)
        await self._closes_all()
        if (slash := _slash(command)) is not None:
            answer = await self.there.types(slash)
        elif is_form(command):
            answer = await self._sends_form(command)
        else:
            button = self._scratch(encode(command))
            answer = await self.there.presses(encode(command), on=button)
        self.sent[event or answer.trigger_id] = answer
        return await self._outcome(answer)

    async def presses(self, label: str, *, on: Card | None = None) -> Reply:
        card, _ = self._button(label, on)
        if card is not None:
            await self._closes_all()
            message = self.stage.message_at(card.place)
            hers = message in self.there.seen and label in message.buttons
            answer = await (self.there.presses(label, on=message) if hers else self._forges(message, label))
        else:
            hers = True
            answer = await self.there.presses(label)
        reply = await self._outcome(answer, seen=hers)
        if card is not None and reply.answers is Answers.UPDATES_CARD and isinstance(reply.view, Message):
            assert isinstance(self.stage.platform, SlackConversations)
            self.stage.platform.shows(card.place, reply.view)
        return reply

    async def leaves(self) -> None:
        """Her account is deactivated."""
        await self._profile_says(deleted=True)

    async def returns(self) -> None:
        await self._profile_says(deleted=False)
        self.stage.mentoring.members.append(self.there.id)

    def lives_in(self, zone: str) -> None:
        self.there.profile.tz = zone

    async def moves_to(self, zone: str) -> None:
        await self._profile_says(tz=zone)

    async def opens_home(self) -> tuple[Message, ...]:
        """All that the core has for her is to be read there."""
        await self.there.opens_home()
        await self.stage.adapter.settled()
        meant = await super().opens_home()
        for message in meant:
            self._sees_all_of(message)
        return tuple(meant)

    async def _profile_says(self, *, deleted: bool | None = None, tz: str | None = None) -> None:
        """Slack tells by itself."""
        told = await self.stage.workspace.changes_profile(self.there, deleted=deleted, tz=tz)
        assert told is not None
        assert told.ok, told
        await self.stage.adapter.settled()
        await self.stage.bot.settle()

    async def _forges(self, message: SlackMessage, label: str) -> Answer:
        """Somebody else's card, or what stood on it once: only a forged request can press that."""
        card = next(c for c in self.stage.platform.cards if c.place.message == message.ts)
        action = card.buttons[label].action
        return await self.there.forges({"type": "button", "block_id": "b", "action_id": action}, message)

    async def fills(self, reply: Reply, **values: str | tuple[str, ...]) -> Reply:
        form = reply.view
        assert isinstance(form, Form), form
        unknown = set(values) - {f.name for f in form.fields}
        assert not unknown, f"the form has no field {unknown}"
        if self.there.modal is None:  # a dialog that she has left open elsewhere
            self.stage.slack.views.open(self.there, modals.modal(form, Origin(form.action)))
        forged: dict[str, Json] = {}
        for name, value in values.items():
            try:
                await self.there.fills({name: value if isinstance(value, str) else list(value)})
            except (Impossible, ValueError):  # no client lets anybody enter that
                forged[f"{name}/value"] = _typed(value)
        try:
            answer = await self.there.submits(forged_values=forged or None)
        except Impossible:
            typed = {f"{name}/value": _typed(value) for name, value in values.items()}
            answer = await self.there.submits(forged_values=typed)
        return await self._outcome(answer)

    async def _outcome(self, answer: Answer, *, seen: bool = True) -> Reply:
        assert answer.ok, answer
        await self.stage.adapter.settled()
        refused = Reply(Rejected(self.there.seen[-1].words if self.there.seen else "nothing"), Answers.PRIVATE)
        reply = self.stage.relay.replies.get(answer.trigger_id, refused)
        if seen:
            self._sees_all_of(reply.view)
        self.replies.append(reply)
        await self.stage.bot.settle()
        return reply

    def _sees_all_of(self, view: View) -> None:
        surfaces = [self.there.modal, self.there.home, *self.there.seen]
        shown = "\n".join(surface.words for surface in surfaces if surface is not None)
        missing = [piece for piece in pieces(view) if piece not in shown]
        assert not missing, f"{self.name} does not see {missing} in {shown!r}"

    async def _closes_all(self) -> None:
        if self.there.modal is not None:
            await self.there.closes(all_views=True)
            await self.stage.adapter.settled()

    async def _sends_form(self, command: Command) -> Answer:
        """The form stands before her, with everything in it that she sends."""
        ids, given = parts(command)
        view = modals.modal(some_form(ids, given), Origin(ids))
        self.stage.slack.views.open(self.there, view)
        return await self.there.submits(forged_values={f"{name}/value": _typed(value) for name, value in given.items()})

    def _scratch(self, action: str) -> SlackMessage:
        """A message of the bot that has this button, of any time before."""
        workspace = self.stage.workspace
        channel = workspace.direct(self.there)
        stamp = self.stage.slack.clock.stamp()
        card = Message("A card", (Text(line("A card")), Actions((Button(action[:75], action),))))
        message = SlackMessage(channel, stamp, workspace.bot_user_id, "A card", modals_blocks(card))
        message.bot_id = workspace.bot_id
        channel.messages.append(message)
        return message


def modals_blocks(card: Message) -> list[Json]:
    from adapters.slack.blocks import blocks_of

    return [{**block, "block_id": f"b{n}"} for n, block in enumerate(blocks_of(card))]


def _slash(command: Command) -> str | None:
    """The line that she types for it, if it is one of those."""
    given = slash_options(command)
    if given is None:
        return None
    return " ".join([f"/{BY_SLASH[type(command)].name}", *(f'{name}:"{value}"' for name, value in given.items())])


def _typed(value: str | tuple[str, ...]) -> Json:
    if isinstance(value, str):
        return {"type": "plain_text_input", "value": value or None}
    chosen = [{"text": {"type": "plain_text", "text": v, "emoji": False}, "value": v} for v in value]
    return {"type": "multi_static_select", "selected_options": chosen}
