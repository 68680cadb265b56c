"""First contact of a moderator with the bot: installing, the set-up page, who moderates, a channel that refuses."""

import asyncio

import pytest

from bot.app import Bot
from bot.commands import (
    AddModerator,
    FindMentor,
    MentorAdmin,
    MentorHelp,
    MentorStats,
    Moderators,
    OpenAddModerator,
    OpenRemoveModerator,
    OpenSetup,
    PostCard,
    RemoveModerator,
    picked,
)
from bot.domain.member import Community, Rules
from bot.ids import CommunityId, SpaceId
from bot.ports.platforms import Account, Envelope, Platform, Space, UserId
from bot.views import Actions, Form, Heading, Message, Rejected
from storage.engine import open_database
from storage.store import SqlStorage
from tests.acceptance.cast import asks
from tests.acceptance.reading import history, plainly
from tests.acceptance.stage import COMMUNITY, SPACE, Person, Stage, standing

pytestmark = pytest.mark.slack

NEW = SpaceId("newspace")
WORKSPACE = Space(NEW, Platform.PLAYGROUND, "Riverside OTs")


def in_new_space(stage: Stage, name: str, *, moderator: bool = False) -> Person:
    """Somebody in the space where the bot has just been installed."""
    person = stage.person(name, moderator=moderator)
    person.account = Account(Platform.PLAYGROUND, NEW, person.account.user)
    return person


async def spaces(stage: Stage, space: SpaceId = SPACE) -> Space:
    community = await stage.storage.community_of(space)
    assert community is not None
    async with stage.storage.read(community) as uow:
        return await uow.communities.space(space)


async def without_channel(stage: Stage) -> None:
    """As before anybody has chosen one."""
    async with stage.storage.database.writer.begin() as connection:
        await connection.exec_driver_sql("UPDATE spaces SET channel = ''")


# Installing


@pytest.mark.memory  # in a second space
async def test_who_installs_is_told_what_happens_next_and_can_set_up_at_once(stage: Stage) -> None:
    ines = in_new_space(stage, "Ines")
    await stage.bot.connect(WORKSPACE, ines.account)
    await stage.bot.settle()
    (hello,) = ines.inbox
    assert "I am in Riverside OTs now" in hello.text
    form = await ines.presses("Set up")
    assert isinstance(form.view, Form), "who installs first moderates, also without a role on the platform"
    await ines.fills(form, channel="C0123")
    assert "Mentoring is set up" in ines.answer
    assert (await spaces(stage, NEW)).channel == "C0123"


@pytest.mark.memory  # in a second space
async def test_saying_it_again_changes_nothing_and_tells_nobody(stage: Stage) -> None:
    ines = in_new_space(stage, "Ines")
    for _ in range(3):
        await stage.bot.connect(WORKSPACE, ines.account)
    await stage.bot.settle()
    assert len(ines.inbox) == 1
    assert len(await stage.storage.communities()) == 2


@pytest.mark.memory  # in a second space
async def test_two_processes_that_connect_a_space_at_once_found_one_community(stage: Stage) -> None:
    ines = in_new_space(stage, "Ines")
    other = open_database(stage.url)
    platforms = {stage.platform.platform: stage.platform}
    bots = [stage.bot, Bot(SqlStorage(other), stage.clock, platforms, platforms)]
    await asyncio.gather(*(bot.connect(WORKSPACE, ines.account) for bot in bots * 4))
    await stage.bot.settle()
    await other.close()
    assert len(await stage.storage.communities()) == 2, "the stage's own, and this one"
    assert len(ines.inbox) == 1


@pytest.mark.memory  # of the storage
async def test_a_space_that_is_taken_founds_nothing(stage: Stage) -> None:
    assert await stage.storage.found_for(WORKSPACE, Community(CommunityId("first"), "First"))
    assert not await stage.storage.found_for(WORKSPACE, Community(CommunityId("second"), "Second"))
    assert await stage.storage.community_of(NEW) == "first"
    assert "second" not in await stage.storage.communities()


async def test_installing_once_more_finds_everything_as_it_was(stage: Stage) -> None:
    ines, maya = stage.person("Ines"), stage.person("Maya")
    await asks(maya)
    await stage.bot.disconnect(SPACE)
    await stage.bot.connect(stage.space, ines.account)
    await stage.bot.settle()
    assert "Everything is as it was" in ines.inbox[-1].text
    assert (await spaces(stage)).channel == stage.space.channel
    async with stage.storage.read(COMMUNITY) as uow:
        assert len(await uow.requests.open()) == 1
        member = await uow.members.of(ines.account)
    assert member is not None
    assert not member.moderator, "moderators are known there already; installing makes nobody one"


