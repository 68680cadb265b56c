"""What nobody should send: a clear answer, or silence where an answer would leak; never a trace, never a change."""

import json
from dataclasses import replace
from typing import Any

import pytest

from adapters.slack.origin import Origin
from bot.commands import UNKNOWN, AddModerator, MentorAdmin, WithdrawRequest, encode
from bot.texts import common
from tests.adapters.slack.attended import Attended
from tests.simulators.slack import Answer, Envelope, Json, SlackPerson
from tests.simulators.slack.acting import payloads

WISH = {"state": "Ohio", "setting": "elementary", "topics": ["scheduling"], "free_times": "weekdays after 3pm"}
TABLES = ("members", "requests", "offers", "proposals", "matches", "events", "outbox", "drafts")
Kept = dict[str, int]


async def kept(place: Attended) -> Kept:
    return {table: await place.rows(table) for table in TABLES}


async def sends(place: Attended, payload: Json, person: SlackPerson | None = None) -> Answer:
    """An interaction or an event as it stands there."""
    kind: Any = "events_api" if "event" in payload else "slash_commands" if "command" in payload else "interactive"
    answer = await place.slack.acts.send(Envelope(place.slack.ids.small("bad-"), kind, payload), person)
    await place.settled()
    return answer


async def opens(place: Attended, person: SlackPerson, line: str) -> None:
    await person.types(line)
    await place.adapter.settled()


# Dialogs


TAMPERED = [
    "",
    "null",
    "[]",
    "{}",
    "not json",
    '{"action":1}',
    '{"action":"no-such-command"}',
    '{"action":"find-mentor:1:2:3:4:5:6:7"}',
    '{"action":"find-mentor","admin":true}',
    '{"action": "find-mentor"}',
    "[" * 3000,
    json.dumps({"action": "x" * 4000}, separators=(",", ":")),
]


async def test_a_form_whose_origin_was_tampered_with_changes_nothing(place: Attended) -> None:
    maya = place.person("Maya")
    before = await kept(place)
    for metadata in TAMPERED:
        await opens(place, maya, "/find-mentor")
        await maya.fills(WISH)
        answer = await maya.submits(forged_view={"private_metadata": metadata})
        await place.settled()
        assert answer.ok, metadata
        assert UNKNOWN in maya.form.words, metadata
        assert await kept(place) == before, metadata


async def test_somebody_elses_ids_in_the_origin_of_a_form_change_nothing(place: Attended) -> None:
    maya, ruth, eve = place.person("Maya"), place.person("Ruth"), place.person("Eve")
    await place.offers(ruth)
    await place.asks(maya)
    accept = next(p.action_id for p in ruth.direct[-1].elements if p.label == "Yes, I will")
    await opens(place, eve, "/find-mentor")
    before = await kept(place)
    await eve.submits(forged_values={}, forged_view={"private_metadata": Origin(accept).packed()})
    await place.settled()
    assert {**await kept(place), "members": 0} == {**before, "members": 0}, "but that Eve is known now"
    assert await place.rows("matches") == 0
    assert "Yes, I will" in ruth.direct[-1].buttons


async def test_another_action_in_the_origin_needs_the_same_rights(place: Attended) -> None:
    eve = place.person("Eve")
    await opens(place, eve, "/find-mentor")
    tampered = Origin(encode(AddModerator())).packed()
    forged = {"member/value": {"type": "users_select", "selected_user": eve.id}}
    await eve.submits(forged_values=forged, forged_view={"private_metadata": tampered})
    await place.settled()
    assert common.MODERATORS_ONLY in eve.form.words
    assert not (await place.bot.reader(place.account(eve))).moderator


