"""Asking further away while somebody waits: a step at a time, told only where it adds a place that is free."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.context import Context
from bot.domain.member import Member
from bot.domain.request import MentoringRequest
from bot.domain.schedule import wall
from bot.journey import common_ground, line
from bot.journey.finding import Finder
from bot.journey.zones import zone_of
from bot.matching.tiers import WIDENS_AFTER, WIDEST

TOLD = "waiting-told"  # the kind of event of a day-3 or day-7 message; its detail is how far the request reached then


@dataclass(frozen=True)
class Step:
    """`reach` is a step of `bot.matching.tiers.REACHES`, `places` are free with mentors whom no step before reaches.

    `day`, local to the mentee: when the request will reach so far by itself; None where it does.
    """

    reach: int
    places: int
    day: date | None = None


async def widen(context: Context, request: MentoringRequest, reach: int) -> MentoringRequest:
    """At once, on the mentee's wish; a proposal that is out is waited for."""
    wider = replace(request, reach=reach, silent_since=None)
    if request.look_again_at is not None:
        wider = replace(wider, look_again_at=context.now)
    await context.uow.requests.save(wider)
    await context.record("request", request.id, "widened", str(reach))
    return wider


async def finder(context: Context, request: MentoringRequest, mentee: Member) -> Finder:
    several = await common_ground.several_spaces(context)
    apart = await line.apart(context, request)
    return Finder(context, request, zone_of(mentee, [request.state]), apart, several=several)


async def places(context: Context, request: MentoringRequest, mentee: Member) -> Sequence[Step]:
    """The steps on which there is a free place at all, whoever comes before in line."""
    counted = await (await finder(context, request, mentee)).places()
    return [Step(step, free) for step, free in enumerate(counted) if free]


async def adding(
    context: Context, request: MentoringRequest, mentee: Member, steps: Iterable[int], *, most: int = WIDEST + 1
) -> Sequence[Step]:
    """Of these steps, at most so many that add a mentor who could be asked right now."""
    looking = await finder(context, request, mentee)
    found: list[Step] = []
    for step in steps:
        if free := sum(each.pair.offer.places for each in await looking.newly(step)):
            found.append(Step(step, free))
        if len(found) == most:
            break
    return found


async def since_told(context: Context, request: MentoringRequest, mentee: Member, *, last: bool) -> Sequence[Step]:
    """The steps that were made since the mentee was told before, and add a place; kept as told.

    With `last`, also those to come by themselves: nothing will be said about them when they do.
    """
    reached = line.reach(context, request)
    before = await context.uow.events.last(request.id, (TOLD,))
    known = int(before.detail) if before is not None and before.at >= request.looking_since else 0
    await context.record("request", request.id, TOLD, str(reached))
    zone = zone_of(mentee, [request.state])
    days = {
        step: None if step <= reached else wall(request.looking_since + WIDENS_AFTER[step], zone).date()
        for step in range(known + 1, WIDEST + 1 if last else reached + 1)
    }
    return [replace(step, day=days[step.reach]) for step in await adding(context, request, mentee, days)]
