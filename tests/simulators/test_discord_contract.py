"""The official document and our own list of limits say what is wrong, and nothing of what is right."""

from typing import Any

import pytest

from tests.simulators.simulated_discord.contract import _check, _document, needs_contract, problems_of
from tests.simulators.simulated_discord.limits import commands_problems, message_problems, modal_problems

Json = dict[str, Any]

BUTTON: Json = {"type": 2, "style": 1, "label": "Yes", "custom_id": "accept:a"}
ROW: Json = {"type": 1, "components": [BUTTON]}
TEXT: Json = {"type": 10, "content": "Hello"}
MESSAGE: Json = {
    "flags": 32768,
    "nonce": "abc",
    "enforce_nonce": True,
    "tts": False,
    "allowed_mentions": {"parse": [], "users": [1234567890123456789]},
    "components": [TEXT, {"type": 17, "components": [{"type": 14}, ROW]}],
}
INPUT: Json = {"type": 4, "style": 1, "custom_id": "note", "required": False, "max_length": 20, "value": "Hello"}
OPTIONS: list[Json] = [{"label": "A", "value": "a", "default": True}, {"label": "B", "value": "b"}]
SELECT: Json = {"type": 3, "custom_id": "state", "options": OPTIONS, "min_values": 0, "required": False}
RADIO: Json = {"type": 21, "custom_id": "kind", "options": OPTIONS}
BOXES: Json = {"type": 22, "custom_id": "topics", "options": OPTIONS, "min_values": 0, "required": False}
COMMAND: Json = {
    "name": "find-mentor",
    "description": "Ask for a mentor",
    "type": 1,
    "nsfw": False,
    "contexts": [0, 1],
    "options": [{"type": 3, "name": "state", "description": "Your state", "autocomplete": True}],
}
MODAL_PATH = "/interactions/1/token/callback?with_response=1"


def label(component: Json, **more: object) -> Json:
    return {"type": 18, "label": "A label", "component": component, **more}


def modal(*components: Json, **more: object) -> Json:
    return {"custom_id": "find-mentor", "title": "Find a mentor", "components": list(components), **more}


MODAL = modal(label(INPUT, description="In your words"), label(SELECT), label(RADIO), label(BOXES), TEXT)


@needs_contract
@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/channels/123/messages", MESSAGE),
        ("POST", "/api/v10/channels/123/messages", MESSAGE),
        ("GET", "/channels/123/messages?limit=100&before=1234567890123456789", None),
        ("GET", "/applications/1/commands?with_localizations=true", None),
        ("PATCH", "/channels/1/messages/2", {"components": [TEXT], "flags": 32768, "tts": False}),
        ("PATCH", "/webhooks/1/token/messages/@original", {"components": [TEXT], "tts": False}),
        ("POST", MODAL_PATH, {"type": 9, "data": MODAL}),
        ("POST", MODAL_PATH, {"type": 5, "data": {"flags": 64}}),
        ("POST", MODAL_PATH, {"type": 6}),
        ("POST", MODAL_PATH, {"type": 8, "data": {"choices": [{"name": "Ohio", "value": "OH"}]}}),
        ("PUT", "/applications/1/commands", [COMMAND]),
        ("POST", "/users/@me/channels", {"recipient_id": 1234567890123456789}),
        ("POST", "/users/@me/channels", {"recipient_id": "1234567890123456789"}),
        (
            "POST",
            "/channels/1/threads",
            {"name": "M and R", "type": 12, "invitable": False, "rate_limit_per_user": None},
        ),
        ("PUT", "/channels/1/thread-members/2", None),
    ],
)
def test_what_discord_takes_has_no_problems(method: str, path: str, body: object) -> None:
    assert problems_of(method, path, body) == []


