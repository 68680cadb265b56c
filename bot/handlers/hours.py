"""The hours log: seeing it, clearing up what is undecided, signing it, and having it as files."""

from typing import assert_never

from bot.commands import (
    DidNotTakePlace,
    HoursFiles,
    HoursMissing,
    OpenHoursFiles,
    ReviewMeetings,
    ShowHours,
    SignHours,
    TookPlace,
)
from bot.context import Context
from bot.domain.hours import HoursLog
from bot.domain.match import MET, NOT_YET, Session
from bot.domain.partners import Partners
from bot.domain.status import SessionStatus
from bot.errors import UserError
from bot.handlers.handler import Handles
from bot.ids import SessionId
from bot.journey import forms, hours, keeping
from bot.journey import partners as pairs
from bot.reference.credits import rules_for
from bot.texts import hours as texts
from bot.texts import hours_paper as papers
from bot.texts import keeping as keeping_texts
from bot.understanding.fields import Fields
from bot.views import View


async def show_hours(command: ShowHours, context: Context) -> View:
    partners = await pairs.mine(context, command.match)
    return texts.card(partners, context.me.id, await hours.log_of(context, partners))


# Clearing up


async def review_meetings(command: ReviewMeetings, context: Context) -> View:
    partners = await pairs.mine(context, command.match)
    after = await context.uow.sessions.get(SessionId(command.after)) if command.after else None
    return await _next(context, partners, after)


async def took_place(command: TookPlace, context: Context) -> View:
    return await _say(context, command.session, MET)


async def did_not_take_place(command: DidNotTakePlace, context: Context) -> View:
    return await _say(context, command.session, NOT_YET)


async def _say(context: Context, id: str, said: str) -> View:
    """Whatever was said before, by anybody, is not shown; saying the same once more changes nothing."""
    partners, session = await pairs.of_any_session(context, id)
    if session.status is SessionStatus.CANCELLED:
        raise UserError(keeping_texts.IS_CANCELLED)
    if session.ends_at > context.now:
        raise UserError(texts.NOT_OVER)
    if session.answer_of(mentee=partners.is_mentee(context.me.id)) != said:
        await keeping.note(context, partners, session, said)
    return await _next(context, partners, session)


async def _next(context: Context, partners: Partners, after: Session | None) -> View:
    """The next question in order of time, and behind the last the log as it has become."""
    log = await hours.log_of(context, partners)
    left = [each for each in log.undecided if after is None or _place(each) > _place(after)]
    if left:
        return texts.did_it_take_place(partners, context.me.id, left[0], len(left) - 1)
    return texts.card(partners, context.me.id, log, texts.GONE_THROUGH if after else texts.ALL_DECIDED)


def _place(session: Session) -> tuple[object, ...]:
    return session.starts_at, session.id


# Signing


async def sign_hours(command: SignHours, context: Context) -> View:
    partners = await pairs.mine(context, command.match)
    log = await hours.log_of(context, partners)
    me = partners.is_mentee(context.me.id)
    if not log.sessions:
        raise UserError(texts.NOTHING_TO_SIGN)
    if command.state != log.state:
        return texts.card(partners, context.me.id, log, texts.HAS_CHANGED)
    already, was_asked = log.whole(mentee=me), not log.of(mentee=me).answered
    if not already:
        log = await hours.sign(context, partners, log)
    asking = hours.Asking.TOLD if was_asked else await hours.ask(context, partners, log)
    if already and asking is hours.Asking.NOT_NEEDED:
        raise UserError(texts.SIGNED_ALREADY)
    return texts.card(partners, context.me.id, log, _after_signing(partners, context, log, asking))


def _after_signing(partners: Partners, context: Context, log: HoursLog, asking: hours.Asking) -> str:
    other = partners.other(context.me.id)
    match asking:
        case hours.Asking.ASKED:
            return texts.asked(other)
        case hours.Asking.ASKED_BEFORE:
            return texts.asked_before(partners, context.me.id, log)
        case hours.Asking.TOLD:
            return texts.told(other)
        case hours.Asking.GONE:
            return texts.cannot_be_asked(other)
        case hours.Asking.NOT_NEEDED:
            return texts.BOTH_SIGNED
        case _:
            assert_never(asking)


async def hours_missing(command: HoursMissing, context: Context) -> View:
    partners = await pairs.mine(context, command.match)
    log = await hours.log_of(context, partners)
    if log.of(mentee=partners.is_mentee(context.me.id)).answered:
        raise UserError(texts.NOT_ASKED)
    log = await hours.say_missing(context, partners, log)
    return texts.card(partners, context.me.id, log, texts.missing_told(partners.other(context.me.id)))


# The files


async def open_hours_files(command: OpenHoursFiles, context: Context) -> View:
    partners = await pairs.mine(context, command.match)
    _something(await hours.log_of(context, partners))
    return texts.files_form(partners, context.me.id, rules_for(_role(partners, context)))


async def hours_files(command: HoursFiles, context: Context) -> View:
    partners = await pairs.mine(context, command.match)
    log = _something(await hours.log_of(context, partners))
    fields = Fields()
    rules = {rule.slug: rule for rule in rules_for(_role(partners, context))}
    chosen = fields.chosen("rule", command.rule, {*rules, texts.NO_RULE}, please=texts.CHOOSE_RULE)
    if fields.problems:
        return await forms.refused(context, command, fields.problems)
    await forms.sent(context, command)
    await context.record("match", partners.match.id, "hours-files", chosen)
    told = papers.Told(
        partners=partners,
        reader=context.me.id,
        community=context.community.name,
        log=log,
        entries=await hours.entries(context, log),
        topics=await hours.topics_of(context, partners),
        rule=rules.get(chosen),
        now=context.now,
    )
    return papers.files(told)


def _something(log: HoursLog) -> HoursLog:
    if not log.sessions:
        raise UserError(texts.NOTHING_YET)
    return log


def _role(partners: Partners, context: Context) -> str:
    return "mentee" if partners.is_mentee(context.me.id) else "mentor"


HANDLES: Handles = {
    ShowHours: show_hours,
    ReviewMeetings: review_meetings,
    TookPlace: took_place,
    DidNotTakePlace: did_not_take_place,
    SignHours: sign_hours,
    HoursMissing: hours_missing,
    OpenHoursFiles: open_hours_files,
    HoursFiles: hours_files,
}
