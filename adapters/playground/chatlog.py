"""What a chat platform would store: people, conversations, messages and how far everybody has read.

One small SQLite file of its own. Statements take well under a millisecond, so they run on the event loop; a power cut
may cost the last moments of a rehearsal and nothing else, which is why nothing waits for the disk.
"""

import re
import secrets
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from adapters.playground.bell import Bell
from bot.ids import MatchId
from bot.ports.platforms import UserId
from bot.views import Form, Message, Rejected, shown
from bot.wire import dump, load

MOST_NAME = 60
CHANNEL = "channel"
USER = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}")
SCHEMA = """
CREATE TABLE IF NOT EXISTS people (
    user TEXT PRIMARY KEY, name TEXT NOT NULL, zone TEXT, moderator INTEGER NOT NULL, note TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS conversations (id TEXT PRIMARY KEY, kind TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS members (
    user TEXT NOT NULL, conversation TEXT NOT NULL, PRIMARY KEY (user, conversation)) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS members_by_conversation ON members (conversation);
CREATE TABLE IF NOT EXISTS messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT, conversation TEXT NOT NULL, author TEXT, view TEXT NOT NULL, visible_to TEXT,
    sent_at TEXT NOT NULL, edited INTEGER NOT NULL DEFAULT 0, key TEXT UNIQUE, revision INTEGER NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS messages_by_conversation ON messages (conversation, id);
CREATE INDEX IF NOT EXISTS messages_by_revision ON messages (conversation, revision);
CREATE TABLE IF NOT EXISTS marks (
    user TEXT NOT NULL, conversation TEXT NOT NULL, message INTEGER NOT NULL,
    PRIMARY KEY (user, conversation)) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
INSERT OR IGNORE INTO facts VALUES ('revision', '0');
INSERT OR IGNORE INTO conversations VALUES ('channel', 'channel');
"""
INSERT = """
INSERT INTO messages (conversation, author, view, visible_to, sent_at, key, revision) VALUES (?, ?, ?, ?, ?, ?, ?)
"""
SEEN_BY = "conversation = :conversation AND (visible_to IS NULL OR visible_to = :user)"


class Kind(StrEnum):
    CHANNEL = "channel"
    DIRECT = "direct"
    PAIR = "pair"


@dataclass(frozen=True)
class Person:
    """`moderator` is the platform's role, `zone` an IANA name or unknown, `note` why the sample suggests them."""

    user: UserId
    name: str
    zone: str | None = None
    moderator: bool = False
    note: str = ""


@dataclass(frozen=True)
class Conversation:
    """`members` is empty for the channel, which everybody is in."""

    id: str
    kind: Kind
    members: tuple[UserId, ...]

    def includes(self, user: UserId) -> bool:
        return self.kind is Kind.CHANNEL or user in self.members


@dataclass(frozen=True)
class ChatMessage:
    """`author` is None for the bot; `visible_to` is the only person who sees it, if there is one."""

    id: int
    conversation: str
    author: UserId | None
    view: Message | Rejected
    visible_to: UserId | None
    sent_at: datetime
    edited: bool
    revision: int


