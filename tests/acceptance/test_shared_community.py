"""One community in two servers: posts stand in both and change in both, and a pair shares a server."""

import pytest

from bot.commands import (
    EditRequest,
    MatchByHand,
    MentorStats,
    MyMentoring,
    OpenSetup,
    ToggleHourBefore,
    WithdrawRequest,
)
from bot.domain.message import OutboxStatus
from bot.domain.offer import MentoringOffer
from bot.domain.request import MentoringRequest
from bot.domain.status import RequestStatus
from bot.ids import SpaceId
from bot.ports.platforms import Account, Platform, Space
from bot.ports.storage import UnitOfWork
from bot.views import Message, Rejected
from tests.acceptance.cast import asks, offers
from tests.acceptance.pair import about, kept
from tests.acceptance.reading import history, plainly
from tests.acceptance.stage import COMMUNITY, SPACE, Card, Person, Stage

SECOND = SpaceId("second")
HERE, THERE = "channel", "there"  # the two mentoring channels


@pytest.fixture
async def shared(server: Stage) -> Stage:
    await server.storage.connect(COMMUNITY, Space(SECOND, Platform.DISCORD, "Riverside OTs", channel=THERE))
    return server


def second(stage: Stage, name: str, *, moderator: bool = False) -> Person:
    """Somebody in the second server alone."""
    person = stage.person(name, moderator=moderator)
    person.account = Account(Platform.DISCORD, SECOND, person.account.user)
    return person


async def in_both(stage: Stage, person: Person) -> Person:
    """The same member in the second server, who acted in the first."""
    twin = second(stage, person.name)
    member = await person.id()

    async def link(uow: UnitOfWork) -> None:
        await uow.members.link(twin.account, member)

    await stage.storage.write(COMMUNITY, link)
    return twin


def posts(stage: Stage, channel: str) -> list[Card]:
    return [card for card in stage.channel if card.place.conversation == channel]


async def request_of(stage: Stage, person: Person) -> MentoringRequest:
    member = await person.id()
    request = await kept(stage, lambda uow: uow.requests.last_of(member))
    assert request is not None
    return request


async def offer_of(stage: Stage, person: Person) -> MentoringOffer:
    member = await person.id()
    offer = await kept(stage, lambda uow: uow.offers.live_of(member))
    assert offer is not None
    return offer


# Posts


async def test_a_request_is_posted_and_changed_in_both_servers(shared: Stage) -> None:
    maya = shared.person("Maya")
    await asks(maya)
    for channel in (HERE, THERE):
        (post,) = posts(shared, channel)
        assert "Ohio" in post.text
    request = await request_of(shared, maya)
    await maya.does(EditRequest(request.id, state="Texas", setting="middle-school"))
    assert all("Texas" in post.text and post.edits == 1 for post in shared.channel)
    await maya.does(WithdrawRequest(request.id))
    assert all("closed for now" in post.text and not post.buttons for post in shared.channel)
    assert len(shared.channel) == 2


async def test_a_round_up_changes_in_both_servers(shared: Stage) -> None:
    await shared.rule(round_up_after=0)
    people = [shared.person(name) for name in ("Maya", "Ana")]
    for person in people:
        await asks(person)
    await shared.later(days=1)
    for channel in (HERE, THERE):
        (post,) = posts(shared, channel)
        assert len(post.buttons) == 2
    await people[0].does(WithdrawRequest((await request_of(shared, people[0])).id))
    assert all(len(post.buttons) == 1 for post in shared.channel)


async def test_a_server_that_refuses_leaves_the_post_in_the_other_true(shared: Stage) -> None:
    """Its own comes once it works, and is kept true from then on."""
    mo, maya = shared.person("Mo", moderator=True), shared.person("Maya")
    shared.platform.locked.add(HERE)
    await asks(maya)
    assert not posts(shared, HERE)
    request = await request_of(shared, maya)
    assert request.card is not None, "it stands in the second server"
    await maya.does(EditRequest(request.id, state="Texas", setting="middle-school"))
    (post,) = posts(shared, THERE)
    assert "Texas" in post.text
    shared.platform.locked.clear()
    await mo.fills(await mo.does(OpenSetup()), channel=HERE)
    assert "1 request that has waited" in mo.answer
    (late,) = posts(shared, HERE)
    assert "Texas" in late.text
    await mo.fills(await mo.does(OpenSetup()), channel=HERE)
    await maya.does(WithdrawRequest(request.id))
    assert len(shared.channel) == 2, "nothing is posted twice"
    assert all("closed for now" in card.text for card in shared.channel)


async def test_the_next_post_that_works_brings_the_refused_one_to_its_server(shared: Stage) -> None:
    maya, ana = shared.person("Maya"), shared.person("Ana")
    shared.platform.locked.add(THERE)
    await asks(maya)
    shared.platform.locked.clear()
    await asks(ana, state="Texas")
    assert sorted("Ohio" in card.text for card in posts(shared, THERE)) == [False, True]
    assert len(posts(shared, HERE)) == 2


