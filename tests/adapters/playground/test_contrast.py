"""The palette is readable: WCAG 2.2 AA, computed from the style sheet itself."""

import re

import pytest

from adapters.playground.endpoints import STATIC

COLOR = re.compile(r"--([\w-]+): #([0-9a-f]{6});")
TEXT, CONTROL = 4.5, 3.0
READ = [
    *((ink, paper) for ink in ("ink", "faint") for paper in ("paper", "surface", "raised", "notice", "accent-soft")),
    *(("accent", paper) for paper in ("paper", "surface", "raised", "notice")),
    ("accent-strong", "accent-soft"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("ink", "danger-soft"),
    ("danger", "danger-soft"),
    ("danger", "surface"),
    ("danger", "paper"),
    ("on-danger", "danger"),
    ("notice-line", "notice"),
    *(("on-face", f"face-{number}") for number in range(8)),
]
SEEN = [(edge, paper) for edge in ("control", "focus", "accent", "danger") for paper in ("surface", "raised", "paper")]


def palettes() -> dict[str, dict[str, str]]:
    css = (STATIC / "playground.css").read_text()
    light, dark = css.split("@media (prefers-color-scheme: dark)", 1)
    base = dict(COLOR.findall(light))
    return {"light": base, "dark": {**base, **dict(COLOR.findall(dark.split("* {", 1)[0]))}}


def luminance(color: str) -> float:
    """Relative luminance as WCAG 2.2 defines it, 0 to 1."""
    channels = (int(color[i : i + 2], 16) / 255 for i in (0, 2, 4))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("least", "pairs"), [(TEXT, READ), (CONTROL, SEEN)])
def test_every_pair_of_colors_can_be_read(scheme: str, least: float, pairs: list[tuple[str, str]]) -> None:
    palette = palettes()[scheme]
    weak = {f"{a} on {b}": round(contrast(palette[a], palette[b]), 2) for a, b in pairs}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < least} == {}


def test_black_on_white_is_twenty_one_to_one() -> None:
    assert contrast("000000", "ffffff") == pytest.approx(21)
