"""Each kind of field becomes Discord's own input for it, and what no list can hold is typed and searched for."""

from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.fields import Value
from adapters.discord.modals import modal
from adapters.discord.richtext import Json
from bot.texts import pages as texts
from bot.understanding.clock_times import clock_time
from bot.understanding.days import day
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
    RolesField,
    SearchField,
    TextField,
    TimeField,
    ViewTooLarge,
)
from tests.adapters.discord_adapter.payloads import fits_a_modal
from tests.adapters.discord_adapter.sent import inside, standing

THREE = (Option("a", "A"), Option("b", "B"), Option("c", "C"))
MANY = tuple(Option(f"v{n}", f"Label {n}", "Even" if n % 2 == 0 else "Odd") for n in range(30))
TODAY = date(2026, 10, 5)


def form_of(*fields: Field) -> Form:
    return Form("find-mentor", "A form", (Page(fields),), "Send")


def shown(field: Field, **typed: object) -> tuple[Json, Json]:
    """The Label and what is inside."""
    made = modal(form_of(field), **typed)  # type: ignore[arg-type]
    fits_a_modal(made)
    (label,) = [each for each in made["components"] if each["type"] == 18]  # type: ignore[attr-defined]
    return label, label["component"]


def options_of(input: Json) -> list[Json]:
    options = input["options"]
    assert isinstance(options, list)
    return options


def chosen(input: Json) -> list[str]:
    return [str(option["value"]) for option in options_of(input) if option.get("default")]


def without(input: Json, *names: str) -> Json:
    return {name: value for name, value in input.items() if name not in {"options", "custom_id", *names}}


ONE: Json = {"type": 3, "required": False, "min_values": 0, "max_values": 1, "placeholder": "Choose"}
TYPED: Json = {"type": 4, "style": 1, "required": False, "max_length": 60}


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        (TextField("f", "F", value="hi", limit=60), {**TYPED, "value": "hi"}),
        (TextField("f", "F", limit=9000, long=True), {**TYPED, "style": 2, "max_length": 4000}),
        (TextField("f", "F", value="a\nb", limit=60), {**TYPED, "style": 2, "value": "a\nb"}),
        (TextField("f", "F", required=True, limit=60), {**TYPED, "required": True}),
        (TextField("f", "F", limit=60, suggestions=("Ohio", "Utah"), picks=1), TYPED),
        (ChoiceField("f", "F", required=True, options=THREE), {"type": 21, "required": True}),
        (ChoiceField("f", "F", options=THREE), ONE),
        (ChoiceField("f", "F", required=True, options=MANY[:6]), {**without(ONE, "min_values"), "required": True}),
        (ChoiceField("f", "F", required=True, options=THREE[:1]), {**without(ONE, "min_values"), "required": True}),
        (ChoicesField("f", "F", options=THREE), {"type": 22, "required": False, "min_values": 0}),
        (ChoicesField("f", "F", required=True, options=THREE), {"type": 22, "required": True}),
        (ChoicesField("f", "F", options=THREE, most=2), {**ONE, "max_values": 2}),
        (ChoicesField("f", "F", options=MANY[:11], most=3), {**ONE, "max_values": 3}),
        (SearchField("f", "F", options=MANY[:25]), ONE),
        (MemberField("f", "F", options=THREE), ONE),
        (MemberField("f", "F"), {**ONE, "type": 5}),
        (MemberField("f", "F", value="user:42"), {**ONE, "type": 5, "default_values": [{"id": "42", "type": "user"}]}),
        (MemberField("f", "F", value="a-member"), {**ONE, "type": 5}),
        (
            ChannelField("f", "F", value="42"),
            {**ONE, "type": 8, "channel_types": [0, 5], "default_values": [{"id": "42", "type": "channel"}]},
        ),
        (
            RolesField("f", "F", values=("1", "2", "gone"), most=3),
            {
                **ONE,
                "type": 6,
                "max_values": 3,
                "default_values": [{"id": "1", "type": "role"}, {"id": "2", "type": "role"}],
            },
        ),
        (
            DateField("f", "F", value=date(2026, 12, 3)),
            {**TYPED, "value": "Dec 3, 2026", "placeholder": texts.DAY_EXAMPLE},
        ),
        (TimeField("f", "F", value=time(15, 30)), {**TYPED, "value": "3:30 PM", "placeholder": texts.TIME_EXAMPLE}),
        (TimeField("f", "F", value=time(0, 0)), {**TYPED, "value": "12:00 AM", "placeholder": texts.TIME_EXAMPLE}),
        (
            NumberField("f", "F", value=0, least=0, most=12),
            {**TYPED, "value": "0", "placeholder": "A number from 0 to 12"},
        ),
    ],
)
def test_each_field_is_the_native_input(field: Field, expected: Json) -> None:
    label, input = shown(field)
    assert without(input) == expected
    assert input["custom_id"] == "f"
    assert label["label"] == "F"


def test_what_is_chosen_stands_there_and_what_is_gone_does_not() -> None:
    assert chosen(shown(ChoiceField("f", "F", required=True, options=THREE, value="b"))[1]) == ["b"]
    assert chosen(shown(ChoicesField("f", "F", options=THREE, values=("c", "gone")))[1]) == ["c"]
    assert chosen(shown(SearchField("f", "F", options=MANY[:20], values=("v3", "v5"), most=1))[1]) == ["v3"]
    assert chosen(shown(ChoiceField("f", "F", options=THREE, value="gone"))[1]) == []


