"""The stage on which the stories play: people who act, a clock that moves, a platform that keeps what was sent.

maya = stage.person("Maya")
await maya.does(FindMentor(state="Ohio", setting="elementary"))
await stage.later(days=1)
assert "Ohio" in maya.inbox[-1].text
await maya.presses("Accept")
"""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from bot.app import Bot
from bot.commands import Answers, Command, decode, opener_of, submitted
from bot.domain.member import Community, Rules
from bot.errors import Unopened, Unreachable
from bot.ids import CommunityId, MemberId, SpaceId
from bot.ports.platforms import (
    Account,
    Address,
    Channel,
    DirectMessage,
    Envelope,
    OutboxKey,
    PairConversation,
    Place,
    Platform,
    Reply,
    Space,
    Standing,
    UserId,
)
from bot.ports.storage import UnitOfWork
from bot.views import Actions, Button, Form, Message, Rejected, View, words
from storage.engine import open_database
from storage.store import SqlStorage

COMMUNITY = CommunityId("schoolots")
SPACE = SpaceId("teamspace")
MONDAY = datetime(2026, 10, 5, 14, 0, tzinfo=UTC)  # 10:00 in New York, 9:00 in Chicago


class Time:
    def __init__(self, start: datetime = MONDAY) -> None:
        self.instant = start

    def now(self) -> datetime:
        return self.instant


@dataclass
class Card:
    """One message as it stands in a conversation now."""

    place: Place
    message: Message
    readers: frozenset[str]  # user ids; empty means the channel, which all read
    sent_at: datetime
    edits: int = 0
    first: str = ""  # the summary as it arrived; edits don't ring

    @property
    def text(self) -> str:
        return "\n".join([self.message.summary, *words(self.message.parts)])

    @property
    def buttons(self) -> dict[str, Button]:
        rows = (part.buttons for part in self.message.parts if isinstance(part, Actions))
        return {button.label: button for row in rows for button in row}


class Conversations:
    """A chat platform that remembers: one message for one key, cards that can be edited, people who can be closed."""

    def __init__(self, clock: Time, platform: Platform = Platform.PLAYGROUND) -> None:
        self.clock = clock
        self.platform = platform
        self.cards: list[Card] = []
        self.closed: set[str] = set()
        self.refused = 0  # direct messages, so far
        self.moderators: set[str] = set()
        self.names: dict[str, str] = {}  # of everybody who is here, also of those who never used the bot
        self.zones: dict[str, str] = {}  # as the profiles say
        self.gone: set[str] = set()
        self.roles: dict[str, set[str]] = {}  # of a person
        self.locked: set[str] = set()  # channels that take no posts from the bot
        self.unopened = ""  # why no conversation can be opened for a pair, if none can
        self.pairs: list[PairConversation] = []  # where pairs were written to, in order
        self._keys: dict[OutboxKey, Card] = {}

    async def send(self, address: Address, message: Message, key: OutboxKey) -> Place:
        if key in self._keys:
            return self._keys[key].place
        conversation, readers = readers_of(address)
        if self.closed & readers and (isinstance(address, DirectMessage) or not self.platform.can_close_dms):
            self.refused += 1
            raise Unreachable("this person's direct messages are closed")
        if isinstance(address, Channel) and address.conversation in self.locked:
            raise Unreachable("the bot is not in this channel")
        if isinstance(address, PairConversation):
            if self.unopened:
                raise Unopened(self.unopened)
            self.pairs.append(address)
        place = Place(conversation, str(len(self.cards)))
        card = Card(place, message, readers, self.clock.now(), first=message.summary)
        self.cards.append(card)
        self._keys[key] = card
        return card.place

    async def update(self, address: Address, place: Place, message: Message) -> None:
        card = self.cards[int(place.message)]
        card.message, card.edits = message, card.edits + 1

    async def find(self, address: Address, key: OutboxKey) -> Place | None:
        card = self._keys.get(key)
        return card.place if card else None

    async def standing(self, account: Account) -> Standing:
        user = account.user
        name, zone = self.names.get(user, ""), self.zones.get(user)
        roles = frozenset(self.roles.get(user, ()))
        return Standing(user in self.moderators, zone, name, here=user not in self.gone, roles=roles)


