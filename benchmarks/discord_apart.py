"""A simulated Discord in a process of its own, so that it takes no time from the program that is measured.

It is told what people send and tells how long each answer took: from the frame that leaves on the gateway's line to
the request that posts the callback. Neither reading the callback nor what Discord makes of it is counted.
"""

import asyncio
import copy
import multiprocessing
import time
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from benchmarks.large_community import SUBMITTED
from tests.simulators.simulated_discord import (
    Call,
    DirectChannel,
    DiscordModal,
    DiscordPerson,
    GuildChannel,
    SimulatedDiscord,
)
from tests.simulators.simulated_discord.calls import CallLog
from tests.simulators.simulated_discord.rest.buckets import shares_global
from tests.simulators.simulated_discord.users import User

GUILD = 1_200_000_000_000_000_000
USER = "13{:017}"  # the id of member n
HELLO = "hello"
COUNTED, OVER = "counted", "over"
TOO_MANY = 429
FOREVER = 3600.0  # seconds: nobody gives up on an answer, so that all of it is measured


@dataclass(frozen=True)
class Where:
    api_url: str
    gateway_url: str
    token: str
    channel: str


@dataclass(frozen=True)
class Sent:
    """The `/find-mentor` modal as each of these members sends it, so many at a time; or one that is called hello."""

    members: Sequence[int]
    at_once: int = 1
    hello: bool = False


@dataclass(frozen=True)
class Direct:
    """The direct conversations of these members are open; from now on the bot may ask for so much in a second."""

    members: Sequence[int]
    a_second: int


@dataclass(frozen=True)
class Pressed:
    """A button of the message that arrived first in a direct conversation where nobody has pressed yet."""

    label: str


@dataclass(frozen=True)
class Took:
    seconds: float
    event: str


@dataclass(frozen=True)
class Counted:
    """Requests that the limit of the whole bot counts, and how many requests were turned away by any limit."""

    spent: int
    refused: int


Question = Sent | Direct | Pressed | str


class Apart:
    """The other process, as this one sees it."""

    def __init__(self, line: "Connection[Question, Any]", where: Where) -> None:
        self._line, self.where = line, where

    async def direct(self, what: Direct) -> dict[str, int]:
        """The ids of the conversations, by the people's."""
        self._line.send(what)
        known: dict[str, int] = await asyncio.to_thread(self._line.recv)
        return known

    async def presses(self, what: Pressed) -> Took | None:
        """None where nobody has such a message."""
        self._line.send(what)
        took: Took | None = await asyncio.to_thread(self._line.recv)
        return took

    async def counted(self) -> Counted:
        self._line.send(COUNTED)
        counted: Counted = await asyncio.to_thread(self._line.recv)
        return counted

    async def sends(self, what: Sent) -> list[Took]:
        self._line.send(what)
        took: list[Took] = await asyncio.to_thread(self._line.recv)
        return took


@asynccontextmanager
async def discord_apart() -> AsyncIterator[Apart]:
    spawning = multiprocessing.get_context("spawn")
    here, there = spawning.Pipe()
    child = spawning.Process(target=_run, args=(there,), daemon=True)
    child.start()
    there.close()
    try:
        yield Apart(here, await asyncio.to_thread(here.recv))
        here.send(OVER)
        await asyncio.to_thread(child.join, 10)
    finally:
        child.kill()


# In the other process


class Arrivals(CallLog):
    """When each callback came in, by the interaction's id, and in which conversations messages did."""

    def __init__(self) -> None:
        super().__init__()
        self.at: dict[int, float] = {}
        self.unpressed: deque[int] = deque()
        self.spent = self.refused = 0

    def finish(self, call: Call) -> None:
        self.refused += call.status == TOO_MANY
        self.spent += shares_global(call)
        if call.name == "create_message" and call.ok:
            self.unpressed.append(call.id("channel_id"))
        super().finish(call)

    def begin(self, call: Call) -> None:
        if call.name == "create_interaction_response":
            self.at[call.id("interaction_id")] = time.perf_counter()


