"""What stories about a pair need: the slots on a card, a signed schedule, what is kept."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

from bot.commands import ChooseZone, PickSlot, ProposeSchedule, decode
from bot.documents import CalendarSeries
from bot.domain.match import Match, Session
from bot.ports.storage import UnitOfWork
from bot.views import File, Message, Rejected
from tests.acceptance.cast import asks, offers
from tests.acceptance.stage import COMMUNITY, Card, Person, Stage, said

T = TypeVar("T")


def slots_on(card: Card) -> list[str]:
    """The labels of the times that can be tapped."""
    return [label for label, button in card.buttons.items() if isinstance(decode(button.action), PickSlot)]


def calendars(person: Person) -> list[CalendarSeries]:
    files = [part.document for card in person.inbox for part in card.message.parts if isinstance(part, File)]
    return [document for document in files if isinstance(document, CalendarSeries)]


async def matched(
    stage: Stage, *, maya: str = "", ruth: str = "", free: str = "weekdays after 3pm"
) -> tuple[Person, Person]:
    """Maya in Ohio asked, Ruth accepted; `maya` and `ruth` name the zones they chose, `free` Ruth's free times."""
    mentee, mentor = stage.person("Maya"), stage.person("Ruth")
    for person, zone in ((mentee, maya), (mentor, ruth)):
        if zone:
            await person.does(ChooseZone(zone))
    await offers(mentor, free_times=free)
    await asks(mentee)
    await mentor.presses("Yes, I will")
    return mentee, mentor


async def agreed(stage: Stage, **zones: str) -> tuple[Person, Person]:
    """A weekly schedule: Maya tapped the first time, Ruth agreed."""
    maya, ruth = await matched(stage, **zones)
    await maya.presses(slots_on(maya.inbox[-1])[0])
    await ruth.presses("Agree")
    return maya, ruth


async def agree_on(stage: Stage, maya: Person, ruth: Person, **terms: str) -> None:
    """Maya suggests by the form, Ruth agrees."""
    usual = {"first_date": "2026-10-06", "time": "15:00", "rhythm": "weekly", "minutes": "45", "way": "video"}
    match = await match_of(stage, maya)
    reply = await maya.does(ProposeSchedule(match.id, **{**usual, "hour_before": "no", **terms}))
    assert isinstance(reply.view, Message), said(reply.view)
    await ruth.presses("Agree")
    assert "Agreed" in ruth.answer, ruth.answer


async def kept(stage: Stage, read: Callable[[UnitOfWork], Awaitable[T]]) -> T:
    async with stage.storage.read(COMMUNITY) as uow:
        return await read(uow)


async def match_of(stage: Stage, person: Person) -> Match:
    """The person's newest match."""
    member = await person.id()
    return (await kept(stage, lambda uow: uow.matches.of(member)))[0]


async def sessions_of(stage: Stage, person: Person) -> list[Session]:
    match = await match_of(stage, person)
    return list(await kept(stage, lambda uow: uow.sessions.of(match.id)))


async def events(stage: Stage, *kinds: str) -> list[str]:
    """The kinds of what happened, in order."""
    since = datetime.min.replace(tzinfo=stage.clock.now().tzinfo, year=2000)
    return [event.kind for event in await kept(stage, lambda uow: uow.events.of_kind(kinds, since))]


def refused(person: Person, sentence: str) -> None:
    """The last answer was this sentence and nothing else."""
    assert isinstance(person.last, Rejected), person.answer
    assert sentence in person.answer, person.answer


def about(cards: list[Card], words: str) -> list[Card]:
    return [card for card in cards if words in card.text]
