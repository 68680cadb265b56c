"""A person's own page: their mentoring, and for a moderator what needs a hand, the numbers and the administration."""

from collections.abc import Sequence

from bot.commands import MyMentoring
from bot.context import Context
from bot.handlers.moderating import queue
from bot.handlers.overview import my_mentoring
from bot.journey.concerns import Kind, concerns
from bot.journey.statistics import statistics
from bot.texts import moderating, setting_up
from bot.texts import statistics as numbers
from bot.views import Message


async def page(context: Context, *, moderator: bool) -> Sequence[Message]:
    """Messages from top to bottom, each heading and each button once. The chart stays behind the button “Numbers”:
    a page that is drawn anew each time it is opened should not cost a picture.
    """
    mine = await my_mentoring(MyMentoring(), context)
    return (mine, *(await _for_moderators(context) if moderator else ()))


async def _for_moderators(context: Context) -> tuple[Message, ...]:
    found = await concerns(context.uow, context.now)
    waits = await queue(context)
    leads_to_setup = not waits.ready or any(concern.kind is Kind.CHANNEL for concern in found)
    return (
        *(() if waits.ready else (setting_up.not_set_up_card(alone=waits.alone),)),
        numbers.needs_a_hand(found, context.now, setup=waits.ready),
        numbers.at_a_glance(await statistics(context.uow, context.now)),
        moderating.administration(waits, setup=not leads_to_setup),
    )
