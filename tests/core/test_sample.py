"""The people of the sample community, before they do anything."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from bot.commands import FindMentor, OfferMentoring
from bot.guard import findings
from bot.reference.professions import PROFESSIONS
from bot.reference.settings import PRACTICE_SETTINGS
from bot.reference.states import STATES
from bot.reference.topics import TOPICS
from bot.sample import SEED, mid_morning, words
from bot.sample.cast import FULL, MAYA, NOWHERE_NEAR, RUTH, Person, cast
from bot.sample.names import names
from bot.understanding.free_times import understand

TUESDAY = datetime(2026, 11, 17, 15, 0, tzinfo=UTC)
WEEK = timedelta(weeks=1)


@pytest.fixture(scope="module")
def people() -> tuple[Person, ...]:
    return cast(Random(SEED), FULL, TUESDAY)


@pytest.mark.parametrize("days", range(7))
@pytest.mark.parametrize("hour", [0, 14, 15, 23])
def test_the_playground_begins_on_a_tuesday_morning(days: int, hour: int) -> None:
    now = datetime(2026, 11, 23, hour, 30, tzinfo=UTC) + timedelta(days=days)
    begins = mid_morning(now)
    assert (begins.weekday(), begins.hour, begins.minute) == (1, 15, 0)
    assert timedelta() <= now - begins < WEEK


def test_about_two_hundred_people_of_every_kind(people: tuple[Person, ...]) -> None:
    kinds = Counter(type(person.does).__name__ for person in people)
    assert 190 <= len(people) <= 215
    assert 60 <= kinds["OfferMentoring"] <= 72
    assert 90 <= kinds["FindMentor"] <= 100
    assert sum(person.moderator for person in people) == 2


def test_they_live_all_over_the_country(people: tuple[Person, ...]) -> None:
    states = {person.state for person in people}
    assert len(states) > 45
    assert {"PR", NOWHERE_NEAR} <= states
    assert not any(NOWHERE_NEAR in person.does.states for person in people if isinstance(person.does, OfferMentoring))


def test_names_and_accounts_are_unique(people: tuple[Person, ...]) -> None:
    assert len({person.user for person in people}) == len({person.name for person in people}) == len(people)
    made = names(Random(1))
    several = [next(made) for _ in range(140)]
    assert len({name.split(" ")[1] for name in several}) > 110


def test_everybody_comes_in_order_and_before_the_end(people: tuple[Person, ...]) -> None:
    moments = [person.at for person in people]
    assert moments == sorted(moments)
    assert moments[0] >= TUESDAY - FULL.weeks * WEEK
    assert moments[-1] < TUESDAY


def test_what_they_send_is_understood_by_the_forms(people: tuple[Person, ...]) -> None:
    settings = {setting.slug for setting in PRACTICE_SETTINGS}
    for wish in (person.does for person in people if isinstance(person.does, FindMentor)):
        assert wish.setting in settings
        assert set(wish.topics) <= set(TOPICS)
        assert understand(wish.free_times).value.given
    for gift in (person.does for person in people if isinstance(person.does, OfferMentoring)):
        assert set(gift.settings) <= settings
        assert set(gift.states.split(", ")) <= set(STATES) | {"Ohio"}
        assert PROFESSIONS[gift.profession].can_mentor


@pytest.mark.parametrize(
    "text", [*words.NOTES, *words.QUESTIONS, *words.QUESTIONS.values(), *words.GOALS, *words.COMMENTS]
)
def test_nothing_they_write_looks_like_a_student(text: str) -> None:
    assert not findings(text)


def test_ruth_is_free_when_only_maya_is(people: tuple[Person, ...]) -> None:
    by_user = {person.user: person for person in people}
    assert by_user[MAYA].does is None
    ruth = by_user[RUTH].does
    assert isinstance(ruth, OfferMentoring)
    assert ruth.free_times == "weekdays 7-8am"
    mentees = [person.does for person in people if isinstance(person.does, FindMentor)]
    assert all(wish.free_times in words.AFTERNOONS for wish in mentees)


def test_the_same_seed_makes_the_same_people(people: tuple[Person, ...]) -> None:
    assert cast(Random(SEED), FULL, TUESDAY) == people
    assert cast(Random(SEED + 1), FULL, TUESDAY) != people
