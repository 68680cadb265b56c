"""Who moderates: by a grant, by what the platform says of a person, or by a role that moderators chose in a space."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.context import Context
from bot.domain.member import Member
from bot.journey.zones import zone_of
from bot.ports.platforms import Space, Standing
from bot.texts import moderators as texts

ROLE_ADDED, ROLE_REMOVED, ROLE_LOST = "moderator-role-added", "moderator-role-removed", "moderator-role-lost"
MOST_ROLES = 10
ROLE_ID = re.compile(r"[A-Za-z0-9_-]{1,25}")


async def moderates(context: Context, standing: Standing) -> bool:
    """Whether the actor does here and now; `standing` is what their platform says of them."""
    if context.me.moderator or standing.moderator:
        return True
    return bool(standing.roles) and (await _here(context)).moderated_by(standing)


async def _here(context: Context) -> Space:
    """Read with the community: asking costs nothing more."""
    assert context.envelope is not None, "the clock is in no space"
    spaces = await context.uow.communities.spaces()
    return next(space for space in spaces if space.id == context.envelope.actor.space)


def fit(roles: Sequence[str], space: Space) -> bool:
    """Whether these can be roles of moderators. A role with the space's own id would be everybody's (Discord)."""
    return len(roles) <= MOST_ROLES and all(ROLE_ID.fullmatch(role) and role != space.id for role in roles)


async def choose_roles(context: Context, space: Space, roles: Sequence[str]) -> Space:
    """The space with these roles; each counts once, and who adds or removes one is on record."""
    chosen = replace(space, moderator_roles=tuple(dict.fromkeys(roles)))
    if chosen == space:
        return space
    await context.uow.communities.save_space(chosen)
    for kind, these, others in ((ROLE_ADDED, chosen, space), (ROLE_REMOVED, space, chosen)):
        for role in these.moderator_roles:
            if role not in others.moderator_roles:
                await context.record("space", space.id, kind, role)
    return chosen


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
