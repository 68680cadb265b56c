"""Pictures and files of messages, drawn when somebody looks and kept for a while."""

from collections import OrderedDict
from dataclasses import dataclass

from adapters.playground.chatlog import ChatLog, Person
from bot.documents import Chart
from bot.ports.platforms import Documents
from bot.views import File, Image, Message, Part

MOST_KEPT = 32


@dataclass(frozen=True)
class Download:
    name: str
    body: bytes


class Attachments:
    def __init__(self, chat: ChatLog, documents: Documents) -> None:
        self._chat, self._documents = chat, documents
        self._kept: OrderedDict[Chart, bytes] = OrderedDict()

    async def picture(self, person: Person, message: int, number: int) -> bytes | None:
        """PNG, or None where this person sees no such picture."""
        part = self._part(person, message, number)
        return await self._drawn(part.chart) if isinstance(part, Image) else None

    async def file(self, person: Person, message: int, number: int) -> Download | None:
        part = self._part(person, message, number)
        return Download(part.name, await self._documents.file(part.document)) if isinstance(part, File) else None

    async def _drawn(self, chart: Chart) -> bytes:
        if chart not in self._kept:
            self._kept[chart] = await self._documents.picture(chart)
            if len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return self._kept[chart]

    def _part(self, person: Person, message: int, number: int) -> Part | None:
        found = self._chat.message(message)
        if found is None or found.visible_to not in (None, person.user) or not isinstance(found.view, Message):
            return None
        conversation = self._chat.conversation(found.conversation)
        if conversation is None or not conversation.includes(person.user):
            return None
        return found.view.parts[number] if number < len(found.view.parts) else None
