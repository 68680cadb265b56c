"""Why these two: sentences that both may read."""

from bot.domain.names import same_name
from bot.matching.criteria import CRITERIA
from bot.matching.pair import Pair
from bot.matching.tiers import Tier
from bot.reference.professions import PROFESSIONS
from bot.reference.settings import SETTINGS
from bot.reference.states import STATES


def reasons(pair: Pair, tier: Tier) -> tuple[str, ...]:
    """At least one sentence, the strongest reason first."""
    said = (_employer(pair), _place(pair, tier), *(criterion.reason(pair) for criterion in CRITERIA))
    return tuple(sentence for sentence in said if sentence)


def _employer(pair: Pair) -> str:
    request, offer = pair.request, pair.offer
    for same, mine, theirs in (
        ("the same district", request.district, offer.district),
        ("the same agency", request.agency, offer.agency),
    ):
        if same_name(mine, theirs):
            return f"You both work for {same}."
    return "You went to the same OT program." if same_name(request.programme, offer.programme) else ""


def _place(pair: Pair, tier: Tier) -> str:
    state = STATES[pair.request.state].name
    asked = SETTINGS[pair.request.setting].label
    if tier is Tier.ALLIED:
        return f"From another profession ({PROFESSIONS[pair.offer.profession].label}): for process, not for treatment."
    if pair.same_state and pair.same_setting:
        return f"You both know {state} and this setting: {asked}."
    where = f"You both know {state}" if pair.same_state else _distance(pair, state)
    if pair.same_setting:
        return f"{where}, and you both know this setting: {asked}."
    return f"{where}, and your settings are close to each other."


def _distance(pair: Pair, state: str) -> str:
    if pair.neighbouring:
        neighbour = next(s for s in pair.offer.states if s in STATES[pair.request.state].neighbours)
        return f"{STATES[neighbour].name} is next to {state}; you know the same time zones"
    if pair.hours_apart <= 1:
        return "Your local times are at most an hour apart"
    return f"Your local times are {pair.hours_apart:g} hours apart"
