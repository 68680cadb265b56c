"""Any view that the core allows, words hostile to Discord included."""

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
    RolesField,
    SearchField,
    Text,
    TextField,
    TimeField,
)

NOON = datetime(2026, 10, 6, 19, 30, tzinfo=UTC)
USER = "1234567890123456789"
HOSTILE = (
    "@everyone",
    "@here",
    "<@80351110224678912>",
    "<@&165511591545143296>",
    "<#103735883630395392>",
    "</airhorn:816437322781949972>",
    "<id:customize>",
    "<a:b1nzy:392938283556143104>",
    "<t:1618953630:R>",
    "<ruth@school.example>",
    ":smile:",
    ":smi",
    "le:",
    "https://x.example/a?b=c",
    "<https://x.example>",
    "http:",
    "//x.example",
    "discord.gg/abc",
    "[click](https://x.example)",
    "**b** *i* _i_ __u__ ~~s~~ ||s|| `c` ```b```",
    "*",
    "**",
    "_",
    "`",
    "\\",
    "\\*",
    "¯\\_(ツ)_/¯",
    "# big",
    "## x #",
    "-# small",
    "- item",
    "  * item",
    "+ item",
    "1. item",
    "> quote",
    ">>> quote",
    "two\n# lines",
    "two\n - lines",
    "at 3:30 or 12:30:45",
    "\u202e",
)
words = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=12), st.text("\\*_~|`<>@#:[]()-+.1/ \nae", max_size=14))
said = words.map(lambda text: text or "x").map(lambda text: text if text.isprintable() else "visible" + text)
names = said.map(lambda text: text[:75])
moments = st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
links = st.builds(Link, words, st.sampled_from(("https://example.org/a?b=c&d", 'http://x.example/(a)_<b> \\*"')))
told = st.one_of(
    st.builds(Plain, words),
    st.builds(Bold, words),
    st.builds(Mention, st.just(MemberId("m1")), words, st.sampled_from(("", USER, "U0123", "<@1>"))),
    st.builds(Moment, moments, st.sampled_from(MomentStyle)),
)
spans = st.one_of(told, links)
lines: st.SearchStrategy[Line] = st.lists(spans, max_size=4).map(tuple)
unlinked: st.SearchStrategy[Line] = st.lists(told, max_size=4).map(tuple)
charts = st.lists(st.tuples(words, st.floats(-1e6, 1e6)), max_size=3).map(
    lambda points: Chart("Chart", tuple(label for label, _ in points), (("One", tuple(v for _, v in points)),))
)
CALENDAR = CalendarSeries("u", 1, "t", "d", "l", "America/New_York", (), 45, NOON)
ACTIONS = ("accept:a", "decline:a", "open-zone", "end-match:b~c", "pick-slot:m:2026-12-01T15%3A30")
buttons = st.builds(Button, names, st.sampled_from(ACTIONS), st.sampled_from(ButtonStyle))


def parts_of(line: st.SearchStrategy[Line]) -> st.SearchStrategy[Part]:
    return st.one_of(
        st.builds(Heading, said),
        st.builds(Text, line),
        st.builds(Facts, st.lists(st.tuples(said, line), max_size=2).map(tuple)),
        st.builds(Listing, st.lists(line, max_size=2).map(tuple), st.booleans()),
        st.builds(Image, charts, words),
        st.builds(File, st.sampled_from(("a.ics", "my dates.ics", "..", "", "a/b.ics")), said, st.just(CALENDAR)),
        st.builds(Actions, st.lists(buttons, min_size=1, max_size=5).map(tuple)),
    )


messages = st.builds(Message, said, st.lists(parts_of(lines), max_size=12).map(tuple))
plain_messages = st.builds(Message, said, st.lists(parts_of(unlinked), max_size=10).map(tuple))
CROWD: tuple[Part, ...] = (
    Heading("H"),
    Text((Plain("t"),)),
    Text((Link("", "https://example.org/" + "x" * 500),)),
    Text((Plain("*" * 100),)),
    Text((Bold("# _" * 33),)),
    Listing(((Plain("i"),), (Plain("j"),))),
    Image(Chart("Chart", (), (("One", ()),)), "A chart"),
    File("a.ics", "Calendar", CALENDAR),
    Actions((Button("One", "accept:a"), Button("Two", "decline:a"))),
    Actions(tuple(Button(str(n), f"pick-slot:{n}") for n in range(5))),
)


def _crowd(parts: list[Part]) -> Message:
    """At most 19 parts with words, so that they stay within what a message may say, and any number of others."""
    return Message("s", tuple(part for n, part in enumerate(parts) if n < 19 or isinstance(part, Actions | Image)))


crowds = st.lists(st.sampled_from(CROWD), min_size=20, max_size=200).map(_crowd)

options = st.lists(
    st.builds(Option, st.text("abcdef-", min_size=1, max_size=20), names, st.sampled_from(("", "G1", "G2")), words),
    max_size=40,
    unique_by=lambda option: option.value,
).map(tuple)


@st.composite
def fields(draw: st.DrawFn, name: str) -> Field:
    label, hint, required, some = draw(said)[:45], draw(words), draw(st.booleans()), draw(options)
    values = tuple(draw(st.lists(st.sampled_from([o.value for o in some]), max_size=4, unique=True)) if some else ())
    one, most = next(iter(values), ""), draw(st.integers(1, 12))
    ids = draw(st.sampled_from(((), (USER,), (USER, "42", "gone"))))
    made: list[Field] = [
        TextField(name, label, hint, required, draw(words), 200, draw(st.booleans()), ("Ohio", "Utah"), most),
        ChoiceField(name, label, hint, required, some[:25], one),
        ChoicesField(name, label, hint, required, some[:25], values, most),
        SearchField(name, label, hint, required, some, values[:most], most),
        DateField(name, label, hint, required, draw(st.none() | st.just(date(2026, 2, 3)))),
        TimeField(name, label, hint, required, draw(st.none() | st.just(time(0, 0)) | st.just(time(15, 30, 12)))),
        NumberField(name, label, hint, required, draw(st.integers(-5, 15)), 0, 10),
        MemberField(name, label, hint, required, one or draw(st.sampled_from(("", f"user:{USER}", "m1"))), some),
        ChannelField(name, label, hint, required, draw(st.sampled_from(("", "123", "C1")))),
        RolesField(name, label, hint, required, ids, most),
    ]
    return draw(st.sampled_from(made))


@st.composite
def forms(draw: st.DrawFn) -> Form:
    pages = draw(st.integers(1, 3))
    made = [
        Page(tuple(draw(fields(f"field{page}{number}")) for number in range(draw(st.integers(1, 5)))))
        for page in range(pages)
    ]
    intro, foot = draw(st.lists(lines, max_size=2)), draw(st.lists(lines, max_size=2))
    notice = draw(st.sampled_from(("", "A notice.")))
    return Form("find-mentor", draw(said)[:24], tuple(made), "Send", tuple(intro), tuple(foot), notice)
