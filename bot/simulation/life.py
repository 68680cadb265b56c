"""Lives through the weeks: people act, the bot answers, the clock jumps to whatever comes next."""

import itertools
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.app import Bot
from bot.commands import (
    AcceptProposal,
    AcceptVolunteer,
    Answers,
    FindMentor,
    OfferDetails,
    OfferMentoring,
    OpenOfferDetails,
    OpenRequestDetails,
    RequestDetails,
)
from bot.ids import RequestId
from bot.matching.policy import Policy
from bot.ports.platforms import DirectMessage, Envelope
from bot.ports.storage import Storage
from bot.sample.mailbox import Letter, Mailbox
from bot.simulation.asking import OF_MENTEES, OF_MENTORS, Asking
from bot.simulation.diary import Act
from bot.simulation.letters import mentioned
from bot.simulation.meeting import ALONE, TOGETHER, Meeting
from bot.simulation.people import Mentee, Mentor
from bot.simulation.venue import SPACE, Chat, JumpingClock, account
from bot.views import Message, Rejected

STRIDE = timedelta(hours=6)
"""The clock's shortest jump: what falls due in between is done together, as after a short standstill of the bot."""
Told = Callable[[float], None]
"""Hears how much is done, 0 to 1."""


class Life:
    def __init__(self, storage: Storage, asking: Asking, policy: Policy, clock: JumpingClock, until: datetime) -> None:
        self.storage, self.asking, self.clock, self.until = storage, asking, clock, until
        self.meeting = Meeting(asking)
        self.mailbox = Mailbox(Chat(), SPACE.platform)
        self.bot = Bot(storage, clock, {SPACE.platform: self.mailbox}, {}, policy=policy)
        self.refused: list[tuple[Act, str]] = []
        self._people = {person.user: person for person in asking.crowd.everyone}
        self._by_name = {person.name: person for person in asking.crowd.everyone}
        self._events = itertools.count(1)

    async def live(self, told: Told) -> None:
        """From where the clock stands to the end."""
        begin, diary = self.clock.now(), self.asking.diary
        for person in self.asking.crowd.everyone:
            diary.plan(person.at, Act(person, person.asks if isinstance(person, Mentee) else person.offers))
        while (moment := await self._next()) is not None:
            self.clock.instant = moment
            for act in diary.due(moment):
                if self.mailbox.has(act.place, act.through):
                    await self._do(act)
            await self._settle()
            told((moment - begin) / (self.until - begin))
        self.clock.instant = self.until
        await self._settle()
        told(1.0)

    async def _next(self) -> datetime | None:
        now = self.clock.now()
        both = (self.asking.diary.next_at, await self.storage.next_due(now))
        coming = [at for at in both if at is not None and at < self.until]
        return min(max(min(coming), now + STRIDE), self.until) if coming else None

    async def _settle(self) -> None:
        """Until the bot has nothing to say at this moment."""
        await self.bot.settle()
        for letter in self.mailbox.taken():
            self._read(letter)

    async def _do(self, act: Act) -> None:
        person = act.person
        envelope = Envelope(
            account(person.user), person.name, f"act-{next(self._events)}", place=act.place, zone=person.zone
        )
        reply = await self.bot.handle(act.command, envelope)
        view = reply.view
        if isinstance(view, Rejected):
            self.refused.append((act, " ".join([view.sentence, *view.problems.values()])))
            return
        self.meeting.suggested(act)
        if not isinstance(view, Message):
            return
        if act.place is not None and reply.answers is Answers.UPDATES_CARD:
            await self.mailbox.update(DirectMessage(account(person.user)), act.place, view)
        if isinstance(act.command, FindMentor | OfferMentoring):
            await self._add_details(person, Letter(view, (person.user,)))

    async def _add_details(self, person: Mentee | Mentor, receipt: Letter) -> None:
        """Who has just asked or offered adds what the short form leaves out."""
        asked, offered = receipt.one(OpenRequestDetails), receipt.one(OpenOfferDetails)
        if asked and isinstance(person, Mentee):
            request = RequestId(asked[1].request)
            self.asking.requests[request] = person
            sole = "yes" if person.sole_ot else "no"
            await self._do(Act(person, RequestDetails(request, sole_ot=sole, rhythm=person.rhythm)))
        elif offered and isinstance(person, Mentor):
            await self._do(Act(person, OfferDetails(offered[1].offer, str(person.places), person.topics)))

    # What arrives

    def _read(self, letter: Letter) -> None:
        now = self.clock.now()
        readers = [self._people[user] for user in letter.readers]
        if not readers:
            self.asking.post(letter, now)
        elif len(readers) > 1:
            self._together(letter, now)
        else:
            self._alone(letter, readers[0], now)

    def _together(self, letter: Letter, now: datetime) -> None:
        mentee, mentor = (self._people[user] for user in letter.readers)
        assert isinstance(mentee, Mentee)
        assert isinstance(mentor, Mentor)
        pair = self.meeting.pair(mentee, mentor)
        for kind, react in TOGETHER:
            if letter.one(kind):
                react(self.meeting, letter, pair, now)
                return

    def _alone(self, letter: Letter, reader: Mentee | Mentor, now: datetime) -> None:
        other = self._by_name.get(mentioned(letter))
        if isinstance(reader, Mentor) and isinstance(other, Mentee):
            if letter.one(AcceptProposal):
                self.asking.proposal(letter, reader, other, now)
                return
            self._of_pair(letter, other, reader, reader, now)
        elif isinstance(reader, Mentee) and isinstance(other, Mentor):
            if letter.one(AcceptVolunteer):
                self.asking.volunteer(letter, reader, other, now)
                return
            self._of_pair(letter, reader, other, reader, now)
        self._of_one(letter, reader, now)

    def _of_pair(self, letter: Letter, mentee: Mentee, mentor: Mentor, reader: Mentee | Mentor, now: datetime) -> None:
        for kind, react in ALONE:
            if letter.one(kind):
                react(self.meeting, letter, self.meeting.pair(mentee, mentor), reader, now)
                return

    def _of_one(self, letter: Letter, reader: Mentee | Mentor, now: datetime) -> None:
        if isinstance(reader, Mentor):
            for kind, react in OF_MENTORS:
                if letter.one(kind):
                    react(self.asking, letter, reader, now)
                    return
        else:
            for kind, respond in OF_MENTEES:
                if letter.one(kind):
                    respond(self.asking, letter, reader, now)
                    return
