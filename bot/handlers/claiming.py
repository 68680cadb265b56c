"""From the sign-up sheet to the bot: a code or a moderator's word, then one tap."""

from dataclasses import replace

from bot.commands import (
    AskModerator,
    Claim,
    Command,
    ConfirmClaimed,
    OfferDetails,
    OnTheSheet,
    OpenVouch,
    RequestDetails,
    Vouch,
    submitted,
)
from bot.context import Context
from bot.domain.member import Member
from bot.domain.signup import Signup
from bot.errors import UserError
from bot.handlers import asking, offering
from bot.handlers.handler import Handles
from bot.ids import MemberId
from bot.journey import claiming
from bot.journey.claiming import FORMS, MENTEE, MENTOR, values_of
from bot.journey.forms import Values
from bot.texts import claiming as texts
from bot.views import Form, Message, Rejected, View

SENT_FORMS: Handles = {**asking.HANDLES, **offering.HANDLES}


async def on_the_sheet(command: OnTheSheet, context: Context) -> Form:
    return texts.code_form()


async def claim(command: Claim, context: Context) -> View:
    """Refusals are committed, not raised: they count against the tries of this hour."""
    if not await claiming.may_try(context):
        return Rejected(texts.TOO_MANY, {"code": texts.TOO_MANY})
    imported = await claiming.claimed_by(context, command.code)
    if imported is None or imported.claimed:
        await context.record("member", context.me.id, "claim-refused")
        return Rejected(texts.NOT_A_CODE, {"code": texts.NOT_A_CODE})
    first, *others = await _handed_over(context, imported, context.me)
    for card in others:
        await context.tell_member(context.me.id, card)
    return first


async def _handed_over(context: Context, imported: Member, owner: Member) -> list[Message]:
    """The cards to confirm, what was asked for before what was offered."""
    signups = await claiming.hand_over(context, imported, owner)
    cards = [texts.claimed(signup.kind, values_of(signup)) for signup in signups]
    return cards or [texts.nothing_to_confirm()]


async def confirm_claimed(command: ConfirmClaimed, context: Context) -> View:
    """One tap: what the sheet says goes through the very handlers that a form goes through."""
    signups = await context.uow.signups.of(context.me.id)
    signup = next((s for s in signups if s.kind == command.kind), None)
    if signup is None:
        raise UserError(texts.NOTHING_LEFT)
    kept = await _kept_instead(context, signup.kind)
    if kept:
        await context.uow.signups.remove(context.me.id, signup.kind)
        return texts.put_aside(kept)
    return await _sent(context, signup)


async def _kept_instead(context: Context, kind: str) -> str:
    """A request or an offer that was made in the meantime goes first."""
    if kind == MENTEE:
        return texts.REQUEST_KEPT if await context.uow.requests.live_of(context.me.id) else ""
    return texts.OFFER_KEPT if await context.uow.offers.live_of(context.me.id) else ""


async def _sent(context: Context, signup: Signup) -> View:
    values = values_of(signup)
    view = await _handle(submitted(FORMS[signup.kind].slug, values), context)
    if isinstance(view, Rejected):
        return Rejected(texts.mend_first(tuple(view.problems.values()) or (view.sentence,)))
    await context.uow.signups.remove(context.me.id, signup.kind)
    await context.record("member", context.me.id, "sheet-confirmed", signup.kind)
    await _keep_ways(context, signup.kind, values)
    details = await _details(context, signup.kind, values)
    if details is not None:
        await _handle(details, context)
    return view


async def _keep_ways(context: Context, kind: str, values: Values) -> None:
    """How somebody would like to meet is on the sheet and on no form."""
    ways = tuple(values.get("ways", ()))
    request = await context.uow.requests.live_of(context.me.id) if kind == MENTEE else None
    offer = await context.uow.offers.live_of(context.me.id) if kind == MENTOR else None
    if request is not None and ways:
        await context.uow.requests.save(replace(request, ways=ways))
    if offer is not None and ways:
        await context.uow.offers.save(replace(offer, ways=ways))


async def _handle(command: Command, context: Context) -> View:
    return await SENT_FORMS[type(command)](command, context)


async def _details(context: Context, kind: str, values: Values) -> Command | None:
    """What is asked later on a form of its own, where the sheet says something of it."""
    if not any(values.get(name) for name in claiming.details_of(kind)):
        return None
    if kind == MENTEE:
        request = await context.uow.requests.live_of(context.me.id)
        return submitted(f"{RequestDetails.slug}:{request.id}", values) if request else None
    offer = await context.uow.offers.live_of(context.me.id)
    if offer is None:
        return None
    capacity = claiming.fitting(values.get("capacity", ""), context.community.rules.most_mentees, offer.taken)
    return submitted(f"{OfferDetails.slug}:{offer.id}", {**values, "capacity": capacity})


# A moderator's word


async def ask_moderator(command: AskModerator, context: Context) -> Message:
    if context.me.id in await claiming.asked_to_be_vouched(context):
        return texts.asked_already()
    await context.record("member", context.me.id, "vouch-asked")
    for moderator in await context.uow.members.moderators():
        await context.tell_member(moderator.id, texts.please_vouch(context.me))
    return texts.asked_moderator()


async def open_vouch(command: OpenVouch, context: Context) -> View:
    member = await _member(context, command.member)
    likeliest = await claiming.likeliest(context.uow, member)
    if not likeliest:
        return Rejected(texts.NOBODY_LEFT)
    kinds: dict[MemberId, list[str]] = {}
    for signup in await context.uow.signups.all():
        kinds.setdefault(signup.member, []).append(signup.kind)
    return texts.vouch_form(member, [(person, kinds.get(person.id, [])) for person in likeliest])


async def vouch(command: Vouch, context: Context) -> View:
    """A moderator's word counts as much as a code."""
    member = await _member(context, command.member)
    imported = await context.uow.members.get(MemberId(command.imported))
    if imported is None or imported.claimed:
        problem = texts.CLAIMED_ALREADY if command.imported else texts.CHOOSE_PERSON
        return Rejected(problem, {"imported": problem})
    await context.record("member", member.id, "vouched")
    for card in await _handed_over(context, imported, member):
        await context.tell_member(member.id, card)
    return texts.vouched(member, imported)


async def _member(context: Context, id: str) -> Member:
    member = await context.uow.members.get(MemberId(id))
    if member is None or not member.claimed:
        raise UserError(texts.NO_SUCH_MEMBER)
    return member


HANDLES: Handles = {
    OnTheSheet: on_the_sheet,
    Claim: claim,
    ConfirmClaimed: confirm_claimed,
    AskModerator: ask_moderator,
    OpenVouch: open_vouch,
    Vouch: vouch,
}
