"""Several mentors at once, what their answers teach, and clocks that stand still in school breaks."""

import asyncio
from datetime import datetime, timedelta

import pytest

from bot.commands import AcceptProposal, NotForMe, OpenSettings, RequestDetails, WithdrawRequest, decode
from bot.views import Rejected
from tests.acceptance.cast import asks, matched, offers
from tests.acceptance.stage import COMMUNITY, Person, Stage
from tests.acceptance.test_attacks import request_of
from tests.acceptance.test_matching import proposals

NAMES = ("Ruth", "Lena", "Nell", "Olga")


async def _mentors(stage: Stage, *names: str, **gifts: str) -> list[Person]:
    people = [stage.person(name) for name in names]
    for years, person in zip(range(9, 0, -1), people, strict=False):
        await offers(person, **{"years": str(years), **gifts})
    return people


async def _says_no(mentor: Person, reason: str) -> None:
    await mentor.fills(await mentor.presses("No, sorry"), reason=reason)


async def test_as_many_are_asked_at_once_as_the_community_chose_and_the_first_yes_counts(stage: Stage) -> None:
    mo = stage.person("Mo", moderator=True)
    await mo.fills(await mo.does(OpenSettings()), proposals_at_once="2")
    ruth, lena, nell, _ = await _mentors(stage, *NAMES)
    maya = stage.person("Maya")
    await asks(maya)
    assert [len(proposals(person)) for person in (ruth, lena, nell)] == [1, 1, 0]
    await _says_no(ruth, "other")
    assert len(proposals(nell)) == 1, "the wave is filled up again"
    late = decode(nell.inbox[-1].buttons["Yes, I will"].action)
    await lena.presses("Yes, I will")
    assert "no longer needs an answer. Thank you" in nell.inbox[-1].text
    await nell.does(late)
    assert "no longer open" in nell.answer
    async with stage.storage.read(COMMUNITY) as uow:
        assert [match.mentor for match in await uow.matches.live()] == [await lena.id()]


async def test_a_wave_that_is_not_full_goes_on_when_somebody_offers(stage: Stage) -> None:
    await stage.rule(proposals_at_once=3)
    (ruth,) = await _mentors(stage, "Ruth")
    await asks(stage.person("Maya"))
    (lena,) = await _mentors(stage, "Lena")
    assert [len(proposals(person)) for person in (ruth, lena)] == [1, 1]


async def test_two_of_a_wave_who_say_yes_at_once_make_one_match(stage: Stage) -> None:
    await stage.rule(proposals_at_once=3)
    people = await _mentors(stage, "Ruth", "Lena", "Nell")
    await asks(stage.person("Maya"))
    yes = [decode(person.inbox[-1].buttons["Yes, I will"].action) for person in people]
    assert all(isinstance(press, AcceptProposal) for press in yes)
    await asyncio.gather(*(person.does(press) for person, press in zip(people, yes, strict=True)))
    async with stage.storage.read(COMMUNITY) as uow:
        assert len(await uow.matches.live()) == 1
        assert await uow.proposals.open() == []
    assert sorted(isinstance(person.last, Rejected) for person in people) == [False, True, True]


@pytest.mark.parametrize(("reason", "next_one"), [("times", "Often"), ("other", "Knows")])
async def test_why_one_said_no_decides_who_is_next(stage: Stage, reason: str, next_one: str) -> None:
    first, often, knows = (stage.person(name) for name in ("First", "Often", "Knows"))
    await offers(first, years="10", free_times="weekdays after 3pm")
    await offers(often, years="1", free_times="weekdays after 3pm")
    await offers(knows, years="10", free_times="Monday 3pm-4pm")
    await asks(stage.person("Maya"))
    assert len(proposals(first)) == 1
    await _says_no(first, reason)
    assert {person.name for person in (often, knows) if proposals(person)} == {next_one}


async def test_who_has_no_time_is_left_alone_for_a_week(stage: Stage) -> None:
    (ruth,) = await _mentors(stage, "Ruth")
    await asks(stage.person("Maya"))
    await _says_no(ruth, "no-time")
    assert "leave you alone for 7 days" in ruth.answer
    await asks(stage.person("Ana"))
    await stage.later(days=6)
    assert len(proposals(ruth)) == 1
    await stage.later(days=2)
    assert len(proposals(ruth)) == 2


