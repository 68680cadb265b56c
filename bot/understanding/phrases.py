"""Finds the names of things in what people type, longest first: "Rural, only OT in district", "OH/KY", "N. Carolina".

Text is folded to plain lower-case words and cut into pieces at commas, slashes, plus signs, "and" and "or". A word may
be written with or without accents, dots and a final s. A piece in which nothing is found is compared with the long
names, letter by letter, for a slip of the keyboard.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from functools import lru_cache

SEPARATOR = re.compile(r"[,;/+|\n•·]|\s&|&\s|\s+(?:[Aa]nd|AND|or)\s+")  # not OR, which is Oregon
WORD = re.compile(r"[^\W_]+")
IGNORED = frozenset({"and", "or", "the", "&", "of", "a", "an", "for", "in", "my", "at", "with"})
NEGATIONS = frozenset({"not", "no", "never", "except", "but", "without", "non"})
SHORT = 3  # letters: such a word counts only in capitals or as a whole piece
LEAST_GUESSED = 5
CLOSE = 0.85
MARGIN = 0.04


@dataclass(frozen=True)
class Hit:
    """`values` that one name stands for; `piece` is the number of the piece it begins in."""

    values: tuple[str, ...]
    piece: int


@dataclass(frozen=True)
class Found:
    hits: tuple[Hit, ...]
    unknown: tuple[str, ...]  # pieces in which nothing was found, as typed
    guessed: tuple[tuple[str, str], ...]  # a piece as typed, and the name it was taken for

    @property
    def values(self) -> tuple[str, ...]:
        """Each value once, in the order of the text."""
        return tuple(dict.fromkeys(value for hit in self.hits for value in hit.values))


@dataclass(frozen=True)
class _Word:
    text: str
    capitals: bool
    piece: int


@dataclass(frozen=True)
class Rules:
    """`capitals`: short words count only in capitals; `shy` names that are everyday words count only beside others or
    at the end; `refused`: words after a name that make it the name of something else; `ignored`: words to skip.
    """

    capitals: bool = True
    shy: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    ignored: frozenset[str] = IGNORED


class Phrases:
    """`names` maps what is typed to the values it stands for."""

    def __init__(self, names: Mapping[str, tuple[str, ...]], rules: Rules | None = None) -> None:
        self.rules = rules or Rules()
        self.names: dict[tuple[str, ...], tuple[str, ...]] = {}
        for name, values in names.items():
            key = tuple(word.text for word in _words(name, 0, self.rules.ignored))
            self.names[key] = tuple(dict.fromkeys([*self.names.get(key, ()), *values]))
        self.longest = max(map(len, self.names))
        self.negations = NEGATIONS - {word for key in self.names for word in key}
        self.long_names = {" ".join(k): v for k, v in self.names.items() if v and len(" ".join(k)) >= LEAST_GUESSED}
        self.find = lru_cache(maxsize=1024)(self._find)

    def _find(self, text: str) -> Found:
        pieces = [piece.strip() for piece in SEPARATOR.split(text)]
        words = [word for number, piece in enumerate(pieces) for word in _words(piece, number, self.rules.ignored)]
        negated = {word.piece for word in words if word.text in self.negations}
        scan = _Scan(self, [word for word in words if word.piece not in negated])
        unknown = [n for n, piece in enumerate(pieces) if WORD.search(piece) or piece.strip(" .-")]
        unknown = [n for n in unknown if n not in scan.reached]
        guesses = {n: self._guess(pieces[n]) for n in unknown if n not in negated}
        taken = {n: name for n, name in guesses.items() if name}
        hits = [*scan.hits, *(Hit(self.long_names[name], n) for n, name in taken.items())]
        return Found(
            tuple(sorted(hits, key=lambda hit: hit.piece)),
            tuple(pieces[n] for n in unknown if n not in taken),
            tuple((pieces[n], name) for n, name in taken.items()),
        )

    def _guess(self, piece: str) -> str:
        """The one long name that the piece is close to, or an empty text."""
        typed = " ".join(word.text for word in _words(piece, 0, self.rules.ignored))
        if len(typed) < LEAST_GUESSED:
            return ""
        close = get_close_matches(typed, self.long_names, n=3, cutoff=CLOSE)
        ratios = {self.long_names[name]: SequenceMatcher(None, typed, name).ratio() for name in reversed(close)}
        ranked = sorted(ratios.values(), reverse=True)
        clear = bool(close) and (len(ranked) == 1 or ranked[0] - ranked[1] >= MARGIN)
        return close[0] if clear else ""


class _Scan:
    """One pass over the words, longest names first: at most `longest` look-ups a word."""

    def __init__(self, phrases: Phrases, words: list[_Word]) -> None:
        self.phrases, self.words = phrases, words
        self.hits: list[Hit] = []
        self.reached: set[int] = set()
        self.sizes = _sizes(words)
        at = 0
        while at < len(words):
            at += self._step(at)

    def _step(self, at: int) -> int:
        for length in range(min(self.phrases.longest, len(self.words) - at), 0, -1):
            span = self.words[at : at + length]
            values = self.phrases.names.get(tuple(word.text for word in span))
            if values is not None and self._counts(span, at + length):
                if values:
                    self.hits.append(Hit(values, span[0].piece))
                    self.reached.update(word.piece for word in span)
                return length
        return 1

    def _counts(self, span: list[_Word], after: int) -> bool:
        rules, following = self.phrases.rules, self.words[after : after + 1]
        if following and following[0].text in rules.refused and following[0].piece == span[-1].piece:
            return False
        if len(span) > 1 or self.sizes[span[0].piece] == 1:
            return True
        word = span[0]
        piece = [other for other in self.words if other.piece == word.piece]
        if all((other.text,) in self.phrases.names for other in piece):
            return True
        if rules.capitals and len(word.text) <= SHORT and not word.capitals and not word.text.isdigit():
            return False
        last = not following or following[0].piece != word.piece
        return word.text not in rules.shy or (last and not all(other.capitals for other in piece))


def _sizes(words: Iterable[_Word]) -> dict[int, int]:
    sizes: dict[int, int] = {}
    for word in words:
        sizes[word.piece] = sizes.get(word.piece, 0) + 1
    return sizes


def _words(text: str, piece: int, ignored: frozenset[str]) -> list[_Word]:
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'"))
    plain = "".join(c for c in decomposed if not unicodedata.combining(c)).replace("'", "")
    found = [_Word(_singular(word.casefold()), word.isupper(), piece) for word in WORD.findall(plain)]
    telling = [word for word in found if word.text not in ignored or (word.capitals and len(word.text) > 1)]
    return telling or found


def _singular(word: str) -> str:
    return word[:-1] if len(word) > SHORT and word.endswith("s") and not word.endswith("ss") else word


def also_known(rows: Iterable[tuple[str, Iterable[str]]]) -> dict[str, tuple[str, ...]]:
    """The names of `Phrases` from (value, its names): a name that several values have stands for all of them."""
    names: dict[str, tuple[str, ...]] = {}
    for value, own in rows:
        for name in dict.fromkeys(own):
            names[name] = (*names.get(name, ()), value)
    return names
