"""What `mentorbot doctor` says: each finding with its verdict and, where something needs a hand, what to do."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    WELL = "ok"
    NOTE = "note"
    MEND = "needs a hand"


@dataclass(frozen=True)
class Finding:
    verdict: Verdict
    words: str
    advice: str = ""


def well(words: str) -> Finding:
    return Finding(Verdict.WELL, words)


def note(words: str, advice: str = "") -> Finding:
    return Finding(Verdict.NOTE, words, advice)


def mend(words: str, advice: str = "") -> Finding:
    return Finding(Verdict.MEND, words, advice)
