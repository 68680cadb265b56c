"""The mentoring channel: which one it is, the posts in it, and what becomes of those that are refused.

One post for each request, and beyond a few a day one round-up, kept true by edits.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.context import Context
from bot.domain.message import ChannelEvent, OutboxMessage, OutboxStatus
from bot.domain.request import MentoringRequest
from bot.domain.status import RequestStatus
from bot.ids import OutboxId, SpaceId
from bot.ports.platforms import Space
from bot.texts import channel as texts
from bot.texts import setting_up
from bot.views import Message

CHANNEL_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")
CARD = "card-sent"  # of a post that a moderator asked for


# Which one


async def here(context: Context) -> Space:
    """The space where the actor is."""
    assert context.envelope is not None, "the clock is in no space"
    return await context.uow.communities.space(context.envelope.actor.space)


def fits(id: str) -> bool:
    """Whether this can be a platform's id of a channel; whether it is one, only posting can tell."""
    return CHANNEL_ID.fullmatch(id) is not None


async def choose(context: Context, id: str) -> bool:
    """For new posts in the actor's space; posts that stand in another channel stay there. False if it was this one."""
    space = await here(context)
    await context.uow.communities.save_space(replace(space, channel=id))
    await context.record("space", space.id, ChannelEvent.CHOSEN, id)
    return space.channel != id


async def post_waiting(context: Context) -> int:
    """Posts the open requests that are in no channel yet, one by itself and several together. Returns how many."""
    unposted = await context.uow.requests.unposted()
    for start in range(0, len(unposted), texts.MOST_IN_ROUND_UP):
        some = unposted[start : start + texts.MOST_IN_ROUND_UP]
        card = await (announce(context, some[0]) if len(some) == 1 else announce_many(context, some))
        for request in some:
            await context.uow.requests.save(replace(request, card=card))
    return len(unposted)


# Posts


async def announce(context: Context, request: MentoringRequest) -> OutboxId | None:
    """Posts the request in the spaces of the community; the first post is the card that later edits change."""
    return next(iter(await post_everywhere(context, texts.post(request))), None)


async def announce_many(context: Context, requests: Sequence[MentoringRequest]) -> OutboxId | None:
    return next(iter(await post_everywhere(context, texts.round_up(requests, 0))), None)


async def post_everywhere(context: Context, message: Message) -> list[OutboxId]:
    """In every space that has a mentoring channel; none where the community has none yet."""
    spaces = [space for space in await context.uow.communities.spaces() if space.connected and space.channel]
    return [await context.tell_channel(space.id, message) for space in spaces]


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


# What became of a post


async def settled(context: Context, post: OutboxMessage) -> None:
    """Refused: moderators see it, and its requests are posted again once there is a channel that works."""
    assert post.to.channel is not None
    if post.replaces is not None:
        return  # an edit of a card in what may be an earlier channel says nothing about this one
    if post.status is OutboxStatus.SENT:
        await _works(context, post.to.channel)
    elif post.status in {OutboxStatus.UNREACHABLE, OutboxStatus.FAILED, OutboxStatus.PARKED}:
        await _refused(context, post, post.to.channel)


async def _works(context: Context, space: SpaceId) -> None:
    last = await context.uow.events.last(space, tuple(ChannelEvent))
    if last is not None and last.kind == ChannelEvent.REFUSED:
        await context.record("space", space, ChannelEvent.WORKS)
        await post_waiting(context)


async def _refused(context: Context, post: OutboxMessage, space: SpaceId) -> None:
    last = await context.uow.events.last(space, tuple(ChannelEvent))
    if last is None or last.kind not in (ChannelEvent.REFUSED, ChannelEvent.LOST):
        await context.record("space", space, ChannelEvent.REFUSED)
    if post.status is not OutboxStatus.PARKED:  # which may stand in the channel after all
        for request in await context.uow.requests.on_card(post.id):
            await context.uow.requests.save(replace(request, card=None))
    if post.actor is not None and await context.uow.events.last(post.id, (CARD,)):
        await context.tell_member(post.actor, setting_up.card_refused(await context.uow.communities.space(space)))
