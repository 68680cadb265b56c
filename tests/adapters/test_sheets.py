"""Reading CSV files as people export them."""

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.sheets.columns import columns
from adapters.sheets.reader import read
from bot.errors import UserError

PLAIN = "Name,State,Setting\r\nRenée,Ohio,PreK\r\n"


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.encode(),
        codecs.BOM_UTF8 + PLAIN.encode(),
        PLAIN.encode("utf-16"),
        codecs.BOM_UTF16_BE + PLAIN.encode("utf-16-be"),
        PLAIN.encode("utf-16-le"),
        PLAIN.encode("utf-16-be"),
        PLAIN.encode("cp1252"),
        PLAIN.replace(",", ";").encode(),
        PLAIN.replace(",", "\t").encode("utf-16"),
        PLAIN.replace("\r\n", "\n").encode(),
        PLAIN.replace("\r\n", "\r").encode(),
        PLAIN.rstrip().encode(),
    ],
)
def test_every_encoding_delimiter_and_line_end_is_read(content: bytes) -> None:
    sheet = read(content)
    assert sheet.header == ("Name", "State", "Setting")
    assert [(row.line, row.cells) for row in sheet.rows] == [(2, ("Renée", "Ohio", "PreK"))]


def test_a_file_is_read_from_its_path(tmp_path: Path) -> None:
    path = tmp_path / "sheet.csv"
    path.write_bytes(PLAIN.encode())
    assert read(path) == read(str(path)) == read(PLAIN.encode())


def test_rows_know_their_line_past_quoted_line_breaks_and_blank_lines() -> None:
    text = 'Name,Note\nAna,"two\nlines, and ""quotes"""\n\n , \nBea,one\n'
    rows = read(text.encode()).rows
    assert [(row.line, row.blank) for row in rows] == [(2, False), (4, True), (5, True), (6, False)]
    assert rows[0].cells[1] == 'two\nlines, and "quotes"'


def test_short_rows_are_filled_and_flagged_and_surplus_cells_kept() -> None:
    first, second, third = read(b"a,b,c\n1,2\n1,2,3,,\n1,2,3,4\n").rows
    assert (first.cells, first.short) == (("1", "2", ""), True)
    assert (second.short, second.surplus) == (False, ())
    assert third.surplus == ("4",)


def test_a_file_cut_off_in_the_middle_of_its_last_row_keeps_the_others() -> None:
    rows = read(b'a,b,c\n1,2,3\n4,"cut').rows
    assert [row.short for row in rows] == [False, True]


def test_a_quotation_mark_that_is_never_closed_is_an_error_with_its_line() -> None:
    with pytest.raises(UserError, match="line 3"):
        read(b'a,b,c\n1,2,3\n4,"open,6\n7,8,9\n')


def test_an_inch_mark_inside_a_cell_is_text() -> None:
    rows = read(b'a,b\n5" tall,2\n1,2\n').rows
    assert rows[0].cells == ('5" tall', "2")


def test_excels_first_line_names_the_delimiter_and_keeps_the_numbers_of_lines() -> None:
    sheet = read(b"sep=;\nName;State, if any\nAna;OH\n")
    assert sheet.header == ("Name", "State, if any")
    assert sheet.rows[0].line == 3


def test_blank_lines_before_the_header_and_empty_columns_after_it_are_passed_over() -> None:
    sheet = read(b"\n,,\nName,State,,\nAna,OH,,\n")
    assert sheet.header == ("Name", "State")
    assert [(row.line, row.cells, row.surplus) for row in sheet.rows] == [(4, ("Ana", "OH"), ())]


@pytest.mark.parametrize("length", [100_000, 2_000_000])
def test_a_huge_cell_survives(length: int) -> None:
    (row,) = read(("Name,Note\nAna," + "x" * length + "\n").encode()).rows
    assert len(row.cells[1]) == length


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b" \r\n \n", "empty"),
        (codecs.BOM_UTF8, "empty"),
        (b'"', "empty"),
        (b"sep=;", "empty"),
        (b"PK\x03\x04" + bytes(range(256)), "workbook"),
        (b"\xd0\xcf\x11\xe0rest", "Excel"),
        (b"%PDF-1.7 rest", "PDF"),
        (bytes(range(256)) * 20, "not text"),
        (b"Name,State\nAna\x81,OH\n", "byte 15"),
        (codecs.BOM_UTF16_LE + b"N\x00a\x00\x00\xd8", "utf-16"),
    ],
)
def test_what_is_no_csv_is_refused_with_what_to_do(content: bytes, words: str) -> None:
    with pytest.raises(UserError, match=words) as refused:
        read(content)
    assert "CSV" in refused.value.sentence


def test_a_file_that_is_not_there_or_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no file"):
        read(tmp_path / "nowhere.csv")
    with pytest.raises(UserError, match="can't be opened"):
        read(tmp_path)


