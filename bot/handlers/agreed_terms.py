"""Goals and the other terms of an agreement, which change without touching its meetings."""

from dataclasses import replace

from bot.commands import OpenTerms, ProposeTerms
from bot.context import Context
from bot.domain.match import Agreement, Missed
from bot.domain.partners import Partners
from bot.domain.schedule import instant
from bot.errors import UserError
from bot.handlers.agreeing import refuse_repeated
from bot.handlers.handler import Handles
from bot.journey import agreeing, forms
from bot.journey import partners as pairs
from bot.texts import agreed_terms as texts
from bot.texts import schedule_form as form_texts
from bot.understanding.fields import Fields
from bot.understanding.terms import goals, place
from bot.views import View


async def open_terms(command: OpenTerms, context: Context) -> View:
    partners, _, standing = await _standing(context, command.match)
    begun = await forms.draft(context, ProposeTerms.slug)
    typed = begun if begun.get("match") == partners.match.id else {}
    return texts.terms_form(
        partners.match.id,
        goals=str(typed.get("goals", "\n".join(standing.goals))),
        missed=standing.missed,
        place=str(typed.get("place", standing.place)),
    )


async def propose_terms(command: ProposeTerms, context: Context) -> View:
    partners, signed, standing = await _standing(context, command.match)
    fields = Fields()
    written = fields.read("goals", goals, fields.within("goals", command.goals, form_texts.MOST_GOALS))
    where = fields.read("place", place, fields.within("place", command.place, form_texts.MOST_PLACE))
    missed = fields.chosen("missed", command.missed, set(Missed), please=form_texts.CHOOSE_MISSED)
    if fields.problems or written is None or where is None:
        return await forms.refused(context, command, fields.problems)
    if warned := await forms.guarded(context, command, {"goals": command.goals, "place": command.place}):
        return warned
    terms = replace(agreeing.terms_of(standing), goals=written, missed=Missed(missed), place=where)
    await refuse_repeated(context, partners, terms, signed)
    await forms.sent(context, command)
    return await agreeing.suggest(context, partners, terms)


async def _standing(context: Context, match: str) -> tuple[Partners, Agreement, Agreement]:
    """The pair, what is signed, and what the terms are added to: a suggestion that waits, else what is signed.

    Raises `UserError` where nothing is signed.
    """
    partners = await pairs.active(context, match)
    signed = await context.uow.agreements.signed(partners.match.id)
    if signed is None:
        raise UserError(texts.NO_SCHEDULE)
    pending = await context.uow.agreements.proposed(partners.match.id)
    if pending is None:
        return partners, signed, signed
    open_still = pending.schedule == signed.schedule or instant(pending.first, pending.zone) > context.now
    return partners, signed, pending if open_still else signed


HANDLES: Handles = {OpenTerms: open_terms, ProposeTerms: propose_terms}
