"""Turns come at even distances, by a loop whose time runs only when nothing else is to be done."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pace import Pace, several
from tests.core.looptime import run_at_once


@given(st.lists(st.floats(0, 5), min_size=1, max_size=60), st.integers(1, 5), st.sampled_from([0.5, 4.6, 48.0]))
def test_no_stretch_of_time_has_more_turns_than_it_may(pauses: list[float], at_once: int, a_second: float) -> None:
    async def turns() -> list[float]:
        pace, loop, taken = Pace(a_second, at_once), asyncio.get_running_loop(), []
        for pause in pauses:
            await asyncio.sleep(pause / a_second)
            await pace.turn()
            taken.append(loop.time())
        return taken

    taken = run_at_once(turns())
    for n, first in enumerate(taken):
        for more, last in enumerate(taken[n:], start=1):
            assert more <= at_once + (last - first) * a_second + 1e-6


def test_who_waits_has_the_whole_pace_whatever_the_others_are_doing() -> None:
    async def turns() -> float:
        pace, loop = Pace(50, 1), asyncio.get_running_loop()
        await several([lambda: _turn_and(pace, 0.05)] * 500, 10)
        return loop.time()

    assert run_at_once(turns()) == pytest.approx(499 / 50 + 0.05, rel=0.01)


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