async def test_while_it_is_uninstalled_a_community_stands_still(stage: Stage) -> None:
    maya = stage.person("Maya")
    await asks(maya)
    before = len(stage.platform.cards)
    await stage.bot.disconnect(SPACE)
    await stage.until(stage.clock.now())
    stage.clock.instant = stage.clock.now().replace(day=20)
    await stage.bot.settle()
    assert len(stage.platform.cards) == before
    async with stage.storage.read(COMMUNITY) as uow:
        assert not await uow.members.unreachable(), "nobody is called unreachable because the bot was away"
    await stage.bot.connect(stage.space)
    await stage.bot.settle()
    (card,) = maya.inbox
    assert "still looking for you" in card.text, "and goes on when it is back, with one word instead of two"


@pytest.mark.memory  # in a second space
async def test_a_long_name_of_a_space_is_cut(stage: Stage) -> None:
    await stage.bot.connect(Space(NEW, Platform.PLAYGROUND, "‮ " + "long " * 60))
    assert len((await spaces(stage, NEW)).name) <= 60


# The set-up page


async def test_before_the_set_up_people_ask_and_are_posted_once_there_is_a_channel(stage: Stage) -> None:
    mo, maya = stage.person("Mo", moderator=True), stage.person("Maya")
    await without_channel(stage)
    await asks(maya)
    await asks(stage.person("Ana"), state="Texas")
    await stage.later(days=2)
    assert not stage.channel
    await maya.does(MentorHelp())
    assert isinstance(maya.last, Message)
    await mo.does(MentorAdmin())
    assert "Not set up yet" in mo.answer
    await mo.fills(await mo.presses("Set up"), channel=stage.space.channel)
    assert "2 requests that have waited" in mo.answer
    (post,) = stage.channel
    assert "Ohio" in post.text
    assert "Texas" in post.text
    await mo.does(MentorAdmin())
    assert "Not set up yet" not in mo.answer


async def test_the_page_is_filled_with_what_is_set_and_sends_what_stands(stage: Stage) -> None:
    mo = stage.person("Mo", moderator=True)
    form = await mo.does(OpenSetup())
    assert isinstance(form.view, Form)
    assert standing(form.view) == {
        "channel": stage.space.channel,
        "moderator": "",
        "approve_mentors": "no",
        "most_mentees": "3",
        "round_up_after": "3",
    }
    await mo.fills(form)
    assert isinstance(mo.last, Message)
    async with stage.storage.read(COMMUNITY) as uow:
        assert (await uow.communities.get()).rules == Rules()
    assert not await history(stage, "settings-saved"), "nothing was changed"


async def test_the_set_up_saves_rules_and_adds_somebody_who_never_used_the_bot(stage: Stage) -> None:
    mo, vera = stage.person("Mo", moderator=True), stage.person("Vera")
    form = await mo.does(OpenSetup())
    await mo.fills(form, moderator=picked(vera.account.user), approve_mentors="yes", most_mentees="2")
    assert "Vera moderates here from now on" in plainly(mo.last)
    assert "made you a moderator" in vera.inbox[-1].text
    async with stage.storage.read(COMMUNITY) as uow:
        rules = (await uow.communities.get()).rules
    assert (rules.approve_mentors, rules.most_mentees) == (True, 2)
    assert [e.kind for e in await history(stage, "moderator-added")] == ["moderator-added"]
    await vera.does(MentorAdmin())
    assert isinstance(vera.last, Message)
    await mo.fills(await mo.does(OpenSetup()), moderator=picked(vera.account.user))
    assert "Vera moderates here already" in plainly(mo.last)
    assert len(vera.inbox) == 1


@pytest.mark.memory  # how a dialog shows it is the adapter's own test
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("channel", ""),
        ("channel", "C0123 C0456"),
        ("channel", "C" * 41),
        ("moderator", "nobody"),
        ("most_mentees", "4"),
        ("approve_mentors", ""),
    ],
)
async def test_what_can_not_be_is_said_beside_its_field(stage: Stage, field: str, value: str) -> None:
    mo = stage.person("Mo", moderator=True)
    await mo.fills(await mo.does(OpenSetup()), **{"channel": stage.another_channel(), field: value})
    assert isinstance(mo.last, Rejected)
    assert set(mo.last.problems) == {field}
    assert (await spaces(stage)).channel == stage.space.channel, "nothing was changed"


