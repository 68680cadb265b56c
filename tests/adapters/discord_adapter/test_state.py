"""What was filled in, as the core wants it; nothing that arrives raises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord import state
from adapters.discord.fields import Value
from adapters.discord.modals import modal
from adapters.discord.richtext import Json
from bot.commands import NotWith, encode, submitted
from bot.views import Form, MemberField, Option, Page, SearchField
from tests.adapters.discord_adapter.sent import sent

PEOPLE = tuple(Option(f"m{n}", f"Person {n}") for n in range(40))


def data_of(component: object, kind: object = 18) -> Json:
    return {"custom_id": "x", "components": [{"type": kind, "id": 1, "component": component}]}


@pytest.mark.parametrize(
    ("component", "expected"),
    [
        ({"type": 4, "value": " *hi* @everyone\n"}, " *hi* @everyone\n"),
        ({"type": 4, "value": ""}, ""),
        ({"type": 4, "value": None}, ""),
        ({"type": 4, "value": ["x"]}, ""),
        ({"type": 4}, ""),
        ({"type": 21, "value": "one"}, "one"),
        ({"type": 21, "value": None}, ""),
        ({"type": 3, "values": ["one", "two"]}, ("one", "two")),
        ({"type": 3, "values": []}, ()),
        ({"type": 3, "values": ["one", None, 5, "", ["x"]]}, ("one",)),
        ({"type": 3, "values": "one"}, ()),
        ({"type": 22, "values": ["one"]}, ("one",)),
        ({"type": 5, "values": ["42"]}, "user:42"),
        ({"type": 5, "values": []}, ""),
        ({"type": 6, "values": ["1", "2"]}, ("1", "2")),
        ({"type": 8, "values": ["7"]}, "7"),
        ({"type": 8, "values": []}, ""),
    ],
)
def test_each_input_says_what_stands_in_it(component: Json, expected: Value) -> None:
    assert state.values(data_of({**component, "custom_id": "field"})) == {"field": expected}


@pytest.mark.parametrize(
    "component",
    [
        {"type": 99, "value": "x"},
        {"type": "4", "value": "x"},
        {"type": True, "value": "x"},
        {},
        None,
        "x",
        ["x"],
        {1: 2},
    ],
)
def test_what_no_field_of_ours_is_is_ignored(component: object) -> None:
    named = {**component, "custom_id": "field"} if isinstance(component, dict) else component
    assert state.values(data_of(named)) == {}
    assert state.values(data_of({"type": 4, "value": "x"})) == {}
    assert state.values(data_of({"type": 4, "value": "x", "custom_id": "f"}, kind=10)) == {}


def test_a_text_in_a_row_of_before_is_read_too() -> None:
    row = {"type": 1, "components": [{"type": 4, "custom_id": "note", "value": "hi"}]}
    assert state.values({"components": [row]}) == {"note": "hi"}


def test_what_was_typed_to_search_by_is_told_apart() -> None:
    form = Form(encode(NotWith("r1")), "Not with", (Page((MemberField("member", "A", options=PEOPLE),)),), "Save")
    data = sent(modal(form), **{"member?": "person 7"})
    assert state.values(data) == {"member": "person 7"}
    assert state.searched(data) == {"member"}
    assert state.searched(sent(modal(form))) == frozenset()
    found = sent(modal(form, hits={"member": PEOPLE[:3]}), member=["m2"])
    assert state.searched(found) == frozenset()
    assert submitted(form.action, state.values(found)) == NotWith("r1", "m2")


def test_somebody_who_was_picked_is_named_by_the_platforms_id() -> None:
    form = Form(encode(NotWith("r1")), "Not with", (Page((MemberField("member", "A person"),)),), "Save")
    assert submitted(form.action, state.values(sent(modal(form), member=["42"]))) == NotWith("r1", "user:42")


def test_one_of_a_list_is_one_for_the_command() -> None:
    field = SearchField("zone", "Zone", options=PEOPLE[:5], values=("m3",))
    data = sent(modal(Form("choose-zone", "Zone", (Page((field,)),), "Save")))
    assert getattr(submitted("choose-zone", state.values(data)), "zone") == "m3"  # noqa: B009


LEAVES = st.none() | st.booleans() | st.integers(-1, 25) | st.text(max_size=5)
KEYS = st.sampled_from(["components", "component", "type", "value", "values", "custom_id", "x"])
jsons = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner), max_leaves=20)


@given(st.dictionaries(KEYS, jsons), jsons)
def test_nothing_that_is_sent_raises(data: Json, deeper: object) -> None:
    for each in (data, {"components": deeper}, data_of(deeper), {"components": [deeper]}):
        for name, value in state.values(each).items():
            assert isinstance(name, str)
            assert isinstance(value, str) or all(isinstance(one, str) for one in value)
        assert all(name in state.values(each) for name in state.searched(each))


@pytest.mark.parametrize(("kind", "expected"), [(6, ("1", "3")), (8, "1")])
def test_what_is_gone_from_the_server_was_not_given(kind: int, expected: Value) -> None:
    """Discord tells of what is still there, also of what the bot has not heard of yet."""
    component = {"type": kind, "custom_id": "field", "values": ["2", "1", "3"] if kind == 6 else ["2", "1"]}
    data = data_of(component) | {"resolved": {"roles": {"3": {}}, "channels": {"3": {}}}}
    assert state.values(data, {"1"}) == {"field": expected}
    assert state.values(data_of(component), ()) == {"field": () if kind == 6 else ""}