def readers_of(address: Address) -> tuple[str, frozenset[str]]:
    match address:
        case DirectMessage(account):
            return f"dm-{account.user}", frozenset({account.user})
        case Channel():
            return address.conversation, frozenset()
        case PairConversation():
            return f"pair-{address.match}", frozenset(a.user for a in address.accounts)


@dataclass
class Stage:
    url: str
    clock: Time = field(default_factory=Time)
    rules: Rules = field(default_factory=Rules)
    on: Platform = Platform.PLAYGROUND  # what the chat that only remembers is taken for

    async def open(self) -> None:
        self.database = open_database(self.url)
        self.storage = SqlStorage(self.database)
        self.platform = self.conversations()
        self.events = itertools.count(1)
        self.bot = self.new_bot()
        await self.storage.found(Community(COMMUNITY, "School OTs", self.rules))
        await self.storage.connect(COMMUNITY, self.space)

    def conversations(self) -> Conversations:
        return Conversations(self.clock, self.on)

    @property
    def space(self) -> Space:
        return Space(SPACE, self.on, "School OTs", channel="channel")

    def new_bot(self) -> Bot:
        """As after a restart: nothing in memory."""
        platforms = {self.platform.platform: self.platform}
        return Bot(self.storage, self.clock, platforms, platforms)

    async def close(self) -> None:
        await self.database.close()

    async def rule(self, **rules: object) -> None:
        """Changes what the community has set for itself."""

        async def change(uow: UnitOfWork) -> None:
            community = await uow.communities.get()
            changed = replace(community.rules, **rules)  # type: ignore[arg-type]  # by name
            await uow.communities.save(replace(community, rules=changed))

        await self.storage.write(COMMUNITY, change)

    def person(self, name: str, *, moderator: bool = False) -> "Person":
        user = UserId(name.lower())
        if moderator:
            self.platform.moderators.add(user)
        self.platform.names[user] = name
        return Person(self, name, Account(self.on, SPACE, user))

    async def later(self, **delta: float) -> None:
        """Moves the clock, living through everything that becomes due on the way, in order."""
        await self.until(self.clock.now() + timedelta(**delta))

    async def until(self, instant: datetime) -> None:
        await self.bot.settle()
        while (due := await self.storage.next_due(self.clock.now())) is not None and due <= instant:
            self.clock.instant = due
            await self.bot.settle()
        self.clock.instant = instant
        await self.bot.settle()

    def another_channel(self) -> str:
        """The id of one more channel in which the bot may post."""
        return "another"

    def refuses_posts(self) -> None:
        """From now on the bot may not post in the mentoring channel."""
        self.platform.locked.add(self.space.channel)

    def takes_posts(self) -> None:
        self.platform.locked.clear()

    async def loses_channel(self) -> None:
        """Somebody takes the bot out of the mentoring channel, which the platform tells."""
        await self.bot.lost_channel(SPACE, self.space.channel)

    @property
    def channel(self) -> list[Card]:
        return [card for card in self.platform.cards if not card.readers]