@needs_contract
@pytest.mark.parametrize(
    ("method", "path", "body", "said"),
    [
        ("POST", "/channels/1/messages", {**MESSAGE, "surprise": 1}, "surprise is unknown"),
        ("POST", "/channels/1/messages", {**MESSAGE, "nonce": "n" * 26}, "/nonce"),
        ("POST", "/channels/1/messages", {**MESSAGE, "nsfw": True}, "nsfw is unknown"),
        ("POST", "/channels/1/messages", {"components": [{"type": 18}]}, "/components/0: {'type': 18} is of none"),
        (
            "POST",
            "/channels/1/messages",
            {"components": [{"type": 1, "components": [{**BUTTON, "style": 9}]}]},
            "/style",
        ),
        (
            "POST",
            "/channels/1/messages",
            {"components": [{**TEXT, "content": 5}]},
            "/components/0/content: 5 should be",
        ),
        (
            "POST",
            "/channels/1/messages",
            {"allowed_mentions": {"users": ["x"]}},
            "/allowed_mentions/users/0: 'x' is no id",
        ),
        ("PATCH", "/channels/1/messages/2", {"tts": True}, "tts is unknown"),
        ("POST", MODAL_PATH, {"type": 9, "data": {**MODAL, "title": "t" * 46}}, "/data/title"),
        ("POST", MODAL_PATH, {"type": 9, "data": modal(label(BUTTON))}, "/data/components/0/component"),
        ("POST", MODAL_PATH, {"type": 9, "data": modal(label({**RADIO, "options": OPTIONS[:1]}))}, "/options"),
        ("POST", MODAL_PATH, {"type": 77}, "is of none of the kinds"),
        ("POST", "/channels/1/messages", None, "a body is needed"),
        ("PUT", "/channels/1/thread-members/2", {}, "takes no body"),
        ("POST", "/channels/1/messages?surprise=1", MESSAGE, "?surprise is unknown"),
        ("GET", "/channels/1/messages?limit=101", None, "?limit: 101 is above 100"),
        ("GET", "/channels/1/messages?before=now", None, "?before: 'now' is no id"),
        ("POST", "/interactions/1/token/callback?with_response=yes", {"type": 6}, "?with_response: 'yes' should be"),
        ("GET", "/guilds/1/members/search?limit=1", None, "?query is missing"),
        ("POST", "/nowhere", {}, "there is no such path"),
        ("DELETE", "/users/@me/channels", None, "there is no such method"),
    ],
)
def test_what_discord_refuses_is_named_with_its_place(method: str, path: str, body: object, said: str) -> None:
    problems = problems_of(method, path, body)
    assert any(said in problem for problem in problems), problems


@needs_contract
def test_every_body_of_the_document_is_understood() -> None:
    """A keyword that the reader of schemas does not know raises, so none is passed over."""
    bodies = [
        (path, method)
        for path, methods in _document()["paths"].items()
        for method, operation in methods.items()
        if isinstance(operation, dict) and "requestBody" in operation
    ]
    assert len(bodies) > 50
    for path, method in bodies:
        assert callable(_check(path, method))
        _check(path, method)({"type": 1, "components": [], "data": {}}, "")


def test_our_list_is_content_with_what_is_right() -> None:
    assert message_problems(MESSAGE) == []
    assert message_problems({"content": "Plain", "components": [ROW]}) == []
    assert message_problems({"flags": 64}) == []
    assert modal_problems(MODAL) == []
    assert commands_problems([COMMAND, {"name": "Ask for a mentor", "type": 2}]) == []


