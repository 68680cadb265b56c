"""The system's Chromium, for tests that drive a real browser."""

import os
import shutil
from dataclasses import dataclass

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass(frozen=True)
class Chromium:
    """What playwright's `chromium.launch(executable_path=..., args=[...])` needs."""

    executable: str
    arguments: tuple[str, ...]


def find_chromium() -> Chromium | None:
    """The browser that CHROMIUM names, or the system's; None where there is none."""
    executable = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if executable is None:
        return None
    # Root may not use Chromium's sandbox, and containers give little shared memory.
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return Chromium(executable, ("--disable-dev-shm-usage", *(("--no-sandbox",) if root else ())))
