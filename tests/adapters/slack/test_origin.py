"""What a dialog remembers comes back as it went, and nothing else comes back at all."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.origin import MOST_PACKED, Origin
from bot.commands import UNKNOWN
from bot.errors import UserError
from bot.views import ViewTooLarge

texts = st.text(max_size=100)
origins = st.builds(Origin, texts, texts, texts, texts, st.booleans(), texts)
FULL = Origin(
    "not-with:abc", "open-not-with:abc", "C1", "1700000000.0001", True, "https://hooks.slack.com/actions/T/1/x"
)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
jsons = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8)


@given(origins)
def test_an_origin_comes_back_as_it_went(origin: Origin) -> None:
    packed = origin.packed()
    assert len(packed) <= MOST_PACKED
    assert Origin.unpacked(packed) == origin


def test_an_origin_is_short() -> None:
    assert len(FULL.packed()) < 250
    assert Origin("open-zone").packed() == '{"action":"open-zone"}'


@given(st.text() | jsons.map(json.dumps))
def test_nothing_else_is_believed(text: str) -> None:
    with pytest.raises(UserError, match="older version"):
        Origin.unpacked(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "{}",
        '"action"',
        '{"action":1}',
        '{"action":"a","home":1}',
        '{"action":"a","home":"yes"}',
        '{"action":"a","home":false}',
        '{"action":"a","channel":null}',
        '{"action":"a","channel":["C1"]}',
        '{"action":"a","admin":true}',
        '{"action":"a","action":"b"}',
        '{"channel":"C1","action":"a"}',
        '{"action": "a"}',
        '{"action":"\\u0061"}',
        "[" * 3000,
        "[" * 100_000,
        FULL.packed() + " ",
        FULL.packed()[:-1],
        "\ud800",
    ],
)
def test_a_tampered_origin_is_refused(text: str) -> None:
    with pytest.raises(UserError) as refusal:
        Origin.unpacked(text)
    assert refusal.value.sentence == UNKNOWN


def test_an_address_that_does_not_fit_is_left_out() -> None:
    long = replace(FULL, response_url="https://hooks.slack.com/" + "x" * 3000)
    assert Origin.unpacked(long.packed()) == replace(FULL, response_url="")
    with pytest.raises(ViewTooLarge):
        Origin("a" * 4000).packed()
