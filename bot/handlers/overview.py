"""What a member sees of their own mentoring, and the help card."""

from collections.abc import Sequence

from bot.commands import MentorHelp, MyMentoring, SaidToBot
from bot.context import Context
from bot.domain.match import Match
from bot.domain.proposal import Proposal
from bot.domain.request import MentoringRequest
from bot.domain.status import MatchStatus, ProposalStatus, RequestStatus
from bot.handlers.handler import Handles
from bot.journey import asking, confirming, line, offering, widening
from bot.journey.claiming import values_of
from bot.texts import help as help_texts
from bot.texts import overview as texts
from bot.texts.overview import Asked, Earlier, Met, Mine, Waiting
from bot.views import Message


async def my_mentoring(command: MyMentoring, context: Context) -> Message:
    request = await context.uow.requests.live_of(context.me.id)
    offer = await context.uow.offers.live_of(context.me.id)
    every = await context.uow.matches.of(context.me.id)
    live = [match for match in reversed(every) if match.status is not MatchStatus.ENDED]
    mine = Mine(
        me=context.me,
        request=request,
        waiting=await _waiting(context, request),
        offer=offer,
        between=await offering.waiting_for_word(context, context.me.id) is not None,
        old_offer=offer is not None and confirming.old(context, offer, context.me),
        matches=await _matches(context, live),
        earlier=await _earlier(context, every),
        asked=await _asked(context, request),
        sheet=[(signup.kind, values_of(signup)) for signup in await context.uow.signups.of(context.me.id)],
    )
    return texts.card(mine)


async def _waiting(context: Context, request: MentoringRequest | None) -> Waiting | None:
    """How an open request stands right now."""
    if request is None or request.status is not RequestStatus.OPEN:
        return None
    seen = await asking.outlook(context, request, context.me)
    free = await widening.places(context, request, context.me)
    return Waiting(seen, line.reach(context, request), free)


async def _matches(context: Context, matches: Sequence[Match]) -> list[Met]:
    """Those with a claimed partner: imported people stay unseen until they claim their row."""
    people = await context.uow.members.some([match.other(context.me.id) for match in matches])
    found = []
    for match in matches:
        other = people[match.other(context.me.id)]
        if other.claimed:
            session = await context.uow.sessions.next(match.id, context.now)
            found.append(Met(match, other, session.starts_at if session else None))
    return found


async def _earlier(context: Context, matches: Sequence[Match]) -> list[Earlier]:
    """Those that have ended, with a claimed partner, the latest first."""
    ended = [match for match in matches if match.status is MatchStatus.ENDED][: texts.MOST_EARLIER]
    people = await context.uow.members.some([match.other(context.me.id) for match in ended])
    found = (Earlier(match, people[match.other(context.me.id)]) for match in ended)
    return [one for one in found if one.other.claimed]


async def _asked(context: Context, request: MentoringRequest | None) -> list[Asked]:
    """The mentor's open proposal, and who stepped forward for the mentee."""
    proposal = await context.uow.proposals.with_mentor(context.me.id)
    to_mentor = [proposal] if proposal and proposal.status is ProposalStatus.OPEN else []
    live = await context.uow.proposals.live_for(request.id) if request else []
    to_mentee = [one for one in live if one.status is ProposalStatus.VOLUNTEERED]
    return [*await _shown(context, to_mentor, volunteered=False), *await _shown(context, to_mentee, volunteered=True)]


async def _shown(context: Context, proposals: list[Proposal], *, volunteered: bool) -> list[Asked]:
    found = []
    for proposal in proposals:
        request = await context.uow.requests.get(proposal.request)
        other = await context.uow.members.get(proposal.mentor if volunteered else proposal.mentee)
        if request is not None and other is not None:
            found.append(Asked(proposal, request, other, volunteered))
    return found


async def mentor_help(command: MentorHelp, context: Context) -> Message:
    return help_texts.card()


async def said_to_bot(command: SaidToBot, context: Context) -> Message:
    """Answered through the outbox, so that what a platform delivers twice is answered once."""
    await context.tell_member(context.me.id, help_texts.listens())
    return help_texts.listens()


HANDLES: Handles = {MyMentoring: my_mentoring, MentorHelp: mentor_help, SaidToBot: said_to_bot}
