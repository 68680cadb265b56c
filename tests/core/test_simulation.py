"""The simulation's parts: chance by occasion, the file of behaviors, who is made of it, and what is counted."""

from collections.abc import Callable
from datetime import timedelta
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.errors import UserError
from bot.simulation.behaviors import packaged, packaged_text, parsed
from bot.simulation.chances import Chances
from bot.simulation.figures import gini
from bot.simulation.people import crowd
from bot.simulation.venue import BEGIN


def test_the_same_occasion_draws_the_same_whatever_was_drawn_before() -> None:
    one, other = Chances(7), Chances(7)
    for number in range(50):
        other.draw("somebody else", number)
    assert one.draw("ada", "proposal", 1) == other.draw("ada", "proposal", 1)
    assert one.draw("ada", "proposal", 1) != one.draw("ada", "proposal", 2)
    assert one.draw("ada", "proposal", 1) != Chances(8).draw("ada", "proposal", 1)


def test_weights_are_kept_to() -> None:
    chances = Chances(1)
    drawn = [chances.pick({"often": 3.0, "never": 0.0, "seldom": 1.0}, number) for number in range(4_000)]
    assert "never" not in drawn
    assert 0.72 < drawn.count("often") / len(drawn) < 0.78


@given(seed=some.integers(), mean=some.floats(0, 500))
def test_a_wait_is_neither_negative_nor_endless(seed: int, mean: float) -> None:
    assert 0 <= Chances(seed).wait(mean, "ada") <= 5 * mean


@given(loads=some.lists(some.integers(0, 5), min_size=1, max_size=30).filter(any))
def test_gini_is_the_mean_difference_between_two_mentors(loads: list[int]) -> None:
    apart = sum(abs(one - other) for one in loads for other in loads)
    found = gini(loads)
    assert found is not None
    assert isclose(found, apart / (2 * len(loads) * sum(loads)), abs_tol=1e-9)


def test_gini_needs_somebody_who_has_a_mentee() -> None:
    assert gini([2, 2, 2]) == 0
    assert gini([0, 0, 0, 4]) == 0.75
    assert gini([0, 0]) is None
    assert gini([]) is None


# Who is made


def test_the_same_seed_makes_the_same_people_and_another_one_others() -> None:
    known = packaged()
    assert crowd(200, BEGIN, 8, known, Chances(3)) == crowd(200, BEGIN, 8, known, Chances(3))
    assert crowd(200, BEGIN, 8, known, Chances(3)) != crowd(200, BEGIN, 8, known, Chances(4))


def test_people_come_as_the_file_says() -> None:
    made = crowd(2_000, BEGIN, 8, packaged(), Chances(1))
    assert len(made.mentees) == 280
    assert len(made.mentors) == 200
    assert all(BEGIN <= person.at <= BEGIN + timedelta(weeks=4) for person in made.everyone)
    assert all(person.at.weekday() < 5 for person in made.everyone)
    californians = sum(person.state == "CA" for person in made.everyone) / 480
    assert 0.08 < californians < 0.16  # 12 % of the residents
    assert {mentor.places for mentor in made.mentors} == {1, 2, 3}
    sole = sum(mentee.sole_ot for mentee in made.mentees) / 280
    assert 0.42 < sole < 0.62


def test_nobody_asks_and_offers_and_nobody_is_made_up() -> None:
    everybody_asks = parsed(packaged_text().replace("asking = 0.14", "asking = 1.0"), "mine.toml")
    made = crowd(10, BEGIN, 2, everybody_asks, Chances(1))
    assert (len(made.mentees), len(made.mentors)) == (10, 0)
    assert crowd(1, BEGIN, 1, packaged(), Chances(1)).everyone == ()


def test_answering_half_as_often_changes_only_that() -> None:
    known = packaged()
    half = known.scaled(0.5)
    assert [kind.answers for kind in half.mentors.kinds] == [kind.answers / 2 for kind in known.mentors.kinds]
    assert max(kind.answers for kind in known.scaled(2).mentors.kinds) == 1.0
    assert half.pairs == known.pairs
    assert known.scaled(1) == known


# What is wrong with a file


def _with(old: str, new: str) -> str:
    text = packaged_text()
    assert old in text
    return text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            lambda: _with("asking = 0.14", "asking = 1.4"),
            "“asking” in [community] must be a number from 0 to 1, not 1.4.",
        ),
        (lambda: _with("asking = 0.14", "asking = 'often'"), "must be a number from 0 to 1, not 'often'."),
        (lambda: _with("asking = 0.14", "asking = true"), "must be a number from 0 to 1, not True."),
        (lambda: _with("asking = 0.14", "asking = nan"), "must be a number from 0 to 1, not nan."),
        (lambda: _with("asking = 0.14\n", ""), "“asking” in [community] is missing."),
        (lambda: _with("asking = 0.14", "asking = 0.14\nwishing = 1"), "“wishing” in [community] is not known here."),
        (lambda: _with("AL = 5024", "XX = 5024"), "“XX” in [states] is not known here."),
        (lambda: _with("AL = 5024", "AL = -1"), "“AL” in [states] must be a number from 0 to 1e+09, not -1."),
        (lambda: _with('"Tue 3:30-5"', '"when I can"'), "“when I can” in [free_times] is not understood."),
        (lambda: _with("least_years = 2", "least_years = 30"), "must not be more than “most_years”."),
        (lambda: _with("least_years = 2", "least_years = 2.5"), "must be a whole number from 0 to 60, not 2.5."),
        (
            lambda: _with("held = 0.88", "held = 0.99"),
            "“held” and “moved” in [pairs] must not be more than 1 together.",
        ),
        (
            lambda: _with("otr = 80", "ot-student-l1 = 80"),
            "“ot-student-l1” in [mentors.professions] is not known here.",
        ),
        (lambda: _with("[pairs.courses]", "[pairs.ways]"), "“courses” in [pairs] is missing."),
        (lambda: packaged_text() + "\n[weather]\nrain = 1\n", "“weather” is not known here."),
        (lambda: "states = 3", "“community” is missing."),
        (lambda: "", "“community” is missing."),
        (lambda: "= 3", "mine.toml is not a TOML file that can be read"),
        (
            lambda: _with("weekly = 24\nevery-two-weeks = 24\nmonthly = 8", "weekly = 0"),
            "“rhythms” in [mentees] must have at least one weight above 0.",
        ),
    ],
)
def test_a_bad_file_is_said_in_a_sentence(change: Callable[[], str], sentence: str) -> None:
    with pytest.raises(UserError) as refused:
        parsed(change(), "mine.toml")
    assert sentence in refused.value.sentence
    assert refused.value.sentence.startswith("mine.toml")
