"""What somebody typed to search a long list by becomes what is meant, or is shown as a list of what fits. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from adapters.discord.fields import MOST_LISTED, Value
from bot.suggestions import clear, listed, meant, offered
from bot.texts import pages
from bot.views import ChoicesField, Field, Form, Option, SearchField

Values = dict[str, Value]


def resolved(fields: Iterable[Field], typed: Values, searched: frozenset[str]) -> tuple[Values, dict[str, str]]:
    """With what is meant in the place of what was typed, and a sentence for each field where that is not clear.

    There, of several names, those that are clear are taken and the others stay as typed.
    """
    found, problems = dict(typed), {}
    for field in fields:
        if field.name not in searched:
            continue
        text, options = str(typed[field.name]), listed(field)
        several = _several(field)
        pieces = list(_pieces(text, options)) if several else [text]
        sure = [clear(options, piece) for piece in pieces]
        values = [one.value if one else piece for piece, one in zip(pieces, sure, strict=True)]
        found[field.name] = tuple(dict.fromkeys(values)) if several else values[0]
        if None in sure:
            piece = pieces[sure.index(None)]
            fit = len(meant(options, piece, MOST_LISTED + 1))
            problems[field.name] = pages.several_fit(fit) if fit else pages.nothing_fits(piece)
    return found, problems


def hits(form: Form, values: Mapping[str, Value]) -> dict[str, tuple[Option, ...]]:
    """For long lists in which something was typed that may mean several; the clear ones first.

    Where all is clear there is nothing to choose from: it stands there as text, to be typed over.
    """
    found_for = {}
    for name, value in values.items():
        options = offered(form, name)
        if len(options) <= MOST_LISTED:
            continue
        pieces = value if isinstance(value, tuple) else (value,)
        found = sorted((meant(options, piece, MOST_LISTED) for piece in pieces if piece), key=len)
        if all(clear(options, piece) for piece in pieces if piece):
            continue
        found_for[name] = tuple(dict.fromkeys(option for each in found for option in each))[:MOST_LISTED]
    return found_for


def _several(field: Field) -> bool:
    return isinstance(field, SearchField | ChoicesField) and field.most > 1


def _pieces(text: str, options: Sequence[Option]) -> Iterator[str]:
    """Between commas, but for those that belong to a name in the list."""
    known = {" ".join(option.label.casefold().split()) for option in options}
    words = [word.strip() for word in text.split(",")]
    start = 0
    while start < len(words):
        ends = range(len(words), start, -1)
        end = next((end for end in ends if _joined(words[start:end]).casefold() in known), start + 1)
        if piece := _joined(words[start:end]):
            yield piece
        start = end


def _joined(words: Sequence[str]) -> str:
    return " ".join(", ".join(words).split())
