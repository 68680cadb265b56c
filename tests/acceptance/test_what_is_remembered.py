"""What the core remembers for platforms whose dialogs close and whose direct messages belong to no space."""

from functools import partial

import pytest
from sqlalchemy import func, select

from bot.commands import NotNow, OpenFindMentor, PauseOffer, PauseRequest
from bot.errors import UserError
from bot.ids import CommunityId, SpaceId
from bot.ports.platforms import Account, Begun, Envelope, Place, Platform, Space, UserId
from bot.views import Form
from storage import tables
from tests.acceptance.cast import asks, offers
from tests.acceptance.stage import COMMUNITY, Person, Stage

pytestmark = pytest.mark.memory


def envelope(person: Person) -> Envelope:
    return Envelope(actor=person.account, name=person.name, event="e")


async def begun_by(person: Person, stage: Stage) -> Begun:
    form = (await stage.bot.handle(OpenFindMentor(), envelope(person))).view
    assert isinstance(form, Form)
    place = Place("dm", "17")
    return Begun(form, {"state": "Ohio", "topics": ("evaluation",)}, {"state": "Which one?"}, place)


async def test_a_form_that_was_begun_comes_back_as_it_was_typed_and_to_nobody_else(stage: Stage) -> None:
    maya, rosa = stage.person("Maya"), stage.person("Rosa")
    begun = await begun_by(maya, stage)
    await stage.bot.keep_form(envelope(maya), begun)
    stage.bot = stage.new_bot()
    assert await stage.bot.begun_form(maya.account, "find-mentor") == begun
    assert await stage.bot.begun_form(rosa.account, "find-mentor") is None
    assert await stage.bot.begun_form(maya.account, "offer-mentoring") is None


async def test_a_form_is_begun_once_and_forgotten_when_it_is_taken_or_after_a_day(stage: Stage) -> None:
    maya = stage.person("Maya")
    begun = await begun_by(maya, stage)
    await stage.bot.keep_form(envelope(maya), begun)
    await stage.bot.keep_form(envelope(maya), Begun(begun.form, {"state": "Iowa"}))
    again = await stage.bot.begun_form(maya.account, "find-mentor")
    assert again is not None
    assert again.values == {"state": "Iowa"}
    await stage.bot.forget_form(maya.account, "find-mentor")
    assert await stage.bot.begun_form(maya.account, "find-mentor") is None
    await stage.bot.forget_form(maya.account, "find-mentor")
    await stage.bot.keep_form(envelope(maya), begun)
    await stage.later(hours=25)
    assert await stage.bot.begun_form(maya.account, "find-mentor") is None


async def test_what_was_begun_does_not_fill_a_form_that_is_opened_anew(stage: Stage) -> None:
    maya = stage.person("Maya")
    await stage.bot.keep_form(envelope(maya), await begun_by(maya, stage))
    form = (await maya.does(OpenFindMentor())).view
    assert isinstance(form, Form)
    assert form.fields[0].value == ""  # type: ignore[union-attr]  # the state is a text


async def drafts(stage: Stage) -> int:
    async with stage.database.reader.connect() as connection:
        return (await connection.execute(select(func.count()).select_from(tables.drafts))).scalar_one()


async def test_nothing_typed_is_kept_once_a_form_of_one_date_is_taken(stage: Stage) -> None:
    maya, ruth = stage.person("Maya"), stage.person("Ruth")
    await offers(ruth)
    await asks(maya)
    proposal = ruth.inbox[-1].buttons["Not now"].action.partition(":")[2]
    await ruth.does(NotNow(proposal, until="someday"))
    assert await drafts(stage) == 1
    await ruth.does(NotNow(proposal, until="2026-12-01"))
    assert await drafts(stage) == 0
    async with stage.storage.read(COMMUNITY) as uow:
        request, offer = await uow.requests.live_of(await maya.id()), await uow.offers.live_of(await ruth.id())
    assert request is not None
    assert offer is not None
    for person, pause in ((maya, partial(PauseRequest, request.id)), (ruth, partial(PauseOffer, offer.id))):
        await person.does(pause(until="someday"))
        assert await drafts(stage) == 1
        await person.does(pause(until="2026-12-01"))
        assert await drafts(stage) == 0, person.answer


async def test_in_a_space_that_nobody_knows_nothing_is_kept(stage: Stage) -> None:
    maya = stage.person("Maya")
    elsewhere = Account(Platform.PLAYGROUND, SpaceId("elsewhere"), UserId("maya"))
    begun = await begun_by(maya, stage)
    with pytest.raises(UserError):
        await stage.bot.keep_form(Envelope(actor=elsewhere, name="Maya", event="e"), begun)


async def test_a_space_from_which_the_bot_was_taken_unnoticed_is_disconnected(stage: Stage) -> None:
    await stage.storage.connect(CommunityId("schoolots"), Space(SpaceId("second"), Platform.PLAYGROUND, "Second"))
    await stage.bot.present(Platform.PLAYGROUND, [SpaceId("teamspace"), SpaceId("never-seen")])
    spaces = {space.id: space.connected for space in await stage.storage.spaces_on(Platform.PLAYGROUND)}
    assert spaces == {"second": False, "teamspace": True}
    assert await stage.storage.spaces_on(Platform.DISCORD) == []


async def test_somebody_takes_part_in_the_spaces_where_they_have_an_account(stage: Stage) -> None:
    maya = stage.person("Maya")
    assert await stage.bot.spaces_of(Platform.PLAYGROUND, maya.account.user) == []
    await asks(maya)
    assert await stage.bot.spaces_of(Platform.PLAYGROUND, maya.account.user) == [stage.space]
    assert await stage.bot.spaces_of(Platform.DISCORD, maya.account.user) == []
    await stage.bot.disconnect(stage.space.id)
    assert await stage.bot.spaces_of(Platform.PLAYGROUND, maya.account.user) == []


async def test_whom_others_count_on_are_those_who_wait_offer_or_are_in_a_pair(stage: Stage) -> None:
    maya, rosa, onlooker = stage.person("Maya"), stage.person("Rosa"), stage.person("Onlooker")
    await onlooker.does(OpenFindMentor())
    assert await stage.bot.taking_part(Platform.PLAYGROUND) == []
    await asks(maya)
    assert await stage.bot.taking_part(Platform.PLAYGROUND) == [maya.account]
    await offers(rosa)
    assert await stage.bot.taking_part(Platform.PLAYGROUND) == [maya.account, rosa.account]
