"""The moderators' numbers, in words."""

from collections.abc import Sequence
from datetime import datetime

from bot.commands import MentorAdmin, OpenMatchByHand, OpenSetup, PlanRound, ShowEstimates, encode
from bot.documents import Chart, ChartKind
from bot.domain.checkin import LEAST_SHOWN, CheckInSummary
from bot.domain.figures import share
from bot.domain.member import Member
from bot.domain.schedule import day_label
from bot.journey.concerns import Concern, Kind
from bot.journey.statistics import Gap, History, Part, Statistics, Waiting
from bot.ports.platforms import Space
from bot.reference.settings import SETTINGS
from bot.reference.states import STATES
from bot.texts import conversations
from bot.texts.reasons import REASONS
from bot.views import Actions, Button, Facts, Heading, Image, Line, Listing, Mention, Message, Text, line, shown

MOST_CONCERNS = 3
MOST_REASONS = 3
NO_CONCERNS = "Nothing needs a hand right now."
WITH = " is paused, and I let them know."
SET_ASIDE = "What they asked for or offered is set aside, and comes back if they do."
NO_GAPS = "Everyone who waits has a free place in their state and setting, or nobody waits."


def counted(number: int, noun: str, plural: str = "") -> str:
    """1 day, 12 days"""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def card(numbers: Statistics, concerns: Sequence[Concern]) -> Message:
    waiting = counted(numbers.waiting.now, "request waits", "requests wait")
    active = counted(numbers.pairs.active, "active pair")
    return Message(
        f"{waiting}, {active}.",
        (
            Heading("How the program is doing"),
            Facts(_rows(numbers)),
            Heading("Needs a hand"),
            *_concerns(concerns, numbers.at),
            *_gaps(numbers),
            Image(chart(numbers.history), alt(numbers.history)),
            Actions(_buttons(concerns)),
        ),
    )


def at_a_glance(numbers: Statistics) -> Message:
    """The numbers without the chart."""
    parts = (Heading("How the program is doing"), Facts(_rows(numbers)), *_gaps(numbers))
    return Message("How the program is doing.", parts)


def _gaps(numbers: Statistics) -> tuple[Heading, Listing | Text]:
    gaps = Listing(tuple(map(_gap, numbers.gaps))) if numbers.gaps else Text(line(NO_GAPS))
    return Heading("Where help is missing"), gaps


def _rows(numbers: Statistics) -> tuple[tuple[str, Line], ...]:
    pairs, waiting = numbers.pairs, numbers.waiting
    return (
        ("Waiting now", line(f"{waiting.now:,}{_oldest(waiting)}")),
        ("Matched in the last 30 days", line(f"{numbers.matched:,} ({_change(numbers)})")),
        ("From request to match", line(_waits(waiting))),
        ("Active pairs", line(f"{pairs.active:,}, and {pairs.paused:,} paused")),
        ("Sessions held, last 30 days", line(_part(pairs.sessions, "that were due"))),
        ("Check-ins answered, last 30 days", line(_part(pairs.checkins, "that were sent"))),
        ("How it is going, last 30 days", line(_written(pairs.written))),
        ("Help asked for, last 30 days", line(counted(pairs.help_asked, "time"))),
        ("New proposal in 10 business days", line(_part(pairs.rematched, "who came back"))),
        ("Why matches ended, last 90 days", line(_reasons(pairs.reasons))),
        ("Quiet pairs", line(f"{pairs.quiet:,}")),
        ("People I can't reach", line(f"{numbers.unreachable:,}")),
    )


def _oldest(waiting: Waiting) -> str:
    days = waiting.oldest_days
    return "" if days is None else f", the oldest for {counted(days, 'day') if days else 'less than a day'}"


def _change(numbers: Statistics) -> str:
    difference = numbers.matched - numbers.matched_before
    if not difference:
        return "as many as in the 30 days before"
    return f"{abs(difference):,} {'more' if difference > 0 else 'fewer'} than in the 30 days before"


