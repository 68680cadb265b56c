"""Charts, read back as pixels."""

import asyncio
from io import BytesIO
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageColor

from adapters.documents import Drawings
from adapters.documents.charts import DRAWING, LOOKS, PAPER
from adapters.documents.lettering import fitting, width_of, wrapped
from bot.documents import Chart, ChartKind
from bot.ports.platforms import Documents

DRAWINGS: Documents = Drawings()
COLOURS = [look.colour for look in LOOKS]
HOSTILE = [
    "$x^2$",
    "$\\frac{$",
    "_hidden",
    "",
    " \n ",
    "日本語 🦉",
    "\ud800",
    "\u202eevil",
    "W" * 5000,
    "<b>&amp;",
    "{}%s",
]


def chart(*values: float, kind: ChartKind = ChartKind.BARS) -> Chart:
    return Chart("Open requests", tuple(f"Week {n}" for n in range(len(values))), (("Open", values),), kind, "requests")


async def drawn(wanted: Chart) -> Image.Image:
    return Image.open(BytesIO(await DRAWINGS.picture(wanted))).convert("RGB")


def columns(image: Image.Image, colour: str) -> list[int]:
    """How many pixels of a colour stand in each column of the picture."""
    wanted, data = ImageColor.getrgb(colour), image.load()
    assert data is not None
    return [sum(data[x, y] == wanted for y in range(image.height)) for x in range(image.width)]


def bars(image: Image.Image, colour: str) -> list[int]:
    """The heights of the bars of a colour, from left to right."""
    found = [0, *columns(image, colour), 0]
    edges = [x for x, (a, b) in enumerate(pairwise(found)) if (a > 5) != (b > 5)]
    return [max(found[left + 1 : right + 1]) for left, right in zip(edges[::2], edges[1::2], strict=True)]


def luminance(colour: str) -> float:
    """Relative luminance as in WCAG 2.2."""
    parts = [part / 255 for part in ImageColor.getrgb(colour)[:3]]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def lightness(colour: str) -> float:
    """CIE L*, 0 to 100."""
    return 116 * luminance(colour) ** (1 / 3) - 16 if luminance(colour) > 0.0089 else 903.3 * luminance(colour)


@pytest.mark.parametrize("kind", ChartKind)
async def test_a_picture_is_twice_as_wide_as_high_on_a_light_card(kind: ChartKind) -> None:
    image = await drawn(chart(3, 1, 2, kind=kind))
    assert image.size == (1000, 500)
    assert image.getpixel((10, 250)) == ImageColor.getrgb(PAPER)
    assert sum(columns(image, PAPER)) > 0.6 * 1000 * 500


async def test_bars_are_as_high_as_their_values() -> None:
    low, high, middle = bars(await drawn(chart(10, 30, 20)), COLOURS[0])
    assert high / low == pytest.approx(3, rel=0.05)
    assert high / middle == pytest.approx(1.5, rel=0.05)


async def test_a_line_rises_with_its_values() -> None:
    image = await drawn(chart(0, 10, kind=ChartKind.LINES))
    data, wanted = image.load(), ImageColor.getrgb(COLOURS[0])
    assert data is not None
    seen = [(x, y) for x in range(1000) for y in range(500) if data[x, y] == wanted]
    left, right = min(seen), max(seen)
    assert right[0] - left[0] > 700
    assert left[1] - right[1] > 200


@pytest.mark.parametrize("kind", ChartKind)
async def test_every_series_has_a_colour_of_its_own(kind: ChartKind) -> None:
    series = tuple((f"Series {n}", (n + 1.0, n + 2.0, n + 1.0)) for n in range(len(LOOKS)))
    image = await drawn(Chart("Six", ("A", "B", "C"), series, kind))
    assert all(sum(columns(image, colour)) > 200 for colour in COLOURS)


async def test_more_series_than_looks_are_drawn_too() -> None:
    series = tuple((f"Series {n}", (1.0, 2.0)) for n in range(20))
    assert sum(columns(await drawn(Chart("Twenty", ("A", "B"), series)), COLOURS[0])) > 0


def test_series_differ_without_colour() -> None:
    for one, other in pairwise(COLOURS[:4]):
        assert abs(lightness(one) - lightness(other)) > 7
    assert len({look.hatch for look in LOOKS}) == len({look.marker for look in LOOKS}) == len(LOOKS)
    assert all((luminance(PAPER) + 0.05) / (luminance(colour) + 0.05) >= 3 for colour in COLOURS)


