"""What other weights would change: whom those who wait would get by these, and whom by those."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.member import Rules
from bot.domain.request import MentoringRequest
from bot.domain.weights import Weights
from bot.ids import OfferId
from bot.matching.criteria import CRITERIA
from bot.matching.pair import Apart, Pair
from bot.matching.ranking import Candidate, ranked


@dataclass(frozen=True)
class Waiter:
    """One who waits, and everybody within reach who has a place."""

    request: MentoringRequest
    pairs: Sequence[Pair]
    apart: Apart


class Why(StrEnum):
    """Why a request would get somebody else."""

    SAME = "same"  # it would not
    FITS_BETTER = "fits-better"  # by these weights
    GONE = "gone"  # whoever it would get now goes to somebody before it
    FREED = "freed"  # whoever it would get goes to somebody before it now


@dataclass(frozen=True)
class Outcome:
    """Whom a request would get with the weights as they are, and with others.

    `ahead` are the names of the criteria in which somebody who fits better is ahead, what counts most first; `fitting`
    is how many would do.
    """

    request: MentoringRequest
    now: Candidate | None
    then: Candidate | None
    why: Why = Why.SAME
    ahead: tuple[str, ...] = ()
    fitting: int = 0


@dataclass(frozen=True)
class _Turn:
    """What is left for a request when the line has come to it; `before` are the offers that others have taken."""

    best: Candidate | None
    fitting: int
    before: frozenset[OfferId]

    def has_lost(self, candidate: Candidate | None) -> bool:
        return candidate is not None and candidate.pair.offer.id in self.before


def outcomes(line: Sequence[Waiter], rules: Rules, then: Weights) -> list[Outcome]:
    """In the order of the line, in which everybody takes the best mentor whom nobody before them has taken."""
    turns = zip(line, _in_turn(line, rules), _in_turn(line, replace(rules, weights=then)), strict=True)
    return [_outcome(waiter, now, other, then) for waiter, now, other in turns]


def _in_turn(line: Sequence[Waiter], rules: Rules) -> Iterator[_Turn]:
    taken: frozenset[OfferId] = frozenset()
    for waiter in line:
        fitting = ranked(waiter.pairs, rules, waiter.apart, {})
        best = next((each for each in fitting if each.pair.offer.id not in taken), None)
        yield _Turn(best, len(fitting), taken)
        taken |= {best.pair.offer.id} if best else set()


def _outcome(waiter: Waiter, now: _Turn, then: _Turn, weights: Weights) -> Outcome:
    why, ahead = Why.FITS_BETTER, tuple[str, ...]()
    if _offer(now.best) == _offer(then.best):
        why = Why.SAME
    elif then.has_lost(now.best):
        why = Why.GONE
    elif now.has_lost(then.best):
        why = Why.FREED
    elif now.best and then.best:
        ahead = _ahead(now.best.pair, then.best.pair, weights)
    return Outcome(waiter.request, now.best, then.best, why, ahead, now.fitting)


def told(found: Sequence[Outcome], most: int) -> list[Outcome]:
    """Those worth telling: what changes, then who gets somebody, then the others; each in the order of the line."""
    return sorted(found, key=lambda each: (each.why is Why.SAME, each.then is None, not each.fitting))[:most]


def _offer(candidate: Candidate | None) -> OfferId | None:
    return candidate.pair.offer.id if candidate else None


def _ahead(now: Pair, then: Pair, weights: Weights) -> tuple[str, ...]:
    leads = ((weights.of(c.name).factor * (c.points(then) - c.points(now)), c.name) for c in CRITERIA)
    return tuple(name for lead, name in sorted(leads, key=lambda each: -each[0]) if lead > 0)
