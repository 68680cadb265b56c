"""Pictures and calendar files: below the message or in the direct message, once, and never instead of the message."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.commands import MentorStats
from bot.documents import Chart, Document
from bot.errors import RateLimited, TryLater, Unknowable
from bot.ports.platforms import DirectMessage, OutboxKey
from bot.views import Image, Message, Text, line
from tests.adapters.slack.attended import Attended, attended
from tests.adapters.slack.test_messenger import outbox
from tests.simulators.slack import SlackMessage, SlackPerson

PICTURED = Message(
    "Some numbers",
    (Text(line("Some numbers")), Image(Chart("Open requests", ("Mon",), (("open", (1.0,)),)), "One is open. " * 200)),
)
KEY = OutboxKey("k1")


class Scribbles:
    """Small files, drawn at once; `broken` draws none."""

    broken = False

    async def picture(self, chart: Chart) -> bytes:
        if self.broken:
            raise RuntimeError("no more ink")
        return b"png"

    async def file(self, document: Document) -> bytes:
        return b"ics"


@pytest.fixture
async def place(sqlite_url: str) -> AsyncIterator[Attended]:
    async with attended(sqlite_url, documents=Scribbles()) as place:
        yield place


def to(place: Attended, person: SlackPerson) -> DirectMessage:
    return DirectMessage(place.account(person))


async def agrees(place: Attended) -> SlackPerson:
    maya, ruth = await place.matched()
    await maya.presses(next(label for label in maya.groups[0].messages[0].buttons if "Oct" in label))
    await place.settled()
    await ruth.presses("Agree")
    await place.settled()
    return maya


def with_files(messages: list[SlackMessage]) -> list[SlackMessage]:
    return [message for message in messages if message.files]


# Of an agreement


async def test_the_calendar_file_of_an_agreement_comes_into_the_conversation_of_the_pair(place: Attended) -> None:
    maya = await agrees(place)
    (file,) = with_files(maya.groups[0].messages)
    assert file.files[0]["name"].endswith(".ics")
    assert file.text, "notifications need words"
    agreed = maya.groups[0].find(file.thread_ts)
    assert agreed is not None
    assert "Agreed" in agreed.words or "agree" in agreed.words.casefold()
    assert {status for status, _ in await outbox(place)} == {"sent"}


async def test_an_upload_that_fails_is_tried_again_with_its_message(place: Attended) -> None:
    """Was: where the conversation can't be read, the message was parked for ever, though nothing had been sent."""
    for method in ("files.getUploadURLExternal", "conversations.open"):
        place.slack.fail(method)
    maya = place.person("Maya")
    with pytest.raises(TryLater):
        await place.adapter.messenger.send(to(place, maya), PICTURED, KEY)
    place.slack.drop("files.getUploadURLExternal", after_accepting=True)
    with pytest.raises(TryLater):
        await place.adapter.messenger.send(to(place, maya), PICTURED, KEY)
    assert not maya.direct
    await place.adapter.messenger.send(to(place, maya), PICTURED, KEY)
    assert len(with_files(maya.direct)) == 1
    assert len(maya.direct) == 2


async def test_a_picture_that_can_not_be_drawn_is_no_message_that_may_have_arrived(place: Attended) -> None:
    maya = place.person("Maya")
    assert isinstance(place.documents, Scribbles)
    place.documents.broken = True
    with pytest.raises(TryLater, match="no more ink"):
        await place.adapter.messenger.send(to(place, maya), PICTURED, KEY)
    assert not maya.direct


async def test_a_limit_on_uploads_is_told_as_one(place: Attended) -> None:
    maya = place.person("Maya")
    place.slack.limit("files.getUploadURLExternal", retry_after=9)
    with pytest.raises(RateLimited) as told:
        await place.adapter.messenger.send(to(place, maya), PICTURED, KEY)
    assert told.value.after == 9
    assert not maya.direct


