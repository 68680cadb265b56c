"""Many workspaces, and a database that does not say which token is whose: people are answered in time all the same."""

import asyncio
from collections.abc import AsyncIterator
from time import monotonic

import pytest

from adapters.slack import patience
from bot.texts import common
from tests.adapters.slack.attended import PATIENT
from tests.adapters.slack.many import Many, many_attended

WISH = {"state": "Ohio", "setting": "elementary", "topics": ["scheduling"], "free_times": "weekdays after 3pm"}
SLACK_WAITS = 3.0  # seconds


@pytest.fixture
async def place(sqlite_url: str) -> AsyncIterator[Many]:
    async with many_attended(sqlite_url) as place:
        yield place


async def test_a_form_is_opened_and_sent_in_time(place: Many) -> None:
    """Was: nothing was acknowledged, and no dialog opened, until the database had said which token it was."""
    maya = place.person("Maya")
    await maya.types("/my-mentoring")
    place.stands_still()
    began = monotonic()
    opened = await maya.types("/find-mentor")
    await place.slack.called("views.open", after=opened)
    assert monotonic() - began < SLACK_WAITS
    await place.adapter.settled()
    await maya.fills(WISH)
    began = monotonic()
    assert (await maya.submits()).ok
    assert monotonic() - began < SLACK_WAITS
    assert "Your request is in" in maya.form.words


async def test_so_it_is_right_after_the_start(place: Many) -> None:
    maya = place.person("Maya")
    place.stands_still()
    began = monotonic()
    opened = await maya.types("/find-mentor")
    await place.slack.called("views.open", after=opened)
    assert monotonic() - began < SLACK_WAITS


async def test_a_button_opens_its_form_in_time_and_the_card_changes(place: Many) -> None:
    maya, ruth = place.person("Maya"), place.person("Ruth")
    await place.offers(ruth)
    await place.asks(maya)
    card = ruth.direct[-1]
    place.stands_still()
    began = monotonic()
    pressed = await ruth.presses("No, sorry")
    await place.slack.called("views.open", after=pressed)
    assert monotonic() - began < SLACK_WAITS
    await place.adapter.settled()
    assert (await ruth.submits()).ok
    await place.adapter.settled()
    assert "No, sorry" not in card.buttons


async def test_where_nobody_knows_the_token_that_is_said_in_time(place: Many) -> None:
    """Was: Slack said that the app did not respond."""
    maya = place.person("Maya")
    place.workspaces.forget("", place.workspace.id)
    place.stands_still()
    began = monotonic()
    assert (await maya.types("/my-mentoring")).ok
    assert monotonic() - began < SLACK_WAITS
    assert common.STORAGE_TROUBLE in maya.ephemerals[-1].words


async def test_what_was_told_to_us_meanwhile_is_told_again(place: Many) -> None:
    maya = place.person("Maya")
    await place.asks(maya)
    place.workspaces.forget("", place.workspace.id)
    place.stands_still()
    place.slack.patience = SLACK_WAITS
    gone = await place.workspace.changes_profile(maya, deleted=True)
    assert gone is not None
    assert not gone.ok
    place.slack.timeouts.clear()
    place.slack.patience = PATIENT
    place.installations.gate.set()
    assert (await place.slack.retry(gone)).ok
    await place.settled()
    assert [standing.here for _, standing in place.front.changes] == [False]


async def test_patience_begins_when_slack_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Was: it began at the listener, so that a slow way there and a slow answer together took too long."""
    now = [100.0]
    monkeypatch.setattr(patience, "monotonic", lambda: now[0])
    assert patience.left(2.0) == 2.0
    patience.begin()
    now[0] += 1.5
    assert patience.left(2.0) == 0.5
    assert await asyncio.create_task(_left_in_a_task()) == 0.5
    now[0] += 1.5
    assert patience.left(2.0) == 0.0


async def _left_in_a_task() -> float:
    return patience.left(2.0)
