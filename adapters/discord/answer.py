"""The answer to one interaction: exactly one first response within three seconds, and what follows it.

Discord takes one callback for an interaction. Where an answer is not there in time it is deferred, and edited in later,
for as long as the token lives (15 minutes).
"""

from enum import StrEnum
from time import monotonic

import discord
import structlog

from adapters.discord.carriers import Dialog, Sheet
from adapters.discord.components import components
from adapters.discord.files import Attachments
from adapters.discord.inbound import Interaction
from adapters.discord.richtext import Json
from bot.texts import common
from bot.views import Message, Rejected

TOKEN_SECONDS = 14 * 60.0  # of the 15 minutes that Discord gives
log = structlog.get_logger(__name__)


class Deferred(StrEnum):
    NOT = "not"
    TO_NEW = "to a new message"  # which shows that the bot thinks
    TO_CARD = "to the card"  # which stays as it is until then


class Answer:
    """`space` is the server of which the buttons in a direct message are; empty where they stand in a server."""

    def __init__(self, interaction: Interaction, attachments: Attachments, space: str = "") -> None:
        self._interaction, self._attachments = interaction, attachments
        self._began = monotonic()
        self._deferred = Deferred.NOT
        self.space = space if interaction.guild_id is None else ""

    @property
    def direct(self) -> bool:
        return self._interaction.guild_id is None

    @property
    def on_card(self) -> bool:
        """Whether it was a message's button, or a form that such a button opened."""
        return self._interaction.message is not None

    async def defer(self, *, to_card: bool) -> None:
        """What was not answered in time. Whether only one person sees it is decided here."""
        if to_card and self.on_card:
            await self._interaction.response.defer()
            self._deferred = Deferred.TO_CARD
        else:
            await self._interaction.response.defer(thinking=True, ephemeral=not self.direct)
            self._deferred = Deferred.TO_NEW

    async def opens(self, modal: Json) -> None:
        """The first response, or none: a dialog can't follow anything."""
        await self._interaction.response.send_modal(Dialog(modal))

    async def suggests(self, choices: list[discord.app_commands.Choice[str]]) -> None:
        await self._interaction.response.autocomplete(choices)

    async def replaces(self, message: Message) -> None:
        """In the place of the card that was pressed."""
        sheet, files = await self._rendered(message)
        if self._deferred is Deferred.NOT:
            await self._interaction.response.edit_message(view=sheet, attachments=files)
        elif self._alive():
            await self._interaction.edit_original_response(view=sheet, attachments=files)

    async def says(self, view: Message | Rejected, *, alone: bool | None = None) -> None:
        """For the actor; what is said in a direct message stays there, unless `alone` asks that it should not."""
        message = view if isinstance(view, Message) else common.notice(view.sentence)
        only_now = alone if alone is not None else (not self.direct or isinstance(view, Rejected))
        sheet, files = await self._rendered(message)
        if self._deferred is Deferred.NOT and not self._interaction.response.is_done():
            await self._interaction.response.send_message(view=sheet, files=files, ephemeral=only_now)
        elif not self._alive():
            return
        elif self._deferred is Deferred.TO_NEW:
            await self._interaction.edit_original_response(view=sheet, attachments=files)
            self._deferred = Deferred.NOT
        else:
            await self._interaction.followup.send(view=sheet, files=files, ephemeral=only_now)

    async def _rendered(self, message: Message) -> tuple[Sheet, list[discord.File]]:
        return Sheet(components(message, space=self.space)), await self._attachments.of(message)

    def _alive(self) -> bool:
        """Whether Discord still takes something by this interaction's token."""
        if monotonic() - self._began < TOKEN_SECONDS:
            return True
        log.warning("discord.too_late", interaction=self._interaction.id)
        return False
