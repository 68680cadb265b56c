"""Messages: a closed vocabulary of parts and spans.

Views are neutral: no platform, no markup. What people typed travels as `Plain` text and every adapter escapes it.
Limits are the intersection of what Slack and Discord accept (characters) and are checked where a view is built.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.documents import Chart, Document
from bot.ids import MemberId

MOST_ACTION = 84  # of the 100 of a button: the space to which it belongs stands before it where nothing else tells
MOST_BUTTON = 75
MOST_HEADING = 150
MOST_TEXT = 1900
MOST_BUTTONS = 5

INVISIBLE = re.compile("[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def shown(text: str) -> str:
    """Typed text without control characters and direction overrides, which could disguise what a reader sees."""
    return INVISIBLE.sub("", text)


class ViewTooLarge(ValueError):
    """A view that some platform would refuse: a defect of the wording, never of what a person typed."""


def within(text: str, most: int, what: str) -> None:
    if not text or len(text) > most:
        raise ViewTooLarge(f"{what} must have 1 to {most} characters, has {len(text)}: {text[:60]!r}")


# Spans: pieces of a line of text


@dataclass(frozen=True)
class Plain:
    text: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", shown(self.text))


@dataclass(frozen=True)
class Bold:
    text: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", shown(self.text))


@dataclass(frozen=True)
class Mention:
    """A member, shown by the platform's own mention where it has one, else by `name`.

    `user` is the platform's id of them where the message goes; the core fills it in when the message leaves.
    """

    member: MemberId
    name: str
    user: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", shown(self.name))


class MomentStyle(StrEnum):
    DATE = "date"  # Tue, Oct 6
    TIME = "time"  # 3:30 PM
    FULL = "full"  # Tue, Oct 6, 3:30 PM with the reader's zone


@dataclass(frozen=True)
class Moment:
    """An instant (UTC, aware) that each platform shows in the reader's own local time."""

    at: datetime
    style: MomentStyle = MomentStyle.FULL


@dataclass(frozen=True)
class Link:
    label: str
    url: str

    def __post_init__(self) -> None:
        if not self.url.startswith(("https://", "http://")):
            raise ViewTooLarge(f"a link goes to http or https, not to {self.url[:40]!r}")


Span = Plain | Bold | Mention | Moment | Link
Line = tuple[Span, ...]


def line(*spans: Span | str) -> Line:
    """A line from spans; a bare string is plain text."""
    return tuple(Plain(s) if isinstance(s, str) else s for s in spans)


# Parts of a message


@dataclass(frozen=True)
class Heading:
    text: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", shown(self.text))
        within(self.text, MOST_HEADING, "a heading")


@dataclass(frozen=True)
class Text:
    line: Line


@dataclass(frozen=True)
class Facts:
    """Label and value, one row each."""

    rows: tuple[tuple[str, Line], ...]


@dataclass(frozen=True)
class Listing:
    items: tuple[Line, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Image:
    """A chart; `alt` says in words what it shows and adapters also offer the numbers as a table where they can."""

    chart: Chart
    alt: str


@dataclass(frozen=True)
class File:
    name: str
    label: str
    document: Document


class ButtonStyle(StrEnum):
    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"


@dataclass(frozen=True)
class Button:
    """`action` is a command as `bot.commands.encode` writes it: stateless, so a restart loses no button."""

    label: str
    action: str
    style: ButtonStyle = ButtonStyle.PLAIN

    def __post_init__(self) -> None:
        within(self.label, MOST_BUTTON, "a button's label")
        within(self.action, MOST_ACTION, "a button's action")


@dataclass(frozen=True)
class Actions:
    buttons: tuple[Button, ...]

    def __post_init__(self) -> None:
        if not 1 <= len(self.buttons) <= MOST_BUTTONS:
            raise ViewTooLarge(f"a row has 1 to {MOST_BUTTONS} buttons, not {len(self.buttons)}")


@dataclass(frozen=True)
class GroupSession:
    """A meeting for everybody of the community. `starts_at` is an instant (UTC, aware); `place` may be a link."""

    id: str
    title: str
    starts_at: datetime
    minutes: int
    place: str
    called_off: bool = False


Part = Heading | Text | Facts | Listing | Image | File | Actions


@dataclass(frozen=True)
class Message:
    """`summary` is the one sentence of a notification and of the screen reader's first line.

    `group_session` is what a post in the channel announces: a platform with a list of events of its own shows it there
    as well (see `Messenger`), the others have all of it in the parts.
    """

    summary: str
    parts: tuple[Part, ...]
    group_session: GroupSession | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "summary", shown(self.summary))
        within(self.summary, MOST_HEADING, "a summary")
        size = sum(len(s) for s in words(self.parts))
        if size > MOST_TEXT:
            raise ViewTooLarge(f"a message has at most {MOST_TEXT} characters, this one has {size}")

    def with_button(self, button: Button) -> "Message":
        """The same with one more button, in the last row where that has room."""
        *others, last = self.parts
        if isinstance(last, Actions) and len(last.buttons) < MOST_BUTTONS:
            return replace(self, parts=(*others, Actions((*last.buttons, button))))
        return replace(self, parts=(*self.parts, Actions((button,))))


def words(parts: Iterable[Part]) -> Iterator[str]:
    """All text of the parts that a person reads, in order."""
    for part in parts:
        match part:
            case Heading(text):
                yield text
            case Text(spans):
                yield from map(span_words, spans)
            case Facts(rows):
                for label, value in rows:
                    yield label
                    yield from map(span_words, value)
            case Listing(items):
                for item in items:
                    yield from map(span_words, item)
            case File():
                yield part.label
            case Image() | Actions():
                pass


def span_words(span: Span) -> str:
    match span:
        case Plain(text) | Bold(text):
            return text
        case Mention():
            return span.name
        case Moment():
            return span.at.strftime("%a, %b %d, %H:%M UTC")
        case Link():
            return span.label
