"""Views become HTML: every part, every field, and nothing that people typed as markup."""

from datetime import UTC, date, datetime, time

import pytest

from adapters.playground.chatlog import Kind, Person
from adapters.playground.fields import Control, drawn, value_of
from adapters.playground.moments import spoken, zone_of
from adapters.playground.render import Dialog, Renderer, Scene, line
from bot.ids import MemberId
from bot.ports.platforms import Envelope, Reader, UserId
from bot.views import (
    Bold,
    ChoiceField,
    ChoicesField,
    DateField,
    Facts,
    Field,
    Heading,
    Link,
    Listing,
    MemberField,
    Mention,
    Message,
    Moment,
    MomentStyle,
    NumberField,
    Option,
    Rejected,
    SearchField,
    Span,
    Text,
    TextField,
    TimeField,
)
from bot.views import line as words
from tests.adapters.playground.cards import (
    SETTINGS,
    START,
    TOPICS,
    calendar_card,
    chart_card,
    every_part,
    find_mentor_form,
    hand_form,
    schedule_form,
)
from tests.adapters.playground.conftest import account

MAYA = Person(UserId("maya"), "Maya Chen", "America/New_York")
READER = Reader(MemberId("m-maya"), "Maya Chen", "America/New_York", moderator=False)
SCENE = Scene(MAYA, READER, "channel", Kind.CHANNEL, "secret")
HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><b>bold</b>',
    "**bold** _it_ [x](javascript:alert(1))",
    "@everyone <!channel> <@U1>",
    "{{ 7*7 }} {% if x %}",
    "=cmd|' /C calc'!A0",
)


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer()


def test_every_part_has_its_own_element(renderer: Renderer) -> None:
    html = renderer.view(every_part(Envelope(account("maya"), "Maya Chen", "e")), SCENE, 5)
    assert "<h3 class=heading><bdi>What the bot does</bdi></h3>" in html
    assert '<span class="mention you">@<bdi>Maya Chen</bdi></span>' in html
    assert "<strong><bdi>welcome</bdi></strong>" in html
    assert "<time datetime=2026-10-07T19:30:00Z>Wed, Oct 7, 3:30 PM EDT</time>" in html
    assert '<a href="https://example.org/?a=1&amp;b=2"' in html
    assert "<dt><bdi>State</bdi></dt><dd><bdi>Ohio</bdi></dd>" in html
    assert '<ul class="listing">' in html
    assert '<ol class="listing">' in html
    assert '<button class="button primary" name="press" value="open-find-mentor">Find a mentor</button>' in html
    assert 'name="card" value="5"' in html


def test_a_chart_has_words_and_a_table_of_its_numbers(renderer: Renderer) -> None:
    html = renderer.view(chart_card(), SCENE, 8)
    assert 'src="/as/maya/picture/8/1" alt="Requests rose from 4 to 7, offers from 3 to 5.5."' in html
    assert '<th scope="row">Oct</th>' in html
    assert "<td>7</td><td>5.5</td>" in html


def test_a_file_is_a_download(renderer: Renderer) -> None:
    assert 'href="/as/maya/file/9/1" download="mentoring.ics"' in renderer.view(calendar_card(), SCENE, 9)


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_was_typed_is_markup(renderer: Renderer, text: str) -> None:
    spans: tuple[Span, ...] = (Bold(text), Mention(MemberId("x"), text), Link(text, "https://example.org"))
    parts = (Heading(text), Text(words(text, *spans)), Facts(((text, words(text)),)), Listing((words(text),)))
    html = renderer.view(Message(text, parts), SCENE, 1)
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    escaped = escaped.replace("'", "&#39;").replace('"', "&#34;")
    assert html.count(escaped) == 8
    assert "<script" not in html
    assert "<img" not in html
    assert "<b>" not in html


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_typed_into_a_form_is_markup(renderer: Renderer, text: str) -> None:
    typed = {"state": (text,), "note": (text,), "setting": (text,)}
    html = renderer.dialog(Dialog(find_mentor_form(), text, None, typed, text, {"note": text}), SCENE)
    assert "<script" not in html
    assert "<img" not in html
    assert "<b>" not in html
    assert "onerror=alert" not in html.replace("onerror=alert(1)&gt;", "")


def test_direction_overrides_and_control_characters_are_gone(renderer: Renderer) -> None:
    html = renderer.view(Message("x", (Text(words("a\u202eb\u0007c", Mention(MemberId("x"), "d\u2066e"))),)), SCENE, 1)
    assert "<bdi>abc</bdi>" in html
    assert "@<bdi>de</bdi>" in html


def test_a_refusal_is_a_notice(renderer: Renderer) -> None:
    assert renderer.view(Rejected("Not <now>."), SCENE, 1) == "<p class=text><bdi>Not &lt;now&gt;.</bdi></p>"


@pytest.mark.parametrize(
    ("style", "zone", "expected"),
    [
        (MomentStyle.FULL, "America/New_York", "Tue, Oct 6, 3:30 PM EDT"),
        (MomentStyle.FULL, "America/Sao_Paulo", "Tue, Oct 6, 4:30 PM UTC-03:00"),
        (MomentStyle.FULL, None, "Tue, Oct 6, 7:30 PM UTC"),
        (MomentStyle.TIME, "Asia/Tokyo", "4:30 AM"),
        (MomentStyle.TIME, None, "7:30 PM UTC"),
        (MomentStyle.DATE, "Asia/Tokyo", "Wed, Oct 7"),
        (MomentStyle.TIME, "Nowhere/Land", "7:30 PM UTC"),
    ],
)
def test_a_moment_is_read_in_the_readers_own_zone(style: MomentStyle, zone: str | None, expected: str) -> None:
    assert spoken(START, style, zone_of(zone)) == expected


