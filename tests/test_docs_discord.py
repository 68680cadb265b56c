"""docs/discord.md says what is so: permissions, commands, settings, sentences of the product."""

import inspect
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from adapters.discord.permissions import wanted
from bot import settings
from bot.commands import SLASH, UNKNOWN
from bot.settings import Settings
from bot.texts import discord_checkup
from bot.texts.common import MODERATORS_ONLY, UNKNOWN_SPACE, defect
from tests.typed import understood

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs/discord.md").read_text()
FENCE = re.compile(r"^ *```\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"(?:^ *|`)mentorbot ([^`\n]+?)(?:`|$)", re.MULTILINE)
COMMANDS = sorted(set(COMMAND.findall(PAGE)))
SAMPLES = {str: "X", float: 1.0, int: 1, Sequence[str]: ("X",), Sequence[tuple[str, str]]: (("X", "Y"),)}
NO_FINDINGS = {"PORTAL", "TOKEN_PAGE", "NOT_DISCORD", "DISCORD_SAYS", "COMMANDS_WELL", "open_link", "works"}


def table(heading: str) -> list[list[str]]:
    """The rows below the table head that begins with this word."""
    below = PAGE.split(f"| {heading} |", 1)[1].split("\n\n", 1)[0]
    rows = below.splitlines()[2:]
    return [[cell.strip() for cell in row.strip("|").split(" | ")] for row in rows]


def findings() -> Iterator[tuple[str, str]]:
    """Each sentence with which the doctor says that something of Discord is not well, with its name in the texts."""
    for name, said in vars(discord_checkup).items():
        if name in NO_FINDINGS or name.lower().endswith(("_advice", "_well")) or name.startswith("_"):
            continue
        if isinstance(said, str):
            yield name, said
        elif inspect.isfunction(said):
            taken = inspect.get_annotations(said)
            yield name, said(**{each: SAMPLES[kind] for each, kind in taken.items() if each != "return"})


def test_every_permission_stands_there_with_its_reason() -> None:
    assert table("permission") == [[each.label, each.why] for each in wanted(events=True)]


def test_what_the_bot_can_t_read_is_said() -> None:
    section = PAGE.split("### What it can't read", 1)[1].split("\n## ", 1)[0]
    assert all(f"*{intent}*" in section for intent in ("Message Content", "Server Members", "Presence"))


def test_everything_that_the_doctor_finds_stands_there_and_nothing_else() -> None:
    said = dict(findings())
    rows = [row[0].strip("“”") for row in table("what the doctor says")]
    for row in rows:
        assert any(row in sentence for sentence in said.values()), row
    for name, sentence in said.items():
        assert any(row in sentence for row in rows), name
    assert len(said) > 20


def test_the_page_names_enough_commands_to_be_worth_a_test() -> None:
    assert {words.split()[0] for words in COMMANDS} >= {"run", "migrate", "doctor", "discord", "import", "export"}


@pytest.mark.parametrize("words", COMMANDS)
def test_every_command_is_understood_as_it_stands(words: str) -> None:
    assert understood(words)


def test_every_slash_command_is_one_and_each_is_named() -> None:
    named = set(re.findall(r"(?<![\w.>/:])/([a-z][a-z-]+)", PAGE))
    assert named == {slash.name for slash in SLASH}


def test_every_setting_is_one_and_the_example_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = {name.upper() for name in Settings.model_fields}
    for name in known:
        monkeypatch.delenv(name, raising=False)
    assert set(re.findall(r"\b[A-Z]+(?:_[A-Z]+)+\b", PAGE)) <= known
    (example,) = (fence for fence in FENCE.findall(PAGE) if re.match(r" *[A-Z_]+=", fence))
    (tmp_path / ".env").write_text(re.sub(r"^ +", "", example, flags=re.MULTILINE))
    assert settings.load(tmp_path / ".env").discord_token


def test_sentences_that_people_look_up_are_the_product_s() -> None:
    shown = (MODERATORS_ONLY, UNKNOWN_SPACE, defect("a1b2c3"), UNKNOWN, "Another mentorbot")
    quoted = [row[0] for row in table("what people see") if row[0].startswith("“")]
    ours = [re.split(" ?…|”", words[1:])[0] for words in quoted if "did not respond" not in words]
    assert len(ours) == len(shown)
    assert all(any(sentence.startswith(words) for sentence in shown) for words in ours)
    assert "Another mentorbot" in (ROOT / "storage/single_writer.py").read_text()


def test_links_within_the_page_and_to_others_lead_somewhere() -> None:
    headings = re.findall(r"^#+ (.+)$", PAGE, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", PAGE)) <= anchors
    assert all((ROOT / "docs" / page).is_file() for page in re.findall(r"\]\((\w[^):]+\.md)\)", PAGE))


def test_nobody_is_shouted_at() -> None:
    assert "!" not in PAGE