class Crowd:
    """Members of one server, who all have the same modal in front of them."""

    def __init__(self, discord: SimulatedDiscord, arrivals: Arrivals) -> None:
        self._discord, self._arrivals = discord, arrivals
        self._guild = discord.guild(GUILD)
        self.channel: GuildChannel = self._guild.channel("mentoring")
        self._modal: DiscordModal | None = None

    def direct(self, what: Direct) -> dict[str, int]:
        self._discord.buckets.global_limit, self._arrivals.spent = what.a_second, 0
        people = [self._person(member) for member in what.members]
        return {str(person.id): self._discord.direct(person).id for person in people}

    async def presses(self, what: Pressed) -> Took | None:
        if not self._arrivals.unpressed:
            return None
        channel = self._discord.conversation(self._arrivals.unpressed.popleft())
        assert isinstance(channel, DirectChannel)
        answer = await channel.person.presses(what.label, channel.seen_by(channel.person)[-1])
        assert answer.kind == "update", answer
        return Took(self._arrivals.at.pop(answer.interaction.id) - answer.interaction.started, answer.interaction_id)

    @property
    def counted(self) -> Counted:
        return Counted(self._arrivals.spent, self._arrivals.refused)

    async def sends(self, what: Sent) -> list[Took]:
        """One after the other, each as soon as one before it is answered."""
        people = [await self._with_modal(member, hello=what.hello) for member in what.members]
        waiting = iter(people)

        async def worker() -> list[Took]:
            return [await self._sent(person) for person in waiting]

        each = await asyncio.gather(*(worker() for _ in range(what.at_once)))
        return [took for some in each for took in some]

    async def _sent(self, person: DiscordPerson) -> Took:
        answer = await person.submits()
        assert answer.kind == "message", answer
        act = answer.interaction
        said = "hello" if act.payload["data"]["custom_id"] == HELLO else "Your request is in"
        assert answer.message is not None
        assert answer.message.words.startswith(said), answer.message.words
        return Took(self._arrivals.at.pop(act.id) - act.started, answer.interaction_id)

    async def _with_modal(self, member: int, *, hello: bool) -> DiscordPerson:
        person = self._person(member)
        if self._modal is None:
            await person.types("/find-mentor", self.channel)
            assert person.modal is not None
            fields = person.modal.fields
            await person.fills({f.custom_id: getattr(SUBMITTED, f.custom_id.removesuffix("?")) for f in fields})
            self._modal = person.modal
        person.modal = copy.copy(self._modal)
        if hello:
            person.modal.custom_id = HELLO
        return person

    def _person(self, member: int) -> DiscordPerson:
        id = int(USER.format(member))
        if id not in self._discord.users:
            user = self._discord.users[id] = User(id, f"u{member}", f"Member {member}")
            self._guild.joins(user)
            DiscordPerson(self._discord, user, self._guild)
        return self._discord.people[id]


Answers = Where | list[Took] | Took | dict[str, int] | Counted | None


def _run(line: "Connection[Answers, Question]") -> None:
    asyncio.run(_serve(line))


async def _serve(line: "Connection[Answers, Question]") -> None:
    async with SimulatedDiscord(checks=False) as discord:
        discord.patience = FOREVER
        discord.log = arrivals = Arrivals()
        crowd = Crowd(discord, arrivals)
        line.send(Where(discord.api_url, discord.gateway_url, discord.app.token, str(crowd.channel.id)))
        while (what := await asyncio.to_thread(line.recv)) != OVER:
            match what:
                case Sent():
                    line.send(await crowd.sends(what))
                case Pressed():
                    line.send(await crowd.presses(what))
                case Direct():
                    line.send(crowd.direct(what))
                case _:
                    line.send(crowd.counted)
