"""Turns come at even distances, by a loop whose time runs only when nothing else is to be done."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pace import Pace, several
from tests.core.looptime import run_at_once


@given(st.lists(st.floats(0, 5), min_size=1, max_size=60), st.integers(1, 5), st.integers(1, 20), st.data())
def test_no_stretch_of_time_has_more_turns_than_it_may(
    pauses: list[float], at_once: int, most: int, data: st.DataObject
) -> None:
    firsts = data.draw(st.lists(st.booleans(), min_size=len(pauses), max_size=len(pauses)))

    async def turns() -> list[float]:
        pace, loop, taken = Pace(most, 1.0, at_once), asyncio.get_running_loop(), list[float]()

        async def one(first: bool) -> None:
            await pace.turn(first=first)
            taken.append(loop.time())

        async with asyncio.TaskGroup() as group:
            for pause, first in zip(pauses, firsts, strict=True):
                await asyncio.sleep(pause / most)
                group.create_task(one(first))
        return taken

    taken = run_at_once(turns())
    assert len(taken) == len(pauses)
    assert all(later - earlier >= 1.0 - 1e-6 for earlier, later in zip(taken, taken[most:], strict=False))
    for n, first in enumerate(taken):
        for more, last in enumerate(taken[n:], start=1):
            assert more <= at_once + (last - first) * most + 1e-6


def test_who_waits_has_the_whole_pace_whatever_the_others_are_doing() -> None:
    async def turns() -> float:
        pace, loop = Pace(50, 1.0, 1), asyncio.get_running_loop()
        await several([lambda: _turn_and(pace, 0.05)] * 500, 10)
        return loop.time()

    assert run_at_once(turns()) == pytest.approx(499 / 50 + 0.05, rel=0.01)


def test_who_goes_first_waits_for_one_turn_and_who_gave_up_has_none() -> None:
    async def order() -> tuple[list[str], float]:
        pace, loop, taken = Pace(1, 1.0, 1), asyncio.get_running_loop(), list[str]()

        async def one(name: str, *, first: bool = False) -> None:
            await pace.turn(first=first)
            taken.append(name)

        tasks = [asyncio.create_task(one(f"message {n}")) for n in range(4)]
        await asyncio.sleep(0.5)
        tasks[2].cancel()
        tasks.append(asyncio.create_task(one("a person", first=True)))
        await asyncio.gather(*tasks, return_exceptions=True)
        return taken, loop.time()

    taken, until = run_at_once(order())
    assert taken == ["message 0", "a person", "message 1", "message 3"]
    assert until == pytest.approx(3.0)


async def _turn_and(pace: Pace, seconds: float) -> int:
    await pace.turn()
    await asyncio.sleep(seconds)
    return 1


def test_several_works_are_done_so_many_at_a_time_and_what_is_begun_is_finished_before_an_error_is_raised() -> None:
    begun: list[int] = []
    over: list[int] = []

    def work(n: int) -> Callable[[], Awaitable[int]]:
        async def done() -> int:
            begun.append(n)
            await asyncio.sleep(1)
            if n == 1:
                raise ValueError(n)
            over.append(n)
            return n

        return done

    with pytest.raises(ValueError, match="1"):
        run_at_once(several([work(n) for n in range(9)], 3))
    assert begun == [0, 1, 2, 3]
    assert over == [0, 2, 3]