def test_noon_and_midnight_are_twelve() -> None:
    assert spoken(datetime(2026, 1, 5, 0, 5, tzinfo=UTC), MomentStyle.TIME, None) == "12:05 AM UTC"
    assert spoken(datetime(2026, 1, 5, 12, 0, tzinfo=UTC), MomentStyle.TIME, None) == "12:00 PM UTC"


def test_a_mention_of_another_member_is_not_you() -> None:
    assert line((Mention(MemberId("m-jo"), "Jo"),), READER) == '<span class="mention">@<bdi>Jo</bdi></span>'
    nobody = Reader(None, "New", None, moderator=False)
    assert "you" not in line((Mention(MemberId("m-jo"), "Jo"), Moment(START)), nobody)


TWO = (Option("a", "A"), Option("b", "B"))


@pytest.mark.parametrize(
    ("asked", "control", "values"),
    [
        (TextField("x", "X", value="v"), Control.INPUT, ("v",)),
        (TextField("x", "X", long=True), Control.TEXTAREA, ()),
        (ChoiceField("x", "X", options=TWO, value="b"), Control.RADIOS, ("b",)),
        (ChoiceField("x", "X", options=SETTINGS), Control.SELECT, ()),
        (ChoicesField("x", "X", options=TWO, values=("a", "b")), Control.CHECKBOXES, ("a", "b")),
        (SearchField("x", "X", options=SETTINGS, values=("hospital",)), Control.SELECT, ("hospital",)),
        (SearchField("x", "X", options=TOPICS, most=3), Control.CHECKBOXES, ()),
        (DateField("x", "X", value=date(2026, 10, 6)), Control.INPUT, ("2026-10-06",)),
        (TimeField("x", "X", value=time(15, 30)), Control.INPUT, ("15:30",)),
        (NumberField("x", "X", value=0), Control.INPUT, ("0",)),
        (MemberField("x", "X", value="m1"), Control.SELECT, ("m1",)),
    ],
)
def test_every_field_has_its_control(asked: Field, control: Control, values: tuple[str, ...]) -> None:
    assert drawn(asked, None).control is control
    assert value_of(asked) == values


def test_what_was_typed_wins_over_the_fields_own_value() -> None:
    asked = ChoicesField("x", "X", options=TWO, values=("a",))
    assert drawn(asked, {"x": ("b",)}).values == ("b",)
    assert drawn(asked, {}).values == ()


def test_an_optional_choice_can_be_left_unanswered_again() -> None:
    assert [o.label for g in drawn(ChoiceField("x", "X", options=TWO), None).groups for o in g.options][
        -1
    ] == "No answer"
    required = drawn(ChoiceField("x", "X", required=True, options=TWO), None)
    assert [o.label for g in required.groups for o in g.options] == ["A", "B"]


def test_a_dialog_shows_labels_limits_groups_and_sentences(renderer: Renderer) -> None:
    html = renderer.dialog(Dialog(find_mentor_form("Ohio"), "open-find-mentor", 4), SCENE)
    assert '<label for="field-state">State you work in <span class="need">required</span></label>' in html
    assert 'aria-describedby="field-state-hint field-state-limit"' in html
    assert 'value="Ohio" autocomplete="off" data-limit="40" list="field-state-list"' in html
    assert '<optgroup label="Schools">' in html
    assert "Choose up to 3." in html
    assert 'data-filter="field-topics"' in html
    assert "possible mentors" in html
    assert 'id="problems" tabindex="-1" role="alert" hidden' in html
    assert 'name="opener" value="open-find-mentor"' in html


def test_a_rejected_dialog_keeps_what_was_typed_and_says_what_is_wrong_beside_each_field(renderer: Renderer) -> None:
    typed = {"state": ("Atlantis",), "topics": ("caseload",), "note": ("n" * 300,)}
    wrong = {"state": "Atlantis is no state we know.", "note": "Too long."}
    dialog = Dialog(find_mentor_form("Ohio"), "open-find-mentor", 4, typed, "Please look again.", wrong)
    html = renderer.dialog(dialog, SCENE)
    assert 'value="Atlantis"' in html
    assert 'value="caseload" checked' in html
    assert "n" * 300 in html
    assert '<a href="#field-state"><bdi>State you work in</bdi></a>: <bdi>Atlantis is no state we know.</bdi>' in html
    assert 'aria-describedby="field-state-hint field-state-limit field-state-problem" aria-invalid="true"' in html
    assert html.count('aria-invalid="true"') == 2


def test_dates_times_and_numbers_use_the_browsers_own_controls(renderer: Renderer) -> None:
    html = renderer.dialog(Dialog(schedule_form("m1"), "open-schedule:m1", None), SCENE)
    assert 'type="date" value="2026-10-13" autocomplete="off" min="2026-10-06"' in html
    assert 'type="time" value="15:30"' in html
    assert 'type="number" value="45" autocomplete="off" min="15" max="120"' in html
    assert html.count('class="form-page"') == 2


def test_a_member_field_without_options_offers_the_community(renderer: Renderer) -> None:
    html = renderer.dialog(Dialog(hand_form(), "open-match-by-hand", None), SCENE, (Option("m-jo", "Jo Alvarez"),))
    assert '<option value="m-jo">Jo Alvarez</option>' in html


def test_each_showing_of_a_card_has_its_own_token(renderer: Renderer) -> None:
    view = every_part(Envelope(account("maya"), "Maya Chen", "e"))
    assert renderer.view(view, SCENE, 1) != renderer.view(view, SCENE, 1)
