"""Ending a match, asking for another mentor, feedback."""

from bot.commands import (
    AnotherMentor,
    EndMatch,
    Feedback,
    NoSearch,
    NotForMe,
    OpenFeedback,
    OpenSearchAgain,
    SearchAgain,
)
from bot.context import Context
from bot.domain.match import MatchFeedback
from bot.domain.partners import Partners
from bot.domain.request import MentoringRequest
from bot.domain.status import MatchStatus, RequestStatus
from bot.errors import UserError
from bot.handlers.asking import understood
from bot.handlers.handler import Handles
from bot.journey import asking, closing, forms, offering
from bot.journey import partners as pairs
from bot.texts import asking as asking_texts
from bot.texts import closing as texts
from bot.texts.reasons import REASONS
from bot.understanding.fields import Fields
from bot.views import Message, View


async def end_match(command: EndMatch, context: Context) -> View:
    partners = await pairs.live(context, command.match)
    end = await closing.end(context, partners, exclude=False)
    ended, calendar = end.partners, end.calendar
    log = await closing.log_of(context, ended)
    other = ended.other(context.me.id)
    told = texts.ended_for_other(ended, other.id, log, await closing.afterwards(context, ended, other, calendar))
    await context.tell_member(other.id, told, polite_in=ended.zone(other.id))
    return texts.ended(ended, context.me.id, log, await closing.afterwards(context, ended, context.me, calendar))


async def not_for_me(command: NotForMe, context: Context) -> View:
    """The pressed card may be the pair's own: what concerns the mentee alone comes as a direct message."""
    partners = _mentee(context, await pairs.live(context, command.match))
    await context.tell_member(context.me.id, await _leave(context, partners))
    return texts.not_for_me()


async def another_mentor(command: AnotherMentor, context: Context) -> View:
    partners = _mentee(context, await pairs.mine(context, command.match))
    if partners.match.status is not MatchStatus.ENDED:
        return await _leave(context, partners)
    await _to_bring_back(context, partners)
    return await _back(context, partners)


async def _back(context: Context, partners: Partners) -> Message:
    by = await closing.back_in_line(context, partners)
    await context.uow.exclusions.add(partners.mentee.id, partners.mentor.id)
    return texts.back_in_line(by)


async def open_search_again(command: OpenSearchAgain, context: Context) -> View:
    partners = await _ended(context, command.match)
    request = await _to_bring_back(context, partners)
    draft = await forms.draft(context, SearchAgain.slug)
    kept = draft if draft.get("match") == command.match else {}
    return asking_texts.request_form(SearchAgain(command.match), {**asking_texts.values_of(request), **kept})


async def search_again(command: SearchAgain, context: Context) -> View:
    partners = await _ended(context, command.match)
    request = await _to_bring_back(context, partners)
    wish, problems = understood(command)
    if wish is None:
        return await forms.refused(context, command, problems)
    if warned := await forms.guarded(context, command, {"note": command.note, "free_times": command.free_times}):
        return warned
    await forms.sent(context, command)
    answer = await _back(context, partners)
    opened = await context.uow.requests.get(request.id)
    assert opened is not None
    await asking.change(context, opened, wish)
    return answer


async def no_search(command: NoSearch, context: Context) -> View:
    """Nothing would happen without it either; the request can still be brought back."""
    await _to_bring_back(context, await _ended(context, command.match))
    await context.record("match", command.match, closing.DECLINED)
    return texts.no_search()


async def _ended(context: Context, id: str) -> Partners:
    partners = _mentee(context, await pairs.mine(context, id))
    if partners.match.status is not MatchStatus.ENDED:
        raise UserError(texts.GOES_ON)
    return partners


def _mentee(context: Context, partners: Partners) -> Partners:
    if not partners.is_mentee(context.me.id):
        raise UserError(texts.MENTEE_ONLY)
    return partners


async def _leave(context: Context, partners: Partners) -> Message:
    """Ends a live match without blame. Returns what the mentee is told."""
    calendar = (await closing.end(context, partners, exclude=True)).calendar
    offer = await offering.waiting_for_word(context, partners.mentor.id)
    thanks = texts.thanks_to_mentor(partners, offer, calendar)
    await context.tell_member(partners.mentor.id, thanks, polite_in=partners.mentor_zone)
    return texts.back_in_line(await closing.back_in_line(context, partners), calendar)


async def _to_bring_back(context: Context, partners: Partners) -> MentoringRequest:
    """After the end, a mentee goes back in line once, and only without another mentor from the same request."""
    if await context.uow.requests.live_of(partners.mentee.id) is not None:
        raise UserError(texts.IN_LINE_ALREADY)
    request = await context.uow.requests.get(partners.match.request) if partners.match.request else None
    if request is None or request.status is not RequestStatus.MATCHED:
        raise UserError(texts.ASK_ANEW)
    if await context.uow.matches.of_request(request.id) is not None:
        raise UserError(texts.ANOTHER_ALREADY)
    return request


# Feedback


async def open_feedback(command: OpenFeedback, context: Context) -> View:
    partners = await pairs.mine(context, command.match)
    before = await context.uow.matches.feedback_of(partners.match.id, context.me.id)
    return texts.feedback_form(partners, context.me.id, before)


async def feedback(command: Feedback, context: Context) -> View:
    partners = await pairs.mine(context, command.match)
    fields = Fields()
    given = _understood(command, context, partners, fields)
    fields.several("never_again", command.never_again, texts.NEVER_AGAIN, least=0, most=1, please=texts.CHOOSE_APART)
    if given is None or fields.problems:
        return await forms.refused(context, command, fields.problems)
    if warned := await forms.guarded(context, command, {"thanks": given.thanks, "comment": given.comment}):
        return warned
    await forms.sent(context, command)
    passed_on = await closing.give_feedback(context, partners, given)
    if command.never_again:
        await context.uow.exclusions.add(partners.mentee.id, partners.mentor.id)
    return texts.feedback_taken(partners, context.me.id, passed_on=passed_on)


def _understood(command: Feedback, context: Context, partners: Partners, fields: Fields) -> MatchFeedback | None:
    helpful = fields.chosen("helpful", command.helpful, texts.SCALE, please=texts.CHOOSE_HELPFUL)
    if command.reason:
        fields.chosen("reason", command.reason, REASONS, please=texts.CHOOSE_REASON)
    thanks = fields.within("thanks", command.thanks, texts.MOST_COMMENT)
    comment = fields.within("comment", command.comment, texts.MOST_COMMENT)
    if fields.problems:
        return None
    return MatchFeedback(
        community=context.community.id,
        match=partners.match.id,
        member=context.me.id,
        helpful=int(helpful),
        comment=comment,
        given_at=context.now,
        reason=command.reason,
        thanks=thanks,
    )


HANDLES: Handles = {
    EndMatch: end_match,
    NotForMe: not_for_me,
    AnotherMentor: another_mentor,
    OpenSearchAgain: open_search_again,
    SearchAgain: search_again,
    NoSearch: no_search,
    OpenFeedback: open_feedback,
    Feedback: feedback,
}
