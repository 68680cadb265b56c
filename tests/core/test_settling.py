"""What is due is put into words and sent until nothing is left, also where both go on at the same time."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from bot.errors import StorageError
from bot.settling import Settling
from tests.core.looptime import run_at_once

COMPOSED = CLAIMED = 50


@dataclass
class Day:
    """So many things are due; each becomes a message, and each tenth message makes something else due."""

    due: int
    far: bool = True
    outbox: int = 0
    sent: int = 0
    most_waiting: int = 0
    fails: str = ""


@dataclass
class Ticking:
    day: Day

    async def run(self) -> int:
        day, done = self.day, min(COMPOSED, self.day.due)
        await asyncio.sleep(0.1)
        if day.fails == "tick" and day.sent:
            raise StorageError("gone")
        day.due -= done
        day.outbox += done
        day.most_waiting = max(day.most_waiting, day.outbox)
        return done


@dataclass
class Delivery:
    day: Day

    @property
    def far(self) -> bool:
        return self.day.far

    async def run(self, claimed: Callable[[], None] = lambda: None) -> int:
        day, done = self.day, 0
        while batch := min(CLAIMED, day.outbox):
            day.outbox -= batch
            claimed()
            for _ in range(batch):
                await asyncio.sleep(0.02)
                if day.fails == "send" and day.sent > 3:
                    raise StorageError("gone")
                day.sent += 1
                day.due += day.sent % 10 == 0
            done += batch
        return done


async def settled(day: Day) -> float:
    await Settling(Ticking(day), Delivery(day)).run()
    return asyncio.get_running_loop().time()


@pytest.mark.parametrize("far", [True, False])
@pytest.mark.parametrize("due", [0, 1, 50, 100, 149, 1_000])
def test_everything_that_is_due_is_sent_and_so_is_what_becomes_due_by_it(due: int, far: bool) -> None:
    day = Day(due, far)
    run_at_once(settled(day))
    assert (day.due, day.outbox) == (0, 0)
    assert day.sent == due + day.sent // 10


def test_while_messages_travel_the_next_are_put_into_words_and_not_many_more() -> None:
    day = Day(1_000)
    took = run_at_once(settled(day))
    assert took == pytest.approx(0.02 * day.sent, rel=0.05)
    assert day.most_waiting <= 3 * CLAIMED


@pytest.mark.parametrize("fails", ["tick", "send"])
@pytest.mark.parametrize("far", [True, False])
def test_where_the_database_fails_it_is_said_and_nothing_hangs(fails: str, far: bool) -> None:
    day = Day(1_000, far, fails=fails)
    with pytest.raises(StorageError, match="gone"):
        run_at_once(settled(day))
    assert day.sent <= 3 * CLAIMED
