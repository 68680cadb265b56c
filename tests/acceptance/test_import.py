"""Bringing in sheets: who is new, who changed, what is left out, and that twice is once."""

import asyncio
from datetime import UTC, datetime

import pytest

from bot.commands import Claim, MyMentoring, OfferMentoring
from bot.domain.match import Match
from bot.domain.member import Member
from bot.domain.schedule import Rhythm
from bot.domain.status import MatchStatus
from bot.journey.import_outcome import Fate, Report
from bot.journey.import_rows import Kind, SheetRow
from tests.acceptance.cast import offers
from tests.acceptance.sheets import MENTEE, MENTOR, brings, rows, signed_up
from tests.acceptance.stage import COMMUNITY, MONDAY, Stage


def fates(report: Report) -> list[Fate]:
    return [outcome.fate for outcome in report.outcomes]


def reasons(report: Report) -> str:
    return "\n".join(complaint.reason for outcome in report.outcomes for complaint in outcome.complaints)


async def unclaimed(stage: Stage) -> list[Member]:
    async with stage.storage.read(COMMUNITY) as uow:
        return list(await uow.members.unclaimed())


async def matches(stage: Stage) -> list[Match]:
    async with stage.storage.read(COMMUNITY) as uow:
        return list(await uow.matches.live())


async def events(stage: Stage) -> int:
    async with stage.storage.read(COMMUNITY) as uow:
        return len(await uow.events.of_kind(("imported", "pair-imported"), MONDAY))


# People


async def test_new_people_get_one_code_each_and_nothing_else_happens(stage: Stage) -> None:
    report = await brings(stage, Kind.MENTORS, rows(MENTOR, {**MENTOR, "handle": "@bo", "name": "Bo Ray"}))
    assert report.written
    assert fates(report) == [Fate.NEW, Fate.NEW]
    assert len({person.code for person in report.people}) == 2
    assert [person.name for person in report.unclaimed] == ["Bo Ray", "Zoë Muñoz"]
    assert await stage.bot.deliver() == 0, "nobody is written to"
    async with stage.storage.read(COMMUNITY) as uow:
        assert not await uow.offers.live()


async def test_running_it_twice_changes_nothing(stage: Stage) -> None:
    sheet = rows(MENTOR, {**MENTOR, "handle": "", "name": "No Handle"})
    await brings(stage, Kind.MENTORS, sheet)
    before = await events(stage)
    again = await brings(stage, Kind.MENTORS, sheet)
    assert fates(again) == [Fate.UNCHANGED, Fate.UNCHANGED]
    assert not again.people, "those who have a code keep theirs"
    assert await events(stage) == before
    assert len(await unclaimed(stage)) == 2


async def test_a_changed_row_is_updated_while_it_is_unclaimed(stage: Stage) -> None:
    code = await signed_up(stage)
    report = await brings(stage, Kind.MENTEES, rows({**MENTEE, "state": "Kentucky", "name": "Ana B. Ito"}))
    assert fates(report) == [Fate.CHANGED]
    assert [member.name for member in await unclaimed(stage)] == ["Ana B. Ito"]
    ana = stage.person("Ana")
    await ana.does(Claim(code))
    assert "Kentucky" in ana.answer