async def test_two_who_know_each_other_too_well_are_never_proposed_again(stage: Stage) -> None:
    (ruth,) = await _mentors(stage, "Ruth")
    maya = stage.person("Maya")
    await asks(maya)
    await _says_no(ruth, "know-them")
    assert "never propose the two of you to each other again" in ruth.answer
    await maya.does(WithdrawRequest((await request_of(maya)).id))
    await asks(maya)
    await stage.later(days=20)
    assert len(proposals(ruth)) == 1


async def test_who_comes_back_from_a_match_is_the_first_in_line(stage: Stage) -> None:
    """Also before somebody who has waited longer and is the only OT of a district."""
    ana = stage.person("Ana")
    await asks(ana, state="Hawaii")
    await ana.does(RequestDetails((await request_of(ana)).id, sole_ot="yes"))
    await stage.later(days=1)
    maya, _ = await matched(stage)
    async with stage.storage.read(COMMUNITY) as uow:
        match = (await uow.matches.live())[0]
    await maya.does(NotForMe(match.id))
    async with stage.storage.read(COMMUNITY) as uow:
        assert [each.mentee for each in await uow.requests.open()] == [await maya.id(), await ana.id()]


async def test_a_mentors_clock_stands_still_in_the_school_breaks_that_moderators_list(stage: Stage) -> None:
    mo = stage.person("Mo", moderator=True)
    today = stage.clock.now().date()
    first, last = today + timedelta(days=1), today + timedelta(days=14)
    await mo.fills(await mo.does(OpenSettings()), breaks=f"{first} to {last}\nNov 26-27")
    assert "to" in mo.answer
    (ruth,) = await _mentors(stage, "Ruth")
    await asks(stage.person("Maya"))
    await stage.later(days=14)
    assert len(proposals(ruth)) == 1, "no reminder, no end"
    async with stage.storage.read(COMMUNITY) as uow:
        made = (await uow.proposals.open())[0]
        rules = (await uow.communities.get()).rules
    assert rules.breaks[0] == (first, last)
    assert len(rules.breaks) == 2
    assert made.due_at is not None
    assert made.due_at.date() > last


async def test_breaks_that_change_move_the_clocks_of_who_is_asked_already(stage: Stage) -> None:
    mo = stage.person("Mo", moderator=True)
    (ruth,) = await _mentors(stage, "Ruth")
    await asks(stage.person("Maya"))
    before = await _asked_until(stage)
    await stage.later(days=1)
    first = stage.clock.now().date() + timedelta(days=1)
    last = first + timedelta(days=6)
    await mo.fills(await mo.does(OpenSettings()), breaks=f"{first} to {last}")
    assert await _asked_until(stage) == before + timedelta(days=7)
    assert ruth.inbox[0].edits == 1, "the card says by when"
    await stage.later(days=7)
    assert proposals(ruth)[-1].buttons, "still open, also where the old clock has run out"
    await mo.fills(await mo.does(OpenSettings()), breaks="")
    await stage.later(days=3)
    assert not proposals(ruth)[-1].buttons, "with its last days back the clock has ended"


async def _asked_until(stage: Stage) -> datetime:
    async with stage.storage.read(COMMUNITY) as uow:
        (made,) = await uow.proposals.open()
    assert made.due_at is not None
    return made.due_at


@pytest.mark.parametrize("typed", ["whenever", "Dec 24, 2026 to Dec 20, 2026", "Dec 1 2026 to Nov 30 2027"])
async def test_a_break_that_is_not_understood_is_said_beside_its_field(stage: Stage, typed: str) -> None:
    mo = stage.person("Mo", moderator=True)
    await mo.fills(await mo.does(OpenSettings()), breaks=f"Nov 26-27\n{typed}")
    assert isinstance(mo.last, Rejected)
    assert set(mo.last.problems) == {"breaks"}
    assert typed in mo.last.problems["breaks"]
