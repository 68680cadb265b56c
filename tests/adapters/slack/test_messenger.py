"""Messages of the outbox: sent once, whatever Slack does; limits hold up nobody else; what can't be known is said."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from adapters.slack import messenger
from bot.commands import SaidToBot
from bot.errors import RateLimited, Refused, TryLater, Unknowable, Unreachable
from bot.ids import MatchId, SpaceId
from bot.ports.platforms import Address, Channel, DirectMessage, OutboxKey, PairConversation
from bot.views import Message, Text, line
from storage import tables
from tests.adapters.slack.attended import Attended
from tests.simulators.slack import SlackPerson

HELLO = Message("A greeting", (Text(line("Hello there")),))
KEY = OutboxKey("k1")
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def to(place: Attended, person: SlackPerson) -> DirectMessage:
    return DirectMessage(place.account(person))


def channel(place: Attended) -> Channel:
    return Channel(SpaceId(place.workspace.id), place.mentoring.id)


def pair(place: Attended, *people: SlackPerson) -> PairConversation:
    return PairConversation(SpaceId(place.workspace.id), MatchId("m1"), tuple(map(place.account, people)))


async def outbox(place: Attended) -> list[tuple[str, int]]:
    """Status and attempts of each row, oldest first."""
    async with place.storage.database.reader.connect() as connection:
        rows = await connection.exec_driver_sql("SELECT status, attempts FROM outbox ORDER BY created_at, id")
        return [(row.status, row.attempts) for row in rows]


# Limits


async def test_a_limit_holds_up_one_conversation_and_no_other(place: Attended) -> None:
    maya, ruth = place.person("Maya"), place.person("Ruth")
    fault = place.slack.limit("chat.postMessage", retry_after=30, channel=maya.id)
    with pytest.raises(RateLimited) as told:
        await place.adapter.messenger.send(to(place, maya), HELLO, KEY)
    assert told.value.after == 30
    fault.lifted()
    before = len(place.slack.calls)
    with pytest.raises(RateLimited) as still:
        await place.adapter.messenger.send(to(place, maya), HELLO, KEY)
    assert 0 < still.value.after <= 30
    assert len(place.slack.calls) == before, "not asked again before its time"
    await place.adapter.messenger.send(to(place, ruth), HELLO, KEY)
    await place.adapter.messenger.send(channel(place), HELLO, KEY)
    assert [m.words for m in ruth.direct] == ["Hello there"]


async def test_a_limit_uses_up_no_attempts_and_the_message_arrives_after_it(
    place: Attended, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = [100.0]
    monkeypatch.setattr("adapters.slack.messenger.monotonic", lambda: seconds[0])
    maya, ruth = place.person("Maya"), place.person("Ruth")
    place.slack.limit("chat.postMessage", retry_after=30, channel=place.mentoring.id)
    await place.offers(ruth)
    await place.asks(maya)
    assert ("waiting", 0) in await outbox(place)
    assert ruth.direct, "others go on"
    assert not place.mentoring.messages
    seconds[0] += 31
    place.clock.instant += timedelta(seconds=31)
    await place.bot.settle()
    assert len(place.mentoring.messages) == 1
    assert {status for status, _ in await outbox(place)} == {"sent"}


async def test_a_limit_of_opening_conversations_is_one_for_all(place: Attended) -> None:
    maya, ruth, eve = place.person("Maya"), place.person("Ruth"), place.person("Eve")
    place.slack.limit("conversations.open", retry_after=30)
    for people in ((maya, ruth), (maya, eve)):
        with pytest.raises(RateLimited):
            await place.adapter.messenger.send(pair(place, *people), HELLO, KEY)
    assert len(place.slack.calls_of("conversations.open")) == 1


# Outcomes that nobody knows


async def test_a_message_that_arrived_on_a_broken_line_is_found_and_not_sent_again(place: Attended) -> None:
    maya = place.person("Maya")
    place.slack.drop("chat.postMessage", after_accepting=True)
    await place.does(maya, SaidToBot())
    assert len(maya.direct) == 1
    assert [status for status, _ in await outbox(place)] == ["sending"]
    await leases_end(place)
    place.clock.instant += timedelta(hours=1)  # as long as Slack, or a dead token, asks to wait at most
    await place.bot.settle()
    assert len(maya.direct) == 1
    assert [status for status, _ in await outbox(place)] == ["sent"]


@pytest.mark.parametrize("how", ["dropped before", "500"])
async def test_a_message_that_did_not_arrive_is_looked_for_and_sent_again(place: Attended, how: str) -> None:
    maya = place.person("Maya")
    place.slack.fail("chat.postMessage") if how == "500" else place.slack.drop("chat.postMessage")
    await place.does(maya, SaidToBot())
    assert not maya.direct
    await leases_end(place)
    await place.bot.settle()
    assert len(maya.direct) == 1
    assert len(place.slack.calls_of("conversations.history")) == 1


@pytest.mark.parametrize(
    ("method", "code"),
    [
        ("conversations.history", "limit"),
        ("conversations.open", "limit"),
        ("conversations.history", "account_inactive"),
    ],
)
async def test_a_message_that_can_not_be_looked_for_now_is_looked_for_later_and_not_sent_again(
    place: Attended, method: str, code: str
) -> None:
    """Was: a limit on looking was taken for a message that was not sent, and it arrived twice."""
    maya = place.person("Maya")
    place.slack.drop("chat.postMessage", after_accepting=True)
    await place.does(maya, SaidToBot())
    await leases_end(place)
    place.slack.limit(method, retry_after=0) if code == "limit" else place.slack.refuse(method, code)
    await place.bot.settle()
    assert [status for status, _ in await outbox(place)] == ["sending"]
    await leases_end(place)
    place.clock.instant += timedelta(hours=1)  # as long as Slack, or a dead token, asks to wait at most
    await place.bot.settle()
    assert len(maya.direct) == 1
    assert [status for status, _ in await outbox(place)] == ["sent"]


async def leases_end(place: Attended) -> None:
    """Leases go by the database's clock, which no test moves."""
    async with place.storage.database.writer.begin() as connection:
        ended = datetime(2000, 1, 1, tzinfo=UTC)
        await connection.execute(
            update(tables.outbox).where(tables.outbox.c.lease_until > ended).values(lease_until=ended)
        )


