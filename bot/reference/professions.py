"""Who may mentor on what: OT practitioners on everything, allied professions on process, students not yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.reference.table import listed, rows


@dataclass(frozen=True)
class Profession:
    """`note` says what to keep in mind when matching; `also` are other ways to write it."""

    slug: str
    label: str
    can_mentor_treatment: bool
    can_mentor_process: bool
    note: str
    also: tuple[str, ...]

    @property
    def allied(self) -> bool:
        """Helps with process topics only, never with OT treatment."""
        return self.can_mentor_process and not self.can_mentor_treatment

    @property
    def can_mentor(self) -> bool:
        """False for students, who are mentees only."""
        return self.can_mentor_process or self.can_mentor_treatment


def _profession(row: Mapping[str, str]) -> Profession:
    return Profession(
        slug=row["slug"],
        label=row["label"],
        can_mentor_treatment=row["can_mentor_treatment"] == "yes",
        can_mentor_process=row["can_mentor_process"] == "yes",
        note=row["note"],
        also=listed(row["also"]),
    )


PROFESSIONS: Mapping[str, Profession] = MappingProxyType({row["slug"]: _profession(row) for row in rows("professions")})

OT_PRACTITIONERS: tuple[str, ...] = tuple(p.slug for p in PROFESSIONS.values() if p.can_mentor_treatment)
