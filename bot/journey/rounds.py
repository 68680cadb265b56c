"""Rounds: who takes part in one, what is kept of it, and what changed against the draft before."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.context import Context
from bot.domain.offer import MentoringOffer
from bot.domain.request import MentoringRequest
from bot.domain.round import Change, Round, RoundLine, Ruling, Word
from bot.domain.status import LineStatus, RoundStatus
from bot.ids import LineId, OfferId, RequestId, RoundId, new_id
from bot.journey import common_ground, line
from bot.journey.zones import zone_of
from bot.matching.rounds import LeftOut, Plan, PlannedPair
from bot.matching.waiting_list import Available, Situation, Waiting
from bot.texts import round_pages
from bot.texts import rounds as texts
from bot.views import Message

WEEK = timedelta(days=7)


async def begin(context: Context) -> Round:
    """A new round, solved by the next tick; the caller has seen that there is none."""
    made = Round(context.community.id, RoundId(new_id()), RoundStatus.PLANNING, context.me.id, context.now)
    await context.uow.rounds.add(made)
    await context.record("round", made.id, "round-planned")
    return made


async def solve_again(context: Context, draft: Round) -> None:
    asked = replace(draft.to(RoundStatus.PLANNING), asked_by=context.me.id, asked_at=context.now)
    await context.uow.rounds.save(asked)
    await context.record("round", draft.id, "round-planned")


async def drop(context: Context, live: Round) -> None:
    await context.uow.rounds.save(replace(live.to(RoundStatus.DROPPED), closed_at=context.now))
    await context.record("round", live.id, "round-dropped")


# Who takes part


async def waiting_for_a_mentor(context: Context) -> list[MentoringRequest]:
    """Open requests that nobody is asked about, and that no round has approved a mentor for."""
    asked = await context.uow.rounds.asked_about()
    approved = {each.request for each in await context.uow.round_lines.awaiting()}
    return [r for r in await context.uow.requests.open() if r.id not in asked | approved]


async def mentors(context: Context) -> list[Available]:
    """Those who may be asked now, each about as many people as they have places for and may be asked about this week.

    People who were approved for a mentor before take places, although the mentor does not know yet.
    """
    offers = await context.uow.rounds.free_offers(context.now)
    people = await context.uow.members.some([offer.mentor for offer in offers])
    asked = await context.uow.rounds.times_asked(context.now - WEEK)
    approved = Counter(each.mentor for each in await context.uow.round_lines.awaiting())
    found = []
    for offer in offers:
        mentor, a_week = people[offer.mentor], context.community.rules.proposals_a_week
        times, promised = asked.get(mentor.id, 0), approved[mentor.id]
        places = min(offer.places, a_week - times) - promised
        if places > 0 and not mentor.unreachable_since:
            found.append(Available(offer, zone_of(mentor, offer.states), places, times))
    return found


async def situation(context: Context, round: Round) -> Situation:
    """Reads everything that the round depends on."""
    requests, available = await waiting_for_a_mentor(context), await mentors(context)
    mentees = await context.uow.members.some([request.mentee for request in requests])
    rulings = await context.uow.rulings.of(round.id)
    ground = await common_ground.ground(context, [*mentees, *(each.offer.mentor for each in available)])
    waiting = [
        Waiting(
            replace(request, reach=line.reach(context, request)),
            zone_of(mentees[request.mentee], [request.state]),
            await line.apart(context, request),
        )
        for request in requests
    ]
    return Situation(
        context.now,
        context.community.rules,
        waiting,
        available,
        ground.spaces,
        pinned=_pairs(rulings, Word.PINNED),
        forbidden=_pairs(rulings, Word.FORBIDDEN),
    )


def _pairs(rulings: Sequence[Ruling], word: Word) -> frozenset[tuple[RequestId, OfferId]]:
    return frozenset((ruling.request, ruling.offer) for ruling in rulings if ruling.word is word)


# What is kept


async def keep(context: Context, planned: Round, plan: Plan) -> None:
    """The plan becomes the draft, unless the round was dropped, or solved by somebody else, meanwhile."""
    now = await context.uow.rounds.get(planned.id)
    if now is None or now.status is not RoundStatus.PLANNING or now.solved != planned.solved:
        return
    drafted = await context.uow.round_lines.of(now.id)
    before = {each.request: each.offer for each in drafted} if now.solved else None
    everybody: list[PlannedPair | LeftOut] = [*plan.pairs, *plan.left]
    lines = [_line(now, position, each, before) for position, each in enumerate(everybody)]
    await context.uow.round_lines.replace_all(now.id, lines)
    gone = _gone(drafted, {line.request for line in lines})
    draft = replace(now.to(RoundStatus.DRAFT), solved=now.solved + 1, solved_at=context.now, gone=gone)
    await context.uow.rounds.save(draft)
    await context.record("round", now.id, "round-solved", f"{len(plan.pairs)}/{len(lines)}")
    await context.tell_member(now.asked_by, await page(context, draft, 0))


def _gone(drafted: Sequence[RoundLine], waiting: Collection[RequestId]) -> int:
    """How many had not been decided about and are in the line no more."""
    undecided = (each.request for each in drafted if each.status in {LineStatus.PLANNED, LineStatus.LEFT})
    return sum(request not in waiting for request in undecided)


async def give_up(context: Context, planned: Round) -> None:
    """It could not be solved: said once, and not tried for ever."""
    now = await context.uow.rounds.get(planned.id)
    if now is not None and now.status is RoundStatus.PLANNING:
        await drop(context, now)
        await context.tell_member(now.asked_by, texts.UNSOLVED)


Before = Mapping[RequestId, OfferId | None]


def _line(round: Round, position: int, each: PlannedPair | LeftOut, before: Before | None) -> RoundLine:
    pair = each if isinstance(each, PlannedPair) else None
    left = each if isinstance(each, LeftOut) else None
    offer = pair.offer if pair else None
    return RoundLine(
        community=round.community,
        id=LineId(new_id()),
        round=round.id,
        position=position,
        request=each.request.id,
        mentee=each.request.mentee,
        offer=offer.id if offer else None,
        mentor=offer.mentor if offer else None,
        tier=int(pair.tier) if pair else 0,
        reasons=pair.reasons if pair else (),
        passed_over=pair.passed_over if pair else (),
        turn=pair.turn if pair else 0,
        status=LineStatus.PLANNED if pair else LineStatus.LEFT,
        change=_change(each.request, offer, before),
        why=left.why if left else "",
        fitting=left.fitting if left else 0,
    )


def _change(request: MentoringRequest, offer: MentoringOffer | None, before: Before | None) -> Change:
    if before is None:
        return Change.FIRST
    had = before.get(request.id)
    if offer is None:
        return Change.LOST if had else Change.SAME
    if had is None:
        return Change.NEW
    return Change.SAME if had == offer.id else Change.MOVED


# What is shown


async def page(context: Context, round: Round, number: int, said: str = "") -> Message:
    """One page of a draft, with what has just been done about it."""
    lines, rulings = await context.uow.round_lines.of(round.id), await context.uow.rulings.of(round.id)
    sheet = round_pages.sheet(lines, rulings, number)
    requests = [await context.uow.requests.get(id) for id in sheet.requests]
    draft = round_pages.Draft(
        round,
        lines,
        {(ruling.request, ruling.offer): ruling.word for ruling in rulings},
        await context.uow.members.some(sheet.people),
        {request.id: request for request in requests if request is not None},
        context.now,
    )
    return round_pages.page(draft, sheet, said)