async def test_who_has_claimed_is_left_alone_and_that_is_said(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.does(Claim(await signed_up(stage)))
    report = await brings(stage, Kind.MENTEES, rows({**MENTEE, "state": "Kentucky"}))
    assert fates(report) == [Fate.CLAIMED]
    await ana.does(MyMentoring())
    assert "Ohio" in ana.answer


async def test_a_row_without_a_handle_is_known_by_its_name_also_after_it_was_claimed(stage: Stage) -> None:
    sheet = rows({**MENTEE, "handle": "", "name": "  Ana   ITO "})
    report = await brings(stage, Kind.MENTEES, sheet)
    again = await brings(stage, Kind.MENTEES, rows({**MENTEE, "handle": "", "name": "Ana Ito"}))
    assert again.count(Fate.NEW) == 0
    await stage.person("Somebody").does(Claim(report.people[0].code))
    assert fates(await brings(stage, Kind.MENTEES, sheet)) == [Fate.CLAIMED]
    other = await brings(stage, Kind.MENTORS, rows({**MENTOR, "handle": "", "name": "Ana Ito"}))
    assert fates(other) == [Fate.NEW], "the same name on the other sheet may be somebody else"


async def test_one_handle_on_both_sheets_is_one_person_with_one_code(stage: Stage) -> None:
    first = await brings(stage, Kind.MENTORS, rows(MENTOR))
    second = await brings(stage, Kind.MENTEES, rows({**MENTEE, "handle": "ZOE.munoz", "name": "Zoe M."}))
    assert (len(first.people), len(second.people)) == (1, 0)
    assert fates(second) == [Fate.NEW]
    (person,) = await unclaimed(stage)
    assert person.name == "Zoë Muñoz"
    for kind, row in ((Kind.MENTORS, MENTOR), (Kind.MENTEES, {**MENTEE, "handle": "zoe.munoz", "name": "Zoe M."})):
        assert fates(await brings(stage, kind, rows(row))) == [Fate.UNCHANGED], "the sheets don't overwrite each other"


async def test_the_newer_row_of_a_person_counts(stage: Stage) -> None:
    older = {**MENTEE, "timestamp": "9/1/2026 8:00:00", "state": "Kentucky"}
    newer = {**MENTEE, "timestamp": "9/2/2026 8:00:00"}
    report = await brings(stage, Kind.MENTEES, rows(newer, older))
    assert fates(report) == [Fate.NEW, Fate.REPLACED]
    assert report.outcomes[1].replaced_by == 2
    assert "Ohio" in report.outcomes[0].becomes


async def test_one_handle_with_two_names_is_a_slip_that_nobody_can_guess(stage: Stage) -> None:
    report = await brings(stage, Kind.MENTEES, rows(MENTEE, {**MENTEE, "name": "Tom Muñoz"}), skip_bad=True)
    assert fates(report) == [Fate.BAD, Fate.BAD]
    assert "same handle with another name" in reasons(report)
    assert not await unclaimed(stage)


async def test_two_rows_with_one_name_and_no_handle_are_told_apart_or_refused(stage: Stage) -> None:
    row = {**MENTEE, "handle": ""}
    same = await brings(stage, Kind.MENTEES, rows(row, row), dry_run=True)
    assert fates(same) == [Fate.REPLACED, Fate.NEW]
    other = await brings(stage, Kind.MENTEES, rows(row, {**row, "state": "Texas"}), dry_run=True)
    assert fates(other) == [Fate.BAD, Fate.BAD]


# What is bad


async def test_nothing_is_written_unless_all_is_well(stage: Stage) -> None:
    sheet = rows(MENTEE, {**MENTEE, "handle": "@x", "name": "X Y", "state": "Ontario"})
    report = await brings(stage, Kind.MENTEES, sheet)
    assert not report.written
    assert fates(report) == [Fate.NEW, Fate.BAD]
    assert not await unclaimed(stage)
    report = await brings(stage, Kind.MENTEES, sheet, skip_bad=True)
    assert report.written
    assert [member.name for member in await unclaimed(stage)] == ["Ana Ito"]


async def test_a_dry_run_says_what_would_be_and_writes_nothing(stage: Stage) -> None:
    report = await brings(stage, Kind.MENTEES, rows(MENTEE), dry_run=True, skip_bad=True)
    assert fates(report) == [Fate.NEW]
    assert not report.written
    assert not report.people
    becomes = report.outcomes[0].becomes
    for part in ("Ohio", "Elementary school", "every two weeks", "only OT in the district", "Section 504 plans"):
        assert part in becomes
    assert not await unclaimed(stage)


async def test_student_information_is_left_out_and_only_its_kind_is_told(stage: Stage) -> None:
    note = "My student Marcus Bell, id # A-204417, needs a sensory plan"
    report = await brings(stage, Kind.MENTEES, rows({**MENTEE, "note": note}))
    assert "student's name" in reasons(report)
    assert "Marcus" not in repr(report)
    async with stage.storage.read(COMMUNITY) as uow:
        (signup,) = await uow.signups.all()
    assert "Marcus" not in signup.values
    hidden = await brings(stage, Kind.MENTEES, rows({**MENTEE, "name": "my student Marcus Bell 123-45-6789"}))
    assert "Marcus" not in repr(hidden)


async def test_blank_short_and_surplus_rows_are_told_apart(stage: Stage) -> None:
    sheet = [
        SheetRow(2, dict.fromkeys(MENTEE, "  ")),
        SheetRow(3, MENTEE, short=True),
        SheetRow(4, {**MENTEE, "handle": "@s", "name": "S T"}, surplus=("more",)),
    ]
    report = await brings(stage, Kind.MENTEES, sheet, skip_bad=True)
    assert report.blank == 1
    assert fates(report) == [Fate.NEW, Fate.BAD]
    assert "cut off" in reasons(report)
    assert "wrong columns" in reasons(report)


async def test_more_than_a_form_takes_is_cut_and_said(stage: Stage) -> None:
    topics = "IEP meetings, evaluations, writing goals, scheduling, documentation"
    report = await brings(stage, Kind.MENTEES, rows({**MENTEE, "topics": topics}))
    assert "At most 3 are kept; 2 more were left out." in reasons(report)
    ana = stage.person("Ana")
    await ana.does(Claim(report.people[0].code))
    await ana.presses("Correct, go ahead")
    assert "Your request is in" in ana.answer


async def test_two_imports_at_the_same_time_bring_everybody_once(stage: Stage) -> None:
    sheet = rows(*({**MENTOR, "handle": f"@mentor{n}"} for n in range(20)))
    reports = await asyncio.gather(*(brings(stage, Kind.MENTORS, sheet) for _ in range(2)))
    assert sorted(len(report.people) for report in reports) == [0, 20]
    assert len(await unclaimed(stage)) == 20


# Pairs

PAIR = {"mentor": "@Zoe.Munoz", "mentee": "ana.ito", "since": "9/1/2026", "rhythm": "monthly"}


async def test_a_pair_is_on_record_without_any_message(stage: Stage) -> None:
    report = await brings(stage, Kind.PAIRS, rows(PAIR))
    assert [person.handle for person in report.people] == ["zoe.munoz", "ana.ito"]
    (match,) = await matches(stage)
    assert (match.request, match.offer, match.rhythm) == (None, None, Rhythm.MONTHLY)
    assert match.began_at == datetime(2026, 9, 1, 12, tzinfo=UTC)
    await stage.later(days=100)
    assert not stage.platform.cards, "no introduction, no reminder, no question"
    assert fates(await brings(stage, Kind.PAIRS, rows(PAIR))) == [Fate.UNCHANGED]
    assert len(await matches(stage)) == 1


async def test_people_of_a_pair_are_those_of_the_other_sheets(stage: Stage) -> None:
    await signed_up(stage, mentor=True)
    report = await brings(stage, Kind.PAIRS, rows(PAIR))
    assert [person.handle for person in report.people] == ["ana.ito"]
    later = await brings(stage, Kind.MENTEES, rows(MENTEE))
    assert fates(later) == [Fate.NEW]
    assert not later.people, "the code of the pair's sheet is theirs"
    assert sorted(member.name for member in await unclaimed(stage)) == ["Ana Ito", "Zoë Muñoz"]


async def test_a_claimed_mentors_offer_counts_the_pair_at_once(stage: Stage) -> None:
    zoe = stage.person("Zoe")
    await zoe.does(Claim(await signed_up(stage, mentor=True)))
    await zoe.presses("Correct, go ahead")
    await brings(stage, Kind.PAIRS, rows(PAIR, {**PAIR, "mentee": "bo"}, {**PAIR, "mentee": "cy"}))
    async with stage.storage.read(COMMUNITY) as uow:
        offer = await uow.offers.live_of(await zoe.id())
    assert offer is not None
    assert (offer.taken, offer.capacity) == (3, 3), "the sheet said two, the truth is three"
    assert {match.offer for match in await matches(stage)} == {offer.id}


async def test_a_later_offer_counts_the_pairs_of_the_sheet(stage: Stage) -> None:
    report = await brings(stage, Kind.PAIRS, rows(PAIR))
    zoe = stage.person("Zoe")
    await zoe.does(Claim(next(p.code for p in report.people if p.handle == "zoe.munoz")))
    await offers(zoe)
    assert "0 of 1 free" in zoe.answer
    assert OfferMentoring.slug


async def test_a_pair_that_has_ended_since_is_not_begun_again(stage: Stage) -> None:
    await brings(stage, Kind.PAIRS, rows(PAIR))
    (match,) = await matches(stage)

    async def end(uow: object) -> None:
        await uow.matches.save(match.to(MatchStatus.ENDED))  # type: ignore[attr-defined]

    await stage.storage.write(COMMUNITY, end)
    assert fates(await brings(stage, Kind.PAIRS, rows(PAIR))) == [Fate.UNCHANGED]
    assert not await matches(stage)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"mentee": "@ZOE.munoz"}, "same person"),
        ({"mentee": "Ana Ito"}, "A handle has no spaces"),
        ({"mentor": ""}, "handle"),
        ({"since": "soon"}, "not a date"),
        ({"since": "9/1/2099"}, "in the future"),
    ],
)
async def test_what_makes_no_pair_is_said(stage: Stage, cells: dict[str, str], reason: str) -> None:
    report = await brings(stage, Kind.PAIRS, rows({**PAIR, **cells}), skip_bad=True)
    assert fates(report) == [Fate.BAD]
    assert reason in reasons(report)
    assert not await matches(stage)


async def test_the_same_pair_twice_in_a_sheet_is_one(stage: Stage) -> None:
    report = await brings(stage, Kind.PAIRS, rows(PAIR, PAIR))
    assert fates(report) == [Fate.REPLACED, Fate.NEW]
    assert len(await matches(stage)) == 1
