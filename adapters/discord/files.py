"""Pictures and files, drawn for the message that shows them by name."""

from io import BytesIO

import discord

from adapters.discord.components import files
from bot.ports.platforms import Documents
from bot.views import File, Image, Message


class Attachments:
    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    async def of(self, message: Message) -> list[discord.File]:
        """Each is read once, by the call that sends it."""
        return [discord.File(BytesIO(await self._drawn(part)), filename=name) for name, part in files(message)]

    async def _drawn(self, part: Image | File) -> bytes:
        if isinstance(part, Image):
            return await self._documents.picture(part.chart)
        return await self._documents.file(part.document)
