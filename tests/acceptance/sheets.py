"""Sign-up sheets for the stories, and bringing them in."""

from collections.abc import Mapping, Sequence

from bot.commands import OnTheSheet
from bot.domain.member import Member
from bot.domain.offer import MentoringOffer
from bot.domain.request import MentoringRequest
from bot.journey.import_outcome import Report
from bot.journey.import_rows import Kind, SheetRow
from bot.journey.importing import Order, run_import
from tests.acceptance.reading import plainly
from tests.acceptance.stage import COMMUNITY, Person, Stage

MENTOR = {
    "name": "Zoë Muñoz",
    "handle": "@Zoe.Munoz",
    "profession": "OTR/L",
    "states": "OH/KY",
    "years_in_schools": "6",
    "settings": "Elementary",
    "topics": "IEPs, evaluations",
    "capacity": "2",
    "ways": "Zoom",
    "free_times": "Mon/Wed after 4pm",
    "zone": "ET",
}
MENTEE = {
    "name": "Ana Ito",
    "handle": "@ana.ito",
    "state": "Ohio",
    "setting": "Elementary",
    "topics": "504 plans and MTSS",
    "rhythm": "every other week",
    "ways": "any",
    "free_times": "Mon/Wed after 4pm",
    "zone": "ET",
    "sole_ot": "yes",
    "note": "First IEP meeting next week",
}


def rows(*values: Mapping[str, str]) -> list[SheetRow]:
    """The rows of a sheet from line 2 on."""
    return [SheetRow(line, row) for line, row in enumerate(values, 2)]


async def brings(stage: Stage, kind: Kind, sheet: Sequence[SheetRow], **how: bool) -> Report:
    return await run_import(stage.storage, stage.clock, COMMUNITY, Order(kind, sheet, **how))


async def signed_up(stage: Stage, *, mentor: bool = False, **cells: str) -> str:
    """One row comes in; its code."""
    kind, row = (Kind.MENTORS, MENTOR) if mentor else (Kind.MENTEES, MENTEE)
    report = await brings(stage, kind, rows({**row, **cells}))
    (person,) = report.people
    return person.code


async def unclaimed(stage: Stage) -> list[Member]:
    async with stage.storage.read(COMMUNITY) as uow:
        return list(await uow.members.unclaimed())


async def request_of(stage: Stage, person: Person) -> MentoringRequest | None:
    async with stage.storage.read(COMMUNITY) as uow:
        return await uow.requests.live_of(await person.id())


async def offer_of(stage: Stage, person: Person) -> MentoringOffer | None:
    async with stage.storage.read(COMMUNITY) as uow:
        return await uow.offers.live_of(await person.id())


async def claims(person: Person, code: str) -> str:
    form = await person.does(OnTheSheet())
    await person.fills(form, code=code)
    return plainly(person.last)
