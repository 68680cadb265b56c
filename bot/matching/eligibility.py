"""Hard rules: whether a mentor may be asked at all."""

from bot.domain.member import Rules
from bot.domain.names import same_name
from bot.domain.offer import MentoringOffer
from bot.domain.request import MentoringRequest
from bot.matching.pair import WEEK, Apart, Pair, helped_with
from bot.reference.professions import PROFESSIONS

LEAST_SHARED_MINUTES = 30


def eligible(pair: Pair, rules: Rules, apart: Apart, asked_this_week: int) -> bool:
    """Capacity, pauses and open proposals are settled before: candidates are free, rested and not asked right now."""
    return (
        pair.meet
        and pair.offer.mentor != pair.request.mentee
        and pair.offer.mentor not in apart.mentors
        and asked_this_week < rules.proposals_a_week
        and near_enough(pair, rules)
        and employers_allowed(pair.request, pair.offer)
        and profession_allowed(pair.request, pair.offer)
        and times_meet(pair)
    )


def employers_allowed(request: MentoringRequest, offer: MentoringOffer) -> bool:
    """Whether the mentee has not ruled out everybody of this mentor's district or agency."""
    return not (
        (request.not_my_district and same_name(request.district, offer.district))
        or (request.not_my_agency and same_name(request.agency, offer.agency))
    )


def near_enough(pair: Pair, rules: Rules) -> bool:
    """Whether their local times are no further apart than the community allows."""
    return pair.hours_apart <= rules.most_zone_hours


def profession_allowed(request: MentoringRequest, offer: MentoringOffer) -> bool:
    """OT practitioners on everything, allied professions where they can help with a topic that was asked for."""
    profession = PROFESSIONS[offer.profession]
    return profession.can_mentor and (not profession.allied or bool(helped_with(request, offer)))


def times_meet(pair: Pair) -> bool:
    """Whether the free times of both leave half an hour in one piece; so they do where one gave none."""
    if not pair.both_gave_times:
        return True
    shared = pair.shared_times
    if not shared:
        return False
    whole = shared[0].start + WEEK == shared[-1].end  # one piece, cut in two where the week ends
    longest = max(overlap.minutes for overlap in shared)
    return longest >= LEAST_SHARED_MINUTES or (whole and shared[0].minutes + shared[-1].minutes >= LEAST_SHARED_MINUTES)
