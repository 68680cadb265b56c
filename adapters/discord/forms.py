"""Forms whose modals close when they are sent: pages follow one another, and what is to be mended opens again as typed.

A form of one page needs no memory until something in it is to be mended. Everything else is kept by the core.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from adapters.discord import modals, state
from adapters.discord.custom_ids import Mark
from adapters.discord.fields import MOST_LISTED, Value
from adapters.discord.richtext import Json
from bot.commands import opener_of, submitted
from bot.errors import UserError
from bot.ports.platforms import Account, Begun, Envelope, RememberingHost, Reply
from bot.suggestions import meant, offered
from bot.texts import pages
from bot.views import ChoicesField, Form, Option, Rejected, SearchField

Values = dict[str, Value]


@dataclass(frozen=True)
class NextPage:
    """`page` is to be opened next, counted from 1; those before it are kept."""

    form: Form
    page: int


@dataclass(frozen=True)
class Mend:
    form: Form
    page: int
    sentence: str
    problems: Mapping[str, str]


@dataclass(frozen=True)
class Taken:
    """The core has answered, and there is nothing to mend."""

    reply: Reply


@dataclass(frozen=True)
class Opening:
    begun: Begun
    page: int

    def modal(self, space: str) -> Json:
        form, values = self.begun.form, dict(self.begun.values)
        hits = _hits(form, values)
        return modals.modal(form, self.page, space=space, values=values, problems=self.begun.problems, hits=hits)


class Forms:
    def __init__(self, host: RememberingHost) -> None:
        self._host = host

    async def page(self, account: Account, slug: str, page: int) -> Opening:
        """A page of the form of this kind that somebody began. Raises `UserError` where nothing is kept any more."""
        begun = await self._host.begun_form(account, slug)
        if begun is None:
            raise UserError(pages.NOT_KEPT)
        return Opening(begun, page)

    async def sent(self, mark: Mark, data: Mapping[str, object], envelope: Envelope) -> NextPage | Mend | Taken:
        """Raises `UserError` for a form of another version."""
        typed, searched = state.values(data), state.searched(data)
        if not (mark.page or searched):
            return await self._single(mark.action, typed, envelope)
        begun = await self._begun(mark.action, envelope)
        if begun is None:
            return await self._taken(mark.action, typed, envelope)
        found, problems = _resolved(begun.form, typed, searched)
        begun = replace(begun, values={**begun.values, **found})
        return await self._page(begun, mark.page, problems, envelope)

    async def _single(self, action: str, typed: Values, envelope: Envelope) -> NextPage | Mend | Taken:
        """The form is asked for only where something is to be mended."""
        taken = await self._taken(action, typed, envelope)
        view = taken.reply.view
        if isinstance(view, Form):
            await self._host.keep_form(envelope, Begun(view, {}, {}, envelope.place))
            return NextPage(view, 1)
        if not isinstance(view, Rejected):
            return taken
        begun_now = await self._begun(action, envelope)
        if begun_now is None:
            return taken
        return await self._mend(replace(begun_now, values={**begun_now.values, **typed}), view, envelope)

    async def _page(
        self, begun: Begun, page: int, problems: Mapping[str, str], envelope: Envelope
    ) -> NextPage | Mend | Taken:
        if problems:
            return await self._mend(begun, Rejected("", dict(problems)), envelope)
        form, mending = begun.form, bool(begun.problems)
        shown = {field.name for field in form.pages[max(page, 1) - 1].fields} if page <= len(form.pages) else set()
        elsewhere = {name: problem for name, problem in begun.problems.items() if name not in shown}
        if elsewhere:
            return await self._mend(begun, Rejected("", elsewhere), envelope)
        if page and page < len(form.pages) and not mending:
            await self._host.keep_form(envelope, begun)
            return NextPage(form, page + 1)
        asking = replace(envelope, place=begun.place or envelope.place)
        taken = await self._taken(form.action, dict(begun.values), asking)
        view = taken.reply.view
        if isinstance(view, Rejected) and (view.problems or mending):
            return await self._mend(begun, view, envelope)
        if not isinstance(view, Rejected):
            await self._host.forget_form(envelope.actor, begun.slug)
        return taken

    async def _mend(self, begun: Begun, refusal: Rejected, envelope: Envelope) -> Mend:
        kept = replace(begun, problems=dict(refusal.problems), place=begun.place or envelope.place)
        await self._host.keep_form(envelope, kept)
        page = modals.page_with(begun.form, refusal.problems)
        return Mend(begun.form, page, refusal.sentence, refusal.problems)

    async def _taken(self, action: str, values: Values, envelope: Envelope) -> Taken:
        return Taken(await self._host.handle(submitted(action, values), envelope))

    async def _begun(self, action: str, envelope: Envelope) -> Begun | None:
        """What this person began, else the form as it opens; None where it does not open any more."""
        slug = action.partition(":")[0]
        begun = await self._host.begun_form(envelope.actor, slug)
        if begun is not None and begun.form.action == action:
            return begun
        opener = opener_of(action)
        looking = replace(envelope, event=f"{envelope.event}-form")  # another question than the one that was sent
        view = (await self._host.handle(opener, looking)).view if opener else None
        return Begun(view, {}, {}, envelope.place) if isinstance(view, Form) and view.action == action else None


def _resolved(form: Form, typed: Values, searched: frozenset[str]) -> tuple[Values, dict[str, str]]:
    """What was typed to search a long list by becomes what is meant, or a sentence about it."""
    found, problems = dict(typed), {}
    for field in form.fields:
        if field.name not in searched:
            continue
        text, options = str(typed[field.name]), offered(form, field.name)
        several = isinstance(field, SearchField | ChoicesField) and field.most > 1
        pieces = [piece.strip() for piece in text.split(",") if piece.strip()] if several else [text]
        hits = [meant(options, piece, MOST_LISTED + 1) for piece in pieces]
        unclear = next((hit for hit in hits if len(hit) != 1), None)
        if unclear is None:
            values = tuple(hit[0].value for hit in hits)
            found[field.name] = values if several else values[0]
        else:
            piece = pieces[hits.index(unclear)]
            problems[field.name] = pages.several_fit(len(unclear)) if unclear else pages.nothing_fits(piece)
    return found, problems


def _hits(form: Form, values: Mapping[str, Value]) -> dict[str, tuple[Option, ...]]:
    """For long lists in which something was typed that may mean several."""
    hits = {}
    for name, value in values.items():
        options = offered(form, name)
        if len(options) <= MOST_LISTED:
            continue
        pieces = value if isinstance(value, tuple) else (value,)
        found = [option for piece in pieces if piece for option in meant(options, piece, MOST_LISTED)]
        hits[name] = tuple(dict.fromkeys(found))[:MOST_LISTED]
    return hits