@pytest.mark.parametrize("what", ["another card", "an address", "another card and its seal"])
async def test_the_card_that_an_origin_names_is_changed_only_if_we_named_it(place: Attended, what: str) -> None:
    """Was: a tampered origin put one's own answer in the place of any message, or sent it to any address."""
    maya, ruth = place.person("Maya"), place.person("Ruth")
    await place.offers(ruth)
    await place.asks(maya)
    post = place.mentoring.messages[-1]
    words = post.words
    await ruth.presses("No, sorry")
    await place.adapter.settled()
    ours = Origin(**json.loads(ruth.form.private_metadata))
    forged = {
        "another card": replace(ours, channel=post.channel.id, message=post.ts, seal=""),
        "another card and its seal": replace(ours, channel=post.channel.id, message=post.ts),
        "an address": replace(ours, response_url=f"{place.slack.url}/response/T0001/elsewhere"),
    }[what]
    heard = len(place.slack.calls)
    await ruth.submits(forged_view={"private_metadata": forged.packed()})
    await place.adapter.settled()
    assert post.words == words
    assert place.slack.calls[heard:] == []
    assert ruth.form.callback_id == "shown", "answered in the dialog instead"


async def test_a_seal_is_good_for_one_person(place: Attended) -> None:
    maya, ruth, eve = place.person("Maya"), place.person("Ruth"), place.person("Eve")
    await place.offers(ruth)
    await place.asks(maya)
    card = ruth.direct[-1]
    await ruth.presses("No, sorry")
    await place.adapter.settled()
    stolen = place.slack.views.open(eve, ruth.form.content)
    await eve.submits(stolen)
    await place.settled()
    assert "No, sorry" in card.buttons
    assert not card.edited


@pytest.mark.parametrize(
    ("field", "forged"),
    [
        ("state", {"type": "static_select", "selected_option": {"value": "Atlantis"}}),
        ("setting", {"type": "static_select", "selected_option": {"value": "moon"}}),
        ("topics", {"type": "multi_static_select", "selected_options": [{"value": "gossip"}]}),
        ("topics", {"type": "multi_static_select", "selected_options": [{"value": "scheduling"}] * 500}),
        ("state", {"type": "static_select", "selected_option": {"value": ["OH"]}}),
        ("state", {"type": "static_select", "selected_option": "OH"}),
        ("topics", {"type": "multi_static_select", "selected_options": "scheduling"}),
        ("free_times", {"type": "plain_text_input", "value": "x" * 100_000}),
        (
            "free_times",
            {"type": "plain_text_input", "value": "\x00\ud800 weekdays".encode("utf-8", "replace").decode()},
        ),
    ],
)
async def test_values_that_were_never_offered_are_refused_in_words(place: Attended, field: str, forged: Json) -> None:
    maya = place.person("Maya")
    await opens(place, maya, "/find-mentor")
    await maya.fills(WISH)
    action = maya.form.element(field).action_id
    answer = await maya.submits(forged_values={f"{field}/{action}": forged})
    await place.settled()
    assert answer.ok
    assert maya.form.callback_id == "form" or "Your request is in" in maya.form.words
    assert "code:" not in maya.form.words, "no defect"
    if maya.form.callback_id == "form":
        assert await place.rows("requests") == 0


@pytest.mark.parametrize(
    "state", [None, [], "x", {"values": []}, {"values": {"state": []}}, {"values": {"state": {"value": 1}}}]
)
async def test_a_form_with_a_misshapen_state_is_refused_in_words(place: Attended, state: Any) -> None:
    maya = place.person("Maya")
    await opens(place, maya, "/find-mentor")
    answer = await maya.submits(forged_view={"state": state})
    await place.settled()
    assert answer.ok
    assert "code:" not in maya.form.words
    assert await place.rows("requests") == 0


async def test_a_form_that_is_sent_after_the_thing_changed_is_answered_clearly(place: Attended) -> None:
    maya = place.person("Maya")
    await place.asks(maya)
    await maya.opens_home()
    await place.adapter.settled()
    await maya.presses("Add details", on=maya.home)
    await place.adapter.settled()
    request = json.loads(maya.form.private_metadata)["action"].split(":")[1]
    await place.does(maya, WithdrawRequest(request))
    before = await kept(place)
    answer = await maya.submits()
    await place.settled()
    assert answer.ok
    assert await kept(place) == before
    assert maya.form.callback_id in ("form", "shown")


# Buttons


