"""Mended and kept so: no dead ends; whoever waits goes on when somebody else is gone, full, silent or paused."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from bot.commands import (
    Command,
    EditRequest,
    NotForMe,
    PauseRequest,
    ResumeRequest,
    WidenRequest,
    WithdrawRequest,
)
from bot.domain.status import OfferStatus, RequestStatus
from bot.ids import RequestId
from tests.acceptance.cast import asks, offers
from tests.acceptance.stage import Person, Stage
from tests.acceptance.test_attacks import live_matches, offer_of, request_of

# Long waits are costly, and whose turn it is does not depend on where that is kept.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def _asks_further_away(request: RequestId) -> Command:
    return WidenRequest(request)


def _changes(request: RequestId) -> Command:
    return EditRequest(request, state="OH", setting="preschool-619")


def times_asked(person: Person) -> int:
    return sum("Could you mentor" in card.first for card in person.inbox)


def times_asked_whether_still_looking(person: Person) -> int:
    return sum("Are you still looking" in card.first for card in person.inbox)


# Volunteers and mentors who are out of the question


async def test_a_volunteer_whom_somebody_else_took_leaves_the_search_running(stage: Stage) -> None:
    """Tom stepped forward for two and has one place: who was second sees it, and the next mentor is asked."""
    maya, ana, tom, ruth = (stage.person(n) for n in ("Maya", "Ana", "Tom", "Ruth"))
    await asks(maya)
    await asks(ana, state="Texas")
    await offers(tom, settings=("ltc-snf",))
    for post in stage.channel[:2]:
        await tom.presses("I can help with this", on=post)
    await ana.presses("Yes, please")
    assert "can no longer take it on" in maya.inbox[-1].text
    await offers(ruth)
    assert times_asked(ruth) == 1


async def test_a_mentor_who_became_full_holds_up_nobody(stage: Stage) -> None:
    """Ruth thinks about Maya and is welcomed by Ana meanwhile: she could not say yes to Maya any more."""
    maya, ana, ruth, lena = (stage.person(n) for n in ("Maya", "Ana", "Ruth", "Lena"))
    await offers(ruth)
    await asks(maya)
    await asks(ana, state="Texas")
    await ruth.presses("I can help with this", on=stage.channel[1])
    await ana.presses("Yes, please")
    assert "Your places are taken now" in ruth.inbox[0].text
    await offers(lena)
    assert times_asked(lena) == 1


@pytest.mark.memory
async def test_a_mentor_who_cannot_be_reached_holds_up_nobody(stage: Stage) -> None:
    """The next is asked at once, not after days of waiting for an answer to what never arrived."""
    ruth, lena = stage.person("Ruth"), stage.person("Lena")
    await offers(ruth, years="20")
    await offers(lena, years="1")
    stage.platform.closed.add(ruth.account.user)
    await asks(stage.person("Maya"))
    assert (times_asked(ruth), times_asked(lena)) == (0, 1)


async def test_a_mentor_who_was_silent_may_still_step_forward(stage: Stage) -> None:
    """No answer is not a no."""
    maya, ruth = stage.person("Maya"), stage.person("Ruth")
    await offers(ruth)
    await asks(maya)
    await stage.later(days=3)
    assert "There was no answer in time" in ruth.inbox[-1].text
    await ruth.presses("I can help with this", on=stage.channel[0])
    assert "Thank you for stepping forward" in ruth.answer
    await maya.presses("Yes, please")
    assert len(await live_matches(stage)) == 1


async def test_a_volunteers_offer_stands_when_the_request_is_gone_meanwhile(stage: Stage) -> None:
    """Who fills in the offer's form to help somebody has filled it in, whatever the other one does."""
    maya, tom = stage.person("Maya"), stage.person("Tom")
    await asks(maya)
    await tom.presses("I can help with this", on=stage.channel[0])
    form = await tom.presses("I can help")
    await maya.does(WithdrawRequest((await request_of(maya)).id))
    await tom.fills(form, profession="otr", years="4", states="Kentucky", settings=("elementary",))
    assert "Thank you for offering" in tom.answer
    assert "found a mentor or changed plans" in tom.answer
    assert (await offer_of(tom)).status is OfferStatus.OPEN


