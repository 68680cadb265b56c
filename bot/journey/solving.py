"""Where a round is solved: never on the event loop, which others wait for."""

import asyncio
import signal
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from bot.matching.rounds import Plan, plan
from bot.matching.waiting_list import Situation

IN_A_THREAD = 20_000  # possible pairs; beyond it the solver would hold Python's lock for too long


async def solved(situation: Situation) -> Plan:
    """`plan(situation)`, in a process of its own where it is large; its memory goes back to the system."""
    if len(situation.waiting) * len(situation.mentors) <= IN_A_THREAD:
        return await asyncio.to_thread(plan, situation)
    pool = ProcessPoolExecutor(1, get_context("spawn"), initializer=_ends_with_ctrl_c)
    try:
        return await asyncio.get_running_loop().run_in_executor(pool, plan, situation)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _ends_with_ctrl_c() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
