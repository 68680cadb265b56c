"""docs/slack.md says what is so: permissions, commands, settings, sentences of the product."""

import re
from pathlib import Path

import pytest

from adapters.slack.scopes import EVENTS, SCOPES
from bot import settings
from bot.commands import SLASH
from bot.settings import Settings
from bot.texts import slack_setup
from bot.texts.common import MODERATORS_ONLY, defect
from tests.typed import understood

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs/slack.md").read_text()
OF_SLACK = {"invite", "slack"}  # its own command, and our addresses below /slack/
FENCE = re.compile(r"^ *```\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"(?:^ *|`)mentorbot ([^`\n]+?)(?:`|$)", re.MULTILINE)
COMMANDS = sorted(set(COMMAND.findall(PAGE)))


def table(heading: str) -> list[list[str]]:
    """The rows below the table head that begins with this word."""
    below = PAGE.split(f"| {heading} |", 1)[1].split("\n\n", 1)[0]
    rows = below.splitlines()[2:]
    return [[cell.strip() for cell in row.strip("|").split(" | ")] for row in rows]


def test_every_scope_stands_there_with_its_reason() -> None:
    assert table("scope") == [[f"`{scope.name}`", scope.why] for scope in SCOPES]


def test_every_event_stands_there_with_what_it_needs() -> None:
    expected = [[f"`{e.name}`", e.why, f"`{e.scope}`" if e.scope else "nothing"] for e in EVENTS]
    assert table("event") == expected


def test_what_the_bot_can_t_read_is_said() -> None:
    section = PAGE.split("### What it can't read", 1)[1].split("\n## ", 1)[0]
    for scope in ("mpim:history", "channels:history", "groups:history"):
        assert f"`{scope}`" in section
        assert scope not in {each.name for each in SCOPES}


def test_the_page_names_enough_commands_to_be_worth_a_test() -> None:
    assert {words.split()[0] for words in COMMANDS} >= {"run", "migrate", "doctor", "slack", "import", "export"}


@pytest.mark.parametrize("words", COMMANDS)
def test_every_command_is_understood_as_it_stands(words: str) -> None:
    assert understood(words)


def test_every_slash_command_is_one_and_each_is_named() -> None:
    named = set(re.findall(r"(?<![\w.>/:])/([a-z][a-z-]+)", PAGE))
    assert named - OF_SLACK == {slash.name for slash in SLASH}


def test_every_setting_is_one_and_the_examples_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = {name.upper() for name in Settings.model_fields}
    for name in known:
        monkeypatch.delenv(name, raising=False)
    assert set(re.findall(r"\b[A-Z]+(?:_[A-Z]+)+\b", PAGE)) <= known
    examples = [fence for fence in FENCE.findall(PAGE) if re.match(r" *[A-Z_]+=", fence)]
    assert len(examples) == 3
    for example in examples:
        text = example.replace("what-mentorbot-slack-key-printed", "A" * 43 + "=")
        (tmp_path / ".env").write_text(re.sub(r"^ +", "", text, flags=re.MULTILINE))
        settings.load(tmp_path / ".env")


def test_shortcuts_have_the_names_that_people_see() -> None:
    names = (
        slack_setup.SHORTCUT_FIND,
        slack_setup.SHORTCUT_OFFER,
        slack_setup.SHORTCUT_ASK_WITH_THIS,
        slack_setup.SHORTCUT_OFFER_ON_MESSAGE,
    )
    assert all(f"*{name}*" in PAGE for name, _ in names)


def test_sentences_that_people_look_up_are_the_product_s() -> None:
    assert MODERATORS_ONLY.startswith("This is for the moderators")
    assert "“This is for the moderators”" in PAGE
    assert "Something went wrong on my side" in PAGE
    assert defect("a1b2c3").startswith("Something went wrong on my side")
    assert "“Another mentorbot" in PAGE
    assert "Another mentorbot" in (ROOT / "storage/single_writer.py").read_text()
    assert "can't be read with SECRET_KEYS" in (ROOT / "storage/installations.py").read_text()


def test_links_within_the_page_lead_somewhere() -> None:
    headings = re.findall(r"^#+ (.+)$", PAGE, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", PAGE)) <= anchors


def test_nobody_is_shouted_at() -> None:
    assert "!" not in PAGE
