"""The two sample sheets go through from file to sign-up, every cell accounted for."""

from collections.abc import Callable
from pathlib import Path

import pytest

from adapters.sheets.columns import Columns, columns
from adapters.sheets.reader import Sheet, read
from bot.understanding.duplicates import duplicates
from bot.understanding.signup import MenteeSignup, MentorSignup, Reading, understand_mentee, understand_mentor

SAMPLES = Path(__file__).parents[3] / "shared" / "reference"
Understand = Callable[[dict[str, str]], Reading[MentorSignup] | Reading[MenteeSignup]]


def sample(kind: str) -> tuple[Sheet, Columns]:
    path = SAMPLES / f"signups-{kind}.csv"
    if not path.exists():
        pytest.skip(f"the sample sheet {path.name} is not beside this checkout")
    sheet = read(path)
    return sheet, columns(sheet.header, kind)


def readings(kind: str, understand: Understand) -> dict[int, Reading[MentorSignup] | Reading[MenteeSignup]]:
    sheet, found = sample(kind)
    return {row.line: understand(found.values(row)) for row in sheet.rows if not row.blank}


@pytest.mark.parametrize(
    ("kind", "understand", "fatal"),
    [("mentors", understand_mentor, {17: "states", 37: "states"}), ("mentees", understand_mentee, {10: "state"})],
)
def test_only_rows_without_a_state_are_refused(kind: str, understand: Understand, fatal: dict[int, str]) -> None:
    refused = {line: r.complaints for line, r in readings(kind, understand).items() if r.value is None}
    assert {line: c.column for line, complaints in refused.items() for c in complaints if c.fatal} == fatal


@pytest.mark.parametrize(("kind", "understand"), [("mentors", understand_mentor), ("mentees", understand_mentee)])
def test_every_filled_cell_is_understood_kept_or_complained_about(kind: str, understand: Understand) -> None:
    sheet, found = sample(kind)
    for row in (row for row in sheet.rows if not row.blank):
        values = found.values(row)
        reading = understand(values)
        said = {complaint.column for complaint in reading.complaints}
        for field, typed in values.items():
            if reading.value is None or field == "timestamp" or not typed.strip() or field in said:
                continue
            understood = getattr(reading.value, field)
            no_preference = field == "rhythm" and typed == "whenever"
            assert understood not in (None, "", ()) or no_preference, (row.line, field, typed)


def test_blank_and_cut_off_rows_are_seen() -> None:
    mentors, _ = sample("mentors")
    mentees, _ = sample("mentees")
    assert [row.line for row in mentors.rows if row.blank] == [25]
    assert [row.line for row in mentors.rows if row.short] == [27]
    assert [row.line for row in mentees.rows if row.blank] == [5]
    assert (len(mentors.rows), len(mentees.rows)) == (46, 64)


@pytest.mark.parametrize(("kind", "superseded", "nameless"), [("mentors", {6: 7}, (19,)), ("mentees", {12: 13}, ())])
def test_duplicates_are_found_by_handle(kind: str, superseded: dict[int, int], nameless: tuple[int, ...]) -> None:
    sheet, found = sample(kind)
    twice = duplicates({row.line: found.values(row) for row in sheet.rows if not row.blank})
    assert (twice.superseded, twice.without_handle) == (superseded, nameless)


def test_student_information_of_the_samples_appears_nowhere() -> None:
    everything = repr(readings("mentors", understand_mentor)) + repr(readings("mentees", understand_mentee))
    assert not [word for word in ("Jordan P.", "3/4/2015", "Marcus", "A-204417") if word in everything]
