"""Keeping the schedule: answers about meetings, moving and cancelling one, silence, pausing and coming back."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.context import Context
from bot.domain import courtesy
from bot.domain.match import Agreement, Session
from bot.domain.partners import Partners
from bot.domain.status import SessionStatus
from bot.ids import MatchId
from bot.journey import calendars, planning, silence
from bot.journey.meetings import following
from bot.journey.zones import zone_of
from bot.texts import keeping as texts
from bot.texts import still_here as still_here_texts
from bot.texts.partners import early_or_late


async def contact(context: Context, partners: Partners, signed: Agreement | None) -> Partners:
    """A sign of life: saves the match as it stands in `partners`, and the ladder begins anew.

    Whoever gives it is here, and is asked no more whether they are.
    """
    match = partners.match.contacted(context.now)
    if context.actor is not None:
        match = match.asked(context.actor.id, None)
    await context.uow.matches.save(match)
    alive = partners.now(match)
    await silence.plan_ladder(context, alive, signed)
    return alive


async def present(context: Context, partners: Partners, *, tell: bool = True) -> Partners:
    """Whoever was asked whether they are still here and now does something is; who has waited for that is told,
    where nothing else tells them.
    """
    if partners.match.asked_at(context.me.id) is None:
        return partners
    here = partners.now(partners.match.asked(context.me.id, None))
    await context.uow.matches.save(here.match)
    await context.record("match", here.match.id, "still-here")
    if tell:
        other = here.other(context.me.id)
        told = still_here_texts.is_here(here, other.id, await following(context, here.match.id))
        await context.tell_member(other.id, told, polite_in=here.zone(other.id))
    return here


# Answers


async def answer(context: Context, partners: Partners, session: Session, said: str) -> Session:
    """One person's answer; a meeting that is told as held for the first time is a sign of life."""
    partners = await present(context, partners)
    told = await note(context, partners, session, said)
    if told.status is SessionStatus.HELD and session.status is not SessionStatus.HELD:
        await contact(context, partners, await context.uow.agreements.signed(session.match))
    return told


async def note(context: Context, partners: Partners, session: Session, said: str) -> Session:
    """One person's answer and what follows from it for the meeting, and nothing else."""
    told = session.answered(by_mentee=partners.is_mentee(context.me.id), answer=said)
    await context.uow.sessions.save(told)
    before = session.answer_of(mentee=partners.is_mentee(context.me.id))
    await context.record("session", session.id, "checkin-changed" if before else "checkin-answered", said)
    became = {SessionStatus.HELD: "session-held", SessionStatus.MISSED: "session-missed"}.get(told.status)
    if became and told.status is not session.status:
        await context.record("session", session.id, became)
    return told


async def ask_for_help(context: Context, partners: Partners) -> None:
    """To the moderators' queue, and one message a day without details to each moderator by grant outside the pair."""
    lately = await context.uow.events.of_kind(("help-asked",), context.now - timedelta(days=1))
    await context.record("match", partners.match.id, "help-asked")
    if any(event.subject_id == partners.match.id for event in lately):
        return
    for moderator in await context.uow.members.moderators():
        if not partners.match.has(moderator.id):
            await context.tell_member(moderator.id, texts.help_wanted(), polite_in=zone_of(moderator))


# One meeting


async def move(context: Context, partners: Partners, session: Session, start: datetime) -> Session:
    """Plans the session anew for another instant and tells the other one."""
    moved = session.moved(start)
    await context.uow.sessions.save(moved)
    await context.record("session", session.id, "session-moved")
    agreement = await context.uow.agreements.get(session.agreement)
    assert agreement is not None
    await planning.plan_nudges(context, partners, agreement, moved)
    alive = await contact(context, partners, agreement)
    calendar = await calendars.following(context, alive, agreement)
    other = partners.other(context.me.id)
    early = courtesy.quiet(start, partners.zone(other.id))
    warning = early_or_late(partners, other, start) if early else ""
    await context.tell_pair(
        session.match, texts.moved_for_pair(partners, context.me, moved, session.starts_at, warning, calendar)
    )
    return moved


async def cancel(context: Context, partners: Partners, session: Session, agreement: Agreement) -> Session:
    """Cancels this one only and tells the other one."""
    cancelled = session.to(SessionStatus.CANCELLED)
    await context.uow.sessions.save(cancelled)
    await context.record("session", session.id, "session-cancelled")
    signed = await context.uow.agreements.signed(session.match)
    alive = await contact(context, partners, signed)
    in_series = signed is not None and signed.schedule == agreement.schedule
    calendar = await calendars.following(context, alive, agreement) if in_series else None
    await context.tell_pair(session.match, texts.cancelled_for_pair(partners, context.me, session, agreement, calendar))
    return cancelled


async def cancel_coming(context: Context, match: MatchId) -> None:
    """Without a word: the schedule was replaced or the match has ended."""
    for session in await context.uow.sessions.planned(match):
        if session.starts_at > context.now:
            await context.uow.sessions.save(session.to(SessionStatus.CANCELLED))
            await context.uow.nudges.drop(session.id, context.now)


async def hand_over(context: Context, before: Agreement, after: Agreement) -> None:
    """What is not told to have been held belongs to the new version of an agreement from now on."""
    for session in await context.uow.sessions.of(before.match):
        if session.agreement == before.id and session.status is not SessionStatus.HELD:
            await context.uow.sessions.save(replace(session, agreement=after.id))


async def remind_hour_before(context: Context, partners: Partners, *, wanted: bool) -> Partners:
    """The actor's own choice, for the meetings that are planned already, too."""
    changed = partners.reminded_hour_before(context.me.id, wanted)
    await context.uow.matches.save(changed.match)
    if wanted:
        for session in await context.uow.sessions.planned(partners.match.id):
            await planning.plan_hour_before(context, context.me.id, session, partners.zone(context.me.id))
    return changed
