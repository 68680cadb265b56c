"""What stands between the pages of a form: fits every platform, however long the words, and says how to go on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texts import pages
from bot.views import MOST_TITLE, Actions, Button, Heading, Message, words

LONG = "W" * 300
ACTION = "a" * 84


def buttons(message: Message) -> list[Button]:
    return [button for part in message.parts if isinstance(part, Actions) for button in part.buttons]


def said(message: Message) -> str:
    return " ".join(words(message.parts))


def test_a_page_says_which_it_is_where_there_are_several() -> None:
    assert pages.page_of("Find a mentor", 1, 1) == "Find a mentor"
    assert pages.page_of("Find a mentor", 1, 2) == "Find a mentor (1 of 2)"
    assert len(pages.page_of("t" * MOST_TITLE, 10, 10)) <= 45


def test_a_page_that_was_sent_is_kept_and_the_next_one_button_away() -> None:
    message = pages.kept("Suggest a schedule", 1, 2, "open:2")
    assert message.parts[0] == Heading("Page 1 of 2 is done")
    assert [(button.label, button.action) for button in buttons(message)] == [("Continue", "open:2")]
    assert "1 page to go" in said(message)
    assert "24 hours" in said(message)
    assert "2 pages to go" in said(pages.kept("Suggest a schedule", 1, 3, "open:2"))


def test_what_is_to_be_mended_is_named_by_its_label() -> None:
    message = pages.to_mend("Find a mentor", "Please look again.", {"State": "Which state is that?"}, "open:1")
    assert "Please look again." in said(message)
    assert "State:" in said(message)
    assert "Which state is that?" in said(message)
    assert [(button.label, button.action) for button in buttons(message)] == [("Fix it", "open:1")]


def test_what_stands_beside_a_field_is_not_said_above_as_well() -> None:
    """Was: "This code does not work." twice on one card."""
    message = pages.to_mend("I was on the sheet", "This does not work.", {"Your code": "This does not work."}, "open:1")
    assert said(message).count("This does not work.") == 1


def test_a_label_that_asks_keeps_its_question_mark_and_gets_no_colon() -> None:
    message = pages.to_mend("Find a mentor", "", {"Anything to add?": "Shorten it."}, "open:1")
    assert "Anything to add?:" not in said(message)
    assert "Anything to add?" in said(message)


@given(
    st.text(min_size=1, max_size=MOST_TITLE),
    st.sampled_from(("", "No.", LONG * 9)),
    st.dictionaries(st.text(min_size=1, max_size=45), st.sampled_from(("No.", LONG, LONG * 9)), max_size=20),
)
def test_however_much_is_to_be_mended_there_is_room_for_it(title: str, sentence: str, problems: dict[str, str]) -> None:
    message = pages.to_mend(title, sentence, problems, ACTION)
    for label in list(problems)[: pages.MOST_PROBLEMS]:
        assert (label if label.endswith("?") else f"{label}:") in said(message) or not label.isprintable()


def test_a_page_that_could_not_open_in_time_is_a_button_away() -> None:
    assert [(button.label, button.action) for button in buttons(pages.one_moment("open"))] == [
        ("Open the page", "open")
    ]


def test_a_server_is_chosen_by_its_name() -> None:
    message = pages.which_server([("School OTs", "a"), (LONG, "b"), ("\u202e\u200b", "c"), ("two\nlines", "d")])
    assert [button.action for button in buttons(message)] == ["a", "b", "c", "d"]
    assert [button.label for button in buttons(message)][2:] == ["A server without a name", "two lines"]


@pytest.mark.parametrize(("servers", "rows"), [(1, 1), (5, 1), (6, 2), (25, 5), (40, 5)])
def test_as_many_servers_as_there_is_room_for_are_offered(servers: int, rows: int) -> None:
    message = pages.which_server([(f"Server {n}", f"a{n}") for n in range(servers)])
    assert sum(isinstance(part, Actions) for part in message.parts) == rows
    assert len(buttons(message)) == min(servers, 25)


@pytest.mark.parametrize(
    "hint", [pages.DAY_EXAMPLE, pages.TIME_EXAMPLE, pages.SEARCH_HINT, pages.SEVERAL_HINT, pages.between(-100, 1000)]
)
def test_hints_fit_into_a_field(hint: str) -> None:
    assert len(hint) <= 100