# Pauses


async def test_a_pause_does_not_cost_the_only_mentor(stage: Stage) -> None:
    """Ruth, from whom the proposal was taken back, is asked again when Maya is back."""
    maya, ruth = stage.person("Maya"), stage.person("Ruth")
    await offers(ruth)
    await asks(maya)
    await maya.does(PauseRequest((await request_of(maya)).id, "2026-10-07"))
    assert times_asked(ruth) == 1
    await stage.until(datetime(2026, 10, 7, 14, 0, tzinfo=UTC))
    assert times_asked(ruth) == 2


async def test_a_request_paused_twice_until_the_same_day_comes_back(stage: Stage) -> None:
    """The match in between dropped what was planned about the request: the second pause plans its own end."""
    maya, ruth = stage.person("Maya"), stage.person("Ruth")
    await asks(maya)
    request = (await request_of(maya)).id
    await maya.does(PauseRequest(request, "2026-10-07"))
    await maya.does(ResumeRequest(request))
    await offers(ruth)
    await ruth.presses("Yes, I will")
    await maya.does(NotForMe((await live_matches(stage))[0].id))
    await maya.does(PauseRequest(request, "2026-10-07"))
    assert (await request_of(maya)).status is RequestStatus.PAUSED
    await stage.until(datetime(2026, 10, 7, 14, 0, tzinfo=UTC))
    assert (await request_of(maya)).status is RequestStatus.OPEN


async def test_a_request_paused_over_the_round_up_is_posted_afterwards(stage: Stage) -> None:
    """The round-up rightly leaves out who pauses at its hour, and takes them in when they are back."""
    await stage.rule(round_up_after=0)
    maya = stage.person("Maya")
    await asks(maya)
    await maya.does(PauseRequest((await request_of(maya)).id, "2026-10-07"))
    await stage.until(datetime(2026, 10, 7, 10, 0, tzinfo=UTC))
    assert not stage.channel
    await stage.later(days=1)
    assert "Ohio" in stage.channel[0].text


# Day 30


@pytest.mark.parametrize("meanwhile", [_asks_further_away, _changes])
async def test_whoever_acts_on_the_request_has_answered_that_they_still_look(
    stage: Stage, meanwhile: Callable[[RequestId], Command]
) -> None:
    """On day 30 Maya is asked; she does something else than press the answer, and is not paused for silence."""
    maya = stage.person("Maya")
    await asks(maya)
    await stage.later(days=31)
    assert times_asked_whether_still_looking(maya) == 1
    await maya.does(meanwhile((await request_of(maya)).id))
    await stage.later(days=15)
    assert (await request_of(maya)).status is RequestStatus.OPEN


async def test_whoever_comes_back_from_a_silent_pause_is_asked_again_on_day_30(stage: Stage) -> None:
    """Without the question a request that nobody can help would stay in line for ever."""
    maya = stage.person("Maya")
    await asks(maya)
    await stage.later(days=46)
    assert (await request_of(maya)).status is RequestStatus.PAUSED
    await maya.presses("I am still looking")
    assert (await request_of(maya)).status is RequestStatus.OPEN
    await stage.later(days=32)  # the thirtieth day is a Sunday
    assert times_asked_whether_still_looking(maya) == 2


# In the night


async def test_a_proposal_that_is_over_before_the_morning_is_not_sent(stage: Stage) -> None:
    """Nobody wakes up to a question that was taken back while it waited for the end of the quiet hours."""
    maya, ruth = stage.person("Maya"), stage.person("Ruth")
    await offers(ruth)
    await stage.later(hours=12)  # 22:00 in Ohio
    await asks(maya)
    await maya.does(WithdrawRequest((await request_of(maya)).id))
    await stage.later(hours=11)
    assert not ruth.inbox
