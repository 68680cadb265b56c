"""Reads the packaged CSV files."""

import csv
from importlib.resources import files


def rows(name: str) -> list[dict[str, str]]:
    """The rows of `data/{name}.csv` by column. Raises `ValueError` for a row with too few or too many cells."""
    text = files("bot.reference.data").joinpath(f"{name}.csv").read_text(encoding="utf-8")
    found = list(csv.DictReader(text.splitlines()))
    for number, row in enumerate(found, start=1):
        if None in row or None in row.values():
            raise ValueError(f"row {number} of {name}.csv does not have the header's number of cells")
    return found


def listed(cell: str) -> tuple[str, ...]:
    """The values of a cell that holds several, separated by semicolons."""
    return tuple(value.strip() for value in cell.split(";") if value.strip())
