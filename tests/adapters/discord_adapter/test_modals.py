"""Forms in Discord: one modal a page, with intro and foot where there is room, and the notice where there is not."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.discord import state
from adapters.discord.custom_ids import Mark
from adapters.discord.modals import modal, page_with
from adapters.discord.richtext import Json
from bot.commands import submitted
from bot.views import ChoiceField, Field, Form, Option, Page, SearchField, TextField, line
from tests.adapters.discord_adapter.payloads import fits_a_modal
from tests.adapters.discord_adapter.reader import read
from tests.adapters.discord_adapter.sent import inside, sent, untouched
from tests.adapters.discord_adapter.strategies import HOSTILE, forms
from tests.adapters.slack.product import FORMS
from tests.core.test_views import FORM

SERVER = "1234567890123456789"


def kinds(made: Json) -> list[object]:
    components = made["components"]
    assert isinstance(components, list)
    return [each["type"] for each in components]


def texts(made: Json) -> list[str]:
    components = made["components"]
    assert isinstance(components, list)
    return [each["content"] for each in components if each["type"] == 10]


def form_of(*pages: int, intro: str = "", foot: str = "", notice: str = "") -> Form:
    made = tuple(
        Page(tuple(TextField(f"f{n}{k}", "F", "Hint") for k in range(fields))) for n, fields in enumerate(pages)
    )
    above, below = ((line(words),) if words else () for words in (intro, foot))
    return Form("find-mentor", "A form", made, "Send", above, below, notice)


@pytest.mark.parametrize(("opener", "form"), FORMS, ids=[f"{o}-{n}" for n, (o, _) in enumerate(FORMS)])
def test_discord_takes_every_form_of_the_product_and_gets_back_what_stood_there(opener: str, form: Form) -> None:
    together: dict[str, str | tuple[str, ...]] = {}
    for number, page in enumerate(form.pages, start=1):
        made = modal(form, number, space=SERVER)
        fits_a_modal(made)
        values = state.values(sent(made))
        assert values == untouched(page)
        together |= values
        assert Mark.read(str(made["custom_id"])).action == form.action
    assert submitted(form.action, together).slug == form.action.partition(":")[0]


def test_a_form_of_one_page_says_no_number() -> None:
    made = modal(FORM)
    assert (made["custom_id"], made["title"]) == ("find-mentor", "Find a mentor")
    assert modal(FORM, space="36")["custom_id"] == "10~find-mentor"


@pytest.mark.parametrize(("page", "number"), [(0, 1), (1, 1), (2, 2), (7, 2)])
def test_a_form_of_several_pages_counts_them(page: int, number: int) -> None:
    made = modal(form_of(5, 2), page, space=SERVER)
    fits_a_modal(made)
    assert Mark.read(str(made["custom_id"])) == Mark("find-mentor", SERVER, number)
    assert made["title"] == f"A form ({number} of 2)"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (3, ["Intro", 18, 18, 18, "Foot"]),
        (4, ["Intro\nFoot", 18, 18, 18, 18]),
        (5, [18, 18, 18, 18, 18]),
    ],
)
def test_intro_and_foot_stand_where_there_is_room(fields: int, expected: list[object]) -> None:
    made = modal(form_of(fields, intro="Intro", foot="Foot", notice="Notice"))
    fits_a_modal(made)
    components = made["components"]
    assert isinstance(components, list)
    assert [each.get("content", each["type"]) for each in components] == expected


def test_the_intro_moves_to_the_first_page_with_room_and_the_foot_to_the_last() -> None:
    form = form_of(5, 3, 2, intro="Intro", foot="Foot", notice="Notice")
    assert [texts(modal(form, number)) for number in (1, 2, 3)] == [[], ["Intro"], ["Foot"]]


def test_without_room_the_notice_stands_below_the_last_text() -> None:
    form = form_of(5, foot="Foot", notice="Notice")
    label, input = inside(modal(form), "f04")
    assert (label["description"], input["placeholder"]) == ("Notice", "Hint")
    assert inside(modal(form), "f03")[0]["description"] == "Hint"
    label, _ = inside(modal(form, problems={"f04": "Too long."}), "f04")
    assert label["description"] == "Too long."


def test_a_notice_is_not_said_where_the_foot_is() -> None:
    made = modal(form_of(2, foot="Foot", notice="Notice"))
    assert texts(made) == ["Foot"]
    assert inside(made, "f01")[0]["description"] == "Hint"


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_was_typed_is_no_markup_above_a_form(hostile: str) -> None:
    form = replace(FORM, intro=(line(hostile),), foot=())
    made = modal(form)
    fits_a_modal(made)
    assert {piece.kind for text in texts(made) for piece in read(text)} <= {"text"}


def test_a_problem_is_found_by_its_page() -> None:
    form = form_of(5, 2)
    assert page_with(form, {"f11": "No."}) == 2
    assert page_with(form, {"f11": "No.", "f00": "No."}) == 1
    assert page_with(form, {"other": "No."}) == 1


def test_what_was_typed_stands_there_again_on_every_page() -> None:
    fields: tuple[Field, ...] = (
        TextField("note", "Note", value="before"),
        ChoiceField("kind", "Kind", required=True, options=(Option("a", "A"), Option("b", "B"))),
        SearchField("who", "Who", options=tuple(Option(f"v{n}", f"Person {n}") for n in range(40))),
    )
    form = Form("find-mentor", "A form", (Page(fields),), "Send")
    typed = state.values(sent(modal(form), note="after", kind="b", **{"who?": "person 3"}))
    assert typed == {"note": "after", "kind": "b", "who": "person 3"}
    assert state.values(sent(modal(form, values=typed))) == typed


@settings(max_examples=60)
@given(forms(), st.data())
def test_discord_takes_every_form_that_the_core_allows(form: Form, data: st.DataObject) -> None:
    names = [field.name for field in form.fields]
    problems = data.draw(st.dictionaries(st.sampled_from(names), st.sampled_from(HOSTILE), max_size=2))
    for number, page in enumerate(form.pages, start=1):
        made = modal(form, number, space=SERVER, problems=problems)
        fits_a_modal(made)
        values = state.values(sent(made))
        assert values == untouched(page)
        again = modal(form, number, values=values)
        fits_a_modal(again)
        assert state.values(sent(again)) == values


@settings(max_examples=50)
@given(forms())
def test_nothing_above_or_below_a_form_is_markup_of_others(form: Form) -> None:
    for number in range(1, len(form.pages) + 1):
        seen = {piece.kind for text in texts(modal(form, number)) for piece in read(text)}
        assert seen <= {"text", "bold", "user", "time", "link"}
