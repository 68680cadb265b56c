"""Charts as PNG, 1000 by 500 pixels, on a light card of their own, so that they read well in a dark chat.

Series differ in lightness and in hatch (bars) or marker and dash (lines): neither colour vision nor a colour screen is
needed. No pyplot: figures are ordinary objects here and nothing global is kept. Lengths are in pixels.
"""

import gc
from dataclasses import dataclass
from io import BytesIO
from itertools import cycle
from math import isfinite, nan
from threading import Lock

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from adapters.documents.lettering import BOLD, DPI, INK, PLAIN, fitting, lettered, width_of, wrapped
from bot.documents import Chart, ChartKind

WIDTH, HEIGHT, EDGE = 1000, 500, 28
TITLE, BODY = 17, 12  # points
LINE = {TITLE: 34, BODY: 23}
PAPER, RULE = "#fbfaf7", "#d9dce1"
LEAST_PLOT = 120
MOST_VALUES_WRITTEN = 16
MOST_MARKERS = 40
NOTHING = "No data yet"


@dataclass(frozen=True)
class Look:
    colour: str
    hatch: str
    marker: str
    dash: str


# Neighbours are far apart in lightness, and each keeps a contrast of 3:1 with the paper (WCAG 2.2, 1.4.11).
LOOKS = (
    Look("#16365c", "", "o", "-"),
    Look("#c96a17", "//", "s", "--"),
    Look("#0b6e63", "..", "^", "-."),
    Look("#8a63b8", "xx", "D", ":"),
    Look("#1a1a1a", "++", "P", "--"),
    Look("#8c2440", "\\\\", "v", "-"),
)
DRAWING = Lock()  # matplotlib's fonts and caches are not made for several threads


def picture(chart: Chart) -> bytes:
    """The PNG; blocks for some tenths of a second. Raises `ValueError` where a series is not as long as the labels."""
    with DRAWING:
        file = _drawn(chart)
        # A figure is a knot of cycles over a large buffer; left to the collector, a hundred of them cost 40 MB.
        gc.collect(1)
        return file


def _drawn(chart: Chart) -> bytes:
    figure = Figure((WIDTH / DPI, HEIGHT / DPI), DPI, facecolor=PAPER, edgecolor=RULE, linewidth=2)
    FigureCanvasAgg(figure)
    top = _title(figure, chart)
    if any(isfinite(value) for _, values in chart.series for value in values):
        _plot(figure, chart, top)
    else:
        lettered(figure.text(0.5, 0.45, NOTHING, ha="center", va="center"), TITLE)
    file = BytesIO()
    figure.savefig(file, format="png", metadata={"Software": None})
    return file.getvalue()


def _title(figure: Figure, chart: Chart) -> int:
    """Writes title and unit; how far down they reach."""
    down = EDGE - 6
    for words, points, lines, font in ((chart.title, TITLE, 2, BOLD), (chart.unit, BODY, 1, PLAIN)):
        fitted = wrapped(words, points, WIDTH - 2 * EDGE, lines, font)
        text = figure.text(EDGE / WIDTH, 1 - down / HEIGHT, fitted, va="top", linespacing=1.3)
        lettered(text, points, font)
        down += len(fitted.splitlines()) * LINE[points]
    return down


def _plot(figure: Figure, chart: Chart, top: int) -> None:
    axes = figure.add_subplot()
    handles = (_bars if chart.kind is ChartKind.BARS else _lines)(axes, chart)
    if len(chart.series) > 1:
        top += _legend(figure, handles, [name for name, _ in chart.series], top)
    left = EDGE + _scale(axes, chart)
    bottom = EDGE - 8 + _names(axes, chart.labels, WIDTH - EDGE - left)
    height = max(HEIGHT - top - bottom - 14, LEAST_PLOT)
    axes.set_position((left / WIDTH, bottom / HEIGHT, (WIDTH - EDGE - left) / WIDTH, height / HEIGHT))


