"""What is said when a form can't be taken as it is."""

from collections.abc import Sequence

from bot.guard import Finding

WARNED = (
    "Before this is kept: it looks as if it could identify a student. Please take that out. "
    "If it has nothing to do with a student, send it again as it is."
)


def warning(text: str, found: Sequence[Finding]) -> str:
    """Shown to the writer alone: what looks risky, in the writer's own words."""
    pieces = "; ".join(f"“{text[f.start : f.end].strip()[:60]}” ({f.kind.words})" for f in found[:3])
    return f"This looks like student information: {pieces}."


def mend(problems: int) -> str:
    return "One answer needs a second look." if problems == 1 else f"{problems} answers need a second look."
