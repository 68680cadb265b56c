"""What a pair of the sample does: agree on a time, meet, tell about it, fall silent, end it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.commands import (
    AgreeSchedule,
    AnotherMentor,
    CantMakeIt,
    Command,
    EndMatch,
    Feedback,
    KeepGoing,
    NeedHelp,
    NotForMe,
    OfferMentoring,
    OpenFeedback,
    OpenReschedule,
    PauseMatch,
    PickSlot,
    ProposeSchedule,
    Reschedule,
    SessionMet,
    SessionNotYet,
    ToggleHourBefore,
)
from bot.domain.schedule import wall
from bot.sample import words
from bot.sample.agenda import Act, Words
from bot.sample.cast import Person
from bot.sample.habits import Habits
from bot.sample.mailbox import Letter
from bot.sample.pairs import Course, Fate, PairLife, Pairs

ANSWERS: dict[Fate, type[SessionMet | SessionNotYet | NeedHelp]] = {
    Fate.MET: SessionMet,
    Fate.NOT_YET: SessionNotYet,
    Fate.HELP: NeedHelp,
}
CONTRARY = 0.02  # of the answers, one remembers it otherwise


@dataclass
class Couple:
    """Who got a letter, and who the other one is."""

    person: Person
    other: Person
    life: PairLife


class Meetings:
    def __init__(self, habits: Habits, pairs: Pairs) -> None:
        self.habits, self.pairs = habits, pairs

    def acted(self, act: Act) -> None:
        """Who suggested a time waits for the other one's word."""
        if isinstance(act.command, PickSlot | ProposeSchedule):
            for life in self.pairs.lives():
                if life.match == act.command.match:
                    life.suggested_by = act.person.user

    # In the pair conversation; the mentee is the first reader

    def introduction(self, letter: Letter, mentee: Couple, now: datetime) -> None:
        life, habits, slots = mentee.life, self.habits, letter.all(PickSlot)
        if life.course is Course.NEVER_BEGINS or not slots:
            return
        self._greet(mentee, now)
        leave = letter.one(NotForMe)
        if leave and habits.chance(0.03):
            habits.does(mentee.person, letter, *leave, now)
            return
        action, slot = habits.random.choice(slots)
        picker = mentee.person if habits.chance(0.7) else mentee.other
        command = self._short_term(slot, mentee.person) if life.course is Course.SHORT else slot
        habits.does(picker if command is slot else mentee.person, letter, action, command, now)

    def _short_term(self, slot: PickSlot, mentee: Person) -> ProposeSchedule:
        day, _, time = wall(datetime.fromisoformat(slot.start), mentee.zone).isoformat("T", "minutes").partition("T")
        goals = self.habits.random.choice(words.GOALS)
        weeks = self.habits.random.choice("345")
        return ProposeSchedule(slot.match, day, time, "weekly", "30", "phone", "I call you", weeks, goals, "yes")

    def suggestion(self, letter: Letter, mentee: Couple, now: datetime) -> None:
        found = letter.one(AgreeSchedule)
        agrees = mentee.other if mentee.life.suggested_by == mentee.person.user else mentee.person
        if found and self.habits.chance(0.96):
            self.habits.does(agrees, letter, *found, now)

    def agreed(self, letter: Letter, mentee: Couple, now: datetime) -> None:
        found = letter.one(ToggleHourBefore)
        if found and self.habits.chance(0.15):
            self.habits.does(mentee.person, letter, *found, now)

    def _greet(self, mentee: Couple, now: datetime) -> None:
        if mentee.life.greeted or not self.habits.chance(0.7):
            return
        mentee.life.greeted = True
        self._talk(mentee, now, words.HELLOS, words.WELCOMES)

    def _talk(self, mentee: Couple, now: datetime, opening: tuple[str, ...], reply: tuple[str, ...]) -> None:
        one, other, room = mentee.person, mentee.other, mentee.life.room
        choose, later = self.habits.random.choice, self.habits.agenda.later
        later(now, Words(one, room, choose(opening).format(other=other.first_name)), 1)
        later(now + timedelta(hours=2), Words(other, room, choose(reply).format(other=one.first_name)), 3)

    # In direct messages

    def first_step(self, letter: Letter, me: Couple, now: datetime) -> None:
        """Asked again about a first meeting."""
        agree, pick = letter.one(AgreeSchedule), letter.one(PickSlot)
        found: tuple[str, Command] | None = agree or pick
        leave = letter.one(EndMatch)
        if found and me.life.course is not Course.NEVER_BEGINS and self.habits.chance(0.6):
            self.habits.does(me.person, letter, *found, now)
        elif leave and self.habits.chance(0.1):
            self.habits.does(me.person, letter, *leave, now)

    def reminder(self, letter: Letter, me: Couple, now: datetime) -> None:
        cant, move = letter.one(CantMakeIt), letter.one(OpenReschedule)
        if me.life.silent or not self.habits.chance(0.05):
            return
        if cant and self.habits.chance(0.5):
            self.habits.does(me.person, letter, *cant, now)
        elif move:
            self.habits.does(me.person, letter, move[0], self._moved(move[1].session, me, now, days=2), now)

    def _moved(self, session: str, me: Couple, now: datetime, days: int) -> Reschedule:
        day = wall(now, me.person.zone).date() + timedelta(days=days)
        day += timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
        return Reschedule(session, day.isoformat(), self.habits.random.choice(("3:30 pm", "4 pm", "4:30 pm")))

    def did_you_meet(self, letter: Letter, me: Couple, now: datetime) -> None:
        met, move = letter.one(SessionMet), letter.one(OpenReschedule)
        if met is None or me.life.silent or not self.habits.chance(min(0.92, me.person.answers)):
            return
        fate = self.pairs.fate(me.life, met[1].session)
        if fate is Fate.HELP and isinstance(me.person.does, OfferMentoring):
            fate = Fate.MET
        if fate in (Fate.MET, Fate.NOT_YET) and self.habits.chance(CONTRARY):
            fate = Fate.NOT_YET if fate is Fate.MET else Fate.MET
        if fate is Fate.MOVED and move:
            self.habits.does(me.person, letter, move[0], self._moved(met[1].session, me, now, days=3), now)
            me.life.fates[met[1].session] = Fate.MET
        elif found := letter.one(ANSWERS.get(fate, SessionMet)):
            self.habits.does(me.person, letter, *found, now)
        self._after(me, now)

    def _after(self, me: Couple, now: datetime) -> None:
        life = me.life
        if life.course is Course.ENDS and life.met >= life.lasting and life.match and not life.ending:
            life.ending = True
            self.habits.agenda.later(now, Act(me.person, EndMatch(life.match)), 30)
        elif life.room and self.habits.chance(0.08):
            self._talk(me, now, words.THANKS, words.REPLIES)

    def quiet(self, letter: Letter, me: Couple, now: datetime) -> None:
        choices: tuple[tuple[type[Command], float], ...] = (
            ((EndMatch, 0.08), (PauseMatch, 0.08)) if me.life.silent else ((KeepGoing, 0.85),)
        )
        for kind, share in choices:
            found = letter.one(kind)
            if found and self.habits.chance(share * me.person.answers):
                self.habits.does(me.person, letter, *found, now)
                return

    def term_over(self, letter: Letter, me: Couple, now: datetime) -> None:
        """One of the two decides, so that they do not both suggest something."""
        if me.life.ending or not self.habits.chance(me.person.answers):
            return
        me.life.ending = True
        onward: list[tuple[str, Command]] = [*letter.all(ProposeSchedule), *letter.all(EndMatch)]
        self.habits.does(me.person, letter, *self.habits.random.choice(onward), now)

    def ended(self, letter: Letter, me: Couple, now: datetime) -> None:
        feedback, another = letter.one(OpenFeedback), letter.one(AnotherMentor)
        if feedback and self.habits.chance(0.75 * me.person.answers):
            helpful = self.habits.random.choice("55544432")
            given = Feedback(feedback[1].match, helpful=helpful, comment=self.habits.random.choice(words.COMMENTS))
            self.habits.does(me.person, letter, feedback[0], given, now)
        elif another and self.habits.chance(0.5):
            self.habits.does(me.person, letter, *another, now)


Reaction = Callable[[Meetings, Letter, Couple, datetime], None]
TOGETHER: tuple[tuple[type[Command], Reaction], ...] = (
    (AgreeSchedule, Meetings.suggestion),
    (PickSlot, Meetings.introduction),
    (ToggleHourBefore, Meetings.agreed),
)
ALONE: tuple[tuple[type[Command], Reaction], ...] = (
    (SessionMet, Meetings.did_you_meet),
    (KeepGoing, Meetings.quiet),
    (ProposeSchedule, Meetings.term_over),
    (AgreeSchedule, Meetings.first_step),
    (PickSlot, Meetings.first_step),
    (CantMakeIt, Meetings.reminder),
    (OpenFeedback, Meetings.ended),
)