def _waits(waiting: Waiting) -> str:
    if waiting.median_days is None or waiting.p90_days is None:
        return "No match in the last 90 days"
    return f"Half within {_days(waiting.median_days)}, nine of ten within {_days(waiting.p90_days)}"


def _days(days: float) -> str:
    if days < 1:
        return "a day"
    return f"{days:.1f} days" if days < 10 else f"{days:.0f} days"


def _part(part: Part, whole: str) -> str:
    percent = share(part.part, part.whole)
    return "None yet" if percent is None else f"{part.part:,} of {part.whole:,} {whole} ({percent}%)"


def _written(said: CheckInSummary) -> str:
    """Of a few, somebody could tell who wrote what."""
    if said.written < LEAST_SHOWN:
        return f"Shown once {LEAST_SHOWN} check-ins have answers"
    useful = "" if said.useful is None else f", useful {said.useful:.1f} of 5"
    progress = "" if said.progress is None else f", progress on goals {said.progress:.1f} of 10"
    return f"{counted(said.written, 'answer')}{useful}{progress}; something in the way: {said.in_the_way:,}"


def _reasons(given: Sequence[tuple[str, int]]) -> str:
    if sum(count for _, count in given) < LEAST_SHOWN:
        return f"Shown once {LEAST_SHOWN} people gave a reason"
    return "; ".join(f"{REASONS[reason]}: {count:,}" for reason, count in given[:MOST_REASONS])


# What needs a hand


def needs_a_hand(concerns: Sequence[Concern], now: datetime, *, setup: bool) -> Message:
    """`setup`: with a button that leads there, where a channel can't be posted in."""
    button = (Button("Set up", encode(OpenSetup())),) if setup and _of_channels(concerns) else ()
    actions = (Actions(button),) if button else ()
    return Message("What needs a hand.", (Heading("Needs a hand"), *_concerns(concerns, now), *actions))


def _of_channels(concerns: Sequence[Concern]) -> bool:
    return any(concern.kind is Kind.CHANNEL for concern in concerns)


def _concerns(concerns: Sequence[Concern], now: datetime) -> tuple[Text | Listing, ...]:
    if not concerns:
        return (Text(line(NO_CONCERNS)),)
    shown = Listing(tuple(_concern(concern, now) for concern in concerns[:MOST_CONCERNS]), numbered=True)
    left = len(concerns) - MOST_CONCERNS
    return (shown, Text(line(f"And {left:,} more."))) if left > 0 else (shown,)


def _concern(concern: Concern, now: datetime) -> Line:
    names = [mention(member) for member in concern.members]
    for_days = counted((now - concern.since).days, "day")
    match concern.kind:
        case Kind.CHANNEL:
            assert concern.space is not None
            return refused_channel(concern.space)
        case Kind.CONVERSATION:
            assert concern.space is not None
            return conversations.unopened(short(concern.space.name), concern.why)
        case Kind.LOST:
            return _lost(concern, names, _ago(concern.since, now))
        case Kind.LEFT if len(names) > 1:
            return line(names[0], f" left the community {_ago(concern.since, now)}; the pair with ", names[1], WITH)
        case Kind.LEFT:
            return line(names[0], f" left the community {_ago(concern.since, now)}. {SET_ASIDE}")
        case Kind.HELP:
            return line(names[0], f" asked for help {_ago(concern.since, now)}. A short message would help.")
        case Kind.UNREACHABLE:
            noticed = _ago(concern.since, now)
            return line(names[0], f" can't be reached by direct message; I noticed it {noticed}. Try another way.")
        case Kind.WAITING:
            return line(names[0], f" has waited {for_days} for a mentor. You could match by hand.")
        case Kind.QUIET:
            return line(names[0], " and ", names[1], f" were paused {_ago(concern.since, now)}, after a long silence.")
        case Kind.UNSIGNED:
            return line(names[0], " and ", names[1], f" have no schedule yet, {for_days} after they were matched.")
        case Kind.NO_ANSWER:
            ended = f": {concern.count:,} matches within a year ended while I waited for an answer."
            return line(names[0], f"{ended} Something may be in the way; a friendly question could help.")