def test_no_more_stand_chosen_than_may_be_chosen() -> None:
    _, input = shown(RolesField("f", "F", values=("1", "2", "3"), most=2))
    assert input["default_values"] == [{"id": "1", "type": "role"}, {"id": "2", "type": "role"}]
    _, input = shown(ChoicesField("f", "F", options=THREE, values=("a", "b", "c"), most=2))
    assert chosen(input) == ["a", "b"]


@pytest.mark.parametrize(
    "field", [SearchField("f", "F", options=MANY, values=("v3",)), MemberField("f", "F", options=MANY, value="v3")]
)
def test_a_long_list_is_searched_by_typing(field: Field) -> None:
    label, input = shown(field)
    assert input["custom_id"] == "f?"
    assert without(input, "placeholder") == {**TYPED, "max_length": 200, "value": "Label 3"}
    assert input.get("placeholder") == ("For example: Label 0" if isinstance(field, SearchField) else None)
    assert label["description"] == texts.SEARCH_HINT
    assert shown(replace(field, hint="A hint"))[0]["description"] == "A hint"


def test_several_of_a_long_list_are_typed_with_commas() -> None:
    label, input = shown(SearchField("f", "F", options=MANY, values=("v3", "v4"), most=2))
    assert input["value"] == "Label 3, Label 4"
    assert input["placeholder"] == "For example: Label 0, Label 1"
    assert label["description"] == texts.SEVERAL_HINT


def test_what_was_found_is_shown_as_a_list() -> None:
    field = SearchField("f", "F", options=MANY)
    _, input = shown(field, values={"f": "label 1"}, hits={"f": MANY[10:20]})
    assert input["custom_id"] == "f"
    assert [option["value"] for option in options_of(input)] == [f"v{n}" for n in range(10, 20)]
    for too_many_or_none in (MANY, ()):
        _, input = shown(field, values={"f": "label"}, hits={"f": too_many_or_none})
        assert (input["custom_id"], input["value"]) == ("f?", "label")


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        (TextField("f", "F", value="before"), "after"),
        (TextField("f", "F", value="before"), ""),
        (DateField("f", "F", value=TODAY), "soon"),
        (TimeField("f", "F", value=time(9)), "teatime"),
        (NumberField("f", "F", value=3), "many"),
        (ChoiceField("f", "F", required=True, options=THREE, value="a"), "b"),
        (ChoiceField("f", "F", options=THREE, value="a"), ("b",)),
        (ChoicesField("f", "F", options=THREE, values=("a",)), ()),
        (SearchField("f", "F", options=MANY, values=("v1",)), "nobody like that"),
    ],
)
def test_what_was_typed_before_stands_there_again(field: Field, typed: Value) -> None:
    _, input = shown(field, values={"f": typed})
    given = standing(input)
    assert given == (typed if not isinstance(given, list) else [typed] if isinstance(typed, str) else list(typed))


def test_a_problem_is_said_below_and_the_hint_moves_into_the_field() -> None:
    field = TextField("f", "F", "Name or abbreviation")
    label, input = shown(field, problems={"f": "Which state is that?"})
    assert (label["description"], input["placeholder"]) == ("Which state is that?", "Name or abbreviation")
    label, input = shown(field)
    assert label["description"] == "Name or abbreviation"
    assert "placeholder" not in input
    label, input = shown(ChoiceField("f", "F", "A hint", options=THREE), problems={"f": "Please choose. " * 20})
    assert str(label["description"]).endswith("…")
    assert input["placeholder"] == "Choose"


def test_a_text_beyond_its_limit_can_be_shortened_by_its_writer() -> None:
    _, input = shown(TextField("f", "F", value="x" * 80, limit=60))
    assert (input["value"], input["max_length"]) == ("x" * 80, 80)


def test_options_say_their_group_where_they_have_nothing_else_to_say() -> None:
    some = (*MANY[:2], replace(MANY[2], description="word " * 30))
    first, second, third = options_of(shown(SearchField("f", "F", options=some))[1])
    assert (first["description"], second["description"]) == ("Even", "Odd")
    assert str(third["description"]).startswith("word")
    assert "description" not in options_of(shown(SearchField("f", "F", options=MANY[0:1]))[1])[0]


@pytest.mark.parametrize("value", ["", "v" * 101])
def test_an_option_that_discord_cannot_send_back_is_a_defect(value: str) -> None:
    with pytest.raises(ViewTooLarge):
        modal(form_of(SearchField("f", "F", options=(Option(value, "A"),))))


def test_the_same_value_is_offered_once() -> None:
    assert len(options_of(shown(SearchField("f", "F", options=(*THREE, Option("a", "Again"))))[1])) == 3


@given(st.dates(), st.times())
def test_days_and_times_are_written_as_they_are_understood(when: date, clock: time) -> None:
    form = form_of(DateField("day", "D", value=when), TimeField("time", "T", value=clock))
    made = modal(form)
    assert day(str(inside(made, "day")[1]["value"]), TODAY).value == when
    understood = clock_time(str(inside(made, "time")[1]["value"]))
    assert understood.value == clock.replace(second=0, microsecond=0)
    assert understood.remarks == ()
