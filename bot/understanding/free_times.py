"""Usual free times, as people write them: "Mon/Wed after 4pm", "weekday evenings", "lunch (12-1) any day".

The hours meant: morning 8 AM–noon, lunch 11:30 AM–1 PM, afternoon noon–5 PM, evening 5–9 PM, before school 6–8 AM,
after school 3:30–6 PM; a day alone 8 AM–8 PM. "After 4" ends at 9 PM (or two hours later, where that is later),
"before 8" begins at 7 AM (or two hours earlier). Where neither am nor pm is said, `clock_times` tells the rule, and of
a range the end comes after the start: "3:30-5" is in the afternoon, "10-2" begins in the morning.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from string import ascii_lowercase, ascii_uppercase

from bot.domain.availability import FLEXIBLE, FLEXIBLE_HOURS, FreeTimes, Interval
from bot.understanding.clock_times import spelled
from bot.understanding.hours import Hours, NoHours
from bot.understanding.reading import NotUnderstood, Understood, excerpt, typed
from bot.understanding.week_words import ALL_WEEK, WEEKEND, Kind, Token, tokens

EXAMPLE = "Mon/Wed after 4pm, or weekday evenings"
WHOLE_DAY = Hours(*FLEXIBLE_HOURS)
LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)  # keeps every index, as casefold doesn't


@dataclass
class _Group:
    """What stands between two separators; `start` and `end` say where in the line."""

    start: int = 0
    end: int = 0
    days: set[int] = field(default_factory=set)
    hours: list[Hours] = field(default_factory=list)
    excludes: bool = False
    flexible: bool = False
    unknown: bool = False
    hours_first: bool = False  # "after 4pm on Mon"


class _Unclear(Exception):
    def __init__(self, group: _Group) -> None:
        super().__init__()
        self.group = group


@dataclass
class _Clause:
    days: set[int]
    hours: list[Hours]
    open_days: bool = False  # no day was named, so that days may follow: "after 4pm, Mon and Wed"
    more_days: bool = False  # the day stood behind, so that more may follow: "after 4pm on Mon and Wed"


def understand(text: str) -> Understood[FreeTimes]:
    """Weekly local free times. Raises, naming the clause, when any part is not understood."""
    line = spelled(typed(text.replace("\n", "; "), EXAMPLE))
    groups = [[group for group in part if group.end] for part in _groups(line)]
    try:
        clauses = [clause for part in groups for clause in _clauses(part)]
    except _Unclear as unclear:
        raise _not_understood(line[unclear.group.start : unclear.group.end].strip()) from None
    remarks = tuple(dict.fromkeys(h.remark for clause in clauses for h in clause.hours if h.remark))
    if clauses:
        return Understood(FreeTimes(tuple(_intervals(clauses, line))), remarks)
    if any(group.flexible for part in groups for group in part):
        return Understood(FLEXIBLE)
    raise _not_understood(line)


def _groups(line: str) -> Iterator[list[_Group]]:
    """The groups of each part of the line; parts end at semicolons and full stops."""
    part = [_Group()]
    for token in tokens(line.translate(LOWER)):
        if token.kind is Kind.END:
            yield part
            part = [_Group(token.end)]
        elif token.kind is Kind.SEPARATOR:
            part.append(_Group(token.end))
        elif token.kind is Kind.EXCEPT:
            part.append(_Group(token.start, token.end, excludes=True))
        else:
            _add(part[-1], token)
    yield part


def _add(group: _Group, token: Token) -> None:
    group.end = token.end
    group.hours_first |= bool(token.days and group.hours and not group.days)
    group.days |= token.days
    group.flexible |= token.kind is Kind.FLEXIBLE
    group.unknown |= token.kind is Kind.UNKNOWN
    if token.hours:
        group.hours.append(token.hours)


def _clauses(groups: list[_Group]) -> list[_Clause]:
    """Days wait for the hours that follow; hours without days go to the days before, else to every day."""
    clauses: list[_Clause] = []
    waiting: set[int] = set()
    excluding = False
    for group in groups:
        excluding = group.excludes or (excluding and not group.hours)
        hours = _hours(group)
        if excluding:
            _exclude(group, hours, clauses, waiting)
            waiting = set()
        elif group.days and hours:
            clauses.append(_Clause(waiting | group.days, hours, more_days=group.hours_first))
            waiting = set()
        elif hours and waiting:
            clauses.append(_Clause(waiting, hours))
            waiting = set()
        elif hours and clauses:
            clauses[-1].hours = [h for h in clauses[-1].hours if h is not WHOLE_DAY] + hours
        elif hours:
            clauses.append(_Clause(set(ALL_WEEK), hours, open_days=True))
        elif clauses and clauses[-1].more_days and group.days != WEEKEND:
            clauses[-1].days |= group.days
        else:
            waiting |= group.days
    return _placed(clauses, waiting)


def _placed(clauses: list[_Clause], waiting: set[int]) -> list[_Clause]:
    """ "After 4pm, Mon and Wed" says the days last, "evenings, weekends" adds whole days."""
    if waiting and clauses and clauses[-1].open_days and waiting != WEEKEND:
        clauses[-1].days = waiting
    elif waiting:
        clauses.append(_Clause(waiting, [WHOLE_DAY]))
    return clauses


def _exclude(group: _Group, hours: list[Hours], clauses: list[_Clause], waiting: set[int]) -> None:
    """ "Weekdays except Wed after 4" takes the day from the days that wait, else from all clauses before."""
    if not group.days or (hours and not waiting):
        raise _Unclear(group)
    if waiting or not clauses:
        clauses.append(_Clause(waiting or set(ALL_WEEK), hours or [WHOLE_DAY]))
    for clause in clauses:
        clause.days -= group.days


def _hours(group: _Group) -> list[Hours]:
    """The hours of a group; a named part of the day beside a clock time says whether it is am or pm: "evenings 7-9"."""
    if group.unknown:
        raise _Unclear(group)
    hints = [h for h in group.hours if h.named]
    exact = [h for h in group.hours if not h.named]
    try:
        return [h.resolved(hints[0] if hints else None) for h in exact] if exact else hints
    except NoHours:
        raise _Unclear(group) from None


def _intervals(clauses: Iterable[_Clause], line: str) -> Iterator[Interval]:
    found = [i for c in clauses for day in sorted(c.days) for h in c.hours for i in h.on(day)]
    if not found:
        raise NotUnderstood(f"{excerpt(line)} leaves no time of the week. For example: {EXAMPLE}.")
    yield from found


def _not_understood(clause: str) -> NotUnderstood:
    return NotUnderstood(f"{excerpt(clause)} is not a time of the week that I understand. For example: {EXAMPLE}.")