async def test_a_limit_on_sharing_is_waited_for_while_other_messages_go_on(place: Attended) -> None:
    """Was: the message was parked for the moderators, and its file never came."""
    maya, ruth = place.person("Maya"), place.person("Ruth")
    place.slack.limit("files.completeUploadExternal", retry_after=0)
    shared = place.slack.next_call("files.completeUploadExternal", lambda call: call.ok)
    await place.adapter.messenger.send(to(place, maya), PICTURED, KEY)
    await place.adapter.messenger.send(to(place, ruth), Message("Hello", (Text(line("Hello")),)), OutboxKey("k2"))
    await asyncio.wait_for(shared, 3)
    assert len(with_files(maya.direct)) == 1
    assert len(maya.direct) == 2
    assert len(ruth.direct) == 1


@pytest.mark.parametrize("accepted", [False, True])
async def test_a_share_that_breaks_off_leaves_one_message_and_is_the_moderators_to_look_after(
    place: Attended, accepted: bool
) -> None:
    maya = place.person("Maya")
    place.slack.drop("files.completeUploadExternal", after_accepting=accepted)
    with pytest.raises(Unknowable, match="file may be missing"):
        await place.adapter.messenger.send(to(place, maya), PICTURED, KEY)
    with pytest.raises(Unknowable, match="file may be missing"):
        await place.adapter.messenger.find(to(place, maya), KEY)
    assert len([message for message in maya.direct if not message.files]) == 1


async def test_a_share_that_is_refused_does_not_make_the_person_unreachable(place: Attended) -> None:
    maya = place.person("Maya")
    place.slack.refuse("files.completeUploadExternal", "channel_not_found")
    with pytest.raises(Unknowable):
        await place.adapter.messenger.send(to(place, maya), PICTURED, KEY)


async def test_a_long_description_of_a_picture_is_cut_to_what_slack_takes(place: Attended) -> None:
    """Was: Slack refused the picture, and with it the message."""
    maya = place.person("Maya")
    await place.adapter.messenger.send(to(place, maya), PICTURED, KEY)
    (call,) = place.slack.calls_of("files.getUploadURLExternal")
    assert 900 < len(call.arguments["alt_txt"]) <= 1000


# Of an answer


async def test_the_chart_of_the_numbers_comes_as_a_direct_message(place: Attended) -> None:
    ines, maya = place.person("Ines", admin=True), place.person("Maya")
    await place.asks(maya)
    answer = await ines.types("/mentor-stats", place.mentoring)
    await place.adapter.settled()
    assert answer.ok
    assert len(place.front.handled) == 1
    assert isinstance(place.front.handled[0][0], MentorStats)
    (picture,) = with_files(ines.direct)
    assert picture.files[0]["alt_txt"]
    assert picture.text
    assert not with_files(place.mentoring.messages)


async def test_a_chart_that_can_not_be_uploaded_is_said(place: Attended) -> None:
    """Was: it was missing without a word."""
    ines, maya = place.person("Ines", admin=True), place.person("Maya")
    await place.asks(maya)
    place.slack.fail("files.getUploadURLExternal")
    await ines.types("/mentor-stats", place.mentoring)
    await place.adapter.settled()
    numbers, apology = ines.ephemerals
    assert "code:" not in numbers.words
    assert "code:" in apology.words


async def test_a_limit_on_the_upload_of_an_answer_is_waited_for(
    place: Attended, monkeypatch: pytest.MonkeyPatch
) -> None:
    ines, maya = place.person("Ines", admin=True), place.person("Maya")
    await place.asks(maya)
    waited: list[float] = []

    class Waits:
        @staticmethod
        async def sleep(seconds: float) -> None:
            waited.append(seconds)

    monkeypatch.setattr("slack_sdk.http_retry.builtin_async_handlers.asyncio", Waits)
    for method in ("files.getUploadURLExternal", "files.completeUploadExternal"):
        place.slack.limit(method, retry_after=4)
    await ines.types("/mentor-stats")
    await place.adapter.settled()
    assert len(with_files(ines.direct)) == 1
    assert [int(seconds) for seconds in waited] == [4, 4]
