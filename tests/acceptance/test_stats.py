"""/mentor-stats: the numbers that moderators see, counted from what really happened."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.commands import MentorStats, NeedHelp, StillLooking, submitted
from bot.domain.message import Event
from bot.ids import MatchId
from bot.journey.concerns import Kind, concerns
from bot.journey.statistics import Statistics, statistics
from bot.views import Form, Image, Message
from tests.acceptance.cast import asks, matched, offers
from tests.acceptance.reading import plainly
from tests.acceptance.stage import COMMUNITY, Person, Stage


async def counted(stage: Stage) -> Statistics:
    async with stage.storage.read(COMMUNITY) as uow:
        return await statistics(uow, stage.clock.now())


async def pressing(stage: Stage) -> list[Kind]:
    async with stage.storage.read(COMMUNITY) as uow:
        return [concern.kind for concern in await concerns(uow, stage.clock.now())]


async def reads(moderator: Person) -> str:
    await moderator.does(MentorStats())
    assert isinstance(moderator.last, Message), moderator.answer
    return plainly(moderator.last)


async def happened(stage: Stage, kind: str, at: datetime, subject: str = "match", id: str = "x") -> None:
    async with stage.storage.read(COMMUNITY) as uow:
        community = uow.community

    async def add(unit: object) -> None:
        await unit.events.add(Event(community, subject, id, kind, at))  # type: ignore[attr-defined]

    await stage.storage.write(COMMUNITY, add)


async def test_a_community_in_which_nothing_happened_has_honest_numbers(stage: Stage) -> None:
    mo = stage.person("Mo", moderator=True)
    said = await reads(mo)
    assert "Waiting now: 0" in said
    assert "No match in the last 90 days" in said
    assert "Sessions held, last 30 days: None yet" in said
    assert "Nothing needs a hand right now" in said
    assert "nobody waits" in said
    await mo.presses("Estimates")
    assert "Too few have come to their end yet" in mo.answer


async def test_who_waits_and_for_how_long(stage: Stage) -> None:
    await asks(stage.person("Ana"), state="Wyoming")
    assert "Waiting now: 1, the oldest for less than a day" in await reads(stage.person("Mo", moderator=True))
    await stage.later(days=5)
    await asks(stage.person("Bea"), state="Wyoming")
    said = await reads(stage.person("Mo", moderator=True))
    assert "Waiting now: 2, the oldest for 5 days" in said
    assert "Wyoming, Elementary school: 2 requests, no free place" in said


async def test_a_free_place_that_covers_the_setting_is_no_gap(stage: Stage) -> None:
    await asks(stage.person("Ana"), state="Wyoming")
    await offers(stage.person("Ruth"), states="Wyoming", settings=("schools",), free_times="Sat 8-9am")
    assert not (await counted(stage)).gaps


async def test_matches_are_counted_by_month_with_their_waits(stage: Stage) -> None:
    maya, ruth = stage.person("Maya"), stage.person("Ruth")
    await asks(maya)
    await stage.later(days=4)
    await offers(ruth)
    await stage.later(minutes=5)
    await ruth.presses("Yes, I will")
    numbers = await counted(stage)
    assert (numbers.matched, numbers.matched_before) == (1, 0)
    assert numbers.waiting.median_days is not None
    assert 4 <= numbers.waiting.median_days < 4.1
    assert numbers.waiting.p90_days == numbers.waiting.median_days
    assert "1 more than in the 30 days before" in await reads(stage.person("Mo", moderator=True))
    await stage.later(days=31)
    numbers = await counted(stage)
    assert (numbers.matched, numbers.matched_before) == (0, 1)


async def test_a_request_that_is_matched_again_counts_its_first_wait_once(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    vera = stage.person("Vera")
    await offers(vera)
    await stage.later(days=3)
    await maya.does(submitted(f"not-for-me:{await match_of(stage, maya)}", {}))
    await stage.later(days=2)
    await vera.presses("Yes, I will")
    async with stage.storage.read(COMMUNITY) as uow:
        waits = await uow.matches.waits(stage.clock.now() - timedelta(days=90))
    assert len(waits) == 1
    assert waits[0] < timedelta(hours=1)
    assert (await counted(stage)).matched == 2
    assert ruth.name not in await reads(stage.person("Mo", moderator=True))


async def match_of(stage: Stage, person: Person) -> MatchId:
    async with stage.storage.read(COMMUNITY) as uow:
        (match,) = await uow.matches.live_of(await person.id())
    return match.id


async def test_the_chart_shows_twelve_weeks_and_says_so_in_words(stage: Stage) -> None:
    now = stage.clock.now()
    for weeks, kind in ((0, "requested"), (3, "requested"), (3, "requested"), (3, "matched"), (12, "requested")):
        await happened(stage, kind, now - timedelta(weeks=weeks))
    mo = stage.person("Mo", moderator=True)
    await reads(mo)
    assert isinstance(mo.last, Message)
    image = next(part for part in mo.last.parts if isinstance(part, Image))
    assert len(image.chart.labels) == 12
    assert image.chart.labels[-1] == "Oct 5"
    (_, requested), (_, found) = image.chart.series
    assert list(requested) == [0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 1]
    assert list(found) == [0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0]
    assert "3 requests and 1 match" in image.alt
    assert "week of Mon, Sep 14: 2" in image.alt


async def test_check_ins_and_sessions_are_parts_of_what_was_due(stage: Stage) -> None:
    now = stage.clock.now()
    for days, kind in ((1, "checkin-sent"), (2, "checkin-sent"), (2, "checkin-answered"), (31, "checkin-sent")):
        await happened(stage, kind, now - timedelta(days=days), "session")
    assert "Check-ins answered, last 30 days: 1 of 2 that were sent (50%)" in await reads(
        stage.person("Mo", moderator=True)
    )


async def test_a_pair_is_quiet_after_one_and_a_half_of_its_own_periods(stage: Stage) -> None:
    await matched(stage)
    assert (await counted(stage)).pairs.active == 1
    await stage.later(days=10)
    assert (await counted(stage)).pairs.quiet == 0
    await stage.later(days=1)
    assert (await counted(stage)).pairs.quiet == 1


# What needs a hand


async def test_a_pair_without_a_schedule_after_a_week_is_named(stage: Stage) -> None:
    await matched(stage)
    await stage.later(days=6)
    assert Kind.UNSIGNED not in await pressing(stage)
    await stage.later(days=2)
    assert Kind.UNSIGNED in await pressing(stage)
    assert "Ruth and Maya have no schedule yet, 8 days after they were matched" in await reads(
        stage.person("Mo", moderator=True)
    )


@pytest.mark.memory
async def test_who_can_not_be_reached_is_named_and_counted(stage: Stage) -> None:
    ruth, maya = stage.person("Ruth"), stage.person("Maya")
    await offers(ruth)
    stage.platform.closed.add(ruth.account.user)
    await asks(maya)
    assert (await counted(stage)).unreachable == 1
    assert "Ruth can't be reached by direct message" in await reads(stage.person("Mo", moderator=True))


async def test_the_oldest_request_comes_with_a_button_to_match_it_by_hand(stage: Stage) -> None:
    await asks(stage.person("Ana"), state="Wyoming")
    await offers(stage.person("Zoe"), states="Alaska", settings=("hospital",), free_times="Sat 8-9am")
    await stage.later(days=7)
    mo = stage.person("Mo", moderator=True)
    assert "Ana has waited 7 days for a mentor" in await reads(mo)
    form = (await mo.presses("Match by hand")).view
    assert isinstance(form, Form)
    assert form.fields[0].values, "the oldest request is chosen already"  # type: ignore[union-attr]


@pytest.mark.memory
async def test_three_are_named_of_different_kinds_and_the_rest_is_counted(stage: Stage) -> None:
    for name in ("Ana", "Bea", "Cleo", "Dora"):
        await asks(stage.person(name), state="Wyoming")
    ruth, maya = stage.person("Ruth"), stage.person("Maya")
    await offers(ruth)
    stage.platform.closed.add(ruth.account.user)
    await asks(maya)
    await stage.later(days=8)
    kinds = await pressing(stage)
    assert kinds[:2] == [Kind.UNREACHABLE, Kind.WAITING], "one of each kind before the second of any"
    said = await reads(stage.person("Mo", moderator=True))
    assert f"And {len(kinds) - 3} more" in said
    assert "Ruth can't be reached" in said


async def test_still_looking_changes_no_number(stage: Stage) -> None:
    ana = stage.person("Ana")
    await asks(ana, state="Wyoming")
    await stage.later(days=31)
    before = await counted(stage)
    async with stage.storage.read(COMMUNITY) as uow:
        (request,) = await uow.requests.open()
    await ana.does(StillLooking(request.id))
    assert replace(await counted(stage), at=before.at) == before


async def test_who_asked_for_help_comes_first(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    await ruth.presses(next(label for label in ruth.inbox[-1].buttons if "PM" in label or "AM" in label))
    card = next(card for card in reversed(maya.inbox) if any("gree" in label for label in card.buttons))
    await maya.presses(next(label for label in card.buttons if "gree" in label), on=card)
    async with stage.storage.read(COMMUNITY) as uow:
        session = await uow.sessions.next(await match_of(stage, maya), stage.clock.now())
    assert session is not None
    await stage.until(session.starts_at + timedelta(hours=2))
    await maya.does(NeedHelp(session.id))
    assert (await pressing(stage))[0] is Kind.HELP
    said = await reads(stage.person("Mo", moderator=True))
    assert "Maya asked for help today" in said
    assert "Sessions held, last 30 days: 0 of 1 that were due (0%)" in said


async def test_a_busy_community_fits_one_card(stage: Stage) -> None:
    for number, state in enumerate(("Wyoming", "Alaska", "Guam", "Idaho", "Utah", "Maine", "Iowa")):
        person = stage.person(f"p{number}")
        person.name = f"{'x' * 95}{number}"
        await asks(person, state=state, setting="federal-tribal")
    await stage.later(days=9)
    said = await reads(stage.person("Mo", moderator=True))
    assert said.count("no free place") == 5
