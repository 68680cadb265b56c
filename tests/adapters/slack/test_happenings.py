"""What Slack tells by itself: messages of every kind, people who come and go, channels that go away; twice, or late."""

import dataclasses
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.commands import SaidToBot
from bot.errors import StorageError
from tests.adapters.slack.attended import Attended, attended
from tests.adapters.slack.many import many_attended
from tests.simulators.slack import Answer, Json


async def told(place: Attended, event: Json) -> Answer:
    answer = await place.workspace.event(event)
    assert answer is not None
    await place.settled()
    return answer


# Messages


async def test_what_a_person_writes_to_the_bot_is_answered_once(either: Attended) -> None:
    maya = either.person("Maya")
    answer = await maya.says("hello, I need help")
    assert answer is not None
    await either.settled()
    for _ in range(3):
        answer = await either.slack.retry(answer)
        assert answer.ok
    await either.settled()
    assert len(maya.direct) == 2
    assert "I need help" not in maya.direct[-1].words
    assert await either.rows("receipts") == 1


async def test_what_was_written_before_a_restart_is_answered_once(either: Attended) -> None:
    maya = either.person("Maya")
    answer = await maya.says("hello")
    assert answer is not None
    await either.settled()
    await either.restart()
    await either.slack.retry(answer)
    await either.settled()
    assert len(maya.direct) == 2


SUBTYPES = (
    "bot_message",
    "message_changed",
    "message_deleted",
    "channel_join",
    "channel_topic",
    "file_share",
    "thread_broadcast",
    "me_message",
    "reminder_add",
    "something_new",
)


async def test_messages_of_every_subtype_are_nothing_to_us(either: Attended) -> None:
    maya = either.person("Maya")
    for subtype in SUBTYPES:
        await maya.says("hello", subtype=subtype)
    await maya.says("beep", bot_id="B0OTHER")
    await maya.says("I am Slackbot", user="USLACKBOT")
    await maya.says("nobody said this", user=None)
    await maya.says("nobody said this", user=["U1"])
    await either.settled()
    assert not either.front.handled
    assert await either.rows("members") == 0


@pytest.mark.parametrize("text", ["", "x" * 40_000, "<!channel> *bold* & </script>", "\x00\u202e"])
async def test_odd_and_giant_messages_are_answered_and_not_kept(place: Attended, text: str) -> None:
    maya = place.person("Maya")
    await maya.says(text)
    await place.settled()
    assert [command for command, _ in place.front.handled] == [SaidToBot()]
    assert len(maya.direct) == 2
    assert text[:20] not in maya.direct[-1].words or not text


async def test_what_is_written_in_channels_is_nothing_to_us(place: Attended) -> None:
    place.slack.app.events |= {"message.channels", "message.mpim"}
    place.workspace.installation.scopes += ["channels:history", "mpim:history"]
    maya, ruth = place.person("Maya"), place.person("Ruth")
    await maya.says("hello everybody", place.mentoring)
    await maya.says("hello Ruth", place.workspace.direct(maya, ruth))
    await place.settled()
    assert not place.front.handled


# Events of another kind or shape


async def test_events_that_nobody_knows_or_can_read_are_acknowledged(either: Attended) -> None:
    """Was: over a socket what Bolt could not read was never acknowledged."""
    maya = either.person("Maya")
    known = (await maya.opens_home() or pytest.fail("not heard")).payload
    await either.adapter.settled()
    shapes: list[Any] = [
        {"type": "reaction_added", "user": maya.id, "item": {"type": "message"}},
        {"type": "app_home_opened"},
        {"type": "app_home_opened", "user": 7, "tab": "home"},
        {"type": "user_change"},
        {"type": "user_change", "user": maya.id},
        {"type": "user_change", "user": {"id": 7}},
        {"type": "channel_left", "channel": 7},
        {"type": "channel_deleted"},
        {"type": "message"},
        {"type": "message", "channel_type": "im"},
        {"type": 7},
        {},
        None,
        "x",
        [],
    ]
    for event in shapes:
        envelope = dataclasses.replace(either.slack.answers[0].envelope, id=either.slack.ids.small("odd-"))
        payload = {**known, "event": event, "event_id": envelope.id}
        calm = dataclasses.replace(envelope, payload=_Titled(payload))
        answer = await either.slack.acts.send(calm)
        await either.adapter.settled()
        assert answer.ok, event
    assert not either.front.handled
    assert await either.rows("members") == 0


class _Titled(dict[str, Any]):
    """An event of any shape, which the simulated Slack can still name in a sentence."""

    def __getitem__(self, name: str) -> Any:
        found = super().__getitem__(name)
        return found if name != "event" or (isinstance(found, dict) and "type" in found) else {"type": "odd"}


# People


async def test_a_person_who_leaves_and_returns_is_told_to_the_core_once_each(either: Attended) -> None:
    maya = either.person("Maya")
    await either.asks(maya)
    for deleted in (True, False):
        answer = await either.workspace.changes_profile(maya, deleted=deleted)
        assert answer is not None
        await either.slack.retry(answer)
        await either.settled()
    assert [standing.here for _, standing in either.front.changes][-1] is True
    async with either.storage.database.reader.connect() as connection:
        kinds = list((await connection.exec_driver_sql("SELECT kind FROM events WHERE subject = 'member'")).scalars())
    assert len([kind for kind in kinds if "left" in kind]) <= 1


