"""The program as its operator runs it, in a simulated Discord: it is started, killed, started again, told to stop."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.databases import sqlite_database
from tests.discord_program import Server, opens
from tests.simulators.simulated_discord import DiscordPerson, SimulatedDiscord
from tests.simulators.slack import SimulatedSlack
from tests.slack_program import Place
from tests.started import PATIENCE, Ended

FREE = "weekdays after 3pm"
COMMANDS = "bulk_set_application_commands"


@pytest.fixture
async def discord() -> AsyncIterator[SimulatedDiscord]:
    async with SimulatedDiscord() as running:
        yield running


@pytest.fixture
def server(discord: SimulatedDiscord, shared_folder: Path, tmp_path: Path) -> Server:
    """With a fresh file of SQLite."""
    return Server(discord, tmp_path, sqlite_database(shared_folder, tmp_path))


async def sets_up(server: Server) -> None:
    opens(await server.ines.types("/mentor-setup", server.mentoring))
    await server.ines.fills({"channel": server.mentoring, "moderator_roles": [server.moderating]})
    answer = await server.ines.submits()
    assert "Mentoring is set up" in server.ines.ephemerals[-1].words, answer


async def begins_offer(server: Server, mentor: DiscordPerson, state: str, setting: str, years: str) -> None:
    opens(await mentor.types("/offer-mentoring", server.mentoring))
    await mentor.fills({"profession": "otr", "years": years, "states": state, "settings?": setting})
    await mentor.fills({"free_times": FREE})
    await mentor.submits()


async def begins_request(server: Server, mentee: DiscordPerson, state: str, setting: str) -> None:
    """Half of the form is filled in."""
    opens(await mentee.types("/find-mentor", server.mentoring, state=state))
    await mentee.fills({"setting?": setting})


def stopped_well(ended: Ended) -> bool:
    assert ended.code == 0, ended.log
    assert "Traceback" not in ended.log
    return True


async def test_a_pair_finds_and_agrees_while_the_program_is_killed_four_times(
    discord: SimulatedDiscord, database_url: str, tmp_path: Path
) -> None:
    server = Server(discord, tmp_path, database_url)
    maya, ruth, tess, noor, sam = map(server.person, ("Maya", "Ruth", "Tess", "Noor", "Sam"))
    direct = discord.direct(ruth).id

    async with server.runs() as running:
        await sets_up(server)
        await begins_offer(server, ruth, "Ohio", "elementary", "many")
        await begins_offer(server, noor, "New York", "High school", "4")
        await begins_request(server, maya, "OH", "Elementary school")
        await server.died(running)  # her modal is open, half filled, and Ruth's form waits to be mended

    async with server.runs() as running:
        opens(await ruth.presses("Fix it"))
        assert ruth.modal is not None
        assert ruth.modal.shown["States you know"] == "Ohio", "what was right is kept"
        await ruth.fills({"years": "6"})
        await ruth.submits()
        assert "Thank you for offering" in ruth.ephemerals[-1].words
        await server.told(ruth, "Thank you for offering")
        discord.drop("create_message", after_accepting=True, where=lambda call: call.id("channel_id") == direct)
        await maya.fills({"free_times": FREE, "note": "Five buildings."})
        asked = await maya.submits()
        assert "Your request is in" in maya.ephemerals[-1].words
        await server.called("create_message", asked, channel=server.mentoring.id)
        card = await server.told(ruth, "Yes, I will", asked)
        opens(await maya.presses("Add details"))
        await maya.fills({"district": "Dublin City"})
        await maya.submits()
        assert "Page 1 of 2 is done" in maya.ephemerals[-1].words
        await server.died(running)  # between two pages, and it never heard that Ruth's card had arrived

    async with server.runs() as running:
        await server.called("list_messages", asked)
        opens(await maya.presses("Continue"))
        await maya.submits()
        assert "Saved" in maya.ephemerals[-1].words
        post = next(message for message in server.mentoring.messages if "I can help with this" in message.buttons)
        await sam.presses("I can help with this", on=post)
        assert "you need a short mentoring offer" in sam.ephemerals[-1].words
        held = discord.hold("add_thread_member")
        accepted = await ruth.presses("Yes, I will", on=card)
        assert "You are now mentoring" in card.words
        await held.reached()
        await server.died(running)  # the thread is there, and neither of the two is in it
        held.release()

    async with server.runs() as running:
        introduced = await server.called("create_message", accepted, says="You two are a mentoring pair")
        (thread,) = server.guild.threads.values()
        assert introduced.id("channel_id") == thread.id
        discord.limit(
            "create_message", retry_after=25, where=lambda call: call.id("channel_id") == discord.direct(noor).id
        )
        await begins_request(server, tess, "New York", "High school")
        await tess.fills({"free_times": FREE})
        waits = await tess.submits()
        await server.refused("create_message", waits)
        await server.died(running)  # Noor's card waits in the outbox

    async with server.runs() as running:
        await server.told(noor, "Yes, I will", waits)
        *_, slots = maya.sees(thread)
        chosen = await maya.presses(slots.buttons[0], on=slots)
        await server.called("create_message", chosen, channel=thread.id)
        sending, answering = discord.hold("create_message"), discord.hold("create_interaction_response")
        agreeing = asyncio.create_task(ruth.presses("Agree", on=ruth.sees(thread)[-1]))
        await sending.reached()
        await answering.reached()
        running.told_to_stop()  # with the agreement in hand, and Ruth's press without its answer
        sending.release()
        answering.release()
        agreed = await agreeing
        stopped_well(await running.ended(10))
    assert agreed.ok, agreed
    await server.called("create_message", agreed, channel=thread.id)
    assert "Your mentoring agreement" in "\n".join(message.words for message in maya.sees(thread))
    assert await server.unfinished() == []
    assert set(server.times_sent().values()) == {1}, "each message once, whatever was killed"
    assert len(discord.calls_of(COMMANDS)) == 1, "the commands were registered by the first start only"
    assert len([message for message in ruth.direct if "Yes, I will" in message.buttons or message is card]) == 1


# Starting and not starting


async def test_what_keeps_it_from_starting_is_said_in_a_sentence(
    server: Server, shared_folder: Path, tmp_path: Path
) -> None:
    def elsewhere(name: str, *, migrated: bool = True) -> str:
        (tmp_path / name).mkdir()
        return sqlite_database(shared_folder, tmp_path / name, migrated=migrated)

    async def refused(**settings: str) -> str:
        async with server.process("run", **settings) as process:
            ended = await process.ended(3 * PATIENCE)  # three of them begin at once
        assert (ended.code, ended.said) == (1, ""), ended
        assert "Traceback" not in ended.log
        return ended.log.splitlines()[-1]

    async with server.runs() as running:
        assert running.told == "Serving Discord, with your own database. Ctrl+C stops it.\n"
        token, unreached, unmigrated = await asyncio.gather(
            refused(DATABASE_URL=elsewhere("one"), DISCORD_TOKEN="MTIzNDU2Nzg5.nobody.knows-this-one"),
            refused(DATABASE_URL=elsewhere("two"), DISCORD_API_URL="http://127.0.0.1:1/api/v10"),
            refused(DATABASE_URL=elsewhere("three", migrated=False)),
        )
    assert token.startswith("DISCORD_TOKEN isn't valid: Discord knows no such token, or it was reset since. Open https")
    assert unreached.startswith("Discord can't be reached at http://127.0.0.1:1/api/v10. Is this machine online")
    assert "mentorbot migrate" in unmigrated


async def test_a_token_that_is_reset_while_it_runs_ends_it_with_what_to_click(
    discord: SimulatedDiscord, server: Server
) -> None:
    async with server.runs() as running:
        await sets_up(server)
        renewed = discord.revokes_token()
        ended = await running.ended()
    assert ended.code == 1
    assert "Traceback" not in ended.log
    assert ended.log.splitlines()[-1].startswith("DISCORD_TOKEN isn't valid")
    assert "Reset Token" in ended.log.splitlines()[-1]
    async with server.runs(DISCORD_TOKEN=renewed):
        opens(await server.ines.types("/mentor-setup", server.mentoring))
    assert len(discord.calls_of(COMMANDS)) == 1


async def test_the_doctor_leads_a_newcomer_to_a_channel_that_works(server: Server) -> None:
    async def says(command: str) -> tuple[int, str]:
        async with server.process(command) as process:
            ended = await process.ended()
        assert "Traceback" not in ended.log
        return ended.code, ended.said

    code, said = await says("doctor")
    assert "mentorbot run registers them when it starts." in said
    async with server.runs():
        await sets_up(server)
        code, said = await says("doctor")
    assert code == 0, said
    assert "Discord: all commands are registered as this version has them." in said


# Two platforms


async def test_one_process_serves_slack_and_discord_at_once(server: Server) -> None:
    async with SimulatedSlack() as slack:
        place = Place(slack, server.folder, server.url)
        olga = place.person("Olga", admin=True)
        both = place.by("socket") | place.one_workspace | {"PLATFORMS": "slack,discord", "SLACK_API_URL": slack.api_url}
        async with server.process("run", **both) as running:
            said = {await running.says(), await running.says()}
            assert {line.partition(",")[0] for line in said} == {"Serving Discord", "Serving Slack through Socket Mode"}
            await place.hears("socket", running)
            await sets_up(server)
            await place.opens(olga, await olga.types("/mentor-setup"))
            await olga.fills({"channel": place.mentoring})
            await olga.submits()
            assert "Mentoring is set up" in olga.form.words
            ruth = server.person("Ruth")
            await begins_offer(server, ruth, "Ohio", "elementary", "6")
            await server.told(ruth, "Thank you for offering")
            running.told_to_stop()
            stopped_well(await running.ended(10))
    assert await server.unfinished() == []
