"""Whom to be first: people of the sample in whose place something is to be done, found in what history left behind."""

from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta

from bot.domain.match import Match
from bot.domain.request import MentoringRequest
from bot.domain.schedule import wall
from bot.domain.status import MatchStatus, ProposalStatus
from bot.ids import MemberId
from bot.ports.platforms import UserId
from bot.ports.storage import UnitOfWork
from bot.reference.states import STATES
from bot.sample.cast import MAYA, NOWHERE_NEAR, RUTH, Person

Suggestion = tuple[UserId, str]


async def suggestions(
    uow: UnitOfWork, users: dict[MemberId, UserId], people: tuple[Person, ...], now: datetime
) -> list[Suggestion]:
    """User and note, each user once, in the order in which to try them."""
    found = [
        (
            MAYA,
            "New to schools in Ohio, free before 8 AM. Has not asked yet: try /find-mentor for elementary.",
        ),
        (RUTH, "Mentor in Ohio, free before 8 AM. Asked first when Maya gives those times, or none."),
        *await _proposal(uow, users),
        *await _pair(uow, users, now),
        *await _waiting(uow, users, now),
        *((p.user, "Moderator. Try /mentor-stats and /mentor-admin.") for p in people if p.moderator),
    ]
    return list({user: (user, note) for user, note in reversed(found)}.values())[::-1]


async def _proposal(uow: UnitOfWork, users: dict[MemberId, UserId]) -> list[Suggestion]:
    """The mentor who has the most time left to answer."""
    asked = [(p.due_at, p.mentor) for p in await uow.proposals.open() if p.status is ProposalStatus.OPEN and p.due_at]
    note = "Mentor with a proposal to answer. Look at the direct messages."
    return [(users[mentor], note) for _, mentor in sorted(asked)[-1:]]


async def _pair(uow: UnitOfWork, users: dict[MemberId, UserId], now: datetime) -> list[Suggestion]:
    """A pair that has met before and meets again tomorrow."""
    people = await uow.members.everyone()
    names = {member.id: member.name for member in people}
    async for match in _meeting_soon(uow, now):
        return [
            (users[match.mentee], f"Mentee. Meets {names[match.mentor]} tomorrow."),
            (users[match.mentor], f"Mentor. Meets {names[match.mentee]} tomorrow."),
        ]
    return []


async def _meeting_soon(uow: UnitOfWork, now: datetime) -> AsyncIterator[Match]:
    live = [match for match in await uow.matches.live() if match.status is MatchStatus.ACTIVE]
    for match in sorted(live, key=lambda match: (-match.contacts, match.id)):
        following = await uow.sessions.next(match.id, now)
        if following and _date(following.starts_at) == _date(now) + timedelta(days=1):
            yield match


def _date(moment: datetime) -> date:
    """As most of the community would name the day."""
    return wall(moment, "America/Chicago").date()


async def _waiting(uow: UnitOfWork, users: dict[MemberId, UserId], now: datetime) -> list[Suggestion]:
    """Who waits where no mentor is near, and who waits longest elsewhere without a proposal on the way."""
    waiting = [r for r in await uow.requests.open() if not await uow.proposals.live_for(r.id)]
    far = [r for r in waiting if r.state == NOWHERE_NEAR]
    others = [r for r in waiting if r.state != NOWHERE_NEAR]
    return [(users[r.mentee], _waits(r, now)) for r in (*far[:1], *others[:1])]


def _waits(request: MentoringRequest, now: datetime) -> str:
    why = ", since no mentor is near" if request.state == NOWHERE_NEAR else ""
    return f"Mentee in {STATES[request.state].name}. Has waited {(now - request.waiting_since).days} days{why}."
