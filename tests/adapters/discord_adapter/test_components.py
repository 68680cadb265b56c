"""Messages in Discord: native where it helps, literal where somebody typed, and never more than Discord takes."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.discord.components import component_id, components, files
from adapters.discord.custom_ids import Mark
from adapters.discord.richtext import ONLY_INVISIBLE, Json
from bot.ids import MemberId
from bot.views import (
    Actions,
    Bold,
    Button,
    ButtonStyle,
    Facts,
    File,
    Heading,
    Image,
    Line,
    Listing,
    Mention,
    Message,
    Part,
    Plain,
    Text,
    line,
)
from tests.adapters.discord_adapter.payloads import buttons, dicts_in, fits_a_message, texts
from tests.adapters.discord_adapter.reader import read
from tests.adapters.discord_adapter.strategies import CALENDAR, HOSTILE, USER, crowds, messages, plain_messages
from tests.core.test_views import EVERYTHING

SERVER = "1234567890123456789"
YES = Actions((Button("Yes", "accept:a", ButtonStyle.PRIMARY),))
OURS = {"text", "bold", "heading", "bullet", "number", "user", "time", "link"}


def fits(message: Message, *, space: str = "", key: str = "") -> list[Json]:
    shown = components(message, space=space, key=key)
    fits_a_message(shown, [name for name, _ in files(message)])
    return shown


def test_every_kind_of_part_is_shown() -> None:
    (card,) = fits(EVERYTHING)
    inside = card["components"]
    assert isinstance(inside, list)
    assert [each["type"] for each in inside] == [10, 10, 10, 10, 12, 10, 13, 10, 13, 10, 13, 1]
    assert texts([card]) == [
        "## Heading",
        "plain **boldMaya**<t:1791201600:D>",
        "**Label:** [label](https://example.org)",
        "1. one\n2. two",
        "Calendar",
        "Paper",
        "Table",
    ]
    assert inside[4]["items"] == [{"media": {"url": "attachment://chart.png"}, "description": "Two bars"}]
    attached = [each["file"] for each in inside if each["type"] == 13]
    assert attached == [{"url": f"attachment://{name}"} for name in ("a.ics", "a-2.pdf", "a-3.csv")]


def test_a_sentence_stands_without_a_frame() -> None:
    assert fits(Message("s", (Text(line("Noted.")),))) == [{"type": 10, "content": "Noted."}]
    assert fits(Message("s", (Heading("H"), Text(line("t")))))[0]["type"] == 17


@pytest.mark.parametrize("parts", [(), (Text(line("")),), (Listing(()),), (Facts(()),), (Text((Bold(" "),)),)])
def test_a_message_without_words_says_its_summary(parts: tuple[Part, ...]) -> None:
    assert texts(fits(Message("All is well.", parts))) == ["All is well."]
    assert texts(fits(Message("All is well.", (*parts, YES)))) == ["All is well."]


def test_a_message_with_words_does_not_say_its_summary() -> None:
    assert texts(fits(Message("All is well.", (Text(line("t")), YES)))) == ["t"]


def test_a_fact_is_one_line_with_its_label_in_bold() -> None:
    facts = Facts((("State", line("Ohio")), ("Mentor", line(Mention(MemberId("m"), "Ruth", USER))), ("None", ())))
    assert texts(fits(Message("s", (facts,)))) == [f"**State:** Ohio\n**Mentor:** <@{USER}>\n**None:**"]


def test_a_listing_keeps_the_lines_of_an_item_together() -> None:
    listed = Listing((line("one\n- two"), line(""), line("three")))
    assert texts(fits(Message("s", (listed,)))) == ["- one\n  \\- two\n- three"]


def test_buttons_carry_their_command_and_the_server_where_nothing_else_tells() -> None:
    row = Actions((Button("Yes", "accept:a", ButtonStyle.PRIMARY), Button("No", "accept:a", ButtonStyle.DANGER)))
    message = Message("s", (Text(line("t")), row, Actions((Button(":smile:", "accept:a"),))))
    here, there = buttons(fits(message)), buttons(fits(message, space=SERVER))
    assert [each["style"] for each in here] == [1, 4, 2]
    assert [each["custom_id"] for each in here] == ["accept:a", "!2~accept:a", "!3~accept:a"]
    for local, marked in zip(here, there, strict=True):
        mark = Mark.read(str(marked["custom_id"]))
        assert (mark.action, mark.space) == (Mark.read(str(local["custom_id"])).action, SERVER)
    assert here[2]["label"] == ":smile:"


# Being found again


def test_the_first_component_is_known_by_the_outbox_key() -> None:
    for message in (EVERYTHING, Message("s", (Text(line("t")), YES))):
        first, *others = fits(message, key="k1")
        assert first["id"] == component_id("k1")
        assert not [each for each in dicts_in(others) if "id" in each]
        assert all("id" not in each for each in fits(message))


@given(st.text(max_size=25), st.text(max_size=25))
def test_keys_have_ids_of_their_own(one: str, other: str) -> None:
    assert 1000 <= component_id(one) < 2**31
    assert (component_id(one) == component_id(other)) == (one == other)


# Files


def test_files_are_named_as_the_components_name_them() -> None:
    chart = Image(next(p.chart for p in EVERYTHING.parts if isinstance(p, Image)), "Bars")
    parts = (chart, chart, File("my dates.ics", "L", CALENDAR), File("..", "M", CALENDAR), File("", "N", CALENDAR))
    message = Message("s", parts)
    assert [name for name, _ in files(message)] == ["chart.png", "chart-2.png", "my-dates.ics", "file", "file-2"]
    assert [part for _, part in files(message)] == list(parts)
    urls = [str(each["url"]) for each in dicts_in(fits(message)) if "url" in each]
    assert urls == [f"attachment://{name}" for name, _ in files(message)]


def test_the_eleventh_picture_is_told_in_words() -> None:
    chart = next(p.chart for p in EVERYTHING.parts if isinstance(p, Image))
    message = Message("s", tuple(Image(chart, f"Picture {n}") for n in range(11)))
    assert len(files(message)) == 10
    assert texts(fits(message)) == ["Picture 10"]


# Anything whatsoever


def words_of(parts: tuple[Part, ...]) -> Iterator[str]:
    """What a reader should read, mentions and moments apart."""
    for part in parts:
        match part:
            case Heading(text):
                yield text
            case Text(spans):
                yield from typed(spans)
            case Facts(rows):
                for label, value in rows:
                    yield f"{Plain(label).text}:" if Plain(label).text.split() else ""
                    yield from typed(value)
            case Listing(items):
                yield from (word for item in items for word in typed(item))
            case File():
                yield Plain(part.label).text
            case Image() | Actions():
                pass


def typed(spans: Line) -> Iterator[str]:
    for span in spans:
        if isinstance(span, Plain | Bold):
            yield span.text
        if isinstance(span, Mention) and span.user != USER:
            yield span.name


def bare(text: str) -> str:
    return "".join(text.split())


@given(plain_messages)
def test_every_word_is_there_as_it_was_typed_and_nothing_else_is(message: Message) -> None:
    seen = [piece for text in texts(fits(message)) for piece in read(text)]
    assert {piece.kind for piece in seen} <= OURS
    read_out = bare("".join(piece.text for piece in seen if piece.kind in ("text", "bold")))
    assert read_out in (bare("".join(words_of(message.parts))), bare(message.summary) or ONLY_INVISIBLE)


@given(messages, st.sampled_from(("", SERVER)), st.sampled_from(("", "key")))
def test_discord_takes_every_message(message: Message, space: str, key: str) -> None:
    shown = fits(message, space=space, key=key)
    assert {piece.kind for text in texts(shown) for piece in read(text)} <= OURS


@settings(max_examples=60)
@given(crowds)
def test_discord_takes_a_message_of_very_many_parts(message: Message) -> None:
    shown = fits(message)
    assert {piece.kind for text in texts(shown) for piece in read(text)} <= OURS
    asked = [b.action for part in message.parts if isinstance(part, Actions) for b in part.buttons]
    kept = [Mark.read(str(button["custom_id"])).action for button in buttons(shown)]
    assert kept == asked[: len(kept)]
    assert len(kept) >= min(len(asked), 10)


def test_a_crowded_message_keeps_the_place_of_its_buttons_while_it_can() -> None:
    parts = tuple(
        part for n in range(12) for part in (Text(line("a")), Text(line("b")), Actions((Button(str(n), "x"),)))
    )
    assert [each["type"] for each in fits(Message("s", parts))] == [10, 1] * 12
    more = tuple(part for n in range(20) for part in (Text(line("a")), Actions((Button(str(n), "x"),))))
    shown = fits(Message("s", more))
    assert [each["type"] for each in shown] == [10, 1, 1, 1, 1]
    assert len(buttons(shown)) == 20


def test_all_words_of_the_longest_message_have_room() -> None:
    message = Message("s", (Heading("H" * 100), Text(line("word, " * 300))))
    assert "".join(texts(fits(message))).count("word") == 300


@pytest.mark.parametrize("hostile", HOSTILE)
def test_even_a_message_of_nothing_but_signs_fits(hostile: str) -> None:
    typed = (hostile * 1900)[:1900]
    fits(Message("s", (Text((Plain(typed),)),)))
    fits(Message("s", (Listing(tuple((Plain(typed[n : n + 2]),) for n in range(0, 1800, 2))),)))
