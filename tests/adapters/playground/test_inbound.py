"""What a browser posts becomes a command."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.playground.inbound import Said, event_of, posted, press, said
from bot.commands import Command, FindMentor, MentorHelp, OpenFindMentor
from bot.errors import UserError
from bot.slash import typed


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("/mentor-help", MentorHelp()),
        ("  /Mentor-Help  ", MentorHelp()),
        ("/find-mentor", OpenFindMentor()),
        ("/find-mentor state:Ohio setting:elementary", OpenFindMentor("Ohio", "elementary")),
        ("/find-mentor setting:elementary state:New York", OpenFindMentor("New York", "elementary")),
        ('/find-mentor state:"New York" setting:"high school"', OpenFindMentor("New York", "high school")),
        ("/find-mentor state:“New York”", OpenFindMentor("New York")),
        ('/find-mentor state:"New York', OpenFindMentor("New York")),
        ("/find-mentor State: Ohio", OpenFindMentor("Ohio")),
        ("/find-mentor\nstate:\nOhio", OpenFindMentor("Ohio")),
        ("/find-mentor state:", OpenFindMentor()),
    ],
)
def test_a_typed_line_becomes_a_command(line: str, command: OpenFindMentor | MentorHelp) -> None:
    assert typed(line) == command


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("/", "Type the name of a command after the slash, for example /mentor-help."),
        ("/find-mentr", "There is no command /find-mentr. Did you mean /find-mentor?"),
        ("/xyzzy", "There is no command /xyzzy. Type / to see all commands."),
        ("/find-mentor stat:Ohio", "/find-mentor has no option stat. Did you mean state:?"),
        (
            "/find-mentor zip:43210",
            "/find-mentor has no option zip. Write each option with its name, for example state:value.",
        ),
        (
            "/find-mentor Ohio",
            "/find-mentor could not use “Ohio”. Write each option with its name, for example state:value.",
        ),
        ("/mentor-help me", "/mentor-help could not use “me”. This command has no options."),
    ],
)
def test_a_wrong_line_is_answered_with_what_is_wrong_and_the_nearest_right(line: str, sentence: str) -> None:
    with pytest.raises(UserError) as refused:
        typed(line)
    assert refused.value.sentence == sentence


def test_a_line_without_a_slash_is_ordinary_talk() -> None:
    assert said(" and/or tomorrow ") == Said("and/or tomorrow")


def test_an_empty_and_an_endless_line_are_refused() -> None:
    with pytest.raises(UserError, match="Type a message"):
        said("   ")
    with pytest.raises(UserError, match=r"at most 1,900 characters; this one has 100,000"):
        said("x" * 100_000)


@given(st.text(max_size=300))
def test_no_line_breaks_the_composer(text: str) -> None:
    with contextlib.suppress(UserError):
        made = said(text)
        assert isinstance(made, Said | Command)
        assert made == said(f" {text} ")


def test_a_sent_form_becomes_its_command_with_every_value() -> None:
    body = b"press=find-mentor&token=abc&card=7&opener=open-find-mentor&field.state=Ohio&field.topics=a&field.topics=b"
    made = press(posted(body))
    assert made.command() == FindMentor("Ohio", topics=("a", "b"))
    assert (made.card, made.opener) == (7, "open-find-mentor")


def test_an_unknown_button_is_told_kindly() -> None:
    with pytest.raises(UserError, match="older version"):
        press(posted(b"press=make-coffee&token=abc")).command()


def test_typed_text_loses_control_characters_and_keeps_its_lines() -> None:
    form = posted(b"field.note=one%0D%0Atwo%00%1B%E2%80%AEthree")
    assert press(form).values == {"note": ("one\ntwothree",)}


def test_a_form_with_thousands_of_fields_is_refused() -> None:
    with pytest.raises(UserError):
        posted(b"&".join(b"a%d=1" % n for n in range(1001)))


def test_a_repeated_press_is_the_same_event_and_another_button_is_not() -> None:
    assert event_of("token", "accept:p1") == event_of("token", "accept:p1")
    assert event_of("token", "accept:p1") != event_of("token", "decline:p1")
    assert event_of("token", "accept:p1") != event_of("other", "accept:p1")
    assert len(event_of("token", "accept:p1")) == 24


def test_a_card_number_that_is_none_is_left_out() -> None:
    assert press(posted(b"press=mentor-help&token=t&card=x")).card is None
