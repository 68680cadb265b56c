"""A CSV file as a header and rows that know their line in the file. Nothing is dropped without being said."""

import csv
import io
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from adapters.sheets.encoding import EMPTY, EXPORT, decoded
from bot.errors import UserError

MOST_BYTES = 20_000_000
SAMPLE = 200_000  # characters that decide on the delimiter
DELIMITERS = (",", ";", "\t")

# The csv module's limit on the length of a cell belongs to the whole process.
_FIELD_SIZE = threading.Lock()


@dataclass(frozen=True)
class Row:
    """`line` is where the row begins in the file, from 1. `cells` are as many as the header has, missing ones empty.

    `short`: the row ended before the header's last column, as when a file was cut off. `surplus` are non-empty cells
    beyond the header.
    """

    line: int
    cells: tuple[str, ...]
    short: bool = False
    surplus: tuple[str, ...] = ()

    @property
    def blank(self) -> bool:
        return not any(cell.strip() for cell in self.cells) and not self.surplus


@dataclass(frozen=True)
class Sheet:
    """`rows` are all rows after the header, blank ones too."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]


def read(source: Path | str | bytes) -> Sheet:
    """A sheet from a path or from the bytes of a file. Comma, semicolon or tab.

    Raises `UserError` for what can't be read: missing, empty, too large, no text, or with an unclosed quotation mark.
    """
    text = decoded(source if isinstance(source, bytes) else _content(Path(source)))
    text, delimiter = _delimited(text)
    records = list(_records(text, delimiter))
    _check_quotes(text, records)
    start = next((n for n, (_, cells) in enumerate(records) if any(cell.strip() for cell in cells)), None)
    if start is None:
        raise UserError(EMPTY)
    header = _trimmed([" ".join(cell.split()) for cell in records[start][1]])
    return Sheet(tuple(header), tuple(_row(line, cells, len(header)) for line, cells in records[start + 1 :]))


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise UserError(f"There is no file {path}.") from None
    except OSError as error:
        raise UserError(f"The file {path} can't be opened: {(error.strerror or 'unknown error').lower()}.") from error
    if len(content) > MOST_BYTES:
        raise UserError(
            f"The file {path} is larger than {MOST_BYTES // 1_000_000} MB, which no sign-up sheet is. {EXPORT}"
        )
    return content


def _delimited(text: str) -> tuple[str, str]:
    """The text and its delimiter: the one Excel wrote in a first line `sep=;`, else the one that makes most columns."""
    first, _, rest = text.partition("\n")
    named = first.strip("\r ").lower()
    if named in {f"sep={delimiter}" for delimiter in DELIMITERS}:
        return "\n" + rest, named[-1]  # the empty line keeps the numbers of the lines
    return text, max(DELIMITERS, key=lambda delimiter: _width(text[:SAMPLE], delimiter))


def _width(text: str, delimiter: str) -> int:
    return next((len(cells) for _, cells in _records(text, delimiter) if any(cell.strip() for cell in cells)), 0)


def _records(text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    """Each record with the line it begins in; an empty line is a record without cells."""
    with _FIELD_SIZE:
        usual = csv.field_size_limit(MOST_BYTES)
        try:
            return list(_numbered(text, delimiter))
        except csv.Error as error:
            raise UserError(f"This file can't be read as CSV: {error}. {EXPORT}") from error
        finally:
            csv.field_size_limit(usual)


def _lines(text: str) -> io.StringIO:
    return io.StringIO(text, newline="")


def _numbered(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(_lines(text), delimiter=delimiter)
    line = 1
    for cells in reader:
        yield line, cells
        line = reader.line_num + 1


def _check_quotes(text: str, records: list[tuple[int, list[str]]]) -> None:
    """A quotation mark that is never closed swallows all rows after it into one cell."""
    line, cells = records[-1]
    swallowed = list(_lines(text))[line - 1 :]
    if cells and len(swallowed) > 1 and "".join(swallowed).count('"') % 2 and swallowed[-1].rstrip("\r\n") in cells[-1]:
        raise UserError(
            f"A quotation mark in line {line} is never closed, so the rest of the file can't be told apart."
            " Please close or remove it, or export the sheet again."
        )


def _row(line: int, cells: list[str], width: int) -> Row:
    padded = (*cells[:width], *[""] * (width - len(cells)))
    return Row(
        line, padded, short=0 < len(cells) < width, surplus=tuple(cell for cell in cells[width:] if cell.strip())
    )


def _trimmed(header: list[str]) -> list[str]:
    """Without the empty cells at the end that spreadsheets leave."""
    while not header[-1]:
        header = header[:-1]
    return header
