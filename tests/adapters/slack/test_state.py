"""What was filled in, as the core wants it, and what is offered while somebody types."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack import modals, state
from adapters.slack.origin import Origin
from adapters.slack.richtext import Json
from bot.commands import NotWith, OfferMentoring, encode, submitted
from bot.texts.offering import offer_form
from bot.views import ChoiceField, DateField, Form, MemberField, Option, Page, SearchField, TextField
from tests.adapters.slack.sent import option, sent
from tests.simulators.slack.jsons import dicts_in

ONE = {"text": {"type": "plain_text", "text": "One"}, "value": "one"}
TWO = {"text": {"type": "plain_text", "text": "Two"}, "value": "two"}


def view_of(element: object, action: str = "value") -> Json:
    return {"state": {"values": {"field": {action: element}}}}


@pytest.mark.parametrize(
    ("element", "expected"),
    [
        ({"type": "plain_text_input", "value": " *hi* <!channel>\n"}, " *hi* <!channel>\n"),
        ({"type": "plain_text_input", "value": None}, ""),
        ({"type": "number_input", "value": "007"}, "007"),
        ({"type": "number_input", "value": None}, ""),
        ({"type": "static_select", "selected_option": ONE}, "one"),
        ({"type": "static_select", "selected_option": None}, ""),
        ({"type": "external_select", "selected_option": ONE}, "one"),
        ({"type": "radio_buttons", "selected_option": TWO}, "two"),
        ({"type": "multi_static_select", "selected_options": [ONE, TWO]}, ("one", "two")),
        ({"type": "multi_external_select", "selected_options": [TWO]}, ("two",)),
        ({"type": "checkboxes", "selected_options": []}, ()),
        ({"type": "datepicker", "selected_date": "2026-12-01"}, "2026-12-01"),
        ({"type": "datepicker", "selected_date": None}, ""),
        ({"type": "timepicker", "selected_time": "15:30"}, "15:30"),
        ({"type": "users_select", "selected_user": "U1"}, "user:U1"),
        ({"type": "users_select", "selected_user": None}, ""),
        ({"type": "conversations_select", "selected_conversation": "C1"}, "C1"),
        ({"type": "channels_select", "selected_channel": "C1"}, "C1"),
        ({"type": "static_select", "selected_option": {"value": 5}}, ""),
        ({"type": "static_select", "selected_option": "one"}, ""),
        ({"type": "checkboxes", "selected_options": {"value": "one"}}, ()),
        ({"type": "checkboxes", "selected_options": [ONE, None, {"value": []}, "two"]}, ("one",)),
        ({"type": "plain_text_input", "value": ["x"]}, ""),
        ({"type": "datepicker"}, ""),
    ],
)
def test_each_element_says_what_stands_in_it(element: Json, expected: str | tuple[str, ...]) -> None:
    assert state.values(view_of(element)) == {"field": expected}


@pytest.mark.parametrize(
    "element", [{"type": "hologram", "value": "x"}, {"type": 5}, {"value": "x"}, {}, None, "x", ["x"], {1: 2}]
)
def test_what_no_field_of_ours_is_is_ignored(element: object) -> None:
    assert state.values(view_of(element)) == {}


LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(sorted(state.SEVERAL))
KEYS = st.sampled_from(["state", "values", "type", "value", "selected_option", "selected_options", "blocks", "x"])
jsons = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner), max_leaves=20)


@given(st.dictionaries(KEYS, jsons), jsons)
def test_nothing_that_is_sent_raises(view: Json, deeper: object) -> None:
    for sent_view in (view, {"state": deeper}, {"state": {"values": deeper}}, view_of(deeper)):
        for name, value in state.values(sent_view).items():
            assert isinstance(name, str)
            assert isinstance(value, str | tuple)


def test_several_picks_of_a_text_are_one_text() -> None:
    view = modals.modal(offer_form(OfferMentoring(), {}), Origin("offer-mentoring"))
    states = [option(view, "states", "Ohio"), option(view, "states", "Kentucky")]
    command = submitted("offer-mentoring", state.values(sent(view, states=states)))
    assert isinstance(command, OfferMentoring)
    assert command.states == "Ohio, Kentucky"


def test_somebody_who_was_picked_is_named_by_the_platforms_id() -> None:
    form = Form(encode(NotWith("r1")), "Not with", (Page((MemberField("member", "A person"),)),), "Save")
    view = modals.modal(form, Origin(form.action))
    assert submitted(form.action, state.values(sent(view, member="U7"))) == NotWith("r1", "user:U7")


# What is offered while somebody types

PEOPLE = (
    Option("1", "Gabriéla Ruiz", description="Ohio"),
    Option("2", "Ann Gabriel"),
    Option("3", "Zoë Strangabr"),
    Option("4", "Bo", description="knows Gabriéla"),
    Option("5", "Cy", "Gabras"),
    Option("6", "Straße"),
)
VAST = tuple(Option(str(n), f"Person {n:03}", f"Group {n % 3}") for n in range(250))
SEARCHES = Form(
    "find-mentor",
    "Search",
    (
        Page(
            (
                SearchField("people", "People", options=PEOPLE),
                MemberField("member", "Member", options=VAST),
                ChoiceField("choice", "Choice", options=PEOPLE),
                TextField("text", "Text"),
                DateField("day", "Day"),
            )
        ),
    ),
    "Send",
)


def offered(field: str, typed: str) -> list[str]:
    return [each["value"] for each in dicts_in(state.options(SEARCHES, field, typed)) if "value" in each]


@pytest.mark.parametrize("typed", ["gabr", "GABR", " gàbr "])
def test_what_begins_so_comes_first_then_later_words_then_the_rest(typed: str) -> None:
    assert offered("people", typed) == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize(
    ("typed", "expected"), [("STRASSE", ["6"]), ("gabriela r", ["1"]), ("nobody", []), ("", list("123456"))]
)
def test_what_was_typed_is_found_without_case_and_accents(typed: str, expected: list[str]) -> None:
    assert offered("people", typed) == expected


def test_at_most_a_hundred_are_offered_under_their_groups() -> None:
    answer = state.options(SEARCHES, "member", "")
    groups = answer["option_groups"]
    assert isinstance(groups, list)
    assert [group["label"]["text"] for group in groups] == ["Group 0", "Group 1", "Group 2"]
    assert sum(len(group["options"]) for group in groups) == 100
    assert offered("member", "person 249") == ["249"]
    assert len(offered("member", "group 2")) == 83


@pytest.mark.parametrize("field", ["text", "day", "unknown", ""])
def test_a_field_without_a_list_offers_nothing(field: str) -> None:
    assert state.options(SEARCHES, field, "gab") == {"options": []}


def test_what_is_offered_is_what_the_dialog_shows_as_chosen() -> None:
    form = Form("find-mentor", "S", (Page((SearchField("who", "Who", options=VAST, values=("200",)),)),), "Send")
    initial = next(e for e in dicts_in(modals.modal(form, Origin("x"))) if "initial_option" in e)["initial_option"]
    assert initial in list(dicts_in(state.options(form, "who", "Person 200")))


@given(st.text(max_size=10))
def test_whatever_is_typed_is_answered(typed: str) -> None:
    assert len(offered("people", typed)) <= len(PEOPLE)
