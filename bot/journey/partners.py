"""Finding the match that somebody acts on, and refusing who has no part in it or comes too late."""

from collections.abc import Sequence

from bot.context import Context
from bot.domain.match import Agreement, Match, Session
from bot.domain.partners import Partners
from bot.domain.status import MatchStatus
from bot.errors import UserError
from bot.ids import AgreementId, MatchId, SessionId
from bot.journey.zones import zone_of
from bot.texts import keeping as texts


async def load(context: Context, match: Match) -> Partners:
    """Both people with their zones: their own, else the usual one of the state of the request or offer."""
    people = await context.uow.members.some([match.mentee, match.mentor])
    mentee, mentor = people[match.mentee], people[match.mentor]
    request = await context.uow.requests.get(match.request) if match.request and not mentee.zone else None
    offer = await context.uow.offers.get(match.offer) if match.offer and not mentor.zone else None
    return Partners(
        match=match,
        mentee=mentee,
        mentor=mentor,
        mentee_zone=zone_of(mentee, [request.state] if request else []),
        mentor_zone=zone_of(mentor, offer.states if offer else []),
    )


async def ahead(context: Context, matches: Sequence[Match]) -> None:
    """What `load` looks up, and what the mentees asked for, read for many at once."""
    await context.uow.members.ahead([member for match in matches for member in (match.mentee, match.mentor)])
    await context.uow.requests.ahead([match.request for match in matches if match.request])


async def mine(context: Context, id: str) -> Partners:
    """The actor's match, whatever its state. Raises `UserError` for anybody else's."""
    return await _with(context, await context.uow.matches.get(MatchId(id)))


async def live(context: Context, id: str) -> Partners:
    """The actor's match, active or paused. Raises `UserError`."""
    return _not_ended(await mine(context, id))


async def together(context: Context, id: str) -> Partners:
    """The actor's match, active or paused, whose other one is still in the community. Raises `UserError`."""
    return _both_here(context, await live(context, id))


async def active(context: Context, id: str) -> Partners:
    """The actor's match, not paused and not ended. Raises `UserError`."""
    return _running(context, await mine(context, id))


async def of_session(context: Context, id: str) -> tuple[Partners, Session]:
    """A session of the actor's active match. Raises `UserError`."""
    partners = await _with(context, await context.uow.matches.of_session(SessionId(id)))
    session = await context.uow.sessions.get(SessionId(id))
    assert session is not None
    return _running(context, partners), session


async def of_past_session(context: Context, id: str) -> tuple[Partners, Session]:
    """A session of the actor's match, be it paused meanwhile: what happened can be told all the same. Raises."""
    partners = _both_here(
        context, _not_ended(await _with(context, await context.uow.matches.of_session(SessionId(id))))
    )
    session = await context.uow.sessions.get(SessionId(id))
    assert session is not None
    return partners, session


async def of_any_session(context: Context, id: str) -> tuple[Partners, Session]:
    """A session of the actor's match, whatever the match's state. Raises `UserError`."""
    partners = await _with(context, await context.uow.matches.of_session(SessionId(id)))
    session = await context.uow.sessions.get(SessionId(id))
    assert session is not None
    return partners, session


async def of_agreement(context: Context, id: str) -> tuple[Partners, Agreement]:
    """An agreement of the actor's active match. Raises `UserError`."""
    partners = await _with(context, await context.uow.matches.of_agreement(AgreementId(id)))
    agreement = await context.uow.agreements.get(AgreementId(id))
    assert agreement is not None
    return _running(context, partners), agreement


async def _with(context: Context, match: Match | None) -> Partners:
    if match is None or not match.has(context.me.id):
        raise UserError(texts.NOT_YOURS)
    return await load(context, match)


def _not_ended(partners: Partners) -> Partners:
    if partners.match.status is MatchStatus.ENDED:
        raise UserError(texts.HAS_ENDED)
    return partners


def _both_here(context: Context, partners: Partners) -> Partners:
    other = partners.other(context.me.id)
    if other.left_at is not None:
        raise UserError(texts.has_left(other))
    return partners


def _running(context: Context, partners: Partners) -> Partners:
    """Who left is said first: a match that they left can't be resumed."""
    if _both_here(context, _not_ended(partners)).match.status is MatchStatus.PAUSED:
        raise UserError(texts.IS_PAUSED)
    return partners