async def test_a_message_to_a_pair_that_may_have_arrived_is_left_to_the_moderators(place: Attended) -> None:
    """Without the permission to read what pairs write, nobody can tell whether it arrived."""
    maya, ruth = place.person("Maya"), place.person("Ruth")
    await place.offers(ruth)
    await place.asks(maya)
    place.slack.drop("chat.postMessage", after_accepting=True)
    await ruth.presses("Yes, I will")
    await place.settled()
    await leases_end(place)
    await place.bot.settle()
    assert len(maya.groups[0].messages) == 1
    assert "parked" in {status for status, _ in await outbox(place)}
    with pytest.raises(Unknowable):
        await place.adapter.messenger.find(channel(place), KEY)


async def test_a_message_is_found_behind_many_others_and_not_behind_too_many(
    place: Attended, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messenger, "AT_ONCE", 1_000)  # at its pace they would take a minute
    maya = place.person("Maya")
    sent = await place.adapter.messenger.send(to(place, maya), HELLO, KEY)
    for number in range(250):
        await place.adapter.messenger.send(to(place, maya), HELLO, OutboxKey(f"other{number}"))
    assert await place.adapter.messenger.find(to(place, maya), KEY) == sent
    assert await place.adapter.messenger.find(to(place, maya), OutboxKey("nobody")) is None


async def test_metadata_of_others_is_not_taken_for_ours(place: Attended) -> None:
    maya = place.person("Maya")
    await place.adapter.messenger.send(to(place, maya), HELLO, OutboxKey("k0"))
    for metadata in (None, {}, {"event_type": "x"}, {"event_type": "x", "event_payload": None}):
        maya.direct[0].metadata = metadata
        assert await place.adapter.messenger.find(to(place, maya), KEY) is None


# What Slack refuses


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        ("channel_not_found", Unreachable),
        ("not_in_channel", Unreachable),
        ("is_archived", Unreachable),
        ("messages_tab_disabled", Unreachable),
        ("restricted_action", Unreachable),
        ("user_disabled", Unreachable),
        ("account_inactive", TryLater),
        ("invalid_auth", TryLater),
        ("missing_scope", Refused),
        ("msg_too_long", Refused),
        ("something_new", Refused),
    ],
)
async def test_refusals_mean_what_they_say(place: Attended, code: str, meaning: type[Exception]) -> None:
    maya = place.person("Maya")
    place.slack.refuse("chat.postMessage", code)
    with pytest.raises(meaning) as refusal:
        await place.adapter.messenger.send(to(place, maya), HELLO, KEY)
    assert type(refusal.value) is meaning
    assert code in str(refusal.value)


async def test_nobody_at_the_other_end_is_tried_later(place: Attended) -> None:
    maya = place.person("Maya")
    client = await place.workspaces.client(place.workspace.id)
    assert client is not None
    client.base_url = "http://127.0.0.1:1/api/"
    with pytest.raises(TryLater):
        await place.adapter.messenger.send(to(place, maya), HELLO, KEY)


async def test_people_who_are_gone_can_not_be_written_to(place: Attended) -> None:
    gone, nobody = place.person("Gone"), place.person("Nobody")
    gone.profile.deleted = True
    del place.workspace.people[nobody.id]
    for person in (gone, nobody):
        with pytest.raises(Unreachable):
            await place.adapter.messenger.send(to(place, person), HELLO, KEY)


async def test_the_conversation_of_a_pair_is_opened_once_for_both_orders(place: Attended) -> None:
    maya, ruth = place.person("Maya"), place.person("Ruth")
    first = await place.adapter.messenger.send(pair(place, maya, ruth), HELLO, KEY)
    second = await place.adapter.messenger.send(pair(place, ruth, maya), HELLO, OutboxKey("k2"))
    assert first.conversation == second.conversation
    assert len(place.slack.calls_of("conversations.open")) == 1
    (group,) = maya.groups
    assert [m.words for m in group.messages] == ["Hello there"] * 2


async def test_an_update_changes_the_message_and_calls_nobody(place: Attended) -> None:
    maya = place.person("Maya")
    address: Address = to(place, maya)
    sent = await place.adapter.messenger.send(address, HELLO, KEY)
    other = Message("Changed @everyone <!here>", (Text(line("*Changed* @everyone <!here>")),))
    await place.adapter.messenger.update(address, sent, other)
    (message,) = maya.direct
    assert message.words == "*Changed* @everyone <!here>"
    (call,) = place.slack.calls_of("chat.update")
    assert call.arguments["text"] == "Changed @everyone &lt;!here&gt;"
    assert call.arguments["parse"] == "none"
    assert maya.notifications == ["A greeting"]
