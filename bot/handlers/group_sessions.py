"""Group sessions: planning, seeing what is planned, calling off."""

from bot.commands import CallOffGroupSession, GroupSessions, ListGroupSession, OpenGroupSession, PlanGroupSession
from bot.context import Context
from bot.domain.schedule import wall
from bot.errors import UserError
from bot.handlers.handler import Handles
from bot.ids import new_id
from bot.journey import channel, forms, group_sessions, moving
from bot.journey.group_sessions import Announced
from bot.journey.typed_times import Typed, coming_instant
from bot.journey.zones import NOWHERE, usable
from bot.texts import group_sessions as texts
from bot.texts.choices import UNKNOWN_ZONE
from bot.understanding.fields import Fields
from bot.views import GroupSession, Message, View, shown


async def all_of_them(command: GroupSessions, context: Context) -> Message:
    return texts.listed(await group_sessions.coming(context))


async def open_group_session(command: OpenGroupSession, context: Context) -> View:
    await _can_be_posted(context)
    zone = context.me.zone
    today = wall(context.now, zone or NOWHERE).date()
    return texts.form(zone, today, ask_zone=not _zone_is_sure(context))


async def _can_be_posted(context: Context) -> None:
    if not (await channel.here(context)).channel:
        raise UserError(texts.NO_CHANNEL)


def _zone_is_sure(context: Context) -> bool:
    """What was only proposed is asked for: nobody is to come at another hour than was meant."""
    return context.me.zone is not None and (context.me.zone_confirmed or context.profile_zone == context.me.zone)


async def plan_group_session(command: PlanGroupSession, context: Context) -> View:
    await _can_be_posted(context)
    fields = Fields()
    zone = context.me.zone if _zone_is_sure(context) else usable(command.zone)
    if zone is None:
        fields.problems["zone"] = UNKNOWN_ZONE
    session = _understood(command, context, zone or NOWHERE, fields)
    if session is None or zone is None:
        return await forms.refused(context, command, fields.problems)
    if warned := await forms.guarded(context, command, {"title": command.title}):
        return warned
    await _one_more(context, session)
    await forms.sent(context, command)
    if not _zone_is_sure(context):
        await moving.use(context, zone)
    await group_sessions.plan(context, session, zone)
    return texts.planned(session)


def _understood(command: PlanGroupSession, context: Context, zone: str, fields: Fields) -> GroupSession | None:
    title = fields.within("title", shown(command.title).strip(), texts.MOST_TITLE)
    place = fields.within("place", shown(command.place).strip(), texts.MOST_PLACE)
    if not title:
        fields.problems.setdefault("title", texts.NEEDS_TITLE)
    if not place:
        fields.problems.setdefault("place", texts.NEEDS_PLACE)
    if command.minutes not in map(str, texts.MINUTES):
        fields.problems["minutes"] = texts.CHOOSE_MINUTES
    start = coming_instant(Typed(command.date, command.time, ("date", "time")), zone, context.now, fields)
    if fields.problems or start is None:
        return None
    return GroupSession(new_id(), title, start, int(command.minutes), place)


async def _one_more(context: Context, session: GroupSession) -> None:
    coming = [one.session for one in await group_sessions.coming(context)]
    if any((one.title, one.starts_at) == (session.title, session.starts_at) for one in coming):
        raise UserError(texts.PLANNED_ALREADY)
    if len(coming) >= texts.MOST_COMING:
        raise UserError(texts.TOO_MANY)


async def call_off_group_session(command: CallOffGroupSession, context: Context) -> View:
    announced = await _announced(context, command.session)
    if announced.called_off:
        raise UserError(texts.CALLED_OFF_ALREADY)
    await group_sessions.call_off(context, announced)
    return texts.called_off(announced.session)


async def list_group_session(command: ListGroupSession, context: Context) -> View:
    announced = await _announced(context, command.session)
    await group_sessions.list_again(context, announced)
    return texts.trying_again(announced.session)


async def _announced(context: Context, id: str) -> Announced:
    announced = await group_sessions.find(context, id)
    if announced is None:
        raise UserError(texts.UNKNOWN)
    if announced.session.starts_at <= context.now:
        raise UserError(texts.OVER)
    return announced


HANDLES: Handles = {
    GroupSessions: all_of_them,
    OpenGroupSession: open_group_session,
    PlanGroupSession: plan_group_session,
    CallOffGroupSession: call_off_group_session,
    ListGroupSession: list_group_session,
}
