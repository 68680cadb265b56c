"""Another mentee now, after a break, or not again? A mentor who has not said so is reminded once."""

from bot.context import Context
from bot.domain.message import Nudge
from bot.domain.switches import Switch
from bot.journey import offering
from bot.nudges.kind import Kind
from bot.texts import closing as texts


async def _still(nudge: Nudge, context: Context) -> bool:
    waiting = await offering.waiting_for_word(context, nudge.recipient)
    return waiting is not None and waiting.id == nudge.subject


async def _remind(nudge: Nudge, context: Context) -> None:
    waiting = await offering.waiting_for_word(context, nudge.recipient)
    assert waiting is not None
    await context.tell_member(nudge.recipient, texts.another_mentee(waiting))


KINDS = (Kind("another-mentee", still=_still, act=_remind, switch=Switch.AFTER, routine=True),)
