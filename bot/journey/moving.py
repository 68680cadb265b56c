"""Somebody's profile names another time zone: taken over where nothing depends on it, else asked once."""

from collections.abc import Sequence
from dataclasses import replace

from bot.context import Context
from bot.domain.member import Member
from bot.domain.partners import Partners
from bot.domain.schedule import wall
from bot.domain.status import MatchStatus
from bot.journey import clocks, meetings
from bot.journey import partners as pairs
from bot.journey.zones import alike, usable
from bot.texts import clocks as clocks_texts
from bot.texts import moving as texts
from bot.texts.moving import Coming

ASKED = "zone-asked"


async def profile_says(context: Context, member: Member, profile: str | None) -> None:
    """Asked once for each new zone, not for each change of the profile; names that are no zones are ignored."""
    zone = usable(profile)
    if zone is None or (member.zone is not None and alike(member.zone, zone, context.now)):
        return
    if member.zone is None or not (member.zone_confirmed or await _has_a_schedule(context, member)):
        await context.uow.members.save(replace(member, zone=zone))
        await context.record("member", member.id, "zone-followed", zone)
        return
    asked = await context.uow.events.last(member.id, (ASKED,))
    if asked is None or asked.detail != zone:
        await context.record("member", member.id, ASKED, zone)
        await context.tell_member(member.id, texts.shall_i_use(zone, member.zone), polite_in=member.zone)


async def _has_a_schedule(context: Context, member: Member) -> bool:
    matches = await context.uow.matches.live_of(member.id)
    return any([await context.uow.agreements.signed(match.id) is not None for match in matches])


async def use(context: Context, zone: str) -> Sequence[Coming]:
    """The actor's own choice. Returns their next meetings, for times are shown anew while schedules stay as agreed."""
    chosen = replace(context.me, zone=zone, zone_confirmed=True)
    before = {partners.match.id: partners.zone(context.me.id) for partners in await _pairs(context)}
    if chosen != context.me:
        await context.uow.members.save(chosen)
        await context.record("member", chosen.id, "zone-confirmed", zone)
    moved = [(partners, await _coming(context, partners)) for partners in await _pairs(context)]
    for partners, coming in moved:
        if coming is not None:
            await _tell(context, partners, coming, before[partners.match.id])
    return [coming for _, coming in moved if coming is not None]


async def _tell(context: Context, partners: Partners, coming: Coming, before: str) -> None:
    """The other one hears it where it makes another local time of the next meeting, and both of clocks that change."""
    other, zone = partners.other(context.me.id), partners.zone(context.me.id)
    if wall(coming.at, before) != wall(coming.at, zone):
        told = clocks_texts.moved(partners, other.id, coming.at, coming.kept_in)
        await context.tell_member(other.id, told, polite_in=partners.zone(other.id))
    for session in await context.uow.sessions.planned(partners.match.id):
        agreement = await context.uow.agreements.get(session.agreement)
        if agreement is not None and session.starts_at > context.now:
            await clocks.plan(context, partners, agreement, session)


async def _pairs(context: Context) -> list[Partners]:
    live = await context.uow.matches.live_of(context.me.id)
    return [await pairs.load(context, match) for match in live if match.status is MatchStatus.ACTIVE]


async def _coming(context: Context, partners: Partners) -> Coming | None:
    session = await meetings.following(context, partners.match.id)
    agreement = await context.uow.agreements.get(session.agreement) if session else None
    if session is None or agreement is None:
        return None
    return Coming(partners.other(context.me.id), session.starts_at, agreement.zone)
