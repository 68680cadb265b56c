"""A small `Front` for testing the playground alone: every kind of part and field, and it remembers events."""

import struct
import zlib
from dataclasses import dataclass, field
from datetime import datetime

from adapters.playground.chatlog import ChatLog
from adapters.playground.messenger import PlaygroundMessenger
from bot.commands import (
    AcceptProposal,
    Command,
    FindMentor,
    MatchByHand,
    MatchDetails,
    MentorAdmin,
    MentorHelp,
    MentorStats,
    MyMentoring,
    NotForMe,
    OpenFindMentor,
    OpenMatchByHand,
    OpenSchedule,
    ProposeSchedule,
    encode,
)
from bot.documents import CalendarSeries, Chart, Document
from bot.ids import MemberId
from bot.ports.platforms import Account, Address, Envelope, OutboxKey, Reader, Reply
from bot.views import Bold, Message, Rejected, Text, View, line
from tests.adapters.playground.cards import (
    START,
    calendar_card,
    chart_card,
    every_part,
    find_mentor,
    find_mentor_form,
    hand_form,
    propose_schedule,
    schedule_form,
)


@dataclass
class HandClock:
    """A clock that tests move."""

    at: datetime = START

    def now(self) -> datetime:
        return self.at


@dataclass(frozen=True)
class Planned:
    at: datetime
    address: Address
    message: Message
    key: OutboxKey


@dataclass
class Rehearsal:
    """`acted` counts what truly happened, by command; a repeated event is answered again and not counted."""

    chat: ChatLog
    clock: HandClock = field(default_factory=HandClock)
    acted: dict[str, int] = field(default_factory=dict)
    seen: dict[str, Reply] = field(default_factory=dict)
    planned: list[Planned] = field(default_factory=list)
    envelopes: list[Envelope] = field(default_factory=list)
    commands: list[Command] = field(default_factory=list)

    async def handle(self, command: Command, envelope: Envelope) -> Reply:
        self.envelopes.append(envelope)
        if envelope.event in self.seen:
            return self.seen[envelope.event]
        self.commands.append(command)
        self.acted[command.slug] = self.acted.get(command.slug, 0) + 1
        reply = Reply(self._view(command, envelope), type(command).answers)
        self.seen[envelope.event] = reply
        return reply

    async def reader(self, account: Account) -> Reader:
        person = self.chat.person(account.user)
        if person is None:
            return Reader(None, "", None, moderator=False)
        return Reader(MemberId(f"m-{person.user}"), person.name, person.zone, person.moderator)

    async def advance(self, until: datetime) -> None:
        messenger = PlaygroundMessenger(self.chat, self.clock)
        for plan in sorted((p for p in self.planned if p.at <= until), key=lambda p: p.at):
            self.clock.at = max(self.clock.at, plan.at)
            await messenger.send(plan.address, plan.message, plan.key)
            self.planned.remove(plan)
        self.clock.at = until

    async def next_due(self) -> datetime | None:
        return min((p.at for p in self.planned), default=None)

    def _view(self, command: Command, envelope: Envelope) -> View:
        match command:
            case OpenFindMentor(state, setting):
                return find_mentor_form(state, setting)
            case FindMentor():
                return find_mentor(command)
            case OpenSchedule(match):
                return schedule_form(match)
            case ProposeSchedule():
                return propose_schedule(command)
            case OpenMatchByHand():
                return hand_form()
            case MatchByHand():
                return Message("Noted", (Text(line("Matched with ", Bold(command.mentor))),))
            case MentorStats():
                return chart_card()
            case MyMentoring():
                return calendar_card()
            case AcceptProposal():
                return Message("Accepted", (Text(line(f"Accepted {self.acted[command.slug]} time.")),))
            case MentorAdmin():
                return Rejected("This command is for moderators.")
            case NotForMe():
                raise RuntimeError("the rehearsal fails on purpose")
            case MatchDetails(match):
                return Message("Details", (Text(line(f"Details of {match}, shown {self.acted[command.slug]}×.")),))
            case MentorHelp():
                return every_part(envelope)
            case _:
                return Message("Done", (Text(line(f"Done: {encode(command)}")),))


class Drawer:
    """Real, tiny documents; `drawn` counts the pictures."""

    def __init__(self) -> None:
        self.drawn = 0

    async def picture(self, chart: Chart) -> bytes:
        self.drawn += 1
        rows = b"".join(b"\0" + b"\x0f\x6b\x66" * 8 for _ in range(4))
        head = struct.pack(">IIBBBBB", 8, 4, 8, 2, 0, 0, 0)
        pieces = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(_piece(name, content) for name, content in pieces)

    async def file(self, document: Document) -> bytes:
        assert isinstance(document, CalendarSeries)
        return f"BEGIN:VCALENDAR\r\nUID:{document.uid}\r\nEND:VCALENDAR\r\n".encode()


def _piece(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
