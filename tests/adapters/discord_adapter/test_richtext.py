"""Lines in Discord: what somebody typed reads as it was typed and does nothing, ours is native."""

from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from adapters.discord.richtext import bold, cut, escaped, fits, heading, label, markdown
from bot.ids import MemberId
from bot.views import Bold, Line, Link, Mention, Moment, MomentStyle, Plain, Span, line
from tests.adapters.discord_adapter.reader import Piece, read
from tests.adapters.discord_adapter.strategies import HOSTILE, USER, lines, unlinked, words

NOON = datetime(2026, 10, 6, 19, 30, tzinfo=UTC)
STYLES = {MomentStyle.DATE: "D", MomentStyle.TIME: "t", MomentStyle.FULL: "F"}


def expected(spans: Line) -> list[Piece]:
    """What a reader should see of a line without links."""
    found: list[Piece] = []
    for span in spans:
        piece = _expected(span)
        if not piece.text:
            continue
        if found and piece.kind == found[-1].kind and piece.kind in ("text", "bold"):
            found[-1] = Piece(piece.kind, found[-1].text + piece.text)
        else:
            found.append(piece)
    return [Piece("text", p.text) if p.kind == "bold" and not p.text.strip() else p for p in found]


def _expected(span: Span) -> Piece:
    match span:
        case Plain(text):
            return Piece("text", text)
        case Bold(text):
            return Piece("bold", text)
        case Mention(_, name, user):
            return Piece("user", user) if user == USER else Piece("bold", name)
        case Moment(at, style):
            return Piece("time", f"{int(at.timestamp())}:{STYLES[style]}")
        case Link():
            raise AssertionError("links are looked at by themselves")


def merged(pieces: list[Piece]) -> list[Piece]:
    found: list[Piece] = []
    for piece in pieces:
        if found and piece.kind == found[-1].kind == "text":
            found[-1] = Piece("text", found[-1].text + piece.text)
        else:
            found.append(piece)
    return found


@given(unlinked)
@example((Plain(":smi"), Plain("le:")))
@example((Bold("a"), Bold("b")))
@example((Bold("*"), Plain("*"), Bold("*")))
@example((Bold("# x"), Plain("\n- y")))
@example((Plain("\n"), Bold(" "), Plain("# x")))
@example((Mention(MemberId("m"), "**", ""), Bold("x")))
def test_a_line_reads_as_it_was_meant(spans: Line) -> None:
    wanted = merged(expected(spans))
    if any(piece.text.strip() for piece in wanted):
        assert read(markdown(spans)) == wanted
    else:
        assert markdown(spans) == ""


@given(st.lists(words, max_size=3).map("".join))
def test_what_somebody_typed_reads_as_typed(typed: str) -> None:
    assert read(escaped(typed)) == ([Piece("text", typed)] if typed else [])
    assert read(f"x{escaped(typed, at_start=False)}") == [Piece("text", f"x{typed}")]


@pytest.mark.parametrize("typed", HOSTILE[:-1])
def test_hostile_words_would_do_something_if_they_were_not_escaped(typed: str) -> None:
    """The reader is no rubber stamp: unescaped, these are seen as more than text, or lose a backslash."""
    harmless = {"http:", "//x.example", ":smi", "le:", "*", "**", "_", "`", "\\"}
    unescaped = read(typed)
    assert (unescaped == [Piece("text", typed)]) == (typed in harmless)
    assert read(escaped(typed)) == [Piece("text", typed)]


def test_nobody_is_named_in_the_source_but_who_is_mentioned() -> None:
    """Discord's servers look for mentions in the source, escaped or not."""
    source = markdown(line("<@80351110224678912> <@&1655> ", Mention(MemberId("m"), "Maya", USER)))
    assert "<@8" not in source
    assert "<@&" not in source
    assert f"<@{USER}>" in source


@given(lines)
def test_a_line_with_links_leads_only_where_it_should(spans: Line) -> None:
    source = markdown(spans)
    ours = {"https://example.org/a?b=c&d", "http://x.example/%28a%29_%3Cb%3E%20%5C*%22"}
    for piece in read(source):
        assert piece.kind in {"text", "bold", "user", "time", "link"}
        if piece.kind == "link":
            assert piece.text.rpartition("|")[2] in ours


@pytest.mark.parametrize(
    ("shown", "source"),
    [
        ("The agenda", "[The agenda](https://example.org)"),
        ("", "<https://example.org>"),
        ("a *b*", "a \\*b\\* (<https://example.org>)"),
        ("https://bank.example", "https\\://bank.example (<https://example.org>)"),
        ("😀", "😀 (<https://example.org>)"),
    ],
)
def test_a_link_shows_its_label_or_where_it_leads(shown: str, source: str) -> None:
    assert markdown((Link(shown, "https://example.org"),)) == source


@pytest.mark.parametrize("style", MomentStyle)
def test_a_moment_is_written_in_the_readers_own_zone(style: MomentStyle) -> None:
    assert markdown((Moment(NOON, style),)) == f"<t:1791315000:{STYLES[style]}>"


def test_ordinary_words_are_left_alone() -> None:
    said = "Hello, Maya: it's Tue, Oct 6, 3:30 PM. Ohio/Kentucky (both) - 50% ok? Yes!"
    assert escaped(said) == said
    assert markdown(line(Bold("Weeks"), " - 12, or 1. May\n", Bold("Days"), "# 3")) == (
        "**Weeks** - 12, or 1. May\n**Days**# 3"
    )


def test_a_heading_is_one_line_and_keeps_its_last_sign() -> None:
    assert heading("My\nmentoring") == "## My mentoring"
    assert heading("# 1") == "## \\# 1"
    assert heading("Learning C#") == "**Learning C#**"
    assert heading(" ") == ""


@given(words)
def test_a_heading_reads_as_typed(typed: str) -> None:
    shown = " ".join(typed.split())
    wanted = [Piece("bold", shown)] if shown.endswith("#") else [Piece("heading", ""), Piece("text", shown)]
    assert read(heading(typed)) == (wanted if shown else [])


def test_bold_of_nothing_is_nothing() -> None:
    assert bold(" ") == " "
    assert bold("") == ""


@given(lines, st.integers(8, 60))
def test_what_is_cut_falls_apart_nowhere(spans: Line, most: int) -> None:
    whole = markdown(spans)
    short = fits(whole, most)
    assert len(short) <= most
    if len(whole) <= most:
        assert short == whole
        return
    assert short.endswith("…")
    assert {piece.kind for piece in read(short)} <= {piece.kind for piece in read(whole)} | {"text"}
    assert "".join(p.text for p in read(short) if p.kind == "user") in ("", USER, USER * 2, USER * 3, USER * 4)


@pytest.mark.parametrize(
    ("text", "most", "wanted"),
    [("short", 24, "short"), ("one two three", 9, "one two…"), ("W" * 30, 24, "W" * 23 + "…"), (" \n ", 5, "…")],
)
def test_a_label_is_cut_at_a_word_and_never_empty(text: str, most: int, wanted: str) -> None:
    assert label(text, most) == wanted
    assert len(cut(text, most)) <= most
