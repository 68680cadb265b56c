"""What a member wants to hear: a message that comes again later, or one kind of them not at all."""

from collections.abc import Iterable
from dataclasses import replace

from bot.commands import ChooseMessages, NudgeChoices, OpenMessages, SnoozeNudge, SwitchOff
from bot.context import Context
from bot.domain.message import Nudge, NudgeStatus
from bot.domain.switches import Snooze, Switch, snoozed
from bot.errors import UserError
from bot.handlers.handler import Handles
from bot.ids import NudgeId
from bot.journey.routine import SNOOZED
from bot.journey.zones import zone_of
from bot.nudges import KINDS
from bot.nudges.kind import Kind
from bot.texts import nudging as texts
from bot.views import View


async def nudge_choices(command: NudgeChoices, context: Context) -> View:
    nudge, _, switch = await _mine(command.nudge, context)
    fitting = [snooze for snooze in Snooze if await _fits(nudge, snooze, context)]
    return texts.choices(nudge, switch, fitting)


async def snooze_nudge(command: SnoozeNudge, context: Context) -> View:
    """Once more the same nudge by its occurrence, so that pressing twice only changes when it comes."""
    nudge, kind, _ = await _mine(command.nudge, context)
    if command.until not in set(Snooze):
        raise UserError(texts.OVER)
    if not await kind.still(nudge, context):
        raise UserError(texts.OVER)
    snooze = Snooze(command.until)
    if not await _fits(nudge, snooze, context):
        raise UserError(texts.TOO_LATE)
    due = snoozed(snooze, context.now, zone_of(context.me))
    occurrence = nudge.occurrence + SNOOZED
    again = await context.uow.nudges.find(nudge.recipient, nudge.kind, nudge.subject, occurrence)
    if again is None:
        await context.nudge_later(nudge.recipient, nudge.kind, nudge.subject, due, occurrence)
    elif again.status is NudgeStatus.WAITING:
        await context.uow.nudges.postpone(again.id, due)
    else:
        raise UserError(texts.CAME_AGAIN)
    return texts.snoozed(due)


async def _fits(nudge: Nudge, snooze: Snooze, context: Context) -> bool:
    """Whether it would still be true when it came again."""
    kind = KINDS[nudge.kind]
    if not await kind.still(nudge, context):
        return False
    until = await kind.until(nudge, context) if kind.until is not None else None
    return until is None or snoozed(snooze, context.now, zone_of(context.me)) < until


async def switch_off(command: SwitchOff, context: Context) -> View:
    _, _, switch = await _mine(command.nudge, context)
    await _mute(context, {*context.me.muted, switch})
    return texts.switched_off(switch)


async def _mine(id: str, context: Context) -> tuple[Nudge, Kind, Switch]:
    """Raises `UserError` for what is somebody else's, or can't be switched off."""
    nudge = await context.uow.nudges.get(NudgeId(id))
    if nudge is None or nudge.recipient != context.me.id:
        raise UserError(texts.NOT_YOURS)
    kind = KINDS[nudge.kind]
    if kind.switch is None:
        raise UserError(texts.ALWAYS)
    return nudge, kind, kind.switch


async def open_messages(command: OpenMessages, context: Context) -> View:
    return texts.messages_form(context.me.muted)


async def choose_messages(command: ChooseMessages, context: Context) -> View:
    return texts.messages_chosen(await _mute(context, set(Switch) - set(command.wanted)))


async def _mute(context: Context, switches: Iterable[str]) -> tuple[str, ...]:
    muted = tuple(sorted(switches))
    await context.uow.members.save(replace(context.me, muted=muted))
    return muted


HANDLES: Handles = {
    NudgeChoices: nudge_choices,
    SnoozeNudge: snooze_nudge,
    SwitchOff: switch_off,
    OpenMessages: open_messages,
    ChooseMessages: choose_messages,
}
