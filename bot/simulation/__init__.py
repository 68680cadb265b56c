"""Plays a community through the real core, with people who behave as a file of distributions says.

The same seed makes the same people, and they do the same on the same occasions, whatever policy decides who is asked.
Nobody in it exists, and nothing outside of the storage that is given is touched.
"""

from dataclasses import dataclass
from datetime import timedelta

from bot.ids import repeatable_ids
from bot.ports.storage import Storage
from bot.simulation.asking import Asking
from bot.simulation.behaviors import Behaviors
from bot.simulation.chances import Chances
from bot.simulation.diary import Diary
from bot.simulation.figures import Figures, figures
from bot.simulation.life import Life, Told
from bot.simulation.people import crowd
from bot.simulation.policies import MAKES, Named
from bot.simulation.venue import BEGIN, COMMUNITY, SPACE, JumpingClock

MOST_MEMBERS, MOST_WEEKS = 25_000, 52


@dataclass(frozen=True)
class Plan:
    """One run. `members` from 1 to `MOST_MEMBERS`, `weeks` from 1 to `MOST_WEEKS`."""

    members: int
    weeks: int
    seed: int
    policy: Named
    behaviors: Behaviors


async def simulate(storage: Storage, plan: Plan, told: Told = lambda share: None) -> Figures:
    """Lives through the weeks in an empty storage; the same plan gives the same figures."""
    chances, clock = Chances(plan.seed), JumpingClock()
    end = BEGIN + timedelta(weeks=plan.weeks)
    people = crowd(plan.members, BEGIN, plan.weeks, plan.behaviors, chances)
    with repeatable_ids(plan.seed):
        await storage.found(COMMUNITY)
        await storage.connect(COMMUNITY.id, SPACE)
        asking = Asking(plan.behaviors, chances, Diary(chances), people)
        life = Life(storage, asking, MAKES[plan.policy](plan.seed), clock, end)
        await life.live(told)
    async with storage.read(COMMUNITY.id) as uow:
        return await figures(uow, BEGIN, end)
