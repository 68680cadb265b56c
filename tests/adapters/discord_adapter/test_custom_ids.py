"""Buttons and modals carry what they mean, and nothing else is read from them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.custom_ids import HIGHEST, Mark
from bot.commands import COMMANDS, UNKNOWN, decode, encode
from bot.errors import UserError
from bot.views import MOST_ACTION, ViewTooLarge

SERVER = "18446744073709551615"  # the highest id of 64 bits
actions = st.builds(
    lambda slug, ids: ":".join([slug, *ids])[:MOST_ACTION],
    st.sampled_from(sorted(COMMANDS)),
    st.lists(st.text("0123456789abcdefghjkmnpqrstvwxyz~,.-_%", min_size=1, max_size=20), max_size=3),
)
servers = st.sampled_from(("", "1", SERVER)) | st.integers(1, 2**64 - 1).map(str)


@given(actions, servers, st.integers(0, 9), st.integers(0, HIGHEST).filter(lambda again: again != 1), st.booleans())
def test_a_mark_comes_back_as_it_went(action: str, space: str, page: int, again: int, kept: bool) -> None:
    mark = Mark(action, space, page, again if not page else 0, kept=kept and page > 0)
    assert len(mark.text) <= 100
    assert Mark.read(mark.text) == mark


def test_an_action_alone_stays_as_it_is() -> None:
    assert Mark("accept:a").text == "accept:a"
    assert Mark("accept:a", page=2).text == "#2~accept:a"
    assert Mark("accept:a", "36").text == "10~accept:a"
    assert Mark("accept:a", "36", 2).text == "10#2~accept:a"
    assert Mark("accept:a", "36", 2, kept=True).text == "10+2~accept:a"
    assert Mark.read("!z~accept:a") == Mark("accept:a", again=HIGHEST)


def test_the_longest_action_has_room_for_the_server_and_the_page() -> None:
    assert len(Mark("a" * MOST_ACTION, SERVER, 9).text) == 100
    with pytest.raises(ViewTooLarge):
        Mark("a" * (MOST_ACTION + 3), SERVER, 9).text  # noqa: B018


def test_a_real_button_survives() -> None:
    for command in (decode("accept:p1"), decode("pick-slot:m1:2026-12-01T15%3A30")):
        assert decode(Mark.read(Mark(encode(command), SERVER).text).action) == command


@pytest.mark.parametrize(
    "text",
    [
        "",
        "~",
        "~accept:a",
        "10~",
        "010~accept:a",
        "zzzzzzzzzzzzzz~accept:a",
        "zzzzzzzzzzzzz~accept:a",
        "+0~accept:a",
        "+~accept:a",
        "#0~accept:a",
        "#22~accept:a",
        "!1~accept:a",
        "10 ~accept:a",
        "accept a",
        "Accept:a",
        "accept:a\n",
        "10~10~accept:a",
        "<@1>",
        "a" * 85,
        "accept:é",
    ],
)
def test_what_was_never_written_so_is_refused(text: str) -> None:
    with pytest.raises(UserError) as refused:
        Mark.read(text)
    assert refused.value.sentence == UNKNOWN


@given(st.text(max_size=110))
def test_nothing_else_is_ever_raised(text: str) -> None:
    try:
        mark = Mark.read(text)
    except UserError:
        return
    assert mark.text == text


@pytest.mark.parametrize("mark", [Mark("a", "guild"), Mark("a", "0"), Mark("a", page=36), Mark("a", page=-1)])
def test_what_is_no_server_and_no_page_is_a_defect(mark: Mark) -> None:
    with pytest.raises(ViewTooLarge):
        mark.text  # noqa: B018
