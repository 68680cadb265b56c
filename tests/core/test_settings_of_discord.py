"""Discord's settings: a token that is never shown and is told from other things on the same pages."""

from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.ports.platforms import Platform
from bot.settings import Settings, load
from bot.settings_listed import listed
from bot.settings_together import conflicts, require_together

TOKEN = "MTA0MjQ0MjQ0MjQ0MjQ0MjQ0.GhIjKl.a-b_c" + "d" * 33
SLACK = {"SLACK_BOT_TOKEN": "xoxb-1-a", "SLACK_APP_TOKEN": "xapp-1-a"}
DISCORD = (Platform.DISCORD,)


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


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("DISCORD_TOKEN", "104244244244244244", "three parts with points between them"),  # the application's id
        ("DISCORD_TOKEN", "fJ2k_client-secret-of-32-letters", "not the given value"),
        ("DISCORD_TOKEN", f"Bot {TOKEN}", "from the app's page Bot, Reset Token"),
        ("DISCORD_TOKEN", f"{TOKEN}\nX-Header: 1", "three parts with points between them"),
        ("DISCORD_TOKEN", "xoxb-12345678-12345678", "three parts with points between them"),
        ("DISCORD_API_URL", "http://discord.com/api/v10", "an https address, not 'http://discord.com/api/v10'"),
        ("DISCORD_API_URL", "discord.com/api", "an https address, not 'discord.com/api'"),
        ("DISCORD_GATEWAY_URL", "ws://gateway.discord.gg", "a wss address, not 'ws://gateway.discord.gg'"),
        ("DISCORD_GATEWAY_URL", "https://gateway.discord.gg", "a wss address"),
        ("DISCORD_GATEWAY_URL", "wss://", "a wss address"),
        ("DISCORD_GATEWAY_URL", "wss://gateway.discord.gg/?v=10", "a wss address"),
    ],
)
def test_a_wrong_value_is_refused_and_a_secret_one_not_repeated(name: str, value: str, problem: str) -> None:
    with pytest.raises(SettingsError) as caught:
        loaded(**{name: value})
    text = str(caught.value)
    assert f"{name} must be " in text
    assert problem in text
    assert f"Example: {name}=" in text
    if name == "DISCORD_TOKEN":
        assert value not in text


def test_values_are_taken_as_they_are_pasted() -> None:
    settings = loaded(
        DISCORD_TOKEN=f" {TOKEN}\n",
        DISCORD_API_URL="http://127.0.0.1:8080/api/v10/",
        DISCORD_GATEWAY_URL="ws://127.0.0.1:8080/gateway",
        PLATFORMS="Discord, slack",
    )
    assert settings.discord_token == TOKEN
    assert settings.discord_api_url == "http://127.0.0.1:8080/api/v10"
    assert settings.discord_gateway_url == "ws://127.0.0.1:8080/gateway/"
    assert settings.platforms == (Platform.DISCORD, Platform.SLACK)


def test_without_being_set_the_addresses_are_discord_s() -> None:
    settings = loaded()
    assert settings.discord_api_url == "https://discord.com/api/v10"
    assert settings.discord_gateway_url == "wss://gateway.discord.gg/"


def test_the_token_is_neither_listed_nor_printed() -> None:
    settings = loaded(DISCORD_TOKEN=TOKEN)
    shown = {row.name: row.value for row in listed(settings)}
    assert shown["DISCORD_TOKEN"] == "***"
    assert TOKEN not in str(shown) + repr(settings) + str(settings)


def test_discord_needs_its_token_and_says_what_to_click() -> None:
    (sentence,) = conflicts(loaded(), DISCORD)
    assert "DISCORD_TOKEN is not given" in sentence
    assert "https://discord.com/developers/applications" in sentence
    assert "Reset Token" in sentence
    require_together(loaded(DISCORD_TOKEN=TOKEN), DISCORD)


def test_discord_and_slack_are_served_together() -> None:
    both = (Platform.SLACK, Platform.DISCORD)
    require_together(loaded(DISCORD_TOKEN=TOKEN, **SLACK), both)
    with pytest.raises(SettingsError, match="DISCORD_TOKEN is not given"):
        require_together(loaded(**SLACK), both)
    assert len(list(conflicts(loaded(), both))) == 3


def test_the_playground_is_not_served_beside_discord() -> None:
    with pytest.raises(SettingsError, match="PLATFORMS can't have playground beside another platform"):
        require_together(loaded(DISCORD_TOKEN=TOKEN), (Platform.PLAYGROUND, Platform.DISCORD))
