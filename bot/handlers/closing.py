"""Ending a match, asking for another mentor, feedback."""

from bot.commands import AnotherMentor, EndMatch, Feedback, NotForMe, OpenFeedback
from bot.context import Context
from bot.domain.match import MatchFeedback
from bot.domain.partners import Partners
from bot.domain.status import MatchStatus, RequestStatus
from bot.errors import UserError
from bot.handlers.handler import Handles
from bot.journey import closing, forms
from bot.journey import partners as pairs
from bot.texts import closing as texts
from bot.understanding.fields import Fields
from bot.views import Message, View


async def end_match(command: EndMatch, context: Context) -> View:
    partners = await pairs.live(context, command.match)
    ended = partners.now(await closing.end(context, partners.match, exclude=False))
    log = await closing.log_of(context, ended)
    other = ended.other(context.me.id)
    await context.tell_member(other.id, texts.ended_for_other(ended, other.id, log), polite_in=ended.zone(other.id))
    return texts.ended(ended, context.me.id, log)


async def not_for_me(command: NotForMe, context: Context) -> View:
    """The pressed card may be the pair's own: what concerns the mentee alone comes as a direct message."""
    partners = _mentee(context, await pairs.live(context, command.match))
    await context.tell_member(context.me.id, await _leave(context, partners))
    return texts.not_for_me()


async def another_mentor(command: AnotherMentor, context: Context) -> View:
    partners = _mentee(context, await pairs.mine(context, command.match))
    if partners.match.status is not MatchStatus.ENDED:
        return await _leave(context, partners)
    await _refuse_if_served(context, partners)
    by = await closing.back_in_line(context, partners)
    await context.uow.exclusions.add(partners.mentee.id, partners.mentor.id)
    return texts.back_in_line(by) if by else texts.not_back_in_line()


def _mentee(context: Context, partners: Partners) -> Partners:
    if not partners.is_mentee(context.me.id):
        raise UserError(texts.MENTEE_ONLY)
    return partners


async def _leave(context: Context, partners: Partners) -> Message:
    """Ends a live match without blame. Returns what the mentee is told."""
    await closing.end(context, partners.match, exclude=True)
    thanks = texts.thanks_to_mentor(partners)
    await context.tell_member(partners.mentor.id, thanks, polite_in=partners.mentor_zone)
    by = await closing.back_in_line(context, partners)
    return texts.back_in_line(by) if by else texts.not_back_in_line()


async def _refuse_if_served(context: Context, partners: Partners) -> None:
    """After the end, a mentee goes back in line once, and only without another mentor from the same request."""
    if await context.uow.requests.live_of(partners.mentee.id) is not None:
        raise UserError(texts.IN_LINE_ALREADY)
    request = await context.uow.requests.get(partners.match.request) if partners.match.request else None
    if request is None or request.status is not RequestStatus.MATCHED:
        raise UserError(texts.ASK_ANEW)
    if await context.uow.matches.of_request(request.id) is not None:
        raise UserError(texts.ANOTHER_ALREADY)


# Feedback


async def open_feedback(command: OpenFeedback, context: Context) -> View:
    return texts.feedback_form(await pairs.mine(context, command.match), context.me.id)


async def feedback(command: Feedback, context: Context) -> View:
    partners = await pairs.mine(context, command.match)
    fields = Fields()
    helpful = fields.chosen("helpful", command.helpful, texts.SCALE, please=texts.CHOOSE_HELPFUL)
    comment = fields.within("comment", command.comment, texts.MOST_COMMENT)
    if fields.problems:
        return await forms.refused(context, command, fields.problems)
    if warned := await forms.guarded(context, command, {"comment": comment}):
        return warned
    await forms.sent(context, command)
    given = MatchFeedback(
        community=context.community.id,
        match=partners.match.id,
        member=context.me.id,
        helpful=int(helpful),
        comment=comment,
        given_at=context.now,
    )
    await context.uow.matches.give(given)
    await context.record("match", partners.match.id, "feedback", helpful)
    return texts.feedback_taken(partners, context.me.id)


HANDLES: Handles = {
    EndMatch: end_match,
    NotForMe: not_for_me,
    AnotherMentor: another_mentor,
    OpenFeedback: open_feedback,
    Feedback: feedback,
}