async def test_somebody_who_has_left_can_not_be_made_a_moderator(stage: Stage) -> None:
    mo, vera = stage.person("Mo", moderator=True), stage.person("Vera")
    await vera.leaves()
    await mo.fills(await mo.does(OpenSetup()), moderator=picked(vera.account.user))
    assert isinstance(mo.last, Rejected)
    assert set(mo.last.problems) == {"moderator"}
    assert not await history(stage, "moderator-added", "channel-chosen")


async def test_another_channel_is_for_new_posts_only(stage: Stage) -> None:
    mo, maya = stage.person("Mo", moderator=True), stage.person("Maya")
    await asks(maya)
    await mo.fills(await mo.does(OpenSetup()), channel=stage.another_channel())
    assert "Chosen: new posts go there" in plainly(mo.last)
    assert len(stage.channel) == 1, "what stands in the old channel stays there, and is not posted twice"


# Who moderates


async def test_moderators_are_listed_added_and_removed(stage: Stage) -> None:
    mo, vera, kim = stage.person("Mo", moderator=True), stage.person("Vera"), stage.person("Kim")
    await mo.does(MentorAdmin())
    await mo.presses("Moderators")
    assert "Nobody has been added by name yet" in mo.answer
    for person in (vera, kim):
        await mo.fills(await mo.does(OpenAddModerator()), member=picked(person.account.user))
    await kim.does(Moderators())
    assert "Vera" in kim.answer
    await kim.fills(await kim.presses("Remove a moderator"), member=await vera.id())
    assert "Vera is not on the list" in plainly(kim.last)
    assert "no longer on the list" in vera.inbox[-1].text
    await vera.does(MentorAdmin())
    assert "for the moderators" in vera.answer
    await kim.does(RemoveModerator(await vera.id()))
    assert isinstance(kim.last, Rejected)
    assert [e.kind for e in await history(stage, "moderator-added", "moderator-removed")] == [
        "moderator-added",
        "moderator-added",
        "moderator-removed",
    ]


async def test_the_last_moderator_on_the_list_stays_until_there_is_another(stage: Stage) -> None:
    mo, vera, kim = stage.person("Mo", moderator=True), stage.person("Vera"), stage.person("Kim")
    await mo.does(AddModerator(picked(vera.account.user)))
    await vera.does(RemoveModerator(await vera.id()))
    assert "add somebody else first" in vera.answer
    await mo.does(AddModerator(picked(kim.account.user)))
    await vera.leaves()
    await kim.does(RemoveModerator(await kim.id()))
    assert "add somebody else first" in kim.answer, "Vera is on the list, and gone"
    await kim.fills(await kim.does(OpenRemoveModerator()), member=await vera.id())
    assert "not on the list" in plainly(kim.last)


async def test_adding_twice_tells_once(stage: Stage) -> None:
    mo, vera = stage.person("Mo", moderator=True), stage.person("Vera")
    for _ in range(2):
        await mo.does(AddModerator(picked(vera.account.user)))
    assert "already" in mo.answer
    assert len(vera.inbox) == 1
    await mo.does(AddModerator(""))
    assert isinstance(mo.last, Rejected)


# A channel that refuses


async def test_a_refused_post_shows_up_and_is_made_good_in_another_channel(stage: Stage) -> None:
    mo, maya = stage.person("Mo", moderator=True), stage.person("Maya")
    stage.refuses_posts()
    await asks(maya)
    await mo.does(MentorStats())
    assert "can't post in the mentoring channel of School OTs" in mo.answer
    await mo.fills(await mo.presses("Set up"), channel=stage.another_channel())
    assert "1 request that has waited" in mo.answer
    assert "Ohio" in stage.channel[-1].text
    await mo.does(MentorStats())
    assert "can't post" not in mo.answer
    async with stage.storage.read(COMMUNITY) as uow:
        (request,) = await uow.requests.open()
    assert request.card is not None


