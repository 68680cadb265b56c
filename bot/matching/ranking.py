"""Inside a tier: who fits best, and whose turn it is."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from bot.domain.member import Rules
from bot.ids import MemberId
from bot.matching.eligibility import eligible
from bot.matching.pair import Apart, Pair
from bot.matching.tiers import Tier, tier, within

# Each criterion gives points; the figures say how much one counts against another.
CRITERIA: Mapping[str, Callable[[Pair], float]] = {
    "topics": lambda pair: 3.0 * len(pair.shared_topics),
    "experience": lambda pair: min(pair.offer.years, 10) / 5,
    "meeting mode": lambda pair: 1.0 if set(pair.request.ways) & set(pair.offer.ways) else 0.0,
    "overlap": lambda pair: _overlap_points(pair),
    "responsiveness": lambda pair: -2.0 * pair.offer.silent_in_a_row,
    "load": lambda pair: -2.0 * pair.offer.taken,
    "turn": lambda pair: _turn_points(pair),
}
LONG_AGO = 28  # days


@dataclass(frozen=True)
class Candidate:
    pair: Pair
    tier: Tier
    points: float


def ranked(
    pairs: Iterable[Pair], rules: Rules, apart: Apart, asked_this_week: Mapping[MemberId, int]
) -> list[Candidate]:
    """The eligible pairs of one request that it reaches, best first; equal ones in the order of their offers' ids."""
    candidates = []
    for pair in pairs:
        reached = tier(pair)
        if reached is None or not within(reached, pair.request.reach):
            continue
        if eligible(pair, rules, apart, asked_this_week.get(pair.offer.mentor, 0)):
            candidates.append(Candidate(pair, reached, points(pair)))
    return sorted(candidates, key=lambda c: (c.tier, -c.points, c.pair.offer.id))


def points(pair: Pair) -> float:
    return sum(criterion(pair) for criterion in CRITERIA.values())


def _overlap_points(pair: Pair) -> float:
    """Up to four hours a week count; hours that nobody named count little."""
    if not pair.shared_times:
        return 0.0
    hours = min(sum(overlap.minutes for overlap in pair.shared_times) / 60, 4.0)
    return hours / 2 if pair.both_gave_times else hours / 8


def _turn_points(pair: Pair) -> float:
    """Who was asked lately waits, so that the same few are not asked every time."""
    asked = pair.offer.last_proposed_at
    days = LONG_AGO if asked is None else min((pair.now - asked).days, LONG_AGO)
    return days / 7
