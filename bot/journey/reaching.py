"""Whether people can be written to, where they can close their direct messages: noticed, told, and made good.

Who asks or offers gets a first direct message, so that a closed door is found at once. What does not arrive is kept:
its reader is told beside their next answer, and once a message arrives again, or they ask for it, what waited goes out
in order. What both of a pair may see goes to the conversation of the pair meanwhile.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.commands import Command, MyMentoring, RetryMessages
from bot.context import Context
from bot.domain.member import Member
from bot.domain.message import OutboxMessage
from bot.ids import MatchId, MemberId
from bot.journey import line, proposing
from bot.ports.storage import UnitOfWork
from bot.texts import reaching as texts
from bot.views import Message

CLOSED, STILL_CLOSED, TOLD = "unreachable", "still-unreachable", "unreachable-told"  # events about a member
RETRIED, OPEN_AGAIN = "retry-asked", "reachable-again"
TEST = "test-sent"  # an event about a message; its detail says why it was sent
REQUEST, OFFER, RETRY = "request", "offer", "retry"
KEPT = timedelta(days=14)
MOST_TRIES, TRIES_WITHIN = 5, timedelta(hours=1)


def can_close(context: Context) -> bool:
    """Whether the actor's platform lets people close their direct messages."""
    return context.envelope is not None and context.envelope.actor.platform.can_close_dms


async def test(context: Context, why: str) -> None:
    """A first direct message to who has just asked (`REQUEST`) or offered (`OFFER`)."""
    if can_close(context):
        await _send_test(context, texts.request_in() if why == REQUEST else texts.offer_in(), why)


async def _send_test(context: Context, message: Message, why: str) -> None:
    sent = await context.tell_member(context.me.id, message)
    await context.record("message", sent, TEST, why)


# What the person is told


async def notice(context: Context, command: Command) -> Message | None:
    """Beside the actor's next answer: once after a message failed, and beside their own mentoring always."""
    if context.me.unreachable_since is None or not can_close(context) or isinstance(command, RetryMessages):
        return None
    if await _knows(context) and not isinstance(command, MyMentoring):
        return None
    assert context.envelope is not None
    here = context.envelope.actor.space
    space = next(space for space in await context.uow.communities.spaces() if space.id == here)
    return texts.closed(space)


async def told(context: Context) -> None:
    if not await _knows(context):
        await context.record("member", context.me.id, TOLD)


async def _knows(context: Context) -> bool:
    last = await context.uow.events.last(context.me.id, (CLOSED, STILL_CLOSED, TOLD))
    return last is not None and last.kind == TOLD


# Trying again


async def may_retry(context: Context) -> bool:
    tried = await context.uow.events.caused(context.me.id, RETRIED, context.now - TRIES_WITHIN)
    return tried < MOST_TRIES


async def retry(context: Context) -> None:
    """Sends what waited in its order, and a word at the end, which arrives also where nothing is left to say."""
    await context.record("member", context.me.id, RETRIED)
    await _send_again(context, context.me.id)
    await _send_test(context, texts.open_again(), RETRY)


async def _send_again(context: Context, member: MemberId) -> None:
    """What is no longer true is dropped: here for first messages, and by the delivery for what a nudge said."""
    since = context.now - KEPT
    for message in await context.uow.outbox.unreached(member, since):
        sent = await context.uow.events.last(message.id, (TEST,))
        if sent is not None and not await _goes_on(context.uow, member, sent.detail):
            await context.uow.outbox.withdraw(message.id)
    await context.uow.outbox.try_again(member, since)


async def _goes_on(uow: UnitOfWork, member: MemberId, why: str) -> bool:
    if why == REQUEST:
        return await uow.requests.live_of(member) is not None
    return why == OFFER and await uow.offers.live_of(member) is not None


# What became of a direct message


async def failed(context: Context, message: OutboxMessage, member: Member, *, closed: bool) -> Sequence[OutboxMessage]:
    """Notes it, and lets nobody wait for this person. `closed`: on a platform where direct messages can be closed.

    There everything else that waits for them now is not even tried. Returns what did not arrive.
    """
    if member.unreachable_since is None:
        await context.uow.members.save(replace(member, unreachable_since=context.now))
        await context.record("member", member.id, CLOSED)
        await proposing.unreachable(context, member.id)
    elif closed and await _tried_again(context, member):
        await context.record("member", member.id, STILL_CLOSED)
    held = await context.uow.outbox.hold(member.id, context.now) if closed else ()
    return (message, *held)


async def _tried_again(context: Context, member: Member) -> bool:
    last = await context.uow.events.last(member.id, (CLOSED, STILL_CLOSED, TOLD, RETRIED))
    return last is not None and last.kind == RETRIED


async def arrived(context: Context, message: OutboxMessage, member: Member) -> None:
    """The door is open again: what waited goes out, and who offers is asked again. An edit proves nothing."""
    if member.unreachable_since is None or member.left_at is not None or message.replaces is not None:
        return
    await context.uow.members.save(replace(member, unreachable_since=None))
    await context.record("member", member.id, OPEN_AGAIN)
    await _send_again(context, member.id)
    offer = await context.uow.offers.live_of(member.id)
    if offer is not None:
        await line.call(context, offer.id)


async def tell_pair_instead(context: Context, message: OutboxMessage, match: MatchId) -> None:
    """Puts what one of a pair did not get into the pair's conversation, where there is one: both may see it."""
    assert message.to.member is not None
    person = await context.uow.members.get(message.to.member)
    if person is None or not await context.uow.outbox.conversation_of(match):
        return
    if await context.uow.outbox.withdraw(message.id):
        await context.tell_pair(match, texts.to_one_of_both(person, message.message))
