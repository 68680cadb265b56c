"""States, settings, topics and professions in people's own words."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reference.professions import PROFESSIONS
from bot.reference.settings import PRACTICE_SETTINGS, Setting
from bot.reference.states import STATES
from bot.reference.topics import TOPICS
from bot.understanding.professions import profession
from bot.understanding.reading import NotUnderstood, Understood
from bot.understanding.settings import setting, settings
from bot.understanding.states import state, states
from bot.understanding.topics import topics

STATE_TEXTS = {
    "OH/KY": "OH KY",
    "NY, NJ": "NY NJ",
    "WA & OR": "WA OR",
    "TX; NM": "TX NM",
    "ohio & Kentucky": "OH KY",
    "Ohio and Kentucky": "OH KY",
    "oh ky in": "OH KY IN",
    "Tenn.": "TN",
    "N. Carolina": "NC",
    "W. Va.": "WV",
    "West Virginia": "WV",
    "Wash. DC": "DC",
    "Washington, D.C.": "DC",
    "Washington": "WA",
    "Georgia (the state)": "GA",
    "Florida (panhandle)": "FL",
    "PA": "PA",
    "pa": "PA",
    "in": "IN",
    "I work in Ohio": "OH",
    "I WORK IN OHIO": "OH",
    "Columbus OH": "OH",
    "Portland OR": "OR",
    "upstate NY": "NY",
    "Oklahoma City": "OK",
    "Hawai‘i": "HI",
    "Guam": "GU",
    "USVI": "VI",
    "DMV": "DC MD VA",
    "ny or nj": "NY NJ",
    "Ohio, OH": "OH",
}


@pytest.mark.parametrize(("text", "codes"), STATE_TEXTS.items())
def test_states_are_understood(text: str, codes: str) -> None:
    understood = states(text)
    assert understood.value == tuple(codes.split())
    assert understood.remarks == ()


@pytest.mark.parametrize("code", STATES)
def test_every_state_is_understood_by_code_name_and_nickname(code: str) -> None:
    for text in (code, code.lower(), STATES[code].name, STATES[code].name.upper(), *STATES[code].also):
        assert code in states(text).value, text


@pytest.mark.parametrize(
    ("text", "code"),
    [("Tennesee", "TN"), ("North Carolna", "NC"), ("Pensilvania", "PA"), ("Mississipi", "MS"), ("Virgina", "VA")],
)
def test_a_slip_of_the_keyboard_is_read_with_a_remark(text: str, code: str) -> None:
    understood = states(text)
    assert understood.value == (code,)
    assert text in understood.remarks[0]
    assert STATES[code].name in understood.remarks[0]


@pytest.mark.parametrize(
    "text",
    [
        *("Ontario", "???", "", "   ", "N/A", "all", "any US state", "anywhere but Texas", "not Ohio", "India", "Main"),
        *("Colombia", "Kansas City", "Quebec", "Washington County", "x" * 501, "-", "Oh! Hello"),
    ],
)
def test_what_is_no_state_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(NotUnderstood) as problem:
        states(text)
    assert "for example" in problem.value.reason.casefold()
    assert len(problem.value.reason) < 200


def test_what_stands_beside_a_state_is_named() -> None:
    understood = states("Ontario, CA")
    assert understood.value == ("CA",)
    assert "Ontario" in understood.remarks[0]
    assert states("Kansas City, MO").value == ("MO",)


def test_capital_or_between_states_is_oregon_and_says_so() -> None:
    assert states("WA OR ID").value == ("WA", "OR", "ID")
    assert "Oregon" in states("NY OR NJ").remarks[0]


def test_one_state_means_one() -> None:
    assert state("ohio").value == "OH"
    with pytest.raises(NotUnderstood, match="Ohio and Kentucky"):
        state("OH/KY")


SETTING_TEXTS = {
    "EI": "early-intervention",
    "ei": "early-intervention",
    "SNF": "ltc-snf",
    "PreK": "preschool-619",
    "School-based (K-5)": "elementary",
    "Schools": "schools",
    "Public school district": "schools",
    "teletherapy": "virtual-teletherapy",
    "high school; transition": "high-school transition-18-22",
    "Rural, only OT in district": "rural-sole-ot",
    "Outpatient peds": "outpatient",
    "Several buildings (itinerant)": "itinerant",
    "Elementary, Middle school": "elementary middle-school",
    "Middle/High": "middle-school high-school",
    "Preschool + early intervention": "preschool-619 early-intervention",
    "Charter": "charter",
    "Special day school": "special-day-school",
    "K-8": "elementary middle-school",
    "private practice": "outpatient",
    "private school": "private-parochial",
    "Autism program at elementary": "elementary",
    "BOCES": "regional-agency",
}


@pytest.mark.parametrize(("text", "slugs"), SETTING_TEXTS.items())
def test_settings_are_understood(text: str, slugs: str) -> None:
    assert settings(text).value == tuple(slugs.split())


@pytest.mark.parametrize("place", PRACTICE_SETTINGS, ids=lambda place: place.slug)
def test_every_setting_is_understood_by_slug_label_and_other_names(place: Setting) -> None:
    assert settings(place.slug).value == settings(place.label).value == (place.slug,)
    assert all(place.slug in settings(name).value for name in place.also)


@pytest.mark.parametrize("text", ["any", "everything", "???", "", "not SNF", "moon base"])
def test_what_is_no_setting_is_refused(text: str) -> None:
    with pytest.raises(NotUnderstood):
        settings(text)


def test_a_focus_of_the_work_is_told_from_a_place() -> None:
    with pytest.raises(NotUnderstood, match="where you work"):
        settings("autism")


def test_one_setting_means_one() -> None:
    assert setting("elementry").value == "elementary"
    with pytest.raises(NotUnderstood, match="choose one"):
        setting("Elementary, Middle school")


TOPIC_TEXTS = {
    "IEPs, evaluations": "iep-process evaluation-eligibility",
    "supervising COTAs": "ota-supervision",
    "Scheduling; documentation": "scheduling documentation",
    "handwriting & fine motor": "intervention-planning",
    "caseload vs workload": "workload",
    "504 plans and MTSS": "section-504 mtss-rti",
    "Medicaid billing": "medicaid-billing",
    "working with teachers": "teacher-collaboration",
    "AT / AAC": "assistive-tech",
    "behavior": "behavior-mental-health",
    "sensory": "sensory-regulation",
    "writing goals": "goals",
}


@pytest.mark.parametrize(("text", "slugs"), TOPIC_TEXTS.items())
def test_topics_are_understood(text: str, slugs: str) -> None:
    assert topics(text).value == tuple(slugs.split())


@pytest.mark.parametrize("slug", TOPICS)
def test_every_topic_is_understood_by_slug_label_and_other_names(slug: str) -> None:
    assert topics(slug).value == topics(TOPICS[slug].label).value == (slug,)
    assert all(slug in topics(name).value for name in TOPICS[slug].also)


def test_help_with_everything_is_no_topic_in_particular_and_says_so() -> None:
    understood = topics("everything, I'm drowning")
    assert understood.value == ()
    assert "drowning" in understood.remarks[0]


def test_an_unknown_topic_beside_known_ones_is_named() -> None:
    understood = topics("goals, knitting")
    assert understood.value == ("goals",)
    assert "knitting" in understood.remarks[0]
    with pytest.raises(NotUnderstood):
        topics("knitting")


PROFESSION_TEXTS = {
    "OTR/L": "otr",
    "OTD, OTR/L": "otr",
    "M.S., OTR/L": "otr",
    "ot": "otr",
    "O.T.": "otr",
    "new grad OT": "otr",
    "OTR/L (10 yrs SNF, new to schools)": "otr",
    "OT, PT (part time)": "otr",
    "OT and AT specialist": "otr",
    "ocupational therapist": "otr",
    "COTA/L": "ota",
    "PT, DPT": "pt",
    "SLP": "slp",
    "School Psych": "school-psych",
    "SPED teacher": "sped-teacher",
    "teacher": "gened-teacher",
    "TVI": "tvi-om",
    "O&M": "tvi-om",
    "Level I student": "ot-student-l1",
    "Level II student": "ot-student-l2",
    "OT student level 2": "ot-student-l2",
    "OTD capstone": "otd-capstone",
}


@pytest.mark.parametrize(("text", "slug"), PROFESSION_TEXTS.items())
def test_professions_are_understood(text: str, slug: str) -> None:
    assert profession(text).value == slug


@pytest.mark.parametrize("slug", PROFESSIONS)
def test_every_profession_is_understood_by_slug_label_and_other_names(slug: str) -> None:
    for text in (slug, PROFESSIONS[slug].label, *PROFESSIONS[slug].also):
        assert profession(text).value == slug, text


def test_of_two_allied_professions_the_first_is_taken_with_a_remark() -> None:
    understood = profession("SLP and BCBA")
    assert understood.value == "slp"
    assert "behavior analyst" in understood.remarks[0]


@pytest.mark.parametrize("text", ["parent", "", "astronaut", "<script>"])
def test_what_is_no_profession_is_refused(text: str) -> None:
    with pytest.raises(NotUnderstood):
        profession(text)


@given(st.text(max_size=600))
def test_any_text_is_understood_or_refused_with_a_short_sentence(text: str) -> None:
    for read in (states, settings, topics, profession):
        said = sentence(read, text)
        assert said is None or 20 < len(said) < 300


def sentence(read: Callable[[str], Understood[object]], text: str) -> str | None:
    try:
        read(text)
    except NotUnderstood as problem:
        return problem.reason
    return None