async def test_a_zone_that_changes_reaches_the_core(place: Attended) -> None:
    maya = place.person("Maya")
    await place.workspace.changes_profile(maya, tz="Europe/Berlin")
    assert [(account.user, standing.zone) for account, standing in place.front.changes] == [(maya.id, "Europe/Berlin")]


async def test_somebody_unknown_who_leaves_is_not_made_a_member(place: Attended) -> None:
    await place.workspace.changes_profile(place.person("Nobody"), deleted=True)
    await place.settled()
    assert await place.rows("members") == 0


async def test_what_could_not_be_kept_is_asked_for_again(either: Attended) -> None:
    """Somebody left while the disk was full: Slack tells again what was not acknowledged."""
    maya = either.person("Maya")
    await either.asks(maya)
    either.front.failure = StorageError("the disk is full")
    either.slack.patience = 0.3
    answer = await either.workspace.changes_profile(maya, deleted=True)
    assert answer is not None
    assert not answer.ok
    either.slack.timeouts.clear()
    either.slack.refusals.clear()
    either.slack.patience = 30
    either.front.failure = None
    again = await either.slack.retry(answer)
    assert again.ok
    assert len(either.front.changes) == 2


async def test_a_defect_is_not_asked_for_again(either: Attended) -> None:
    maya = either.person("Maya")
    either.front.failure = RuntimeError("a defect")
    answer = await either.workspace.changes_profile(maya, tz="Europe/Berlin")
    assert answer is not None
    assert answer.ok


# Channels


@pytest.mark.parametrize("tokens", [{"oauth": ["U0001"]}, {"oauth": ["U0001"], "bot": []}, {}])
async def test_a_permission_of_a_person_that_is_taken_back_is_nothing_to_us(sqlite_url: str, tokens: Json) -> None:
    """We never had one: the bot's own token is what counts."""
    async with many_attended(sqlite_url) as place:
        maya = place.person("Maya")
        place.slack.clock.moves_to(datetime.now(UTC) + timedelta(minutes=1))  # after it was installed
        assert (await told(place, {"type": "tokens_revoked", "tokens": tokens})).ok
        assert await place.installations.find("", place.workspace.id) is not None
        assert (await maya.types("/my-mentoring")).ok
        assert maya.ephemerals
        await told(place, {"type": "tokens_revoked", "tokens": {**tokens, "bot": [place.workspace.bot_user_id]}})
        assert await place.installations.find("", place.workspace.id) is None


async def test_a_channel_that_is_lost_is_told_to_the_core(place: Attended) -> None:
    other = place.workspace.channel("other", members=[place.person("Maya")])
    await place.workspace.archives(other)
    await place.workspace.removes_bot(place.mentoring)
    await place.settled()
    assert place.front.lost == [other.id, place.mentoring.id]
    async with place.storage.database.reader.connect() as connection:
        assert (await connection.exec_driver_sql("SELECT channel FROM spaces")).scalar_one() == ""


@pytest.mark.parametrize("kind", ["channel_deleted", "group_archive", "group_deleted", "group_left", "channel_archive"])
async def test_every_way_to_lose_a_channel_is_heard(place: Attended, kind: str) -> None:
    await told(place, {"type": kind, "channel": place.mentoring.id})
    assert place.front.lost == [place.mentoring.id]


# Strangers


async def test_a_stranger_who_wants_to_help_is_kindly_refused_and_not_kept(either: Attended) -> None:
    maya, eve = either.person("Maya"), either.stranger("Eve")
    await either.asks(maya)
    members = await either.rows("members")
    for _ in range(2):
        await eve.presses("I can help with this", on=either.mentoring.messages[0])
        await either.settled()
    assert len(eve.ephemerals) == 2
    assert all("another organization" in message.words for message in eve.ephemerals)
    assert await either.rows("members") == members
    assert await either.rows("proposals") == 0


async def test_a_stranger_in_an_organizations_workspace_is_refused_at_the_first_press(sqlite_url: str) -> None:
    """Was: in an organization somebody of another one was taken for a colleague until their profile was known."""
    async with attended(sqlite_url) as place:
        organization = place.slack.enterprise("E0001")
        place.workspace.enterprise = organization
        organization.workspaces.append(place.workspace)
        maya, eve = place.person("Maya"), place.stranger("Eve")
        await place.asks(maya)
        members = await place.rows("members")
        await eve.presses("I can help with this", on=place.mentoring.messages[0])
        await place.settled()
        assert "another organization" in eve.ephemerals[-1].words
        assert await place.rows("members") == members
        colleague = place.person("Colleague")
        colleague.profile.home_team, colleague.profile.enterprise_id = place.workspace.id, "E0001"
        await colleague.presses("I can help with this", on=place.mentoring.messages[0])
        await place.settled()
        assert "another organization" not in colleague.ephemerals[-1].words
