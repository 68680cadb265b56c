"""The long lists that are known without opening a form are those of the forms that people see."""

from bot import long_lists
from bot.commands import FindMentor, OfferMentoring, submitted
from bot.suggestions import listed, meant


def test_settings_are_known_by_the_form_that_asks_for_them() -> None:
    assert {action: list(fields) for action, fields in long_lists.OF_FORMS.items()} == {
        FindMentor.slug: ["setting"],
        OfferMentoring.slug: ["settings"],
    }


def test_what_is_found_in_them_is_what_the_command_takes() -> None:
    (found,) = meant(listed(long_lists.OF_FORMS[FindMentor.slug]["setting"]), "Elementary school", 2)
    command = submitted(FindMentor.slug, {"state": "Ohio", "setting": found.value})
    assert command == FindMentor(state="Ohio", setting="elementary")
