"""Yes or no, as people say it: "yes", "n", "I am the only one!!"."""

import re

from bot.understanding.reading import NotUnderstood, Understood, excerpt, one_line, typed

EXAMPLE = "yes or no"
UNSURE = re.compile(
    r"\W*(?:not sure|unsure|maybe|don.?t know|do not know|idk|unknown|prefer not|n/?a\b|not applicable|\?+)", re.I
)
NO = re.compile(
    r"\W*(?:no|n|nope|nah|false|never|0|there (?:are|is) (?:one|two|other|another|more|several|\d)|we are|we have)\b"
    r"|\b(?:not the only|am not|i.?m not|are others|other ots?\b)",
    re.I,
)
YES = re.compile(
    r"\W*(?:yes|y|yep|yeah|yup|true|correct|sure|1|x|just me|only me)\b|\b(?:only|sole|lone|alone|solo)\b|✓|✔", re.I
)
NO_OTHER = re.compile(r"\bno other\b", re.I)


def yes(text: str) -> Understood[bool | None]:
    """None where nothing was filled in or somebody isn't sure."""
    if not one_line(text):
        return Understood(None)
    line = typed(text, EXAMPLE)
    if UNSURE.match(line):
        return Understood(None)
    if NO_OTHER.search(line):
        return Understood(True)
    if NO.search(line):
        return Understood(False)
    if YES.search(line):
        return Understood(True)
    raise NotUnderstood(f"{excerpt(line)} is neither a yes nor a no that I understand. For example: {EXAMPLE}.")
