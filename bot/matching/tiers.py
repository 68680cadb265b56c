"""The order in which the field says mentorship works, and how far a waiting request reaches into it."""

from datetime import timedelta
from enum import IntEnum

from bot.domain.names import same_name
from bot.matching.pair import Pair


class Tier(IntEnum):
    SAME_DISTRICT = 1
    SAME_AGENCY = 2
    SAME_PROGRAMME = 3
    SAME_STATE = 4
    NEARBY = 5
    SHARED_TIMES = 6
    RELATED_SETTING = 7
    ALLIED = 8


def tier(pair: Pair) -> Tier | None:
    """The first tier that fits; None where nothing speaks for this pair."""
    if pair.allied:
        return Tier.ALLIED
    request, offer = pair.request, pair.offer
    near = pair.same_state or pair.neighbouring or pair.hours_apart <= 1
    if pair.same_setting:
        if same_name(request.district, offer.district) and pair.same_state:
            return Tier.SAME_DISTRICT
        if same_name(request.agency, offer.agency) and near:
            return Tier.SAME_AGENCY
        if same_name(request.programme, offer.programme):
            return Tier.SAME_PROGRAMME
        if pair.same_state:
            return Tier.SAME_STATE
        return Tier.NEARBY if near else Tier.SHARED_TIMES
    return Tier.RELATED_SETTING if pair.related_setting else None


# How far a request reaches (`MentoringRequest.reach`), and after how many days of waiting it reaches so far.
REACHES: tuple[Tier, ...] = (Tier.SAME_STATE, Tier.NEARBY, Tier.SHARED_TIMES, Tier.RELATED_SETTING, Tier.ALLIED)
WIDENS_AFTER: tuple[timedelta, ...] = tuple(timedelta(days=days) for days in (0, 2, 4, 7, 10))
WIDEST = len(REACHES) - 1


def reach_after(waited: timedelta) -> int:
    """How far a request reaches by itself after waiting that long."""
    return max(step for step, after in enumerate(WIDENS_AFTER) if waited >= after)


def within(tier: Tier, reach: int) -> bool:
    return tier <= REACHES[min(reach, WIDEST)]
