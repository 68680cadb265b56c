"""Each kind of field becomes Slack's own element for it, and stays text where no list can hold it."""

from dataclasses import replace
from datetime import date, time

import pytest

from adapters.slack import modals
from adapters.slack.origin import Origin
from adapters.slack.richtext import Json
from bot.views import (
    ChannelField,
    ChoiceField,
    ChoicesField,
    DateField,
    Field,
    Form,
    MemberField,
    NumberField,
    Option,
    Page,
    SearchField,
    TextField,
    TimeField,
    ViewTooLarge,
)
from tests.adapters.slack.contracts import fits_a_view
from tests.adapters.slack.sent import element
from tests.simulators.slack.jsons import dicts_in

ORIGIN = Origin("find-mentor")
THREE = (Option("a", "A"), Option("b", "B"), Option("c", "C"))
MANY = tuple(Option(f"v{n}", f"Label {n}", "Even" if n % 2 == 0 else "Odd") for n in range(30))
VAST = tuple(Option(f"v{n}", f"Label {n}") for n in range(101))
STATES = ("Ohio", "Kentucky", "Utah")


def form_of(*fields: Field) -> Form:
    return Form("find-mentor", "A form", (Page(fields),), "Send")


def element_of(field: Field) -> Json:
    view = modals.modal(form_of(field), ORIGIN)
    fits_a_view(view)
    found = element(view, field.name)
    return {name: value for name, value in found.items() if name not in {"options", "option_groups"}}


def chosen(label: str, value: str) -> Json:
    return {"text": {"type": "plain_text", "text": label, "emoji": False}, "value": value}


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        (
            TextField("f", "F", value="hi", limit=60),
            {"type": "plain_text_input", "multiline": False, "max_length": 60, "initial_value": "hi"},
        ),
        (
            TextField("f", "F", limit=9000, long=True),
            {"type": "plain_text_input", "multiline": True, "max_length": 3000},
        ),
        (
            TextField("f", "F", suggestions=STATES, picks=1, value=" ohio "),
            {"type": "static_select", "initial_option": chosen("Ohio", "Ohio")},
        ),
        (
            TextField("f", "F", suggestions=STATES, picks=2, value="Utah, KENTUCKY"),
            {
                "type": "multi_static_select",
                "action_id": "listed",
                "max_selected_items": 2,
                "initial_options": [chosen("Kentucky", "Kentucky"), chosen("Utah", "Utah")],
            },
        ),
        (ChoiceField("f", "F", required=True, options=THREE), {"type": "radio_buttons"}),
        (
            ChoiceField("f", "F", options=THREE, value="b"),
            {"type": "static_select", "initial_option": chosen("B", "b")},
        ),
        (ChoiceField("f", "F", required=True, options=MANY[:6]), {"type": "static_select"}),
        (ChoiceField("f", "F", required=True), {"type": "external_select", "min_query_length": 0}),
        (
            ChoicesField("f", "F", options=THREE, values=("c", "gone")),
            {"type": "checkboxes", "initial_options": [chosen("C", "c")]},
        ),
        (ChoicesField("f", "F", options=THREE, most=2), {"type": "multi_static_select", "max_selected_items": 2}),
        (ChoicesField("f", "F", options=MANY[:11]), {"type": "multi_static_select", "max_selected_items": 25}),
        (
            SearchField("f", "F", options=MANY, values=("v3",)),
            {"type": "static_select", "initial_option": chosen("Label 3", "v3")},
        ),
        (
            SearchField("f", "F", options=VAST, values=("v100",)),
            {"type": "external_select", "min_query_length": 0, "initial_option": chosen("Label 100", "v100")},
        ),
        (
            SearchField("f", "F", options=VAST, values=("v1", "v2"), most=3),
            {
                "type": "multi_external_select",
                "min_query_length": 0,
                "max_selected_items": 3,
                "initial_options": [chosen("Label 1", "v1"), chosen("Label 2", "v2")],
            },
        ),
        (DateField("f", "F", value=date(2026, 3, 1)), {"type": "datepicker", "initial_date": "2026-03-01"}),
        (TimeField("f", "F", value=time(0, 0)), {"type": "timepicker", "initial_time": "00:00"}),
        (
            NumberField("f", "F", value=0, least=0, most=12),
            {
                "type": "number_input",
                "is_decimal_allowed": False,
                "min_value": "0",
                "max_value": "12",
                "initial_value": "0",
            },
        ),
        (
            NumberField("f", "F", value=13, least=1, most=12),
            {"type": "number_input", "is_decimal_allowed": False, "min_value": "1", "max_value": "12"},
        ),
        (MemberField("f", "F", value="user:U1"), {"type": "users_select", "initial_user": "U1"}),
        (MemberField("f", "F", value="member-id"), {"type": "users_select"}),
        (MemberField("f", "F", options=THREE), {"type": "static_select"}),
        (MemberField("f", "F", options=VAST), {"type": "external_select", "min_query_length": 0}),
        (
            ChannelField("f", "F", value="C1"),
            {
                "type": "conversations_select",
                "filter": {"include": ["public", "private"]},
                "initial_conversation": "C1",
            },
        ),
    ],
)
def test_each_field_is_the_native_element(field: Field, expected: Json) -> None:
    assert element_of(field) == {"action_id": "value", **expected}


