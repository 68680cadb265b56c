"""A space becomes a part of another community, by a code from there: single-use, for a day, kept as a hash."""

from dataclasses import replace
from datetime import timedelta

from bot.context import Context
from bot.domain.member import Community
from bot.errors import UserError
from bot.ids import CommunityId
from bot.journey.claiming import hashed, new_code
from bot.journey.zones import zone_of
from bot.texts import joining as texts
from bot.views import Message

LIFETIME = timedelta(hours=24)
GROUPS = 3
MOST_WRONG = 5
WRONG_WITHIN = timedelta(hours=1)
ISSUED, REFUSED = "join-code-issued", "join-refused"
JOINED, LEFT_FOR = "space-joined", "space-moved"  # the same, in the community it came to and in the one it came from


async def issue(context: Context) -> str:
    code = new_code(GROUPS)
    await context.uow.join_codes.issue(hashed(code), context.now, LIFETIME)
    await context.record("community", context.community.id, ISSUED)
    return code


async def may_try(context: Context) -> bool:
    """Whether there are tries left this hour. Locks the member, so that tries at the same time are counted too."""
    await context.uow.members.get(context.me.id)
    wrong = await context.uow.events.caused(context.me.id, REFUSED, context.now - WRONG_WITHIN)
    return wrong < MOST_WRONG


async def invited_by(context: Context, code: str) -> CommunityId | None:
    return await context.uow.join_codes.community_of(hashed(code))


async def join(context: Context, to: CommunityId, code: str) -> tuple[Community, Context]:
    """Moves the actor's space with everybody in it. Returns the community, and a context within it.

    Raises `UserError` where people take part in the old one already, or the code was spent this moment.
    """
    assert context.envelope is not None
    space = await context.uow.communities.space(context.envelope.actor.space)
    if await context.uow.communities.in_use():
        raise UserError(texts.IN_USE, {"code": texts.IN_USE})
    there = context.uow.beside(to)
    if not await there.join_codes.use(hashed(code), space.id, context.now):
        raise UserError(texts.NOT_A_CODE, {"code": texts.NOT_A_CODE})
    before = await there.members.moderators()
    await context.uow.communities.give(space, to)
    await context.record("community", context.community.id, LEFT_FOR, to)
    community = await there.communities.get()
    actor = replace(context.me, community=to)
    joined = Context(there, community, context.now, actor, context.envelope)
    await joined.record("space", space.id, JOINED, context.community.id)
    for moderator in before:
        await joined.tell_member(moderator.id, texts.space_joined(space), polite_in=zone_of(moderator))
    return community, joined


async def answered(context: Context, message: Message) -> Message:
    """The answer is known in the new community as well, where a repeated delivery of the same press arrives."""
    assert context.envelope is not None
    await context.uow.receipts.add(context.envelope.event, message, context.now)
    return message
