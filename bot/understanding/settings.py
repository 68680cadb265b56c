"""Settings, as people write them: "EI", "SNF", "PreK", "School-based (K-5)", "Rural, only OT in district"."""

from bot.reference.settings import FOCUS, PRACTICE_SETTINGS, SETTINGS, covers
from bot.understanding.phrases import Found, Phrases, also_known
from bot.understanding.reading import NotUnderstood, Understood, excerpt, joined, typed

EXAMPLE = "Elementary school"
EXAMPLES = "Elementary school, or PreK and early intervention"
UMBRELLA = "schools"
PHRASES = Phrases(also_known((s.slug, (s.slug, s.label, *s.also)) for s in PRACTICE_SETTINGS))
FOCUS_AREAS = Phrases(also_known((s.slug, (s.slug, s.label)) for s in SETTINGS.values() if s.group == FOCUS))


def settings(text: str) -> Understood[tuple[str, ...]]:
    """The slugs of practice and school settings, each once, in the order typed."""
    line = typed(text, EXAMPLES)
    found = PHRASES.find(line)
    if not found.hits:
        raise NotUnderstood(_unknown(line))
    guessed = [f"{excerpt(piece)} was read as {_labels(PHRASES.long_names[name])}." for piece, name in found.guessed]
    left = [f"{excerpt(piece)} is not a setting that I know and was left out." for piece in found.unknown]
    return Understood(_specific(found), (*guessed, *left))


def setting(text: str) -> Understood[str]:
    """The slug of exactly one setting."""
    several = settings(typed(text, EXAMPLE))
    if len(several.value) > 1:
        raise NotUnderstood(f"Please choose one setting; you named {_labels(several.value)}. For example: {EXAMPLE}.")
    return Understood(several.value[0], several.remarks)


def _specific(found: Found) -> tuple[str, ...]:
    """Without "schools" where the same piece says which kind of school: "School-based (K-5)"."""
    narrow = {hit.piece for hit in found.hits for v in hit.values if v != UMBRELLA and covers(UMBRELLA, v)}
    kept = (v for hit in found.hits for v in hit.values if v != UMBRELLA or hit.piece not in narrow)
    return tuple(dict.fromkeys(kept))


def _unknown(line: str) -> str:
    if FOCUS_AREAS.find(line).hits:
        return f"{excerpt(line)} is a focus of the work; please say where you work. For example: {EXAMPLES}."
    return f"{excerpt(line)} is not a setting that I know. For example: {EXAMPLES}."


def _labels(slugs: tuple[str, ...]) -> str:
    return joined([SETTINGS[slug].label for slug in slugs])
