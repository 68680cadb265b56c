"""The conversations of pairs: who else reads along, what happens where none can be opened, and their end."""

from datetime import timedelta

from bot.context import Context
from bot.domain.match import Match
from bot.domain.member import Member
from bot.domain.message import ConversationEvent, OutboxMessage
from bot.ids import MatchId
from bot.ports.platforms import Space
from bot.texts import conversations as texts

PUT_AWAY_AFTER = timedelta(days=1)
OVER = "conversation-over"


async def begin(context: Context, match: Match) -> None:
    """The first word in a thread: who else may read it. It stays there, whatever becomes of the cards below."""
    if await _shared(context, match):
        await context.tell_pair(match.id, texts.readers())


def title(mentee: Member, mentor: Member) -> str:
    return texts.title(mentee.name, mentor.name)


async def settled(context: Context, message: OutboxMessage, why: str) -> None:
    """`why`, where there is one, is the code of `Unopened`: each of the two is then told by themselves."""
    match = await context.uow.matches.get(MatchId(message.to.match or ""))
    if match is None:
        return
    if why and message.replaces is None and message.message not in (texts.readers(), texts.over()):
        for member in (match.mentee, match.mentor):
            await context.tell_member(member, message.message)
    for space in await _shared(context, match):
        await _note(context, space, why)


async def _shared(context: Context, match: Match) -> list[Space]:
    """The spaces with threads where both are."""
    mentors = {account.space for account in await context.uow.members.accounts(match.mentor)}
    both = {account.space for account in await context.uow.members.accounts(match.mentee)} & mentors
    spaces = await context.uow.communities.spaces()
    return [space for space in spaces if space.id in both and space.connected and space.platform.has_threads]


async def _note(context: Context, space: Space, why: str) -> None:
    """Moderators see what stands in the way, until a conversation can be opened again."""
    last = await context.uow.events.last(space.id, tuple(ConversationEvent))
    refused = last is not None and last.kind == ConversationEvent.REFUSED
    if why and not (refused and last is not None and last.detail == why):
        await context.record("space", space.id, ConversationEvent.REFUSED, why)
    elif refused and not why:
        await context.record("space", space.id, ConversationEvent.WORKS)


async def put_away_later(context: Context, match: Match) -> None:
    """A day after the end, so that there is time for a last word."""
    if await context.uow.outbox.conversation_of(match.id) and await _shared(context, match):
        await context.nudge_later(match.mentee, OVER, match.id, context.now + PUT_AWAY_AFTER)
