"""A pair that was approved, whose mentor could not be asked at once: looked at again until it is its turn."""

from bot.context import Context
from bot.domain.message import Nudge
from bot.domain.round import RoundLine
from bot.domain.status import LineStatus
from bot.ids import LineId
from bot.journey import approving
from bot.nudges.kind import Kind


async def _line(nudge: Nudge, context: Context) -> RoundLine | None:
    """After its round, which is locked first everywhere."""
    await context.uow.rounds.of_line(LineId(nudge.subject))
    return await context.uow.round_lines.get(LineId(nudge.subject))


async def _awaits_turn(nudge: Nudge, context: Context) -> bool:
    line = await _line(nudge, context)
    return line is not None and line.status is LineStatus.APPROVED


async def _take_turn(nudge: Nudge, context: Context) -> None:
    line = await _line(nudge, context)
    assert line is not None
    await approving.take_turn(context, line)


KINDS = (Kind("round-turn", still=_awaits_turn, act=_take_turn, only_tells=False),)