@pytest.mark.parametrize(
    "field",
    [
        TextField("f", "F", suggestions=STATES, picks=1, value="OH and around"),
        TextField("f", "F", suggestions=STATES, picks=2, value="Ohio, Utah, Kentucky"),
        TextField("f", "F", suggestions=("one, two", "three"), picks=2),
        TextField("f", "F", suggestions=("x" * 76,), picks=1),
        TextField("f", "F", suggestions=tuple(map(str, range(101))), picks=1),
        TextField("f", "F", suggestions=STATES, value="Ohio"),
        TextField("f", "F", picks=1),
    ],
)
def test_what_no_list_can_hold_stays_text(field: TextField) -> None:
    found = element_of(field)
    assert found["type"] == "plain_text_input"
    assert found.get("initial_value", "") == field.value


def test_a_text_beyond_its_limit_can_be_shortened_by_its_writer() -> None:
    found = element_of(TextField("f", "F", value="x" * 80, limit=60))
    assert (found["initial_value"], found["max_length"]) == ("x" * 80, 80)


def test_options_stand_under_their_groups_and_explain_themselves() -> None:
    explained = tuple(replace(o, description="word " * 30) for o in MANY)
    found = element(modals.modal(form_of(SearchField("f", "F", options=explained)), ORIGIN), "f")
    groups = found["option_groups"]
    assert isinstance(groups, list)
    assert [(g["label"]["text"], len(g["options"])) for g in groups] == [("Even", 15), ("Odd", 15)]
    assert len(groups[0]["options"][0]["description"]["text"]) <= 75


@pytest.mark.parametrize("value", ["", "v" * 76])
def test_an_option_that_slack_cannot_send_back_is_a_defect(value: str) -> None:
    with pytest.raises(ViewTooLarge):
        modals.modal(form_of(SearchField("f", "F", options=(Option(value, "A"),))), ORIGIN)


def test_a_field_says_its_hint_and_whether_it_is_needed() -> None:
    view = modals.modal(form_of(TextField("a", "A", "For example :smile:", required=True), TextField("b", "B")), ORIGIN)
    first, second = (each for each in dicts_in(view) if each.get("type") == "input")
    assert (first["hint"]["text"], first["optional"], second["optional"]) == ("For example :smile:", False, True)
    assert "hint" not in second


def test_a_name_of_nothing_visible_does_not_spoil_the_list() -> None:
    fits_a_view(modals.modal(form_of(MemberField("m", "M", options=(Option("a", "\u200b"),))), ORIGIN))
