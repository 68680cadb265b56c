"""What people do in Discord is answered: with the first response where it can be, else deferred and edited in.

The transaction comes first, so that a press that was answered is a press that counts.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Coroutine, Mapping
from typing import Any

import discord
import structlog

from adapters.discord import inbound, modals, own_actions
from adapters.discord.answer import Answer
from adapters.discord.carriers import Sheet
from adapters.discord.components import components
from adapters.discord.failures import ALREADY_ANSWERED, UNKNOWN_INTERACTION
from adapters.discord.files import Attachments
from adapters.discord.forms import Forms, Mend, NextPage, Taken
from adapters.discord.inbound import Interaction, Sender
from adapters.discord.members import Members
from bot.commands import UNKNOWN, Answers, Command, SaidToBot, decode
from bot.errors import StorageError, UserError
from bot.ids import new_id
from bot.ports.platforms import Platform, RememberingHost, Reply, UserId
from bot.slash import chosen, suggesting
from bot.suggestions import fitting, offered
from bot.texts import common, pages
from bot.views import Form, Message, Rejected

PATIENCE = 2.0  # seconds of Discord's three
MOST_REMEMBERED = 2_000
MOST_CHOICES = 25
MOST_CHOICE = 100  # characters
log = structlog.get_logger(__name__)


class Answering:
    def __init__(
        self, host: RememberingHost, members: Members, attachments: Attachments, patience: float = PATIENCE
    ) -> None:
        self._host, self._members, self._attachments, self._patience = host, members, attachments, patience
        self._forms = Forms(host)
        self._seen: OrderedDict[int, None] = OrderedDict()
        self._working: set[asyncio.Task[object]] = set()

    async def settled(self) -> None:
        """Until everything that was begun is done."""
        while self._working:
            await asyncio.gather(*self._working, return_exceptions=True)

    async def interaction(self, interaction: Interaction) -> None:
        """Each once: a connection that was resumed may tell again what it told before."""
        if interaction.id in self._seen:
            return
        self._seen[interaction.id] = None
        if len(self._seen) > MOST_REMEMBERED:
            self._seen.popitem(last=False)
        await self._begin(self._safely(interaction))

    async def _safely(self, interaction: Interaction) -> None:
        answer = Answer(interaction, self._attachments)
        try:
            await self._answered(interaction, answer)
        except discord.HTTPException as error:
            if error.code not in (UNKNOWN_INTERACTION, ALREADY_ANSWERED):
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
        except discord.HTTPException as error:
            log.warning("discord.unsaid", code=error.code)

    async def _answered(self, interaction: Interaction, answer: Answer) -> None:
        who, data = inbound.sender(interaction), _data(interaction)
        standing = inbound.standing(interaction)
        if standing is not None:
            self._members.learn(who.in_space(who.server), standing)
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
        spaces = await self._host.spaces_of(Platform.DISCORD, UserId(who.user))
        if not spaces:
            raise UserError(pages.NO_SERVER)
        if len(spaces) == 1:
            return spaces[0].id
        choices = [(space.name, own_actions.server_action(space.id, command)) for space in spaces]
        await answer.says(pages.which_server(choices))
        return ""

    async def _suggest(self, data: Mapping[str, object], who: Sender, answer: Answer) -> None:
        """The list of the option is that of a form's field, as the form opens for this person; else nothing."""
        choices: list[discord.app_commands.Choice[str]] = []
        typed = inbound.slashed(data)
        try:
            opener, field = suggesting(typed.name, typed.focused)
            spaces = [who.server] if who.server else await self._host.spaces_of(Platform.DISCORD, UserId(who.user))
            space = who.server or next((each.id for each in spaces if not isinstance(each, str)), "")
            task = self._begin(self._host.handle(opener, who.envelope(space)))
            done, _ = await asyncio.wait({task}, timeout=self._patience)
            if done and isinstance(form := task.result().view, Form):
                options = fitting(offered(form, field), typed.options.get(typed.focused, ""), MOST_CHOICES)
                choices = [
                    discord.app_commands.Choice(name=option.label[:MOST_CHOICE], value=option.value[:MOST_CHOICE])
                    for option in options
                ]
        except Exception as error:
            log.warning("discord.suggest", problem=repr(error))
        await answer.suggests(choices)

    async def heard(self, message: discord.Message) -> None:
        """Somebody wrote to the bot in words of their own; the core answers by message."""
        try:
            spaces = await self._host.spaces_of(Platform.DISCORD, UserId(str(message.author.id)))
            if not spaces:
                await message.channel.send(view=Sheet(components(common.notice(pages.NO_SERVER))))
                return
            who = Sender(str(message.author.id), message.author.display_name, str(message.id), "")
            await self._host.handle(SaidToBot(), who.envelope(spaces[0].id))
        except Exception as error:
            log.warning("discord.heard", problem=repr(error))

    # Buttons

    async def _pressed(self, data: Mapping[str, object], who: Sender, answer: Answer) -> None:
        mark = inbound.mark(data)
        there = own_actions.in_server(mark.action)
        space, action = there or (mark.space or who.server, mark.action)
        if not space:
            raise UserError(UNKNOWN)
        answer.space = space if answer.direct else ""
        page = own_actions.page_of(action)
        if page is not None:
            opening = await self._forms.page(who.in_space(space), *page)
            await answer.opens(opening.modal(answer.space))
            return
        await self._do(decode(action), who, space, answer)

    # Doing

    async def _do(self, command: Command, who: Sender, space: str, answer: Answer) -> None:
        answer.space = space if answer.direct else ""
        task = self._begin(self._asked(command, who, space))
        if not await self._in_time(task):
            if command.answers is Answers.OPENS_FORM:
                self._begin(_ended(task))
                await answer.says(pages.one_moment(own_actions.opener_action(command)), alone=True)
                return
            await answer.defer(to_card=command.answers is Answers.UPDATES_CARD)
        await self._shown(await task, answer)

    async def _shown(self, reply: Reply, answer: Answer) -> None:
        view = reply.view
        if isinstance(view, Form):
            await answer.opens(modals.modal(view, space=answer.space))
            return
        if isinstance(view, Message) and reply.answers is Answers.UPDATES_CARD and answer.on_card:
            await answer.replaces(view)
        else:
            await answer.says(view)
        if reply.notice is not None:
            await answer.says(reply.notice, alone=True)

    async def _asked(self, command: Command, who: Sender, space: str) -> Reply:
        """The core's reply; a failure is one too."""
        try:
            return await self._host.handle(command, who.envelope(space))
        except Exception as error:
            return Reply(Rejected(sorry(error)), Answers.PRIVATE)

    # Forms

    async def _sent(self, data: Mapping[str, object], who: Sender, answer: Answer) -> None:
        mark = inbound.mark(data)
        space = mark.space or who.server
        if not space:
            raise UserError(UNKNOWN)
        answer.space = space if answer.direct else ""
        task = self._begin(self._forms.sent(mark, data, who.envelope(space)))
        if not await self._in_time(task):
            await answer.defer(to_card=decode(mark.action).answers is Answers.UPDATES_CARD)
        match await task:
            case NextPage(form, page):
                action = own_actions.page_action(form.action.partition(":")[0], page)
                card = pages.kept(form.title, page - 1, len(form.pages), action) if page > 1 else None
                await answer.says(card or pages.goes_on(form.title, action), alone=True)
            case Mend(form, page, sentence, problems):
                labels = {field.name: field.label for field in form.fields}
                named = {labels.get(name, name): problem for name, problem in problems.items()}
                action = own_actions.page_action(form.action.partition(":")[0], page)
                await answer.says(pages.to_mend(form.title, sentence, named, action), alone=True)
            case Taken(reply):
                await self._shown(reply, answer)

    # Time

    def _begin(self, work: Coroutine[Any, Any, Any]) -> "asyncio.Task[Any]":
        task = asyncio.create_task(work)
        self._working.add(task)
        task.add_done_callback(self._working.discard)
        return task

    async def _in_time(self, task: "asyncio.Task[Any]") -> bool:
        done, _ = await asyncio.wait({task}, timeout=self._patience)
        return bool(done)


def sorry(error: Exception) -> str:
    """What a person is told of a failure; the id is in the log beside it."""
    if isinstance(error, UserError):
        return error.sentence
    if isinstance(error, StorageError):
        log.error("discord.storage", problem=str(error))
        return common.STORAGE_TROUBLE
    id = new_id()[:6]
    log.error("discord.listener", id=id, exc_info=error)
    return common.defect(id)


async def _ended(task: "asyncio.Task[Reply]") -> None:
    """What nobody waits for any more: reading only, so nothing is lost."""
    await asyncio.wait({task})


def _data(interaction: Interaction) -> Mapping[str, object]:
    found = interaction.data
    return found if isinstance(found, Mapping) else {}
