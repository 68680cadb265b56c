"""Looking for mentors: the statements, each made once for its shape, so that an index answers as much as it can."""

from collections.abc import Sequence
from dataclasses import fields
from functools import cache
from typing import Any, TypeAlias

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Row,
    Select,
    and_,
    bindparam,
    exists,
    func,
    select,
    union_all,
)

from bot.domain.offer import MentoringOffer
from bot.ports.searching import Askable, Prospect, Search
from storage.tables import (
    AWAITS_TURN,
    FREE_OFFER,
    GONE,
    LIVE_OFFER,
    WITH_MENTOR,
    accounts,
    exclusions,
    matches,
    members,
    offer_names,
    offer_reach,
    offers,
    proposals,
    round_lines,
    spaces,
)

Found: TypeAlias = Select[*tuple[Any, ...]]
"""An offer's columns in the order of its fields, then its mentor's zone."""

READ = (members, offers, exclusions, proposals, matches, round_lines)
COLUMNS = tuple(offers.c[field.name] for field in fields(MentoringOffer))
HERE: BindParameter[str] = bindparam("community")
# Written into the statement, because PostgreSQL plans for a number and not for any number.
MOST: BindParameter[int] = bindparam("most_found", type_=Integer(), literal_execute=True)
SKIPPED: BindParameter[int] = bindparam("skipped", type_=Integer(), literal_execute=True)
TURN = (offers.c.taken, offers.c.last_proposed_at.nulls_first(), offers.c.id)


def prospect(row: Row[*tuple[Any, ...]]) -> Prospect:
    *values, zone = row
    return Prospect(MentoringOffer(*values), zone)


def askable(search: Search, asking: Askable, community: str) -> tuple[Found, dict[str, object]]:
    """Those who can be asked now, in the order of whose turn it is; wants `most_found` and `skipped` too."""
    narrowing = _narrowing(search)
    values = _values(search, narrowing, community)
    values |= {"now": asking.now, "since": asking.since, "most": asking.most}
    return _askable(narrowing, several_spaces=search.several_spaces), values


def known(search: Search, community: str) -> tuple[Found, dict[str, object]]:
    """Everybody whose offer is live, asked already or not; wants `most_found` and `skipped` too."""
    narrowing = _narrowing(search)
    statement = _known(narrowing, several_spaces=search.several_spaces)
    return statement, _values(search, narrowing, community)


def places(search: Search, community: str) -> tuple[Select[int], dict[str, object]]:
    """How many places are free."""
    narrowing = _narrowing(search)
    return _free(narrowing, several_spaces=search.several_spaces), _values(search, narrowing, community)


def names_of(offer: MentoringOffer, community: str) -> Sequence[dict[str, str]]:
    return [{"community": community, "name": name, "offer": offer.id} for name in offer.names]


def neighbours() -> Select[str]:
    """Who is in a connected space where the mentee is."""
    mine, theirs = accounts.alias("mine"), accounts.alias("theirs")
    same = (theirs.c.community == mine.c.community) & (theirs.c.space == mine.c.space)
    found = select(theirs.c.member).join(mine, same).join(spaces, spaces.c.id == mine.c.space)
    return found.where(
        mine.c.community == HERE,
        mine.c.member == bindparam("mentee"),
        mine.c.left_at.is_(None),
        theirs.c.left_at.is_(None),
        spaces.c.connected,
    )


def _narrowing(search: Search) -> tuple[str, ...]:
    """The parts of a search that narrow it, which its statement is made for."""
    parts = ("professions", "settings", "states", "names", "near_zones", "near_states")
    return tuple(name for name in parts if getattr(search, name))


def _values(search: Search, narrowing: Sequence[str], community: str) -> dict[str, object]:
    named: dict[str, object] = {name: list(getattr(search, name)) for name in narrowing}
    return {**named, "community": community, "mentee": search.mentee}


@cache
def _askable(narrowing: tuple[str, ...], *, several_spaces: bool) -> Found:
    found = _searching(narrowing, several_spaces).where(*_can_be_asked()).order_by(*TURN)
    return found.limit(MOST).offset(SKIPPED)


@cache
def _known(narrowing: tuple[str, ...], *, several_spaces: bool) -> Found:
    found = _searching(narrowing, several_spaces).where(LIVE_OFFER).order_by(offers.c.id)
    return found.limit(MOST).offset(SKIPPED)


