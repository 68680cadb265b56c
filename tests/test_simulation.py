"""`mentorbot simulate`, as an operator types it, and what the runs have to do with each other."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from bot.cli import run
from bot.cli.inline_sqlite import open_inline
from bot.cli.simulated import run_all
from bot.domain.member import Rules
from bot.domain.proposal import Origin
from bot.matching.eligibility import eligible
from bot.matching.pair import Apart, Pair
from bot.simulation import Plan, simulate
from bot.simulation.behaviors import Behaviors, packaged, packaged_text, parsed
from bot.simulation.policies import Named
from bot.simulation.venue import COMMUNITY
from storage import migrate
from storage.store import SqlStorage

EVERYBODY_ANSWERS = 10.0  # times as often: always


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a database of the operator's would be made if one were made."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))


def _json(capsys: pytest.CaptureFixture[str], *typed: str) -> dict[str, list[dict[str, float]]]:
    assert run(["simulate", "--json", *typed]) == 0
    said = json.loads(capsys.readouterr().out)
    found: dict[str, list[dict[str, float]]] = said["policies"]
    return found


def test_a_small_community_asks_is_matched_and_meets_the_same_way_each_time(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    typed = ("--members", "60", "--weeks", "3", "--seed", "3")
    first = _json(capsys, *typed)
    (found,) = first["ours"]
    assert (found["requests"], found["mentors"]) == (8, 6)
    assert 0 < found["matched"] <= 8
    assert found["matched_share"] == found["matched"] / 8
    assert 0 <= found["median_days"] <= found["p90_days"] <= found["p90_days_of_all"] <= 21
    assert 0 < found["gini"] < 1
    assert found["asked"] >= found["accepted"] > 0
    assert found["planned"] >= found["kept"] > 0
    assert _json(capsys, *typed) == first
    assert not list(tmp_path.iterdir())


def test_policies_play_the_same_people_and_differ_in_who_is_asked(capsys: pytest.CaptureFixture[str]) -> None:
    found = _json(capsys, "--members", "45", "--weeks", "1", "--policy", "all")
    assert list(found) == list(Named)
    assert len({(each["requests"], each["mentors"]) for (each,) in found.values()}) == 1
    assert found["channel"][0]["asked"] == 0
    assert found["ours"][0]["asked"] > 0
    assert all(each["most_mentees"] <= 3 * (1 + each["rematches"]) for (each,) in found.values())


@pytest.mark.parametrize("policy", [Named.FIRST_COME, Named.RANDOM])
async def test_who_is_asked_next_breaks_no_rule_of_who_may_be_asked(policy: Named, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/played.db"
    migrate.upgrade(url)
    database = open_inline(url)
    storage = SqlStorage(database)
    found = await simulate(storage, Plan(60, 3, 2, policy, packaged()))
    asked = 0
    async with storage.read(COMMUNITY.id) as uow:
        for offer in await uow.offers.live():
            proposals = [p for p in await uow.proposals.of_mentor(offer.mentor) if p.origin is Origin.RANKED]
            asked += len(proposals)
            for made in proposals:
                request = await uow.requests.get(made.request)
                people = await uow.members.some([made.mentee, made.mentor])
                zones = [people[who].zone for who in (made.mentee, made.mentor)]
                assert request is not None
                assert zones[0] is not None
                assert zones[1] is not None
                assert eligible(Pair(request, offer, zones[0], zones[1], made.made_at), Rules(), Apart(), 0)
                within_a_week = [p for p in proposals if timedelta() <= made.made_at - p.made_at < timedelta(days=7)]
                assert len(within_a_week) <= Rules().proposals_a_week
    await database.close()
    assert asked == found.asked > 0


def test_a_table_has_a_column_a_policy(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["simulate", "--members", "25", "--weeks", "1", "--policy", "channel", "--policy", "ours"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("25 members, 1 week, seed 1\n")
    assert "Channel only          Ours" in said
    assert "Looked for a mentor                                4             4" in said


def test_one_member_is_told_that_nobody_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["simulate", "--members", "1", "--weeks", "1"]) == 0
    assert "Nobody looked for a mentor." in capsys.readouterr().out


def test_without_mentors_nobody_is_matched_and_it_says_so(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "lonely.toml"
    file.write_text(packaged_text().replace("mentees_per_mentor = 1.4", "mentees_per_mentor = 1000"), encoding="utf-8")
    assert run(["simulate", "--members", "20", "--weeks", "2", "--behaviors", str(file)]) == 0
    said = capsys.readouterr().out
    assert "Nobody offered to mentor, so nobody could be matched." in said
    assert "Days to a match, median                            -" in said


def test_who_never_answers_is_never_matched_and_who_always_answers_soon() -> None:
    known = packaged()
    silent, keen = run_all([_plan(known.scaled(by)) for by in (0.0, EVERYBODY_ANSWERS)])
    assert silent.asked > 0
    assert (silent.matched, silent.accepted, silent.stepped_forward) == (0, 0, 0)
    assert keen.silent < silent.silent
    assert keen.matched > 0


def _plan(behaviors: Behaviors) -> Plan:
    return Plan(45, 2, 5, Named.OURS, behaviors)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (("--members", "0"), "--members must be from 1 to 25,000, not 0."),
        (("--members", "30000"), "--members must be from 1 to 25,000, not 30,000."),
        (("--weeks", "-2"), "--weeks must be from 1 to 52, not -2."),
        (("--runs", "0"), "--runs must be from 1 to 1,000, not 0."),
        (("--response-rates", "nan"), "--response-rates must be from 0 to 10, not nan."),
        (("--policy", "fair"), "There is no policy fair. There are ours, first-come, random, channel"),
        (("--behaviors", "none.toml"), "none.toml can't be read: No such file or directory."),
        (("--behaviors", "."), ". can't be read: Is a directory."),
    ],
)
def test_what_can_not_be_simulated_is_said(
    typed: tuple[str, ...], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["simulate", *typed]) == 1
    assert sentence in capsys.readouterr().err


def test_a_file_that_is_no_text_is_said(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "picture.toml"
    file.write_bytes(b"\xff\xd8\xff\xe0")
    assert run(["simulate", "--behaviors", str(file)]) == 1
    assert "picture.toml can't be read: it is not UTF-8 text." in capsys.readouterr().err


def test_the_built_in_file_can_be_printed_and_given_back(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["simulate", "--print-behaviors"]) == 0
    assert parsed(capsys.readouterr().out, "copy") == packaged()
