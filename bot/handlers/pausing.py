"""Pausing a pair, until a day or until one of the two resumes; and going on."""

from bot.commands import KeepGoing, OpenPauseMatch, PauseMatch, ResumeMatch
from bot.context import Context
from bot.domain.partners import Partners
from bot.domain.schedule import wall
from bot.domain.status import MatchStatus
from bot.errors import UserError
from bot.handlers.handler import Handles
from bot.journey import forms, keeping, pausing
from bot.journey import partners as pairs
from bot.journey.meetings import following
from bot.texts import pausing as texts
from bot.texts import quiet as quiet_texts
from bot.texts.partners import full
from bot.understanding.fields import Fields, later_day
from bot.views import View


async def keep_going(command: KeepGoing, context: Context) -> View:
    """Also brings back a match that was paused meanwhile: the card was sent before."""
    partners = await pairs.together(context, command.match)
    if partners.match.status is MatchStatus.PAUSED:
        return await _resume(context, partners)
    await keeping.contact(context, partners, await context.uow.agreements.signed(partners.match.id))
    return quiet_texts.kept_going(await following(context, partners.match.id))


async def open_pause_match(command: OpenPauseMatch, context: Context) -> View:
    partners = await pairs.together(context, command.match)
    today = wall(context.now, partners.zone(context.me.id)).date()
    return texts.form(partners, partners.other(context.me.id), today)


async def pause_match(command: PauseMatch, context: Context) -> View:
    """Also names a day, or another one, for a pause that has begun."""
    partners = await pairs.together(context, command.match)
    fields = Fields()
    today = wall(context.now, partners.zone(context.me.id)).date()
    until = fields.optional("until", lambda text: later_day(text, today), command.until)
    if fields.problems:
        return await forms.refused(context, command, fields.problems)
    before = partners.match.status is MatchStatus.PAUSED
    if before and until in {None, texts.until(partners)}:
        raise UserError(texts.PAUSED_ALREADY)
    await forms.sent(context, command)
    paused = await pausing.pause(context, partners, until)
    await context.record("match", paused.match.id, "match-paused")
    calendar = await pausing.calendar(context, paused, since=partners.match.last_contact_at if before else context.now)
    signed = await context.uow.agreements.signed(paused.match.id)
    coming = pausing.first_after(paused.match.paused_until, signed)
    told = texts.paused_for_pair(paused, context.me, full(coming) if coming else None, calendar)
    await context.tell_pair(paused.match.id, told)
    return texts.paused(paused)


async def resume_match(command: ResumeMatch, context: Context) -> View:
    partners = await pairs.together(context, command.match)
    if partners.match.status is not MatchStatus.PAUSED:
        raise UserError(texts.NOT_PAUSED)
    return await _resume(context, partners)


async def _resume(context: Context, partners: Partners) -> View:
    resumed = await pausing.resume(context, partners)
    match, coming = resumed.match, await following(context, resumed.match.id)
    calendar = await pausing.calendar(context, resumed, since=context.now)
    await context.tell_pair(match.id, texts.resumed_for_pair(context.me, match, coming, calendar))
    return texts.resumed(match, coming)


HANDLES: Handles = {
    KeepGoing: keep_going,
    OpenPauseMatch: open_pause_match,
    PauseMatch: pause_match,
    ResumeMatch: resume_match,
}
