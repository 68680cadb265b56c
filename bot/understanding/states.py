"""States, as people write them: "OH/KY", "ohio & Kentucky", "Tenn.", "Florida (panhandle)", "Wash. DC"."""

import re

from bot.reference.states import STATES
from bot.understanding.phrases import Phrases, Rules, also_known
from bot.understanding.reading import NotUnderstood, Understood, excerpt, joined, typed

EXAMPLE = "Ohio, or OH"
EXAMPLES = "Ohio and Kentucky, or OH/KY"
EVERYWHERE = re.compile(r"\W*(?:all|any|every|anywhere|everywhere|nationwide|national)\b", re.I)

# Codes that are also words: "I work IN Ohio" doesn't speak of Indiana.
SHY = frozenset({"in", "or", "me", "hi", "oh", "ok", "as", "id", "ill", "miss", "wash", "mass"})
MAYBE_OREGON = re.compile(r"\w\s+OR\s+\w")
OTHER_PLACES = frozenset({"county", "city", "university", "college", "avenue", "street"})
_NAMES = also_known((state.code, (state.code, state.name, *state.also)) for state in STATES.values())
PHRASES = Phrases({**_NAMES, "Kansas City": ()}, Rules(shy=SHY, refused=OTHER_PLACES, ignored=frozenset()))


def states(text: str) -> Understood[tuple[str, ...]]:
    """The codes, each once, in the order typed. Anything beside them that is no state is named in a remark."""
    line = typed(text, EXAMPLES)
    if EVERYWHERE.match(line):
        raise NotUnderstood(f"Please name each state instead of {excerpt(line)}. For example: {EXAMPLES}.")
    found = PHRASES.find(line)
    if not found.values:
        raise NotUnderstood(f"{excerpt(line)} is not a US state or territory that I know. For example: {EXAMPLES}.")
    guessed = [f"{excerpt(piece)} was read as {_name(name)}." for piece, name in found.guessed]
    left = [f"{excerpt(piece)} is not a US state or territory that I know and was left out." for piece in found.unknown]
    oregon = ["“OR” was read as Oregon."] if MAYBE_OREGON.search(line) and "OR" in found.values else []
    return Understood(found.values, (*guessed, *left, *oregon))


def state(text: str) -> Understood[str]:
    """The code of exactly one state."""
    several = states(typed(text, EXAMPLE))
    if len(several.value) > 1:
        raise NotUnderstood(
            f"Please choose one state; you named {joined(names(several.value))}. For example: {EXAMPLE}."
        )
    return Understood(several.value[0], several.remarks)


def names(codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(STATES[code].name for code in codes)


def _name(typed_name: str) -> str:
    return joined(names(PHRASES.long_names[typed_name]))