async def test_once_the_bot_is_invited_the_next_post_brings_the_refused_ones(stage: Stage) -> None:
    mo, maya, ana = stage.person("Mo", moderator=True), stage.person("Maya"), stage.person("Ana")
    stage.refuses_posts()
    await asks(maya)
    stage.takes_posts()
    await asks(ana, state="Texas")
    assert sorted("Ohio" in card.text for card in stage.channel) == [False, True]
    await mo.does(MentorStats())
    assert "can't post" not in mo.answer


async def test_the_moderator_hears_of_a_card_that_was_refused(stage: Stage) -> None:
    mo = stage.person("Mo", moderator=True)
    stage.refuses_posts()
    await mo.does(PostCard("welcome"))
    assert "could not post the card" in mo.inbox[-1].text
    assert "Set up" in mo.inbox[-1].buttons


async def test_a_lost_channel_is_told_and_requests_wait_for_the_next(stage: Stage) -> None:
    mo, maya = stage.person("Mo", moderator=True), stage.person("Maya")
    await stage.bot.lost_channel(SPACE, "some other channel")
    await stage.bot.lost_channel(SPACE, "")
    await stage.bot.lost_channel(SpaceId("unknown"), "channel")
    assert (await spaces(stage)).channel == stage.space.channel
    await stage.loses_channel()
    await asks(maya)
    await mo.does(MentorStats())
    assert "not in the mentoring channel of School OTs any more" in mo.answer
    await mo.does(PostCard("welcome"))
    assert "No mentoring channel is chosen" in mo.answer
    await mo.fills(await mo.presses("Set up"), channel=stage.another_channel())
    assert len(stage.channel) == 1


# Home


async def titles(person: Person) -> tuple[list[str], list[str]]:
    """The headings and the buttons of a person's own page."""
    parts = [part for message in await person.opens_home() for part in message.parts]
    headings = [part.text for part in parts if isinstance(part, Heading)]
    return headings, [b.label for part in parts if isinstance(part, Actions) for b in part.buttons]


async def test_a_members_page_is_their_own_mentoring(stage: Stage) -> None:
    maya = stage.person("Maya")
    (empty,) = await maya.opens_home()
    assert "not asked for a mentor" in plainly(empty)
    assert await stage.bot.reader(maya.account) == await stage.bot.reader(stage.person("Nobody").account)
    await asks(maya)
    (mine,) = await maya.opens_home()
    assert "Ohio" in plainly(mine)


@pytest.mark.parametrize("state", ["ready", "not set up", "refused"])
async def test_a_moderators_page_has_everything_once(stage: Stage, state: str) -> None:
    mo = stage.person("Mo", moderator=True)
    if state == "refused":
        stage.refuses_posts()
    await asks(mo)
    if state == "not set up":
        await without_channel(stage)
    headings, buttons = await titles(mo)
    assert len(set(headings)) == len(headings), headings
    assert len(set(buttons)) == len(buttons), buttons
    assert buttons.count("Set up") == 1
    assert headings[0] == "Your request"
    assert ("Two minutes to start" in headings) == (state == "not set up")
    assert headings[-4:] == [
        "Needs a hand",
        "How the program is doing",
        "Where help is missing",
        "Mentoring administration",
    ]


@pytest.mark.memory  # asked by hand
async def test_a_page_in_an_unknown_space_or_of_a_stranger_says_so(stage: Stage) -> None:
    lost = Account(Platform.PLAYGROUND, SpaceId("unknown"), UserId("maya"))
    (page,) = await stage.bot.home(Envelope(lost, "Maya", ""))
    assert "not connected" in plainly(page)
    maya = stage.person("Maya").account
    (page,) = await stage.bot.home(Envelope(maya, "Maya", "", stranger=True))
    assert "another organization" in plainly(page)


@pytest.mark.memory  # asked by hand
async def test_strangers_are_turned_away_and_counted(stage: Stage) -> None:
    mo, sol = stage.person("Mo", moderator=True), stage.person("Sol")
    await mo.does(MentorAdmin())
    assert "other organizations" not in mo.answer
    reply = await stage.bot.handle(FindMentor(), Envelope(sol.account, "Sol", "e1", stranger=True))
    assert isinstance(reply.view, Rejected)
    await mo.does(MentorAdmin())
    assert "I turned away 1 try by people of other organizations" in mo.answer
    await stage.later(days=15)
    await mo.does(MentorAdmin())
    assert "other organizations" not in mo.answer
