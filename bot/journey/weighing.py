"""What other weights would change for those who wait right now."""

from collections.abc import Sequence
from dataclasses import replace

from bot.context import Context
from bot.domain.member import Member
from bot.domain.request import MentoringRequest
from bot.domain.weights import Weights
from bot.ids import MemberId
from bot.journey import common_ground, line
from bot.journey.finding import Finder
from bot.journey.zones import zone_of
from bot.matching.preview import Outcome, Waiter, outcomes
from bot.matching.waiting_list import in_line

LOOKED_AT = 20  # of those who wait, the first in line


async def preview(context: Context, then: Weights) -> list[Outcome]:
    """For the first in line, as if every mentor with a place could be asked now; each as far as it reaches by now."""
    first = sorted(await context.uow.requests.open(), key=in_line)[:LOOKED_AT]
    mentees = await context.uow.members.some([request.mentee for request in first])
    several = await common_ground.several_spaces(context)
    waiters = [await _waiter(context, request, mentees[request.mentee], several=several) for request in first]
    return outcomes(waiters, context.community.rules, then)


async def _waiter(context: Context, waiting: MentoringRequest, mentee: Member, *, several: bool) -> Waiter:
    request = replace(waiting, reach=line.reach(context, waiting))
    apart = await line.apart(context, request)
    finder = Finder(context, request, zone_of(mentee, [request.state]), apart, several=several)
    return Waiter(request, await finder.with_a_place(), apart)


def people_of(found: Sequence[Outcome]) -> list[MemberId]:
    mentors = [each.pair.offer.mentor for outcome in found for each in (outcome.now, outcome.then) if each]
    return [*(outcome.request.mentee for outcome in found), *mentors]