MANY = [{**ROW, "components": [{**BUTTON, "custom_id": f"a:{n}"}]} for n in range(21)]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"content": "x"}, "content can't stand"),
        ({"embeds": [{}]}, "embeds can't stand"),
        ({"components": []}, "an empty message"),
        ({"components": MANY}, "42 components"),
        ({"components": [{**TEXT, "content": "x" * 2100}, {**TEXT, "content": "x" * 2100}]}, "4200 characters"),
        ({"components": [ROW, ROW]}, "custom_id 'accept:a' is there 2 times"),
        ({"components": [{**TEXT, "id": 7}, {**ROW, "id": 7}]}, "id 7 is there 2 times"),
        ({"components": [{**TEXT, "content": " "}]}, "nothing visible"),
        ({"components": [BUTTON]}, "a 2 can't stand at the top"),
        ({"components": [{"type": 1, "components": []}]}, "a row holds"),
        ({"components": [{"type": 1, "components": [BUTTON, SELECT]}]}, "a row holds"),
        ({"components": [{"type": 1, "components": [{**BUTTON, "label": "x" * 81}]}]}, "label must have"),
        ({"components": [{"type": 1, "components": [{**BUTTON, "url": "https://x.test"}]}]}, "opens an address"),
        ({"components": [{"type": 1, "components": [{"type": 2, "style": 1, "label": "x"}]}]}, "without a custom_id"),
        ({"components": [{"type": 17, "components": [{"type": 17, "components": [TEXT]}]}]}, "can't hold"),
        ({"components": [{"type": 13, "file": {"url": "https://x.test/a.ics"}}]}, "a file is attached"),
        ({"components": [{"type": 13, "file": {"url": "attachment://a b.ics"}}]}, "no attachment's name"),
        ({"components": [{"type": 13, "file": {"url": "attachment://a.ics"}}], "attachments": []}, "not attached"),
        ({"nonce": "n" * 26}, "nonce must have"),
        ({"flags": 0}, "needs the flag"),
    ],
)
def test_our_list_names_what_is_wrong_with_a_message(change: Json, said: str) -> None:
    problems = message_problems({**MESSAGE, **change})
    assert any(said in problem for problem in problems), problems


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (modal(), "0 components of a modal"),
        (modal(*[label({**INPUT, "custom_id": str(n)}) for n in range(6)]), "6 components of a modal"),
        (modal(label(INPUT), label(INPUT)), "custom_id 'note' is there 2 times"),
        (modal(label(INPUT, label="x" * 46)), "label must have"),
        (modal(label(INPUT, description="")), "description must have"),
        (modal(label({**INPUT, "value": "x" * 21})), "the value has 21"),
        (modal(label({**INPUT, "label": "x"})), "belongs to the Label"),
        (modal(label({**INPUT, "placeholder": "x" * 101})), "placeholder"),
        (modal(label({**SELECT, "required": True})), "min_values 0 needs required false"),
        (modal(label({**SELECT, "max_values": 3})), "more can be chosen"),
        (modal(label({**SELECT, "options": OPTIONS * 2})), "two options have one value"),
        (modal(label({**SELECT, "disabled": False})), "nothing can be disabled"),
        (modal(label({**RADIO, "options": [{**o, "default": True} for o in OPTIONS]})), "2 options are chosen"),
        (modal(label({**BOXES, "max_values": 3})), "more can be ticked"),
        (modal({"type": 1, "components": [INPUT]}), "a 1 stands in a modal"),
        (modal(TEXT, title="t" * 46), "title must have"),
        (modal(TEXT, surprise=1), "surprise is unknown"),
    ],
)
def test_our_list_names_what_is_wrong_with_a_modal(changed: Json, said: str) -> None:
    problems = modal_problems(changed)
    assert any(said in problem for problem in problems), problems


OPTION: Json = COMMAND["options"][0]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": "Find-mentor"}, "the name"),
        ({"name": "find mentor"}, "the name"),
        ({"name_localizations": {"de": "Mentor-finden"}}, "the name"),
        ({"name_localizations": {"xx": "mentor"}}, "no locale"),
        ({"description": "d" * 101}, "description"),
        ({"contexts": [0, 0]}, "contexts"),
        ({"options": [OPTION, {**OPTION, "name": "b", "required": True}]}, "behind one that need not"),
        ({"options": [OPTION, OPTION]}, "one name"),
        ({"options": [{**OPTION, "choices": [{"name": "A", "value": "a"}]}]}, "choices and autocomplete"),
        ({"options": [{**OPTION, "name": f"o{n}"} for n in range(26)]}, "26 options"),
    ],
)
def test_our_list_names_what_is_wrong_with_a_command(change: Json, said: str) -> None:
    problems = commands_problems([{**COMMAND, **change}])
    assert any(said in problem for problem in problems), problems


def test_our_list_counts_commands_and_their_characters() -> None:
    assert any("101 commands" in each for each in commands_problems([{**COMMAND, "name": f"c{n}"} for n in range(101)]))
    assert any("two commands" in each for each in commands_problems([COMMAND, COMMAND]))
    choices = [{"name": f"{n:02}" + "x" * 98, "value": "y" * 100} for n in range(25)]
    options = [{"type": 3, "name": f"o{n}", "description": "d", "choices": choices} for n in range(2)]
    assert any("characters in all" in each for each in commands_problems([{**COMMAND, "options": options}]))
