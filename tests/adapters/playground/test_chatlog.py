"""The chat log, and the core's two outbound ports over it."""

from datetime import timedelta
from pathlib import Path

import pytest

from adapters.playground.app import SPACE
from adapters.playground.chatlog import ChatLog, Kind, Person, direct
from adapters.playground.directory import PlaygroundDirectory
from adapters.playground.messenger import PlaygroundMessenger
from bot.errors import Refused, Unreachable
from bot.ids import MatchId
from bot.ports.platforms import Address, Channel, DirectMessage, OutboxKey, PairConversation, Place, UserId
from bot.views import Message, Rejected
from tests.adapters.playground.cards import START, card
from tests.adapters.playground.conftest import account, peopled
from tests.adapters.playground.rehearsal import HandClock

MAYA, JO, LEE = UserId("maya"), UserId("jo"), UserId("lee")
PAIR = PairConversation(SPACE, MatchId("mm1"), (account("maya"), account("jo")))


@pytest.mark.parametrize("address", [Channel(SPACE, "channel"), DirectMessage(account("maya")), PAIR])
async def test_a_repeated_send_returns_the_first_place(
    messenger: PlaygroundMessenger, chat: ChatLog, address: Address
) -> None:
    key = OutboxKey("k1")
    first = await messenger.send(address, card(), key)
    assert await messenger.send(address, card("something else"), key) == first
    assert await messenger.find(address, key) == first
    assert [m.view for m in chat.messages(first.conversation, MAYA, 10)] == [card()]


async def test_a_message_that_was_not_sent_is_not_found(messenger: PlaygroundMessenger) -> None:
    assert await messenger.find(Channel(SPACE, "channel"), OutboxKey("k1")) is None


async def test_an_update_replaces_the_card_and_says_so(messenger: PlaygroundMessenger, chat: ChatLog) -> None:
    place = await messenger.send(Channel(SPACE, "channel"), card(), OutboxKey("k1"))
    before = chat.revision()
    await messenger.update(Channel(SPACE, "channel"), place, card("matched"))
    (message,) = chat.messages("channel", LEE, 10)
    assert (message.view, message.edited) == (card("matched"), True)
    assert chat.changed("channel", LEE, before) == (message,)


@pytest.mark.parametrize("message", ["99", "abc", "-1"])
async def test_updating_nothing_is_refused(messenger: PlaygroundMessenger, message: str) -> None:
    with pytest.raises(Refused):
        await messenger.update(Channel(SPACE, "channel"), Place("channel", message), card())


async def test_nobody_can_be_written_to_who_is_not_here(messenger: PlaygroundMessenger) -> None:
    stranger = account("stranger")
    for address in (DirectMessage(stranger), PairConversation(SPACE, MatchId("m"), (account("maya"), stranger))):
        with pytest.raises(Unreachable):
            await messenger.send(address, card(), OutboxKey("k1"))


async def test_a_pair_conversation_is_seen_by_its_two_people_only(
    messenger: PlaygroundMessenger, chat: ChatLog
) -> None:
    await messenger.send(PAIR, card(), OutboxKey("k1"))
    assert [c.kind for c in chat.conversations_of(MAYA)] == [Kind.CHANNEL, Kind.DIRECT, Kind.PAIR]
    assert [c.kind for c in chat.conversations_of(LEE)] == [Kind.CHANNEL, Kind.DIRECT]
    pair = chat.conversation("pair-mm1")
    assert pair is not None
    assert pair.includes(JO)
    assert not pair.includes(LEE)


async def test_the_directory_tells_role_and_zone(chat: ChatLog) -> None:
    directory = PlaygroundDirectory(chat)
    assert (await directory.standing(account("sam"))).moderator
    assert (await directory.standing(account("jo"))).zone == "America/Chicago"
    with pytest.raises(Unreachable):
        await directory.standing(account("stranger"))


def test_an_answer_for_one_is_hidden_from_the_others(chat: ChatLog) -> None:
    chat.post("channel", None, Rejected("Only for Maya."), START, visible_to=MAYA)
    assert len(chat.messages("channel", MAYA, 10)) == 1
    assert chat.messages("channel", JO, 10) == ()
    assert chat.changed("channel", JO, 0) == ()
    assert chat.unread(JO, "channel") == 0


def test_unread_counts_what_others_wrote_since_one_looked(chat: ChatLog) -> None:
    first = chat.post("channel", None, card(), START)
    chat.post("channel", MAYA, card(), START)
    last = chat.post("channel", JO, card(), START)
    assert (chat.unread(MAYA, "channel"), chat.unread(LEE, "channel")) == (2, 3)
    chat.mark_read(MAYA, "channel", first)
    assert chat.unread(MAYA, "channel") == 1
    chat.mark_read(MAYA, "channel", last)
    chat.mark_read(MAYA, "channel", first)
    assert chat.unread(MAYA, "channel") == 0


def test_the_latest_messages_come_first_in_pages(chat: ChatLog) -> None:
    ids = [chat.post("channel", None, card(str(n)), START + timedelta(hours=n)) for n in range(5)]
    assert [m.id for m in chat.messages("channel", MAYA, 2)] == ids[3:]
    assert [m.id for m in chat.messages("channel", MAYA, 2, before=ids[3])] == ids[1:3]


def test_a_name_cannot_disguise_itself(chat: ChatLog) -> None:
    made = chat.add_person(Person(UserId("x"), " \u202eMaya\u0000\n Chen " + "x" * 100))
    assert made.name.startswith("Maya Chen x")
    assert len(made.name) == 60
    assert chat.person(UserId("x")) == made
    assert chat.add_person(Person(UserId("y"), "\u200b")).name == "Somebody"


@pytest.mark.parametrize("user", ["", "../x", "a/b", "a b", "<b>", ".", "x" * 65])
def test_a_user_id_must_be_safe_in_an_address(chat: ChatLog, user: str) -> None:
    with pytest.raises(ValueError, match="user id"):
        chat.add_person(Person(UserId(user), "X"))


async def test_everything_survives_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "chat.db"
    before = peopled(ChatLog(path))
    place = await PlaygroundMessenger(before, HandClock()).send(PAIR, card(), OutboxKey("k1"))
    before.mark_read(MAYA, place.conversation, int(place.message))
    secret, people, revision = before.secret(), before.people(), before.revision()
    before.close()
    after = ChatLog(path)
    assert (after.secret(), after.people(), after.revision()) == (secret, people, revision)
    assert await PlaygroundMessenger(after, HandClock()).send(PAIR, Message("x", ()), OutboxKey("k1")) == place
    (message,) = after.messages(place.conversation, MAYA, 10)
    assert (message.view, message.sent_at) == (card(), START)
    assert (after.unread(MAYA, place.conversation), after.unread(JO, place.conversation)) == (0, 1)
    after.close()


def test_a_person_who_comes_again_keeps_the_conversation(chat: ChatLog) -> None:
    made = chat.post(direct(MAYA), None, card(), START)
    chat.add_person(Person(MAYA, "Maya Chen-Smith"))
    assert [m.id for m in chat.messages(direct(MAYA), MAYA, 5)] == [made]