@dataclass
class Person:
    stage: Stage
    name: str
    account: Account
    replies: list[Reply] = field(default_factory=list)

    async def does(self, command: Command, *, event: str = "", place: Place | None = None) -> Reply:
        """Sends a command; what follows from it is delivered before this returns."""
        event = event or f"event-{next(self.stage.events)}"
        zone = self.stage.platform.zones.get(self.account.user)
        envelope = Envelope(actor=self.account, name=self.name, event=event, place=place, zone=zone)
        reply = await self.stage.bot.handle(command, envelope)
        if isinstance(reply.view, Form) and command.reads:
            assert type(opener_of(reply.view.action)) is type(command), "a form names what opens it"
        self.replies.append(reply)
        if place is not None and reply.answers is Answers.UPDATES_CARD and isinstance(reply.view, Message):
            await self.stage.platform.update(DirectMessage(self.account), place, reply.view)
        await self.stage.bot.settle()
        return reply

    async def presses(self, label: str, *, on: Card | None = None) -> Reply:
        """Presses the newest button with this label that this person can see, or the one on a card or last answer."""
        card, button = self._button(label, on)
        return await self.does(decode(button.action), place=card.place if card else None)

    async def fills(self, reply: Reply, **values: str | tuple[str, ...]) -> Reply:
        """Sends the form of a reply with these values; the other fields go as they stand."""
        form = reply.view
        assert isinstance(form, Form), form
        unknown = set(values) - {f.name for f in form.fields}
        assert not unknown, f"the form has no field {unknown}"
        return await self.does(submitted(form.action, {**standing(form), **values}))

    async def leaves(self) -> None:
        self.stage.platform.gone.add(self.account.user)
        await self._changed()

    async def returns(self) -> None:
        self.stage.platform.gone.discard(self.account.user)
        await self._changed()

    def lives_in(self, zone: str) -> None:
        """What the profile has said all along."""
        self.stage.platform.zones[self.account.user] = zone

    async def moves_to(self, zone: str) -> None:
        """Changes the zone of the profile, which the platform tells."""
        self.stage.platform.zones[self.account.user] = zone
        await self._changed()

    async def _changed(self) -> None:
        await self.stage.bot.changed(self.account, await self.stage.platform.standing(self.account))
        await self.stage.bot.settle()

    async def opens_home(self) -> Sequence[Message]:
        zone = self.stage.platform.zones.get(self.account.user)
        return await self.stage.bot.home(Envelope(actor=self.account, name=self.name, event="", zone=zone))

    def _button(self, label: str, on: Card | None) -> tuple[Card | None, Button]:
        if on is not None:
            return on, on.buttons[label]
        answered = (self.replies[-1].view, self.replies[-1].notice) if self.replies else ()
        parts = [part for view in answered if isinstance(view, Message) for part in view.parts]
        row = [b for part in parts if isinstance(part, Actions) for b in part.buttons if b.label == label]
        if row:
            return None, row[-1]
        for card in reversed(self.sees):
            if label in card.buttons:
                return card, card.buttons[label]
        raise AssertionError(f"{self.name} sees no button {label!r}, but {[list(c.buttons) for c in self.sees]}")

    @property
    def sees(self) -> list[Card]:
        return [c for c in self.stage.platform.cards if not c.readers or self.account.user in c.readers]

    @property
    def inbox(self) -> list[Card]:
        """Direct messages and the conversations of this person's pairs, oldest first."""
        return [card for card in self.sees if card.readers]

    @property
    def last(self) -> View:
        return self.replies[-1].view

    @property
    def answer(self) -> str:
        """All words of the last reply."""
        return said(self.last)

    async def id(self) -> MemberId:
        reader = await self.stage.bot.reader(self.account)
        assert reader.member is not None, f"{self.name} is not a member yet"
        return reader.member


def standing(form: Form) -> Mapping[str, str | tuple[str, ...]]:
    """What a form would send if nobody touched it."""
    return {f.name: f.values if hasattr(f, "values") else _typed(getattr(f, "value", "")) for f in form.fields}


def _typed(value: object) -> str:
    return "" if value is None else str(value)


def said(view: View) -> str:
    match view:
        case Message():
            return "\n".join([view.summary, *words(view.parts)])
        case Rejected():
            return "\n".join([view.sentence, *view.problems.values()])
        case Form():
            return "\n".join([view.title, *(f"{f.label} {f.hint}" for f in view.fields)])