def _bars(axes: Axes, chart: Chart) -> list[Patch | Line2D]:
    width = 0.8 / len(chart.series)
    handles: list[Patch | Line2D] = []
    for place, ((_, values), look) in enumerate(zip(chart.series, cycle(LOOKS), strict=False)):
        at = [x + (place - (len(chart.series) - 1) / 2) * width for x in _positions(chart, values)]
        bars = axes.bar(at, _finite(values), width, zorder=2, facecolor=look.colour, edgecolor=PAPER, hatch=look.hatch)
        if len(values) * len(chart.series) <= MOST_VALUES_WRITTEN:
            for label in axes.bar_label(bars, [_number(value) for value in values], padding=3):
                lettered(label, BODY)
        handles.append(Patch(facecolor=look.colour, hatch=look.hatch, edgecolor=PAPER))
    return handles


def _lines(axes: Axes, chart: Chart) -> list[Patch | Line2D]:
    handles: list[Patch | Line2D] = []
    every = len(chart.labels) // MOST_MARKERS + 1
    for (_, values), look in zip(chart.series, cycle(LOOKS), strict=False):
        (line,) = axes.plot(
            _positions(chart, values),
            _finite(values),
            color=look.colour,
            linestyle=look.dash,
            linewidth=2.6,
            marker=look.marker,
            markersize=8,
            markevery=every,
            markeredgecolor=PAPER,
            clip_on=False,
            zorder=3,
        )
        handles.append(line)
    return handles


def _positions(chart: Chart, values: tuple[float, ...]) -> range:
    if len(values) != len(chart.labels):
        raise ValueError(f"{len(values)} values do not fit {len(chart.labels)} labels")
    return range(len(values))


def _finite(values: tuple[float, ...]) -> list[float]:
    return [value if isfinite(value) else nan for value in values]


def _legend(figure: Figure, handles: list[Patch | Line2D], names: list[str], top: int) -> int:
    """Names the series above the plot; how much room that took."""
    fitted = [wrapped(name, BODY, 270) for name in names]
    columns = min(int((WIDTH - 2 * EDGE) // (max(width_of(name, BODY) for name in fitted) + 90)), len(names))
    legend = figure.legend(
        handles,
        [str(number) for number in range(len(names))],  # names that begin with an underscore would be left out
        loc="upper left",
        bbox_to_anchor=(EDGE / WIDTH, 1 - (top + 6) / HEIGHT),
        borderpad=0,
        borderaxespad=0,
        ncols=columns,
        frameon=False,
        handlelength=3.2,
    )
    for text, name in zip(legend.get_texts(), fitted, strict=True):
        text.set_text(name)
        lettered(text, BODY)
    return -(-len(names) // columns) * LINE[BODY] + 10


def _scale(axes: Axes, chart: Chart) -> int:
    """Draws the y axis; the room that its numbers take."""
    values = [value for _, series in chart.series for value in series if isfinite(value)]
    axes.margins(x=0.02, y=0.12)
    axes.axhline(0, color=INK, linewidth=1.2, zorder=2.5, clip_on=False)
    if min(values) >= 0:
        axes.set_ylim(bottom=0, top=None if max(values) else 1)
    whole = all(value == int(value) for value in values)
    axes.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10], integer=whole))
    low, high = axes.get_ylim()
    ticks = [tick for tick in axes.get_yticks() if low <= tick <= high]
    axes.set_yticks(ticks, [_number(tick) for tick in ticks])
    for label in axes.get_yticklabels():
        lettered(label, BODY)
    axes.grid(axis="y", color=RULE, zorder=0)
    axes.set_facecolor("none")
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0, pad=7)
    return int(max((width_of(_number(tick), BODY) for tick in ticks), default=0)) + 10


def _names(axes: Axes, labels: tuple[str, ...], width: float) -> int:
    """Writes the labels, where they are too many every second, third … of them; the room that they take."""
    step, fitted = fitting(labels, BODY, width)
    named = range(len(labels) - 1, -1, -step)  # from the end: the last is the newest
    axes.set_xticks(list(named), [fitted[n] for n in named])
    for label in axes.get_xticklabels():
        lettered(label, BODY)
    return max(fitted[n].count("\n") + 1 for n in named) * LINE[BODY]


def _number(value: float) -> str:
    if not isfinite(value):
        return ""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"
