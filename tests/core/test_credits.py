"""Units for hours: rounded down, never more than a rule allows, and what the rules themselves say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.credits import Amounts, estimate
from bot.reference.credits import CREDIT_RULES, rules_for
from tests.core.test_reference import MOST_OPTION, source

AMOUNTS = st.builds(Amounts, st.integers(1, 40), st.integers(1, 10), st.integers(1, 100))
MINUTES = st.integers(0, 100_000)


@given(MINUTES, AMOUNTS)
def test_an_estimate_never_exceeds_what_the_rule_gives(minutes: int, amounts: Amounts) -> None:
    found = estimate(minutes, amounts)
    assert 0 <= found.units <= amounts.most
    assert found.units * amounts.hours * 60 <= minutes * amounts.units
    assert found.capped == ((minutes - found.left_over) // 60 // amounts.hours * amounts.units > amounts.most)


@given(MINUTES, st.integers(0, 10_000), AMOUNTS)
def test_more_minutes_never_give_fewer_units(minutes: int, more: int, amounts: Amounts) -> None:
    assert estimate(minutes, amounts).units <= estimate(minutes + more, amounts).units


@given(st.integers(0, 500), AMOUNTS)
def test_a_block_counts_when_its_last_minute_is_full_and_not_before(blocks: int, amounts: Amounts) -> None:
    block = amounts.hours * 60
    full = estimate(blocks * block, amounts)
    assert full.units == min(blocks * amounts.units, amounts.most)
    assert full.left_over == 0
    assert estimate(blocks * block + block - 1, amounts).units == full.units


@pytest.mark.parametrize(
    ("slug", "hours", "units"),
    [
        ("nbcot-mentor", 1.99, 0),
        ("nbcot-mentor", 5, 2),
        ("nbcot-mentor", 36, 18),
        ("nbcot-mentor", 80, 18),
        ("ca-mentee", 19.75, 0),
        ("ca-mentee", 20, 3),
        ("ca-mentee", 39, 3),
        ("ca-mentee", 100, 6),
        ("or", 28, 14),
    ],
)
def test_hours_by_the_rules_as_they_are_known(slug: str, hours: float, units: int) -> None:
    amounts = CREDIT_RULES[slug].amounts
    assert amounts is not None
    assert estimate(round(hours * 60), amounts).units == units


def test_the_rules_are_those_of_the_source() -> None:
    rows = {(row["code"], row["who"]): row for row in source("credit_rules")}
    assert len(rows) == len(CREDIT_RULES)
    for rule in CREDIT_RULES.values():
        row = rows[rule.slug.partition("-")[0].upper(), rule.who]
        told = row["hours_per_block"], row["units_per_block"], row["max_units"]
        kept = rule.amounts and (rule.amounts.hours, rule.amounts.units, rule.amounts.most)
        assert tuple(map(str, kept or ("", "", ""))) == told
        assert rule.cycle == row["cycle"]
        assert rule.confidence == row["confidence"].partition(":")[0].replace("-", " to ")
        assert bool(rule.doubt) == (":" in row["confidence"] or "not seen" in row["documentation"])


def test_each_role_has_its_rules_and_their_labels_fit() -> None:
    assert [rule.slug for rule in rules_for("mentor")] == ["nbcot-mentor", "or", "ca-mentor", "nc"]
    assert [rule.slug for rule in rules_for("mentee")] == ["nbcot-mentee", "or", "ca-mentee", "nc"]
    assert all(len(rule.label) <= MOST_OPTION for rule in CREDIT_RULES.values())
    assert all(rule.confidence and rule.source for rule in CREDIT_RULES.values())


@pytest.mark.parametrize("wrong", [(0, 1, 1), (1, 0, 1), (1, 1, 0), (-2, 1, 1)])
def test_amounts_are_positive(wrong: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="1 or more"):
        Amounts(*wrong)
    with pytest.raises(ValueError, match="nobody meets"):
        estimate(-1, Amounts(1, 1, 1))
