"""Monday, 09:00 in four zones: whose meeting has just ended at 08:45 there, and what falls due for them."""

import asyncio
import time
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks.many_pairs import COMMUNITY, Seeding, found, seeding
from bot.domain.message import Nudge
from bot.domain.schedule import instant
from bot.ids import MemberId, NudgeId
from bot.ports.platforms import Space
from storage.tables import accounts

ZONES = ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles")
NINE = datetime(2026, 10, 5, 9)  # noqa: DTZ001  # wall time, on a Monday
MET = datetime(2026, 10, 5, 8)  # noqa: DTZ001  # for 45 minutes
WEEK = timedelta(days=7)


def nine(zone: str) -> datetime:
    return instant(NINE, zone)


class Morning:
    """A clock that runs, and can be put to the next zone's 09:00 as soon as nothing is left to do before."""

    def __init__(self) -> None:
        self.is_nine(ZONES[0])

    def is_nine(self, zone: str) -> None:
        self._at, self._since = nine(zone), time.monotonic()

    def now(self) -> datetime:
        return self._at + timedelta(seconds=time.monotonic() - self._since)


def seed(file: Path, space: Space, users: list[str]) -> None:
    """A new database with a pair for each two users, in the four zones by turns, and a check-in due for each of them.

    `users` are the platform's ids, as many in each zone as in the others.
    """
    asyncio.run(found(f"sqlite:///{file}", space))
    pairs = range(len(users) // 2)
    with seeding(file) as seed:
        for turn, zone in enumerate(ZONES):
            _in_one_zone(seed, pairs[turn :: len(ZONES)], zone)
        account = {"community": COMMUNITY, "space": space.id, "platform": str(space.platform), "user": "", "member": ""}
        seed.rows(accounts, account, range(len(users)), lambda n: {"user": users[n], "member": f"m{n}"})


def _in_one_zone(seed: Seeding, pairs: range, zone: str) -> None:
    met = instant(MET, zone)
    seed.pairs(pairs, met - 6 * WEEK, met - WEEK, zone)
    seed.agreements(pairs, MET - 3 * WEEK, planned=5, zone=zone)
    seed.sessions(pairs, "s", 4, met)
    seed.sessions(pairs, "t", 5, met + WEEK)
    due = Nudge(COMMUNITY, NudgeId(""), MemberId(""), "did-you-meet", "", 0, nine(zone))
    for whose in (0, 1):
        seed.nudges(due, pairs, whose)
