"""The program as its operator runs it, in a simulated Slack: it is started, killed, started again, told to stop."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from tests.databases import sqlite_database
from tests.simulators.slack import SimulatedSlack, SlackPerson
from tests.slack_program import PUBLIC, Deployed, Place
from tests.started import PATIENCE, Running

TURNS = {  # by which transport each life of the program hears of things: what one began the other goes on with
    "sqlite": ("socket", "http", "socket", "http"),
    "postgresql": ("http", "socket", "http", "socket"),
}
FREE = "weekdays after 3pm"


@pytest.fixture
async def slack() -> AsyncIterator[SimulatedSlack]:
    async with SimulatedSlack() as running:
        yield running


@pytest.fixture
def place(slack: SimulatedSlack, shared_folder: Path, tmp_path: Path) -> Place:
    """With a fresh file of SQLite."""
    return Place(slack, tmp_path, sqlite_database(shared_folder, tmp_path))


async def sets_up(place: Place, moderator: SlackPerson) -> None:
    await place.opens(moderator, await moderator.types("/mentor-setup"))
    await moderator.fills({"channel": place.mentoring})
    await moderator.submits()
    assert "Mentoring is set up" in moderator.form.words


async def offers(place: Place, mentor: SlackPerson, state: str, setting: str) -> None:
    await place.opens(mentor, await mentor.types("/offer-mentoring"))
    given = {"profession": "otr", "years": "6", "states": [state], "settings": [setting]}
    await mentor.fills({**given, "free_times": FREE})
    await mentor.submits()
    assert "Thank you for offering" in mentor.form.words


async def test_a_pair_finds_and_agrees_while_the_program_is_killed_three_times(
    slack: SimulatedSlack, database_url: str, tmp_path: Path
) -> None:
    place = Place(slack, tmp_path, database_url)
    turns = TURNS[database_url.partition(":")[0]]
    ines = place.person("Ines", admin=True)
    maya, ruth, tess, noor, sam = (place.person(name) for name in ("Maya", "Ruth", "Tess", "Noor", "Sam"))

    async with place.runs(turns[0]) as running:
        await sets_up(place, ines)
        await offers(place, ruth, "Ohio", "Elementary school")
        await offers(place, noor, "Texas", "High school")
        await place.opens(maya, await maya.types("/find-mentor"))
        await maya.fills({"state": "Ohio", "setting": "Elementary school"})
        await place.died(running)  # her form is half filled

    async with place.runs(turns[1]) as running:
        await maya.fills({"free_times": FREE, "note": "Five buildings."})
        slack.drop("chat.postMessage", after_accepting=True, channel=ruth.id)
        asked = await maya.submits()
        assert "Your request is in" in maya.form.words
        await maya.closes()
        await place.called("chat.postMessage", asked, channel=place.mentoring.id)
        proposed = await place.called("chat.postMessage", asked, channel=ruth.id)
        (card,), (post,) = ruth.direct, place.mentoring.messages
        shown = await maya.opens_home()
        await place.called("views.publish", shown)
        await place.died(running)  # it never heard that Ruth's card had arrived

    async with place.runs(turns[2]) as running:
        await place.called("conversations.history", proposed)
        await place.opens(maya, await maya.presses("Add details", on=maya.home))
        await maya.closes()
        await place.called("response_url", await sam.presses("I can help with this", on=post))
        assert "you need a short mentoring offer" in sam.ephemerals[-1].words
        accepted = await ruth.presses("Yes, I will", on=card)
        await place.called("chat.update", accepted, ts=card.ts)
        assert "You are now mentoring" in card.words
        introduced = await place.called("chat.postMessage", accepted)
        group = place.workspace.channels[introduced.arguments["channel"]]
        slack.limit("chat.postMessage", channel=noor.id)
        await place.opens(tess, await tess.types("/find-mentor"))
        await tess.fills({"state": "Texas", "setting": "High school", "free_times": FREE})
        waits = await tess.submits()
        refused = slack.called("chat.postMessage", after=waits, where=lambda c: c.status == 429, within=PATIENCE)
        assert (await refused).arguments["channel"] == noor.id
        await place.died(running)  # Noor's card waits in the outbox

    async with place.runs(turns[3]) as running:
        await place.called("chat.postMessage", waits, channel=noor.id)
        (slots,) = maya.sees(group)
        chosen = await maya.presses(slots.buttons[0], on=slots)
        await place.called("chat.postMessage", chosen, channel=group.id)
        held = slack.hold("chat.postMessage")
        agreed = await ruth.presses("Agree", on=ruth.sees(group)[-1])
        await held.reached()
        running.told_to_stop()  # with the agreement in hand
        held.release()
        ended = await running.ended(10)
    assert ended.code == 0, ended.log
    assert "Traceback" not in ended.log
    await place.called("files.completeUploadExternal", agreed)
    assert "Your mentoring agreement" in "\n".join(message.words for message in maya.sees(group))
    assert await place.unfinished() == []
    assert set(place.times_sent().values()) == {1}, "each message once, whatever was killed"
    assert [len(person.direct) for person in (ruth, noor)] == [1, 1]


# Starting and not starting


async def test_what_keeps_it_from_starting_is_said_in_a_sentence(
    place: Place, shared_folder: Path, tmp_path: Path
) -> None:
    def elsewhere(name: str) -> str:
        (tmp_path / name).mkdir()
        return sqlite_database(shared_folder, tmp_path / name)

    async def refused(transport: str = "http", **settings: str) -> str:
        given = place.by(transport) | place.one_workspace | settings
        async with place.process("run", **given) as process:
            ended = await process.ended()
        assert (ended.code, ended.said) == (1, ""), ended
        assert "Traceback" not in ended.log
        return ended.log.splitlines()[-1]

    async with place.runs("http") as running:
        assert running.told.startswith("Serving Slack at http://"), "what it serves, not only where"
        port = running.address.rpartition(":")[2]
        second, bot_token, app_token, taken = await asyncio.gather(
            refused(),
            refused(DATABASE_URL=elsewhere("one"), SLACK_BOT_TOKEN="xoxb-of-nobody"),
            refused("socket", DATABASE_URL=elsewhere("two"), SLACK_APP_TOKEN="xapp-1-of-nobody"),
            refused(DATABASE_URL=elsewhere("three"), PORT=port),
        )
    assert f"Another mentorbot (process {running.process.pid}) is using {tmp_path}/test.db. Stop it first" in second
    assert "Slack does not take SLACK_BOT_TOKEN (invalid_auth): copy the Bot User OAuth Token once more." in bot_token
    assert f"PORT is {port}, but another program already uses it." in taken
    assert "Slack does not take SLACK_APP_TOKEN (invalid_auth): copy the app-level token once more" in app_token


# As a newcomer


async def test_the_doctor_leads_a_newcomer_from_nothing_to_a_channel_that_works(
    slack: SimulatedSlack, tmp_path: Path
) -> None:
    place = Place(slack, tmp_path, f"sqlite:///{tmp_path}/club.db")
    ines = place.person("Ines", admin=True)
    tokens = f"SLACK_BOT_TOKEN={place.workspace.bot_token}\nSLACK_APP_TOKEN={slack.app.app_token}\n"
    (tmp_path / ".env").write_text(tokens)

    async def says(command: str) -> tuple[int, str]:
        async with place.process(command) as process:
            ended = await process.ended()
        assert "Traceback" not in ended.log
        return ended.code, ended.said

    code, said = await says("doctor")
    assert code == 1
    assert "Type: mentorbot migrate" in said
    assert "Slack School OTs: the bot is @mentorbot, and may do what it needs." in said, "the tokens are looked at too"
    assert (await says("migrate"))[0] == 0
    code, said = await says("doctor")
    assert code == 0
    assert "It is added when mentorbot run starts." in said
    async with place.runs("socket"):
        await sets_up(place, ines)
        code, said = await says("doctor")
    assert code == 0
    assert "the bot is in the mentoring channel #mentoring." in said
    assert "needs a hand" not in said


# Many workspaces


async def adds(running: Running, place: Place, admin: SlackPerson) -> str:
    """In her browser: Add to Slack, Slack's own page, and back; the heading that she then reads."""
    async with httpx.AsyncClient(transport=Deployed(running.address)) as browser:
        begun = await browser.get(f"{PUBLIC}/slack/install")
        back = place.slack.oauth.approves(admin, begun.headers["location"])
        page = await browser.get(back)
    found = re.search(r"<h1><bdi>(.*?)</bdi></h1>", page.text)
    assert found, page.text
    return found[1]


