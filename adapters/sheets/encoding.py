"""The text of a CSV file: UTF-8 with or without a byte order mark, UTF-16, or Windows-1252."""

import codecs

from bot.errors import UserError

EXPORT = (
    "Please save the sheet as CSV (in Excel: Save As, CSV UTF-8; in Google Sheets: Download, .csv) and try that file."
)
EMPTY = f"This file is empty. {EXPORT}"
SIGNATURES = {
    b"PK\x03\x04": "an Excel or OpenDocument workbook",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a compressed file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"{\\rtf": "a rich text document",
}
SAMPLE = 10_000  # bytes
MOST_CONTROLS = 0.02  # of the characters; typed text has next to none
BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def decoded(content: bytes) -> str:
    """The text without its byte order mark. Raises `UserError` for what is empty or no text."""
    if not content.strip(b"\x00 \t\r\n"):
        raise UserError(EMPTY)
    what = next((what for start, what in SIGNATURES.items() if content.startswith(start)), None)
    if what:
        raise UserError(f"This file is {what}, not CSV. {EXPORT}")
    text = _text(content)
    if not text.strip():
        raise UserError(EMPTY)
    _check_text(text[:SAMPLE])
    return text


def _text(content: bytes) -> str:
    for mark, encoding in BOMS:
        if content.startswith(mark):
            return _strict(content[len(mark) :], encoding)
    encoding = _unmarked_utf16(content[:SAMPLE])
    if encoding:
        return _strict(content, encoding)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        _check_text(content[:SAMPLE].decode("latin-1"))
        return _strict(content, "cp1252")


def _strict(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        place = f"Its letters can't be read from byte {error.start + 1} on (as {encoding})."
        raise UserError(f"{place} {EXPORT}") from error


def _unmarked_utf16(sample: bytes) -> str:
    """Latin text in UTF-16 has a zero in every second byte."""
    pairs = len(sample) // 2
    if not pairs:
        return ""
    zeros_first, zeros_second = sample[0::2].count(0), sample[1::2].count(0)
    if zeros_second > 0.4 * pairs and zeros_first < 0.05 * pairs:
        return "utf-16-le"
    if zeros_first > 0.4 * pairs and zeros_second < 0.05 * pairs:
        return "utf-16-be"
    return ""


def _check_text(sample: str) -> None:
    if sum(c < " " and c not in "\t\r\n\f\v" for c in sample) > MOST_CONTROLS * len(sample):
        raise UserError("This file is not text. " + EXPORT)
