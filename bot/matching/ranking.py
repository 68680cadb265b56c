"""Inside a tier: who fits best, and whose turn it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.domain.member import Rules
from bot.ids import MemberId
from bot.matching.criteria import scoring
from bot.matching.eligibility import eligible
from bot.matching.pair import Apart, Pair
from bot.matching.tiers import Tier, tier, within


@dataclass(frozen=True)
class Candidate:
    """`points` are those of the criteria, by the community's weights."""

    pair: Pair
    tier: Tier
    points: float


def ranked(
    pairs: Iterable[Pair], rules: Rules, apart: Apart, asked_this_week: Mapping[MemberId, int]
) -> list[Candidate]:
    """The eligible pairs of one request that it reaches, best first; equal ones in the order of their offers' ids."""
    candidates, score = [], scoring(rules.weights)
    for pair in pairs:
        reached = tier(pair)
        if reached is None or not within(reached, pair.request.reach):
            continue
        if eligible(pair, rules, apart, asked_this_week.get(pair.offer.mentor, 0)):
            candidates.append(Candidate(pair, reached, score(pair)))
    return sorted(candidates, key=lambda c: (c.tier, -c.points, c.pair.offer.id))