async def test_a_workspace_adds_the_bot_removes_it_and_has_everything_back(place: Place) -> None:
    slack, ines = place.slack, place.person("Ines", admin=True)
    maya, ruth = place.person("Maya"), place.person("Ruth")
    olga = slack.workspace("T0002", "Riverside OTs", installed=False).person("Olga", admin=True)
    slack.uninstall(place.workspace.installation)
    async with place.runs("http", **place.many_workspaces) as running:
        assert await adds(running, place, ines) == "The bot is in School OTs"
        await place.called("chat.postMessage", channel=ines.id)
        await place.opens(ines, await ines.presses("Set up"))
        await ines.fills({"channel": place.mentoring})
        await ines.submits()
        await offers(place, ruth, "Ohio", "Elementary school")
        slack.limit("chat.postMessage", channel=ruth.id, retry_after=1)
        await place.opens(maya, await maya.types("/find-mentor"))
        await maya.fills({"state": "Ohio", "setting": "Elementary school", "free_times": FREE})
        asked = await maya.submits()
        await slack.called("chat.postMessage", after=asked, where=lambda c: c.status == 429, within=PATIENCE)

        *_, gone = await place.workspace.uninstalls()  # while Ruth's card waits
        slack.limit("chat.postMessage", channel=olga.id, retry_after=2)
        assert await adds(running, place, olga) == "The bot is in Riverside OTs"
        await place.called("chat.postMessage", channel=olga.id)
        assert [str(c) for c in slack.calls_after(gone) if c.team == "T0001"] == [], "its time has come and gone"

        assert await adds(running, place, ines) == "The bot is in School OTs"
        await place.called("chat.postMessage", gone, channel=ruth.id)
        running.told_to_stop()
        ended = await running.ended(10)
    assert (ended.code, "Traceback" in ended.log) == (0, False), ended.log
    assert "Everything is as it was" in ines.direct[-1].words
    assert [message.buttons[0] for message in ruth.direct] == ["Yes, I will"]
    assert set(place.times_sent().values()) == {1}
    assert await place.unfinished() == []