@cache
def _free(narrowing: tuple[str, ...], *, several_spaces: bool) -> Select[int]:
    there = (FREE_OFFER, members.c.unreachable_since.is_(None), members.c.left_at.is_(None), members.c.claimed)
    counted = func.coalesce(func.sum(offers.c.capacity - offers.c.taken), 0)
    return _searching(narrowing, several_spaces).where(*there, ~_met()).with_only_columns(counted)


def _searching(narrowing: Sequence[str], several_spaces: bool) -> Found:
    whose = and_(members.c.community == offers.c.community, members.c.id == offers.c.mentor)
    found: Found = select(*COLUMNS, members.c.zone.label("mentor_zone")).select_from(offers.join(members, whose))
    found = found.where(offers.c.community == HERE, offers.c.mentor != bindparam("mentee"), ~_excluded())
    if "professions" in narrowing:
        found = found.where(offers.c.profession.in_(bindparam("professions", expanding=True)))
    if several_spaces:
        found = found.where(offers.c.mentor.in_(neighbours()))
    return found.where(*_places(narrowing))


def _can_be_asked() -> Sequence[ColumnElement[bool]]:
    theirs = (proposals.c.community == HERE, proposals.c.mentor == offers.c.mentor)
    promised = (round_lines.c.community == HERE, round_lines.c.mentor == offers.c.mentor)  # to somebody of a round
    lately = select(func.count()).select_from(proposals).where(*theirs, proposals.c.made_at > bindparam("since"))
    return (
        FREE_OFFER,
        offers.c.rests_until.is_(None) | (offers.c.rests_until <= bindparam("now")),
        members.c.unreachable_since.is_(None),
        members.c.left_at.is_(None),
        members.c.claimed,
        ~exists().where(*theirs, WITH_MENTOR).correlate(offers),
        ~exists().where(*promised, AWAITS_TURN).correlate(offers),
        lately.correlate(offers).scalar_subquery() < bindparam("most"),
    )


def within_reach() -> Sequence[ColumnElement[bool]]:
    """Mentors who could be brought to the mentee at all: nobody who was their mentor or was ruled out by one of the
    two, and who can be written to.
    """
    gone = select(members.c.id).where(members.c.community == HERE, GONE)
    return ~_excluded(), ~_met(), offers.c.mentor.not_in(gone)


def _met() -> ColumnElement[bool]:
    mine = (matches.c.community == HERE, matches.c.mentee == bindparam("mentee"))
    return exists().where(*mine, matches.c.mentor == offers.c.mentor).correlate(offers)


def _excluded() -> ColumnElement[bool]:
    """Few, which the database reads once and not for each offer."""
    mine = (exclusions.c.community == HERE, exclusions.c.member == bindparam("mentee"))
    return offers.c.mentor.in_(select(exclusions.c.other).where(*mine))


def _places(narrowing: Sequence[str]) -> Sequence[ColumnElement[bool]]:
    if "states" in narrowing:
        return (offers.c.id.in_(_covering(names="names" in narrowing)),)
    its = (offer_reach.c.community == HERE, offer_reach.c.offer == offers.c.id)
    where: list[ColumnElement[bool]] = []
    if "settings" in narrowing:
        setting = offer_reach.c.setting.in_(bindparam("settings", expanding=True))
        where.append(exists().where(*its, setting).correlate(offers))
    if "near_zones" in narrowing:
        near = members.c.zone.is_(None) | members.c.zone.in_(bindparam("near_zones", expanding=True))
        if "near_states" in narrowing:
            beside = offer_reach.c.state.in_(bindparam("near_states", expanding=True))
            near = near | exists().where(*its, beside).correlate(offers)
        where.append(near)
    return where


def _covering(*, names: bool) -> Select[str]:
    reached = select(offer_reach.c.offer).where(
        offer_reach.c.community == HERE,
        offer_reach.c.state.in_(bindparam("states", expanding=True)),
        offer_reach.c.setting.in_(bindparam("settings", expanding=True)),
    )
    if not names:
        return reached
    shared = (offer_names.c.community == HERE, offer_names.c.name.in_(bindparam("names", expanding=True)))
    return select(union_all(reached, select(offer_names.c.offer).where(*shared)).subquery("covering").c.offer)
