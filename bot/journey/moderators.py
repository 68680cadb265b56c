"""Who moderates by a grant. Whoever has the platform's own role needs none."""

from collections.abc import Sequence
from dataclasses import replace

from bot.context import Context
from bot.domain.member import Member
from bot.journey.zones import zone_of
from bot.texts import moderators as texts


async def grant(context: Context, member: Member, detail: str = "") -> bool:
    """Adds a moderator, who is told unless they did it themselves; False where they are one already."""
    if member.moderator:
        return False
    await context.uow.members.save(replace(member, moderator=True))
    await context.record("member", member.id, "moderator-added", detail)
    if not _myself(context, member):
        await context.tell_member(member.id, texts.you_moderate(context.actor), polite_in=zone_of(member))
    return True


async def remove(context: Context, member: Member) -> None:
    await context.uow.members.save(replace(member, moderator=False))
    await context.record("member", member.id, "moderator-removed")
    if not _myself(context, member):
        await context.tell_member(member.id, texts.you_no_longer_moderate(), polite_in=zone_of(member))


def last_one(moderators: Sequence[Member], member: Member) -> bool:
    """Whether nobody who is still here would be left: platform roles can be taken away outside, so one grant stays."""
    return not any(other.left_at is None for other in moderators if other.id != member.id)


def _myself(context: Context, member: Member) -> bool:
    return context.actor is not None and context.actor.id == member.id
