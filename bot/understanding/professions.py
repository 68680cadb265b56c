"""A profession, as people write it: "OTD, OTR/L", "COTA/L", "SPED teacher", "new grad OT", "Level II student"."""

from bot.reference.professions import PROFESSIONS
from bot.understanding.phrases import Phrases, Rules, also_known
from bot.understanding.reading import NotUnderstood, Understood, excerpt, joined, typed

EXAMPLE = "OTR/L, COTA, or school psychologist"
PHRASES = Phrases(also_known((p.slug, (p.slug, p.label, *p.also)) for p in PROFESSIONS.values()), Rules(capitals=False))

# Who is several things: a student is a mentee only, and an OT with a second role mentors as an OT.
FIRST = ("otd-capstone", "ot-student-l2", "ot-student-l1", "ot-academic", "otr", "ota")


def profession(text: str) -> Understood[str]:
    """The slug. Where several are named the student or OT role counts, then the first one."""
    line = typed(text, EXAMPLE)
    found = PHRASES.find(line)
    if not found.values:
        raise NotUnderstood(f"{excerpt(line)} is not a profession that I know. For example: {EXAMPLE}.")
    slug = next((slug for slug in FIRST if slug in found.values), found.values[0])
    guessed = [f"{excerpt(piece)} was read as {PROFESSIONS[slug].label}." for piece, _ in found.guessed]
    return Understood(slug, (*guessed, *_several(found.values, slug)))


def _several(slugs: tuple[str, ...], chosen: str) -> tuple[str, ...]:
    if len(slugs) == 1 or PROFESSIONS[chosen].can_mentor_treatment or not PROFESSIONS[chosen].can_mentor:
        return ()
    others = joined([PROFESSIONS[slug].label for slug in slugs if slug != chosen])
    return (f"{PROFESSIONS[chosen].label} was taken; {others} was left out.",)
