"""People leave the community and come back: what stops at once, who hears of it, and what comes back by itself."""

import asyncio
from datetime import timedelta

import pytest

from bot.commands import MentorStats, MyMentoring, OpenPauseRequest, StepForward
from bot.domain.status import MatchStatus, OfferStatus, RequestStatus
from bot.ids import SpaceId
from bot.journey.concerns import Kind, concerns
from bot.ports.platforms import Account, Platform, Standing, UserId
from bot.views import Form, Rejected
from tests.acceptance.cast import asks, offers
from tests.acceptance.pair import about, agree_on, agreed, match_of, matched
from tests.acceptance.reading import history, plainly
from tests.acceptance.stage import COMMUNITY, Card, Person, Stage

pytestmark = pytest.mark.slack  # which tells of those who leave and return

LEFT = "has left the community"
BACK = "is back in the community"


def told(person: Person) -> list[Card]:
    return [card for card in person.inbox if LEFT in card.text or BACK in card.text]


async def request_status(stage: Stage, person: Person) -> RequestStatus:
    async with stage.storage.read(COMMUNITY) as uow:
        request = await uow.requests.last_of(await person.id())
    assert request is not None
    return request.status


async def offer_status(stage: Stage, person: Person) -> OfferStatus:
    async with stage.storage.read(COMMUNITY) as uow:
        offer = await uow.offers.live_of(await person.id())
    assert offer is not None
    return offer.status


async def queue(stage: Stage) -> list[Kind]:
    async with stage.storage.read(COMMUNITY) as uow:
        return [concern.kind for concern in await concerns(uow, stage.clock.now())]


# Leaving


async def test_a_proposal_to_somebody_who_leaves_goes_on_to_the_next(stage: Stage) -> None:
    ruth, vera, maya = map(stage.person, ("Ruth", "Vera", "Maya"))
    await offers(ruth)
    await asks(maya)
    await offers(vera)
    assert "Could you mentor" in ruth.inbox[-1].text
    await ruth.leaves()
    assert "Could you mentor" in vera.inbox[-1].text
    assert await offer_status(stage, ruth) is OfferStatus.PAUSED


async def test_somebody_who_left_is_neither_asked_nor_asked_about(stage: Stage) -> None:
    ruth, maya = map(stage.person, ("Ruth", "Maya"))
    await asks(maya)
    await maya.leaves()
    assert "closed for now" in stage.channel[-1].text
    await offers(ruth)
    await stage.later(days=10)
    assert not about(ruth.inbox, "Could you mentor")
    async with stage.storage.read(COMMUNITY) as uow:
        request = await uow.requests.last_of(await maya.id())
    assert request is not None
    await ruth.does(StepForward(request.id))
    assert isinstance(ruth.last, Rejected)


async def test_a_mentor_who_is_being_asked_is_told_that_it_is_no_longer_needed(stage: Stage) -> None:
    ruth, maya = map(stage.person, ("Ruth", "Maya"))
    await offers(ruth)
    await asks(maya)
    card = ruth.inbox[-1]
    await maya.leaves()
    assert not card.buttons
    assert len(ruth.inbox) == 1, "the card says so in its place"


