"""Offers grow old: mentors are asked now and then whether theirs still stands, and one tap is enough."""

from datetime import UTC, datetime, timedelta

from bot.commands import MyMentoring, decode
from bot.domain.status import OfferStatus
from bot.views import Button
from storage import migrate
from tests.acceptance.cast import asks, offers
from tests.acceptance.stage import COMMUNITY, Card, Person, Stage

YES = "Yes, still offering"


def questions(person: Person) -> list[Card]:
    return [card for card in person.inbox if "still offering to mentor" in card.first]


def yes(person: Person) -> Button:
    return questions(person)[-1].buttons[YES]


async def status_of(stage: Stage, person: Person) -> OfferStatus:
    async with stage.storage.read(COMMUNITY) as uow:
        offer = await uow.offers.live_of(await person.id())
    assert offer is not None
    return offer.status


async def test_after_ninety_days_one_tap_confirms_an_offer(stage: Stage) -> None:
    ruth = stage.person("Ruth")
    await offers(ruth)
    await stage.later(days=90)
    assert not questions(ruth), "that was a Sunday"
    await stage.later(days=1, hours=8)
    (card,) = questions(ruth)
    assert "You last told me so on Mon, Oct 5" in card.text
    assert "from Mon, Jan 18 on" in card.text
    assert "Elementary school" in card.text
    command = decode(card.buttons[YES].action)
    await ruth.presses(YES, on=card)
    assert "your offer stands" in ruth.answer
    await ruth.does(command)
    assert "your offer stands" in ruth.answer, "twice is as good as once"
    await stage.later(days=80)
    assert len(questions(ruth)) == 1
    assert await status_of(stage, ruth) is OfferStatus.OPEN
    await stage.later(days=14)
    assert len(questions(ruth)) == 2, "and again after ninety days"


async def test_silence_is_followed_up_once_and_then_mentees_are_sent_to_others(stage: Stage) -> None:
    ruth, ana, maya = (stage.person(name) for name in ("Ruth", "Ana", "Maya"))
    await offers(ruth)
    await ruth.presses("Add details")
    await ruth.fills(ruth.replies[-1], capacity="2")
    await asks(ana)
    await ruth.presses("Yes, I will")
    await stage.later(days=91, hours=8)
    before = len(ruth.inbox)
    await stage.later(days=40)
    assert [card.text.count("I asked some days ago") for card in questions(ruth)] == [0, 1]
    assert len([card for card in ruth.inbox[before:] if "still offering" in card.first]) == 1, "no third one"
    assert await status_of(stage, ruth) is OfferStatus.PAUSED
    await asks(maya)
    await stage.later(minutes=5)
    assert not [card for card in ruth.inbox if "Could you mentor" in card.first and "Maya" in card.text]
    async with stage.storage.read(COMMUNITY) as uow:
        assert await uow.matches.live_of(await ruth.id()), "her pair goes on"
    await ruth.does(decode(yes(ruth).action))
    assert await status_of(stage, ruth) is OfferStatus.OPEN
    await stage.later(hours=24)
    assert "Maya" in next(card for card in reversed(ruth.inbox) if "Could you mentor" in card.first).text


async def test_each_august_all_are_asked_who_could_take_somebody(stage: Stage) -> None:
    stage.clock.instant = datetime(2027, 6, 20, 14, tzinfo=UTC)
    ruth, vera, paul, nora = (stage.person(name) for name in ("Ruth", "Vera", "Paul", "Nora"))
    for mentor in (ruth, vera, paul):
        await offers(mentor)
    await asks(stage.person("Maya"))
    full = next(person for person in (ruth, vera, paul) if any("Yes, I will" in card.buttons for card in person.inbox))
    await full.presses("Yes, I will")
    ready, away = (person for person in (ruth, vera, paul) if person is not full)
    await away.does(MyMentoring())
    await away.fills(await away.presses("Pause my offer"), until="2027-09-01")
    await stage.until(datetime(2027, 7, 20, 14, tzinfo=UTC))
    await offers(nora)
    await stage.until(datetime(2027, 8, 1, 23, tzinfo=UTC))
    assert not questions(ready)
    await stage.until(datetime(2027, 8, 3, 23, tzinfo=UTC))
    assert "A new school year begins" in questions(ready)[0].text
    assert not questions(full), "nobody could be sent to her"
    assert not questions(away), "he has said when he will be back"
    assert not questions(nora), "she offered with the new year in mind"


async def test_what_a_mentor_does_for_mentees_says_that_the_offer_stands(stage: Stage) -> None:
    ruth = stage.person("Ruth")
    await offers(ruth)
    await ruth.presses("Add details")
    await ruth.fills(ruth.replies[-1], capacity="2")
    await stage.later(days=80)
    await asks(stage.person("Maya"))
    await ruth.presses("Yes, I will")
    await stage.later(days=30)
    assert not questions(ruth)


async def test_an_own_pause_is_kept_and_nobody_else_confirms(stage: Stage) -> None:
    ruth, vera = stage.person("Ruth"), stage.person("Vera")
    await offers(ruth)
    await stage.later(days=92)
    command = decode(yes(ruth).action)
    await vera.does(command)
    assert "belongs to somebody else" in vera.answer
    await ruth.fills(await ruth.presses("Pause"), until="2027-03-01")
    await stage.later(days=20)
    assert len(questions(ruth)) == 1, "she has answered in her own way"
    await ruth.does(command)
    assert "paused until Mon, Mar 1" in ruth.answer
    assert await status_of(stage, ruth) is OfferStatus.PAUSED
    await ruth.does(MyMentoring())
    await ruth.presses("Withdraw my offer")
    await ruth.does(command)
    assert "no longer open" in ruth.answer


async def test_two_messages_a_week_are_enough_for_a_mentor_who_is_asked_about_colleagues(stage: Stage) -> None:
    ruth = stage.person("Ruth")
    await offers(ruth)
    await stage.later(days=86)
    await asks(stage.person("Maya"))
    await stage.later(days=5, hours=8)
    week = [card for card in ruth.inbox if stage.clock.now() - card.sent_at < timedelta(days=7)]
    assert len(week) == 2, "the question of one colleague, and its reminder"
    assert not questions(ruth)
    await stage.later(days=7)
    assert len(questions(ruth)) == 1


async def test_offers_from_before_there_was_such_a_question_are_asked_about_too(stage: Stage) -> None:
    ruth = stage.person("Ruth")
    await offers(ruth)
    migrate.downgrade(stage.url, "0019")
    migrate.upgrade(stage.url)
    await stage.later(days=92)
    assert len(questions(ruth)) == 1
