"""Goals and places, as two people write them into their agreement."""

import pytest

from bot.understanding.reading import NotUnderstood
from bot.understanding.terms import goals, place


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ()),
        ("  \n \n", ()),
        ("Write goals", ("Write goals",)),
        ("One\r\n\r\n  Two  parts\nThree", ("One", "Two parts", "Three")),
    ],
)
def test_each_line_is_a_goal(text: str, found: tuple[str, ...]) -> None:
    assert goals(text).value == found


def test_a_fourth_goal_is_spoken_about_and_not_cut_off() -> None:
    with pytest.raises(NotUnderstood, match="Up to 3 goals fit"):
        goals("1\n2\n3\n4")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Zoom",
        "Room 12, Lincoln Elementary",
        "+1 614 555 0100",
        "https://us02web.zoom.us/j/123?pwd=abc",
        "HTTPS://meet.google.com/abc",
        "zoom.us/j/123",
        "The data room: second floor",
    ],
)
def test_a_place_a_number_or_a_safe_link_is_taken(text: str) -> None:
    assert place(text).value == text


@pytest.mark.parametrize(
    "text",
    [
        "http://meet.example/1",
        "see http://meet.example/1 or https://meet.example/2",
        "ftp://example.org",
        "javascript:alert(1)",
        "JavaScript : alert(1)",
        "data:text/html,x",
        "zoommtg://zoom.us/join?confno=1",
    ],
)
def test_another_kind_of_link_is_not(text: str) -> None:
    with pytest.raises(NotUnderstood, match="https://"):
        place(text)
