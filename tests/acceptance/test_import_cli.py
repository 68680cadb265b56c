"""`mentorbot import` as an operator types it, on a real database; with the group's own messy sheets."""

import asyncio
import csv
import re
import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli.imports import app
from bot.domain.member import Community
from bot.ids import CommunityId
from storage.engine import open_database
from storage.store import SqlStorage
from tests.acceptance.cast import asks
from tests.acceptance.stage import COMMUNITY, Stage

SHARED = Path(__file__).parents[2].parent / "shared" / "reference"
OWN_MENTORS = """\ufeffTimestamp;Your name;Handle;Credential;State(s);Years in schools;Settings;Help with;Capacity;Notes
9/1/2026 8:00:00;Zoë Muñoz;@zoe.munoz;OTR/L;OH/KY;6;Elementary;IEPs;2;Happy to help
9/2/2026 8:00:00;Bo Ray;@bo;OTR;Ontario;6;Elementary;IEPs;2;
;;;;;;;;;
9/3/2026 8:00:00;[red]Evil[/red] \x1b[31mRow;@evil;OTR;TX;many;Elementary;IEPs;1;=HYPERLINK("http://example.com")
9/4/2026 8:00:00;Cy Cole;@cy;OTR;TX;3;Elementary;IEPs;1;My student Marcus Bell, DOB 3/4/2015
"""


class Operator:
    """Types commands into a terminal of a certain width."""

    def __init__(self, url: str, width: int = 200) -> None:
        self.runner = CliRunner()
        self.env = {"DATABASE_URL": url, "COLUMNS": str(width), "NO_COLOR": "1"}

    def types(self, *words: str | Path) -> Result:
        return self.runner.invoke(app, [str(word) for word in words], env=self.env, catch_exceptions=False)


def found(url: str, *names: str) -> None:
    """Communities, in a loop of their own: the command runs its own too."""

    async def add() -> None:
        database = open_database(url)
        storage = SqlStorage(database)
        for name in names:
            await storage.found(Community(CommunityId(name.lower()), name))
        await database.close()

    asyncio.run(add())


def people(url: str) -> list[str]:
    async def names() -> list[str]:
        database = open_database(url)
        async with SqlStorage(database).read(CommunityId("otters")) as uow:
            members = [member.name for member in await uow.members.unclaimed()]
        await database.close()
        return members

    return asyncio.run(names())


