"""Check-ins: the answer whether a pair met, changing it, and the optional questions of every fourth time."""

from collections.abc import Sequence

from bot.commands import AnswerCheckIn, ChangeAnswer, HowItGoes, NeedHelp, OpenCheckIn, SessionMet, SessionNotYet
from bot.context import Context
from bot.domain.checkin import CheckIn
from bot.domain.match import HELP, MET, NOT_YET, WELL, Session
from bot.domain.partners import Partners
from bot.domain.status import MatchStatus, SessionStatus
from bot.errors import UserError
from bot.handlers.handler import Handles
from bot.ids import NudgeId
from bot.journey import checking_in, closing, forms, keeping
from bot.journey import partners as pairs
from bot.journey.meetings import following
from bot.texts import checking_in as questions
from bot.texts import keeping as texts
from bot.understanding.fields import Fields
from bot.understanding.progress import progress
from bot.views import Part, View


async def session_met(command: SessionMet, context: Context) -> View:
    partners, session = await _untold(context, command.session, MET)
    told = await keeping.answer(context, partners, session, MET)
    if partners.match.status is MatchStatus.PAUSED:
        return texts.met_in_a_pause(partners.match.id, session.id)
    agreement = await context.uow.agreements.get(session.agreement)
    ask = session.number == 1 and agreement is not None and not agreement.goals
    over = await closing.is_over(context, session)
    on = await closing.how_to_go_on(context, partners, context.me, session) if over else ()
    coming = await following(context, partners.match.id)
    further = await _questions(context, partners, told)
    return texts.thanks_for_meeting(session, coming, on, further, ask_for_goals=ask)


async def session_not_yet(command: SessionNotYet, context: Context) -> View:
    partners, session = await _untold(context, command.session, NOT_YET)
    told = await keeping.answer(context, partners, session, NOT_YET)
    coming = await following(context, partners.match.id)
    agreement = await context.uow.agreements.get(session.agreement)
    assert agreement is not None
    return texts.not_yet(session, agreement, coming, await _questions(context, partners, told))


async def need_help(command: NeedHelp, context: Context) -> View:
    partners, session = await _untold(context, command.session, HELP)
    await keeping.answer(context, partners, session, HELP)
    await keeping.ask_for_help(context, partners)
    return texts.help_is_coming(partners.other(context.me.id), session)


async def change_answer(command: ChangeAnswer, context: Context) -> View:
    partners, session = await _past(context, command.session)
    coming = await following(context, partners.match.id)
    return texts.did_you_meet(partners, context.me.id, session, coming)


async def _untold(context: Context, id: str, said: str) -> tuple[Partners, Session]:
    """A session of which I have not said just this. Raises `UserError`."""
    partners, session = await _past(context, id)
    if session.answer_of(mentee=partners.is_mentee(context.me.id)) == said:
        raise UserError(texts.SAID_ALREADY)
    return partners, session


async def _past(context: Context, id: str) -> tuple[Partners, Session]:
    """A session of mine that has begun. Raises `UserError`."""
    partners, session = await pairs.of_past_session(context, id)
    if session.status is SessionStatus.CANCELLED:
        raise UserError(texts.IS_CANCELLED)
    if session.starts_at > context.now:
        raise UserError(texts.STILL_TO_COME)
    return partners, session


# A week without a meeting


async def how_it_goes(command: HowItGoes, context: Context) -> View:
    nudge = await context.uow.nudges.get(NudgeId(command.nudge))
    if nudge is None or nudge.recipient != context.me.id or nudge.kind != checking_in.WEEKLY:
        raise UserError(texts.NOT_YOURS)
    partners, session = await pairs.of_session(context, nudge.subject)
    if command.said not in (WELL, HELP) or await checking_in.said_how_it_goes(context, nudge) == command.said:
        raise UserError(texts.SAID_ALREADY)
    await checking_in.say_how_it_goes(context, nudge, command.said)
    partners = await keeping.present(context, partners)
    await keeping.contact(context, partners, await context.uow.agreements.signed(session.match))
    if command.said == HELP:
        await keeping.ask_for_help(context, partners)
        return questions.help_is_coming(partners.other(context.me.id))
    return questions.goes_well(nudge.id, await following(context, session.match))


# The optional questions


async def _questions(context: Context, partners: Partners, session: Session) -> tuple[Part, ...]:
    return questions.questions(session.id) if await checking_in.due(context, partners, session) else ()


async def _answered(context: Context, id: str) -> tuple[Partners, Session]:
    partners, session = await _past(context, id)
    if not session.answer_of(mentee=partners.is_mentee(context.me.id)):
        raise UserError(questions.ANSWER_FIRST)
    return partners, session


async def open_check_in(command: OpenCheckIn, context: Context) -> View:
    partners, session = await _answered(context, command.session)
    before = await context.uow.checkins.get(session.id, context.me.id)
    last = await context.uow.checkins.last_of(session.match, context.me.id)
    earlier = last if last and last.session != session.id else None
    goals = await checking_in.goals(context, session)
    return questions.form(partners, context.me.id, session, goals, before, earlier)


async def answer_check_in(command: AnswerCheckIn, context: Context) -> View:
    partners, session = await _answered(context, command.session)
    fields = Fields()
    written = _understood(command, context, session, await checking_in.goals(context, session), fields)
    if fields.problems:
        return await forms.refused(context, command, fields.problems)
    words = {"in_the_way": written.in_the_way, "next_step": written.next_step}
    if warned := await forms.guarded(context, command, words):
        return warned
    await forms.sent(context, command)
    if not (written.useful or written.progress or written.help_wanted or any(words.values())):
        return questions.nothing_written(session.id)
    await checking_in.keep(context, partners, written)
    return questions.taken(session.id, help_wanted=written.help_wanted)


def _understood(
    command: AnswerCheckIn, context: Context, session: Session, goals: Sequence[str], fields: Fields
) -> CheckIn:
    useful = command.useful and fields.chosen(
        "useful", command.useful, questions.USEFUL, please=questions.CHOOSE_USEFUL
    )
    helped = command.help and fields.chosen("help", command.help, questions.HELP, please=questions.CHOOSE_HELP)
    figures = None
    if goals:
        figures = fields.optional("progress", lambda text: progress(text, len(goals)), command.progress)
    return CheckIn(
        community=context.community.id,
        session=session.id,
        member=context.me.id,
        match=session.match,
        useful=int(useful) if useful in questions.USEFUL else None,
        progress=figures or (),
        in_the_way=fields.within("in_the_way", command.in_the_way, questions.MOST_WORDS),
        next_step=fields.within("next_step", command.next_step, questions.MOST_WORDS),
        help_wanted=helped == "yes",
        given_at=context.now,
    )


HANDLES: Handles = {
    SessionMet: session_met,
    SessionNotYet: session_not_yet,
    NeedHelp: need_help,
    ChangeAnswer: change_answer,
    HowItGoes: how_it_goes,
    OpenCheckIn: open_check_in,
    AnswerCheckIn: answer_check_in,
}
