"""What people do in Discord is answered: with the first response where it can be, else deferred and edited in.

The transaction comes first, so that a press that was answered is a press that counts.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import discord
import structlog

from adapters.discord import inbound, modals, own_actions, suggesting
from adapters.discord.answer import Answer
from adapters.discord.carriers import Sheet
from adapters.discord.components import components
from adapters.discord.custom_ids import Mark
from adapters.discord.failures import UNKNOWN_INTERACTION
from adapters.discord.files import Attachments
from adapters.discord.forms import Forms, Mend, NextPage, Opening, Taken
from adapters.discord.inbound import Interaction, Sender
from adapters.discord.limits import somebody_waits
from adapters.discord.members import Members
from adapters.discord.own_actions import PageOf
from adapters.discord.spaces import first_space
from adapters.discord.working import Working, sorry
from bot.commands import Answers, Command, SaidToBot, decode, opener_of
from bot.errors import UserError
from bot.ids import new_id
from bot.ports.platforms import Place, Platform, RememberingHost, Reply, Space, UserId
from bot.slash import chosen
from bot.texts import common, pages
from bot.views import Form, Message, Rejected

PATIENCE = 2.0  # seconds of Discord's three
MOST_REMEMBERED = 2_000
log = structlog.get_logger(__name__)


class Answering:
    def __init__(
        self, host: RememberingHost, members: Members, attachments: Attachments, patience: float = PATIENCE
    ) -> None:
        self._host, self._members, self._attachments, self._patience = host, members, attachments, patience
        self._forms = Forms(host)
        self._seen: OrderedDict[int, None] = OrderedDict()
        self._working = Working()

    async def settled(self) -> None:
        """Until everything that was begun is done."""
        await self._working.settled()

    async def interaction(self, interaction: Interaction) -> None:
        if self._is_new(interaction.id):
            await self._working.begin(self._safely(interaction))

    def _is_new(self, id: int) -> bool:
        """Each once: a connection that was resumed may tell again what it told before."""
        if id in self._seen:
            return False
        self._seen[id] = None
        if len(self._seen) > MOST_REMEMBERED:
            self._seen.popitem(last=False)
        return True

    async def _safely(self, interaction: Interaction) -> None:
        somebody_waits.set(True)  # in this task, and in those that it begins
        answer = Answer(interaction, self._attachments, self._patience)
        try:
            await self._answered(interaction, answer)
        except discord.HTTPException as error:
            if error.code != UNKNOWN_INTERACTION:
                await self._unseen(answer, error)
            else:
                log.warning("discord.too_late", interaction=interaction.id, code=error.code)
        except UserError as error:
            await self._last_words(answer, error.sentence)
        except Exception as error:
            await self._last_words(answer, sorry(error))

    async def _unseen(self, answer: Answer, error: Exception) -> None:
        id = new_id()[:6]
        log.error("discord.unseen", id=id, exc_info=error)
        await self._last_words(answer, common.unseen(id))

    async def _last_words(self, answer: Answer, sentence: str) -> None:
        try:
            await answer.says(Rejected(sentence), alone=True)
        except Exception as error:
            log.warning("discord.unsaid", problem=repr(error))

    async def _answered(self, interaction: Interaction, answer: Answer) -> None:
        who, data = inbound.sender(interaction), _data(interaction)
        self._members.hear(interaction)
        match interaction.type:
            case discord.InteractionType.application_command:
                await self._slash(data, who, answer)
            case discord.InteractionType.autocomplete:
                await self._suggest(data, who, answer)
            case discord.InteractionType.component:
                await self._pressed(data, who, answer)
            case discord.InteractionType.modal_submit:
                await self._sent(data, who, answer)
            case _:
                log.info("discord.unhandled", kind=interaction.type)

    # Slash commands

    async def _slash(self, data: Mapping[str, object], who: Sender, answer: Answer) -> None:
        typed = inbound.slashed(data)
        command = chosen(typed.name, typed.options)
        space = who.server or await self._only_space(command, who, answer)
        if space:
            await self._do(command, who, space, answer)

    async def _only_space(self, command: Command, who: Sender, answer: Answer) -> str:
        """Of a direct message; where several are meant, or none, the answer says so and this is empty."""
        task = self._working.begin(self._host.spaces_of(Platform.DISCORD, UserId(who.user)))
        if not await self._in_time(task, answer):
            await answer.defer(to_card=False)
        spaces: list[Space] = list(await task)
        if not spaces:
            raise UserError(pages.NO_SERVER)
        if len(spaces) == 1:
            return spaces[0].id
        choices = [(space.name, own_actions.server_action(space.id, command)) for space in spaces]
        await answer.says(pages.which_server(choices))
        return ""

    async def _suggest(self, data: Mapping[str, object], who: Sender, answer: Answer) -> None:
        """What does not come in time, or can't be found, is no reason to disturb who types."""
        task = self._working.begin(self._found(data, who))
        found: list[suggesting.Choice] = []
        try:
            found = await task if await self._in_time(task, answer) else []
        except Exception as error:
            log.warning("discord.suggest", problem=repr(error))
        try:
            await answer.suggests(found)
        except discord.HTTPException as error:
            log.warning("discord.unsuggested", code=error.code)

    async def _found(self, data: Mapping[str, object], who: Sender) -> list[suggesting.Choice]:
        return await suggesting.choices(
            self._host, data, who.envelope(who.server or await first_space(self._host, self._members, who))
        )

    async def heard(self, message: discord.Message) -> None:
        """Somebody wrote to the bot in words of their own; the core answers by message."""
        if self._is_new(message.id):
            await self._working.begin(self._hears(message))

    async def _hears(self, message: discord.Message) -> None:
        try:
            who = Sender(str(message.author.id), message.author.display_name, str(message.id), "")
            space = await first_space(self._host, self._members, who)
            await self._host.handle(SaidToBot(), who.envelope(space))
        except UserError as error:
            await message.channel.send(view=Sheet(components(common.notice(error.sentence))))
        except Exception as error:
            log.warning("discord.heard", problem=repr(error))

    # Buttons

    async def _pressed(self, data: Mapping[str, object], who: Sender, answer: Answer) -> None:
        mark = inbound.mark(data)
        there = own_actions.in_server(mark.action) if answer.direct else None
        space, action = there or (inbound.space_of(mark, who), mark.action)
        answer.space = space if answer.direct else ""
        page, back = own_actions.page_of(action), own_actions.from_card(action)
        if page is not None:
            await self._goes_on(page, action, who, space, answer)
        elif back is not None:
            card = Place(who.channel, back[0]) if answer.among_few else None
            await self._do(decode(back[1]), replace(who, place=card), space, answer, again=True)
        else:
            await self._do(decode(action), who, space, answer)

    async def _goes_on(self, page: PageOf, action: str, who: Sender, space: str, answer: Answer) -> None:
        task = self._working.begin(self._opening(page, who, space))
        if not await self._in_time(task, answer):
            await answer.says(pages.one_moment(action), alone=True)
            return
        opening: Opening = await task
        await answer.opens(opening.modal(answer.space))

    async def _opening(self, page: PageOf, who: Sender, space: str) -> Opening:
        await self._check(who, space)
        return await self._forms.page(who.in_space(space), page)

    # Doing

    async def _do(self, command: Command, who: Sender, space: str, answer: Answer, *, again: bool = False) -> None:
        """`again`: what opens a form that did not open in time, about the card at `who.place`."""
        answer.space = space if answer.direct else ""
        task = self._working.begin(self._asked(command, who, space, again=again))
        if not await self._in_time(task, answer):
            if command.answers is Answers.OPENS_FORM:
                await self._opens_later(command, who, answer)
                return
            await answer.defer(to_card=command.answers is Answers.UPDATES_CARD)
        reply: Reply = await task
        if isinstance(reply.view, Form):
            await self._opens(reply.view, command, who, answer, kept=again)
        else:
            await self._shown(reply, answer)

    async def _opens(self, form: Form, command: Command, who: Sender, answer: Answer, *, kept: bool) -> None:
        if answer.direct and modals.of_a_server(form):
            raise UserError(pages.ONLY_IN_SERVER)
        if answer.begun:
            await self._opens_later(opener_of(form.action) or command, who, answer)
        else:
            await answer.opens(modals.modal(form, space=answer.space, kept=kept))

    async def _opens_later(self, opener: Command, who: Sender, answer: Answer) -> None:
        card = who.place.message if who.place is not None and answer.among_few else ""
        await answer.says(pages.one_moment(own_actions.opener_action(opener, card)), alone=True)

    async def _shown(self, reply: Reply, answer: Answer, *, instead: bool = False, card: Place | None = None) -> None:
        """`instead`: in the place of the card that was pressed in any case; `card` is another that changes too."""
        view = reply.view
        assert not isinstance(view, Form)
        updates = isinstance(view, Message) and reply.answers is Answers.UPDATES_CARD
        if isinstance(view, Message) and answer.on_card and (updates or instead):
            await answer.replaces(view)
        else:
            await answer.says(view)
        if isinstance(view, Message) and updates and card is not None and answer.among_few:
            await answer.changes(card, view)
        await self._notices(reply.notice, answer)

    async def _notices(self, notice: Message | None, answer: Answer) -> None:
        """Beside an answer that was seen: what becomes of it says nothing about that one."""
        if notice is None:
            return
        try:
            await answer.says(notice, alone=True)
        except Exception as error:
            log.warning("discord.unnoticed", problem=repr(error))

    async def _asked(self, command: Command, who: Sender, space: str, *, again: bool) -> Reply:
        """The core's reply; a failure is one too."""
        try:
            await self._check(who, space)
            reply = await self._host.handle(command, who.envelope(space))
            if again and isinstance(reply.view, Form):
                await self._forms.begin(reply.view, who.envelope(space))
            return reply
        except Exception as error:
            return Reply(Rejected(sorry(error)), Answers.PRIVATE)

    async def _check(self, who: Sender, space: str) -> None:
        """A direct message stays when its reader leaves the server. Raises `UserError`."""
        if not who.server:
            await self._members.check_here(who.in_space(space))

    # Forms

    async def _sent(self, data: Mapping[str, object], who: Sender, answer: Answer) -> None:
        mark = inbound.mark(data)
        space = inbound.space_of(mark, who)
        answer.space = space if answer.direct else ""
        instead = mark.kept and answer.on_own_card
        task = self._working.begin(self._filled(mark, data, who, space))
        if not await self._in_time(task, answer):
            await answer.defer(to_card=instead or decode(mark.action).answers is Answers.UPDATES_CARD)
        match await task:
            case NextPage(form, page):
                action = own_actions.page_action(form.action, page)
                card = pages.kept(form.title, page - 1, len(form.pages), action) if page > 1 else None
                await self._continues(card or pages.goes_on(form.title, action), answer, instead=instead)
            case Mend(form, page, sentence, problems, notice):
                labels = {field.name: field.label for field in form.fields}
                named = {labels[name]: problem for name, problem in problems.items()}
                action = own_actions.page_action(form.action, page)
                await self._continues(pages.to_mend(form.title, sentence, named, action), answer, instead=instead)
                await self._notices(notice, answer)
            case Taken(reply, card):
                await self._shown(reply, answer, instead=instead, card=card if card != who.place else None)

    async def _filled(self, mark: Mark, data: Mapping[str, object], who: Sender, space: str) -> NextPage | Mend | Taken:
        await self._check(who, space)
        return await self._forms.sent(mark, data, who.envelope(space), who.present)

    async def _continues(self, card: Message, answer: Answer, *, instead: bool) -> None:
        await (answer.replaces(card) if instead else answer.says(card, alone=True))

    # Time

    async def _in_time(self, task: "asyncio.Task[Any]", answer: Answer) -> bool:
        """Of everything that is waited for until the first response, together."""
        return await self._working.done_within(self._patience - answer.age, task)


def _data(interaction: Interaction) -> Mapping[str, object]:
    found = interaction.data
    return found if isinstance(found, Mapping) else {}