@pytest.fixture
def operator(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Operator:
    monkeypatch.chdir(tmp_path)  # no .env but the test's own
    found(database_url, "Otters")
    return Operator(database_url)


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "mentors.csv"
    path.write_text(OWN_MENTORS, encoding="utf-8")
    return path


def squeezed(output: str) -> str:
    """Without the lines and gaps of tables."""
    return re.sub(r"[\s│┃]+", " ", output)


# A sheet of one's own


def test_a_dry_run_shows_the_columns_and_what_each_row_becomes(operator: Operator, sheet: Path) -> None:
    shown = operator.types("mentors", sheet, "--dry-run")
    said = squeezed(shown.output)
    assert shown.exit_code == 1, "without --skip-bad a bad row would stop it"
    assert "State(s) states" in said
    assert "Notes note (read, but not kept)" in said
    assert "Zoë Muñoz new Occupational therapist" in said
    assert "6 years in schools; Ohio, Kentucky; Elementary school" in said
    assert "nothing was written" in said
    assert not people(operator.env["DATABASE_URL"])
    assert operator.types("mentors", sheet, "--dry-run", "--skip-bad").exit_code == 0


def test_the_report_names_row_column_value_and_reason(operator: Operator, sheet: Path) -> None:
    refused = operator.types("mentors", sheet)
    said = squeezed(refused.output)
    assert refused.exit_code == 1
    assert "3 State(s) Ontario “Ontario” is not a US state" in said
    assert "left out" in said
    assert "5 Years in schools many “many” is not a number of years" in said
    assert "6 Notes Left out: it seems to hold a student's name and a date of birth" in said
    assert "Marcus" not in refused.output
    assert "1 blank row passed over" in said
    assert "Nothing was written. Mend the rows" in said
    assert not people(operator.env["DATABASE_URL"])


def test_skip_bad_writes_the_others_and_again_changes_nothing(operator: Operator, sheet: Path) -> None:
    written = operator.types("mentors", sheet, "--skip-bad")
    assert written.exit_code == 0
    assert "Written: 3 new, 0 changed. Not written: 1 left out." in squeezed(written.output)
    codes = re.findall(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}\b", written.output)
    assert len(set(codes)) == 3
    assert "/mentor-admin" in written.output
    assert "Not claimed yet: 3" in squeezed(written.output)
    again = operator.types("mentors", sheet, "--skip-bad")
    assert again.exit_code == 0
    assert "Everything was on record already" in squeezed(again.output)
    assert not re.findall(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}\b", again.output)
    assert len(people(operator.env["DATABASE_URL"])) == 3


@pytest.mark.parametrize("width", [20, 40, 71, 80, 250])
def test_no_width_hides_a_code_and_no_cell_styles_the_terminal(operator: Operator, sheet: Path, width: int) -> None:
    operator.env["COLUMNS"] = str(width)
    written = operator.types("mentors", sheet, "--skip-bad")
    assert written.exit_code == 0
    assert "\x1b" not in written.output
    assert "[red]Evil[/red]" in re.sub(r"[\s│┃]+", "", written.output), "shown as it was typed"
    assert len(set(re.findall(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}\b", written.output))) == 3
    assert all(len(line) <= width for line in written.output.splitlines())


def test_codes_go_to_a_file_that_only_its_owner_reads(operator: Operator, sheet: Path, tmp_path: Path) -> None:
    file = tmp_path / "codes.csv"
    sheet.write_text(OWN_MENTORS.replace("Zoë Muñoz", '"=HYPERLINK(""x"") Zoë"'), encoding="utf-8")
    written = operator.types("mentors", sheet, "--skip-bad", "--codes", file)
    assert written.exit_code == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with file.open(encoding="utf-8", newline="") as codes:
        header, *rows = csv.reader(codes)
    assert header == ["name", "handle", "code"]
    assert rows[0][0] == '\'=HYPERLINK("x") Zoë', "no spreadsheet runs it"
    assert all(code not in written.output for _, _, code in rows)
    assert "3 codes written to" in squeezed(written.output)


def test_an_existing_file_of_codes_is_never_overwritten(operator: Operator, sheet: Path, tmp_path: Path) -> None:
    file = tmp_path / "codes.csv"
    file.write_text("precious")
    refused = operator.types("mentors", sheet, "--skip-bad", "--codes", file)
    assert refused.exit_code == 2
    assert "exists already" in squeezed(refused.output)
    assert file.read_text() == "precious"
    assert not people(operator.env["DATABASE_URL"])


def test_no_file_of_codes_is_left_where_there_are_none(operator: Operator, sheet: Path, tmp_path: Path) -> None:
    file = tmp_path / "codes.csv"
    assert operator.types("mentors", sheet, "--codes", file).exit_code == 1
    assert not file.exists()
    missing = operator.types("mentors", sheet, "--skip-bad", "--codes", tmp_path / "nowhere" / "codes.csv")
    assert missing.exit_code == 2
    assert "Nothing was written to the database" in squeezed(missing.output)
    assert not people(operator.env["DATABASE_URL"])


def test_columns_can_be_named(operator: Operator, tmp_path: Path) -> None:
    sheet = tmp_path / "odd.csv"
    sheet.write_text("Who,Kind,Whereabouts,Speciality\nZoë Muñoz,OTR,Ohio,Elementary\n")
    refused = operator.types("mentors", sheet, "--dry-run")
    assert refused.exit_code == 2
    assert '--column "Your header=' in squeezed(refused.output)
    named = operator.types(
        "mentors", sheet, "--dry-run",
        "--column", "Kind=profession", "--column", "Whereabouts=states", "--column", "Speciality=settings",
    )  # fmt: skip
    assert named.exit_code == 0, named.output
    assert "Ohio; Elementary school" in squeezed(named.output)
    assert operator.types("mentors", sheet, "--column", "Nothing=states").exit_code == 2


def test_the_community_is_asked_for_only_where_there_are_several(operator: Operator, sheet: Path) -> None:
    found(operator.env["DATABASE_URL"], "Beavers")
    asked = operator.types("mentors", sheet, "--skip-bad")
    assert asked.exit_code == 2
    assert "Choose one with --community: beavers (Beavers), otters (Otters)" in squeezed(asked.output)
    assert operator.types("mentors", sheet, "--community", "Cats").exit_code == 2
    assert operator.types("mentors", sheet, "--skip-bad", "--community", "Beavers").exit_code == 0
    assert not people(operator.env["DATABASE_URL"])
    assert operator.types("mentors", sheet, "--skip-bad", "--community", "otters").exit_code == 0
    assert len(people(operator.env["DATABASE_URL"])) == 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_sheets_come_in_any_encoding(operator: Operator, tmp_path: Path, encoding: str) -> None:
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("Name,Handle,State,Setting\nZoë Muñoz,@zoe,Ohio,Elementary\n", encoding=encoding)
    assert operator.types("mentees", sheet).exit_code == 0
    assert people(operator.env["DATABASE_URL"]) == ["Zoë Muñoz"]


def test_what_can_not_be_used_is_said_with_code_2(operator: Operator, sheet: Path, tmp_path: Path) -> None:
    assert "no file" in squeezed(operator.types("mentors", tmp_path / "nothing.csv").output)
    (tmp_path / "sheet.xlsx").write_bytes(b"PK\x03\x04 and so on")
    workbook = operator.types("mentors", tmp_path / "sheet.xlsx")
    assert workbook.exit_code == 2
    assert "save the sheet as CSV" in squeezed(workbook.output)
    operator.env["DATABASE_URL"] = "mysql://nowhere"
    wrong = operator.types("mentors", sheet)
    assert wrong.exit_code == 2
    assert "DATABASE_URL must be" in squeezed(wrong.output)


def test_a_database_without_tables_says_how_to_get_them(
    empty_database_url: str, sheet: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    unmigrated = Operator(empty_database_url).types("mentors", sheet)
    assert unmigrated.exit_code == 2
    assert "mentorbot migrate" in squeezed(unmigrated.output)


def test_a_database_without_a_community_says_how_to_get_one(
    database_url: str, sheet: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    refused = Operator(database_url).types("mentors", sheet)
    assert refused.exit_code == 2
    assert "no community" in squeezed(refused.output)


def test_pairs_come_in_by_handle(operator: Operator, tmp_path: Path) -> None:
    sheet = tmp_path / "pairs.csv"
    sheet.write_text("Mentor,Mentee,Since,How often\n@zoe,@ana,9/1/2026,monthly\n@zoe,@zoe,,\n")
    assert operator.types("pairs", sheet).exit_code == 1
    written = operator.types("pairs", sheet, "--skip-bad")
    assert written.exit_code == 0
    assert "Nobody was written to" in squeezed(written.output)
    assert "same person" in squeezed(written.output)
    assert people(operator.env["DATABASE_URL"]) == ["ana", "zoe"]


async def test_a_sheet_comes_in_while_the_bot_works(
    stage: Stage, sheet: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    operator, people = Operator(stage.url), [stage.person(name) for name in ("Ana", "Bea", "Cleo", "Dora")]
    typing = asyncio.create_task(asyncio.to_thread(operator.types, "mentors", sheet, "--skip-bad"))
    await asyncio.gather(*(asks(person) for person in people))
    written = await typing
    assert written.exit_code == 0, written.output
    async with stage.storage.read(COMMUNITY) as uow:
        assert len(await uow.members.unclaimed()) == 3
        assert len(await uow.requests.open()) == 4


# The sheets that groups have


def reference(name: str) -> Path:
    path = SHARED / name
    if not path.is_file():
        pytest.skip(f"the reference sheet {name} is not on this machine")
    return path


@pytest.mark.parametrize(
    ("kind", "name", "bad", "new"),
    [("mentors", "signups-mentors.csv", 2, 42), ("mentees", "signups-mentees.csv", 3, 60)],
)
def test_the_reference_sheets_from_dry_run_to_nothing_changes(
    operator: Operator, tmp_path: Path, kind: str, name: str, bad: int, new: int
) -> None:
    path, url = reference(name), operator.env["DATABASE_URL"]
    dry = operator.types(kind, path, "--dry-run")
    assert dry.exit_code == 1
    assert f"Would be written: {new} new" in squeezed(dry.output)
    assert operator.types(kind, path).exit_code == 1
    assert not people(url)
    codes = tmp_path / "codes.csv"
    written = operator.types(kind, path, "--skip-bad", "--codes", codes)
    assert written.exit_code == 0
    assert f"{bad} left out" in squeezed(written.output)
    assert len(people(url)) == new
    assert len(codes.read_text(encoding="utf-8").splitlines()) == new + 1
    for output in (dry.output, written.output):
        for private in ("Jordan P.", "3/4/2015", "Marcus", "A-204417"):
            assert private not in output
    again = operator.types(kind, path, "--skip-bad")
    assert f"{new} unchanged" in squeezed(again.output)
    assert "Nothing was changed" in squeezed(again.output)
    assert len(people(url)) == new
