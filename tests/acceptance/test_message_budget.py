"""Messages are the product's cost to people: counted over the first two weeks, as queries are counted elsewhere.

A message counts for everybody who can read it and did not cause it by a press of their own; edits of a card don't ring.
"""

from datetime import timedelta

from bot.domain.message import OutboxMessage
from bot.ids import MatchId, MemberId
from tests.acceptance.cast import asks, matched, offers
from tests.acceptance.stage import COMMUNITY, Person, Stage

TWO_WEEKS = timedelta(days=14)


async def unasked(stage: Stage, person: Person) -> list[str]:
    """The summaries of the messages that this person got without having asked for them."""
    me = await person.id()
    async with stage.storage.read(COMMUNITY) as uow:
        mine = {match.id for match in await uow.matches.of(me)}
        sent = [row for row in await uow.outbox.all() if row.sent_at is not None]
    return [row.message.summary for row in sent if _unasked_for(row, me, mine)]


def _unasked_for(row: OutboxMessage, me: MemberId, matches: set[MatchId]) -> bool:
    reads_it = row.to.member == me or row.to.match in matches
    return reads_it and row.actor != me and row.replaces is None


async def lives_two_weeks(stage: Stage, *people: Person) -> None:
    """Whoever is asked whether they met says so the same day."""
    end = stage.clock.now() + TWO_WEEKS
    while stage.clock.now() < end:
        await stage.until(min(stage.clock.now() + timedelta(hours=6), end))
        for person in people:
            for card in [c for c in person.inbox if "Met" in c.buttons]:
                await person.presses("Met", on=card)


async def test_a_matched_mentee_and_her_mentor_get_at_most_seven_each(stage: Stage) -> None:
    maya, ruth = await matched(stage)
    slots = [card for card in maya.inbox if "Another time" in card.buttons][-1]
    await maya.presses(next(iter(slots.buttons)), on=slots)
    await ruth.presses("Agree")
    await lives_two_weeks(stage, maya, ruth)
    for person in (maya, ruth):
        got = await unasked(stage, person)
        assert len([s for s in got if "meet" in s.lower()]) >= 3, "reminded and asked, all the same"
        assert len(got) <= 7, got


async def test_a_mentee_who_still_waits_gets_at_most_three(stage: Stage) -> None:
    maya = stage.person("Maya")
    await asks(maya)
    await stage.later(days=14)
    assert 2 <= len(await unasked(stage, maya)) <= 3


async def test_a_mentor_who_ignores_proposals_gets_at_most_four(stage: Stage) -> None:
    ruth = stage.person("Ruth")
    await offers(ruth)
    for name in ("Maya", "Ana", "Bea"):
        await asks(stage.person(name))
    await stage.later(days=14)
    got = await unasked(stage, ruth)
    assert 2 <= len(got) <= 4, got
