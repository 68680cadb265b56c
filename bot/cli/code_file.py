"""The file of codes: for its owner alone to read, and safe to open in a spreadsheet."""

import csv
import os
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TextIO

from bot.errors import UserError
from bot.journey.import_outcome import Person
from bot.spreadsheets import harmless
from bot.texts import import_report as texts


class CodeFile:
    """Made before anything is written to the database, and removed again where no code came of it.

    Never overwrites a file: the codes in it would be lost. Raises `UserError` where it can't be made.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._kept = False

    def __enter__(self) -> "CodeFile":
        try:
            made = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            raise UserError(texts.codes_exist(str(self.path))) from None
        except OSError as error:
            raise UserError(texts.codes_refused(str(self.path), _why(error))) from error
        self._file: TextIO = os.fdopen(made, "w", encoding="utf-8", newline="")
        return self

    def write(self, people: Sequence[Person]) -> str:
        """Writes the codes for good. Returns why it can't, or an empty text."""
        try:
            rows = csv.writer(self._file)
            rows.writerow(("name", "handle", "code"))
            rows.writerows(harmless((person.name, person.handle, person.code)) for person in people)
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            return _why(error)
        self._kept = True
        return ""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        if not self._kept:
            self.path.unlink(missing_ok=True)


def _why(error: OSError) -> str:
    return (error.strerror or "unknown error").lower()
