"""Forms in Slack: one dialog with native inputs, which stays as it was typed until it is right."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack import modals, state
from adapters.slack.origin import Origin
from adapters.slack.richtext import Json
from bot.commands import COMMANDS, Answers, submitted
from bot.texts import dialogs
from bot.views import (
    ChoicesField,
    DateField,
    Field,
    Form,
    Heading,
    Message,
    Option,
    Page,
    Rejected,
    SearchField,
    Text,
    TextField,
    line,
)
from tests.adapters.slack.contracts import fits_a_call, fits_a_view, needs_schemas
from tests.adapters.slack.product import FORMS
from tests.adapters.slack.sent import option, sent, untouched
from tests.adapters.slack.strategies import crowds, forms, messages
from tests.core.test_views import EVERYTHING, FORM
from tests.simulators.slack.jsons import dicts_in

ORIGIN = Origin("find-mentor", "open-find-mentor", "C1", "1.2")
AT_HOME = replace(ORIGIN, home=True)
MANY = tuple(Option(f"v{n}", f"Label {n}", "Even" if n % 2 == 0 else "Odd") for n in range(30))


def form_of(*fields: Field) -> Form:
    return Form("find-mentor", "A form", (Page(fields),), "Send")


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
