"""The hours log as files: a paper to print and a table, and the message that brings them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.documents import Chapter, Paper, Spreadsheet, Table
from bot.domain.credits import Amounts, estimate
from bot.domain.hours import HoursLog
from bot.domain.match import Agreement, Session
from bot.domain.member import Member
from bot.domain.partners import Partners
from bot.domain.schedule import clock_label, wall, zone_label
from bot.ids import MemberId
from bot.reference.credits import CreditRule
from bot.reference.topics import TOPICS
from bot.texts.hours import in_all, signature
from bot.texts.partners import MISSED, OUT_OF_BOUNDS, WAYS, day_and_year, duration, named, rhythm_words, said, weeks
from bot.texts.statistics import counted
from bot.views import File, Message, Part

Entry = tuple[Session, Agreement]
"""A meeting, and the agreement that it belongs to, in whose zone its time is written."""

LANGUAGE = "en-US"
NOT_APPROVED = "No board has approved this log."
COUNTS = (
    "A meeting is in this log where both people told the mentoring program that it took place. Minutes are those that "
    "were scheduled."
)
UNKNOWN = "A box stands for a letter that the font of this paper does not have. The table (CSV) has the names in full."
COLUMNS = ("No.", "Date", "Time", "Minutes", "How", "Signed by")
NUMERIC = ("No.", "Minutes")
CELLS = (
    "number",
    "date",
    "time",
    "time_zone",
    "minutes",
    "way",
    "topics",
    "goals",
    "mentee",
    "mentor",
    "signed_by_mentee",
    "signed_by_mentor",
)


@dataclass(frozen=True)
class Told:
    """All that the files tell. `entries` are the meetings of the log, at least one; `rule` is whose units to
    estimate, if anybody's.
    """

    partners: Partners
    reader: MemberId
    community: str
    log: HoursLog
    entries: Sequence[Entry]
    topics: Sequence[str]
    rule: CreditRule | None
    now: datetime


def files(told: Told) -> Message:
    """For the one who asked for them alone."""
    other = told.partners.other(told.reader)
    units = _in_short(told.log.minutes, told.rule) if told.rule else NOT_APPROVED
    parts: tuple[Part, ...] = (
        said(
            f"Your hours log with {named(other)}: {in_all(told.log)}. {' '.join(_unsigned(told)) or 'Both signed it.'}"
        ),
        said(units),
        File("hours-log.pdf", "The log to print (PDF)", paper(told)),
        File("hours-log.csv", "The log as a table (CSV)", sheet(told)),
    )
    return Message(f"Your hours log with {named(other)}: {in_all(told.log)}.", parts)


# On paper


def paper(told: Told) -> Paper:
    title = f"Mentoring hours log: {named(told.partners.mentee)} and {named(told.partners.mentor)}"
    made = day_and_year(wall(told.now, told.partners.zone(told.reader)).date())
    return Paper(
        title=title,
        language=LANGUAGE,
        made=told.now,
        words=(f"Made on {made}. {COUNTS} {NOT_APPROVED}",),
        chapters=(
            _in_all(told),
            *_agreements(told.entries),
            _sign_offs(told),
            Chapter("Meetings", table=_meetings(told)),
            *([_units(told, told.rule)] if told.rule else []),
            _by_hand(told.partners),
        ),
        foot=title,
        page="Page {} of {}",
        unknown=UNKNOWN,
    )


def _in_all(told: Told) -> Chapter:
    days = [wall(session.starts_at, agreement.zone).date() for session, agreement in told.entries]
    return Chapter(
        "In all",
        (
            ("Mentee", told.partners.mentee.name),
            ("Mentor", told.partners.mentor.name),
            ("Community", told.community),
            ("Confirmed by both", f"{in_all(told.log)} as scheduled"),
            ("Dates", f"{day_and_year(days[0])} to {day_and_year(days[-1])}"),
            ("Topics", _topics(told.topics)),
        ),
    )


def _topics(slugs: Sequence[str]) -> str:
    return "; ".join(TOPICS[slug].label for slug in slugs if slug in TOPICS) or "None were named"


def _agreements(entries: Sequence[Entry]) -> list[Chapter]:
    """Each version under which they met, in the order in which they were agreed on."""
    versions = {agreement.version: agreement for _, agreement in entries}
    several = len(versions) > 1
    return [_agreement(versions[version], several=several) for version in sorted(versions)]


def _agreement(agreement: Agreement, *, several: bool) -> Chapter:
    version = f", version {agreement.version}" if several else ""
    agreed = agreement.signed_at or agreement.proposed_at
    return Chapter(
        f"Mentoring agreement{version}",
        (
            ("Agreed by both on", day_and_year(wall(agreed, agreement.zone).date())),
            ("Meetings", f"{rhythm_words(agreement)}, {agreement.minutes} minutes, for {weeks(agreement.weeks)}"),
            ("How", WAYS[agreement.way]),
            ("Goals", "; ".join(agreement.goals) or "None were written down"),
            ("If a meeting is missed", MISSED[agreement.missed]),
            ("Out of bounds", OUT_OF_BOUNDS),
        ),
    )


def _sign_offs(told: Told) -> Chapter:
    people = ((told.partners.mentee, "Mentee", True), (told.partners.mentor, "Mentor", False))
    rows = tuple(
        (role, f"{named(member)}: {signature(told.partners, told.log, mentee=mentee)}")
        for member, role, mentee in people
    )
    return Chapter("Sign-offs", rows, words=tuple(_unsigned(told)))


def _unsigned(told: Told) -> list[str]:
    """Who has not signed all of it, plainly."""
    found = []
    for member, mentee in ((told.partners.mentee, True), (told.partners.mentor, False)):
        left = len(told.log.sessions) - len(told.log.signed_by(mentee=mentee))
        if left == len(told.log.sessions):
            found.append(f"This log is not signed by {named(member)}.")
        elif left:
            found.append(
                f"{counted(left, 'meeting of this log is', 'meetings of this log are')} not signed by {named(member)}."
            )
    return found


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _meetings(told: Told) -> Table:
    return Table(COLUMNS, tuple(_row(told, number, *entry) for number, entry in enumerate(told.entries, 1)), NUMERIC)


def _row(told: Told, number: int, session: Session, agreement: Agreement) -> tuple[str, ...]:
    at = wall(session.starts_at, agreement.zone)
    return (
        str(number),
        day_and_year(at.date()),
        f"{clock_label(at)} {zone_label(agreement.zone)}",
        str(session.minutes),
        WAYS[agreement.way],
        _signed_by(told.log, session),
    )


def _signed_by(log: HoursLog, session: Session) -> str:
    by = {role for role, word in (("mentee", log.mentee), ("mentor", log.mentor)) if word.covers(session)}
    return "both" if len(by) > 1 else next(iter(by), "nobody")


def _by_hand(partners: Partners) -> Chapter:
    return Chapter(
        "Signatures by hand, where somebody asks for them",
        signatures=tuple(
            f"{named(member)}, {role}: signature and date"
            for member, role in ((partners.mentee, "mentee"), (partners.mentor, "mentor"))
        ),
    )


# Units


def _units(told: Told, rule: CreditRule) -> Chapter:
    role = "mentee" if told.partners.is_mentee(told.reader) else "mentor"
    rows = [("Rule", f"{rule.body}, for the {role}")]
    if rule.amounts is not None:
        estimated = _estimated(told.log.minutes, rule, rule.amounts)
        rows += [("It gives", _gives(rule, rule.amounts)), ("Estimate", estimated)]
    rows += [
        ("Date of the rule", rule.dated or "Not known"),
        ("Confidence", _capital(_confidence(rule))),
        ("Proof", rule.documentation),
        ("Sources", rule.source),
    ]
    return Chapter("Units: an estimate", tuple(rows), words=(_caveat(rule),))


def _in_short(minutes: int, rule: CreditRule) -> str:
    if rule.amounts is None:
        return f"{rule.label}: {_caveat(rule)}"
    return f"{rule.label}: about {_estimated(minutes, rule, rule.amounts)}. {_caveat(rule)}"


def _gives(rule: CreditRule, amounts: Amounts) -> str:
    cycle = f" in {rule.cycle}" if rule.cycle else ""
    return (
        f"{counted(amounts.units, rule.unit)} for every full {counted(amounts.hours, 'hour')}, "
        f"at most {counted(amounts.most, rule.unit)}{cycle}"
    )


def _estimated(minutes: int, rule: CreditRule, amounts: Amounts) -> str:
    found = estimate(minutes, amounts)
    cycle = f" in {rule.cycle}" if rule.cycle else ""
    most = f", the most that count{cycle}" if found.capped else ""
    return f"{counted(found.units, rule.unit)} for {duration(minutes)}, rounded down{most}"


def _confidence(rule: CreditRule) -> str:
    return f"{rule.confidence} ({rule.doubt})" if rule.doubt else rule.confidence


def _caveat(rule: CreditRule) -> str:
    """Of when the rule is, how sure we are, and what an estimate is not."""
    of = f"of {rule.dated}" if rule.dated else "(date not known)"
    if rule.amounts is None:
        return f"No estimate: what the rule {of} gives is not known here. {_sure(rule)} {NOT_APPROVED}"
    cycle = "The estimate does not know where your cycle begins, or what else you count in it."
    return f"An estimate by the rule {of}. {_sure(rule)} {cycle} {NOT_APPROVED}"


def _sure(rule: CreditRule) -> str:
    return f"Confidence: {_confidence(rule)}."


# As a table


def sheet(told: Told) -> Spreadsheet:
    rows = tuple(_cells(told, number, *entry) for number, entry in enumerate(told.entries, 1))
    return Spreadsheet(Table(CELLS, rows))


def _cells(told: Told, number: int, session: Session, agreement: Agreement) -> tuple[str, ...]:
    at = wall(session.starts_at, agreement.zone)
    return (
        str(number),
        at.date().isoformat(),
        at.strftime("%H:%M"),
        agreement.zone,
        str(session.minutes),
        WAYS[agreement.way],
        "; ".join(TOPICS[slug].label for slug in told.topics if slug in TOPICS),
        "; ".join(agreement.goals),
        told.partners.mentee.name,
        told.partners.mentor.name,
        _signed_on(told, session, told.partners.mentee),
        _signed_on(told, session, told.partners.mentor),
    )


def _signed_on(told: Told, session: Session, member: Member) -> str:
    """The ISO date of a sign-off that covers the meeting; empty without one."""
    word = told.log.of(mentee=told.partners.is_mentee(member.id))
    if word.signed_at is None or not word.covers(session):
        return ""
    return wall(word.signed_at, told.partners.zone(member.id)).date().isoformat()
