"""The playground's endpoints. Every POST brings the page's secret; every answer works with and without script."""

import hashlib
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from secrets import compare_digest, token_urlsafe
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from adapters.playground.attachments import Attachments
from adapters.playground.chatlog import CHANNEL, ChatLog, Person
from adapters.playground.chatpage import ChatPage
from adapters.playground.choosing import choose_page, new_person
from adapters.playground.clockbar import ClockBar
from adapters.playground.desk import Desk, Outcome, Refusal, Seat
from adapters.playground.inbound import Posted, posted
from adapters.playground.live import stream
from adapters.playground.render import Dialog, Renderer
from adapters.playground.rooms import doorstep
from bot.errors import UserError
from bot.ports.platforms import Documents, Front, UserId

STATIC = Path(__file__).parent / "static"
FILES = {".ics": "text/calendar", ".pdf": "application/pdf", ".csv": "text/csv; charset=utf-8"}
TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
STALE = "This page is from another playground than the one that runs now. Please reload it and try again."
NOWHERE = "There is no such page in the playground."


class Playground:
    def __init__(self, front: Front, chat: ChatLog, documents: Documents, desk: Desk, bar: ClockBar) -> None:
        self._chat, self._bar, self._secret, self._desk = chat, bar, chat.secret(), desk
        self._assets = {f.name: f.read_bytes() for f in sorted(STATIC.iterdir()) if f.suffix in TYPES}
        self._version = hashlib.blake2s(b"".join(self._assets.values()), digest_size=6).hexdigest()
        self.renderer = Renderer()
        self._page = ChatPage(front, chat, desk, bar, self.renderer, self._version)
        self._attachments = Attachments(chat, documents)

    def routes(self) -> list[Route]:
        room = "/as/{user}/{conversation}"
        return [
            Route("/", self.choose),
            Route("/people", self.join, methods=["POST"]),
            Route("/clock", self.move_clock, methods=["POST"]),
            Route("/events", self.events),
            Route("/static/{name}", self.static),
            Route("/as/{user}", self.enter),
            Route("/as/{user}/picture/{message:int}/{part:int}", self.picture),
            Route("/as/{user}/file/{message:int}/{part:int}", self.file),
            Route(room, self.look),
            Route(f"{room}/act", self.act, methods=["POST"]),
            Route(f"{room}/say", self.say, methods=["POST"]),
            Route(f"{room}/read", self.read, methods=["POST"]),
        ]

    # Choosing who to be

    async def choose(self, request: Request) -> Response:
        search = request.query_params.get("search", "")
        return HTMLResponse(choose_page(self.renderer, self._chat, self._version, search))

    async def join(self, request: Request) -> Response:
        form = await self._form(request)
        try:
            person = new_person(self._chat, form.one("name"))
        except UserError as error:
            html = choose_page(self.renderer, self._chat, self._version, problem=error.sentence)
            return HTMLResponse(html, HTTPStatus.UNPROCESSABLE_ENTITY)
        return RedirectResponse(f"/as/{person.user}/{CHANNEL}", HTTPStatus.SEE_OTHER)

    async def enter(self, request: Request) -> Response:
        person = self._person(request.path_params["user"])
        return RedirectResponse(f"/as/{person.user}/{doorstep(self._chat, person).id}", HTTPStatus.SEE_OTHER)

    # Chatting

    async def look(self, request: Request) -> Response:
        before = request.query_params.get("before", "")
        seat = self._seat(request.path_params)
        return HTMLResponse(await self._page.html(seat, before=int(before) if before.isdecimal() else None))

    async def act(self, request: Request) -> Response:
        seat, form = self._seat(request.path_params), await self._form(request)
        return await self._answered(request, seat, await self._desk.pressed(seat, form))

    async def say(self, request: Request) -> Response:
        seat, form = self._seat(request.path_params), await self._form(request)
        text = form.one("text")
        try:
            outcome = await self._desk.typed(seat, text, form.one("token"))
        except UserError as error:
            if scripted(request):
                return JSONResponse({"problem": error.sentence}, HTTPStatus.UNPROCESSABLE_ENTITY)
            html = await self._page.html(seat, text=text, problem=error.sentence)
            return HTMLResponse(html, HTTPStatus.UNPROCESSABLE_ENTITY)
        return await self._answered(request, seat, outcome)

    async def _answered(self, request: Request, seat: Seat, outcome: Outcome) -> Response:
        scene = await self._page.scene(seat)
        if isinstance(outcome, Refusal):
            if scripted(request):
                again = {"problem": outcome.sentence, "token": scene.token()}
                return JSONResponse(again, HTTPStatus.UNPROCESSABLE_ENTITY)
            outcome = self._desk.refuse(seat, outcome)
        if isinstance(outcome, Dialog):
            if scripted(request):
                html = self._page.dialog(outcome, scene)
                return JSONResponse({"dialog": html, "token": scene.token()})
            return HTMLResponse(await self._page.html(seat, outcome))
        if scripted(request):
            return JSONResponse({"message": outcome.message, "token": scene.token()})
        return RedirectResponse(f"{scene.url}#message-{outcome.message}", HTTPStatus.SEE_OTHER)

    async def read(self, request: Request) -> Response:
        seat, form = self._seat(request.path_params), await self._form(request)
        seen = form.one("seen")
        if seen.isdecimal():
            self._chat.mark_read(seat.person.user, seat.conversation.id, int(seen))
        return Response(status_code=HTTPStatus.NO_CONTENT)

    async def events(self, request: Request) -> Response:
        asked = request.query_params
        seat = self._seat({"user": asked.get("as", ""), "conversation": asked.get("in", "")})
        after = request.headers.get("last-event-id") or asked.get("after", "")
        start = int(after) if after.isdecimal() else self._chat.revision()
        lines = stream(self._page, self._chat.bell, seat, start)
        return StreamingResponse(lines, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})

    async def move_clock(self, request: Request) -> Response:
        form = await self._form(request)
        back = form.one("back") if form.one("back").startswith("/as/") else "/"
        try:
            await self._bar.move(form.one("step"), form.one("token"))
        except UserError as error:
            return problem(request, self.renderer, error.sentence, HTTPStatus.CONFLICT, back)
        if scripted(request):
            return JSONResponse({"token": token_urlsafe(9)})
        return RedirectResponse(back, HTTPStatus.SEE_OTHER)

    # What pages fetch

    async def picture(self, request: Request) -> Response:
        person, given = self._person(request.path_params["user"]), request.path_params
        png = await self._attachments.picture(person, given["message"], given["part"])
        if png is None:
            raise HTTPException(HTTPStatus.NOT_FOUND, NOWHERE)
        return Response(png, media_type="image/png", headers={"Cache-Control": "private, no-cache"})

    async def file(self, request: Request) -> Response:
        person, given = self._person(request.path_params["user"]), request.path_params
        found = await self._attachments.file(person, given["message"], given["part"])
        if found is None:
            raise HTTPException(HTTPStatus.NOT_FOUND, NOWHERE)
        disposition = f"attachment; filename*=UTF-8''{quote(found.name, safe='')}"
        kind = FILES[Path(found.name).suffix]
        return Response(found.body, media_type=kind, headers={"Content-Disposition": disposition})

    async def static(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in self._assets:
            raise HTTPException(HTTPStatus.NOT_FOUND, NOWHERE)
        kept = {"Cache-Control": "public, max-age=31536000, immutable"}
        return Response(self._assets[name], media_type=TYPES[Path(name).suffix], headers=kept)

    # Who and where

    def _person(self, user: str) -> Person:
        person = self._chat.person(UserId(user))
        if person is None:
            raise HTTPException(HTTPStatus.NOT_FOUND, NOWHERE)
        return person

    def _seat(self, given: Mapping[str, str]) -> Seat:
        person = self._person(given["user"])
        conversation = self._chat.conversation(given["conversation"])
        if conversation is None or not conversation.includes(person.user):
            raise HTTPException(HTTPStatus.NOT_FOUND, NOWHERE)
        return Seat(person, conversation)

    async def _form(self, request: Request) -> Posted:
        try:
            form = posted(await request.body())
        except UserError as error:
            raise HTTPException(HTTPStatus.BAD_REQUEST, error.sentence) from error
        if not compare_digest(form.one("secret").encode(), self._secret.encode()):
            raise HTTPException(HTTPStatus.FORBIDDEN, STALE)
        return form


def scripted(request: Request) -> bool:
    """Whether the page's script asks, which shows answers itself."""
    return "application/json" in request.headers.get("accept", "")


def problem(request: Request, renderer: Renderer, sentence: str, status: int, back: str = "/") -> Response:
    """A sentence for the page's script, or a page of its own with the way back."""
    if scripted(request):
        return JSONResponse({"problem": sentence}, status)
    return HTMLResponse(renderer.page("problem.html", sentence=sentence, back=back), status)
