"""The manifest: complete, within Slack's limits, and no more than the bot needs."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from jsonschema import Draft7Validator
from referencing import Registry
from referencing.jsonschema import DRAFT7

from adapters.slack.inbound import ASK_WITH_THIS, OFFER_ON_MESSAGE
from adapters.slack.manifest import COLOR, Transport, manifest, public
from adapters.slack.scopes import BOT_SCOPES, EVENTS, SCOPES
from bot.commands import COMMANDS, SLASH
from bot.errors import UserError
from tests.simulators.slack.app import SlackApp
from tests.simulators.slack.events import SCOPE_OF

SPECS = Path(__file__).parents[4] / "shared/specs/slack"
RAW = "https://raw.githubusercontent.com/slackapi/manifest-schema/v0.5.0/schemas/"
HERE = "https://mentors.example.org"
Json = dict[str, object]

KINDS: list[Json] = [
    manifest(name="mentorbot", transport=Transport.SOCKET),
    manifest(name="mentorbot", transport=Transport.HTTP, url=HERE),
    manifest(name="mentorbot", transport=Transport.SOCKET, url=HERE, distributed=True),
    manifest(name="Mentors of Ohio", transport=Transport.HTTP, url=HERE, distributed=True, org=True),
]
SOCKET, HTTP, SOCKET_FOR_MANY, HTTP_FOR_MANY = KINDS


def part(of: Json, *path: str) -> Json:
    for name in path:
        inner = of[name]
        assert isinstance(inner, dict)
        of = inner
    return of


def rows(of: Json, *path: str) -> list[Json]:
    *way, last = path
    found = part(of, *way)[last]
    assert isinstance(found, list)
    return found


def texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for inner in value.values() for text in texts(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in texts(inner)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize("made", KINDS)
def test_slack_s_own_schema_takes_it(made: Json) -> None:
    if not SPECS.exists():
        pytest.skip("the shared contracts of Slack are not here")
    schemas = {name: json.loads((SPECS / name).read_text()) for name in sorted(p.name for p in SPECS.glob("manifest*"))}
    known = [(RAW + name, DRAFT7.create_resource(schema)) for name, schema in schemas.items()]
    everything: Registry[Any] = Registry().with_resources(known)
    validator = Draft7Validator(schemas["manifest.schema.json"], registry=everything)
    problems = [problem.message for problem in validator.iter_errors(made)]
    assert problems == []
    assert list(validator.iter_errors({**made, "surprise": 1}))


@pytest.mark.parametrize("made", KINDS)
def test_it_keeps_to_slack_s_limits(made: Json) -> None:
    shown = part(made, "display_information")
    assert len(str(shown["name"])) <= 35
    assert len(str(shown["description"])) <= 140
    assert 175 <= len(str(shown["long_description"])) <= 4000
    for command in rows(made, "features", "slash_commands"):
        assert re.fullmatch(r"/[a-z][a-z-]{0,30}", str(command["command"]))
        assert 1 <= len(str(command["description"])) <= 2000
    names = [str(shortcut["name"]) for shortcut in rows(made, "features", "shortcuts")]
    assert all(len(name) <= 24 for name in names)
    assert len(set(names)) == len(names)
    assert all(len(str(shortcut["description"])) <= 150 for shortcut in rows(made, "features", "shortcuts"))
    assert "!" not in "".join(texts(made))


def test_every_slash_command_is_there_with_its_options() -> None:
    made = {str(row["command"]): row for row in rows(SOCKET, "features", "slash_commands")}
    assert set(made) == {f"/{slash.name}" for slash in SLASH}
    assert made["/find-mentor"]["usage_hint"] == "[state:...] [setting:...] [topic:...]"
    assert "usage_hint" not in made["/my-mentoring"]
    assert all(row["should_escape"] is False for row in made.values())


def test_shortcuts_are_what_the_inbound_side_understands() -> None:
    made = {(str(row["type"]), str(row["callback_id"])) for row in rows(SOCKET, "features", "shortcuts")}
    everywhere = {callback for kind, callback in made if kind == "global"}
    assert everywhere == {"open-find-mentor", "open-offer-mentoring"}
    assert everywhere <= set(COMMANDS)
    assert {callback for kind, callback in made if kind == "message"} == {ASK_WITH_THIS, OFFER_ON_MESSAGE}


@pytest.mark.parametrize("made", KINDS)
def test_people_can_write_to_the_bot_and_find_its_home(made: Json) -> None:
    assert part(made, "features", "app_home") == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }
    assert part(made, "features", "bot_user") == {
        "display_name": part(made, "display_information")["name"],
        "always_online": True,
    }


@pytest.mark.parametrize("made", KINDS)
def test_each_event_has_its_scope_and_each_scope_its_reason(made: Json) -> None:
    granted = part(made, "oauth_config", "scopes")["bot"]
    assert granted == list(BOT_SCOPES)
    assert part(made, "settings", "event_subscriptions")["bot_events"] == [event.name for event in EVENTS]
    assert {event.scope for event in EVENTS if event.scope} <= set(BOT_SCOPES)
    assert {event.name: event.scope for event in EVENTS if event.scope} == {
        event.name: SCOPE_OF[event.name] for event in EVENTS if event.name in SCOPE_OF
    }
    assert all(scope.why.endswith(".") for scope in SCOPES)
    assert all(event.why.endswith(".") for event in EVENTS)


def test_the_bot_can_t_read_what_people_write_to_each_other() -> None:
    assert {scope for scope in BOT_SCOPES if scope.endswith(":history")} == {"im:history"}
    heard = {event.name for event in EVENTS}
    assert {name for name in heard if name.startswith("message")} == {"message.im"}
    assert heard.isdisjoint({"app_mention", "member_joined_channel", "member_left_channel"})


@pytest.mark.parametrize("made", [SOCKET, SOCKET_FOR_MANY])
def test_socket_mode_needs_no_address_for_what_happens(made: Json) -> None:
    assert part(made, "settings")["socket_mode_enabled"] is True
    assert "/slack/events" not in json.dumps(made)


@pytest.mark.parametrize("made", [HTTP, HTTP_FOR_MANY])
def test_over_http_everything_comes_to_one_address(made: Json) -> None:
    there = f"{HERE}/slack/events"
    assert part(made, "settings")["socket_mode_enabled"] is False
    assert part(made, "settings", "event_subscriptions")["request_url"] == there
    assert part(made, "settings", "interactivity") == {
        "is_enabled": True,
        "request_url": there,
        "message_menu_options_url": there,
    }
    assert {row["url"] for row in rows(made, "features", "slash_commands")} == {there}


def test_only_an_app_for_many_sends_people_back_after_installing() -> None:
    back = [f"{HERE}/slack/oauth_redirect"]
    assert part(SOCKET_FOR_MANY, "oauth_config")["redirect_urls"] == back
    assert part(HTTP_FOR_MANY, "oauth_config")["redirect_urls"] == back
    assert "redirect_urls" not in part(SOCKET, "oauth_config")
    assert "redirect_urls" not in part(HTTP, "oauth_config")


@pytest.mark.parametrize("made", KINDS)
def test_tokens_don_t_expire_and_slack_hosts_nothing(made: Json) -> None:
    assert part(made, "settings")["token_rotation_enabled"] is False
    assert part(made, "settings")["is_hosted"] is False
    assert part(made, "settings")["org_deploy_enabled"] is (made is HTTP_FOR_MANY)


def test_the_simulated_slack_is_configured_by_it() -> None:
    app = SlackApp()
    app.configure(HTTP_FOR_MANY)
    assert app.commands == {f"/{slash.name}" for slash in SLASH}
    assert app.scopes == list(BOT_SCOPES)
    assert app.events == {event.name for event in EVENTS}
    assert app.home_tab
    assert app.messages_tab
    assert not app.messages_tab_read_only
    assert app.interactivity


def test_white_letters_stand_out_on_the_app_s_color() -> None:
    channels = [int(COLOR[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    assert 1.05 / (luminance + 0.05) >= 4.5


# What Slack would refuse is refused here, in a sentence


@pytest.mark.parametrize("name", ["", "   ", "x" * 36])
def test_a_name_has_1_to_35_characters(name: str) -> None:
    with pytest.raises(UserError, match="1 to 35 characters"):
        manifest(name=name, transport=Transport.SOCKET)


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("", "https://"),
        ("http://mentors.example.org", "https://"),
        ("mentors.example.org", "https://"),
        ("https://", "name of the server"),
        ("https://[", "name of the server"),
        ("https://localhost", "Socket Mode"),
        ("https://mentors", "Socket Mode"),
        ("https://two words.example.org", "Socket Mode"),
        ("https://127.0.0.1:8000", "Socket Mode"),
        ("https://192.168.0.7", "Socket Mode"),
        ("https://nas.local", "Socket Mode"),
        ("https://mentors.example.org/slack/events", "adds /slack/events itself"),
        ("https://mentors.example.org?x=1", "adds /slack/events itself"),
        ("https://me:secret@mentors.example.org", "adds /slack/events itself"),
    ],
)
def test_an_address_that_slack_can_t_reach_is_refused(url: str, problem: str) -> None:
    with pytest.raises(UserError, match=problem):
        manifest(name="mentorbot", transport=Transport.HTTP, url=url)


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        (f" {HERE}/ ", HERE),
        (f"{HERE}:8443", f"{HERE}:8443"),
        (f"{HERE}/bot/", f"{HERE}/bot"),
        ("https://slackers.example.org", "https://slackers.example.org"),
    ],
)
def test_an_address_may_have_a_port_or_a_folder(url: str, kept: str) -> None:
    assert public(url) == kept
    assert urlsplit(kept).scheme == "https"
