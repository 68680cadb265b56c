"""Messages of the outbox: sent once, whatever Discord does; who is closed to us is known; nobody else is pinged."""

from datetime import timedelta

import pytest

from adapters.discord.custom_ids import Mark
from adapters.discord.permissions import FOR_MEMBERS
from bot.commands import AcceptProposal, SaidToBot, encode
from bot.documents import Document
from bot.errors import Refused, TryLater, Unknowable, Unopened, Unreachable
from bot.ports.platforms import Address, OutboxKey
from bot.views import Actions, Button, File, Message
from tests.adapters.discord_adapter.attended import Attended
from tests.adapters.discord_adapter.delivered import (
    HELLO,
    KEY,
    SERIES,
    an_hour_later,
    channel,
    leases_end,
    message,
    outbox,
    pair,
    threads,
    to,
)
from tests.simulators.simulated_discord import OF_THE_BOT, Conversation, DiscordPerson, Permission

WHERE = ("direct", "channel", "pair")


async def somewhere(place: Attended, where: str) -> tuple[Address, DiscordPerson]:
    """An address of this kind, with a message in it already, so that it is opened."""
    maya, ruth = place.person("Maya"), place.person("Ruth")
    if where == "pair":
        sent = await place.adapter.messenger.send(pair(place, maya, ruth), HELLO, OutboxKey("first"))
        return pair(place, maya, ruth, known=sent.conversation), maya
    address = to(place, maya) if where == "direct" else channel(place)
    await place.adapter.messenger.send(address, HELLO, OutboxKey("first"))
    return address, maya


def conversation(place: Attended, address: Address, maya: DiscordPerson) -> Conversation:
    if address == channel(place):
        return place.mentoring
    return maya.dm if address == to(place, maya) else threads(place)[0]


# Once for a key


@pytest.mark.parametrize("where", WHERE)
async def test_the_same_key_arrives_once(place: Attended, where: str) -> None:
    address, maya = await somewhere(place, where)
    first = await place.adapter.messenger.send(address, message("Once"), KEY)
    assert await place.adapter.messenger.send(address, message("Once"), KEY) == first
    assert [m.words for m in conversation(place, address, maya).messages] == ["Hello there", "Once"]
    bodies = [call.content for call in place.discord.calls_of("create_message")][1:]
    assert {(body["nonce"], body["enforce_nonce"]) for body in bodies} == {(str(KEY), True)}


@pytest.mark.parametrize("where", WHERE)
async def test_a_message_that_arrived_is_found_behind_others_when_its_nonce_is_forgotten(
    place: Attended, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, _ = await somewhere(place, where)
    sent = await place.adapter.messenger.send(address, message("Once"), KEY)
    for number in range(120):
        await place.adapter.messenger.send(address, HELLO, OutboxKey(f"other{number}"))
    place.discord.clock.moves(days=6)
    place.clock.instant += timedelta(days=6)
    assert await place.adapter.messenger.find(address, KEY) == sent
    assert await place.adapter.messenger.find(address, OutboxKey("never")) is None
    monkeypatch.setattr("adapters.discord.messenger.MOST_LOOKED_AT", 100)
    with pytest.raises(Unknowable):
        await place.adapter.messenger.find(address, KEY)


@pytest.mark.parametrize("how", ["line", "503"])
@pytest.mark.parametrize("arrived", [True, False])
async def test_an_outcome_that_nobody_knows_is_looked_up(place: Attended, how: str, arrived: bool) -> None:
    maya = place.person("Maya")
    if how == "line":
        place.discord.drop("create_message", after_accepting=arrived)
    else:
        place.discord.fail("create_message", status=503)
    await place.does(maya, SaidToBot())
    assert [status for status, _ in await outbox(place)] == ["sending"]
    await an_hour_later(place)
    assert len(maya.direct) == 1
    assert [status for status, _ in await outbox(place)] == ["sent"]
    assert len(place.discord.calls_of("list_messages")) == 1


@pytest.mark.parametrize("trouble", ["limit", "503", "line", "401", "create_dm"])
async def test_what_can_not_be_looked_up_now_is_looked_up_later_and_not_sent_again(
    place: Attended, trouble: str
) -> None:
    """Was: a dead token or a broken line while looking was taken for an answer."""
    maya = place.person("Maya")
    place.discord.drop("create_message", after_accepting=True)
    await place.does(maya, SaidToBot())
    await place.restart()
    await leases_end(place)
    match trouble:
        case "limit":
            place.discord.limit("list_messages", retry_after=40)
        case "create_dm":
            place.discord.limit("create_dm", retry_after=40)
        case "503":
            place.discord.fail("list_messages", status=503)
        case "line":
            place.discord.drop("list_messages", times=2)  # reading is repeated once by the client itself
        case _:
            place.discord.fail("list_messages", status=401)
    await place.bot.settle()
    assert [status for status, _ in await outbox(place)] == ["sending"]
    await place.restart()  # real time is not moved: what the limits remember is forgotten
    await an_hour_later(place)
    assert len(maya.direct) == 1
    assert [status for status, _ in await outbox(place)] == ["sent"]


@pytest.mark.parametrize("where", ["channel", "pair"])
async def test_where_the_bot_may_not_read_nothing_is_taken_for_not_sent(place: Attended, where: str) -> None:
    """Was: without the permission Discord shows an empty history, and the message was sent once more."""
    address, _ = await somewhere(place, where)
    place.guild.everyone.permissions &= ~Permission.READ_MESSAGE_HISTORY
    await place.guild.changes_role(place.guild.everyone, place.guild.everyone.permissions)
    await place.guild.grants_bot(OF_THE_BOT & ~Permission.READ_MESSAGE_HISTORY)
    with pytest.raises(Unknowable):
        await place.adapter.messenger.find(address, OutboxKey("first"))


# What Discord refuses


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        (10003, Unreachable),
        (50001, Unreachable),
        (50007, Unreachable),
        (50013, Unreachable),
        (50278, Unreachable),
        (160005, Unreachable),
        (50006, Refused),
        (50035, Refused),
        (99999, Refused),
        (0, TryLater),
    ],
)
async def test_refusals_mean_what_they_say(place: Attended, code: int, meaning: type[Exception]) -> None:
    maya = place.person("Maya")
    place.discord.refuse("create_message", code) if code else place.discord.fail("create_message", status=401)
    with pytest.raises(meaning) as refusal:
        await place.adapter.messenger.send(to(place, maya), HELLO, KEY)
    assert isinstance(refusal.value, meaning)
    assert str(code) in str(refusal.value) or not code
    assert len(place.discord.calls_of("create_message")) == 1, "a refusal is not repeated"


