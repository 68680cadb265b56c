"""Anybody presses anything at any time: nothing breaks, nobody is written to twice, the books stay in balance."""

import random
from collections import Counter
from datetime import timedelta

import pytest

from bot.commands import COMMANDS, MatchDetails, decode, submitted
from bot.domain.status import AgreementStatus, MatchStatus
from bot.handlers import agreeing, closing, keeping
from bot.ports.storage import UnitOfWork
from bot.views import Actions, Form, Message, View
from tests.acceptance.cast import offers
from tests.acceptance.pair import kept, match_of, matched
from tests.acceptance.stage import Person, Stage, said, standing

STEPS = 70
ENDS = {"end-match", "not-for-me", "another-mentor"}
TYPED = {
    "first_date": ("", "tomorrow", "2026-10-01", "in 2 weeks", "friday", "2099-01-01"),
    "date": ("", "tomorrow", "2026-10-01", "in 3 days", "next tuesday"),
    "time": ("", "3 pm", "7:15 am", "15:30", "25:99"),
    "weeks": ("3", "12", "0"),
    "rhythm": ("weekly", "monthly", "every-two-weeks", "never"),
    "helpful": ("1", "5", ""),
    "goals": ("", "One\nTwo", "1\n2\n3\n4", "my student Jordan"),
    "missed": ("new-time", "next", "talk", "never"),
    "place": ("", "Zoom", "http://example.org"),
}


class Crowd:
    """Presses buttons that it has seen, also long ago, as anybody."""

    def __init__(self, stage: Stage, people: list[Person], seed: int) -> None:
        self.stage = stage
        self.people = people
        self.chance = random.Random(seed)
        self.known: dict[str, None] = {}

    async def step(self) -> None:
        for card in self.stage.platform.cards:
            self._remember(card.message)
        await self.stage.later(hours=self.chance.choice((0, 0, 1, 5, 20, 60)))
        action, person = self._pressed(), self.chance.choice(self.people)
        reply = await person.does(decode(action), event=self._event())
        if isinstance(reply.view, Form):
            reply = await person.does(submitted(reply.view.action, self._typed(reply.view)))
        self._remember(reply.view)
        assert "went wrong" not in said(reply.view), (action, said(reply.view))

    def _pressed(self) -> str:
        """Mostly one of the newest; what ends everything only seldom."""
        newest = list(self.known)[-6:] if self.chance.random() < 0.6 else list(self.known)
        action = self.chance.choice(newest)
        return self._pressed() if _slug(action) in ENDS and self.chance.random() < 0.95 else action

    def _remember(self, view: View) -> None:
        if isinstance(view, Message):
            rows = (part.buttons for part in view.parts if isinstance(part, Actions))
            for action in (button.action for row in rows for button in row if _of_a_pair(button.action)):
                self.known.setdefault(action)

    def _event(self) -> str:
        """Now and then a platform delivers a press again."""
        return f"press-{self.chance.randrange(STEPS * 4)}"

    def _typed(self, form: Form) -> dict[str, str | tuple[str, ...]]:
        chosen = {name: self.chance.choice(values) for name, values in TYPED.items()}
        return {**standing(form), **{n: v for n, v in chosen.items() if self.chance.random() < 0.5}}


def _of_a_pair(action: str) -> bool:
    return COMMANDS[_slug(action)] in {*agreeing.HANDLES, *keeping.HANDLES, *closing.HANDLES}


def _slug(action: str) -> str:
    return action.split(":")[0]


async def in_balance(uow: UnitOfWork, people: list[Person]) -> None:
    for offer in await uow.offers.live():
        live = [m for m in await uow.matches.live_of(offer.mentor) if m.mentor == offer.mentor]
        assert offer.taken == len(live)
    for person in people:
        for match in await uow.matches.of(await person.id()):
            signed = await uow.agreements.signed(match.id)
            planned = await uow.sessions.planned(match.id)
            if match.status is MatchStatus.ENDED:
                assert signed is None
                assert all(s.starts_at <= match.ended_at for s in planned if match.ended_at)
            if signed is not None:
                assert signed.status is AgreementStatus.SIGNED
                assert signed.planned_sessions <= len(signed.schedule.starts())


@pytest.mark.parametrize("seed", [1, 3])
async def test_whatever_is_pressed_nothing_breaks(stage: Stage, seed: int) -> None:
    maya, ruth = await matched(stage)
    nora = stage.person("Nora")
    await offers(nora)
    people = [maya, ruth, maya, ruth, nora]
    await maya.does(MatchDetails((await match_of(stage, maya)).id))
    crowd = Crowd(stage, people, seed)
    for _ in range(STEPS):
        await crowd.step()
        if crowd.chance.random() < 0.1:
            stage.bot = stage.new_bot()
    await kept(stage, lambda uow: in_balance(uow, people))

    for person in {p.name: p for p in people}.values():
        sent = Counter((card.first, card.sent_at) for card in person.inbox if card.readers == {person.account.user})
        assert [what for what, times in sent.items() if times > 1] == []


async def test_the_same_ticks_in_two_processes_send_nothing_twice(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    await maya.presses("Tue, Oct 6, 3:00 PM Eastern")
    await ruth.presses("Agree")
    other = stage.new_bot()
    for _ in range(24):
        stage.clock.instant += timedelta(hours=7)
        for bot in (stage.bot, other):
            await bot.tick()
        for bot in (other, stage.bot):
            await bot.deliver()
    for person in (maya, ruth):
        sent = Counter(card.first for card in person.inbox)
        assert [words for words, times in sent.items() if times > 1 and not words.startswith("Did you")] == []
        assert len([c for c in person.inbox if c.first.startswith("Did you and")]) == 1
