"""Which options of a long list fit what somebody types, and which one is meant."""

import pytest

from bot.suggestions import clear, fitting, meant, offered
from bot.texts.choices import setting_options, topic_options
from bot.views import Form, MemberField, Option, Page, SearchField, TextField

PEOPLE = (Option("m1", "Rosa Lee"), Option("m2", "Rosalind Park"), Option("m3", "Ana Rosa"), Option("m4", "Zoë"))
FORM = Form(
    "show-mentor",
    "Mentors",
    (Page((MemberField("mentor", "M", options=PEOPLE), TextField("state", "S", suggestions=("Ohio", "Iowa")))),),
    "Show",
)


def test_the_list_of_a_field_may_be_options_or_suggestions() -> None:
    assert offered(FORM, "mentor") == PEOPLE
    assert [option.label for option in offered(FORM, "state")] == ["Ohio", "Iowa"]
    assert offered(FORM, "nothing") == ()


def test_what_begins_so_comes_first() -> None:
    assert [option.value for option in fitting(PEOPLE, "rosa", 25)] == ["m1", "m2", "m3"]
    assert [option.value for option in fitting(PEOPLE, "rosa", 2)] == ["m1", "m2"]


@pytest.mark.parametrize(
    ("typed", "values"),
    [("rosa lee", ["m1"]), ("m3", ["m3"]), ("ZOE", ["m4"]), ("rosa", ["m1", "m2", "m3"]), ("x", [])],
)
def test_a_name_in_full_means_one_person_a_part_of_it_several(typed: str, values: list[str]) -> None:
    assert [option.value for option in meant(PEOPLE, typed, 25)] == values


def test_two_people_of_one_name_are_both_meant() -> None:
    twins = (Option("m1", "Sam Kim"), Option("m2", "Sam Kim"))
    assert [option.value for option in meant(twins, "sam kim", 25)] == ["m1", "m2"]


def test_a_long_list_of_settings_offers_some() -> None:
    many = SearchField("setting", "Setting", options=tuple(Option(str(n), f"School {n}") for n in range(60)))
    assert len(fitting(many.options, "school", 25)) == 25


@pytest.mark.parametrize(
    ("typed", "slug"), [("k-5", "elementary"), ("EI", "early-intervention"), ("elementary", "elementary")]
)
def test_another_name_of_a_setting_means_it(typed: str, slug: str) -> None:
    found = clear(setting_options(), typed)
    assert found is not None
    assert found.value == slug


def test_what_only_describes_an_entry_is_asked_about() -> None:
    described = (Option("m1", "Special day school", description="Apart from the public school"), Option("m2", "Clinic"))
    assert clear(described, "public school") is None
    assert [option.value for option in meant(described, "public school", 25)] == ["m1"]


def test_topics_are_found_by_their_other_names() -> None:
    assert [option.value for option in fitting(topic_options(), "exit criteria", 5)][:1] == ["dismissal"]
