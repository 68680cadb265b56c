"""Letters that a paper's font has: real text in any script as well as the font can, boxes for what is left.

The font is DejaVu Sans (free to embed), which ships with matplotlib: Latin, Greek, Cyrillic, Armenian, Georgian,
Arabic, Hebrew and many signs, no Chinese, Japanese, Korean or Indian scripts.
"""

import unicodedata
from collections.abc import Collection
from importlib.util import find_spec
from pathlib import Path

from fpdf.bidi import BidiParagraph

from bot.views import shown

UNKNOWN = "□"
FROM_RIGHT = {"R", "AL"}


def font_file(style: str = "") -> Path:
    """Of matplotlib's data, without the second that importing it takes; `style` may be -Bold."""
    found = find_spec("matplotlib")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).with_name("mpl-data") / "fonts" / "ttf" / f"DejaVuSans{style}.ttf"


class Letters:
    """`missed` becomes true once a letter had no glyph."""

    def __init__(self, known: Collection[int]) -> None:
        self._known = known
        self.missed = False

    def fitting(self, text: str) -> str:
        """As it stands on paper: fancy letters as plain ones, what is read from the right turned round."""
        words = unicodedata.normalize("NFC", " ".join(shown(text).split()))
        drawable = "".join(map(self._drawable, words))
        if any(unicodedata.bidirectional(letter) in FROM_RIGHT for letter in drawable):
            return BidiParagraph(drawable).get_reordered_string()
        return drawable

    def _drawable(self, letter: str) -> str:
        if self._has(letter):
            return letter
        plain = unicodedata.normalize("NFKC", letter)
        if plain != letter and all(map(self._has, plain)):
            return plain
        if unicodedata.category(letter) in {"Mn", "Cf"}:
            return ""  # a mark on a letter that was drawn, or one that nobody sees
        self.missed = True
        return UNKNOWN

    def _has(self, letter: str) -> bool:
        return ord(letter) in self._known
