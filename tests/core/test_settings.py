"""Settings are read from the environment and `.env`; a wrong one is refused with its name, problem and an example."""

from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.ports.platforms import Platform
from bot.settings import LogFormat, LogLevel, Settings, load, require_loopback
from bot.settings_listed import env_example, listed

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def refusal(**environment: str) -> str:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        with pytest.raises(SettingsError) as caught:
            load()
    return str(caught.value)


def test_without_any_setting_everything_lies_in_the_data_folder() -> None:
    settings = load()

    assert settings.database_url == "sqlite:///data/mentorbot.db"
    assert settings.playground_database_url == "sqlite:///data/playground.db"
    assert (settings.host, settings.port, settings.platforms) == ("127.0.0.1", 8000, (Platform.PLAYGROUND,))


def test_the_data_folder_moves_both_databases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_DIR", "/srv/mentorbot")

    assert load().database_url == "sqlite:////srv/mentorbot/mentorbot.db"
    assert load().playground_database_url == "sqlite:////srv/mentorbot/playground.db"


def test_the_environment_goes_before_the_file_and_an_empty_value_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("PORT=9001\nLOG_LEVEL=Warning\nLOG_FORMAT=\nSOMETHING_ELSE=1\n")
    monkeypatch.setenv("PORT", "9002")

    settings = load()

    assert (settings.port, settings.log_level, settings.log_format) == (9002, LogLevel.WARNING, LogFormat.CONSOLE)


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("PORT", "eighty", "a whole number from 0 to 65535, not 'eighty'. Example: PORT=8080"),
        ("PORT", "65536", "a whole number from 0 to 65535, not '65536'"),
        ("HOST", "example.org", "an IP address or localhost, not 'example.org'. Example: HOST=127.0.0.1"),
        ("PLATFORMS", "teams", "one or more of: playground, slack, discord, not 'teams'"),
        ("PLATFORMS", ",", "one or more of: playground, slack"),
        ("LOG_LEVEL", "loud", "one of: debug, info, warning, error, not 'loud'"),
        ("LOG_FORMAT", "xml", "one of: console, json, not 'xml'"),
        ("TICK_SECONDS", "nan", "a number from 0.1 to 3600, not 'nan'"),
        ("TICK_SECONDS", "0", "a number from 0.1 to 3600, not '0'"),
        ("DATABASE_URL", "mysql://me:secret@host/x", "the address of a SQLite file or of a PostgreSQL database"),
        ("PLAYGROUND_DATABASE_URL", "sqlite:///:memory:", "the address of a SQLite file"),
    ],
)
def test_a_wrong_setting_is_refused_with_its_name_its_problem_and_an_example(
    name: str, value: str, problem: str
) -> None:
    text = refusal(**{name: value})

    assert f"{name} must be {problem}" in text
    assert f"Example: {name}=" in text
    assert "secret" not in text


def test_every_wrong_setting_is_named_at_once() -> None:
    lines = refusal(PORT="x", LOG_LEVEL="x", DATABASE_ULR="sqlite:///x.db").splitlines()

    assert [line.split()[0] for line in lines] == ["DATABASE_ULR", "PORT", "LOG_LEVEL"]


def test_a_misspelled_name_is_refused_and_the_right_one_hinted_at() -> None:
    Path(".env").write_text("TICK_SECOND=9\n")
    assert refusal() == "TICK_SECOND isn't a setting. Did you mean TICK_SECONDS?"


def test_a_name_that_resembles_a_setting_is_left_alone_when_the_setting_is_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATABASE_URI", "for another program")
    monkeypatch.setenv("DATABASE_URL", "sqlite:///mine.db")

    assert load().database_url == "sqlite:///mine.db"


def test_a_file_of_settings_that_is_no_text_is_refused() -> None:
    Path(".env").write_bytes(b"PORT=\xff\xfe\n")
    assert "can't be read as UTF-8 text" in refusal()


@pytest.mark.parametrize(
    "url", ["postgresql://me:p@ss:w/rd@host/bot", "postgresql://host/bot?user=me&password=p@ss:w/rd"]
)
def test_a_password_is_neither_listed_nor_printed(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    settings = load()

    shown = {setting.name: setting.value for setting in listed(settings)}["DATABASE_URL"]

    assert settings.database_url == url
    assert "***" in shown
    assert "ss:w/rd" not in shown + repr(settings)
    assert "host/bot" in shown


def test_every_setting_is_listed_with_its_default_and_a_valid_example(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = listed(load())
    assert [row.name.lower() for row in rows] == list(Settings.model_fields)
    assert all(row.default == row.value and row.description.endswith(".") for row in rows)

    for row in rows:
        if row.name != "SECRET_KEYS":  # an example of a key would be copied
            monkeypatch.setenv(row.name, row.example)
    changed = {row.name: row.value for row in listed(load())}
    assert changed["PORT"] == "8080"
    assert changed["DATABASE_URL"] == "postgresql://mentorbot:***@localhost/mentorbot"


def test_the_example_file_is_what_the_settings_say() -> None:
    assert (ROOT / ".env.example").read_text() == env_example()


def test_the_example_file_without_its_comment_signs_gives_the_defaults() -> None:
    text = env_example()
    Path(".env").write_text(
        "\n".join(line.removeprefix("#") for line in text.splitlines() if "=" in line.split(" ")[0])
    )
    assert load() == Settings.model_construct()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_the_playground_is_served_to_this_machine(host: str) -> None:
    require_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5"])
def test_the_playground_refuses_any_other_address(host: str) -> None:
    with pytest.raises(SettingsError, match=r"Example: HOST=127\.0\.0\.1"):
        require_loopback(host)
