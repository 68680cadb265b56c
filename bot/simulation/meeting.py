"""What pairs do: agree on a time, meet, tell about it, fall silent, end it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.commands import (
    AgreeSchedule,
    Command,
    EndMatch,
    KeepGoing,
    NotForMe,
    OpenReschedule,
    OpenSchedule,
    PickSlot,
    ProposeSchedule,
    Reschedule,
    SessionMet,
    SessionNotYet,
)
from bot.domain.schedule import wall
from bot.sample.mailbox import Letter
from bot.simulation.asking import Asking
from bot.simulation.behaviors import Course
from bot.simulation.diary import Act
from bot.simulation.people import Mentee, Mentor, closeness

MOVED_BY = timedelta(days=3)
SCHOOL_DAYS = 5
AGREES = 0.96
"""Of those to whom a time was suggested; the others wait for the bot to ask again."""


@dataclass
class Pair:
    """Two people who were brought together. `lasting`: after how many meetings a pair fades or ends that does."""

    mentee: Mentee
    mentor: Mentor
    course: Course
    lasting: int
    match: str = ""
    suggested_by: Mentee | Mentor | None = None
    ending: bool = False
    sessions: list[str] = field(default_factory=list)  # in the order in which somebody heard of them

    @property
    def key(self) -> tuple[str, str]:
        return self.mentee.user, self.mentor.user

    @property
    def over(self) -> bool:
        """They have met as often as they ever will."""
        return self.course in (Course.FADES, Course.ENDS) and len(self.sessions) > self.lasting

    def number(self, session: str) -> int:
        if session not in self.sessions:
            self.sessions.append(session)
        return self.sessions.index(session)


class Meeting:
    def __init__(self, asking: Asking) -> None:
        self.asking = asking
        self.behaviors, self.chances, self.diary = asking.behaviors.pairs, asking.chances, asking.diary
        self._pairs: dict[tuple[str, str], Pair] = {}

    def pair(self, mentee: Mentee, mentor: Mentor) -> Pair:
        both = mentee.user, mentor.user
        if both not in self._pairs:
            course = Course(self.chances.pick(self.behaviors.courses, *both, "course"))
            self._pairs[both] = Pair(mentee, mentor, course, self.chances.between(1, 5, *both, "lasting"))
        return self._pairs[both]

    def suggested(self, act: Act) -> None:
        """Who suggested a time waits for the other one's word."""
        if isinstance(act.command, PickSlot | ProposeSchedule):
            for pair in self._pairs.values():
                if pair.match == act.command.match:
                    pair.suggested_by = act.person

    # Where both read it

    def introduction(self, letter: Letter, pair: Pair, now: datetime) -> None:
        leave, slots = letter.one(NotForMe), letter.all(PickSlot)
        pair.match = leave[1].match if leave else pair.match
        occasion = self.diary.occasion("introduction", *pair.key)
        regret = self.behaviors.not_for_me[closeness(pair.mentee, pair.mentor)]
        if leave and self.chances.happens(regret, *occasion, "not for me"):
            self.asking.does(pair.mentee, letter, leave, now, *occasion)
        elif slots and pair.course is not Course.NEVER_BEGINS:
            slot = slots[self.chances.between(0, len(slots) - 1, *occasion, "slot")]
            picker = pair.mentee if self.chances.happens(0.7, *occasion, "who picks") else pair.mentor
            self.asking.does(picker, letter, slot, now, *occasion)

    def suggestion(self, letter: Letter, pair: Pair, now: datetime) -> None:
        found = letter.one(AgreeSchedule)
        other = pair.mentor if pair.suggested_by is pair.mentee else pair.mentee
        occasion = self.diary.occasion("suggestion", *pair.key)
        if found and self.chances.happens(AGREES, *occasion):
            self.asking.does(other, letter, found, now, *occasion)

    def settled(self, letter: Letter, pair: Pair, now: datetime) -> None:
        """Learns which match it is."""
        found = letter.one(OpenSchedule)
        pair.match = found[1].match if found else pair.match

    # What each of them gets alone

    def first_step(self, letter: Letter, pair: Pair, me: Mentee | Mentor, now: datetime) -> None:
        """Asked again about a first meeting."""
        agree, pick = letter.one(AgreeSchedule), letter.one(PickSlot)
        found: tuple[str, Command] | None = agree or pick
        occasion = self.diary.occasion("first step", *pair.key, me.user)
        if found and pair.course is not Course.NEVER_BEGINS and self.asking.answers(me, *occasion):
            self.asking.does(me, letter, found, now, *occasion)

    def did_you_meet(self, letter: Letter, pair: Pair, me: Mentee | Mentor, now: datetime) -> None:
        met, not_yet, move = letter.one(SessionMet), letter.one(SessionNotYet), letter.one(OpenReschedule)
        if met is None or not_yet is None:
            return
        number = pair.number(met[1].session)
        occasion = self.diary.occasion("did you meet", *pair.key, me.user, str(number))
        if (pair.over and pair.course is Course.FADES) or not self.asking.answers(
            me, *occasion, share=self.behaviors.tells
        ):
            return
        fate = self.chances.draw(*pair.key, "meeting", number)
        if fate < self.behaviors.held:
            self.asking.does(me, letter, met, now, *occasion)
        elif fate < self.behaviors.held + self.behaviors.moved and move:
            first = self.diary.occasion("moved", *pair.key, str(number))[-1] == 1
            self.asking.does(me, letter, self._moved(move, me, now) if first else met, now, *occasion)
        else:
            self.asking.does(me, letter, not_yet, now, *occasion)
        if pair.over and pair.match and not pair.ending:
            pair.ending = True
            self.diary.later(now, Act(me, EndMatch(pair.match)), me.kind.hours, occasion)

    def _moved(self, move: tuple[str, OpenReschedule], me: Mentee | Mentor, now: datetime) -> tuple[str, Reschedule]:
        day = wall(now, me.zone).date() + MOVED_BY
        day += timedelta(days=7 - day.weekday() if day.weekday() >= SCHOOL_DAYS else 0)
        return move[0], Reschedule(move[1].session, day.isoformat(), "4 pm")

    def quiet(self, letter: Letter, pair: Pair, me: Mentee | Mentor, now: datetime) -> None:
        """Asked whether they still meet."""
        occasion = self.diary.occasion("quiet", *pair.key, me.user)
        fades = pair.course is Course.NEVER_BEGINS or (pair.over and pair.course is Course.FADES)
        found: tuple[str, Command] | None = letter.one(EndMatch) if fades else letter.one(KeepGoing)
        share = 0.1 if fades else 1.0
        if found and self.asking.answers(me, *occasion, share=share):
            self.asking.does(me, letter, found, now, *occasion)

    def term_over(self, letter: Letter, pair: Pair, me: Mentee | Mentor, now: datetime) -> None:
        """One of the two decides for both."""
        occasion = self.diary.occasion("term over", *pair.key, me.user)
        if pair.ending or not self.asking.answers(me, *occasion):
            return
        pair.ending = True
        onward: list[tuple[str, Command]] = [*letter.all(ProposeSchedule), *letter.all(EndMatch)]
        found = onward[self.chances.between(0, len(onward) - 1, *occasion, "onward")]
        self.asking.does(me, letter, found, now, *occasion)


TOGETHER: tuple[tuple[type[Command], Callable[[Meeting, Letter, Pair, datetime], None]], ...] = (
    (AgreeSchedule, Meeting.suggestion),
    (PickSlot, Meeting.introduction),
    (OpenSchedule, Meeting.settled),
)
ALONE: tuple[tuple[type[Command], Callable[[Meeting, Letter, Pair, Mentee | Mentor, datetime], None]], ...] = (
    (SessionMet, Meeting.did_you_meet),
    (KeepGoing, Meeting.quiet),
    (ProposeSchedule, Meeting.term_over),
    (AgreeSchedule, Meeting.first_step),
    (PickSlot, Meeting.first_step),
)
