"""Where a platform has roles, those that moderators choose in a space moderate it."""

import pytest

from bot.commands import MentorAdmin, MentorStats, Moderators, OpenSettings, OpenSetup, SetUp
from bot.ids import SpaceId
from bot.ports.platforms import Account, Platform, Space
from bot.views import Form, MemberField, Message, Rejected, RolesField
from tests.acceptance.reading import history, plainly
from tests.acceptance.stage import COMMUNITY, SPACE, Person, Stage, standing

HELPERS, STAFF = "1290000000000000001", "1290000000000000002"


def with_role(stage: Stage, name: str, *roles: str) -> Person:
    person = stage.person(name)
    stage.platform.roles[person.account.user] = set(roles)
    return person


async def chosen(stage: Stage, *roles: str) -> Person:
    """Mo may manage the server, and has chosen these roles."""
    mo = stage.person("Mo", moderator=True)
    await mo.fills(await mo.does(OpenSetup()), moderator_roles=roles)
    assert isinstance(mo.last, Message), mo.answer
    return mo


async def roles_of(stage: Stage, space: SpaceId = SPACE) -> tuple[str, ...]:
    async with stage.storage.read(COMMUNITY) as uow:
        return (await uow.communities.space(space)).moderator_roles


async def test_whoever_has_a_chosen_role_moderates(server: Stage) -> None:
    vera, kim = with_role(server, "Vera", HELPERS, "1290000000000000009"), with_role(server, "Kim", STAFF)
    await vera.does(MentorAdmin())
    assert "for the moderators" in vera.answer
    await chosen(server, HELPERS)
    for command in (MentorAdmin(), MentorStats(), OpenSettings()):
        reply = await vera.does(command)
        assert not isinstance(reply.view, Rejected), command
        assert isinstance((await kim.does(command)).view, Rejected), command
    assert any("administration" in plainly(card) for card in await vera.opens_home())
    assert not any("administration" in plainly(card) for card in await kim.opens_home())


async def test_a_role_that_was_taken_away_from_a_person_counts_at_once(server: Stage) -> None:
    vera = with_role(server, "Vera", HELPERS)
    await chosen(server, HELPERS)
    form = await vera.does(OpenSettings())
    server.platform.roles.clear()
    await vera.fills(form, most_mentees="1")
    assert "for the moderators" in vera.answer
    assert not await history(server, "settings-saved")


async def test_the_page_asks_for_roles_only_where_there_are_some(server: Stage) -> None:
    mo = await chosen(server, STAFF, HELPERS, STAFF)
    assert "Roles of moderators: 2" in plainly(mo.last)
    form = (await mo.does(OpenSetup())).view
    assert isinstance(form, Form)
    assert not any(isinstance(field, MemberField) for field in form.fields)
    assert standing(form)["moderator_roles"] == (STAFF, HELPERS)
    await mo.does(Moderators())
    assert "one of the roles chosen in the set-up" in mo.answer


@pytest.mark.memory
async def test_a_platform_without_roles_asks_for_a_person_and_takes_none(stage: Stage) -> None:
    mo = stage.person("Mo", moderator=True)
    form = await mo.does(OpenSetup())
    assert isinstance(form.view, Form)
    assert not any(isinstance(field, RolesField) for field in form.view.fields)
    await mo.does(SetUp("channel", "", "no", "3", "3", (HELPERS,)))
    assert "Mentoring is set up" in mo.answer
    assert "Roles of moderators" not in plainly(mo.last)
    assert await roles_of(stage) == ()


async def test_who_adds_and_who_removes_a_role_is_on_record(server: Stage) -> None:
    mo = await chosen(server, HELPERS)
    await mo.fills(await mo.does(OpenSetup()), moderator_roles=(STAFF,))
    await mo.fills(await mo.does(OpenSetup()))
    found = await history(server, "moderator-role-added", "moderator-role-removed")
    assert [(event.kind, event.detail) for event in found] == [
        ("moderator-role-added", HELPERS),
        ("moderator-role-added", STAFF),
        ("moderator-role-removed", HELPERS),
    ]
    assert {event.member for event in found} == {await mo.id()}


@pytest.mark.parametrize("roles", [(str(SPACE),), ("a b",), tuple(f"12900000000000{n:05}" for n in range(11))])
async def test_what_can_not_be_a_role_of_moderators_is_said_beside_the_field(
    server: Stage, roles: tuple[str, ...]
) -> None:
    """A role with the server's own id is the one that everybody has."""
    mo = server.person("Mo", moderator=True)
    await mo.fills(await mo.does(OpenSetup()), moderator_roles=roles, channel="another")
    assert isinstance(mo.last, Rejected)
    assert set(mo.last.problems) == {"moderator_roles"}
    assert await roles_of(server) == ()


async def test_a_deleted_role_moderates_no_more(server: Stage) -> None:
    vera = with_role(server, "Vera", HELPERS)
    await chosen(server, HELPERS, STAFF)
    for role in ("1290000000000000009", "", HELPERS, HELPERS):
        await server.bot.lost_role(SPACE, role)
    await server.bot.lost_role(SpaceId("unknown"), STAFF)
    assert await roles_of(server) == (STAFF,)
    await vera.does(MentorAdmin())
    assert "for the moderators" in vera.answer
    assert [event.detail for event in await history(server, "moderator-role-lost")] == [HELPERS]


async def test_a_role_of_one_server_moderates_no_other(server: Stage) -> None:
    """A person may have the same role's id told from elsewhere: it is chosen for one space alone."""
    elsewhere = SpaceId("other")
    await server.storage.connect(COMMUNITY, Space(elsewhere, Platform.DISCORD, "Elsewhere", channel="there"))
    await chosen(server, HELPERS)
    vera = with_role(server, "Vera", HELPERS)
    vera.account = Account(Platform.DISCORD, elsewhere, vera.account.user)
    await vera.does(MentorAdmin())
    assert "for the moderators" in vera.answer
    assert await roles_of(server, elsewhere) == ()