async def test_people_who_closed_their_messages_or_left_can_not_be_written_to(place: Attended) -> None:
    closed, blocking, gone, opened = (place.person(name) for name in ("Closed", "Blocking", "Gone", "Opened"))
    await place.adapter.messenger.send(to(place, opened), HELLO, KEY)
    closed.closes_dms()
    blocking.blocks()
    await gone.leaves()
    await opened.leaves()
    for person in (closed, blocking, gone, opened):
        with pytest.raises(Unreachable):
            await place.adapter.messenger.send(to(place, person), HELLO, OutboxKey("k2"))
    assert not place.discord.repeated_refusals


async def test_a_conversation_is_opened_once_a_person(place: Attended) -> None:
    maya, library = place.person("Maya"), place.adapter.client._connection
    for key in ("a", "b", "c"):
        await place.adapter.messenger.send(to(place, maya), HELLO, OutboxKey(key))
        library._private_channels.clear()  # of which it keeps 128
        library._private_channels_by_user.clear()
    assert place.discord.opened_directs == [maya.id]
    assert len(place.discord.calls_of("create_dm")) == 1


async def test_too_many_conversations_at_once_are_opened_later(place: Attended) -> None:
    maya = place.person("Maya")
    place.discord.refuse("create_dm", 40003)
    with pytest.raises(TryLater) as told:
        await place.adapter.messenger.send(to(place, maya), HELLO, KEY)
    assert told.value.after >= 60
    await place.adapter.messenger.send(to(place, maya), HELLO, KEY)


# Whom it wakes

TRAP = "<@{maya}> <@{person}> <@!{person}> <@&{role}> @everyone @here **x** `y` ||z|| <#{role}>"


@pytest.mark.parametrize("where", WHERE)
async def test_what_is_typed_pings_nobody(place: Attended, where: str) -> None:
    address, maya = await somewhere(place, where)
    eve = place.person("Eve")
    role = place.guild.role("Everybody who counts", mentionable=True)
    eve.gets(role)
    await place.guild.grants_bot(OF_THE_BOT | Permission.MENTION_EVERYONE)
    trap = TRAP.format(maya=maya.id, person=eve.id, role=role.id)
    sent = await place.adapter.messenger.send(address, message(trap), KEY)
    await place.adapter.messenger.update(address, sent, message(f"once {trap}"))
    last = conversation(place, address, maya).messages[-1]
    assert "once <@" in last.words, "it stands there as it was typed"
    assert not last.pinged
    assert not last.pinged_everyone
    assert not eve.notifications
    for call in [*place.discord.calls_of("create_message"), *place.discord.calls_of("update_message")]:
        assert not call.content["allowed_mentions"]["parse"]
        assert not call.content["allowed_mentions"].get("roles")