def _lost(concern: Concern, names: Sequence[Mention], when: str) -> Line:
    """What it said is nobody's business but theirs: they see it in their own words."""
    if concern.space is not None:
        post = f"A post for the mentoring channel{_of(concern.space)} may not have arrived; I sent it {when}."
        return line(f"{post} Please look there. Who asked for a mentor is matched in any case.")
    them = "both" if len(names) > 1 else "them"
    people = (names[0], " and ", names[1]) if len(names) > 1 else (names[0],)
    advice = f"Please ask {them} to type /my-mentoring, which shows how things stand."
    return line("Something I wrote to ", *people, f" {when} may not have arrived. {advice}")


def _of(space: Space) -> str:
    return f" of {short(space.name)}" if space.name else ""


def refused_channel(space: Space) -> Line:
    """The set-up with its lists of a server's own opens only there, so that one is named by its command."""
    where = _of(space)
    another = (
        "choose another one with /mentor-setup" if space.platform.has_roles else "choose another one under “Set up”"
    )
    access = "let me see it and post in it" if space.platform.has_roles else "invite me there"
    if not space.channel:
        return line(f"I am not in the mentoring channel{where} any more. Please {another}.")
    return line(f"I can't post in the mentoring channel{where}. Please {access}, or {another}.")


def mention(member: Member) -> Mention:
    return Mention(member.id, short(member.name))


def short(name: str, most: int = 40) -> str:
    """A name that somebody chose, to stand in a sentence or on a button."""
    clean = shown(name)
    return clean if len(clean) <= most else clean[: most - 1] + "…"


def _ago(moment: datetime, now: datetime) -> str:
    days = (now - moment).days
    return f"{counted(days, 'day')} ago" if days else "today"


def _buttons(concerns: Sequence[Concern]) -> tuple[Button, ...]:
    oldest = next((c.request for c in concerns if c.kind is Kind.WAITING and c.request), "")
    return (
        *((Button("Set up", encode(OpenSetup())),) if _of_channels(concerns) else ()),
        Button("Match by hand", encode(OpenMatchByHand(oldest))),
        Button("Plan a round", encode(PlanRound())),
        Button("Estimates", encode(ShowEstimates())),
        Button("Administration", encode(MentorAdmin())),
    )


# Where help is missing


def place(state: str, setting: str) -> str:
    return f"{STATES[state].name}, {SETTINGS[setting].label}"


def _gap(gap: Gap) -> Line:
    return line(f"{place(gap.state, gap.setting)}: {counted(gap.waiting, 'request')}, no free place")


# The chart


def chart(history: History) -> Chart:
    return Chart(
        title="Requests and matches, last 12 weeks",
        labels=tuple(day_label(monday).split(", ")[1] for monday in history.weeks.mondays),
        series=(
            ("Requests", tuple(map(float, history.requested))),
            ("Matches", tuple(map(float, history.matched))),
        ),
        kind=ChartKind.BARS,
        unit="per week",
    )


def alt(history: History) -> str:
    """The chart in words: totals, the busiest week, and the week that is not over."""
    total = f"{counted(sum(history.requested), 'request')} and {counted(sum(history.matched), 'match', 'matches')}"
    busiest = max(range(len(history.requested)), key=lambda week: history.requested[week])
    most = history.requested[busiest]
    peak = f" The most requests came in the week of {day_label(history.weeks.mondays[busiest])}: {most:,}."
    this = f" This week so far: {history.requested[-1]:,} and {history.matched[-1]:,}."
    return f"Bar chart of the last 12 weeks: {total}.{peak if most else ''}{this}"
