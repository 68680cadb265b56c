"""The conversations of one person, as the pages list them, and the people to change to."""

from dataclasses import dataclass

from adapters.playground.chatlog import ChatLog, Conversation, Kind, Person
from adapters.playground.faces import BOT, Face, bot_face, face_of
from bot.ports.platforms import UserId

MOST_SHOWN = 99
TITLES = {Kind.CHANNEL: "Mentoring channel", Kind.DIRECT: BOT}
ABOUT = {
    Kind.CHANNEL: "Everybody in the community reads this.",
    Kind.DIRECT: "Only you and the bot read this.",
    Kind.PAIR: "Only the people named here and the bot read this.",
}
GROUPS = {Kind.CHANNEL: "Channel", Kind.DIRECT: "Direct messages", Kind.PAIR: "Pair conversations"}


@dataclass(frozen=True)
class Room:
    id: str
    kind: Kind
    title: str
    about: str
    face: Face
    url: str
    unread: int
    current: bool

    @property
    def badge(self) -> str:
        return f"{MOST_SHOWN}+" if self.unread > MOST_SHOWN else str(self.unread)

    @property
    def unread_words(self) -> str:
        return f"{self.badge} unread {'message' if self.unread == 1 else 'messages'}"


@dataclass(frozen=True)
class Rooms:
    groups: tuple[tuple[str, tuple[Room, ...]], ...]
    current: Room

    @property
    def all(self) -> tuple[Room, ...]:
        return tuple(room for _, rooms in self.groups for room in rooms)

    @property
    def unread(self) -> int:
        return sum(room.unread for room in self.all)


def rooms_of(chat: ChatLog, person: Person, current: Conversation) -> Rooms:
    rooms = [_room(chat, person, c, current.id) for c in chat.conversations_of(person.user)]
    groups = ((words, tuple(r for r in rooms if r.kind is kind)) for kind, words in GROUPS.items())
    here = next(room for room in rooms if room.current)
    return Rooms(tuple((words, some) for words, some in groups if some), here)


def _room(chat: ChatLog, person: Person, conversation: Conversation, current: str) -> Room:
    title = TITLES.get(conversation.kind) or _others(chat, person, conversation)
    partner = next((user for user in conversation.members if user != person.user), person.user)
    return Room(
        conversation.id,
        conversation.kind,
        title,
        ABOUT[conversation.kind],
        bot_face() if conversation.kind is Kind.DIRECT else face_of(partner, title.partition(",")[0]),
        f"/as/{person.user}/{conversation.id}",
        chat.unread(person.user, conversation.id),
        conversation.id == current,
    )


def _others(chat: ChatLog, person: Person, conversation: Conversation) -> str:
    people = (chat.person(user) for user in conversation.members if user != person.user)
    return ", ".join(p.name for p in people if p) or "Just you"


@dataclass(frozen=True)
class Choice:
    """A person to be: `unread` counts their direct messages and pair conversations."""

    user: UserId
    face: Face
    note: str
    moderator: bool


def choice(person: Person) -> Choice:
    return Choice(person.user, face_of(person.user, person.name), person.note, person.moderator)


def switches(chat: ChatLog, person: Person) -> tuple[Choice, ...]:
    """Whom one probably wants to be next: partners first, then those whom the sample suggests."""
    pairs = [c for c in chat.conversations_of(person.user) if c.kind is Kind.PAIR]
    partners = [p for c in pairs for u in c.members if (p := chat.person(u)) is not None]
    suggested = [p for p in chat.people() if p.note]
    several = {p.user: choice(p) for p in (*partners, *suggested) if p.user != person.user}
    return tuple(several.values())[:12]


def doorstep(chat: ChatLog, person: Person) -> Conversation:
    """Where somebody starts: with the bot if it wrote to them, else in the channel."""
    channel, direct = chat.conversations_of(person.user)[:2]
    return direct if chat.unread(person.user, direct.id) else channel
