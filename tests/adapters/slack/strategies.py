"""Any view that the core allows, hostile words included."""

from datetime import UTC, date, datetime, time

from hypothesis import strategies as st

from bot.documents import CalendarSeries, Chart
from bot.ids import MemberId
from bot.views import (
    Actions,
    Bold,
    Button,
    ButtonStyle,
    ChannelField,
    ChoiceField,
    ChoicesField,
    DateField,
    Facts,
    Field,
    File,
    Form,
    Heading,
    Image,
    Line,
    Link,
    Listing,
    MemberField,
    Mention,
    Message,
    Moment,
    MomentStyle,
    NumberField,
    Option,
    Page,
    Part,
    Plain,
    SearchField,
    Text,
    TextField,
    TimeField,
)

NOON = datetime(2026, 10, 6, 19, 30, tzinfo=UTC)
HOSTILE = (
    "<!channel>",
    "<@U1>",
    "@everyone",
    "*b* _i_ ~s~ `c`",
    ":smile:",
    "<https://x.example|y>",
    "&lt;&amp;",
    "\u202e",
)
words = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=12))
said = words.map(lambda text: text or "x").map(lambda text: text if text.isprintable() else "visible" + text)
moments = st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
spans = st.one_of(
    st.builds(Plain, words),
    st.builds(Bold, words),
    st.builds(Mention, st.just(MemberId("m1")), words, st.sampled_from(("", "U0123ABCD"))),
    st.builds(Moment, moments, st.sampled_from(MomentStyle)),
    st.builds(Link, words, st.just("https://example.org/a?b=c&d")),
)
lines: st.SearchStrategy[Line] = st.lists(spans, max_size=3).map(tuple)
charts = st.lists(st.tuples(words, st.floats(-1e6, 1e6)), max_size=3).map(
    lambda points: Chart("Chart", tuple(label for label, _ in points), (("One", tuple(v for _, v in points)),))
)
CALENDAR = CalendarSeries("u", 1, "t", "d", "l", "America/New_York", (), 45, NOON)
buttons = st.builds(
    Button, said, st.sampled_from(("accept:a", "decline:a", "open-zone", "end-match:b")), st.sampled_from(ButtonStyle)
)
parts: st.SearchStrategy[Part] = st.one_of(
    st.builds(Heading, said),
    st.builds(Text, lines),
    st.builds(Facts, st.lists(st.tuples(said, lines), max_size=2).map(tuple)),
    st.builds(Listing, st.lists(lines, max_size=2).map(tuple), st.booleans()),
    st.builds(Image, charts, words),
    st.builds(File, st.just("a.ics"), said, st.just(CALENDAR)),
    st.builds(Actions, st.lists(buttons, min_size=1, max_size=5).map(tuple)),
)

messages = st.builds(Message, said, st.lists(parts, max_size=12).map(tuple))
CROWD = st.sampled_from(
    (
        Heading("H"),
        Text((Plain("t"),)),
        Listing(((Plain("i"),), (Plain("j"),))),
        Actions((Button("One", "accept:a"), Button("Two", "decline:a"))),
        Actions(tuple(Button(str(n), f"pick-slot:{n}") for n in range(5))),
    )
)
crowds = st.builds(Message, said, st.lists(CROWD, min_size=30, max_size=200).map(tuple))

options = st.lists(
    st.builds(Option, st.text("abcdef-", min_size=1, max_size=20), said, st.sampled_from(("", "G1", "G2")), words),
    max_size=120,
    unique_by=lambda option: option.value,
).map(tuple)


@st.composite
def fields(draw: st.DrawFn, name: str) -> Field:
    label, hint, required, some = draw(said), draw(words), draw(st.booleans()), draw(options)
    values = tuple(draw(st.lists(st.sampled_from([o.value for o in some]), max_size=4, unique=True)) if some else ())
    one, most = next(iter(values), ""), draw(st.integers(1, 12))
    number = draw(st.integers(-5, 15))
    made: list[Field] = [
        TextField(name, label, hint, required, draw(words), 200, draw(st.booleans()), ("Ohio", "Utah"), most),
        ChoiceField(name, label, hint, required, some[:25], one),
        ChoicesField(name, label, hint, required, some[:25], values, most),
        SearchField(name, label, hint, required, some, values[:most], most),
        DateField(name, label, hint, required, draw(st.none() | st.just(date(2026, 2, 3)))),
        TimeField(name, label, hint, required, draw(st.none() | st.just(time(0, 0)) | st.just(time(15, 30, 12)))),
        NumberField(name, label, hint, required, number, 0, 10),
        MemberField(name, label, hint, required, one or draw(st.sampled_from(("", "user:U123"))), some),
        ChannelField(name, label, hint, required, draw(st.sampled_from(("", "C123")))),
    ]
    return draw(st.sampled_from(made))


@st.composite
def forms(draw: st.DrawFn) -> Form:
    pages = draw(st.integers(1, 2))
    made = [
        Page(tuple(draw(fields(f"field{page}{number}")) for number in range(draw(st.integers(1, 3)))))
        for page in range(pages)
    ]
    return Form("find-mentor", draw(said)[:24], tuple(made), "Send", tuple(draw(st.lists(lines, max_size=2))))
