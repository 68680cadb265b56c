"""Cells that no spreadsheet takes for a formula, whoever typed them."""

from collections.abc import Sequence

Cell = str | int | None
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(row: Sequence[Cell]) -> list[Cell]:
    """A spreadsheet takes a cell that begins like a formula for one; an apostrophe makes it text."""
    return [f"'{cell}" if isinstance(cell, str) and cell.lstrip(" ").startswith(FORMULA) else cell for cell in row]
