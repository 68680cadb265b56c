"""Uploads: an address first, then the bytes, then the sharing."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiohttp import web

from tests.simulators.slack.jsons import Json

if TYPE_CHECKING:
    from tests.simulators.slack.server import SimulatedSlack


@dataclass(eq=False)
class SlackFile:
    """One upload; `data` is None until the bytes came, `shared` once it was completed."""

    id: str
    name: str
    length: int
    team: str
    alt_text: str = ""
    title: str = ""
    data: bytes | None = None
    shared: bool = False

    def json(self) -> Json:
        title = self.title or self.name
        kind = self.name.rpartition(".")[2]
        shown: Json = {"id": self.id, "name": self.name, "title": title, "filetype": kind, "size": self.length}
        return shown | {"alt_txt": self.alt_text, "permalink": f"https://files.slack.test/{self.id}/{self.name}"}


class Files:
    def __init__(self, slack: "SimulatedSlack") -> None:
        self._slack = slack
        self._tickets: dict[str, SlackFile] = {}
        self.all: dict[str, SlackFile] = {}

    def begin(self, name: str, length: int, team: str, alt_text: str) -> tuple[SlackFile, str]:
        file = SlackFile(self._slack.ids.new("F"), name, length, team, alt_text)
        self.all[file.id] = file
        ticket = self._slack.ids.small("upload-")
        self._tickets[ticket] = file
        return file, f"{self._slack.url}/upload/v1/{ticket}"

    async def accept(self, request: web.Request) -> web.Response:
        file = self._tickets.pop(request.match_info["ticket"], None)
        if file is None:
            return web.Response(status=404, text="unknown or used upload address")
        data = await request.read()
        if len(data) != file.length:
            self._slack.breaks(f"upload of {file.name!r}: {file.length} bytes were announced, {len(data)} came")
            return web.Response(status=400, text="length mismatch")
        file.data = data
        return web.Response(text=f"OK - {len(data)}")
