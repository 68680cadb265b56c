"""Forms in Slack: one dialog with native inputs, which stays as it was typed until it is right."""

from dataclasses import replace
from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack import modals, state
from adapters.slack.origin import Origin
from adapters.slack.richtext import Json
from bot.commands import COMMANDS, Answers, submitted
from bot.texts import dialogs
from bot.views import (
    ChannelField,
    ChoiceField,
    ChoicesField,
    DateField,
    Field,
    Form,
    Heading,
    MemberField,
    Message,
    NumberField,
    Option,
    Page,
    Rejected,
    SearchField,
    Text,
    TextField,
    TimeField,
    ViewTooLarge,
    line,
)
from tests.adapters.slack.contracts import fits_a_call, fits_a_view, needs_schemas
from tests.adapters.slack.product import FORMS
from tests.adapters.slack.sent import element, option, sent, untouched
from tests.adapters.slack.strategies import crowds, forms, messages
from tests.core.test_views import EVERYTHING, FORM
from tests.simulators.slack.jsons import dicts_in

ORIGIN = Origin("find-mentor", "open-find-mentor", "C1", "1.2")
AT_HOME = replace(ORIGIN, home=True)
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


# The product's own forms


def test_every_form_of_the_product_is_here() -> None:
    openers = {command.slug for command in COMMANDS.values() if command.answers is Answers.OPENS_FORM}
    assert openers == {opener for opener, _ in FORMS}


@pytest.mark.parametrize(("opener", "form"), FORMS, ids=[f"{o}-{n}" for n, (o, _) in enumerate(FORMS)])
def test_slack_takes_every_form_and_an_untouched_one_says_what_stood_there(opener: str, form: Form) -> None:
    view = modals.modal(form, Origin(form.action, opener), "Please look at it once more.")
    fits_a_view(view)
    values = state.values(sent(view))
    assert values == untouched(form)
    assert submitted(form.action, values) == submitted(form.action, untouched(form))


@needs_schemas
@pytest.mark.parametrize(("opener", "form"), FORMS[:2])
def test_the_whole_call_fits_too(opener: str, form: Form) -> None:
    view = modals.modal(form, Origin(form.action, opener))
    fits_a_call("views.open", {"trigger_id": "1.2", "view": view})
    with pytest.raises(AssertionError, match="surprise"):
        fits_a_call("views.open", {"trigger_id": "1.2", "view": {**view, "surprise": 1}})


def test_all_pages_stand_in_one_dialog_with_intro_and_foot() -> None:
    form = replace(FORM, pages=(*FORM.pages, Page((TextField("more", "More"),))), intro=(line("Hello"), line("there")))
    view = modals.modal(form, ORIGIN)
    ids = [block.get("block_id", block["type"]) for block in dicts_in(view) if "type" in block and "elements" in block]
    assert [block["block_id"] for block in dicts_in(view) if block.get("type") == "input"] == [
        "state",
        "setting",
        "day",
        "time",
        "more",
    ]
    assert ids.count("rich_text") == 2
    assert "Hello\nthere" in "".join(str(e["text"]) for e in dicts_in(view) if e.get("type") == "text")
    assert view["callback_id"] == "form"
    assert Origin.unpacked(str(view["private_metadata"])) == ORIGIN


@settings(max_examples=60)
@given(forms())
def test_slack_takes_every_form_that_the_core_allows(form: Form) -> None:
    view = modals.modal(form, ORIGIN)
    fits_a_view(view)
    assert state.values(sent(view)) == untouched(form)


# Elements


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


# What goes wrong


def banners(view: Json) -> list[str]:
    found = [each for each in dicts_in(view) if each.get("block_id") == modals.BANNER]
    return ["".join(str(piece["text"]) for piece in dicts_in(each) if piece.get("type") == "text") for each in found]


def test_a_problem_stands_at_the_top() -> None:
    view = modals.modal(FORM, ORIGIN, "Please mend <this>.")
    assert banners(view) == ["Please mend <this>."]
    assert next(each for each in dicts_in(view["blocks"]))["block_id"] == modals.BANNER
    assert banners(modals.modal(FORM, ORIGIN)) == []


def test_a_dialog_comes_back_as_it_was_with_one_banner() -> None:
    view = modals.modal(FORM, AT_HOME)
    first = modals.again(sent(view), "Once.")
    second = modals.again(sent(first), "Twice.")
    for shown, sentence in ((first, "Once."), (second, "Twice.")):
        fits_a_view(shown)
        assert banners(shown) == [sentence]
    kept = {name: value for name, value in second.items() if name != "blocks"}
    assert kept == {name: value for name, value in view.items() if name != "blocks"}
    inputs = [each for each in dicts_in(view) if each.get("type") == "input"]
    assert [each for each in dicts_in(second) if each.get("type") == "input"] == inputs