async def test_where_no_server_takes_the_post_it_waits_for_one_that_does(shared: Stage) -> None:
    mo, maya = shared.person("Mo", moderator=True), shared.person("Maya")
    shared.platform.locked |= {HERE, THERE}
    await asks(maya)
    assert (await request_of(shared, maya)).card is None
    shared.platform.locked.clear()
    await mo.fills(await mo.does(OpenSetup()), channel=HERE)
    assert len(posts(shared, HERE)) == len(posts(shared, THERE)) == 1
    await maya.does(WithdrawRequest((await request_of(shared, maya)).id))
    assert all("closed for now" in card.text for card in shared.channel)


# Who is brought together


async def test_two_people_without_a_common_server_are_not_brought_together(shared: Stage) -> None:
    maya, ruth = shared.person("Maya"), second(shared, "Ruth")
    await offers(ruth)
    await asks(maya)
    assert "No mentor in Ohio yet" in plainly(maya.last), "an honest estimate counts only who can be introduced"
    assert not await history(shared, "proposed")
    vera = shared.person("Vera")
    await offers(vera)
    assert "One person is waiting" in plainly(vera.last)
    assert [event.kind for event in await history(shared, "proposed")] == ["proposed"]
    assert "Yes, I will" in vera.inbox[-1].buttons


async def test_the_receipt_of_an_offer_counts_who_can_be_introduced(shared: Stage) -> None:
    maya, ruth = shared.person("Maya"), second(shared, "Ruth")
    await asks(maya)
    await offers(ruth)
    assert "Nobody is waiting" in plainly(ruth.last)


async def test_who_is_in_both_servers_can_be_introduced_in_either(shared: Stage) -> None:
    maya, ruth = shared.person("Maya"), second(shared, "Ruth")
    await asks(maya)
    await in_both(shared, maya)
    await offers(ruth)
    await ruth.presses("Yes, I will")
    assert "You are now mentoring" in ruth.answer
    assert [card for card in ruth.inbox if len(card.readers) == 2], "they meet where both are"


async def test_stepping_forward_for_somebody_elsewhere_is_refused_with_the_reason(shared: Stage) -> None:
    maya, ruth = shared.person("Maya"), second(shared, "Ruth")
    await asks(maya)
    await offers(ruth)
    await ruth.presses("I can help with this", on=posts(shared, THERE)[0])
    assert isinstance(ruth.last, Rejected)
    assert "share no server" in ruth.answer


async def test_a_moderator_can_not_introduce_them_either(shared: Stage) -> None:
    mo, maya, ruth = shared.person("Mo", moderator=True), shared.person("Maya"), second(shared, "Ruth")
    await asks(maya)
    await offers(ruth)
    await mo.does(MatchByHand((await request_of(shared, maya)).id, (await offer_of(shared, ruth)).id))
    assert isinstance(mo.last, Rejected)
    assert set(mo.last.problems) == {"mentor"}
    assert (await request_of(shared, maya)).status is RequestStatus.OPEN


async def test_a_server_from_which_the_bot_is_gone_brings_nobody_together(shared: Stage) -> None:
    maya, ruth = second(shared, "Maya"), second(shared, "Ruth")
    await asks(maya)
    await in_first(shared, maya)
    await shared.bot.disconnect(SECOND)
    await offers_later(shared, ruth)
    assert not await history(shared, "proposed")


async def in_first(stage: Stage, person: Person) -> None:
    """The same member is in the first server as well."""
    member = await person.id()

    async def link(uow: UnitOfWork) -> None:
        await uow.members.link(Account(Platform.DISCORD, SPACE, person.account.user), member)

    await stage.storage.write(COMMUNITY, link)


async def offers_later(stage: Stage, person: Person) -> None:
    """A press that was on its way when the bot was taken out."""
    await offers(person)


# Where people are written to


async def test_people_are_written_to_where_they_acted_last(shared: Stage) -> None:
    maya = shared.person("Maya")
    await asks(maya)
    twin = await in_both(shared, maya)
    assert await account_written_to(shared, maya) == SPACE
    await twin.does(MyMentoring())
    assert await account_written_to(shared, maya) == SPACE, "looking changes nothing"
    await twin.does(EditRequest((await request_of(shared, maya)).id, state="OH", setting="middle-school"))
    assert await account_written_to(shared, maya) == SECOND
    await maya.does(ToggleHourBefore("none"))
    assert await account_written_to(shared, maya) == SECOND, "what was refused changes nothing"


async def account_written_to(stage: Stage, person: Person) -> SpaceId:
    member = await person.id()
    return (await kept(stage, lambda uow: uow.members.accounts(member)))[0].space


async def test_who_left_where_they_acted_is_written_to_where_they_still_are(shared: Stage) -> None:
    mo, maya = shared.person("Mo", moderator=True), shared.person("Maya")
    await asks(maya)
    twin = await in_both(shared, maya)
    await maya.leaves()
    shared.platform.gone.clear()
    assert await account_written_to(shared, twin) == SECOND
    await shared.later(days=3, hours=12)
    assert about(twin.inbox, "Day 3")
    await mo.does(MentorStats())
    assert isinstance(mo.last, Message)
    assert "left the community" not in plainly(mo.last)
    rows = await kept(shared, lambda uow: uow.outbox.all())
    assert not [row for row in rows if row.status is OutboxStatus.UNREACHABLE]