async def test_somebody_elses_button_changes_nothing(place: Attended) -> None:
    maya, ruth, eve = place.person("Maya"), place.person("Ruth"), place.person("Eve")
    await place.offers(ruth)
    await place.asks(maya)
    card = ruth.direct[-1]
    button = card.element("Yes, I will")
    body = payloads.block_actions(eve, {"type": "button", "block_id": "b", "action_id": button.action_id}, card)
    answer = await sends(place, body, eve)
    assert answer.ok
    assert await place.rows("matches") == 0
    assert "Yes, I will" in card.buttons


OLDER = ["no-such-command:1", "", ":", "accept", "accept:%00", "accept:" + "x" * 248, "💥", "a#2"]


async def test_a_button_of_an_older_version_is_answered_clearly(place: Attended) -> None:
    maya, ruth = place.person("Maya"), place.person("Ruth")
    await place.offers(ruth)
    await place.asks(maya)
    before, card = await kept(place), ruth.direct[-1]
    for number, action in enumerate(OLDER, 1):
        answer = await ruth.forges({"type": "button", "block_id": "b", "action_id": action}, card)
        await place.settled()
        assert answer.ok, action
        assert len(ruth.ephemerals) == number, action
        assert ruth.ephemerals[-1].words, action
        assert "code:" not in ruth.ephemerals[-1].words, action
        assert await kept(place) == before, action


async def test_a_command_of_moderators_on_a_forged_button_is_refused(place: Attended) -> None:
    maya, eve = place.person("Maya"), place.person("Eve")
    await place.asks(maya)
    post = place.mentoring.messages[-1]
    await eve.forges({"type": "button", "block_id": "b", "action_id": encode(MentorAdmin())}, post)
    await place.adapter.settled()
    assert common.MODERATORS_ONLY in eve.ephemerals[-1].words


async def test_what_is_no_button_is_nothing(place: Attended) -> None:
    maya, ruth = place.person("Maya"), place.person("Ruth")
    await place.asks(maya)
    post = place.mentoring.messages[-1]
    action = post.element("I can help with this").action_id
    for kind in ("static_select", "overflow", "users_select", "checkboxes", "", 7):
        answer = await ruth.forges({"type": kind, "block_id": "b", "action_id": action}, post)
        await place.adapter.settled()
        assert answer.ok, kind
    assert not ruth.ephemerals
    assert not place.front.handled


# Typed lines


ODD = [
    "",
    "   ",
    "state:",
    'state:"',
    "x" * 30_000,
    "state:" + "x" * 30_000,
    "state:" + "🦉" * 3_000,
    'state:"' + "a b:c " * 3_000,
    "state:Ohio state:Texas",
    "\x00\x01\u202e",
    "<!channel> <@U123> *bold* @everyone",
    "https://example.org/?a=1&b=<2>",
    "nothing:here",
    "; DROP TABLE members",
    "=HYPERLINK(1)",
]


@pytest.mark.parametrize("name", ["/find-mentor", "/my-mentoring"])
async def test_odd_and_giant_lines_are_answered_in_words(place: Attended, name: str) -> None:
    """Was: a giant state after /find-mentor was a defect, because the dialog could not remember it."""
    maya = place.person("Maya")
    for text in ODD:
        before = len(maya.ephemerals)
        maya.modals.clear()
        answer = await maya.types(f"{name} {text}", place.mentoring)
        await place.adapter.settled()
        assert answer.ok, text[:50]
        shown = [*(m.words for m in maya.ephemerals[before:]), *(view.words for view in maya.modals)]
        assert len(shown) == 1, text[:50]
        assert shown[0], text[:50]
        assert "code:" not in shown[0], text[:50]
    assert await place.rows("requests") == 0


async def test_an_unknown_command_is_answered_with_the_nearest(place: Attended) -> None:
    maya = place.person("Maya")
    await maya.types("/find-mentors")
    assert "/find-mentor" in maya.ephemerals[-1].words


async def test_an_unknown_shortcut_is_answered_clearly(place: Attended) -> None:
    maya = place.person("Maya")
    for callback in ("no-such-shortcut", "open-setup", "mentor-stats", ""):
        await maya.uses_shortcut(callback)
        await place.adapter.settled()
        assert UNKNOWN in maya.form.words
    assert not place.front.handled
