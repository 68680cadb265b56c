"""With the waits that the adapter really has, everything is acknowledged within Slack's three seconds.

Time is made to pass at once: the loop's own clock is put forward, and nobody sleeps.
"""

import asyncio
from collections.abc import AsyncIterator

import pytest

from adapters.slack import patience, workspaces
from adapters.slack.answering import INTRODUCTION, PATIENCE
from adapters.slack.remembered import HASTE
from adapters.slack.socket import ANSWER_SECONDS
from tests.adapters.slack.attended import Attended, attended
from tests.simulators.slack import Answer

SLACK_WAITS = 3.0  # seconds: docs.slack.dev/interactivity/handling-user-interaction, also how long a trigger is good
ON_THE_WAY = 0.4  # seconds: for the lines in between, and a busy machine
USUAL = None


@pytest.fixture(params=["socket", "http"])
async def place(request: pytest.FixtureRequest, sqlite_url: str) -> AsyncIterator[Attended]:
    async with attended(sqlite_url, request.param, patience=USUAL) as place:
        place.slack.patience = SLACK_WAITS
        yield place


@pytest.fixture
def skip(monkeypatch: pytest.MonkeyPatch) -> "Skip":
    return Skip(monkeypatch)


class Skip:
    """Puts the clocks by which everything waits forward."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._seconds = 0.0
        loop = asyncio.get_event_loop()
        real = loop.time
        monkeypatch.setattr(loop, "time", lambda: real() + self._seconds)
        monkeypatch.setattr(patience, "monotonic", loop.time)

    def __call__(self, seconds: float) -> None:
        self._seconds += seconds


def test_all_waits_before_a_dialog_opens_leave_time_for_the_way() -> None:
    """After the patience, what was pressed is sealed and the token for the call is looked up: each hastily."""
    assert PATIENCE + 2 * HASTE <= SLACK_WAITS - ON_THE_WAY


def test_all_waits_before_an_acknowledgement_leave_time_for_the_way() -> None:
    """To be let in counts against the patience; what a dialog carries is checked hastily."""
    assert max(PATIENCE, workspaces.PATIENCE) + HASTE <= SLACK_WAITS - ON_THE_WAY
    assert ANSWER_SECONDS <= SLACK_WAITS


def test_who_acts_for_the_first_time_in_hours_is_still_answered_at_once() -> None:
    assert INTRODUCTION < PATIENCE


async def test_whatever_people_do_is_acknowledged_while_the_core_is_slow(place: Attended, skip: Skip) -> None:
    maya, ruth, ana, zoe, kim = map(place.person, ("Maya", "Ruth", "Ana", "Zoe", "Kim"))
    await place.offers(ruth)
    await place.asks(maya)
    await zoe.types("/find-mentor")
    await place.adapter.settled()
    await zoe.fills({"state": "Ohio", "setting": "elementary", "topics": ["scheduling"], "free_times": "mon 3pm-4pm"})
    place.front.handled.clear()
    place.front.gate.clear()
    acts = (
        ana.types("/my-mentoring"),
        kim.types("/find-mentor"),
        ruth.presses("No, sorry"),
        zoe.submits(),
        maya.says("hello"),
    )
    doing = [asyncio.create_task(act) for act in acts]
    while len(place.front.handled) < len(acts):
        place.front.asked.clear()
        await asyncio.wait_for(place.front.asked.wait(), 5)
    skip(PATIENCE / 2)
    await asyncio.sleep(0)
    assert not any(task.done() for task in doing), "who is answered at once needs no second call"
    skip(SLACK_WAITS - ON_THE_WAY - PATIENCE / 2)
    answers = await asyncio.gather(*doing)
    assert all(isinstance(answer, Answer) and answer.ok for answer in answers), answers
    await asyncio.gather(*(place.slack.called("views.open", after=answers[n]) for n in (1, 2)))
    assert kim.modal is not None, "from its trigger"
    place.front.gate.set()
    await place.adapter.settled()
