"""One person's look at one conversation: the page, and what changed since."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypedDict

from markupsafe import Markup

from adapters.playground.chatlog import ChatLog, ChatMessage
from adapters.playground.clockbar import ClockBar, ClockFace
from adapters.playground.desk import Desk, Seat
from adapters.playground.faces import face_of
from adapters.playground.moments import local, zone_of
from adapters.playground.render import Dialog, Renderer, Scene
from adapters.playground.rooms import Rooms, rooms_of, switches
from bot.commands import SLASH, picked
from bot.ports.platforms import Front, UserId
from bot.views import Form, MemberField, Option

MOST_MESSAGES = 80


class Changed(TypedDict):
    """What a live connection sends; `html` is safe markup, `revision` where to go on from."""

    revision: int
    messages: list[dict[str, str | int]]
    rooms: str
    title: str
    clock: dict[str, str | bool]
    announce: str


@dataclass(frozen=True)
class Known:
    """What a live connection already showed."""

    revision: int
    unread: Mapping[str, int]
    clock: ClockFace


class ChatPage:
    def __init__(
        self, front: Front, chat: ChatLog, desk: Desk, bar: ClockBar, renderer: Renderer, version: str
    ) -> None:
        self._front, self._chat, self._desk, self._bar = front, chat, desk, bar
        self._renderer, self._version, self._secret = renderer, version, chat.secret()

    async def scene(self, seat: Seat) -> Scene:
        reader = await self._front.reader(self._desk.account(seat.person))
        return Scene(seat.person, reader, seat.conversation.id, seat.conversation.kind, self._secret)

    async def html(
        self, seat: Seat, dialog: Dialog | None = None, before: int | None = None, text: str = "", problem: str = ""
    ) -> str:
        """The whole page; whoever gets it has read the conversation. `text` and `problem` are the composer's."""
        scene, revision = await self.scene(seat), self._chat.revision()
        found = self._chat.messages(seat.conversation.id, seat.person.user, MOST_MESSAGES + 1, before)
        messages = found[-MOST_MESSAGES:]
        mark = self._chat.mark(seat.person.user, seat.conversation.id)
        if messages and before is None:
            self._chat.mark_read(seat.person.user, seat.conversation.id, messages[-1].id)
        rooms = rooms_of(self._chat, seat.person, seat.conversation)
        return self._renderer.page(
            "chat.html",
            version=self._version,
            scene=scene,
            rooms=rooms,
            title=_title(rooms),
            face=face_of(seat.person.user, seat.person.name),
            person=seat.person,
            switches=switches(self._chat, seat.person),
            log=self._log(messages, scene, mark),
            earlier=messages[0].id if len(found) > MOST_MESSAGES else None,
            before=before,
            revision=revision,
            last=messages[-1].id if messages else 0,
            clock=self._bar.face(scene.reader),
            slashes=SLASH,
            dialog=self.dialog(dialog, scene) if dialog else "",
            text=text,
            problem=problem,
        )

    def dialog(self, dialog: Dialog, scene: Scene) -> Markup:
        return self._renderer.dialog(dialog, scene, self._members(dialog.form))

    def _members(self, form: Form) -> tuple[Option, ...]:
        """Everybody, for a form that leaves the choice of a person to the platform's own picker."""
        if not any(isinstance(f, MemberField) and not f.options for f in form.fields):
            return ()
        options = (Option(picked(person.user), person.name) for person in self._chat.people())
        return tuple(sorted(options, key=lambda option: option.label.casefold()))

    def _names(self, messages: Iterable[ChatMessage]) -> dict[UserId, str]:
        authors = {m.author for m in messages if m.author is not None}
        return {user: person.name for user in authors if (person := self._chat.person(user))}

    def _log(self, messages: tuple[ChatMessage, ...], scene: Scene, mark: int) -> Markup:
        names, zone = self._names(messages), zone_of(scene.reader.zone)
        pieces: list[Markup] = []
        day, new = None, False
        for message in messages:
            if (today := local(message.sent_at, zone).date()) != day:
                pieces.append(self._renderer.day(message.sent_at, scene))
                day = today
            if not new and mark and message.id > mark and message.author != scene.person.user:
                pieces.append(Markup("<p class=new id=new><span>New messages</span></p>"))
                new = True
            pieces.append(self._renderer.message(message, scene, names))
        return Markup("").join(pieces)

    # Live

    def known(self, seat: Seat, revision: int) -> Known:
        """Where a connection starts that was shown everything up to a revision."""
        return Known(revision, self._unread(seat), ClockFace("", "", busy=False))

    def _unread(self, seat: Seat) -> dict[str, int]:
        return {r.id: r.unread for r in rooms_of(self._chat, seat.person, seat.conversation).all}

    async def changed(self, seat: Seat, known: Known) -> tuple[Known, Changed | None]:
        """What to send to somebody who has seen `known`, or None where nothing differs for them."""
        scene, revision = await self.scene(seat), self._chat.revision()
        messages = self._chat.changed(seat.conversation.id, seat.person.user, known.revision)
        rooms = rooms_of(self._chat, seat.person, seat.conversation)
        now = Known(revision, {r.id: r.unread for r in rooms.all}, self._bar.face(scene.reader))
        if not messages and now.unread == known.unread and now.clock == known.clock:
            return now, None
        return now, self._change(messages, scene, rooms, now, known)

    def _change(
        self, messages: tuple[ChatMessage, ...], scene: Scene, rooms: Rooms, now: Known, known: Known
    ) -> Changed:
        names, zone = self._names(messages), zone_of(scene.reader.zone)
        return {
            "revision": now.revision,
            "messages": [
                {
                    "id": message.id,
                    "html": self._renderer.message(message, scene, names),
                    "day": local(message.sent_at, zone).date().isoformat(),
                    "dayHtml": self._renderer.day(message.sent_at, scene),
                }
                for message in messages
            ],
            "rooms": self._renderer.page("rooms.html", rooms=rooms),
            "title": _title(rooms),
            "clock": {"stamp": now.clock.stamp, "words": now.clock.words, "busy": now.clock.busy},
            "announce": _announced(rooms, known),
        }


def _title(rooms: Rooms) -> str:
    elsewhere = rooms.unread - rooms.current.unread
    return f"{f'({elsewhere}) ' if elsewhere else ''}{rooms.current.title} – Playground"


def _announced(rooms: Rooms, known: Known) -> str:
    """For screen readers: where messages arrived outside the conversation on the screen."""
    more = [r.title for r in rooms.all if not r.current and r.unread > known.unread.get(r.id, 0)]
    return f"New messages in {', '.join(more)}." if more else ""
