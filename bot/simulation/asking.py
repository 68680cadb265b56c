"""What people do while they look for each other: answer proposals, step forward, wait, give up."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.commands import (
    AcceptProposal,
    AcceptVolunteer,
    AnotherMentor,
    AnswerMentor,
    AskMore,
    Command,
    ConfirmOffer,
    DeclineProposal,
    DeclineVolunteer,
    NotNow,
    OpenAnswerMentor,
    OpenAskMore,
    OpenDecline,
    OpenNotNow,
    ResumeOffer,
    ResumeRequest,
    StepForward,
    StillLooking,
    WidenRequest,
    WithdrawRequest,
)
from bot.domain.schedule import wall
from bot.ids import RequestId
from bot.sample.mailbox import Letter
from bot.simulation.behaviors import Behaviors, Way
from bot.simulation.chances import Chances
from bot.simulation.diary import Act, Diary
from bot.simulation.people import Crowd, Mentee, Mentor, closeness

POST_SINKS = 24  # hours
PAUSE = timedelta(days=14)  # of who says "not now"
QUESTION, ANSWER = "Which part worries you most?", "The schedule, and how to begin."


@dataclass
class Asking:
    behaviors: Behaviors
    chances: Chances
    diary: Diary
    crowd: Crowd
    requests: dict[RequestId, Mentee] = field(default_factory=dict)  # whose, by what the receipt said

    def does(
        self, person: Mentee | Mentor, letter: Letter, button: tuple[str, Command], now: datetime, *occasion: str | int
    ) -> None:
        """Plans to press this button, or to send the form that it opens."""
        action, command = button
        self.diary.later(now, Act(person, command, letter.place, action), person.kind.hours, occasion)

    def answers(self, person: Mentee | Mentor, *occasion: str | int, share: float = 1.0) -> bool:
        return self.chances.happens(share * person.kind.answers, *occasion, "answers")

    # Proposals

    def proposal(self, letter: Letter, mentor: Mentor, mentee: Mentee, now: datetime) -> None:
        """The first card, its reminder, or the one after a question was answered."""
        reminder = "reminder" in letter.message.summary
        occasion = self.diary.occasion("proposal", mentor.user, mentee.user, "reminder" if reminder else "")
        if self.answers(mentor, *occasion, share=self.behaviors.waiting.after_reminder if reminder else 1.0):
            self.does(mentor, letter, self._way(letter, mentor, mentee, now, occasion), now, *occasion)

    def _way(
        self, letter: Letter, mentor: Mentor, mentee: Mentee, now: datetime, occasion: tuple[str | int, ...]
    ) -> tuple[str, Command]:
        accept = letter.one(AcceptProposal)
        assert accept is not None
        id = accept[1].proposal
        close = closeness(mentee, mentor)
        way = Way(self.chances.pick(self.behaviors.answers[close], *occasion, "way"))
        until = (wall(now, mentor.zone) + PAUSE).date().isoformat()
        reason = self.chances.pick(self.behaviors.reasons[close], *occasion, "reason")
        forms: dict[Way, tuple[tuple[str, Command] | None, Command]] = {
            Way.ACCEPT: (accept, accept[1]),
            Way.DECLINE: (letter.one(OpenDecline), DeclineProposal(id, reason)),
            Way.LATER: (letter.one(OpenNotNow), NotNow(id, until)),
            Way.ASK: (letter.one(OpenAskMore), AskMore(id, QUESTION)),
        }
        button, command = forms[way]
        return (button[0], command) if button else accept  # who has asked once says yes

    def question(self, letter: Letter, mentee: Mentee, now: datetime) -> None:
        for action, command in letter.all(OpenAnswerMentor):
            occasion = self.diary.occasion("question", mentee.user)
            if self.answers(mentee, *occasion):
                self.does(mentee, letter, (action, AnswerMentor(command.proposal, ANSWER)), now, *occasion)

    # Posts

    def post(self, letter: Letter, now: datetime) -> None:
        """Every mentor who is here may read each request of a post, until it sinks."""
        for action, command in letter.all(StepForward):
            mentee = self.requests.get(RequestId(command.request))
            if mentee is None:
                continue
            for mentor in self.crowd.mentors:
                occasion = self.diary.occasion("post", mentor.user, mentee.user)
                if mentor.at <= now and self._steps_forward(mentor, mentee, occasion):
                    at = now + timedelta(hours=POST_SINKS * self.chances.draw(*occasion, "hours"))
                    self.diary.plan(at, Act(mentor, command, letter.place, action))

    def _steps_forward(self, mentor: Mentor, mentee: Mentee, occasion: tuple[str | int, ...]) -> bool:
        steps = self.behaviors.waiting.steps_forward[closeness(mentee, mentor)]
        return self.chances.happens(mentor.kind.reads_posts * steps, *occasion, "steps forward")

    def volunteer(self, letter: Letter, mentee: Mentee, mentor: Mentor, now: datetime) -> None:
        accept, decline = letter.one(AcceptVolunteer), letter.one(DeclineVolunteer)
        occasion = self.diary.occasion("volunteer", mentee.user, mentor.user)
        if accept and decline and self.answers(mentee, *occasion):
            share = self.behaviors.waiting.welcomes[closeness(mentee, mentor)]
            welcome = self.chances.happens(share, *occasion, "welcomes")
            self.does(mentee, letter, accept if welcome else decline, now, *occasion)

    # Waiting

    def waiting(self, letter: Letter, mentee: Mentee, now: datetime) -> None:
        wider, leave = letter.one(WidenRequest), letter.one(WithdrawRequest)
        occasion = self.diary.occasion("waiting", mentee.user)
        if leave and self.chances.happens(self.behaviors.waiting.gives_up, *occasion, "gives up"):
            self.does(mentee, letter, leave, now, *occasion)
        elif wider and self.answers(mentee, *occasion, share=self.behaviors.waiting.widens):
            self.does(mentee, letter, wider, now, *occasion)

    def still_looking(self, letter: Letter, mentee: Mentee, now: datetime) -> None:
        self._goes_on(letter, mentee, StillLooking, now)

    def request_paused(self, letter: Letter, mentee: Mentee, now: datetime) -> None:
        self._goes_on(letter, mentee, ResumeRequest, now)

    def _goes_on(self, letter: Letter, mentee: Mentee, kind: type[Command], now: datetime) -> None:
        found = letter.one(kind)
        occasion = self.diary.occasion("goes on", mentee.user)
        if found and self.answers(mentee, *occasion):
            self.does(mentee, letter, found, now, *occasion)

    def offer_paused(self, letter: Letter, mentor: Mentor, now: datetime) -> None:
        found = letter.one(ResumeOffer)
        occasion = self.diary.occasion("offer paused", mentor.user)
        if found and self.chances.happens(self.behaviors.waiting.returns, *occasion):
            self.does(mentor, letter, found, now, *occasion)

    def still_offering(self, letter: Letter, mentor: Mentor, now: datetime) -> None:
        found = letter.one(ConfirmOffer)
        occasion = self.diary.occasion("still offering", mentor.user)
        if found and self.answers(mentor, *occasion):
            self.does(mentor, letter, found, now, *occasion)

    def ended(self, letter: Letter, mentee: Mentee, now: datetime) -> None:
        found = letter.one(AnotherMentor)
        occasion = self.diary.occasion("ended", mentee.user)
        if found and self.chances.happens(self.behaviors.pairs.another, *occasion):
            self.does(mentee, letter, found, now, *occasion)


OfMentor = Callable[[Asking, Letter, Mentor, datetime], None]
OfMentee = Callable[[Asking, Letter, Mentee, datetime], None]
OF_MENTORS: tuple[tuple[type[Command], OfMentor], ...] = (
    (ConfirmOffer, Asking.still_offering),
    (ResumeOffer, Asking.offer_paused),
)
OF_MENTEES: tuple[tuple[type[Command], OfMentee], ...] = (
    (OpenAnswerMentor, Asking.question),
    (StillLooking, Asking.still_looking),
    (ResumeRequest, Asking.request_paused),
    (WidenRequest, Asking.waiting),
    (AnotherMentor, Asking.ended),
)
"""What is done about a message whose first button of these kinds it is, where no partner is named."""
