"""Finding mentors for one request: the nearest first, by searches that an index answers, each judged in the core."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

from bot.context import Context
from bot.domain.member import Rules
from bot.domain.names import shareable
from bot.domain.request import MentoringRequest
from bot.domain.status import OfferStatus
from bot.ids import OfferId
from bot.journey.zones import zone_in, zones_near
from bot.matching.eligibility import eligible
from bot.matching.lessons import learned
from bot.matching.pair import Apart, Pair
from bot.matching.ranking import Candidate, ranked
from bot.matching.tiers import REACHES, Tier, tier, within
from bot.ports.searching import Askable, Prospect, Search
from bot.reference.professions import OT_PRACTITIONERS
from bot.reference.settings import PRACTICE_SETTINGS, covering, related
from bot.reference.states import STATES
from bot.reference.topics import TOPICS

WEEK = timedelta(days=7)
PATIENCE = timedelta(hours=6)  # for somebody near who is only busy; after it silence would be worse than distance
MOST_OF_A_STATE = 2_000
MOST_AT_ONCE = 500  # where a whole country is searched: those whose turn it is, ranked exactly
MOST_TIMES = 4  # further handfuls, where nobody of the first fits
NEARBY = REACHES.index(Tier.NEARBY)
ANYWHERE = REACHES.index(Tier.SHARED_TIMES)
RELATED = REACHES.index(Tier.RELATED_SETTING)
ALLIED = REACHES.index(Tier.ALLIED)


@dataclass(frozen=True)
class Found:
    """Those who can be asked, best first, and the reach that they needed.

    `first_of_many`: so many are near enough that not all were looked at, but those whose turn it is.
    """

    candidates: Sequence[Candidate]
    reach: int
    first_of_many: bool = False


class Finder:
    """For one request in one transaction. What is found is not locked: it is looked at again before it is used."""

    def __init__(
        self,
        context: Context,
        request: MentoringRequest,
        zone: str,
        apart: Apart,
        *,
        several: bool,
        reasons: Collection[str] = (),
    ) -> None:
        """`reasons` are those of mentors who have said no to this request."""
        self.context, self.request, self.zone, self.apart = context, request, zone, apart
        rules = context.community.rules
        self.rules = replace(rules, weights=learned(rules.weights, reasons))
        self._several_spaces = several
        self._cut = False

    async def best(self, wanted: int) -> Found:
        """At most this many. Reaches further than the request does by itself past steps on which nobody can be asked
        now, in the first hours only past those on which nobody at all could help, free or not. To allied professions
        only after waiting, or when the mentee asks for them.
        """
        found: dict[OfferId, Candidate] = {}
        reach = self.request.reach
        step = nobody = 0
        patient = self.context.now - self.request.looking_since < PATIENCE
        while True:
            while step <= reach and len(found) < wanted:
                found |= {each.pair.offer.id: each for each in await self._askable(step)}
                step += 1
            if found or reach >= ALLIED - 1:
                return Found(list(found.values())[:wanted], reach, self._cut)
            if patient and await self._anybody_within(range(nobody, reach + 1)):
                return Found((), reach, self._cut)
            nobody, reach = reach + 1, reach + 1

    async def with_a_place(self) -> list[Pair]:
        """Everybody within the request's reach who has a place, asked already or not; further only where nobody has.

        Of many the first that an index gives: for showing, not for asking.
        """
        found: dict[OfferId, Pair] = {}
        for step in range(ALLIED + 1):
            if step > self.request.reach and (found or step == ALLIED):
                break
            search = self._search(step)
            for prospect in await self.context.uow.offers.known(search, MOST_AT_ONCE, 0) if search else ():
                if prospect.offer.status is OfferStatus.OPEN and prospect.offer.places > 0:
                    found.setdefault(prospect.offer.id, self.pair(prospect, step))
        return list(found.values())

    async def places(self) -> Sequence[int]:
        """Free places by step, each where a request reaches it first, counted by the index: free times are not looked
        at, nor who shares an agency or a program from further away.
        """
        counted = []
        for step in range(ALLIED + 1):
            search = self._search(step)
            counted.append(await self.context.uow.offers.places(replace(search, names=())) if search else 0)
        own, *wider, allied = counted
        added = (max(0, after - before) for before, after in pairwise([own, *wider]))
        return own, *added, allied

    async def newly(self, step: int) -> Sequence[Candidate]:
        """Those who can be asked now and whom no step before this one reaches, best first."""
        return await self._askable(step, new=True)

    async def _askable(self, step: int, *, new: bool = False) -> list[Candidate]:
        """Those within this step who can be asked now, best first; further handfuls only while nobody fits.

        With `new`, those whom the step before reaches don't fit.
        """
        search = self._search(step)
        if search is None:
            return []
        now = self.context.now
        asking = Askable(now, now - WEEK, self.rules.proposals_a_week)
        for skipped, most in _handfuls(search):
            prospects = await self.context.uow.offers.askable(search, asking, most, skipped)
            pairs = (self.pair(prospect, step) for prospect in prospects)
            fitting = (each for each in self.ranked(pairs) if within(each.tier, step))
            candidates = [each for each in fitting if not (new and step and within(each.tier, step - 1))]
            self._cut = self._cut or len(prospects) == most
            if candidates or len(prospects) < most:
                return candidates
        return []

    async def _anybody_within(self, steps: Iterable[int]) -> bool:
        for step in steps:
            if await self._anybody(step):
                return True
        return False

    async def _anybody(self, step: int) -> bool:
        """Whether anybody could help within this step, busy or not."""
        search = self._search(step)
        if search is None:
            return False
        for skipped, most in _handfuls(search):
            prospects = await self.context.uow.offers.known(search, most, skipped)
            if any(self._could_help(self.pair(prospect, step), step) for prospect in prospects):
                return True
            if len(prospects) < most:
                return False
        return False

    def _could_help(self, pair: Pair, step: int) -> bool:
        reached = tier(pair)
        if reached is None or reached is Tier.ALLIED or not within(reached, step):
            return False
        return eligible(pair, self.rules, self.apart, asked_this_week=0)

    def ranked(self, pairs: Iterable[Pair]) -> list[Candidate]:
        return ranked(pairs, self.rules, self.apart, {})

    def pair(self, prospect: Prospect, reach: int) -> Pair:
        """With the request reaching at least so far."""
        request = self.request if self.request.reach >= reach else replace(self.request, reach=reach)
        return Pair(request, prospect.offer, self.zone, zone_in(prospect.zone, prospect.offer.states), self.context.now)

    def _search(self, step: int) -> Search | None:
        search = search_at(step, self.request, self.zone, self.rules, self.context.now)
        return None if search is None else replace(search, several_spaces=self._several_spaces)


def _handfuls(search: Search) -> Iterator[tuple[int, int]]:
    """How many to skip, and how many to look at."""
    if search.exact:
        yield 0, MOST_OF_A_STATE
        return
    for time in range(MOST_TIMES):
        yield time * MOST_AT_ONCE, MOST_AT_ONCE


def search_at(step: int, request: MentoringRequest, zone: str, rules: Rules, now: datetime) -> Search | None:
    """Everybody whom the request reaches with this step (an index of `REACHES`), and perhaps some more; None where the
    step reaches nobody, whoever there is.
    """
    search = Search(request.mentee, OT_PRACTITIONERS, settings=covering(request.setting))
    if step < NEARBY:
        names = shareable(agency=request.agency, programme=request.programme)
        return replace(search, states=(request.state,), names=names)
    if step == NEARBY:
        beside = (request.state, *sorted(STATES[request.state].neighbours))
        return replace(search, near_zones=zones_near(zone, now, 1), near_states=beside)
    far = replace(search, near_zones=zones_near(zone, now, rules.most_zone_hours))
    if step == ANYWHERE:
        return far
    if step == RELATED:
        return replace(far, settings=tuple(s.slug for s in PRACTICE_SETTINGS if related(s.slug, request.setting)))
    helpful = {profession for topic in request.topics for profession in TOPICS[topic].allied}
    return replace(far, professions=tuple(sorted(helpful)), settings=()) if helpful else None
