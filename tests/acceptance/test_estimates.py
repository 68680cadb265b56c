"""What a mentee is told of the wait: from the community's own history, and held against what came."""

from dataclasses import replace
from datetime import timedelta

from bot.commands import EndMatch, MyMentoring, ShowEstimates
from bot.domain.estimate import Situation, Told
from bot.domain.match import Match
from bot.domain.member import Member
from bot.domain.message import Event
from bot.domain.request import MentoringRequest
from bot.domain.status import MatchStatus, RequestStatus
from bot.ids import MatchId, MemberId, RequestId, new_id
from bot.ports.storage import UnitOfWork
from tests.acceptance.cast import asks, offers
from tests.acceptance.pair import match_of
from tests.acceptance.stage import COMMUNITY, Person, Stage

LONG_AGO = timedelta(days=60)


async def lived_through(stage: Stage, *waits: int, asked_in: Situation | None = None) -> None:
    """Colleagues asked two months ago, in a situation that was kept or not, and found a mentor after so many days."""
    asked_at = stage.clock.now() - LONG_AGO

    async def live(uow: UnitOfWork) -> None:
        for days in waits:
            mentee, request, at = MemberId(new_id()), RequestId(new_id()), asked_at + timedelta(days=days)
            await uow.members.add(Member(COMMUNITY, mentee, "Past", asked_at))
            wish = (mentee, "TX", "schools", (), None, "")
            await uow.requests.add(
                MentoringRequest(COMMUNITY, request, *wish, RequestStatus.MATCHED, asked_at, asked_at, asked_at)
            )
            ended = (MatchStatus.ENDED, at, at)
            await uow.matches.add(Match(COMMUNITY, MatchId(new_id()), request, None, mentee, mentee, *ended))
            if asked_in:
                told = Told(asked_in, None).code
                await uow.events.add(Event(COMMUNITY, "request", request, "estimated", asked_at, mentee, told))

    await stage.storage.write(COMMUNITY, live)
    await stage.later(hours=2)


async def looks(person: Person) -> str:
    await person.does(MyMentoring())
    return person.answer


async def judged(stage: Stage) -> str:
    mo = stage.person("Mo", moderator=True)
    await mo.does(ShowEstimates())
    return mo.answer


async def test_without_a_history_no_wait_is_made_up(stage: Stage) -> None:
    await lived_through(stage, *range(1, 8))
    maya = stage.person("Maya")
    await asks(maya)
    assert "I can't tell yet: too few people have asked through me so far" in maya.answer, "seven are too few"
    said = await judged(stage)
    assert "Too few have come to their end" in said
    assert "None yet" in said


async def test_the_wait_comes_from_how_long_others_waited_and_shifts_with_who_still_waits(stage: Stage) -> None:
    await lived_through(stage, 2, 2, 3, 4, 5, 6, 7, 9, 9, 30)
    maya = stage.person("Maya")
    await asks(maya)
    assert "Most people here found a mentor after 2 to 9 days" in maya.answer
    assert "Most people here found a mentor after 2 to 9 days" in await looks(maya)
    await stage.later(days=2)
    waited = "Most people here who had waited as long as you found a mentor after 2 to 7 more days"
    assert waited in await looks(maya)
    await stage.later(days=20)
    assert "I can't tell yet: too few people waited as long as you" in await looks(maya)


async def test_who_asked_in_the_same_situation_counts_alone_once_there_are_enough(stage: Stage) -> None:
    await lived_through(stage, *[20] * 9)
    await lived_through(stage, *[3] * 8, asked_in=Situation.HERE)
    await offers(stage.person("Ruth"))
    here, far = stage.person("Here"), stage.person("Far")
    await asks(here)
    assert "Most people here in a situation like yours found a mentor after 3 days" in here.answer
    await asks(far, state="Guam")
    assert "Most people here found a mentor after 3 to 20 days" in far.answer
    assert "Most after 3 days; from people in that situation" in await judged(stage)


async def test_moderators_see_how_often_the_range_held(stage: Stage) -> None:
    await lived_through(stage, 2, 2, 3, 4, 5, 6, 7, 9, 9, 30)
    for n in range(9):
        await asks(stage.person(f"Maya {n}"))
    ruth = stage.person("Ruth")
    await offers(ruth)
    await ruth.presses("Yes, I will")  # sooner than told
    await stage.later(days=3)
    vera = stage.person("Vera")
    await offers(vera)
    await vera.presses("Yes, I will")  # held
    said = await judged(stage)
    assert "Too few have come to their end" in said
    assert "Matched sooner\n1 of 2 (50%)" in said
    assert "Held\n1 of 2 (50%)" in said
    await stage.later(days=7)
    said = await judged(stage)
    assert "Later, or still waiting past the end\n7 of 9 (78%)" in said
    assert "it has become slower than it was" in said


async def test_the_only_ot_of_a_district_comes_first_in_line_and_is_counted_so(stage: Stage) -> None:
    first, sole = stage.person("First"), stage.person("Sole")
    await asks(first)
    await stage.later(hours=1)
    await asks(sole)
    assert "one person is waiting before you" in sole.answer or "1 request ahead" in await looks(sole)
    form = await sole.presses("Add details")
    await sole.fills(form, sole_ot="yes")
    assert "Nobody is ahead of you" in await looks(sole)
    assert "1 request ahead of yours" in await looks(first)
    ruth = stage.person("Ruth")
    await offers(ruth)
    await stage.later(minutes=5)
    assert "Sole" in ruth.inbox[-1].text, "the line that is counted is the line in which mentors are asked"


async def test_a_place_with_somebody_who_is_out_of_the_question_is_none(stage: Stage) -> None:
    maya, boss, before, closed = (stage.person(name) for name in ("Maya", "Boss", "Before", "Closed"))
    await offers(before)
    await asks(maya)
    await before.presses("Yes, I will")
    await maya.does(EndMatch((await match_of(stage, maya)).id))
    await asks(maya)
    await before.presses("Yes, now")
    for mentor in (boss, closed):
        await offers(mentor)
    assert "2 in your state\n2 free places" in await looks(maya), "who was her mentor before is none"
    await maya.fills(await maya.presses("Not with …"), member=await boss.id())
    assert "1 in your state\n1 free place" in await looks(maya)
    await _can_not_be_written_to(stage, closed)
    said = await looks(maya)
    assert "No mentor in Ohio yet" in said
    assert "Free places in all\nNone" in said


async def _can_not_be_written_to(stage: Stage, person: Person) -> None:
    id = await person.id()

    async def close(uow: UnitOfWork) -> None:
        member = await uow.members.get(id)
        assert member is not None
        await uow.members.save(replace(member, unreachable_since=stage.clock.now()))

    await stage.storage.write(COMMUNITY, close)


async def test_places_with_allied_professions_are_no_places_for_the_whole_of_it(stage: Stage) -> None:
    await offers(stage.person("Sam"), profession="slp")
    maya = stage.person("Maya")
    await asks(maya, topics=("goals",))
    assert "No mentor in Ohio yet" in maya.answer, "she is asked about process only, and after ten days"
    assert "Free places in all\n1 with other school professionals" in await looks(maya)
