"""Text in charts: one font that ships with matplotlib, so that pictures look alike everywhere, and lines that fit.

Widths are in pixels, sizes in points.
"""

import textwrap
from pathlib import Path

import matplotlib as mpl
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.text import Text

from bot.views import shown

DPI = 100
INK = "#1f2933"
PLAIN, BOLD = (Path(mpl.get_data_path(), "fonts", "ttf", f"DejaVuSans{style}.ttf") for style in ("", "-Bold"))
UNKNOWN = "□"
MOST_READ = 300
MOST_WORD = 14
MOST_WHOLE = 8
MOST_LINES = 3


def lettered(text: Text, points: float, font: Path = PLAIN) -> None:
    """Sets our font and ink; what people wrote is never read as a formula, whatever its $ signs."""
    text.set_parse_math(False)
    text.set_fontproperties(FontProperties(fname=font, size=points))
    text.set_color(INK)


def wrapped(text: str, points: float, width: float, lines: int = 1, font: Path = PLAIN) -> str:
    """At most `lines` lines that fit the width, with an ellipsis where something was left out."""
    words = _drawable(text)
    return _cut(words, int(width / _letter(words, points, font)), lines)


def width_of(text: str, points: float, font: Path = PLAIN) -> float:
    letters = get_font(str(font))
    letters.set_size(points, DPI)
    letters.set_text(text)
    width: float = letters.get_width_height()[0] / 64
    return width


def fitting(labels: tuple[str, ...], points: float, width: float) -> tuple[int, list[str]]:
    """The step at which labels fit side by side (1 means all of them), and the labels wrapped to that."""
    words = [_drawable(label) for label in labels]
    needed = max(map(_unbroken, words), default=0) + 1
    letter = _letter("".join(words), points, PLAIN)
    step = max(-(-int(needed * letter * len(labels)) // int(width)), 1)
    room = int(width * step / len(labels) / letter - 0.6)
    return step, [_cut(word, room, MOST_LINES) for word in words]


def _unbroken(label: str) -> int:
    """How many letters must stand on one line: a short label stays whole, a long one may break between words."""
    return len(label) if len(label) <= MOST_WHOLE else min(max(map(len, label.split())), MOST_WORD)


def _letter(text: str, points: float, font: Path) -> float:
    """The mean width of its letters: narrow ones and capitals differ threefold."""
    return max(width_of(text, points, font) / max(len(text), 1), 1.0)


def _cut(text: str, width: int, lines: int) -> str:
    found = textwrap.wrap(text, max(width, 3))
    if len(found) > lines:
        found = [*found[: lines - 1], found[lines - 1][: max(width, 3) - 1].rstrip() + "…"]
    return "\n".join(found)


def _drawable(text: str) -> str:
    """The text with a box for each letter that the font lacks; matplotlib would write a warning for every one."""
    font = get_font(str(PLAIN))
    known = (c if c.isspace() or font.get_char_index(ord(c)) else UNKNOWN for c in shown(text[:MOST_READ]))
    return " ".join("".join(known).split())
