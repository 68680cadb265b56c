"""`mentorbot stats`."""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.documents import Chart
    from bot.journey.statistics import Statistics
    from bot.settings import Settings
    from bot.views import Line, Message, Part

AsJson = Annotated[bool, typer.Option("--json", help="As JSON, for programs.")]
ForCommunity = Annotated[str, typer.Option("--community", help="The id or name; needed where there are several.")]
InPlayground = Annotated[bool, typer.Option("--playground", help="The playground's database instead of DATABASE_URL.")]


def stats(as_json: AsJson = False, community: ForCommunity = "", playground: InPlayground = False) -> None:
    """Show how the program is doing: the same numbers as /mentor-stats, for a terminal. It only looks.

    Works while the bot runs. No names but those of people who need a moderator's hand, never what anybody wrote.

    Example: mentorbot stats --json > today.json
    """
    from bot import settings

    asyncio.run(_stats(settings.load(), community, playground=playground, as_json=as_json))


async def _stats(known: "Settings", community: str, *, playground: bool, as_json: bool) -> None:
    from bot.cli.records import records
    from bot.journey.concerns import concerns
    from bot.journey.statistics import statistics
    from bot.texts.statistics import card

    async with records(known, community, playground=playground) as kept, kept.storage.read(kept.community.id) as uow:
        found = await statistics(uow, kept.now)
        message = card(found, await concerns(uow, kept.now))
    if as_json:
        print(written(found))
    else:
        print("\n".join(lines(message)))


def written(found: "Statistics") -> str:
    """Every field by its name; instants and days in ISO form."""
    return json.dumps(asdict(found), default=lambda day: day.isoformat(), indent=2)


def lines(message: "Message") -> Iterator[str]:
    """A message for a terminal; a chart as the table of its numbers."""
    yield message.summary
    for part in message.parts:
        yield from _part(part)


def _part(part: "Part") -> Iterator[str]:
    from bot.views import Facts, Heading, Image, Listing, Text

    match part:
        case Heading(text):
            yield from ("", text, "-" * len(text))
        case Text(spans):
            yield _words(spans)
        case Facts(rows):
            width = max(len(label) for label, _ in rows)
            yield from (f"{label:<{width}}  {_words(value)}" for label, value in rows)
        case Listing(items):
            yield from (f"- {_words(item)}" for item in items)
        case Image(chart, alt):
            yield from ("", alt, *_table(chart))


def _words(spans: "Line") -> str:
    from bot.views import span_words

    return "".join(map(span_words, spans))


def _table(chart: "Chart") -> Iterator[str]:
    names = [name for name, _ in chart.series]
    yield f"{chart.title} ({chart.unit})"
    yield "  ".join(["        ", *(f"{name:>8}" for name in names)])
    for number, label in enumerate(chart.labels):
        yield "  ".join([f"{label:<8}", *(f"{values[number]:>8g}" for _, values in chart.series)])
