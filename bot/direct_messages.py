"""What became of a direct message: a fact about its reader, and perhaps another way to tell them."""

from datetime import datetime

from bot.context import Context
from bot.domain.member import Member
from bot.domain.message import OutboxMessage, OutboxStatus
from bot.journey import reaching
from bot.nudges import KINDS
from bot.nudges.wanted import wanted
from bot.ports.storage import UnitOfWork


async def settled(uow: UnitOfWork, message: OutboxMessage, now: datetime) -> None:
    """`message` was sent or could not be. One that arrives, as nearly all do, costs one look at its reader."""
    assert message.to.member is not None
    seen = (await uow.members.some([message.to.member])).get(message.to.member)
    if seen is None or (message.status is OutboxStatus.SENT and seen.unreachable_since is None):
        return
    member = await uow.members.get(message.to.member)
    assert member is not None
    context = Context(uow, await uow.communities.get(), now)
    if message.status is OutboxStatus.SENT:
        await reaching.arrived(context, message, member)
    else:
        await _failed(context, message, member)


async def _failed(context: Context, message: OutboxMessage, member: Member) -> None:
    spaces = {space.id: space for space in await context.uow.communities.spaces() if space.connected}
    there = [spaces[a.space] for a in await context.uow.members.accounts(member.id) if a.space in spaces]
    if not there:
        return  # the bot is gone from there, or the person has left, which is known
    closed = any(space.platform.can_close_dms for space in there)
    for each in await reaching.failed(context, message, member, closed=closed):
        await _tell_pair_instead(context, each)


async def _tell_pair_instead(context: Context, message: OutboxMessage) -> None:
    """A nudge that is still true, and of which nothing is for its reader alone."""
    nudge = await context.uow.nudges.get(message.nudge) if message.nudge else None
    kind = KINDS[nudge.kind] if nudge is not None else None
    if nudge is None or kind is None or kind.pair is None or not await wanted(nudge, context):
        return
    await reaching.tell_pair_instead(context.about(nudge), message, await kind.pair(nudge, context))
