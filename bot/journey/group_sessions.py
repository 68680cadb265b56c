"""Group sessions from planning to calling off. What a session is stands in the post that announces it.

History keeps which post that is, and whether the platform's own list of events has it.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.context import Context
from bot.domain.message import OutboxMessage, OutboxStatus
from bot.ids import OutboxId
from bot.journey import channel
from bot.journey.typed_times import MOST_AHEAD
from bot.texts import group_sessions as texts
from bot.texts.group_sessions import Coming
from bot.views import GroupSession

SUBJECT = "group-session"
PLANNED, CALLED_OFF = "group-session-planned", "group-session-called-off"
UNLISTED, TRIED_AGAIN = "group-session-unlisted", "group-session-tried"


@dataclass(frozen=True)
class Announced:
    session: GroupSession
    post: OutboxMessage
    called_off: bool


async def plan(context: Context, session: GroupSession, zone: str) -> bool:
    """Posts it in every mentoring channel of the community. False where there is none."""
    post = await channel.post(context, texts.post(session, zone, context.now))
    if post is not None:
        await context.record(SUBJECT, session.id, PLANNED, post)
    return post is not None


async def find(context: Context, id: str) -> Announced | None:
    planned = await context.uow.events.last(id, (PLANNED,))
    post = await context.uow.outbox.get(OutboxId(planned.detail)) if planned else None
    if post is None or post.message.group_session is None:
        return None
    off = await context.uow.events.last(id, (CALLED_OFF,)) is not None
    return Announced(replace(post.message.group_session, called_off=off), post, off)


async def coming(context: Context) -> list[Coming]:
    """Those that are still to come, the next first."""
    since = context.now - MOST_AHEAD - timedelta(days=1)
    planned = [event.subject_id for event in await context.uow.events.of_kind((PLANNED,), since)]
    found = [one for id in planned if (one := await find(context, id)) is not None]
    open_ones = [one.session for one in found if not one.called_off and one.session.starts_at > context.now]
    return [Coming(one, await _why_unlisted(context, one)) for one in sorted(open_ones, key=lambda one: one.starts_at)]


async def _why_unlisted(context: Context, session: GroupSession) -> str:
    last = await context.uow.events.last(session.id, (UNLISTED, TRIED_AGAIN))
    return last.detail if last is not None and last.kind == UNLISTED else ""


async def call_off(context: Context, announced: Announced) -> None:
    await context.record(SUBJECT, announced.session.id, CALLED_OFF)
    message = texts.called_off_post(replace(announced.session, called_off=True))
    await channel.update(context, announced.post.id, message)


async def list_again(context: Context, announced: Announced) -> None:
    """The post stays as it is; what it announces is looked for in the list of events once more."""
    await context.record(SUBJECT, announced.session.id, TRIED_AGAIN)
    off = texts.called_off_post(announced.session) if announced.called_off else announced.post.message
    await channel.update(context, announced.post.id, off)


async def settled(context: Context, post: OutboxMessage) -> None:
    """Whoever had it posted hears where the platform's own list of events differs, and what to click."""
    session = post.message.group_session
    if session is None or post.status is not OutboxStatus.SENT or not post.problem or post.to.channel is None:
        return
    await context.record(SUBJECT, session.id, UNLISTED, post.problem)
    if post.actor is not None:
        space = await context.uow.communities.space(post.to.channel)
        await context.tell_member(post.actor, texts.unlisted(session, space.name, post.problem))
