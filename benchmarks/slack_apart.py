"""A simulated Slack in a process of its own, so that it takes no time from the program that is measured."""

import asyncio
import multiprocessing
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from tests.simulators.slack import Call, SimulatedSlack, Workspace

POST, TOO_MANY = "chat.postMessage", 429
REFUSED, OVER = "refused", "over"
FOREVER = 3600.0  # seconds: nobody gives up on an answer, so that all of it is measured


@dataclass(frozen=True)
class Slack:
    """How many people there are, and how many messages a minute it takes."""

    people: int
    a_minute: int


@dataclass(frozen=True)
class Where:
    api_url: str
    app_token: str
    bot_token: str
    team: str
    channel: str
    users: list[str]


@dataclass(frozen=True)
class Pressed:
    """A button of the message that arrived first in a direct conversation where nobody has pressed yet."""

    label: str


class Apart:
    """The other process, as this one sees it."""

    def __init__(self, line: "Connection[Pressed | str, Any]", where: Where) -> None:
        self._line, self.where = line, where

    async def presses(self, what: Pressed) -> float | None:
        """Seconds until it was acknowledged; None where nobody has such a message."""
        self._line.send(what)
        took: float | None = await asyncio.to_thread(self._line.recv)
        return took

    async def refused(self) -> int:
        """How many requests were turned away by a limit."""
        self._line.send(REFUSED)
        refused: int = await asyncio.to_thread(self._line.recv)
        return refused


@asynccontextmanager
async def slack_apart(slack: Slack) -> AsyncIterator[Apart]:
    spawning = multiprocessing.get_context("spawn")
    here, there = spawning.Pipe()
    child = spawning.Process(target=_run, args=(there, slack), daemon=True)
    child.start()
    there.close()
    try:
        yield Apart(here, await asyncio.to_thread(here.recv))
        here.send(OVER)
        await asyncio.to_thread(child.join, 10)
    finally:
        child.kill()


# In the other process


class Crowd:
    """Members of one workspace, to whom the bot writes directly."""

    def __init__(self, slack: SimulatedSlack, workspace: Workspace, size: int) -> None:
        self._workspace = workspace
        self.people = [workspace.person(f"Person {n}") for n in range(size)]
        self._unpressed: deque[str] = deque()
        self.refused = 0
        slack.on_call(self._called)

    def _called(self, call: Call) -> None:
        self.refused += call.status == TOO_MANY
        if call.method == POST and call.status != TOO_MANY:
            self._unpressed.append(str(call.arguments["channel"]))

    async def presses(self, what: Pressed) -> float | None:
        if not self._unpressed:
            return None
        person = self._workspace.people[self._unpressed.popleft()]
        answer = await person.presses(what.label, person.direct[-1])
        assert answer.ok, answer
        return answer.took


def _run(line: "Connection[Any, Any]", asked: Slack) -> None:
    asyncio.run(_serve(line, asked))


async def _serve(line: "Connection[Where | float | int | None, Pressed | str]", asked: Slack) -> None:
    async with SimulatedSlack() as slack:
        workspace = slack.workspace("T0001", "Bench")
        channel = workspace.channel("mentoring", members=[])
        crowd = Crowd(slack, workspace, asked.people)
        slack.deliver_by_socket()
        slack.patience = FOREVER
        slack.takes(asked.a_minute)
        users = [person.id for person in crowd.people]
        line.send(Where(slack.api_url, slack.app.app_token, workspace.bot_token, workspace.id, channel.id, users))
        while (what := await asyncio.to_thread(line.recv)) != OVER:
            line.send(await crowd.presses(what) if isinstance(what, Pressed) else crowd.refused)
