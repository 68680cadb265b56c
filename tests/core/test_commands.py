"""Commands travel in buttons and forms, and come back as they went."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands import (
    COMMANDS,
    SLASH,
    Answers,
    Command,
    FindMentor,
    OpenDecline,
    OpenFindMentor,
    OpenOfferMentoring,
    PickSlot,
    Role,
    decode,
    encode,
    opener_of,
    submitted,
)
from bot.errors import UserError
from bot.handlers import HANDLERS
from bot.ids import new_id
from bot.views import MOST_ACTION


def test_every_command_has_one_handler() -> None:
    assert set(HANDLERS) == set(COMMANDS.values())


@pytest.mark.parametrize("cls", COMMANDS.values(), ids=lambda cls: cls.slug)
def test_a_command_with_ids_fits_into_a_button(cls: type[Command]) -> None:
    ids = {
        f.name: new_id()
        for f in dataclasses.fields(cls)
        if f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING
    }
    command = cls(**ids)
    assert len(encode(command)) <= MOST_ACTION
    assert decode(encode(command)) == command


def test_whoever_sends_a_form_may_have_it_opened_once_more() -> None:
    assert opener_of("find-mentor") == OpenFindMentor()
    assert opener_of("edit-request:r1") == OpenFindMentor()
    assert opener_of("decline:p1") == OpenDecline("p1")
    assert opener_of("offer-mentoring:r1") == OpenOfferMentoring("r1")
    assert opener_of("accept:p1") is None


@given(st.text(max_size=20).filter(str.strip), st.text(max_size=20).filter(str.strip))
def test_what_a_button_carries_comes_back(match: str, start: str) -> None:
    assert decode(encode(PickSlot(match, start))) == PickSlot(match, start)


@given(st.text())
def test_any_text_is_a_command_or_a_clear_sentence(text: str) -> None:
    answer: Command | str
    try:
        answer = decode(text)
    except UserError as error:
        answer = error.sentence
    assert isinstance(answer, Command) or "/my-mentoring" in answer


def test_a_form_fills_the_fields_that_its_action_leaves_open() -> None:
    command = submitted("find-mentor", {"state": "OH", "topics": "goals", "setting": ("elementary",), "else": "x"})
    assert command == FindMentor(state="OH", topics=("goals",), setting="elementary")


def test_a_form_cannot_change_the_ids_of_its_action() -> None:
    command = submitted("edit-request:mine", {"request": "yours", "state": "OH"})
    assert command == COMMANDS["edit-request"](request="mine", state="OH")  # type: ignore[call-arg]  # by slug


def test_a_list_cannot_be_smuggled_in_through_a_button() -> None:
    with pytest.raises(UserError):
        decode("find-mentor:OH:elementary:goals")


def test_form_openers_only_read() -> None:
    assert all(cls.reads for cls in COMMANDS.values() if cls.answers is Answers.OPENS_FORM)


def test_what_moderators_may_do_needs_the_role() -> None:
    for slug in ("mentor-stats", "mentor-admin", "match-by-hand", "hold-mentor", "save-settings", "post-card", "vouch"):
        assert COMMANDS[slug].role is Role.MODERATOR


def test_slash_commands_are_what_platforms_accept() -> None:
    for slash in SLASH:
        assert slash.name == slash.name.lower()
        assert len(slash.name) <= 32
        assert 1 <= len(slash.description) <= 100
        names = {f.name for f in dataclasses.fields(slash.command)}
        assert {option.name for option in slash.options} <= names