async def test_the_partner_hears_a_day_later_and_once(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    await ruth.leaves()
    await ruth.leaves()
    await stage.later(hours=12)
    assert not told(maya), "accounts are often switched off by mistake"
    await stage.later(days=30)
    (card,) = told(maya)
    assert list(card.buttons) == ["Ask for another mentor", "End the match"]
    assert card.sent_at - timedelta(hours=24) >= (await history(stage, "left"))[0].at
    assert not about(maya.inbox, "still meeting"), "no ladder for a pair of one"
    await maya.does(MyMentoring())
    assert "Your mentor is Ruth, who has left the community; paused." in plainly(maya.last)


async def test_a_slip_that_is_mended_the_same_day_tells_nobody(stage: Stage) -> None:
    maya, ruth = await agreed(stage)
    await agree_on(stage, maya, ruth, first_date="2026-10-13")
    await ruth.leaves()
    await stage.later(hours=6)
    await ruth.returns()
    await stage.later(days=5)
    assert not told(maya)
    assert (await match_of(stage, maya)).status is MatchStatus.ACTIVE
    await stage.later(days=3)
    assert about(maya.inbox, "Did you")


async def test_before_a_meeting_the_partner_hears_at_once_and_no_reminder_comes(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    await agree_on(stage, maya, ruth, first_date="2026-10-06")
    await ruth.leaves()
    (card,) = told(maya)
    assert card.sent_at == stage.clock.now()
    before = len(maya.inbox)
    await stage.later(days=20)
    assert len(maya.inbox) == before, "no reminder, no question, no ladder"


async def test_a_mentee_asks_for_another_mentor_and_gets_one(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    vera = stage.person("Vera")
    await offers(vera)
    await ruth.leaves()
    await stage.later(days=2)
    await maya.presses("Ask for another mentor")
    assert "back at the front of the line" in maya.answer
    await stage.later(days=1)
    assert about(vera.inbox, "Could you mentor")
    await ruth.returns()
    await stage.later(days=1)
    assert not about(ruth.inbox, "Could you mentor Maya"), "the two are not matched again"
    assert await offer_status(stage, ruth) is OfferStatus.OPEN


async def test_a_mentor_whose_mentee_left_ends_the_match_and_has_a_free_place(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    await maya.leaves()
    await stage.later(days=2)
    (card,) = told(ruth)
    assert list(card.buttons) == ["End the match"]
    await ruth.presses("End the match")
    async with stage.storage.read(COMMUNITY) as uow:
        offer = await uow.offers.live_of(await ruth.id())
    assert offer is not None
    assert offer.places == 1


async def test_nothing_is_sent_to_somebody_who_left(stage: Stage) -> None:
    maya, _ = await agreed(stage)
    await maya.leaves()
    before = len(maya.inbox)
    await stage.later(days=40)
    assert len(maya.inbox) == before


async def test_a_pause_that_ends_while_somebody_is_gone_goes_on_until_they_are_back(stage: Stage) -> None:
    maya = stage.person("Maya")
    await asks(maya)
    async with stage.storage.read(COMMUNITY) as uow:
        (request,) = await uow.requests.open()
    form = await maya.does(OpenPauseRequest(request.id))
    assert isinstance(form.view, Form)
    await maya.fills(form, until="2026-10-12")
    await maya.leaves()
    await stage.later(days=14)
    assert await request_status(stage, maya) is RequestStatus.PAUSED
    await maya.returns()
    assert await request_status(stage, maya) is RequestStatus.OPEN


# Coming back


async def test_everything_comes_back_with_them(stage: Stage) -> None:
    maya, ruth = await agreed(stage)
    ana = stage.person("Ana")
    await asks(ana)
    await ruth.leaves()
    await ana.leaves()
    await stage.later(days=3)
    assert await request_status(stage, ana) is RequestStatus.PAUSED
    assert (await match_of(stage, maya)).status is MatchStatus.PAUSED
    await ruth.returns()
    await ana.returns()
    assert await request_status(stage, ana) is RequestStatus.OPEN
    assert await offer_status(stage, ruth) is OfferStatus.OPEN
    assert (await match_of(stage, maya)).status is MatchStatus.ACTIVE
    assert [LEFT in card.text for card in told(maya)] == [True, False], "one message, and one more"
    assert "You meet next on" in told(maya)[-1].text
    assert not await queue(stage)
    async with stage.storage.read(COMMUNITY) as uow:
        assert not await uow.members.gone()
        assert not await uow.members.unreachable()
    await ruth.returns()
    assert len(told(maya)) == 2


@pytest.mark.memory  # the chat says nothing
async def test_whoever_acts_is_back_also_when_the_platform_does_not_tell(stage: Stage) -> None:
    maya = stage.person("Maya")
    await asks(maya)
    await maya.leaves()
    stage.platform.gone.clear()
    await maya.presses("Change it")
    await maya.fills(maya.replies[-1], note="Back again")
    assert await request_status(stage, maya) is RequestStatus.OPEN
    assert [e.kind for e in await history(stage, "left", "came-back")] == ["left", "came-back"]


async def test_what_they_paused_themselves_stays_paused(stage: Stage) -> None:
    maya, ruth = await agreed(stage)
    ana = stage.person("Ana")
    await asks(ana)
    async with stage.storage.read(COMMUNITY) as uow:
        (request,) = await uow.requests.open()
    await ana.fills(await ana.does(OpenPauseRequest(request.id)), until="2027-01-04")
    match = await match_of(stage, maya)
    await maya.does(MyMentoring())
    await maya.presses("Meetings with Ruth")
    await maya.fills(await maya.presses("Pause"))
    for person in (ana, ruth):
        await person.leaves()
        await person.returns()
    assert await request_status(stage, ana) is RequestStatus.PAUSED
    assert (await match_of(stage, maya)).id == match.id
    assert (await match_of(stage, maya)).status is MatchStatus.PAUSED


async def test_two_who_both_left_come_back_one_after_the_other(stage: Stage) -> None:
    maya, ruth = await agreed(stage)
    await maya.leaves()
    await ruth.leaves()
    await stage.later(days=3)
    await maya.returns()
    assert (await match_of(stage, maya)).status is MatchStatus.PAUSED
    await stage.later(days=2)
    assert len(told(maya)) == 1, "who came back hears that the other one is gone"
    await ruth.returns()
    assert (await match_of(stage, maya)).status is MatchStatus.ACTIVE


@pytest.mark.memory  # told by hand
async def test_the_same_news_from_two_processes_is_one_change(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    gone = Standing(moderator=False, here=False)
    await asyncio.gather(*(stage.bot.changed(ruth.account, gone) for _ in range(4)))
    await stage.later(days=2)
    assert len(await history(stage, "left")) == 1
    assert len(told(maya)) == 1


@pytest.mark.memory  # told by hand
async def test_news_of_nobody_changes_nothing(stage: Stage) -> None:
    gone = Standing(moderator=False, here=False)
    await stage.bot.changed(Account(Platform.PLAYGROUND, SpaceId("unknown"), UserId("maya")), gone)
    await stage.bot.changed(stage.person("Maya").account, gone)
    assert not await history(stage, "left")


# What moderators see


@pytest.mark.memory  # direct messages that somebody closed
async def test_moderators_see_who_left_apart_from_who_can_not_be_written_to(stage: Stage) -> None:
    mo, ana = stage.person("Mo", moderator=True), stage.person("Ana")
    _, ruth = await matched(stage)
    await asks(ana)
    stage.platform.closed.add(ana.account.user)
    await stage.later(days=4)
    await ruth.leaves()
    assert await queue(stage) == [Kind.LEFT, Kind.UNREACHABLE]
    await mo.does(MentorStats())
    said = plainly(mo.last)
    assert "Ruth left the community today; the pair with Maya is paused" in said
    assert "People I can't reach: 1" in said


async def test_who_left_without_a_pair_is_shown_for_two_weeks(stage: Stage) -> None:
    mo, ana, kim = stage.person("Mo", moderator=True), stage.person("Ana"), stage.person("Kim")
    await asks(ana)
    await kim.does(MyMentoring())
    for person in (ana, kim):
        await person.leaves()
    await mo.does(MentorStats())
    assert "Ana left the community today. What they asked for or offered is set aside" in plainly(mo.last)
    assert "Kim" not in plainly(mo.last), "nobody waits for Kim"
    await stage.later(days=15)
    assert Kind.LEFT not in await queue(stage)
