"""The ticks: at once, again and again, when woken; never twice at a time; through errors; and a clean stop."""

import asyncio

from structlog.testing import capture_logs

from adapters.scheduler import Ticks

NEVER = 3600.0
SOON = 0.01
LIMIT = 5.0


class Work:
    """Counts its runs; each run lasts until it is let go, where `held` is given."""

    def __init__(self, held: bool = False, wrong: bool = False) -> None:
        self.runs = 0
        self.most_at_once = 0
        self._at_once = 0
        self._wrong = wrong
        self._changed = asyncio.Condition()
        self._go = asyncio.Semaphore(0) if held else None

    async def __call__(self) -> None:
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            async with self._changed:
                self.runs += 1
                self._changed.notify_all()
            if self._wrong:
                raise RuntimeError("a defect")
            if self._go:
                await self._go.acquire()
        finally:
            self._at_once -= 1

    def let_go(self) -> None:
        assert self._go
        self._go.release()

    async def ran(self, times: int) -> None:
        async with asyncio.timeout(LIMIT), self._changed:
            await self._changed.wait_for(lambda: self.runs >= times)


async def test_the_work_runs_at_once_and_then_at_the_interval() -> None:
    work = Work()
    ticks = Ticks(SOON, work)
    ticks.start()
    await work.ran(4)
    await ticks.stop()

    assert work.most_at_once == 1


async def test_an_error_is_logged_and_does_not_stop_the_next_tick() -> None:
    work = Work(wrong=True)
    ticks = Ticks(SOON, work)
    with capture_logs() as logs:
        ticks.start()
        await work.ran(3)
        await ticks.stop()

    assert {(entry["event"], entry["log_level"]) for entry in logs} == {("tick_failed", "error")}


async def test_waking_runs_the_work_without_waiting_for_the_interval() -> None:
    work = Work()
    ticks = Ticks(NEVER, work)
    ticks.start()
    await work.ran(1)
    ticks.wake()
    await work.ran(2)
    await ticks.stop()

    assert work.runs == 2


async def test_waking_often_during_a_run_makes_one_more_run() -> None:
    work = Work(held=True)
    ticks = Ticks(NEVER, work)
    ticks.start()
    await work.ran(1)
    for _ in range(5):
        ticks.wake()
    work.let_go()
    await work.ran(2)
    work.let_go()
    await ticks.stop()

    assert (work.runs, work.most_at_once) == (2, 1)


async def test_ticks_that_come_while_the_work_lasts_do_not_pile_up() -> None:
    beats, work = Work(), Work(held=True)
    ticks, beside = Ticks(SOON, work), Ticks(SOON, beats)
    ticks.start()
    beside.start()
    await beats.ran(6)

    assert work.runs == 1

    for _ in range(2):
        work.let_go()
    await work.ran(2)
    await ticks.stop()
    await beside.stop()
    assert work.most_at_once == 1


async def test_stopping_waits_for_the_work_in_hand() -> None:
    work = Work(held=True)
    ticks = Ticks(NEVER, work)
    ticks.start()
    await work.ran(1)
    stopping = asyncio.create_task(ticks.stop())
    await asyncio.wait({stopping}, timeout=SOON)
    assert not stopping.done()
    work.let_go()
    async with asyncio.timeout(LIMIT):
        await stopping


async def test_work_that_never_ends_is_cancelled_in_the_end() -> None:
    work = Work(held=True)
    ticks = Ticks(NEVER, work)
    ticks.start()
    await work.ran(1)
    with capture_logs() as logs:
        async with asyncio.timeout(LIMIT):
            await ticks.stop(patience=SOON)

    assert [entry["event"] for entry in logs] == ["tick_cancelled"]


async def test_nothing_runs_after_the_stop_and_stopping_twice_is_harmless() -> None:
    work = Work()
    ticks = Ticks(NEVER, work)
    ticks.start()
    await work.ran(1)
    await ticks.stop()
    await ticks.stop()
    ticks.wake()

    assert work.runs == 1
    assert [task for task in asyncio.all_tasks() if task is not asyncio.current_task()] == []


async def test_ticks_can_start_again_after_a_stop() -> None:
    work = Work()
    ticks = Ticks(NEVER, work)
    for times in (1, 2):
        ticks.start()
        await work.ran(times)
        await ticks.stop()

    assert work.runs == 2
