"""Options of slash commands: what they fill, and whose list is suggested while somebody types."""

import pytest

from bot.commands import SLASH, Answers, MentorAdmin, OpenFindMentor, OpenMentor, OpenOfferMentoring
from bot.errors import UserError
from bot.slash import chosen, suggesting, typed


@pytest.mark.parametrize(
    ("name", "option", "opener", "field"),
    [
        ("find-mentor", "state", OpenFindMentor(), "state"),
        ("find-mentor", "topic", OpenFindMentor(), "topics"),
        ("offer-mentoring", "state", OpenOfferMentoring(), "states"),
        ("Offer-Mentoring", "Setting", OpenOfferMentoring(), "settings"),
        ("mentor-admin", "mentor", OpenMentor(), "mentor"),
    ],
)
def test_the_list_of_an_option_is_that_of_a_form(name: str, option: str, opener: object, field: str) -> None:
    assert suggesting(name, option) == (opener, field)


def test_every_option_is_suggested_from_a_form_that_whoever_may_use_it_may_open() -> None:
    for slash in SLASH:
        for option in slash.options:
            opener, _ = suggesting(slash.name, option.name)
            assert opener.answers is Answers.OPENS_FORM
            assert opener.role is slash.command.role


@pytest.mark.parametrize(("name", "option"), [("find-mentor", "zip"), ("my-mentoring", "state"), ("xyzzy", "state")])
def test_nothing_is_suggested_for_what_there_is_not(name: str, option: str) -> None:
    with pytest.raises(UserError):
        suggesting(name, option)


def test_options_fill_the_command_however_they_come() -> None:
    assert typed("/find-mentor topic:IEP meetings state:Ohio") == OpenFindMentor(state="Ohio", topic="IEP meetings")
    assert typed("/mentor-admin mentor:Ruth Adler") == MentorAdmin("Ruth Adler")
    assert chosen("offer-mentoring", {"setting": " high "}) == OpenOfferMentoring(setting="high")
