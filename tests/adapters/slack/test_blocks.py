"""Messages in Slack: native where it helps, literal where somebody typed, and never more than Slack takes."""

from datetime import UTC, datetime
from html import unescape

import pytest
from hypothesis import given, settings

from adapters.slack.blocks import action_of, blocks_of, escaped, laid_out, notification
from adapters.slack.richtext import Json, cut, plain
from bot.documents import Chart
from bot.ids import MemberId
from bot.views import (
    Actions,
    Bold,
    Button,
    ButtonStyle,
    Facts,
    Heading,
    Image,
    Link,
    Listing,
    Mention,
    Message,
    Moment,
    MomentStyle,
    Plain,
    Span,
    Text,
    line,
)
from tests.adapters.slack.contracts import fits_a_message
from tests.adapters.slack.strategies import HOSTILE, crowds, messages
from tests.core.test_views import EVERYTHING
from tests.simulators.slack.jsons import dicts_in

NOON = datetime(2026, 10, 6, 19, 30, tzinfo=UTC)
SHAKY = Chart("Requests", ("Oct 5", "Oct 12"), (("New", (1.0, 2.5)), ("Open", (1200.0, 0.0))), unit="a week")


def pieces(message: Message, *, pictures: bool = True) -> list[Json]:
    """Everything inside rich text, in order."""
    inner = ("text", "user", "date", "link")
    return [each for each in dicts_in(blocks_of(message, pictures=pictures)) if each.get("type") in inner]


def said(message: Message, *, pictures: bool = True) -> str:
    """All words of the blocks, in order, buttons excepted."""
    return "".join(str(p.get("text", p.get("fallback", ""))) for p in pieces(message, pictures=pictures))


def spoken(*spans: Span | str) -> list[Json]:
    return pieces(Message("s", (Text(line(*spans)),)))


def buttons(message: Message) -> list[Json]:
    return [each for each in dicts_in(blocks_of(message)) if each.get("type") == "button"]


def test_every_kind_of_part_is_shown() -> None:
    blocks = blocks_of(EVERYTHING)
    assert [block["type"] for block in blocks] == ["header", *["rich_text"] * 7, "actions"]
    fits_a_message(blocks)


@pytest.mark.parametrize("typed", HOSTILE[:-1])
def test_what_somebody_typed_stays_as_typed(typed: str) -> None:
    assert spoken(typed) == [{"type": "text", "text": typed}]
    assert spoken(Bold(typed)) == [{"type": "text", "text": typed, "style": {"bold": True}}]
    assert spoken(Mention(MemberId("m"), typed)) == [{"type": "text", "text": typed, "style": {"bold": True}}]
    assert plain(typed) == {"type": "plain_text", "text": typed, "emoji": False}


def test_a_member_is_a_mention_where_the_platform_knows_them() -> None:
    assert spoken(Mention(MemberId("m"), "Maya", "U01MAYA")) == [{"type": "user", "user_id": "U01MAYA"}]


@pytest.mark.parametrize(
    ("style", "format", "fallback"),
    [
        (MomentStyle.DATE, "{date_long}", "Tue, Oct 6, 2026 (UTC)"),
        (MomentStyle.TIME, "{time}", "19:30 UTC"),
        (MomentStyle.FULL, "{date_long}, {time}", "Tue, Oct 6, 2026, 19:30 UTC"),
    ],
)
def test_a_moment_is_written_in_the_readers_zone_and_else_says_its_own(
    style: MomentStyle, format: str, fallback: str
) -> None:
    expected = {"type": "date", "timestamp": 1791315000, "format": format, "fallback": fallback}
    assert spoken(Moment(NOON, style)) == [expected]


def test_a_link_shows_its_label() -> None:
    link = {"type": "link", "url": "https://example.org", "text": "<b>"}
    assert spoken(Link("<b>", "https://example.org")) == [link]


def test_a_fact_is_one_line_with_its_label_in_bold() -> None:
    facts = Facts((("State", line("Ohio")), ("Mentor", line(Mention(MemberId("m"), "Ruth", "U2")))))
    assert pieces(Message("s", (facts,))) == [
        {"type": "text", "text": "State: ", "style": {"bold": True}},
        {"type": "text", "text": "Ohio"},
        {"type": "text", "text": "\n"},
        {"type": "text", "text": "Mentor: ", "style": {"bold": True}},
        {"type": "user", "user_id": "U2"},
    ]


