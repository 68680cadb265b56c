"""What people do about the messages they get: mostly answer within hours, sometimes late, sometimes never.

The table `REACTIONS` at the end joins the first kind of button that a message has to what is done about it.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from random import Random

from bot.commands import (
    AcceptProposal,
    AcceptVolunteer,
    AnswerMentor,
    AskMore,
    Command,
    ConfirmOffer,
    DeclineProposal,
    DeclineVolunteer,
    NotNow,
    OfferDetails,
    OpenAnswerMentor,
    OpenAskMore,
    OpenDecline,
    OpenNotNow,
    OpenOfferDetails,
    OpenRequestDetails,
    RequestDetails,
    ResumeOffer,
    StepForward,
    StillLooking,
    WidenRequest,
    WithdrawRequest,
)
from bot.domain.schedule import wall
from bot.sample import words
from bot.sample.agenda import Act, Agenda
from bot.sample.cast import GUAM, RUTH, TOPICS, Person
from bot.sample.mailbox import Letter

VOLUNTEERS = 0.1  # of the posts, somebody with an offer steps forward
CURIOUS = 0.5  # of the posts, somebody without one presses the button to see what happens
AFTER_REMINDER = 0.4
LEFT_OPEN = timedelta(hours=26)
"""Proposals of the last day are still open, for somebody to try in the playground."""
REASONS = ("no-time", "no-time", "times", "not-my-field", "other", "")


class Habits:
    """Asking, offering and being asked. Whoever is not in `people` reacts to nothing."""

    def __init__(self, random: Random, agenda: Agenda, people: Sequence[Person], until: datetime) -> None:
        self.random, self.agenda = random, agenda
        self.left_open = until - LEFT_OPEN
        self.people = {person.user: person for person in people}
        self._by_name = {person.name: person for person in people}
        self._answering: set[str] = set()  # proposals
        self._asked: dict[str, str] = {}  # by proposal
        self._curious = [p for p in self.people.values() if p.does is None and not p.moderator and p.answers]

    def does(self, person: Person, letter: Letter, action: str, command: Command, now: datetime) -> None:
        """Plans to press a button of this letter, or to send the form that it opens."""
        self.agenda.later(now, Act(person, command, letter.place, action), person.hours)

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    # Proposals

    def proposal(self, letter: Letter, person: Person, now: datetime) -> None:
        accept = letter.one(AcceptProposal)
        if accept is None or accept[1].proposal in self._answering or not self._answers(letter, person, now):
            return
        id = accept[1].proposal
        self._answering.add(id)
        decline = DeclineProposal(id, self.random.choice(REASONS))
        later = NotNow(id, (wall(now, person.zone).date() + timedelta(days=14)).isoformat())
        ask = AskMore(id, self.random.choice(tuple(words.QUESTIONS)))
        weights = (0, 1, 0, 0) if person.user == RUTH else (76, 12, 4, 8)
        ways = ((AcceptProposal, accept[1]), (OpenDecline, decline), (OpenNotNow, later), (OpenAskMore, ask))
        way: tuple[type[Command], Command] = self.random.choices(ways, weights=weights)[0]
        opener, command = way
        found = letter.one(opener)
        if found is None:  # who has asked once says yes
            found, command = accept, accept[1]
        self.does(person, letter, found[0], command, now)
        if isinstance(command, AskMore):
            self._answering.discard(id)
            self._asked[id] = command.question

    def _answers(self, letter: Letter, person: Person, now: datetime) -> bool:
        if now >= self.left_open and person.user != RUTH:
            return False
        return self.chance(person.answers * (AFTER_REMINDER if "reminder" in letter.message.summary else 1))

    def question(self, letter: Letter, person: Person, now: datetime) -> None:
        for action, command in letter.all(OpenAnswerMentor):
            if self.chance(person.answers):
                answer = words.QUESTIONS[self._asked[command.proposal]]
                self.does(person, letter, action, AnswerMentor(command.proposal, answer), now)

    def volunteer(self, letter: Letter, person: Person, now: datetime) -> None:
        # Whoever steps forward for Guam is asleep when it is afternoon there.
        kind = AcceptVolunteer if self.chance(0.88) and person.user != GUAM else DeclineVolunteer
        found = letter.one(kind)
        if found and self.chance(person.answers):
            self.does(person, letter, *found, now)

    # Requests and offers

    def post(self, letter: Letter, now: datetime) -> None:
        """A request in the channel: everybody reads it."""
        found = letter.one(StepForward)
        if found is None:
            return
        here = [p for p in self._curious if p.at <= now]
        if here and self.chance(CURIOUS):
            self._curious.remove(here[0])
            self.does(here[0], letter, *found, now)
        mentors = [p for p in self.people.values() if p.places > 1 and p.at <= now and p.user != RUTH]
        if mentors and self.chance(VOLUNTEERS):
            self.does(self.random.choice(mentors), letter, *found, now)

    def asked(self, letter: Letter, person: Person, now: datetime) -> None:
        found = letter.one(OpenRequestDetails)
        if found is None or letter.place is not None or not self.chance(0.92):
            return
        rhythm = self.random.choices(("", "weekly", "every-two-weeks", "monthly"), weights=(5, 8, 47, 40))[0]
        details = RequestDetails(
            found[1].request,
            sole_ot=self.random.choice(("yes", "no", "")),
            district=self.random.choice(words.DISTRICTS),
            agency=self.random.choice(words.AGENCIES),
            programme=self.random.choice(words.PROGRAMMES),
            rhythm=rhythm,
        )
        self.agenda.plan(now + timedelta(minutes=5), Act(person, details, None, found[0]))

    def offered(self, letter: Letter, person: Person, now: datetime) -> None:
        found = letter.one(OpenOfferDetails)
        if found is None or letter.place is not None or (person.places == 1 and self.chance(0.5)):
            return
        details = OfferDetails(
            found[1].offer,
            capacity=str(person.places),
            topics=tuple(self.random.sample(TOPICS.split(), self.random.randint(1, 6))),
            district=self.random.choice(words.DISTRICTS),
            agency=self.random.choice(words.AGENCIES),
            programme=self.random.choice(words.PROGRAMMES),
        )
        self.agenda.plan(now + timedelta(minutes=4), Act(person, details, None, found[0]))

    def waiting(self, letter: Letter, person: Person, now: datetime) -> None:
        """Told how it stands: some look further, a few give up."""
        wider, leave = letter.one(WidenRequest), letter.one(WithdrawRequest)
        if wider and self.chance(0.3 * person.answers):
            self.does(person, letter, *wider, now)
        elif leave and person.user != GUAM and self.chance(0.06):
            self.does(person, letter, *leave, now)

    def still_looking(self, letter: Letter, person: Person, now: datetime) -> None:
        found = letter.one(StillLooking)
        if found and self.chance(0.7 * person.answers):
            self.does(person, letter, *found, now)

    def offer_paused(self, letter: Letter, person: Person, now: datetime) -> None:
        found = letter.one(ResumeOffer)
        if found and self.chance(0.3):
            self.does(person, letter, *found, now)

    def still_offering(self, letter: Letter, person: Person, now: datetime) -> None:
        found = letter.one(ConfirmOffer)
        if found and self.chance(person.answers):
            self.does(person, letter, *found, now)

    def called(self, name: str) -> Person | None:
        return self._by_name.get(name)


Reaction = Callable[[Habits, Letter, Person, datetime], None]
REACTIONS: tuple[tuple[type[Command], Reaction], ...] = (
    (AcceptProposal, Habits.proposal),
    (AcceptVolunteer, Habits.volunteer),
    (OpenAnswerMentor, Habits.question),
    (StillLooking, Habits.still_looking),
    (OpenRequestDetails, Habits.asked),
    (WidenRequest, Habits.waiting),
    (ConfirmOffer, Habits.still_offering),
    (ResumeOffer, Habits.offer_paused),
    (OpenOfferDetails, Habits.offered),
)
