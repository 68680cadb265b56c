"""Papers and tables, read back by others than who wrote them: pypdf, and the csv module."""

import csv
from datetime import UTC, datetime
from io import BytesIO, StringIO

import pytest
from pypdf import PdfReader

from adapters.documents.glyphs import Letters
from adapters.documents.paper import printed
from adapters.documents.spreadsheet import csv_file
from bot.documents import Chapter, Paper, Spreadsheet, Table

COLUMNS = ("No.", "Date", "Minutes", "Signed by")
NOW = datetime(2026, 12, 1, 15, tzinfo=UTC)
BOX = "A box stands for a letter."


def paper(*chapters: Chapter, title: str = "Mentoring hours log: Maya and Ruth") -> Paper:
    return Paper(title, "en-US", NOW, ("Made today.",), chapters, title, "Page {} of {}", BOX)


def meetings(number: int) -> Chapter:
    rows = tuple((str(n), f"Tue, Oct {n % 28 + 1}, 2026", "45", "both") for n in range(1, number + 1))
    return Chapter("Meetings", table=Table(COLUMNS, rows, ("No.", "Minutes")))


def read(document: Paper) -> PdfReader:
    return PdfReader(BytesIO(printed(document)))


def words(pdf: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def test_two_hundred_meetings_fill_several_pages_with_the_headings_on_each() -> None:
    pdf = read(paper(meetings(200), Chapter("Sign-offs", (("Maya", "signed"),))))
    pages = [" ".join(page.extract_text().split()) for page in pdf.pages]
    assert len(pages) >= 5
    with_rows = [page for page in pages if " Oct " in page]
    assert all(page.count("No. Date Minutes Signed by") == 1 for page in with_rows)
    assert all(f"Page {number} of {len(pages)}" in page for number, page in enumerate(pages, 1))
    whole = " ".join(pages)
    assert all(f"{n} Tue, Oct {n % 28 + 1}, 2026 45 both" in whole for n in range(1, 201))
    assert [str(item["/Title"]) for item in pdf.outline if isinstance(item, dict)] == ["Meetings", "Sign-offs"]


def test_it_says_what_it_is_and_in_which_language() -> None:
    pdf = read(paper(meetings(1)))
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Mentoring hours log: Maya and Ruth"
    assert str(pdf.root_object["/Lang"]) == "en-US"
    assert str(pdf.root_object["/ViewerPreferences"]["/DisplayDocTitle"]).lower() == "true"  # type: ignore[index]
    assert BOX not in words(pdf)


WRITTEN = {
    "Łucja Öztürk-Nguyễn": "Łucja Öztürk-Nguyễn",
    "Ярослава Ελένη": "Ярослава Ελένη",
    "𝓜𝓪𝔂𝓪 Ｌｏｐｅｚ": "Maya Lopez",
    "王小明": "□□□",
    "दीपिका": "□",
    "Maya \u202eevil\u202c \x00\x07": "Maya evil",
    "Nora 🧑🏽\u200d⚕️": "Nora",
    "<b>Ines</b> {nb} **x** =1+1": "<b>Ines</b>",
    "ليلى": "",
}


def test_names_in_any_script_are_shown_as_well_as_the_font_can() -> None:
    people = tuple((f"Person {number}", name) for number, name in enumerate(WRITTEN))
    found = words(read(paper(Chapter("Who", people, signatures=tuple(WRITTEN)))))
    for number, (name, read_as) in enumerate(WRITTEN.items()):
        assert f"Person {number} {read_as}" in found, name
    assert BOX in found


def test_hebrew_is_drawn_from_the_right() -> None:
    assert Letters(range(0x10000)).fitting("שלום") == "םולש"
    assert Letters(range(0x10000)).fitting("Maya") == "Maya"


def test_what_is_very_long_stays_on_the_paper() -> None:
    several, unbroken, unknown = "Maya " * 60, "M" * 400, "王" * 200
    rows = tuple(("1", long, "45", long) for long in (several, unbroken, unknown))
    facts = tuple((long, long) for long in (several, unbroken))
    chapter = Chapter(unbroken[:100], facts, Table(COLUMNS, rows), (unbroken,), (unbroken,))
    for page in read(paper(chapter, title=unbroken[:150])).pages:
        page.extract_text(visitor_text=_within(float(page.mediabox.width)))


def _within(width: float):  # type: ignore[no-untyped-def]  # pypdf's visitor
    def visit(text: str, cm: list[float], tm: list[float], font: object, size: float) -> None:
        assert not text.strip() or 0 <= tm[4] < width

    return visit


def test_a_table_opens_in_a_spreadsheet_with_names_in_full_and_runs_nothing() -> None:
    hostile = ("=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "\t=1", "  =1", "＝1", '王小明, "Ó"\nx')
    file = csv_file(Spreadsheet(Table(tuple("abcdefgh"), (hostile,))))
    assert file.startswith(b"\xef\xbb\xbf")
    (row,) = list(csv.reader(StringIO(file.decode("utf-8-sig"), newline="")))[1:]
    assert row == [*(f"'{cell}" for cell in hostile[:-1]), hostile[-1]]


def test_a_row_has_a_cell_for_every_column() -> None:
    with pytest.raises(ValueError, match="4 cells"):
        Table(COLUMNS, (("1", "2"),))
