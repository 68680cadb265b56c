"""What people type stays as they typed it, wherever it is shown; names and times are Slack's own."""

from typing import Any

from tests.adapters.slack.attended import Attended
from tests.simulators.slack import Json, SlackMessage, SlackPerson

WISH = {"state": "Ohio", "setting": "elementary", "topics": ["scheduling"], "free_times": "weekdays after 3pm"}
EVIL = "<!channel> <@U00000001> <#C00000001> *bold* _slanted_ `code` @everyone &amp; <https://x.test|click>"


async def test_nothing_typed_is_read_as_markup_in_an_answer(place: Attended) -> None:
    """Was: a refusal that quotes what was typed went out as markup."""
    maya = place.person("Maya")
    answer = await maya.types(f"/my-mentoring {EVIL}", place.mentoring)
    text = answer.body["text"]
    assert "<" not in text
    assert answer.body["mrkdwn"] is False
    assert all(block["type"] == "rich_text" for block in answer.body["blocks"])
    assert "*bold*" in maya.ephemerals[-1].words or "<!channel>" in maya.ephemerals[-1].words


async def test_a_name_full_of_markup_stays_a_name_everywhere(place: Attended) -> None:
    maya, ruth, ines = place.person("Maya"), place.person("Ruth"), place.person("Ines", admin=True)
    for person in (maya, ruth):
        person.profile.display_name = EVIL
        await place.adapter.directory.standing(place.account(person))
    await ruth.types("/offer-mentoring")
    await place.adapter.settled()
    await ruth.fills({"profession": "otr", "years": "6", "states": "Ohio", "settings": ["elementary"]})
    await ruth.fills({"free_times": "weekdays after 3pm"})
    await ruth.submits()
    await maya.types("/find-mentor")
    await place.adapter.settled()
    await maya.fills(WISH)
    await maya.submits()
    await place.settled()
    await ruth.presses("Yes, I will", on=ruth.direct[-1])
    await place.settled()
    await ines.opens_home()
    await place.adapter.settled()
    texts = [str(call.arguments.get("text", "")) for call in place.slack.calls]
    assert not [text for text in texts if "<!" in text or "<@" in text or "<#" in text]
    for message in (m for channel in place.workspace.channels.values() for m in channel.messages if m.bot_id):
        kinds = {part["type"] for block in message.blocks for part in _parts(block)}
        assert "broadcast" not in kinds
        assert "mrkdwn" not in kinds
    # The simulated Slack refuses mentions of strangers, markup that is not escaped, and calls to everybody.


def _parts(value: Any) -> list[Json]:
    if isinstance(value, dict):
        return [value, *(part for inner in value.values() for part in _parts(inner))] if "type" in value else []
    return [part for inner in value for part in _parts(inner)] if isinstance(value, list) else []


async def test_every_message_has_words_for_notifications_and_unfolds_no_links(place: Attended) -> None:
    maya, ruth = await place.matched()
    await maya.presses(next(label for label in maya.groups[0].messages[0].buttons if "Oct" in label))
    await place.settled()
    await ruth.presses("Agree")
    await place.settled()
    posts = place.slack.calls_of("chat.postMessage")
    assert len(posts) >= 4
    for call in posts:
        assert call.arguments["text"].strip()
        assert call.arguments["unfurl_links"] is False
        assert call.arguments["unfurl_media"] is False
    for call in place.slack.calls_of("chat.update"):
        assert call.arguments["text"].strip()


async def test_answers_unfold_no_links_either(place: Attended) -> None:
    """In the acknowledgement, on the answer itself, beside a post, and in the direct message."""
    maya, ruth = place.person("Maya"), place.person("Ruth")
    await place.offers(ruth)
    await place.asks(maya)
    acknowledged = await maya.types("/my-mentoring", place.mentoring)
    await ruth.presses("I can help with this")
    await place.settled()
    await maya.presses(next(label for label in maya.ephemerals[-1].buttons if "ithdraw" in label))
    await place.settled()
    await ruth.presses("What I do", await _hears(place, ruth))
    await place.settled()
    responses = [call.arguments for call in place.slack.calls_of("response_url")]
    assert {bool(each.get("replace_original")) for each in responses} == {True, False}
    direct = [c.arguments for c in place.slack.calls_of("chat.postMessage") if "metadata" not in c.arguments]
    assert direct, "an answer, not a message of the outbox"
    for answer in (acknowledged.body, *responses, *direct):
        assert (answer["unfurl_links"], answer["unfurl_media"]) == (False, False), answer


async def _hears(place: Attended, person: SlackPerson) -> SlackMessage:
    await person.says("hello")
    await place.settled()
    return person.direct[-1]


async def test_members_are_mentioned_natively(place: Attended) -> None:
    maya, ruth = await place.matched()
    users = {
        part["user_id"]
        for message in maya.groups[0].messages
        for part in _parts(message.blocks)
        if part["type"] == "user"
    }
    assert users == {maya.id, ruth.id}