async def test_in_their_thread_only_the_two_can_be_pinged(place: Attended) -> None:
    address, _ = await somewhere(place, "pair")
    people = {account.user for account in getattr(address, "accounts", ())}
    (call,) = place.discord.calls_of("create_message")
    assert {str(user) for user in call.content["allowed_mentions"]["users"]} == people
    assert len(people) == 2


# Changes


@pytest.mark.parametrize("where", WHERE)
async def test_an_update_changes_the_message_and_calls_nobody(place: Attended, where: str) -> None:
    address, maya = await somewhere(place, where)
    sent = await place.adapter.messenger.send(address, HELLO, KEY)
    before = len(maya.notifications)
    button = Actions((Button("Yes", encode(AcceptProposal("p1"))),))
    await place.adapter.messenger.update(address, sent, Message("Changed", (*message("Changed").parts, button)))
    first, changed = conversation(place, address, maya).messages
    assert (first.words, changed.words.startswith("Changed")) == ("Hello there", True)
    assert len(maya.notifications) == before
    space = str(place.guild.id) if where == "direct" else ""
    assert Mark.read(changed.element("Yes").custom_id).space == space, "a button says of which server it is"


@pytest.mark.parametrize("where", WHERE)
async def test_a_change_of_a_message_that_was_deleted_is_refused_once(place: Attended, where: str) -> None:
    address, maya = await somewhere(place, where)
    sent = await place.adapter.messenger.send(address, HELLO, KEY)
    conversation(place, address, maya).messages[-1].deleted = True
    with pytest.raises(Refused, match="10008"):
        await place.adapter.messenger.update(address, sent, message("Changed"))
    assert len(place.discord.calls_of("update_message")) == 1


async def test_files_come_along_and_are_replaced(place: Attended) -> None:
    maya, ruth = place.person("Maya"), place.person("Ruth")
    with_file = Message("Your meetings", (File("meetings.ics", "Your meetings", SERIES),))
    sent = await place.adapter.messenger.send(pair(place, maya, ruth), with_file, KEY)
    (there,) = threads(place)[0].messages
    assert [a.filename for a in there.attachments] == ["meetings.ics"]
    assert there.attachments[0].data.startswith(b"BEGIN:VCALENDAR")
    address = pair(place, maya, ruth, known=sent.conversation)
    await place.adapter.messenger.update(address, sent, with_file)
    assert [a.filename for a in there.attachments] == ["meetings.ics"]
    await place.adapter.messenger.update(address, sent, HELLO)
    assert not there.attachments


async def test_what_the_invitation_asks_for_is_enough_where_nobody_else_may_anything(place: Attended) -> None:
    least = Permission(sum(permission.bit for permission in FOR_MEMBERS))
    await place.guild.changes_role(place.guild.everyone, least)
    with_file = Message("Your meetings", (File("meetings.ics", "Your meetings", SERIES),))
    for where in WHERE:
        address, _ = await somewhere(place, where)
        sent = await place.adapter.messenger.send(address, with_file, KEY)
        assert await place.adapter.messenger.find(address, KEY) == sent
        await place.adapter.messenger.update(address, sent, HELLO)


async def test_a_file_that_can_not_be_drawn_leaves_no_doubt_that_nothing_was_sent(
    place: Attended, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Was: the outcome counted as unknown, and a history was searched for what never left."""

    async def fails(_: Document) -> bytes:
        raise OSError("no room on the disk")

    monkeypatch.setattr(place.documents, "file", fails)
    maya = place.person("Maya")
    with pytest.raises(TryLater):
        await place.adapter.messenger.send(
            to(place, maya), Message("x", (File("meetings.ics", "Your meetings", SERIES),)), KEY
        )
    assert not maya.direct


async def test_where_files_are_not_allowed_each_of_a_pair_gets_them_alone(
    place: Attended,
) -> None:
    address, _ = await somewhere(place, "pair")
    place.guild.everyone.permissions &= ~Permission.ATTACH_FILES
    await place.guild.grants_bot(OF_THE_BOT & ~Permission.ATTACH_FILES)
    with pytest.raises(Unopened) as told:
        await place.adapter.messenger.send(address, Message("x", (File("meetings.ics", "Your meetings", SERIES),)), KEY)
    assert told.value.why == "not-allowed"
