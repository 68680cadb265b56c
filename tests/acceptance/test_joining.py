"""Several servers and workspaces as one community: a code from there, entered here, once, within a day."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text, update

from bot.app import Bot
from bot.commands import AddSpace, FindMentor, JoinCommunity, MentorAdmin, MentorHelp, OpenSetup, SaidToBot
from bot.context import Context
from bot.domain.message import Event
from bot.ids import CommunityId, SpaceId
from bot.journey import moderators
from bot.journey.newcomers import member_of
from bot.ports.platforms import Account, Envelope, Platform, Space, Standing
from bot.ports.storage import UnitOfWork
from bot.views import Actions, Bold, Form, Message, Rejected, Text
from storage.engine import open_database
from storage.store import SqlStorage
from storage.tables import join_codes
from storage.types import database_now
from tests.acceptance.cast import asks, offers
from tests.acceptance.reading import history, plainly
from tests.acceptance.stage import COMMUNITY, MONDAY, SPACE, Person, Stage

NEW = SpaceId("riverside")
RIVERSIDE = Space(NEW, Platform.DISCORD, "Riverside OTs")


def there(stage: Stage, name: str, *, moderator: bool = False) -> Person:
    person = stage.person(name, moderator=moderator)
    person.account = Account(Platform.DISCORD, NEW, person.account.user)
    return person


async def installed(stage: Stage) -> Person:
    """Ines added the bot to Riverside OTs, which is a community of its own so far."""
    ines = there(stage, "Ines")
    await stage.bot.connect(RIVERSIDE, ines.account)
    await stage.bot.settle()
    return ines


async def code_of(moderator: Person) -> str:
    await moderator.does(MentorAdmin())
    await moderator.presses("Add another server or workspace")
    return code_on(moderator)


def code_on(moderator: Person) -> str:
    lines = [part.line for part in message(moderator).parts if isinstance(part, Text)]
    (code,) = [span.text for spans in lines for span in spans if isinstance(span, Bold)]
    return code


async def community(stage: Stage, space: SpaceId = NEW) -> CommunityId:
    found = await stage.storage.community_of(space)
    assert found is not None
    return found


async def events_in(stage: Stage, where: CommunityId, *kinds: str) -> list[Event]:
    async with stage.storage.read(where) as uow:
        return list(await uow.events.of_kind(kinds, MONDAY))


async def rows_of(stage: Stage, table: str, where: CommunityId) -> int:
    async with stage.storage.database.reader.begin() as connection:
        query = text(f"SELECT count(*) FROM {table} WHERE community = :community")
        return int((await connection.execute(query, {"community": where})).scalar_one())


async def test_a_server_joins_with_a_code_and_its_people_take_part(server: Stage) -> None:
    mo, ines = server.person("Mo", moderator=True), await installed(server)
    kim = there(server, "Kim")
    await kim.does(SaidToBot())
    old = await community(server)
    code = await code_of(mo)
    form = await ines.presses("Join a community")
    assert isinstance(form.view, Form)
    await ines.fills(form, code=code.lower().replace("-", " "))
    assert "This is a part of School OTs now" in plainly(ines.last)
    assert await community(server) == COMMUNITY != old
    await kim.does(MentorHelp())
    await asks(kim)
    async with server.storage.read(COMMUNITY) as uow:
        (request,) = await uow.requests.open()
        assert request.mentee == await kim.id()
    await ines.does(MentorAdmin())
    assert isinstance(ines.last, Message), "who moderated there moderates all of it"


async def test_both_communities_remember_it_and_moderators_hear_of_it(server: Stage) -> None:
    vera = server.person("Vera")
    mo, ines = server.person("Mo", moderator=True), await installed(server)
    await grant(server, vera)
    old = await community(server)
    await ines.does(JoinCommunity(await code_of(mo)))
    (left,) = await events_in(server, old, "space-moved")
    (came,) = await history(server, "space-joined")
    assert (left.subject_id, left.detail) == (old, COMMUNITY)
    assert (came.subject_id, came.detail, came.member) == (NEW, old, await ines.id())
    assert [event.kind for event in await history(server, "join-code-issued")] == ["join-code-issued"]
    assert "Riverside OTs is a part of this community now" in vera.inbox[-1].text
    assert not [card for card in ines.inbox if "is a part of this community now" in card.text], "she knows"


async def grant(stage: Stage, person: Person) -> None:
    async def give(uow: UnitOfWork) -> None:
        member = await member_of(person.account, Standing(moderator=False, name=person.name), uow, stage.clock.now())
        await moderators.grant(Context(uow, await uow.communities.get(), stage.clock.now()), member)

    await stage.storage.write(COMMUNITY, give)


async def test_nothing_of_its_people_stays_behind(server: Stage) -> None:
    mo, ines = server.person("Mo", moderator=True), await installed(server)
    kim = there(server, "Kim")
    await kim.does(FindMentor(state="Atlantis"))  # refused, and kept as a draft
    old, before = await community(server), await kim.id()
    await ines.does(JoinCommunity(await code_of(mo)))
    for table in ("members", "accounts", "drafts", "nudges", "spaces"):
        assert await rows_of(server, table, old) == 0, table
    assert await kim.id() == before
    assert await rows_of(server, "events", old) > 0, "history stays where it happened"
    await server.later(days=3)


@pytest.mark.parametrize("wrong", ["", "7KQM-X2RD-9TCP", "used", "expired", "own"])
async def test_a_code_that_does_not_work_changes_nothing(server: Stage, wrong: str) -> None:
    mo, ines = server.person("Mo", moderator=True), await installed(server)
    old, code = await community(server), await code_of(mo)
    if wrong == "used":
        await server.bot.connect(Space(SpaceId("third"), Platform.DISCORD, "Third"))
        zoe = server.person("Zoe", moderator=True)
        zoe.account = Account(Platform.DISCORD, SpaceId("third"), zoe.account.user)
        await zoe.does(JoinCommunity(code))
        assert isinstance(zoe.last, Message)
    elif wrong == "expired":
        async with server.storage.database.writer.begin() as connection:
            long_ago = database_now(timedelta(seconds=-1))
            await connection.execute(update(join_codes).values(expires_at=long_ago))
    elif wrong == "own":
        await ines.does(AddSpace())
        code = code_on(ines)
    else:
        code = wrong
    await ines.does(JoinCommunity(code))
    assert isinstance(ines.last, Rejected)
    assert set(ines.last.problems) == {"code"}
    assert ("your own community" in ines.answer) == (wrong == "own")
    assert await community(server) == old
    refused = await events_in(server, old, "join-refused")
    assert len(refused) == (0 if wrong == "own" else 1)


async def test_wrong_codes_have_a_limit(server: Stage) -> None:
    mo, ines = server.person("Mo", moderator=True), await installed(server)
    for _ in range(5):
        await ines.does(JoinCommunity("7KQM-X2RD-9TCP"))
    code = await code_of(mo)
    await ines.does(JoinCommunity(code))
    assert "one try too many" in ines.answer
    await server.later(hours=1, minutes=1)
    await ines.does(JoinCommunity(code))
    assert isinstance(ines.last, Message)


async def test_only_moderators_of_each_side_may(server: Stage) -> None:
    mo, maya, kim = server.person("Mo", moderator=True), server.person("Maya"), there(server, "Kim")
    await installed(server)
    await maya.does(AddSpace())
    assert "for the moderators" in maya.answer
    await kim.does(JoinCommunity(await code_of(mo)))
    assert "for the moderators" in kim.answer


@pytest.mark.parametrize("begun", ["request", "offer"])
async def test_a_server_where_people_take_part_stays_what_it_is(server: Stage, begun: str) -> None:
    mo, ines, kim = server.person("Mo", moderator=True), await installed(server), there(server, "Kim")
    await (asks(kim) if begun == "request" else offers(kim))
    old, code = await community(server), await code_of(mo)
    await ines.does(JoinCommunity(code))
    assert isinstance(ines.last, Rejected)
    assert "stays a community of its own" in ines.last.sentence
    assert await community(server) == old
    await ines.fills(await ines.does(OpenSetup()), channel="there")
    assert isinstance(ines.last, Message)
    assert "Join a community" not in buttons(ines.last)


def buttons(message: Message) -> list[str]:
    return [button.label for part in message.parts if isinstance(part, Actions) for button in part.buttons]


async def test_the_way_in_is_offered_where_nobody_takes_part_yet(server: Stage) -> None:
    mo, ines = server.person("Mo", moderator=True), await installed(server)
    await ines.does(MentorAdmin())
    assert "Join a community" in buttons(message(ines))
    await ines.fills(await ines.does(OpenSetup()), channel="there")
    assert "Join a community" in buttons(message(ines))
    await ines.does(JoinCommunity(await code_of(mo)))
    await ines.fills(await ines.does(OpenSetup()), channel="elsewhere")
    assert "Join a community" not in buttons(message(ines))


def message(person: Person) -> Message:
    assert isinstance(person.last, Message)
    return person.last


async def test_every_process_follows_and_a_repeated_delivery_gets_the_same_answer(server: Stage) -> None:
    mo, ines, kim = server.person("Mo", moderator=True), await installed(server), there(server, "Kim")
    await kim.does(SaidToBot())
    database = open_database(server.url)
    other = Bot(SqlStorage(database), server.clock, {server.on: server.platform}, {server.on: server.platform})
    await other.handle(MentorHelp(), Envelope(kim.account, "Kim", "warm"))  # remembers the old community
    assert (await other.reader(kim.account)).member == await kim.id()
    joining = JoinCommunity(await code_of(mo))
    first = await ines.does(joining, event="the-same")
    envelope = Envelope(ines.account, "Ines", "the-same")
    assert (await other.handle(joining, envelope)).view == first.view
    assert (await other.reader(kim.account)).member == await kim.id()
    reply = await other.handle(FindMentor(state="OH", setting="elementary"), Envelope(kim.account, "Kim", "asks"))
    assert isinstance(reply.view, Message)
    async with server.storage.read(COMMUNITY) as uow:
        assert len(await uow.requests.open()) == 1
    assert any("Your request" in plainly(card) for card in await other.home(Envelope(kim.account, "Kim", "")))
    await database.close()


async def test_a_request_made_while_the_server_joins_is_never_left_behind(server: Stage) -> None:
    """Either the request comes first and the server stays, or the request is made in the new community."""
    mo, ines = server.person("Mo", moderator=True), await installed(server)
    people = [there(server, f"Kim{n}") for n in range(4)]
    for person in people[:2]:
        await person.does(SaidToBot())
    old, code = await community(server), await code_of(mo)
    databases = [open_database(server.url) for _ in range(3)]
    platforms = {server.on: server.platform}
    bots = [Bot(SqlStorage(database), server.clock, platforms, platforms) for database in databases]
    await asyncio.gather(*(bot.handle(MentorHelp(), Envelope(ines.account, "Ines", "warm")) for bot in bots))
    ask = FindMentor(state="OH", setting="elementary")
    await asyncio.gather(
        bots[0].handle(JoinCommunity(code), Envelope(ines.account, "Ines", "join")),
        *(bots[1 + n % 2].handle(ask, Envelope(p.account, p.name, f"ask-{n}")) for n, p in enumerate(people)),
    )
    now = await community(server)
    assert await rows_of(server, "requests", now) == 4
    assert await rows_of(server, "members", COMMUNITY if now == old else old) <= 1
    for database in databases:
        await database.close()


async def test_a_community_of_several_spaces_gives_one_and_keeps_the_rest(server: Stage) -> None:
    """Nobody takes part yet; who is in both is in both afterwards."""
    mo, ines = server.person("Mo", moderator=True), await installed(server)
    old = await community(server)
    second = SpaceId("second")
    await server.storage.connect(old, Space(second, Platform.DISCORD, "Second"))
    zoe = server.person("Zoe")
    zoe.account = Account(Platform.DISCORD, second, zoe.account.user)
    await zoe.does(SaidToBot())
    await ines.does(JoinCommunity(await code_of(mo)))
    assert await community(server) == COMMUNITY
    assert await community(server, second) == old
    assert await zoe.id()
    assert await rows_of(server, "members", old) == 1
    assert second != SPACE
