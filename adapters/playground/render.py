"""Views become HTML. Pure: everything that people typed is escaped, and every kind of part has its arm."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from secrets import token_urlsafe
from typing import assert_never

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from adapters.playground.chatlog import ChatMessage, Kind, Person
from adapters.playground.faces import Face, bot_face, face_of
from adapters.playground.fields import drawn
from adapters.playground.moments import clock_time, local, long_day, spoken, stamp, zone_of
from bot.ports.platforms import Reader, UserId
from bot.views import (
    Actions,
    Bold,
    Facts,
    File,
    Form,
    Heading,
    Image,
    Line,
    Link,
    Listing,
    Mention,
    Message,
    Moment,
    Option,
    Part,
    Plain,
    Rejected,
    Span,
    Text,
    shown,
)

TEMPLATES = Path(__file__).parent / "templates"


def environment() -> Environment:
    """Templates are compiled once and kept: the playground's own files do not change while it runs."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@dataclass(frozen=True)
class Scene:
    """Who looks at which conversation; `secret` is what every form must bring along."""

    person: Person
    reader: Reader
    conversation: str
    kind: Kind
    secret: str

    @property
    def url(self) -> str:
        return f"/as/{self.person.user}/{self.conversation}"

    def token(self) -> str:
        """New at each showing, so that pressing one showing twice is one event."""
        return token_urlsafe(9)


@dataclass(frozen=True)
class Shown:
    """A message as the template needs it: `day` is the reader's own, ISO; `time` their clock time."""

    id: int
    face: Face
    summary: str
    body: Markup
    stamp: str
    time: str
    day: str
    day_words: str
    mine: bool
    only_you: bool
    edited: bool
    notice: bool


@dataclass(frozen=True)
class Dialog:
    """A form to show: `typed` is what was posted before, if anything was, and `sentence` what was wrong with it."""

    form: Form
    opener: str
    card: int | None
    typed: Mapping[str, tuple[str, ...]] | None = None
    sentence: str = ""
    problems: Mapping[str, str] | None = None


class Renderer:
    def __init__(self) -> None:
        self.env = environment()

    def page(self, name: str, **context: object) -> str:
        return self.env.get_template(name).render(context)

    def message(self, seen: ChatMessage, scene: Scene, names: Mapping[UserId, str]) -> Markup:
        drawn_up = self._shown(seen, scene, names)
        return Markup(self.page("message.html", message=drawn_up, scene=scene))  # noqa: S704

    def day(self, at: datetime, scene: Scene) -> Markup:
        here = local(at, zone_of(scene.reader.zone))
        return Markup(self.page("day.html", day=here.date().isoformat(), words=long_day(here)))  # noqa: S704

    def _shown(self, seen: ChatMessage, scene: Scene, names: Mapping[UserId, str]) -> Shown:
        here = local(seen.sent_at, zone_of(scene.reader.zone))
        author = seen.author
        return Shown(
            id=seen.id,
            face=bot_face() if author is None else face_of(author, names.get(author, "Somebody")),
            summary=seen.view.summary if isinstance(seen.view, Message) else seen.view.sentence,
            body=self.view(seen.view, scene, seen.id),
            stamp=stamp(seen.sent_at),
            time=clock_time(here) + ("" if scene.reader.zone else " UTC"),
            day=here.date().isoformat(),
            day_words=long_day(here),
            mine=author == scene.person.user,
            only_you=seen.visible_to is not None,
            edited=seen.edited,
            notice=isinstance(seen.view, Rejected),
        )

    def view(self, view: Message | Rejected, scene: Scene, message: int) -> Markup:
        match view:
            case Message(_, parts):
                return Markup("").join(self.part(p, n, scene, message) for n, p in enumerate(parts))
            case Rejected(sentence):
                return Markup("<p class=text><bdi>{}</bdi></p>").format(sentence)
            case _:
                assert_never(view)

    def part(self, part: Part, number: int, scene: Scene, message: int) -> Markup:
        """One part; `number` is its place in the message, which pictures and files are fetched by."""
        reader = scene.reader
        match part:
            case Heading(text):
                return Markup("<h3 class=heading><bdi>{}</bdi></h3>").format(text)
            case Text(spans):
                return Markup("<p class=text>{}</p>").format(line(spans, reader))
            case Facts(rows):
                return self._macro("facts", [(label, line(value, reader)) for label, value in rows])
            case Listing(items, numbered):
                return self._macro("listing", [line(item, reader) for item in items], numbered)
            case Image(chart, alt):
                address = f"/as/{scene.person.user}/picture/{message}/{number}"
                return self._macro("image", chart, alt, address)
            case File(name, label):
                address = f"/as/{scene.person.user}/file/{message}/{number}"
                return self._macro("file", name, label, address)
            case Actions(buttons):
                return self._macro("actions", buttons, scene, message)
            case _:
                assert_never(part)

    def dialog(self, dialog: Dialog, scene: Scene, members: tuple[Option, ...] = ()) -> Markup:
        """`members` are offered where a member field brings no options of its own."""
        reader, form = scene.reader, dialog.form
        problems = dialog.problems or {}
        pages = [
            [drawn(f, dialog.typed, problems.get(f.name, ""), members) for f in page.fields] for page in form.pages
        ]
        text = self.page(
            "dialog.html",
            dialog=dialog,
            form=form,
            pages=pages,
            wrong=[d for page in pages for d in page if d.problem],
            intro=[line(row, reader) for row in form.intro],
            foot=[line(row, reader) for row in form.foot],
            scene=scene,
        )
        return Markup(text)  # noqa: S704

    def _macro(self, name: str, *given: object) -> Markup:
        return Markup(getattr(self.env.get_template("parts.html").module, name)(*given))  # noqa: S704


def line(spans: Line, reader: Reader) -> Markup:
    return Markup("").join(span(s, reader) for s in spans)


def span(span: Span, reader: Reader) -> Markup:
    match span:
        case Plain(text):
            return Markup("<bdi>{}</bdi>").format(text)
        case Bold(text):
            return Markup("<strong><bdi>{}</bdi></strong>").format(text)
        case Mention(member, name):
            you = reader.member is not None and member == reader.member
            return Markup('<span class="mention{}">@<bdi>{}</bdi></span>').format(" you" if you else "", shown(name))
        case Moment(at, style):
            words = spoken(at, style, zone_of(reader.zone))
            return Markup("<time datetime={}>{}</time>").format(stamp(at), words)
        case Link(label, url):
            return Markup('<a href="{}" rel="noopener noreferrer" target=_blank><bdi>{}</bdi></a>').format(url, label)
        case _:
            assert_never(span)
