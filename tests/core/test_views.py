"""Views hold what every platform can show, and travel as text without loss."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import wire
from bot.documents import CalendarSeries, Chapter, Chart, Paper, Spreadsheet, Table
from bot.ids import MemberId
from bot.views import (
    Actions,
    Bold,
    Button,
    DateField,
    Facts,
    File,
    Form,
    Heading,
    Image,
    Link,
    Listing,
    Mention,
    Message,
    Moment,
    MomentStyle,
    Option,
    Page,
    Plain,
    Rejected,
    SearchField,
    Text,
    TextField,
    TimeField,
    View,
    ViewTooLarge,
    line,
    shown,
)

NOON = datetime(2026, 10, 5, 12, tzinfo=UTC)
NINE = datetime.combine(date(2026, 1, 1), time(9))
SERIES = CalendarSeries("u", 1, "t", "d", "l", "America/New_York", (NINE,), 45, NOON)
TABLE = Table(("a", "b"), (("1", "2"), ("3", "4")), ("b",))
CHAPTER = Chapter("Heading", (("Label", "value"),), TABLE, ("words",), ("Maya",))
EVERYTHING = Message(
    "A summary",
    (
        Heading("Heading"),
        Text(line("plain ", Bold("bold"), Mention(MemberId("m1"), "Maya"), Moment(NOON, MomentStyle.DATE))),
        Facts((("Label", line(Link("label", "https://example.org"))),)),
        Listing((line("one"), line("two")), numbered=True),
        Image(Chart("Title", ("a", "b"), (("s", (1.0, 2.5)),)), "Two bars"),
        File("a.ics", "Calendar", SERIES),
        File("a.pdf", "Paper", Paper("t", "en-US", NOON, ("w",), (CHAPTER,), "foot", "Page {} of {}", "unknown")),
        File("a.csv", "Table", Spreadsheet(TABLE)),
        Actions((Button("Press", "accept:abc"),)),
    ),
)
FORM = Form(
    "find-mentor",
    "Find a mentor",
    (
        Page(
            (
                TextField("state", "State", value="Ohio", suggestions=("Ohio",)),
                SearchField("setting", "Setting", options=(Option("a", "A", "g"),), values=("a",)),
                DateField("day", "Day", value=date(2026, 1, 2)),
                TimeField("time", "Time", value=time(15, 30)),
            )
        ),
    ),
    "Send",
    foot=(line("Consent"),),
)


@pytest.mark.parametrize(
    "view", [EVERYTHING, FORM, Rejected("No", {"state": "Which?"})], ids=lambda v: type(v).__name__
)
def test_a_view_comes_back_as_it_went(view: View) -> None:
    assert wire.load(wire.dump(view)) == view


@given(st.text(max_size=300))
def test_any_typed_text_survives_the_way(text: str) -> None:
    view = Message("s", (Text(line(text)),))
    assert wire.load(wire.dump(view)) == view


@given(st.text(max_size=100))
def test_shown_text_has_nothing_invisible(text: str) -> None:
    assert not set(shown(text)) & set("\u202e\u200f\u0000\u0007\ufeff\u2066")


def test_direction_overrides_are_taken_out_of_spans() -> None:
    assert Plain("abc\u202egpj.exe").text == "abcgpj.exe"


@pytest.mark.parametrize(
    "build",
    [
        lambda: Message("s", (Text(line("x" * 1901)),)),
        lambda: Message("", ()),
        lambda: Button("x" * 76, "a"),
        lambda: Button("Press", "a" * 101),
        lambda: Actions(tuple(Button("b", "a") for _ in range(6))),
        lambda: Actions(()),
        lambda: Heading("h" * 151),
        lambda: Page(()),
        lambda: Page(tuple(TextField(str(n), "l") for n in range(6))),
        lambda: Form("a", "t" * 25, FORM.pages, "Send"),
        lambda: Link("l", "javascript:alert(1)"),
    ],
)
def test_what_some_platform_would_refuse_is_refused_where_it_is_built(build: object) -> None:
    with pytest.raises(ViewTooLarge):
        build()  # type: ignore[operator]
