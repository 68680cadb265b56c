"""Pairs that met before the bot: on record without proposal, introduction or any message, so that nobody looks free."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time

from bot.context import Context
from bot.domain.match import Match
from bot.domain.member import Member
from bot.domain.schedule import Rhythm
from bot.domain.status import MatchStatus
from bot.ids import MatchId, new_id
from bot.journey.claiming import count_pairs, issue
from bot.journey.import_outcome import Fate, Outcome, Person, without_entry
from bot.journey.import_people import add_unclaimed
from bot.journey.import_rows import Read, SheetRow, named, of_shape, unquoted
from bot.texts import importing as texts
from bot.understanding.cells import Cells
from bot.understanding.duplicates import FORMATS
from bot.understanding.reading import NotUnderstood, Understood, one_line
from bot.understanding.rhythms import rhythm
from bot.understanding.signup import handle

NOON = time(12, tzinfo=UTC)


@dataclass(frozen=True)
class PairEntry:
    """Handles as they are compared; `since` is None where nothing was said."""

    mentor: str
    mentee: str
    since: datetime | None
    rhythm: Rhythm | None


def read_pairs(rows: Sequence[SheetRow], now: datetime) -> list[Read[PairEntry]]:
    found: list[Read[PairEntry]] = []
    seen: dict[tuple[str, str], int] = {}
    for row in reversed([row for row in rows if not row.blank]):
        read = _read(row, now)
        if read.entry is not None:
            later = seen.setdefault((read.entry.mentor, read.entry.mentee), row.line)
            read = read if later == row.line else replace(read, entry=None, replaced_by=later)
        found.append(read)
    return found[::-1]


def _read(row: SheetRow, now: datetime) -> Read[PairEntry]:
    cells = Cells(row.values)
    mentor, mentee = (cells.read(name, _handle, needed=True) or "" for name in ("mentor", "mentee"))
    if mentor and mentor == mentee:
        cells.complain("mentee", texts.SAME_PERSON, fatal=True)
    since = cells.read("since", lambda text: _since(text, now), needed=bool(one_line(row.values.get("since", ""))))
    entry = PairEntry(mentor, mentee, since, cells.read("rhythm", rhythm))
    bad = any(complaint.fatal for complaint in cells.complaints)
    name = f"{named(row, 'mentor')} and {named(row, 'mentee')}"
    complaints = tuple(map(unquoted, cells.complaints))
    return of_shape(Read(row.line, name, None if bad else entry, complaints), row)


def _handle(text: str) -> Understood[str]:
    found = handle(one_line(text))
    if not found or " " in found:
        raise NotUnderstood(texts.NO_HANDLE)
    return Understood(found)


def _since(text: str, now: datetime) -> Understood[datetime]:
    """Noon UTC of a day, since a sheet gives no time that means anything."""
    line = one_line(text)
    day = next((found.date() for found in (_parsed(line, pattern) for pattern in FORMATS) if found), None)
    if day is None:
        raise NotUnderstood(texts.NOT_A_DATE)
    if day > now.date():
        raise NotUnderstood(texts.LATER)
    return Understood(min(datetime.combine(day, NOON), now))


def _parsed(line: str, pattern: str) -> datetime | None:
    try:
        return datetime.strptime(line, pattern) if pattern else datetime.fromisoformat(line)  # noqa: DTZ007
    except ValueError:
        return None


# Beside what is on record


@dataclass(frozen=True)
class Pairs:
    """All matches that were ever made between people with handles, by mentor's and mentee's handle."""

    people: dict[str, Member]
    known: Mapping[tuple[str, str], Sequence[Match]]


async def bring_pairs(
    context: Context, reads: Sequence[Read[PairEntry]], *, write: bool
) -> tuple[list[Outcome], list[Person]]:
    """What becomes of each row, and does it where `write`; the people who are new, with their codes."""
    before = await _before(context, [read.entry for read in reads if read.entry])
    outcomes, people = [], []
    for read in reads:
        if read.entry is None:
            outcomes.append(without_entry(read))
            continue
        fate = _fate(read.entry, before)
        outcomes.append(Outcome(read.line, read.name, fate, read.complaints, texts.pair(read.entry.since)))
        if write and fate.writes:
            people += await _bring(context, read.entry, before.people)
    return outcomes, people


async def _before(context: Context, entries: Sequence[PairEntry]) -> Pairs:
    handles = {name for entry in entries for name in (entry.mentor, entry.mentee)}
    members = sorted(await context.uow.members.with_handles(), key=lambda member: member.claimed)
    people = {member.handle: member for member in members if member.handle in handles}
    known: dict[tuple[str, str], list[Match]] = {}
    for entry in entries:
        mentor, mentee = people.get(entry.mentor), people.get(entry.mentee)
        if mentor and mentee:
            matches = await context.uow.matches.of(mentor.id)
            known[entry.mentor, entry.mentee] = [m for m in matches if m.mentor == mentor.id and m.mentee == mentee.id]
    return Pairs(people, known)


def _fate(entry: PairEntry, before: Pairs) -> Fate:
    """A pair that is on record stays as it is, also when it has ended since: the two know better than the sheet."""
    matches = before.known.get((entry.mentor, entry.mentee), [])
    live = any(match.status is not MatchStatus.ENDED for match in matches)
    from_a_sheet = any(match.request is None for match in matches)
    return Fate.UNCHANGED if live or from_a_sheet else Fate.NEW


async def _bring(context: Context, entry: PairEntry, people: dict[str, Member]) -> list[Person]:
    new = []
    for name in (entry.mentor, entry.mentee):
        if name not in people:
            people[name] = await add_unclaimed(context, name, name)
            new.append(Person(name, name, await issue(context, people[name].id)))
    mentor, mentee = people[entry.mentor], people[entry.mentee]
    match = Match(
        community=context.community.id,
        id=MatchId(new_id()),
        request=None,
        offer=None,
        mentee=mentee.id,
        mentor=mentor.id,
        status=MatchStatus.ACTIVE,
        began_at=entry.since or context.now,
        last_contact_at=context.now,
        rhythm=entry.rhythm or Rhythm.WEEKLY,
    )
    await context.uow.matches.add(match)
    await count_pairs(context, mentor.id)
    await context.record("match", match.id, "pair-imported")
    return new
