"""The answer to one interaction: exactly one first response within three seconds, and what follows it.

Discord takes one callback for an interaction. Where an answer is not there in time it is deferred, and edited in later,
for as long as the token lives (15 minutes).
"""

import asyncio
from collections.abc import Awaitable, Callable
from enum import StrEnum
from time import monotonic

import aiohttp
import discord
import structlog

from adapters.discord.carriers import Dialog, Sheet
from adapters.discord.components import components
from adapters.discord.components import files as files_of
from adapters.discord.failures import ALREADY_ANSWERED
from adapters.discord.files import Attachments
from adapters.discord.inbound import Interaction
from adapters.discord.richtext import Json
from bot.ports.platforms import Place
from bot.texts import common
from bot.views import Message, Rejected

TOKEN_SECONDS = 14 * 60.0  # of the 15 minutes that Discord gives
BROKEN = (aiohttp.ClientConnectionError, TimeoutError, OSError)
Files = list[discord.File]
log = structlog.get_logger(__name__)


class Deferred(StrEnum):
    NOT = "not"
    TO_NEW = "to a new message"  # which shows that the bot thinks
    TO_CARD = "to the card"  # which stays as it is until then


class Answer:
    """`space` is the server of which the buttons in a direct message are; empty where they stand in a server.

    `patience` is how many seconds a first response may wait.
    """

    def __init__(self, interaction: Interaction, attachments: Attachments, patience: float, space: str = "") -> None:
        self._interaction, self._attachments, self._patience = interaction, attachments, patience
        self._began = monotonic()
        self._deferred = Deferred.NOT
        self._taken = False
        self.space = space if interaction.guild_id is None else ""

    @property
    def direct(self) -> bool:
        return self._interaction.guild_id is None

    @property
    def on_card(self) -> bool:
        """Whether it was a message's button, or a form that such a button opened."""
        return self._interaction.message is not None

    @property
    def on_own_card(self) -> bool:
        """Whether only one person sees that card."""
        message = self._interaction.message
        return message is not None and message.flags.ephemeral

    @property
    def among_few(self) -> bool:
        """In a direct message or a pair's thread, whose cards belong to everybody who sees them."""
        return self.direct or isinstance(self._interaction.channel, discord.Thread)

    @property
    def begun(self) -> bool:
        """Whether a first response was made, so that no dialog can be opened any more."""
        return self._taken or self._interaction.response.is_done()

    @property
    def age(self) -> float:
        """Seconds since the interaction came."""
        return monotonic() - self._began

    async def defer(self, *, to_card: bool) -> None:
        """What was not answered in time, once. Whether only one person sees it is decided here."""
        if self.begun:
            return
        respond = self._interaction.response
        if to_card and self.on_card:
            self._deferred = Deferred.TO_CARD
            await self._first(lambda _: respond.defer())
        else:
            self._deferred = Deferred.TO_NEW
            await self._first(lambda _: respond.defer(thinking=True, ephemeral=not self.direct))

    async def opens(self, modal: Json) -> None:
        """The first response, or none: a dialog can't follow anything."""
        await self._first(lambda _: self._interaction.response.send_modal(Dialog(modal)))

    async def suggests(self, choices: list[discord.app_commands.Choice[str]]) -> None:
        await self._interaction.response.autocomplete(choices)

    async def replaces(self, message: Message) -> None:
        """In the place of the card that was pressed."""
        sheet, files = Sheet(components(message, space=self.space)), await self._drawn(message, to_card=True)
        respond = self._interaction.response
        if not self.begun:
            await self._first(lambda again: respond.edit_message(view=sheet, attachments=again), message, files)
        elif self._alive():
            await self._interaction.edit_original_response(view=sheet, attachments=files)

    async def says(self, view: Message | Rejected, *, alone: bool | None = None) -> None:
        """For the actor; what is said in a direct message stays there, unless `alone` asks that it should not."""
        message = view if isinstance(view, Message) else common.notice(view.sentence)
        only_now = alone if alone is not None else (not self.direct or isinstance(view, Rejected))
        sheet, files = Sheet(components(message, space=self.space)), await self._drawn(message, to_card=False)
        respond = self._interaction.response
        if not self.begun:
            await self._first(
                lambda again: respond.send_message(view=sheet, files=again, ephemeral=only_now), message, files
            )
        elif self._alive():
            if self._deferred is Deferred.TO_NEW:
                await self._interaction.edit_original_response(view=sheet, attachments=files)
                self._deferred = Deferred.NOT
            else:
                await self._interaction.followup.send(view=sheet, files=files, ephemeral=only_now)

    async def changes(self, place: Place, message: Message) -> None:
        """Another message of the bot, in the same conversation. What can't be changed stays as it is."""
        if place.conversation != str(self._interaction.channel_id):
            return
        sheet, files = Sheet(components(message, space=self.space)), await self._attachments.of(message)
        there = self._interaction.client.get_partial_messageable(int(place.conversation))
        nobody = discord.AllowedMentions.none()  # which the library does not add here by itself
        try:
            card = there.get_partial_message(int(place.message))
            await card.edit(view=sheet, attachments=files, allowed_mentions=nobody)
        except Exception as error:
            log.warning("discord.card_stays", message=place.message, problem=repr(error))

    async def _first(
        self, respond: Callable[[Files], Awaitable[object]], message: Message | None = None, files: Files | None = None
    ) -> None:
        """Where the line broke it is asked once more; Discord's library does so where Discord stumbled.

        Either way Discord may have taken the first one, and says so: then that is the response.
        """
        try:
            try:
                await respond(files or [])
            except BROKEN as error:
                log.warning("discord.line", interaction=self._interaction.id, problem=repr(error))
                await respond(await self._attachments.of(message) if message is not None else [])
        except discord.HTTPException as refused:
            if refused.code != ALREADY_ANSWERED:
                raise
            log.info("discord.answered_before", interaction=self._interaction.id)
        self._taken = True

    async def _drawn(self, message: Message, *, to_card: bool) -> Files:
        """Pictures take their time: where that is too long for a first response, it is deferred."""
        if not files_of(message):
            return []
        drawing = asyncio.ensure_future(self._attachments.of(message))
        if not self.begun:
            done, _ = await asyncio.wait({drawing}, timeout=max(self._patience - self.age, 0))
            if not done:
                await self.defer(to_card=to_card)
        return await drawing

    def _alive(self) -> bool:
        """Whether Discord still takes something by this interaction's token."""
        if self.age < TOKEN_SECONDS:
            return True
        log.warning("discord.too_late", interaction=self._interaction.id)
        return False
