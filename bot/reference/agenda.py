"""Optional prompts for a pair's meetings, weeks 1 to 12 and follow-on. Our own composition, not a tested curriculum."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.reference.table import listed, rows

BY_TOPIC = range(2, 12)  # weeks whose items may change places: getting to know each other is first, the review last


@dataclass(frozen=True)
class AgendaItem:
    """`week` counts from the first meeting's week, which is 1; `topics` are slugs of what it is about."""

    week: int
    title: str
    prompts: tuple[str, ...]
    topics: tuple[str, ...] = ()


AGENDA: tuple[AgendaItem, ...] = tuple(
    AgendaItem(
        int(r["week"]), r["title"], tuple(p.strip() for p in r["prompts"].split("|")), tuple(listed(r["topics"]))
    )
    for r in rows("agenda")
)


def agenda_for(week: int, topics: Sequence[str] = ()) -> AgendaItem | None:
    """The item of this week, or the latest before it; None before the first week.

    In weeks 2 to 11 what is about the chosen topics comes first, and the rest after it, each once.
    """
    if topics and week in BY_TOPIC:
        movable = [item for item in AGENDA if item.week in BY_TOPIC]
        movable.sort(key=lambda item: set(topics).isdisjoint(item.topics))
        return movable[week - BY_TOPIC.start]
    return next((item for item in reversed(AGENDA) if item.week <= week), None)
