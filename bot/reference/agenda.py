"""Optional prompts for a pair's meetings, weeks 1 to 12 and follow-on. Our own composition, not a tested curriculum."""

from dataclasses import dataclass

from bot.reference.table import rows


@dataclass(frozen=True)
class AgendaItem:
    """`week` counts from the first meeting's week, which is 1."""

    week: int
    title: str
    prompts: tuple[str, ...]


AGENDA: tuple[AgendaItem, ...] = tuple(
    AgendaItem(int(r["week"]), r["title"], tuple(p.strip() for p in r["prompts"].split("|"))) for r in rows("agenda")
)


def agenda_for(week: int) -> AgendaItem | None:
    """The item of this week, or the latest before it; None before the first week."""
    return next((item for item in reversed(AGENDA) if item.week <= week), None)
