"""The waiting list of a round and the mentors for it: who is worth a closer look for whom."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from bot.domain.member import Rules
from bot.domain.offer import MentoringOffer
from bot.domain.request import MentoringRequest
from bot.ids import MemberId, OfferId, RequestId, SpaceId
from bot.matching.pair import Apart, Pair
from bot.matching.ranking import Candidate, ranked
from bot.matching.tiers import Tier, within

MOST_LOOKED_AT = 500  # mentors for one request: the nearest, and others from all over
STRIDE = 97  # how far apart two requests begin to look in the same group
NAMES = ("district", "agency", "programme")
T = TypeVar("T")


@dataclass(frozen=True)
class Waiting:
    """A request of the round, with the reach that it has by now."""

    request: MentoringRequest
    zone: str
    apart: Apart


@dataclass(frozen=True)
class Available:
    """A mentor of the round: `places` is how many people they can be asked about."""

    offer: MentoringOffer
    zone: str
    places: int
    asked_this_week: int


Ruled = frozenset[tuple[RequestId, OfferId]]


@dataclass(frozen=True)
class Situation:
    """All that a round depends on. `spaces` is where people are; None where everybody shares a space."""

    now: datetime
    rules: Rules
    waiting: Sequence[Waiting]
    mentors: Sequence[Available]
    spaces: Mapping[MemberId, frozenset[SpaceId]] | None = None
    pinned: Ruled = frozenset()
    forbidden: Ruled = frozenset()

    def meet(self, one: MemberId, other: MemberId) -> bool:
        if self.spaces is None:
            return True
        return not self.spaces.get(one, frozenset()).isdisjoint(self.spaces.get(other, frozenset()))


def in_line(request: MentoringRequest) -> tuple[int, datetime, RequestId]:
    """What the line is sorted by: who comes back, then sole OTs, then the longest waiting."""
    return -request.precedence, request.waiting_since, request.id


class Field:
    """The mentors who have a place, in order, and grouped by what decides how near they are to somebody."""

    def __init__(self, situation: Situation) -> None:
        self.situation = situation
        self.mentors = sorted((each for each in situation.mentors if each.places > 0), key=lambda each: each.offer.id)
        self._numbers = {each.offer.id: number for number, each in enumerate(self.mentors)}
        self._asked = {each.offer.mentor: each.asked_this_week for each in self.mentors}
        groups: dict[tuple[object, ...], list[Available]] = {}
        for each in self.mentors:
            offer = each.offer
            names = (offer.district, offer.agency, offer.programme)
            groups.setdefault((offer.profession, offer.states, offer.settings, *names), []).append(each)
        self._groups = list(groups.values())
        self._distances: dict[tuple[object, ...], list[tuple[int, list[Available]]]] = {}

    def number(self, candidate: Candidate) -> int:
        return self._numbers[candidate.pair.offer.id]

    def pair(self, waiting: Waiting, each: Available) -> Pair:
        meet = self.situation.meet(waiting.request.mentee, each.offer.mentor)
        return Pair(waiting.request, each.offer, waiting.zone, each.zone, self.situation.now, meet)

    def fitting(self, number: int, waiting: Waiting) -> list[Candidate]:
        """Who fits this request, the `number`th in line, forbidden or not; best first."""
        return ranked(self.near(number, waiting), self.situation.rules, waiting.apart, self._asked)

    def near(self, number: int, waiting: Waiting) -> Iterator[Pair]:
        """Everybody who may be in a tier within reach.

        Where they are many, the nearest and some of the others, beginning elsewhere for each request, lest all look at
        the same few.
        """
        groups = self._within_reach(waiting)
        nearest_first = [each for _, group in groups for each in _turned(group, number * STRIDE)]
        for each in spread(nearest_first, MOST_LOOKED_AT):
            yield self.pair(waiting, each)

    def _within_reach(self, waiting: Waiting) -> list[tuple[int, list[Available]]]:
        """By distance, the nearest first; the same for all requests that ask for the same."""
        request = waiting.request
        asked = (request.state, request.setting, request.district, request.agency, request.programme, request.reach)
        if asked not in self._distances:
            found: dict[int, list[Available]] = {}
            for group in self._groups:
                distance = _distance(self.pair(waiting, group[0]))
                if distance is not None:
                    found.setdefault(distance, []).extend(group)
            self._distances[asked] = sorted(found.items())
        return self._distances[asked]


def _turned(group: list[Available], by: int) -> list[Available]:
    start = by % len(group)
    return group[start:] + group[:start]


def _distance(pair: Pair) -> int | None:
    """How near by place, 0 the nearest; None where no tier within reach is possible, whoever it is."""
    reach = pair.request.reach
    if pair.allied:
        return 3 if within(Tier.ALLIED, reach) else None
    if not pair.related_setting:
        return None
    shared = any(getattr(pair.request, name) and getattr(pair.offer, name) for name in NAMES)
    if pair.same_state or shared:
        return 0
    if not within(Tier.NEARBY, reach):
        return None
    return 1 if pair.neighbouring else 2


def spread(options: list[T], most: int) -> list[T]:
    """The best half of what is kept, and others from all over the rest, lest everybody keeps the same few."""
    if len(options) <= most:
        return options
    best, rest = options[: most // 2], options[most // 2 :]
    wanted = most - len(best)
    return best + [rest[n * len(rest) // wanted] for n in range(wanted)]
