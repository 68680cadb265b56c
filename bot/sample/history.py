"""Lives through the community's history: people act, the bot answers, the clock goes on to whatever comes next."""

import itertools
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from bot.app import Bot
from bot.commands import Answers, NotForMe, OpenSchedule, PostCard
from bot.ports.platforms import DirectMessage, Envelope, Place, Platform
from bot.ports.storage import Storage
from bot.sample.agenda import Act, Agenda, Words
from bot.sample.cast import Person
from bot.sample.habits import REACTIONS, Habits
from bot.sample.mailbox import Letter, Mailbox
from bot.sample.meeting import ALONE, TOGETHER, Couple, Meetings
from bot.sample.pairs import Pairs
from bot.sample.venue import MovableClock, Venue
from bot.views import Message, Rejected

STRIDE = timedelta(hours=3)
"""The clock's shortest step: what falls due in between is done together, as after a short standstill of the bot."""
CLOSE_UP = timedelta(hours=12)
"""The last hours are lived through more closely, since that is what people will look at."""
CLOSE_STRIDE = timedelta(minutes=15)
Told = Callable[[float], None]


class History:
    def __init__(
        self,
        storage: Storage,
        venue: Venue,
        clock: MovableClock,
        random: Random,
        people: tuple[Person, ...],
        until: datetime,
    ) -> None:
        self.storage, self.venue, self.clock, self.people, self.until = storage, venue, clock, people, until
        self.mailbox = Mailbox(venue.messenger)
        playground = {Platform.PLAYGROUND: self.mailbox}
        self.bot = Bot(storage, clock, playground, {Platform.PLAYGROUND: venue.directory})
        self.agenda = Agenda(random)
        self.habits = Habits(random, self.agenda, people, until)
        self.pairs = Pairs(random)
        self.meetings = Meetings(self.habits, self.pairs)
        self.refused: list[tuple[Act, str]] = []
        self._events = itertools.count(1)

    async def live(self, told: Told) -> None:
        """From where the clock stands to the end. `told` hears the share that is done, 0 to 1."""
        begin, until = self.clock.now(), self.until
        self._open()
        while (moment := await self._next()) is not None:
            self.clock.hold(moment)
            for what in self.agenda.due(moment):
                await self._do(what)
            await self._settle()
            told((moment - begin) / (until - begin))
        self.clock.hold(until)
        await self._settle()
        told(1.0)

    def _open(self) -> None:
        for person in self.people:
            self.venue.join(person)
            if person.does:
                self.agenda.plan(person.at, Act(person, person.does))
        first, *_ = (person for person in self.people if person.moderator)
        self.agenda.plan(first.at, Act(first, PostCard("welcome")))
        self.agenda.plan(first.at + timedelta(hours=2), Act(first, PostCard("sheet")))

    async def _next(self) -> datetime | None:
        now, until = self.clock.now(), self.until
        coming = [at for at in (self.agenda.next_at, await self.storage.next_due(now)) if at is not None and at < until]
        stride = CLOSE_STRIDE if until - now <= CLOSE_UP else STRIDE
        return min(max(min(coming), now + stride), until) if coming else None

    async def _settle(self) -> None:
        """Until nobody has anything to say at this moment."""
        await self.bot.settle()
        for letter in self.mailbox.taken():
            self._react(letter)

    async def _do(self, what: Act | Words) -> None:
        if isinstance(what, Words):
            self.venue.say(what.person.user, what.conversation, what.text, self.clock.now())
        elif self.mailbox.has(what.place, what.through):
            await self._act(what)

    async def _act(self, act: Act) -> None:
        user = act.person.user
        event = f"sample-{next(self._events)}"
        envelope = Envelope(self.venue.account(user), act.person.name, event, place=act.place)
        reply = await self.bot.handle(act.command, envelope)
        view = reply.view
        if isinstance(view, Rejected):
            self.refused.append((act, " ".join([view.sentence, *view.problems.values()])))
            return
        self.meetings.acted(act)
        if isinstance(view, Message):
            await self._answered(act, view, act.place if reply.answers is Answers.UPDATES_CARD else None)

    async def _answered(self, act: Act, view: Message, card: Place | None) -> None:
        """The pressed card becomes the answer; any other answer is only for the one who acted."""
        if card is not None:
            await self.mailbox.update(DirectMessage(self.venue.account(act.person.user)), card, view)
            return
        self.venue.answered(act.person.user, view, self.clock.now())
        self._react(Letter(view, (act.person.user,)))

    def _react(self, letter: Letter) -> None:
        now = self.clock.now()
        kinds = {type(command) for _, command in letter.buttons}
        readers = [self.habits.people[user] for user in letter.readers if user in self.habits.people]
        if not letter.readers:
            self.habits.post(letter, now)
        elif len(readers) == 2:
            self._together(letter, readers[0], readers[1], now)
        elif readers and (other := self.habits.called(letter.mentioned)) is not None:
            self._alone(letter, readers[0], other, now)
        elif readers:
            reaction = next((react for kind, react in REACTIONS if kind in kinds), None)
            if reaction:
                reaction(self.habits, letter, readers[0], now)

    def _together(self, letter: Letter, mentee: Person, mentor: Person, now: datetime) -> None:
        life = self.pairs.of(mentee.user, mentor.user)
        life.room = letter.place.conversation if letter.place else life.room
        life.match = next((c.match for _, c in letter.buttons if isinstance(c, OpenSchedule | NotForMe)), life.match)
        for kind, react in TOGETHER:
            if letter.one(kind):
                react(self.meetings, letter, Couple(mentee, mentor, life), now)
                return

    def _alone(self, letter: Letter, person: Person, other: Person, now: datetime) -> None:
        couple = Couple(person, other, self.pairs.of(person.user, other.user))
        for kind, react in ALONE:
            if letter.one(kind):
                react(self.meetings, letter, couple, now)
                return