@pytest.mark.parametrize(
    "empty",
    [
        Chart("Nothing", (), ()),
        Chart("Nothing", (), (("Open", ()),), ChartKind.LINES),
        Chart("Nothing", ("A",), ()),
        Chart("Nothing", ("A", "B"), (("Open", (float("nan"), float("inf"))),)),
    ],
)
async def test_without_data_the_picture_says_so(empty: Chart) -> None:
    image = await drawn(empty)
    words = image.crop((300, 230, 700, 320))
    ink = sum(columns(words, "#1f2933"))
    assert 300 < ink < 4000
    assert sum(columns(image, COLOURS[0])) == 0


async def test_zeros_are_data() -> None:
    zeros, nothing = await drawn(chart(0, 0)), await drawn(chart())
    assert zeros.tobytes() != nothing.tobytes()


@pytest.mark.parametrize("kind", ChartKind)
@pytest.mark.parametrize("text", HOSTILE)
async def test_text_is_drawn_as_it_was_typed(text: str, kind: ChartKind) -> None:
    series = ((text, (1.0, 2.0, 3.0)), (text, (3.0, 2.0, 1.0)))
    image = await drawn(Chart(text, (text, text, "plain"), series, kind, unit=text))
    assert image.size == (1000, 500)
    assert all(sum(columns(image, colour)) > 200 for colour in COLOURS[:2])


async def test_a_series_whose_name_begins_with_an_underscore_is_named_too() -> None:
    def named(name: str) -> Chart:
        return Chart("T", ("A",), ((name, (1.0,)), ("Other", (1.0,))))

    hidden, bare = await drawn(named("_Open")), await drawn(named(""))
    assert hidden.crop((0, 60, 1000, 110)).tobytes() != bare.crop((0, 60, 1000, 110)).tobytes()


async def test_gaps_and_negative_values_are_drawn() -> None:
    assert len(bars(await drawn(chart(5, float("nan"), -5, float("-inf"), 4)), COLOURS[0])) == 3
    image = await drawn(chart(5, float("nan"), -5, 4, kind=ChartKind.LINES))
    assert sum(columns(image, COLOURS[0])) > 200


async def test_many_labels_do_not_run_into_each_other() -> None:
    image = await drawn(chart(*range(1, 57)))
    below = image.crop((0, 464, 1000, 495))
    gaps = columns(below, PAPER)
    assert sum(blank == below.height for blank in gaps) > 300


async def test_a_series_of_another_length_is_a_defect() -> None:
    with pytest.raises(ValueError, match="2 values do not fit 1 labels"):
        await DRAWINGS.picture(Chart("T", ("A",), (("Open", (1.0, 2.0)),)))


async def test_pictures_drawn_at_once_are_the_same_as_one_by_one() -> None:
    wanted = [chart(1, 2), chart(3, 2, 1, kind=ChartKind.LINES), chart()]
    one_by_one = [await DRAWINGS.picture(each) for each in wanted]
    assert await asyncio.gather(*map(DRAWINGS.picture, wanted)) == one_by_one


async def test_the_event_loop_goes_on_while_a_picture_waits() -> None:
    with DRAWING:
        task = asyncio.ensure_future(DRAWINGS.picture(chart(1)))
        done, _ = await asyncio.wait({task}, timeout=0.05)
        assert not done
    assert (await task).startswith(b"\x89PNG")


@given(st.lists(st.text("abc de", max_size=30), min_size=1, max_size=80), st.integers(300, 950))
def test_labels_that_are_shown_fit_their_place(labels: list[str], width: int) -> None:
    step, fitted = fitting(tuple(labels), 12, width)
    assert len(fitted) == len(labels)
    assert all(label.count("\n") < 3 for label in fitted)
    place = width * step / len(labels)
    lines = [line for label in fitted for line in label.splitlines()]
    assert all(width_of(line, 12) < 1.5 * place for line in lines)


def test_few_short_labels_are_all_shown_whole() -> None:
    assert fitting(("Ohio", "New York", "Texas"), 12, 900) == (1, ["Ohio", "New York", "Texas"])


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    assert wrapped("Open", 12, 300) == "Open"
    cut = wrapped("Early childhood special education and more", 12, 200)
    assert cut.endswith("…")
    assert "\n" not in cut
    assert width_of(cut, 12) < 230
