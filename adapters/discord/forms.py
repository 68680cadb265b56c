"""Forms whose modals close when they are sent: pages follow one another, and what is to be mended opens again as typed.

A form of one page needs no memory until something in it is to be mended. Everything else is kept by the core. A modal
that was opened anew begins anew; one that was opened by a card of this adapter goes on with what is kept.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import structlog

from adapters.discord import modals, searching, state
from adapters.discord.custom_ids import Mark
from adapters.discord.own_actions import PageOf
from adapters.discord.richtext import Json
from adapters.discord.searching import Values
from bot.commands import opener_of, submitted
from bot.errors import UserError
from bot.long_lists import OF_FORMS as LONG_LISTS
from bot.ports.platforms import Account, Begun, Envelope, Place, RememberingHost, Reply
from bot.texts import pages
from bot.views import Form, Message, Page, Rejected

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class NextPage:
    """`page` is to be opened next, counted from 1; those before it are kept."""

    form: Form
    page: int


@dataclass(frozen=True)
class Mend:
    """`notice` is what the core said beside its refusal."""

    form: Form
    page: int
    sentence: str
    problems: Mapping[str, str]
    notice: Message | None = None


@dataclass(frozen=True)
class Taken:
    """The core has answered, and there is nothing to mend. `card` is the message that opened the form, if another."""

    reply: Reply
    card: Place | None = None


@dataclass(frozen=True)
class Opening:
    begun: Begun
    page: int

    def modal(self, space: str) -> Json:
        form, values = self.begun.form, dict(self.begun.values)
        found = searching.hits(form, values)
        problems = self.begun.problems
        return modals.modal(form, self.page, space=space, kept=True, values=values, problems=problems, hits=found)


class Forms:
    def __init__(self, host: RememberingHost) -> None:
        self._host = host

    async def page(self, account: Account, wanted: PageOf) -> Opening:
        """A page of the form that somebody began. Raises `UserError` where that one is not kept any more."""
        begun = await self._kept(account, wanted.slug)
        if begun is None or not wanted.of(begun.form.action):
            raise UserError(pages.NOT_KEPT)
        return Opening(begun, wanted.page)

    async def begin(self, form: Form, envelope: Envelope) -> None:
        """Keeps a form of which nothing was filled in yet, with the card that it is about."""
        await self._host.keep_form(envelope, Begun(form, {}, {}, envelope.place))

    async def sent(
        self, mark: Mark, data: Mapping[str, object], envelope: Envelope, present: Collection[str] | None = None
    ) -> NextPage | Mend | Taken:
        """`present` is as in `state.values`. Raises `UserError` for a form of another version."""
        typed, searched = state.values(data, present), state.searched(data)
        submitted(mark.action, typed)
        if mark.kept:
            return await self._goes_on(mark, typed, searched, envelope)
        at_once = self._understood(mark, typed, searched)
        if at_once is not None:
            return await self._single(mark.action, at_once, envelope)
        if mark.page or searched:
            begun = await self._opened(mark.action, envelope)
            if begun is not None:
                return await self._page(begun, typed, searched, envelope)
        return await self._single(mark.action, typed, envelope)

    def _understood(self, mark: Mark, typed: Values, searched: frozenset[str]) -> Values | None:
        """Where the long lists of a form are the same for everybody, it needs not be opened to be searched."""
        fields = LONG_LISTS.get(mark.action, {})
        if mark.page or not searched or not searched <= fields.keys():
            return None
        found, problems = searching.resolved(fields.values(), typed, searched)
        return None if problems else found

    async def _single(self, action: str, typed: Values, envelope: Envelope) -> NextPage | Mend | Taken:
        """The form is asked for only where something is to be mended."""
        taken = await self._taken(action, typed, envelope)
        if not isinstance(taken.reply.view, Rejected):
            return await self._or_form(taken, envelope)
        begun = await self._opened(action, envelope)
        return taken if begun is None else await self._mend(replace(begun, values=typed), taken, envelope)

    async def _goes_on(
        self, mark: Mark, typed: Values, searched: frozenset[str], envelope: Envelope
    ) -> NextPage | Mend | Taken:
        begun = await self._kept(envelope.actor, mark.action.partition(":")[0])
        if begun is not None and begun.form.action == mark.action:
            return await self._page(begun, typed, searched, envelope, kept=True)
        anew = await self._opened(mark.action, envelope)
        if anew is None:
            return await self._single(mark.action, typed, envelope)
        return await self._page(anew, typed, searched, envelope)

    async def _page(
        self, begun: Begun, typed: Values, searched: frozenset[str], envelope: Envelope, *, kept: bool = False
    ) -> NextPage | Mend | Taken:
        form = begun.form
        found, problems = searching.resolved(form.fields, typed, searched)
        begun = replace(begun, values={**begun.values, **found})
        left = {name: problem for name, problem in begun.problems.items() if name not in typed} | problems
        if left:
            return await self._mend(
                begun, Taken(Reply(Rejected("", left), submitted(form.action, {}).answers)), envelope
            )
        begun = replace(begun, problems={})
        unseen = next((number for number, each in enumerate(form.pages, 1) if not _filled(each, begun)), None)
        if unseen is not None:
            await self._host.keep_form(envelope, begun)
            return NextPage(form, unseen)
        taken = await self._taken(form.action, dict(begun.values), envelope)
        view = taken.reply.view
        if isinstance(view, Rejected) and (view.problems or await self._opened(form.action, envelope)):
            return await self._mend(begun, taken, envelope)
        if kept:
            await self._forget(envelope.actor, begun)
        return await self._or_form(replace(taken, card=begun.place), envelope)

    async def _or_form(self, taken: Taken, envelope: Envelope) -> NextPage | Taken:
        """A form that answers a form: a dialog can't follow a dialog, so that it begins with a card."""
        view = taken.reply.view
        if not isinstance(view, Form):
            return taken
        await self.begin(view, envelope)
        return NextPage(view, 1)

    async def _mend(self, begun: Begun, refused: Taken, envelope: Envelope) -> Mend | Taken:
        """Where what was typed can't be kept, the refusal alone is said."""
        view = refused.reply.view
        assert isinstance(view, Rejected)
        known = {field.name for field in begun.form.fields}
        problems = {name: problem for name, problem in view.problems.items() if name in known}
        others = [problem for name, problem in view.problems.items() if name not in known]
        sentence = view.sentence or " ".join(others)
        try:
            await self._host.keep_form(envelope, replace(begun, problems=problems))
        except Exception as error:
            log.warning("discord.not_kept", problem=repr(error))
            return refused
        page = modals.page_with(begun.form, problems)
        return Mend(begun.form, page, sentence, problems, refused.reply.notice)

    async def _taken(self, action: str, values: Values, envelope: Envelope) -> Taken:
        return Taken(await self._host.handle(submitted(action, values), envelope))

    async def _opened(self, action: str, envelope: Envelope) -> Begun | None:
        """The form as it opens now; None where it does not open any more."""
        opener = opener_of(action)
        if opener is None:
            return None
        looking = replace(envelope, event=f"{envelope.event}-form")  # another question than the one that was sent
        view = (await self._host.handle(opener, looking)).view
        return Begun(view, {}, {}, envelope.place) if isinstance(view, Form) and view.action == action else None

    async def _kept(self, account: Account, slug: str) -> Begun | None:
        """What another version of the bot has kept may have another shape: then it is lost."""
        try:
            return await self._host.begun_form(account, slug)
        except (KeyError, TypeError, ValueError) as error:
            log.warning("discord.draft", slug=slug, problem=repr(error))
            return None

    async def _forget(self, account: Account, begun: Begun) -> None:
        """It was taken: a draft that stays for a day is no reason to say otherwise."""
        try:
            await self._host.forget_form(account, begun.slug)
        except Exception as error:
            log.warning("discord.draft_stays", problem=repr(error))


def _filled(page: Page, begun: Begun) -> bool:
    return any(field.name in begun.values for field in page.fields)
