"""Whom to ask next: our policy against first come, random and posts alone, on the same invented people.

Each of 20 seeds is one community, played under each policy, with the response rates of the packaged file, half of them
and double. Differences are paired by seed, and printed with a 95 % interval (Student's t). Bars: more matched, more in
state and setting, a lower Gini over all mentors who offered, and a shorter p90 wait where the unmatched count as the
whole time; each with an interval that excludes 0.

The community is a regional one, the twelve states of the Census Bureau's Midwest, of 300 members: mentors are then as
near to each other as in a national group of about 1,000, which would take four times as long to play. In a national
group of 300 hardly anybody has a mentor of their state and setting, whoever is asked.
"""

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import sqrt
from statistics import fmean, stdev

from bot.cli.simulated import run_all
from bot.simulation import Plan
from bot.simulation.behaviors import packaged
from bot.simulation.figures import Figures
from bot.simulation.policies import Named

MEMBERS, WEEKS, SEEDS = 300, 6, 20
RATES = (1.0, 0.5, 2.0)
MIDWEST = ("IL", "IN", "IA", "KS", "MI", "MN", "MO", "NE", "ND", "OH", "SD", "WI")
T_975: Mapping[int, float] = {1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776, 5: 2.571, 7: 2.365, 9: 2.262, 19: 2.093}
"""Student's t at 97.5 %, by degrees of freedom."""


@dataclass(frozen=True)
class Bar:
    """`better` is 1 where more is better, -1 where less is."""

    label: str
    of: Callable[[Figures], float]
    better: int


def _gini(found: Figures) -> float:
    """Where nobody has a mentee, nobody has more than another."""
    return found.gini or 0.0


def _p90(found: Figures) -> float:
    assert found.p90_days_of_all is not None
    return found.p90_days_of_all


BARS = (
    Bar("matched, of 100 who asked", lambda found: 100 * found.matched / found.requests, 1),
    Bar("in state and setting, of 100", lambda found: 100 * found.in_state_and_setting / found.requests, 1),
    Bar("Gini of the load", _gini, -1),
    Bar("p90 wait of all, days", _p90, -1),
)


@dataclass(frozen=True)
class Difference:
    """Ours less the other's, over the seeds; `margin` is half of the interval."""

    mean: float
    margin: float

    def says(self, better: int) -> bool:
        """Whether the whole interval is on the better side of 0."""
        return better * self.mean > self.margin


def difference(ours: Sequence[float], other: Sequence[float]) -> Difference:
    apart = [mine - theirs for mine, theirs in zip(ours, other, strict=True)]
    return Difference(fmean(apart), T_975[len(apart) - 1] * stdev(apart) / sqrt(len(apart)))


def plans(seeds: int) -> list[tuple[float, Named, Plan]]:
    known = packaged()
    known = replace(known, states={state: known.states[state] for state in MIDWEST})
    return [
        (rate, policy, Plan(MEMBERS, WEEKS, seed, policy, known.scaled(rate)))
        for rate in RATES
        for policy in Named
        for seed in range(1, seeds + 1)
    ]


def compared(rate: float, found: Mapping[Named, Sequence[Figures]]) -> bool:
    """Prints the figures at one rate, and whether ours is better by each bar against each other policy."""
    print(f"  response rates × {rate:g}")
    print(" " * 34 + "".join(f"{policy:>12}" for policy in found))
    met = True
    for bar in BARS:
        values = {policy: [bar.of(each) for each in figures] for policy, figures in found.items()}
        print(f"    {bar.label:<30}" + "".join(f"{fmean(each):>12.2f}" for each in values.values()))
        for other in list(found)[1:]:
            apart = difference(values[Named.OURS], values[other])
            good = apart.says(bar.better)
            met = met and good
            verdict = "" if good else "   MISSED"
            print(f"      ours less {other:<12} {apart.mean:>8.2f} ± {apart.margin:.2f}{verdict}")
    return met


def main(seeds: int = SEEDS) -> bool:
    print(f"simulation: {MEMBERS} members, {WEEKS} weeks, {seeds} seeds; every bar is an interval that excludes 0")
    began = time.perf_counter()
    named = plans(seeds)
    figures = run_all([plan for _, _, plan in named])
    met = []
    for rate in RATES:
        found: dict[Named, list[Figures]] = {policy: [] for policy in Named}
        for (its, policy, _), each in zip(named, figures, strict=True):
            if its == rate:
                found[policy].append(each)
        met.append(compared(rate, found))
    print(f"  {len(named)} runs in {time.perf_counter() - began:.0f} s")
    return all(met)


if __name__ == "__main__":
    sys.exit(0 if main(int(sys.argv[1]) if len(sys.argv) > 1 else SEEDS) else 1)
