"""Imported people and their owners: codes, a moderator's word, and what is handed over."""

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict, fields, replace
from datetime import timedelta
from difflib import SequenceMatcher

from bot.commands import Command, FindMentor, OfferDetails, OfferMentoring, RequestDetails, submitted
from bot.context import Context
from bot.domain.match import Match
from bot.domain.member import Member
from bot.domain.message import Draft
from bot.domain.schedule import known_zone
from bot.domain.signup import Signup
from bot.domain.status import MatchStatus
from bot.errors import UserError
from bot.ids import MemberId
from bot.journey import offering
from bot.ports.storage import UnitOfWork
from bot.texts import claiming as texts

MENTEE, MENTOR = "mentee", "mentor"
LIFETIME = timedelta(days=60)
MOST_WRONG = 5
WRONG_WITHIN = timedelta(hours=1)
SYMBOLS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that looks like another, no U: few words by accident
GROUP = 4
FORMS: dict[str, type[Command]] = {MENTEE: FindMentor, MENTOR: OfferMentoring}
DETAILS: dict[str, type[Command]] = {MENTEE: RequestDetails, MENTOR: OfferDetails}


# Codes


def new_code(groups: int = 2) -> str:
    """Groups of four, 19 random bits each: `7KQM-X2RD`."""
    return "-".join("".join(secrets.choice(SYMBOLS) for _ in range(GROUP)) for _ in range(groups))


def hashed(code: str) -> str:
    """SHA-256 of what counts in a code: case, dashes and spaces do not."""
    counts = "".join(symbol for symbol in code.upper() if symbol.isalnum())
    return hashlib.sha256(counts.encode()).hexdigest()


async def issue(context: Context, member: MemberId) -> str:
    code = new_code()
    await context.uow.claims.issue(hashed(code), member, context.now, LIFETIME)
    return code


async def claimed_by(context: Context, code: str) -> Member | None:
    """The imported person whose code this is, now spent. None for anything else: wrong, used or expired alike."""
    imported = await context.uow.claims.use(hashed(code), context.now)
    return await context.uow.members.get(imported) if imported else None


async def may_try(context: Context) -> bool:
    """Whether there are tries left this hour. Locks the member, so that tries at the same time are counted too."""
    await context.uow.members.get(context.me.id)
    wrong = await context.uow.events.caused(context.me.id, "claim-refused", context.now - WRONG_WITHIN)
    return wrong < MOST_WRONG


# Handing over


def folded(name: str) -> str:
    """A name as rows without a handle are compared by it."""
    return " ".join(name.casefold().split())


def mark(kind: str, name: str) -> str:
    """By what a row without a handle is known again after it was claimed: opaque, at most 40 characters."""
    return hashlib.sha256(f"{kind}:{folded(name)}".encode()).hexdigest()[:40]


async def hand_over(context: Context, imported: Member, owner: Member) -> Sequence[Signup]:
    """What is kept of an imported person becomes the owner's; the imported person is gone. Returns the owner's signups.

    Raises `UserError` where this can't be one person.
    """
    signups = await context.uow.signups.of(imported.id)
    for signup in signups:
        await context.uow.signups.remove(owner.id, signup.kind)
    await _settle_pairs(context, imported, owner)
    await context.uow.members.merge(imported.id, owner.id)
    merged = replace(owner, handle=imported.handle or owner.handle, zone=owner.zone or _zone(signups))
    await context.uow.members.save(merged)
    await count_pairs(context, owner.id)
    for mark_of in [mark(s.kind, imported.name) for s in signups if not imported.handle] or [""]:
        await context.record("member", owner.id, "claimed", mark_of)
    found = await context.uow.signups.of(owner.id)
    for signup in found:
        await _prefill(context, owner.id, signup)
    return found