@pytest.mark.parametrize(("numbered", "style"), [(True, "ordered"), (False, "bullet")])
def test_a_listing_is_a_list(numbered: bool, style: str) -> None:
    listed = Listing((line("one"), line(""), line("two")), numbered=numbered)
    (block,) = blocks_of(Message("s", (listed,)))
    found = next(each for each in dicts_in(block) if each["type"] == "rich_text_list")
    assert found["style"] == style
    assert len(found["elements"]) == 2, "an item without words is no item"


def test_a_picture_is_told_and_its_figures_stand_where_none_can_follow() -> None:
    message = Message("s", (Image(SHAKY, "Two weeks."),))
    assert said(message) == "Two weeks."
    with_figures = "Two weeks.\nRequests (a week)\nOct 5: New 1, Open 1,200\nOct 12: New 2.5, Open 0"
    assert said(message, pictures=False) == with_figures


def test_buttons_carry_their_command_and_the_second_of_a_kind_is_marked() -> None:
    row = Actions((Button("Yes", "accept:a", ButtonStyle.PRIMARY), Button("No", "accept:a", ButtonStyle.DANGER)))
    first, second, third = buttons(Message("s", (row, Actions((Button(":smile:", "accept:a"),)))))
    assert (first["action_id"], first["style"]) == ("accept:a", "primary")
    assert (second["action_id"], second["style"]) == ("accept:a#2", "danger")
    assert third["action_id"] == "accept:a#3"
    assert "style" not in third
    assert "confirm" not in second
    assert {action_of(str(button["action_id"])) for button in (first, second, third)} == {"accept:a"}


def test_a_command_with_a_sharp_sign_in_it_is_not_cut() -> None:
    assert action_of("find-mentor:%231") == "find-mentor:%231"


@pytest.mark.parametrize("parts", [(), (Text(line("")),), (Listing(()),), (Facts(()),)])
def test_a_message_without_words_says_its_summary(parts: tuple[Text | Listing | Facts, ...]) -> None:
    message = Message("All is well.", parts)
    fits_a_message(blocks_of(message))
    assert said(message) == "All is well."


def test_a_notification_calls_nobody() -> None:
    assert notification(Message("<!channel> & <@U1>", ())) == "&lt;!channel&gt; &amp; &lt;@U1&gt;"


@given(messages)
def test_a_notification_reads_as_the_summary(message: Message) -> None:
    text = notification(message)
    assert not set("<>") & set(text)
    assert unescape(text) == unescape(escaped(message.summary))
    assert text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == message.summary


@given(messages)
def test_slack_takes_every_message(message: Message) -> None:
    fits_a_message(blocks_of(message))
    fits_a_message(blocks_of(message, pictures=False))


@settings(max_examples=40)
@given(crowds)
def test_slack_takes_a_message_of_very_many_parts_with_all_words_and_buttons(message: Message) -> None:
    blocks = blocks_of(message)
    fits_a_message(blocks)
    asked = [b for part in message.parts if isinstance(part, Actions) for b in part.buttons]
    shown = buttons(message)
    assert [action_of(str(b["action_id"])) for b in shown] == [b.action for b in asked]
    assert len({b["action_id"] for b in shown}) == len(shown)
    headings = [part.text for part in message.parts if isinstance(part, Heading)]
    texts = [p for p in message.parts if isinstance(p, Text)]
    labels = {"One", "Two", *map(str, range(5))}
    words = [e["text"] for e in dicts_in(blocks) if isinstance(e.get("text"), str) and e["text"] not in labels]
    assert (words.count("H"), words.count("t")) == (len(headings), len(texts))


def test_a_crowded_message_keeps_the_place_of_its_buttons_while_it_can() -> None:
    parts = tuple(part for n in range(20) for part in (Heading("H"), Text(line("t")), Actions((Button(str(n), "a"),))))
    kinds = [block["type"] for block in blocks_of(Message("s", parts))]
    assert kinds == ["rich_text", "actions"] * 20
    assert [block["type"] for block in laid_out(Message("s", parts), 10, pictures=True)] == ["rich_text", "actions"]


def test_room_is_kept_where_there_is_enough() -> None:
    message = Message("s", (Text(line("a")), Text(line("b")), Text((Plain("c"),))))
    assert len(blocks_of(message)) == 3


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("short", 24, "short"),
        ("Your request is changed today", 24, "Your request is changed…"),
        ("W" * 30, 24, "W" * 23 + "…"),
        ("one two", 4, "one…"),
        (" " + "W" * 30, 24, " " + "W" * 22 + "…"),
    ],
)
def test_what_is_too_long_is_cut_at_a_word(text: str, most: int, expected: str) -> None:
    assert cut(text, most) == expected
    assert len(cut(text, most)) <= most
