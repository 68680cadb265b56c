"""Slack's settings: secrets that are never shown, values that are recognized, and what goes together."""

import base64
from base64 import urlsafe_b64encode
from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.ports.platforms import Platform
from bot.settings import Settings, load
from bot.settings_listed import listed
from bot.settings_together import conflicts, require_together

# Not random: the names of tests are made of them, and every worker must find the same names.
KEY, OTHER = (urlsafe_b64encode(bytes([n] * 32)).decode() for n in (1, 2))
SLACK, PLAYGROUND = (Platform.SLACK,), (Platform.PLAYGROUND,)
BOT, APP, SIGNING = {"SLACK_BOT_TOKEN": "xoxb-1-a"}, {"SLACK_APP_TOKEN": "xapp-1-a"}, {"SLACK_SIGNING_SECRET": "s" * 32}
CLIENT = {"SLACK_CLIENT_ID": "12.34", "SLACK_CLIENT_SECRET": "client-secret"}
MANY = {**CLIENT, "SECRET_KEYS": KEY, "PUBLIC_URL": "https://mentors.example.org"}


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def loaded(**environment: str) -> Settings:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        return load()


def refusal(**environment: str) -> str:
    with pytest.raises(SettingsError) as caught:
        loaded(**environment)
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("SLACK_BOT_TOKEN", "xapp-1-swapped", "a token that begins with xoxb-, not the given value"),
        ("SLACK_BOT_TOKEN", "xoxp-1-of-a-person", "a token that begins with xoxb-"),
        ("SLACK_BOT_TOKEN", "xoxb- ?", "a token that begins with xoxb-"),
        ("SLACK_BOT_TOKEN", "xoxb-1-a\nX-Header: 1", "a token that begins with xoxb-"),
        ("SLACK_APP_TOKEN", "xoxb-1-swapped", "a token that begins with xapp-, not the given value"),
        ("SLACK_SIGNING_SECRET", "two words", "the app's signing secret, letters and digits"),
        ("SLACK_SIGNING_SECRET", "short", "the app's signing secret, letters and digits"),
        ("SLACK_CLIENT_ID", "A0123", "two numbers with a point between them, not 'A0123'"),
        ("SLACK_CLIENT_SECRET", "two words", "the app's client secret, letters and digits"),
        ("SECRET_KEYS", "a password", "one or more keys that `mentorbot slack key` made, not the given value"),
        ("SECRET_KEYS", f"{KEY},{KEY[:-4]}", "one or more keys that `mentorbot slack key` made"),
        ("SECRET_KEYS", base64.b64encode(bytes(31)).decode(), "one or more keys that `mentorbot slack key` made"),
        ("PUBLIC_URL", "http://mentors.example.org", "an https address, not 'http://mentors.example.org'"),
        ("PUBLIC_URL", "https://", "an https address"),
        ("PUBLIC_URL", "https://me:word@mentors.example.org", "an https address"),
        ("PUBLIC_URL", "https://mentors.example.org/?x=1", "an https address"),
        ("PUBLIC_URL", "https://mentors.example.org:no", "an https address"),
        ("PUBLIC_URL", "http://127.0.0.1", "an https address"),
        ("SLACK_API_URL", "http://slack.com/api", "an https address, not 'http://slack.com/api'"),
        ("SLACK_API_URL", "slack.com/api", "an https address, not 'slack.com/api'"),
    ],
)
def test_a_wrong_value_is_refused_and_a_secret_one_not_repeated(name: str, value: str, problem: str) -> None:
    text = refusal(**{name: value})
    assert f"{name} must be {problem}" in text
    assert f"Example: {name}=" in text
    if name not in ("SLACK_CLIENT_ID", "PUBLIC_URL", "SLACK_API_URL"):
        assert value not in text


def test_values_are_taken_as_they_are_pasted() -> None:
    settings = loaded(
        SLACK_BOT_TOKEN="  xoxb-1-a ",
        SECRET_KEYS=f"{KEY}, {OTHER} ,{KEY}",
        PUBLIC_URL="https://mentors.example.org/",
        SLACK_API_URL="https://slack-gov.com/api",
        PLATFORMS="Slack",
    )
    assert settings.slack_bot_token == "xoxb-1-a"
    assert settings.secret_keys == (KEY, OTHER)
    assert settings.public_url == "https://mentors.example.org"
    assert settings.slack_api_url == "https://slack-gov.com/api/"
    assert settings.platforms == SLACK


def test_secrets_are_neither_listed_nor_printed() -> None:
    given = {**BOT, **APP, **SIGNING, **MANY}
    settings = loaded(**given)
    shown = {row.name: row.value for row in listed(settings)}
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_CLIENT_SECRET", "SECRET_KEYS"):
        assert shown[name] == "***"
        assert given[name] not in str(shown) + repr(settings) + str(settings)
    assert shown["SLACK_CLIENT_ID"] == "12.34"
    assert {row.value for row in listed(loaded()) if row.name in {**BOT, **APP}} == {""}


@pytest.mark.parametrize(
    "given",
    [BOT | APP, BOT | SIGNING, BOT | APP | SIGNING, MANY | APP, MANY | SIGNING],
    ids=["one, socket", "one, http", "one, both", "many, socket", "many, http"],
)
def test_what_goes_together_is_served(given: dict[str, str]) -> None:
    require_together(loaded(**given), SLACK)


@pytest.mark.parametrize(
    ("given", "sentences"),
    [
        ({}, ["neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET", "neither SLACK_BOT_TOKEN nor SLACK_CLIENT_ID"]),
        (BOT, ["neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET is given"]),
        (APP, ["neither SLACK_BOT_TOKEN nor SLACK_CLIENT_ID is given"]),
        (BOT | APP | MANY, ["SLACK_BOT_TOKEN is for one workspace"]),
        (MANY | APP | {"SLACK_CLIENT_SECRET": ""}, ["but SLACK_CLIENT_SECRET is not given"]),
        (MANY | APP | {"SLACK_CLIENT_ID": ""}, ["but SLACK_CLIENT_ID is not given"]),
        (MANY | APP | {"SECRET_KEYS": ""}, ["SECRET_KEYS is not given. Make a key with: mentorbot slack key"]),
        (CLIENT | SIGNING | {"SECRET_KEYS": KEY}, ["PUBLIC_URL is not given"]),
    ],
)
def test_what_is_missing_is_said_all_at_once(given: dict[str, str], sentences: list[str]) -> None:
    settings = loaded(**given)
    found = list(conflicts(settings, SLACK))
    assert len(found) == len(sentences)
    assert all(sentence in text for sentence, text in zip(sentences, found, strict=True))
    with pytest.raises(SettingsError) as caught:
        require_together(settings, SLACK)
    assert str(caught.value).splitlines() == found


def test_without_slack_its_settings_do_not_matter() -> None:
    require_together(loaded(**BOT), PLAYGROUND)


def test_the_playground_is_not_served_beside_a_real_platform() -> None:
    with pytest.raises(SettingsError, match="PLATFORMS can't have playground beside another platform"):
        require_together(loaded(**BOT, **APP), (Platform.PLAYGROUND, Platform.SLACK))