def _zone(signups: Sequence[Signup]) -> str | None:
    """The one of the sheet: a proposal, until its owner confirms one."""
    named = [values_of(signup).get("zone", "") for signup in signups]
    return next((zone for zone in named if isinstance(zone, str) and known_zone(zone)), None)


async def _settle_pairs(context: Context, imported: Member, owner: Member) -> None:
    """A pair of the sheet that the owner already is in ends without a word; nobody can be both halves of one."""
    mine = {_roles(match, owner.id) for match in await context.uow.matches.live_of(owner.id)}
    for match in await context.uow.matches.live_of(imported.id):
        if match.other(imported.id) == owner.id:
            raise UserError(texts.OTHER_HALF)
        if _roles(match, imported.id) in mine:
            ended = replace(match.to(MatchStatus.ENDED), ended_at=context.now)
            await context.uow.matches.save(ended)
            if match.offer is not None:
                await offering.give_back(context, match.offer)


def _roles(match: Match, member: MemberId) -> tuple[bool, MemberId]:
    return match.mentor == member, match.other(member)


async def count_pairs(context: Context, mentor: MemberId) -> None:
    """Gives the pairs of a sheet their places in the mentor's live offer, if there is one."""
    offer = await context.uow.offers.live_of(mentor)
    if offer is None:
        return
    loose = [m for m in await context.uow.matches.live_of(mentor) if m.mentor == mentor and m.offer is None]
    for match in loose:
        await context.uow.matches.save(replace(match, offer=offer.id))
    taken = offer.taken + len(loose)
    if loose:
        await context.uow.offers.save(replace(offer, taken=taken, capacity=max(offer.capacity, taken)))


async def _prefill(context: Context, member: MemberId, signup: Signup) -> None:
    """The form opens with what the sheet says."""
    form = FORMS[signup.kind]
    values = json.dumps(asdict(submitted(form.slug, values_of(signup))), ensure_ascii=False, sort_keys=True)
    await context.uow.drafts.save(
        Draft(
            community=context.community.id,
            member=member,
            form=form.slug,
            values=values,
            warned=False,
            saved_at=context.now,
        )
    )


def values_of(signup: Signup) -> dict[str, str | tuple[str, ...]]:
    """The fields of the form and of the details, as a form would send them."""
    kept: dict[str, str | list[str]] = json.loads(signup.values)
    return {name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()}


def details_of(kind: str) -> tuple[str, ...]:
    """The names of the optional fields, which are asked on a form of their own."""
    return tuple(field.name for field in fields(DETAILS[kind]) if field.name not in ("request", "offer"))


def fitting(capacity: str | tuple[str, ...], most: int, taken: int) -> str:
    """Capacity within what the community allows and not under the mentees somebody has already."""
    number = int(capacity) if isinstance(capacity, str) and capacity.isdecimal() else 1
    return str(max(taken, min(number, most), 1))


# A moderator's word


async def likeliest(uow: UnitOfWork, member: Member) -> list[Member]:
    """Everyone unclaimed, those named most like this member first: a suggestion, nothing more."""
    names = [member.name, *(account.user for account in await uow.members.accounts(member.id))]
    return sorted(await uow.members.unclaimed(), key=lambda one: (-_similar(one, names), one.name, one.id))


def _similar(imported: Member, names: Sequence[str]) -> float:
    theirs = [imported.name.casefold(), imported.handle.casefold()]
    return max(SequenceMatcher(None, one, name.casefold()).ratio() for one in theirs for name in names)


async def asked_to_be_vouched(context: Context) -> list[MemberId]:
    """Who asked in the last 60 days and has not claimed anything since, in the order in which they asked."""
    waiting: dict[str, MemberId] = {}
    for event in await context.uow.events.of_kind(("vouch-asked", "claimed"), context.now - LIFETIME):
        if event.kind == "vouch-asked":
            waiting.setdefault(event.subject_id, MemberId(event.subject_id))
        else:
            waiting.pop(event.subject_id, None)
    return list(waiting.values())
