"""Payloads that Slack never sends: acknowledged, without a defect, a change or a member that nobody is."""

import copy
import json
from typing import Any

from tests.adapters.slack.attended import Attended
from tests.simulators.slack import Answer, Envelope, Json, SlackPerson
from tests.simulators.slack.acting import payloads

Path = tuple[str, ...]


async def sends(place: Attended, payload: Json, person: SlackPerson, kind: Any = "interactive") -> Answer:
    answer = await place.slack.acts.send(Envelope(place.slack.ids.small("bad-"), kind, payload), person)
    await place.settled()
    return answer


def without(payload: Json, *path: str) -> Json:
    changed = copy.deepcopy(payload)
    inner = changed
    for name in path[:-1]:
        inner = inner[name]
    inner.pop(path[-1], None)
    return changed


def with_(payload: Json, value: Any, *path: str) -> Json:
    changed = copy.deepcopy(payload)
    inner = changed
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = value
    return changed


def press_of(place: Attended, person: SlackPerson) -> Json:
    post = place.mentoring.messages[0]
    button = post.element("I can help with this")
    action = {"type": "button", "block_id": button.block_id, "action_id": button.action_id}
    return payloads.block_actions(person, action, post)


PARTS_OF_A_PRESS: tuple[Path, ...] = (
    ("user",),
    ("user", "id"),
    ("actions",),
    ("container",),
    ("channel",),
    ("team",),
    ("trigger_id",),
    ("type",),
)


async def test_a_press_with_something_missing_is_acknowledged_and_no_defect(either: Attended) -> None:
    """Was: without a user it made a member of nobody, without actions Bolt gave no acknowledgement."""
    maya, ruth = either.person("Maya"), either.person("Ruth")
    await either.asks(maya)
    for path in PARTS_OF_A_PRESS:
        members, seen, handled = await either.rows("members"), len(ruth.ephemerals), len(either.front.handled)
        answer = await sends(either, without(press_of(either, ruth), *path), ruth)
        assert answer.ok, path
        assert answer.body == {}, path
        if path[0] in ("user", "actions", "type"):
            assert len(either.front.handled) == handled, path
            assert len(ruth.ephemerals) == seen, path
            assert await either.rows("members") == members, path
    assert not [m for m in ruth.seen if "code:" in m.words]


SHAPES: tuple[tuple[Path, Any], ...] = (
    (("user",), "U00000002"),
    (("user",), 7),
    (("user", "id"), None),
    (("user", "id"), 7),
    (("user", "id"), ["U00000002"]),
    (("actions",), []),
    (("actions",), [[]]),
    (("actions",), "x"),
    (("actions",), None),
    (("actions",), [{"type": "button"}]),
    (("actions",), [{"type": "button", "action_id": None}]),
    (("actions",), [{"type": "button", "action_id": 7, "block_id": 8}]),
    (("team",), 7),
    (("team",), {"id": 7}),
    (("container",), []),
    (("container",), {"channel_id": 1, "message_ts": 2}),
    (("channel",), 7),
    (("view",), "x"),
    (("type",), "block_action"),
    (("type",), 7),
    (("enterprise",), 7),
)


async def test_a_press_of_another_shape_is_acknowledged_and_no_defect(either: Attended) -> None:
    maya, ruth = either.person("Maya"), either.person("Ruth")
    await either.asks(maya)
    for path, value in SHAPES:
        answer = await sends(either, with_(press_of(either, ruth), value, *path), ruth)
        assert answer.ok, (path, value)
        assert not [m for m in ruth.seen if "code:" in m.words], (path, value)
    assert await either.rows("members") <= 2
    assert await either.rows("proposals") == 0


PARTS_OF_A_FORM: tuple[Path, ...] = (
    ("view",),
    ("user",),
    ("view", "id"),
    ("view", "state"),
    ("view", "blocks"),
    ("view", "callback_id"),
)


async def test_a_form_with_something_missing_is_acknowledged(either: Attended) -> None:
    maya = either.person("Maya")
    for path in PARTS_OF_A_FORM:
        await maya.types("/find-mentor")
        await either.adapter.settled()
        either.front.handled.clear()
        answer = await sends(either, without(payloads.view_submission(maya, maya.form), *path), maya)
        assert answer.ok, path
        assert "code:" not in json.dumps(answer.body), path
        if path[0] == "user":
            assert not either.front.handled
    assert await either.rows("requests") == 0


PARTS_OF_A_LINE: tuple[str, ...] = ("user_id", "command", "text", "team_id", "trigger_id", "response_url")


async def test_a_slash_command_with_something_missing_is_acknowledged(either: Attended) -> None:
    maya = either.person("Maya")
    for name in PARTS_OF_A_LINE:
        body = without(payloads.command(maya, either.mentoring, "/my-mentoring", ""), name)
        answer = await sends(either, body, maya, "interactive" if name == "command" else "slash_commands")
        assert answer.ok, name
        assert "code:" not in json.dumps(answer.body), name
    assert await either.rows("members") == 0


UNKNOWN_KINDS: tuple[Json, ...] = (
    {"type": "dialog_submission", "callback_id": "x"},
    {"type": "interactive_message", "callback_id": "x", "actions": [{"name": "a"}]},
    {"type": "workflow_step_edit", "callback_id": "x"},
    {"type": "something_new"},
    {"type": "block_suggestion"},
    {"type": "block_suggestion", "action_id": "value", "block_id": "state", "value": "x"},
    {"type": "view_closed"},
    {"type": "view_closed", "view": {}},
    {"type": "shortcut"},
    {"type": "message_action", "callback_id": "ask-with-this", "message": "x"},
    {},
)


async def test_interactions_that_nobody_knows_are_acknowledged_and_nothing_else(either: Attended) -> None:
    """Was: over a socket they were not acknowledged at all, by HTTP they were answered with 404."""
    maya = either.person("Maya")
    for body in UNKNOWN_KINDS:
        known = {**payloads.interaction(maya, "x"), "trigger_id": either.slack.triggers.issue(maya)}
        answer = await sends(either, {**known, **body} if body else {}, maya)
        assert answer.ok, body
    assert await either.rows("members") == 0
    assert not maya.direct
