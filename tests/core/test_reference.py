"""The reference data holds together, and says the same as the compilation it came from."""

import csv
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from bot.domain.schedule import known_zone
from bot.reference.agenda import AGENDA, agenda_for
from bot.reference.professions import PROFESSIONS
from bot.reference.settings import PRACTICE_SETTINGS, SETTINGS, covering, covers, related
from bot.reference.states import STATES, State, zones_of
from bot.reference.topics import TOPICS, TREATMENT_ONLY

SOURCE = Path(__file__).parents[3] / "shared" / "reference"
MOST_OPTION = 75  # characters of a choice, see bot.views


def source(name: str) -> list[dict[str, str]]:
    path = SOURCE / f"{name}.csv"
    if not path.exists():
        pytest.skip(f"the compilation {name}.csv is not beside this checkout")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_states_are_those_of_the_source() -> None:
    rows = {row["code"]: row for row in source("states")}
    assert list(STATES) == list(rows)
    for code, state in STATES.items():
        assert state.zones == tuple(rows[code]["iana_zones"].split(";"))
        assert state.usual_zone == rows[code]["primary_zone"]
        assert ";".join(state.neighbours) == rows[code]["neighbours"]


def test_settings_topics_and_professions_are_those_of_the_source() -> None:
    assert [(s.slug, s.group) for s in SETTINGS.values()] == [(r["slug"], r["group"]) for r in source("settings")]
    assert [(t.slug, ";".join(t.allied)) for t in TOPICS.values()] == [
        (r["slug"], r["allied_professions_who_can_help"]) for r in source("topics")
    ]
    assert [(p.slug, p.can_mentor_treatment, p.can_mentor_process) for p in PROFESSIONS.values()] == [
        (r["slug"], r["can_mentor_treatment"] == "yes", r["can_mentor_process"] == "yes") for r in source("professions")
    ]


def test_the_agenda_has_the_weeks_of_the_source() -> None:
    assert [item.week for item in AGENDA] == [int(row["week"]) for row in source("agenda")]


def test_neighbours_are_mutual_and_known() -> None:
    assert len(STATES) == 56
    for state in STATES.values():
        assert all(state.code in STATES[other].neighbours for other in state.neighbours), state.name


def test_every_zone_is_one_that_this_machine_has_rules_for() -> None:
    for state in STATES.values():
        assert state.usual_zone in state.zones
        assert all(map(known_zone, state.zones)), state.name


def test_zones_of_several_states_begin_with_the_usual_ones() -> None:
    assert zones_of(("TN", "OH")) == ("America/Chicago", "America/New_York")
    assert zones_of(()) == ()
    with pytest.raises(KeyError):
        zones_of(("ZZ",))


def test_reference_data_can_not_be_changed() -> None:
    with pytest.raises(TypeError):
        STATES["OH"] = STATES["KY"]  # type: ignore[index]
    with pytest.raises(FrozenInstanceError):
        STATES["OH"].name = "Kentucky"  # type: ignore[misc]
    assert isinstance(STATES["OH"], State)


def test_forms_offer_the_29_places_of_work() -> None:
    assert len(PRACTICE_SETTINGS) == 29
    assert len(SETTINGS) == 49


def test_labels_fit_into_a_choice() -> None:
    labels = [
        *(setting.label for setting in SETTINGS.values()),
        *(topic.label for topic in TOPICS.values()),
        *(profession.label for profession in PROFESSIONS.values()),
    ]
    assert all(0 < len(label) <= MOST_OPTION for label in labels)


@pytest.mark.parametrize("slug", [s.slug for s in PRACTICE_SETTINGS if s.group == "school-setting"])
def test_schools_covers_every_kind_of_school_both_ways(slug: str) -> None:
    expected = slug != "part-c-home"  # early intervention by another name
    assert covers("schools", slug) is covers(slug, "schools") is expected
    assert related("schools", slug)


def test_settings_cover_only_themselves_and_their_umbrella() -> None:
    assert covers("early-intervention", "part-c-home")
    assert covers("elementary", "elementary")
    assert not covers("elementary", "high-school")
    assert not covers("outpatient", "schools")
    assert covering("elementary") == ("elementary", "schools")
    assert set(covering("part-c-home")) == {"part-c-home", "early-intervention"}
    assert len(covering("schools")) == 19
    with pytest.raises(KeyError):
        covers("elementary", "moon-base")


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("elementary", "high-school", True),
        ("early-intervention", "preschool-619", True),
        ("outpatient", "schools", True),
        ("ltc-snf", "elementary", False),
        ("academia", "charter", False),
        ("autism", "elementary", False),
    ],
)
def test_related_settings(first: str, second: str, expected: bool) -> None:
    assert related(first, second) is related(second, first) is expected


def test_covering_settings_are_related_too() -> None:
    assert all(related(a, b) for a in SETTINGS for b in covering(a))


def test_who_may_mentor_on_what() -> None:
    assert [p.slug for p in PROFESSIONS.values() if p.can_mentor_treatment] == ["otr", "ota", "ot-academic"]
    assert [p.slug for p in PROFESSIONS.values() if not p.can_mentor] == [
        "ot-student-l1",
        "ot-student-l2",
        "otd-capstone",
    ]
    assert PROFESSIONS["slp"].allied
    assert not PROFESSIONS["otr"].allied
    assert {"intervention-planning"} == TREATMENT_ONLY


def test_allied_professions_of_topics_are_allied() -> None:
    assert all(PROFESSIONS[slug].allied for topic in TOPICS.values() for slug in topic.allied)


def test_the_agenda_of_a_week_is_the_latest_that_has_begun() -> None:
    assert agenda_for(0) is None
    assert [item.week for item in map(agenda_for, (1, 12, 14, 36, 99)) if item] == [1, 12, 12, 36, 36]
    assert all(item.prompts and all(item.prompts) for item in AGENDA)
    assert all(topic in TOPICS for item in AGENDA for topic in item.topics)


def test_what_was_asked_for_comes_first_and_everything_once() -> None:
    found = [agenda_for(week, ("medicaid-billing", "scheduling")) for week in range(1, 13)]
    assert [item.week for item in found if item] == [1, 4, 10, 2, 3, 5, 6, 7, 8, 9, 11, 12]
    assert agenda_for(14, ("scheduling",)) == agenda_for(14)
