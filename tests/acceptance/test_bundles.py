"""Several things due for one person at the same time come as one message, each part of it for itself."""

from datetime import UTC, datetime, timedelta

from bot.commands import CantMakeIt, OfferDetails
from bot.ports.storage import UnitOfWork
from tests.acceptance.cast import asks, offers
from tests.acceptance.pair import kept, slots_on
from tests.acceptance.stage import Card, Person, Stage

TOMORROW = datetime(2026, 10, 5, 20, 0, tzinfo=UTC)  # 16:00 in New York, the day before both meetings


async def two_pairs(stage: Stage, ana: str = "2026-10-06") -> tuple[Person, Person, Person]:
    """Ruth meets Maya on Tuesdays at 15:00, and Ana on the day of that date at 16:00."""
    ruth, maya, other = stage.person("Ruth"), stage.person("Maya"), stage.person("Ana")
    await offers(ruth)
    id = await ruth.id()

    async def offer_of(uow: UnitOfWork) -> str:
        offer = await uow.offers.live_of(id)
        assert offer is not None
        return offer.id

    await ruth.does(OfferDetails(await kept(stage, offer_of), capacity="2"))
    for mentee, day, time in ((maya, "2026-10-06", "15:00"), (other, ana, "16:00")):
        await asks(mentee)
        await ruth.presses("Yes, I will")
        form = await mentee.presses("Another time", on=next(c for c in reversed(mentee.inbox) if slots_on(c)))
        await mentee.fills(form, first_date=day, time=time)
        await ruth.presses("Agree")
    return ruth, maya, other


def reminders(person: Person) -> list[Card]:
    return [card for card in person.inbox if card.first.startswith("You meet ")]


async def test_two_meetings_of_one_day_are_one_reminder(stage: Stage) -> None:
    ruth, maya, _ = await two_pairs(stage)
    await stage.until(TOMORROW + timedelta(hours=2))
    (card,) = reminders(ruth)
    assert "You meet Maya on" in card.first
    assert "You meet Ana on" in card.first
    assert len(reminders(maya)) == 1


async def test_a_press_changes_its_own_part_of_the_card(stage: Stage) -> None:
    """After the meeting with Maya, and the day before the one with Ana."""
    ruth, *_ = await two_pairs(stage, ana="2026-10-07")
    await stage.until(TOMORROW + timedelta(days=1, minutes=5))
    card = ruth.inbox[-1]
    assert "Did you and Maya meet?" in card.first
    assert "You meet Ana on" in card.first

    await ruth.presses("Met", on=card)
    assert "Good to hear" in ruth.answer
    assert {"Reschedule", "Can't make it"} <= set(ruth.inbox[-1].buttons), "the other part stays"
    await ruth.presses("Can't make it", on=ruth.inbox[-1])
    assert "is off" in ruth.answer
    assert "Good to hear" in ruth.answer
    assert "Can't make it" not in ruth.inbox[-1].buttons


async def test_what_is_no_longer_true_is_left_out_of_the_message(stage: Stage) -> None:
    ruth, maya, _ = await two_pairs(stage)
    await stage.until(TOMORROW - timedelta(minutes=1))
    stage.clock.instant = TOMORROW
    await stage.bot.tick()  # both wait to be sent
    id = await maya.id()
    match = (await kept(stage, lambda uow: uow.matches.live_of(id)))[0]
    (session, *_) = await kept(stage, lambda uow: uow.sessions.planned(match.id))
    await maya.does(CantMakeIt(session.id))
    (card,) = reminders(ruth)
    assert "Ana" in card.text
    assert "Maya" not in card.text
    assert reminders(maya) == []


async def test_each_part_knows_the_message_that_holds_it(stage: Stage) -> None:
    ruth, *_ = await two_pairs(stage)
    await stage.until(TOMORROW + timedelta(minutes=5))
    rows = await kept(stage, lambda uow: uow.outbox.all())
    first, second = [row for row in rows if row.part_of is not None]
    assert first.part_of == second.part_of == first.id
    assert (first.status, first.place) == (second.status, second.place)
    assert len(reminders(ruth)) == 1


async def test_what_leaves_together_counts_as_one_message(stage: Stage) -> None:
    ruth, *_ = await two_pairs(stage)
    await stage.until(TOMORROW - timedelta(minutes=1))
    id, since = await ruth.id(), stage.clock.now() - timedelta(days=7)
    before = await kept(stage, lambda uow: uow.outbox.unasked(id, None, since))
    await stage.until(TOMORROW + timedelta(minutes=5))
    assert await kept(stage, lambda uow: uow.outbox.unasked(id, None, since)) == before + 1
