"""Comma-separated values (RFC 4180) that spreadsheets open as they are, names in any script included."""

import csv
from io import StringIO

from bot.documents import Spreadsheet
from bot.spreadsheets import harmless


def csv_file(sheet: Spreadsheet) -> bytes:
    text = StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow(sheet.table.columns)
    rows.writerows(map(harmless, sheet.table.rows))
    return text.getvalue().encode("utf-8-sig")  # without the mark Excel takes it for Windows-1252
