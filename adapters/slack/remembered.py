"""Installations as they were last read: a request costs at most one read of the database a minute, and none of its time
where the database is slow.
"""

import asyncio
from collections.abc import Callable
from functools import partial

import structlog

from bot.errors import StorageError
from bot.ports.installations import Installation, Installations

FRESH = 60.0  # seconds that an installation is remembered; another process may have changed it
HASTE = 0.25  # seconds that who is known already waits for the database
LONG_AGO = float("-inf")
Key = tuple[str, str]
Reading = asyncio.Task[Installation | None]
log = structlog.get_logger(__name__)


class Remembered:
    """`time` is in seconds."""

    def __init__(self, kept_in: Installations, time: Callable[[], float]) -> None:
        self._kept_in, self._time = kept_in, time
        self._known: dict[Key, tuple[float, Installation]] = {}
        self._reading: dict[Key, Reading] = {}
        self._changes = 0

    async def find(self, enterprise: str, team: str) -> Installation | None:
        """At most 60 seconds old, or what was known last where the database does not answer at once.

        Raises `StorageError` where it can't be read and nothing is remembered.
        """
        heard, known = self._known.get((enterprise, team), (LONG_AGO, None))
        if known is not None and self._time() - heard < FRESH:
            return known
        reading = self._read((enterprise, team))
        if known is None:
            return await asyncio.shield(reading)
        try:
            return await asyncio.wait_for(asyncio.shield(reading), HASTE)
        except (StorageError, TimeoutError) as error:
            log.warning("slack.installation", team=team, problem=str(error) or "the database is slow")
            return known

    def learn(self, installation: Installation, team: str) -> None:
        """What was read at the start: good for as long as the database is slow, and read again at the first use."""
        self._keep(installation, (installation.enterprise_id, team), LONG_AGO)

    def forget(self, enterprise: str, team: str) -> None:
        """Nothing that is remembered of them is used any more, not even what is being read just now."""
        self._changes += 1
        self._reading = {}
        self._known = {
            key: (heard, known)
            for key, (heard, known) in self._known.items()
            if key[1] != team and known.holder not in (enterprise, team)
        }

    async def close(self) -> None:
        readings = list(self._reading.values())
        for reading in readings:
            reading.cancel()
        await asyncio.gather(*readings, return_exceptions=True)

    def _read(self, key: Key) -> Reading:
        """One question for all who want to know the same."""
        reading = self._reading.get(key)
        if reading is None:
            reading = self._reading[key] = asyncio.create_task(self._asked(key))
            reading.add_done_callback(partial(self._asked_already, key))
        return reading

    def _asked_already(self, key: Key, reading: Reading) -> None:
        if self._reading.get(key) is reading:
            del self._reading[key]
        if not reading.cancelled():
            reading.exception()  # told to whoever waited for it

    async def _asked(self, key: Key) -> Installation | None:
        changes = self._changes
        found = await self._kept_in.find(*key)
        if changes == self._changes:
            self._keep(found, key, self._time())
        return found

    def _keep(self, found: Installation | None, key: Key, heard: float) -> None:
        """A workspace of an organization goes by its own id alone too: the calls that answer it ask for it so."""
        _, team = key
        for each in {key, ("", team) if team else key}:
            self._known.pop(each, None)
            if found is not None:
                self._known[each] = (heard, found)