@given(st.binary(max_size=400))
def test_any_bytes_give_a_sheet_or_a_user_error(content: bytes) -> None:
    try:
        sheet = read(content)
    except UserError:
        return
    assert sheet.header
    assert all(len(row.cells) == len(sheet.header) for row in sheet.rows)


cells = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r", exclude_categories=["Cs", "Cc"]), max_size=20)


@given(st.lists(st.lists(cells, min_size=3, max_size=3), max_size=5))
def test_quoted_cells_come_back_as_written(rows: list[list[str]]) -> None:
    lines = [["Name", "State", "Setting"], *rows]
    text = "\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in line) for line in lines)
    assert [list(row.cells) for row in read(text.encode()).rows] == rows


# Columns

MENTOR_HEADER = [
    "Timestamp",
    "Full name",
    "Slack or Discord handle",
    "Credential / profession",
    "Where are you licensed? (state)",
    "Years practicing",
    "Years in schools",
    "Setting(s) you know",
    "What could you help with?",
    "How many mentees could you take?",
    "How would you like to meet?",
    "When are you usually free? (your local time)",
    "Time zone",
    "District (optional)",
    "Agency (optional)",
    "OT program (optional)",
    "Anything else?",
]
MENTEE_HEADER = [
    "Timestamp",
    "Your name",
    "Handle",
    "I am a…",
    "State you work in",
    "Years as an OT",
    "Setting",
    "What do you need help with?",
    "How often would you like to meet?",
    "How?",
    "Free times (local)",
    "Time zone",
    "Are you the only OT in your district?",
    "Tell us a little more",
]
MENTOR_FIELDS = [
    "timestamp",
    "name",
    "handle",
    "profession",
    "states",
    "years",
    "years_in_schools",
    "settings",
    "topics",
    "capacity",
    "ways",
    "free_times",
    "zone",
    "district",
    "agency",
    "programme",
    "note",
]
MENTEE_FIELDS = [
    "timestamp",
    "name",
    "handle",
    "profession",
    "state",
    "years",
    "setting",
    "topics",
    "rhythm",
    "ways",
    "free_times",
    "zone",
    "sole_ot",
    "note",
]


@pytest.mark.parametrize(
    ("header", "kind", "fields"),
    [
        (MENTOR_HEADER, "mentors", MENTOR_FIELDS),
        (MENTEE_HEADER, "mentees", MENTEE_FIELDS),
        (MENTOR_FIELDS, "mentors", MENTOR_FIELDS),
        (MENTEE_FIELDS, "mentees", MENTEE_FIELDS),
        (["Mentor handle", "Mentee handle", "Since", "Rhythm"], "pairs", ["mentor", "mentee", "since", "rhythm"]),
        (["MENTOR", "MENTEE", "Started", "How often?"], "pairs", ["mentor", "mentee", "since", "rhythm"]),
    ],
)
def test_columns_are_recognized_from_their_headers(header: list[str], kind: str, fields: list[str]) -> None:
    found = columns(header, kind)
    assert list(found.fields) == fields
    assert list(found.fields.values()) == list(range(len(fields)))
    assert (found.unused, found.missing) == ((), ())


def test_columns_that_became_no_field_and_fields_without_column_are_told() -> None:
    found = columns(["Email Address", "Name", "State", "T-shirt size", "Second state"], "mentees")
    assert dict(found.fields) == {"name": 1, "state": 2}
    assert found.unused == ("Email Address", "T-shirt size", "Second state")
    assert found.missing == ("setting",)


def test_a_column_can_be_named_or_left_out() -> None:
    header = ["Name", "State", "Second state", "Where?"]
    found = columns(header, "mentors", ["second STATE = states", "where?=settings", "Name="])
    assert dict(found.fields) == {"states": 2, "settings": 3}
    assert found.unused == ("Name", "State")


def test_a_header_with_an_equals_sign_can_be_named() -> None:
    assert dict(columns(["a=b"], "mentors", ["a=b=name"]).fields) == {"name": 0}


@pytest.mark.parametrize(
    ("override", "words"), [("Nowhere=name", "no column “Nowhere”"), ("Name=shoe_size", "shoe_size"), ("Name", "Name")]
)
def test_an_override_that_fits_nothing_says_what_there_is(override: str, words: str) -> None:
    with pytest.raises(UserError, match=words):
        columns(["Name of cat", "Name"], "mentors", [override])


def test_values_and_titles_go_by_field() -> None:
    sheet = read(b"Your name,State you work in\nAna,OH\n")
    found = columns(sheet.header, "mentees")
    assert found.values(sheet.rows[0]) == {"name": "Ana", "state": "OH"}
    assert (found.title("state"), found.title("zone")) == ("State you work in", "zone")


def test_an_unknown_kind_of_sheet_is_a_defect() -> None:
    with pytest.raises(ValueError, match="pairs"):
        columns(["Name"], "cats")
