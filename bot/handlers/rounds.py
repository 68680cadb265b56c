"""For moderators: planning a round, ruling on its pairs, approving them."""

from bot.commands import (
    AllowPair,
    ApprovePair,
    ApproveRound,
    DropRound,
    PlanRound,
    RulePair,
    ShowRound,
    SolveRound,
)
from bot.context import Context
from bot.domain.round import Round, RoundLine, Ruling, Word
from bot.domain.status import LineStatus, RoundStatus
from bot.errors import UserError
from bot.handlers.handler import Handles
from bot.ids import LineId, OfferId, RequestId, RoundId
from bot.journey import approving, rounds
from bot.texts import rounds as texts
from bot.views import Message


async def plan_round(command: PlanRound, context: Context) -> Message:
    live = await context.uow.rounds.live()
    if live is not None:
        return texts.PLANNING if live.status is RoundStatus.PLANNING else await rounds.page(context, live, 0)
    if not await rounds.waiting_for_a_mentor(context):
        raise UserError(texts.NOBODY_WAITS)
    if not await rounds.mentors(context):
        raise UserError(texts.NO_MENTORS)
    await rounds.begin(context)
    return texts.PLANNING


async def show_round(command: ShowRound, context: Context) -> Message:
    round = await context.uow.rounds.get(RoundId(command.round))
    if round is None:
        raise UserError(texts.CLOSED)
    if round.status is RoundStatus.PLANNING:
        return texts.PLANNING
    return await rounds.page(context, round, _number(command.page))


def _number(page: str) -> int:
    return int(page) if page.isascii() and page.isdecimal() and len(page) < 6 else 0


async def _draft(context: Context, id: RoundId) -> Round:
    return _decidable(await context.uow.rounds.get(id))


def _decidable(round: Round | None) -> Round:
    """Locked. Raises `UserError` where nothing can be decided now."""
    if round is None or not round.live:
        raise UserError(texts.CLOSED)
    if round.status is RoundStatus.PLANNING:
        raise UserError(texts.BEING_SOLVED)
    return round


async def _planned(context: Context, id: str) -> tuple[Round, RoundLine] | None:
    """A pair that waits for a decision, and its round; None where the draft was planned anew since."""
    round = await context.uow.rounds.of_line(LineId(id))
    if round is None:
        live = await context.uow.rounds.live()
        if live is None:
            raise UserError(texts.CLOSED)
        return None
    round = _decidable(round)
    line = await context.uow.round_lines.get(LineId(id))
    if line is None or line.status is not LineStatus.PLANNED:
        raise UserError(texts.DECIDED)
    return round, line


async def _anew(context: Context) -> Message:
    live = await context.uow.rounds.live()
    assert live is not None
    return texts.anew(live)


async def rule_pair(command: RulePair, context: Context) -> Message:
    found = await _planned(context, command.line)
    if found is None:
        return await _anew(context)
    round, line = found
    assert line.offer is not None
    assert line.mentor is not None
    word = Word(command.word) if command.word in set(Word) else None
    if word is None:
        await context.uow.rulings.take_back(round.id, line.request, line.offer)
    else:
        pair = (line.request, line.offer, line.mentee, line.mentor)
        ruling = Ruling(round.community, round.id, *pair, word, context.me.id, context.now)
        await context.uow.rulings.rule(ruling)
    await context.record("round-pair", line.id, f"pair-{word or 'allowed'}")
    people = await context.uow.members.some([line.mentee, line.mentor])
    said = texts.ruled(people[line.mentee], people[line.mentor], word)
    return await rounds.page(context, round, _number(command.page), said)


async def allow_pair(command: AllowPair, context: Context) -> Message:
    round = await _draft(context, RoundId(command.round))
    request, offer = RequestId(command.request), OfferId(command.offer)
    ruling = next(
        (each for each in await context.uow.rulings.of(round.id) if (each.request, each.offer) == (request, offer)),
        None,
    )
    if ruling is None:
        return await rounds.page(context, round, _number(command.page))
    await context.uow.rulings.take_back(round.id, request, offer)
    await context.record("round", round.id, "pair-allowed")
    people = await context.uow.members.some([ruling.mentee, ruling.mentor])
    said = texts.ruled(people[ruling.mentee], people[ruling.mentor], None)
    return await rounds.page(context, round, _number(command.page), said)


async def solve_round(command: SolveRound, context: Context) -> Message:
    round = await _draft(context, RoundId(command.round))
    await rounds.solve_again(context, round)
    return texts.PLANNING


async def approve_pair(command: ApprovePair, context: Context) -> Message:
    found = await _planned(context, command.line)
    if found is None:
        return await _anew(context)
    round, line = found
    if await _forbidden(context, line):
        raise UserError(texts.FORBIDDEN)
    approved = await approving.approve(context, round, line)
    assert approved.mentor is not None
    round = await approving.close_if_done(context, round)
    people = await context.uow.members.some([approved.mentee, approved.mentor])
    said = texts.outcome(people[approved.mentee], people[approved.mentor], approved)
    return await rounds.page(context, round, _number(command.page), said)


async def _forbidden(context: Context, line: RoundLine) -> bool:
    said = await context.uow.rulings.of(line.round)
    return any((each.request, each.offer, each.word) == (line.request, line.offer, Word.FORBIDDEN) for each in said)


async def approve_round(command: ApproveRound, context: Context) -> Message:
    round = await _draft(context, RoundId(command.round))
    forbidden = {
        (each.request, each.offer) for each in await context.uow.rulings.of(round.id) if each.word is Word.FORBIDDEN
    }
    planned = [
        line
        for line in await context.uow.round_lines.of(round.id)
        if line.status is LineStatus.PLANNED and (line.request, line.offer) not in forbidden
    ]
    if not planned:
        raise UserError(texts.NOTHING_PLANNED)
    approved = [await approving.approve(context, round, line) for line in planned[: texts.APPROVED_AT_ONCE]]
    round = await approving.close_if_done(context, round)
    return await rounds.page(context, round, _number(command.page), texts.outcomes(approved))


async def drop_round(command: DropRound, context: Context) -> Message:
    round = await context.uow.rounds.get(RoundId(command.round))
    if round is None or not round.live:
        raise UserError(texts.CLOSED)
    await rounds.drop(context, round)
    lines = await context.uow.round_lines.of(round.id)
    return texts.dropped(sum(line.status in {LineStatus.ASKED, LineStatus.APPROVED} for line in lines))


HANDLES: Handles = {
    PlanRound: plan_round,
    ShowRound: show_round,
    RulePair: rule_pair,
    AllowPair: allow_pair,
    SolveRound: solve_round,
    ApprovePair: approve_pair,
    ApproveRound: approve_round,
    DropRound: drop_round,
}