class ChatLog:
    """`path` is the file, or ":memory:" for a log that ends with the program. Every change rings `bell`."""

    def __init__(self, path: Path | str) -> None:
        self.bell = Bell()
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.executescript(SCHEMA)

    def close(self) -> None:
        self._db.close()

    def secret(self) -> str:
        """What every form of these pages must bring along; it outlives restarts, so open pages keep working."""
        self._db.execute("INSERT OR IGNORE INTO facts VALUES ('secret', ?)", (secrets.token_urlsafe(16),))
        return str(self._db.execute("SELECT value FROM facts WHERE name = 'secret'").fetchone()[0])

    # People

    def add_person(self, person: Person) -> Person:
        """Adds or renews a person, with their direct conversation. Names are trimmed and made harmless.

        Raises `ValueError` for a user id that would not be safe in an address.
        """
        if not USER.fullmatch(person.user):
            raise ValueError(f"a user id has 1 to 64 letters, digits, dots, dashes or underscores: {person.user!r}")
        name = " ".join(shown(person.name).split())[:MOST_NAME] or "Somebody"
        values = (person.user, name, person.zone, int(person.moderator), shown(person.note))
        self._db.execute("INSERT OR REPLACE INTO people VALUES (?, ?, ?, ?, ?)", values)
        self._open(direct(person.user), Kind.DIRECT, (person.user,))
        self.bell.ring()
        return Person(person.user, name, person.zone, person.moderator, person.note)

    def person(self, user: UserId) -> Person | None:
        row = self._db.execute("SELECT * FROM people WHERE user = ?", (user,)).fetchone()
        return _person(row) if row else None

    def people(self) -> tuple[Person, ...]:
        return tuple(map(_person, self._db.execute("SELECT * FROM people ORDER BY name COLLATE NOCASE, user")))

    # Conversations

    def open_pair(self, match: MatchId, members: Iterable[UserId]) -> str:
        conversation = f"pair-{match}"
        self._open(conversation, Kind.PAIR, members)
        return conversation

    def _open(self, conversation: str, kind: Kind, members: Iterable[UserId]) -> None:
        self._db.execute("INSERT OR IGNORE INTO conversations VALUES (?, ?)", (conversation, kind))
        self._db.executemany("INSERT OR IGNORE INTO members VALUES (?, ?)", ((m, conversation) for m in members))

    def conversation(self, conversation: str) -> Conversation | None:
        row = self._db.execute("SELECT * FROM conversations WHERE id = ?", (conversation,)).fetchone()
        return self._conversation(row) if row else None

    def conversations_of(self, user: UserId) -> tuple[Conversation, ...]:
        """The channel, the direct conversation, then pair conversations, the latest to be spoken in first."""
        rows = self._db.execute(
            "SELECT c.* FROM conversations c WHERE c.kind = 'channel' OR c.id IN "
            "(SELECT conversation FROM members WHERE user = ?) ORDER BY c.kind = 'pair', c.kind, "
            "(SELECT max(id) FROM messages m WHERE m.conversation = c.id) DESC",
            (user,),
        )
        return tuple(map(self._conversation, rows))

    def _conversation(self, row: sqlite3.Row) -> Conversation:
        members = self._db.execute("SELECT user FROM members WHERE conversation = ? ORDER BY user", (row["id"],))
        return Conversation(row["id"], Kind(row["kind"]), tuple(UserId(m["user"]) for m in members))

    # Messages

    def post(
        self,
        conversation: str,
        author: UserId | None,
        view: Message | Rejected,
        at: datetime,
        *,
        key: str | None = None,
        visible_to: UserId | None = None,
    ) -> int:
        """The message's id; the first one's id where something was posted with this key before."""
        posted = self.find(key) if key else None
        if posted is not None:
            return posted.id
        values = (conversation, author, dump(view), visible_to, at.isoformat(), key, self._revise())
        made = self._db.execute(INSERT, values).lastrowid or 0
        self.bell.ring()
        return made

    def edit(self, message: int, view: Message) -> bool:
        """Whether there was such a message to change."""
        values = (dump(view), self._revise(), message)
        done = self._db.execute("UPDATE messages SET view = ?, edited = 1, revision = ? WHERE id = ?", values)
        self.bell.ring()
        return done.rowcount > 0

    def find(self, key: str) -> ChatMessage | None:
        row = self._db.execute("SELECT * FROM messages WHERE key = ?", (key,)).fetchone()
        return _message(row) if row else None

    def message(self, message: int) -> ChatMessage | None:
        row = self._db.execute("SELECT * FROM messages WHERE id = ?", (message,)).fetchone()
        return _message(row) if row else None

    def messages(
        self, conversation: str, user: UserId, most: int, before: int | None = None
    ) -> tuple[ChatMessage, ...]:
        """The latest `most` that this person sees, oldest first."""
        given = {"conversation": conversation, "user": user, "most": most, "before": before or 2**62}
        query = f"SELECT * FROM messages WHERE {SEEN_BY} AND id < :before ORDER BY id DESC LIMIT :most"  # noqa: S608
        return tuple(map(_message, reversed(self._db.execute(query, given).fetchall())))

    def changed(self, conversation: str, user: UserId, after: int) -> tuple[ChatMessage, ...]:
        """What is new or different for this person since a revision."""
        given = {"conversation": conversation, "user": user, "after": after}
        query = f"SELECT * FROM messages WHERE {SEEN_BY} AND revision > :after ORDER BY id"  # noqa: S608
        return tuple(map(_message, self._db.execute(query, given)))

    def revision(self) -> int:
        return int(self._db.execute("SELECT value FROM facts WHERE name = 'revision'").fetchone()[0])

    def _revise(self) -> int:
        more = "UPDATE facts SET value = CAST(value AS INTEGER) + 1 WHERE name = 'revision' RETURNING value"
        return int(self._db.execute(more).fetchone()[0])

    # Reading

    def mark_read(self, user: UserId, conversation: str, message: int) -> None:
        """Marks only go forward."""
        done = self._db.execute(
            "INSERT INTO marks VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET message = excluded.message "
            "WHERE excluded.message > marks.message",
            (user, conversation, message),
        )
        if done.rowcount > 0:
            self.bell.ring()

    def mark(self, user: UserId, conversation: str) -> int:
        query = "SELECT message FROM marks WHERE user = ? AND conversation = ?"
        row = self._db.execute(query, (user, conversation)).fetchone()
        return int(row["message"]) if row else 0

    def unread(self, user: UserId, conversation: str) -> int:
        """How many messages by others this person has not seen."""
        given = {"conversation": conversation, "user": user, "mark": self.mark(user, conversation)}
        query = f"SELECT count(*) FROM messages WHERE {SEEN_BY} AND id > :mark AND author IS NOT :user"  # noqa: S608
        return int(self._db.execute(query, given).fetchone()[0])


def direct(user: UserId) -> str:
    """The id of a person's conversation with the bot."""
    return f"dm-{user}"


def _person(row: sqlite3.Row) -> Person:
    return Person(UserId(row["user"]), row["name"], row["zone"], bool(row["moderator"]), row["note"])


def _message(row: sqlite3.Row) -> ChatMessage:
    view = load(row["view"])
    if isinstance(view, Form):
        raise TypeError("a form was posted as a message")
    author = None if row["author"] is None else UserId(row["author"])
    seen_by = None if row["visible_to"] is None else UserId(row["visible_to"])
    sent = datetime.fromisoformat(row["sent_at"])
    return ChatMessage(
        row["id"], row["conversation"], author, view, seen_by, sent, bool(row["edited"]), row["revision"]
    )