@pytest.mark.parametrize("view", [{}, {"blocks": None}, {"blocks": ["x", {"type": "input"}]}])
def test_a_mangled_dialog_raises_nothing(view: Json) -> None:
    assert modals.again(view, "Sorry.")["blocks"]
    assert modals.field_errors(view, {"state": "Which?"}) == {}
    assert isinstance(modals.refilled(view)["blocks"], list)


def test_only_problems_of_inputs_stand_beside_them() -> None:
    view = sent(modals.modal(FORM, ORIGIN, "A banner"))
    problems = {"state": "Which?", "nothing": "Here?", modals.BANNER: "No.", "day": ""}
    assert modals.field_errors(view, problems) == {"state": "Which?"}


def test_a_dialog_that_is_shown_anew_holds_what_was_typed() -> None:
    fields = (
        TextField("text", "Text", value="before"),
        TextField("note", "Note", value="cleared"),
        SearchField("search", "Search", options=MANY, values=("v1",)),
        ChoicesField("several", "Several", options=MANY[:11]),
        DateField("day", "Day"),
    )
    view = modals.modal(form_of(*fields), ORIGIN)
    several = [option(view, "several", "Label 2"), option(view, "several", "Label 4")]
    typed = sent(
        view, text="after", note=None, search=option(view, "search", "Label 7"), several=several, day="2026-11-02"
    )
    anew = modals.again(modals.refilled(typed), "Please look again.")
    fits_a_view(anew)
    assert state.values(sent(anew)) == state.values(typed)
    assert state.values(typed) == {
        "text": "after",
        "note": "",
        "search": "v7",
        "several": ("v2", "v4"),
        "day": "2026-11-02",
    }


@settings(max_examples=30)
@given(forms())
def test_any_dialog_survives_being_shown_anew(form: Form) -> None:
    typed = sent(modals.modal(form, ORIGIN))
    anew = modals.again(modals.refilled(typed), "Please look again.")
    fits_a_view(anew)
    assert state.values(sent(anew)) == state.values(typed)


# Answers, waiting, home


def test_only_a_dialog_of_the_home_tells_when_it_is_closed() -> None:
    made = [
        [modals.modal(FORM, origin), modals.shown(EVERYTHING, origin), modals.waiting(origin)]
        for origin in (ORIGIN, AT_HOME)
    ]
    assert [[view.get("notify_on_close", False) for view in views] for views in made] == [[False] * 3, [True] * 3]


def title(view: Json) -> object:
    return next(each["title"]["text"] for each in dicts_in(view) if "title" in each)


@pytest.mark.parametrize(
    ("message", "expected", "first"),
    [
        (Message("s", (Heading("Your request is in"), Text(line("t")))), "Your request is in", "rich_text"),
        (Message("s", (Heading("How the program is doing"), Text(line("t")))), "How the program is doing", "rich_text"),
        (Message("s", (Heading("Your request is changed now"), Text(line("t")))), "Your request is changed…", "header"),
        (Message("s", (Heading("Only this"),)), "Only this", "header"),
        (Message("s", (Text(line("t")),)), dialogs.ANSWER, "rich_text"),
        (Rejected("No. <!channel>"), dialogs.ANSWER, "rich_text"),
    ],
)
def test_an_answer_is_a_dialog_with_its_heading_as_title(
    message: Message | Rejected, expected: str, first: str
) -> None:
    view = modals.shown(message, ORIGIN)
    fits_a_view(view)
    assert title(view) == expected
    assert next(each for each in dicts_in(view["blocks"]))["type"] == first
    assert "submit" not in view
    assert Origin.unpacked(str(view["private_metadata"])) == ORIGIN


@given(messages)
def test_slack_takes_every_answer(message: Message) -> None:
    fits_a_view(modals.shown(message, ORIGIN))
    fits_a_view(modals.home([message, message], message))


@settings(max_examples=10)
@given(st.lists(crowds, min_size=1, max_size=4), st.sampled_from([None, Rejected("No."), EVERYTHING]))
def test_slack_takes_a_crowded_home(cards: list[Message], notice: Message | Rejected | None) -> None:
    fits_a_view(modals.home(cards, notice))


def test_a_home_shows_its_cards_apart_and_the_last_answer_first() -> None:
    cards = [Message("s", (Text(line(word)),)) for word in ("one", "two")]
    for notice, expected in (
        (None, "one two"),
        (Rejected("zero"), "zero one two"),
        (Message("s", (Text(line("zero")),)), "zero one two"),
    ):
        view = modals.home(cards, notice)
        fits_a_view(view)
        assert " ".join(str(e["text"]) for e in dicts_in(view) if e.get("type") == "text") == expected
        kinds = [each["type"] for each in dicts_in(view) if each.get("type") in {"divider", "rich_text"}]
        assert kinds == ["rich_text", *["divider", "rich_text"] * (len(expected.split()) - 1)]


def test_an_empty_home_and_a_wait_say_so() -> None:
    for view, sentence in ((modals.home([]), dialogs.NOTHING), (modals.waiting(ORIGIN), dialogs.WAITING)):
        fits_a_view(view)
        assert sentence in [each["text"] for each in dicts_in(view) if each.get("type") == "text"]
