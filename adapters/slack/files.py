"""Pictures and files: drawn, uploaded, and shared where the message about them is.

The current way (docs.slack.dev/messaging/working-with-files): an upload address, the bytes, then sharing them. Nobody
sees a file before it is shared, so uploading comes first and can be done again without harm.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.blocks import escaped
from adapters.slack.richtext import cut
from adapters.slack.workspaces import SECONDS
from bot.ports.platforms import Documents
from bot.views import File, Image, Message

UPLOADED = 200
MOST_ALT = 1000  # characters


WAIT = aiohttp.ClientTimeout(total=SECONDS)


@dataclass(frozen=True)
class Upload:
    id: str
    title: str


class Attachments:
    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    async def uploaded(self, client: AsyncWebClient, message: Message) -> list[Upload]:
        """What the message brings along, uploaded and not yet shared."""
        return [await self._upload(client, part) for part in message.parts if isinstance(part, Image | File)]

    async def share(self, client: AsyncWebClient, files: Sequence[Upload], channel: str, thread: str = "") -> None:
        """Shows the files in a conversation; below a message where `thread` names one."""
        await client.files_completeUploadExternal(
            files=[{"id": file.id, "title": file.title} for file in files],
            channel_id=channel,
            thread_ts=thread or None,
            initial_comment=escaped("\n".join(file.title for file in files)),
        )

    async def _upload(self, client: AsyncWebClient, part: Image | File) -> Upload:
        name, title, alt, content = await self._drawn(part)
        place = await client.files_getUploadURLExternal(filename=name, length=len(content), alt_txt=alt)
        async with _session(client) as session, session.post(place["upload_url"], data=content, timeout=WAIT) as answer:
            if answer.status != UPLOADED:
                raise aiohttp.ClientResponseError(answer.request_info, answer.history, status=answer.status)
        return Upload(str(place["file_id"]), title)

    async def _drawn(self, part: Image | File) -> tuple[str, str, str | None, bytes]:
        if isinstance(part, Image):
            return "chart.png", part.chart.title, cut(part.alt, MOST_ALT), await self._documents.picture(part.chart)
        return part.name, part.label, None, await self._documents.file(part.document)


@asynccontextmanager
async def _session(client: AsyncWebClient) -> AsyncIterator[aiohttp.ClientSession]:
    if client.session is not None:
        yield client.session
        return
    async with aiohttp.ClientSession() as session:
        yield session
