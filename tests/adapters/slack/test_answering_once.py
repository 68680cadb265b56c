"""What Slack delivers again, and what people press again, is done and said once; also across a restart."""

import asyncio

from tests.adapters.slack.attended import Attended
from tests.simulators.slack import Envelope
from tests.simulators.slack.acting.payloads import block_actions


async def test_the_same_envelope_twice_opens_no_second_dialog_and_says_nothing(place: Attended) -> None:
    """Was: the second delivery spent the trigger again and told the person that something went wrong."""
    maya = place.person("Maya")
    opened = await maya.types("/find-mentor")
    await place.adapter.settled()
    again = await place.slack.redeliver(opened)
    await place.adapter.settled()
    assert again.ok
    assert [call.method for call in place.calls(opened)] == ["views.open"]
    assert not maya.ephemerals
    assert len(place.front.handled) == 1


async def test_the_same_press_twice_is_answered_once(either: Attended) -> None:
    maya, ruth = either.person("Maya"), either.person("Ruth")
    await either.asks(maya)
    pressed = await ruth.presses("I can help with this")
    await either.adapter.settled()
    for _ in range(2):
        assert (await either.slack.redeliver(pressed)).ok
    await either.settled()
    assert len(ruth.ephemerals) == 1
    assert len(either.front.handled) == 1


async def test_a_press_that_comes_again_while_it_is_answered_is_answered_once(place: Attended) -> None:
    maya, ruth = place.person("Maya"), place.person("Ruth")
    await place.asks(maya)
    post = place.mentoring.messages[-1]
    button = post.element("I can help with this")
    action = {"type": "button", "block_id": button.block_id, "action_id": button.action_id}
    press = Envelope("envelope-x", "interactive", block_actions(ruth, action, post))
    place.front.gate.clear()
    both = [asyncio.create_task(place.slack.acts.send(press, ruth)) for _ in range(2)]
    await place.front.asked.wait()
    place.front.gate.set()
    assert all(answer.ok for answer in await asyncio.gather(*both))
    await place.adapter.settled()
    assert len(place.front.handled) == 1
    assert len(ruth.ephemerals) == 1


async def test_the_same_form_twice_gets_the_same_answer_and_counts_once(place: Attended) -> None:
    maya = place.person("Maya")
    await maya.types("/find-mentor")
    await place.adapter.settled()
    await maya.fills({"state": "Ohio", "setting": "elementary", "topics": ["scheduling"], "free_times": "weekdays"})
    sent = await maya.submits()
    again = await place.slack.redeliver(sent)
    await place.settled()
    assert again.body == sent.body
    assert await place.rows("requests") == 1
    posts = [m for m in place.mentoring.messages if "looking for a mentor" in m.words]
    assert len(posts) == 1


async def test_what_came_before_a_restart_changes_nothing_when_it_comes_again(either: Attended) -> None:
    maya, ruth = either.person("Maya"), either.person("Ruth")
    await either.offers(ruth)
    await either.asks(maya)
    opened = await maya.types("/find-mentor")
    pressed = await ruth.presses("Yes, I will")
    await either.settled()
    written = {person.id: len(person.notifications) for person in (maya, ruth)}
    matches = await either.rows("matches")
    await either.restart()
    for answer in (opened, pressed):
        assert (await either.slack.redeliver(answer)).ok
    await either.settled()
    assert matches == await either.rows("matches") == 1
    assert written == {person.id: len(person.notifications) for person in (maya, ruth)}
    assert not maya.ephemerals
    assert not ruth.ephemerals
    either.slack.expected_violations("exchanged_trigger_id")


async def test_a_restart_leaves_every_button_and_every_open_form_working(either: Attended) -> None:
    maya, ruth = either.person("Maya"), either.person("Ruth")
    await either.offers(ruth)
    await either.asks(maya)
    card = ruth.direct[-1]
    await ruth.presses("No, sorry")
    await either.adapter.settled()
    await either.restart()
    await ruth.submits()
    await either.settled()
    assert "No, sorry" not in card.buttons
    assert await either.rows("proposals") == 1


async def test_two_presses_at_the_same_time_make_one_match(place: Attended) -> None:
    maya, ruth = place.person("Maya"), place.person("Ruth")
    await place.offers(ruth)
    await place.asks(maya)
    card = ruth.direct[-1]
    first, second = await asyncio.gather(*(ruth.presses("Yes, I will", on=card) for _ in range(2)))
    await place.settled()
    assert first.ok
    assert second.ok
    assert await place.rows("matches") == 1
    assert len(maya.groups) == 1
    assert len(maya.groups[0].messages) == 1


async def test_a_defect_is_not_remembered_when_the_same_press_comes_again(place: Attended) -> None:
    maya, ruth = place.person("Maya"), place.person("Ruth")
    await place.offers(ruth)
    await place.asks(maya)
    place.front.failure = RuntimeError("a defect")
    card = ruth.direct[-1]
    failed = await ruth.presses("Yes, I will", on=card)
    await place.adapter.settled()
    assert "Yes, I will" in card.buttons
    place.front.failure = None
    await place.slack.redeliver(failed)
    await place.adapter.settled()
    assert "Yes, I will" not in card.buttons
