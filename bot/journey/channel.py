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


async def post_refused(context: Context, space: SpaceId) -> int:
    """Posts in a space that works again what stands in others and was refused in it. Returns how many requests."""
    posted = 0
    for post in await context.uow.outbox.refused_copies(space) if await _several(context) else ():
        assert post.copy_of is not None
        together = await context.uow.requests.on_card(post.copy_of)
        still_open = sum(request.status is RequestStatus.OPEN for request in together)
        if still_open:
            await context.tell_channel(space, _card(together[0], together), copy_of=post.copy_of)
        await context.uow.outbox.let_go(post.id)
        posted += still_open
    return posted


# Posts


async def announce(context: Context, request: MentoringRequest) -> OutboxId | None:
    """Posts the request in the spaces of the community; the first post is its card, the others are copies of that."""
    return await post(context, texts.post(request))


async def announce_many(context: Context, requests: Sequence[MentoringRequest]) -> OutboxId | None:
    return await post(context, texts.round_up(requests, 0))


async def post(context: Context, message: Message) -> OutboxId | None:
    """In every space that has a mentoring channel: one post, and copies of it. None where the community has none."""
    card = None
    for space in await _open_spaces(context):
        posted = await context.tell_channel(space.id, message, copy_of=card)
        card = card or posted
    return card


async def post_everywhere(context: Context, message: Message) -> list[OutboxId]:
    """In every space that has a mentoring channel; none where the community has none yet."""
    return [await context.tell_channel(space.id, message) for space in await _open_spaces(context)]


async def _open_spaces(context: Context) -> list[Space]:
    return [space for space in await context.uow.communities.spaces() if space.connected and space.channel]


async def _several(context: Context) -> bool:
    return len(await context.uow.communities.spaces()) > 1


async def refresh(context: Context, request: MentoringRequest) -> None:
    """Makes the posts about a request that changed true again, wherever they stand."""
    if request.card is None:
        return
    together = await context.uow.requests.on_card(request.card)
    message = _card(request, together)
    await update(context, request.card, message)


async def update(context: Context, card: OutboxId, message: Message) -> None:
    """Replaces a post and its copies."""
    for each in (card, *await _copies(context, card)):
        await context.update(each, message)


async def _copies(context: Context, card: OutboxId) -> Sequence[OutboxId]:
    return await context.uow.outbox.copies(card) if await _several(context) else ()


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
        await post_refused(context, space)


async def _refused(context: Context, post: OutboxMessage, space: SpaceId) -> None:
    last = await context.uow.events.last(space, tuple(ChannelEvent))
    if last is None or last.kind not in (ChannelEvent.REFUSED, ChannelEvent.LOST):
        await context.record("space", space, ChannelEvent.REFUSED)
    if post.status is not OutboxStatus.PARKED:  # which may stand in the channel after all
        await _stands_elsewhere(context, post.id)
    if post.actor is not None and await context.uow.events.last(post.id, (CARD,)):
        await context.tell_member(post.actor, setting_up.card_refused(await context.uow.communities.space(space)))


async def _stands_elsewhere(context: Context, refused: OutboxId) -> None:
    """A copy in another space becomes the card; without any, the requests are in no channel."""
    about = await context.uow.requests.on_card(refused)
    card = next(iter(await _copies(context, refused)), None) if about else None
    for request in about:
        await context.uow.requests.save(replace(request, card=card))
    if card is not None:
        await context.uow.outbox.lead(card, refused)
