"""The posts in the mentoring channel: one for each request, and beyond a few a day one round-up, kept true by edits."""

from collections.abc import Sequence

from bot.context import Context
from bot.domain.request import MentoringRequest
from bot.domain.status import RequestStatus
from bot.ids import OutboxId
from bot.texts import channel as texts
from bot.views import Message


async def announce(context: Context, request: MentoringRequest) -> OutboxId | None:
    """Posts the request in the spaces of the community; the first post is the card that later edits change."""
    return await _post(context, texts.post(request))


async def announce_many(context: Context, requests: Sequence[MentoringRequest]) -> OutboxId | None:
    return await _post(context, texts.round_up(requests, 0))


async def _post(context: Context, message: Message) -> OutboxId | None:
    spaces = [space for space in await context.uow.communities.spaces() if space.connected and space.channel]
    return next(iter([await context.tell_channel(space.id, message) for space in spaces]), None)


async def refresh(context: Context, request: MentoringRequest) -> None:
    """Makes the post about a request that changed true again."""
    if request.card is None:
        return
    together = await context.uow.requests.on_card(request.card)
    await context.update(request.card, _card(request, together))


def _card(request: MentoringRequest, together: Sequence[MentoringRequest]) -> Message:
    if len(together) > 1:
        still = [r for r in together if r.status is RequestStatus.OPEN]
        return texts.round_up(still, len(together) - len(still))
    if request.status is RequestStatus.OPEN:
        return texts.post(request)
    return texts.settled_post(request, matched=request.status is RequestStatus.MATCHED)
