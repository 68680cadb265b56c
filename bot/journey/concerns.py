"""What needs a moderator's hand, the most pressing first."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.match import Match
from bot.domain.member import Member
from bot.domain.message import ChannelEvent, ConversationEvent, Event
from bot.domain.status import MatchStatus
from bot.ids import MatchId, MemberId, RequestId, SessionId
from bot.ports.platforms import Space
from bot.ports.storage import UnitOfWork

RECENT = timedelta(days=14)
LONG_WAIT = timedelta(days=7)
UNSIGNED_AFTER = timedelta(days=7)
PAUSED_WITHIN = timedelta(days=60)
YEAR = timedelta(days=365)
A_PATTERN = 2  # matches within a year
MOST_OF_A_KIND = 10


class Kind(StrEnum):
    """In the order in which they press."""

    HELP = "help"
    CHANNEL = "channel"  # a space's mentoring channel that can't be posted in
    CONVERSATION = "conversation"  # a space where pairs can't be given a conversation of their own
    LOST = "lost"  # a message that may not have arrived
    LEFT = "left"  # somebody has left whom others waited for
    UNREACHABLE = "unreachable"
    WAITING = "waiting"
    QUIET = "quiet"
    UNSIGNED = "unsigned"
    NO_ANSWER = "no-answer"  # more than one match of a year ended without this one's word


@dataclass(frozen=True)
class Concern:
    """`members`: one person, or a mentor and then the mentee; who left, and then their partner if there is one;
    none where it is about a channel.

    `since` is when it began; `request` who waits; `space` whose channel can't be posted in, or where pairs get no
    conversation, for the reason with the code `why`; `count` of how many matches.
    """

    kind: Kind
    members: tuple[Member, ...]
    since: datetime
    request: RequestId | None = None
    space: Space | None = None
    why: str = ""
    count: int = 0


@dataclass(frozen=True)
class _Found:
    kind: Kind
    members: tuple[MemberId, ...]
    since: datetime
    request: RequestId | None = None
    space: Space | None = None
    why: str = ""
    count: int = 0


async def concerns(uow: UnitOfWork, now: datetime) -> tuple[Concern, ...]:
    """The first of each kind in the order of the kinds, then the second of each, and so on."""
    kinds = [
        await _help_asked(uow, now),
        await _channels(uow),
        await _conversations(uow),
        await _lost(uow, now),
        await _left(uow, now),
        [_Found(Kind.UNREACHABLE, (m.id,), m.unreachable_since or now) for m in await uow.members.unreachable()],
        await _waiting_long(uow, now),
        await _paused_for_silence(uow, now),
        [_pair(Kind.UNSIGNED, m, m.began_at) for m in await uow.matches.unsigned(now - UNSIGNED_AFTER)],
        await _without_word(uow, now),
    ]
    found = list(_in_turn([kind[:MOST_OF_A_KIND] for kind in kinds]))
    known = await uow.members.some([id for one in found for id in one.members])
    return tuple(
        Concern(f.kind, tuple(known[id] for id in f.members), f.since, f.request, f.space, f.why, f.count)
        for f in found
        if all(id in known for id in f.members)
    )


async def _channels(uow: UnitOfWork) -> list[_Found]:
    """Where posts are refused, or the channel is gone; a channel that was never chosen is not set up yet."""
    found = []
    for space in await uow.communities.spaces():
        last = await uow.events.last(space.id, tuple(ChannelEvent)) if space.connected else None
        if last is not None and last.kind in (ChannelEvent.LOST, ChannelEvent.REFUSED):
            found.append(_Found(Kind.CHANNEL, (), last.at, space=space))
    return found


async def _conversations(uow: UnitOfWork) -> list[_Found]:
    found = []
    for space in await uow.communities.spaces():
        threads = space.connected and space.platform.has_threads
        last = await uow.events.last(space.id, tuple(ConversationEvent)) if threads else None
        if last is not None and last.kind == ConversationEvent.REFUSED:
            found.append(_Found(Kind.CONVERSATION, (), last.at, space=space, why=last.detail))
    return found


async def _lost(uow: UnitOfWork, now: datetime) -> list[_Found]:
    spaces = {space.id: space for space in await uow.communities.spaces()}
    gone = {member.id for member in await uow.members.gone()}
    found = []
    for lost in await uow.outbox.lost(now - RECENT):
        match = await uow.matches.get(lost.to.match) if lost.to.match else None
        if match is not None:
            found.append(_pair(Kind.LOST, match, lost.since))
        elif lost.to.member and lost.to.member not in gone:
            found.append(_Found(Kind.LOST, (lost.to.member,), lost.since))
        elif lost.to.channel in spaces:
            found.append(_Found(Kind.LOST, (), lost.since, space=spaces[lost.to.channel]))
    return found


async def _left(uow: UnitOfWork, now: datetime) -> list[_Found]:
    """Who left a partner behind, for as long as that pair stands, and lately a request or an offer."""
    gone = await uow.members.gone()
    live = await uow.matches.live() if gone else ()
    found = []
    for member in gone:
        assert member.left_at is not None
        partners = [match.other(member.id) for match in live if match.has(member.id)]
        if partners or (now - member.left_at < RECENT and await _took_part(uow, member.id)):
            found.append(_Found(Kind.LEFT, (member.id, *partners[:1]), member.left_at))
    return found


async def _took_part(uow: UnitOfWork, member: MemberId) -> bool:
    return bool(await uow.requests.live_of(member) or await uow.offers.live_of(member))


async def _waiting_long(uow: UnitOfWork, now: datetime) -> list[_Found]:
    waiting = [r for r in await uow.requests.open() if now - r.waiting_since >= LONG_WAIT]
    return [_Found(Kind.WAITING, (r.mentee,), r.waiting_since, r.id) for r in waiting]


async def _help_asked(uow: UnitOfWork, now: datetime) -> list[_Found]:
    asked = await uow.events.of_kind(("help-asked",), now - RECENT)
    newest = {event.member: event for event in asked if event.member is not None}
    return [_Found(Kind.HELP, (member,), event.at) for member, event in newest.items()]


async def _paused_for_silence(uow: UnitOfWork, now: datetime) -> list[_Found]:
    found = []
    for event in await uow.events.of_kind(("quiet-paused",), now - PAUSED_WITHIN):
        match = await match_of(uow, event)
        if match is not None and match.status is MatchStatus.PAUSED:
            found.append(_pair(Kind.QUIET, match, event.at))
    return list({one.members: one for one in found}.values())


async def _without_word(uow: UnitOfWork, now: datetime) -> list[_Found]:
    """Shown for some weeks after the latest, and only as a count."""
    ended: dict[str, list[datetime]] = {}
    for event in await uow.events.of_kind(("no-answer",), now - YEAR):
        ended.setdefault(event.subject_id, []).append(event.at)
    return [
        _Found(Kind.NO_ANSWER, (MemberId(member),), times[-1], count=len(times))
        for member, times in ended.items()
        if len(times) >= A_PATTERN and now - times[-1] < PAUSED_WITHIN
    ]


async def match_of(uow: UnitOfWork, event: Event) -> Match | None:
    """The match that an event is about, be its subject the match or one of its sessions."""
    if event.subject == "match":
        return await uow.matches.get(MatchId(event.subject_id))
    session = await uow.sessions.get(SessionId(event.subject_id)) if event.subject == "session" else None
    return await uow.matches.get(session.match) if session else None


def _pair(kind: Kind, match: Match, since: datetime) -> _Found:
    return _Found(kind, (match.mentor, match.mentee), since)


def _in_turn(kinds: Sequence[Iterable[_Found]]) -> Iterator[_Found]:
    waiting = [iter(kind) for kind in kinds]
    while waiting:
        for kind in tuple(waiting):
            one = next(kind, None)
            if one is None:
                waiting.remove(kind)
            else:
                yield one
