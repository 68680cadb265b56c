"""A simulated Discord: a real server on port 0, people who act, and a record of what Discord would refuse.

    async with SimulatedDiscord() as discord:
        guild = discord.guild(name="School OTs")       # the bot is in it, with `bot_permissions=OF_THE_BOT`
        mentoring = guild.channel("mentoring")
        moderators = guild.role("Moderators", permissions=Permission.MANAGE_GUILD)
        maya = guild.person("Maya Ortiz")
        with discord.reachable():                      # points discord.py here: Route.BASE, DEFAULT_GATEWAY
            ...client.start(discord.app.token)...
            await discord.gateway.connected()

            answer = await maya.types("/find-mentor", mentoring, state="Ohio")
            assert answer.kind == "modal"
            await maya.fills({"Setting": "Elementary school", "Anything else?": "Thanks"})
            answer = await maya.submits()
            assert "Ohio" in maya.ephemerals[-1].words
            await maya.presses("Withdraw")

Leaving the `async with` raises an AssertionError with all `discord.violations`: requests that a correct bot never
makes. `discord.expected_violations("regex", ...)` takes them away beforehand.

World      `discord.guild(id, name=...)`, `guild.channel(name, private=, members=, bot=)`, `.role()`, `.person()`,
           `.owner`, `.threads`, `.thread_cap`, `channel.overwrite(id, allow=, deny=)`, `discord.app` (token, commands,
           `allowed_intents`), `discord.direct(person)`, `discord.opened_directs`.
People     act: `types`, `suggests`, `presses`, `chooses`, `fills`, `submits`, `closes`, `writes`, `forges`, `joins`,
           `leaves`, `gets(role)`, `loses(role)`, `closes_dms`, `opens_dms`, `blocks`, `unblocks`;
           see: `modal`, `sees(channel)`, `seen`, `direct`, `ephemerals`, `notifications`, `conversations`.
           What their client would not let them do raises `Impossible` (an AssertionError).
Outcome    every act gives an `Answer`: `ok`, `kind`, `ms`, `message`, `modal`, `choices`, `followups`, `payload`,
           `interaction_id`, `order`. No first response within `discord.patience` (3 real seconds) is noted in
           `discord.timeouts`. `await discord.finished(answer)` waits until a deferred answer has its words.
Messages   `words`, `words_in(zone)`, `buttons`, `elements`, `files`, `pinged`, `pinged_everyone`, `is_ephemeral`.
Happenings `await guild.deletes(channel)`, `.changes(channel)`, `.opens(channel)`, `.archives(thread)`,
           `.deletes_thread()`, `.changes_role()`, `.deletes_role()`, `.grants_bot()`, `.removes_bot()`, `.adds_bot()`,
           `.goes_down()`, `.comes_back()`; each comes back when the bot has read it. `discord.revokes_token()`.
Calls      named as in Discord's OpenAPI document ("create_message", "create_interaction_response",
           "update_original_webhook_message", ...): `discord.calls_of(name, after=answer)`, `.calls_after(answer)`,
           `await discord.called(name, after=answer, where=...)`, `.next_call(name)`, `.on_call(observer)`.
Trouble    `discord.limit()`, `.fail()`, `.refuse(name, code)`, `.drop()`, `.hold()` ("*" is every operation),
           `.bucket(name, limit, per)`, `discord.openers_invite`, `discord.buckets.global_limit`,
           `discord.invalid_requests`, `discord.repeated_refusals`; `discord.gateway.cuts()`, `.closes(code)`,
           `.asks_to_reconnect()`, `.invalidates()`, `.acknowledges = False`; `discord.redeliver(answer)`.
Time       `discord.clock` stands still until `discord.clock.moves(minutes=16)`; interaction tokens and nonces expire by
           it. Only the 3 seconds for a first response, rate limits and heartbeats go by real time.
"""

from tests.simulators.simulated_discord.answers import Answer
from tests.simulators.simulated_discord.calls import Call
from tests.simulators.simulated_discord.channels import Conversation, DirectChannel, GuildChannel, Kind
from tests.simulators.simulated_discord.guilds import Guild, Member, Role
from tests.simulators.simulated_discord.interactions import Interaction
from tests.simulators.simulated_discord.jsons import Impossible, Json
from tests.simulators.simulated_discord.messages import DiscordMessage
from tests.simulators.simulated_discord.modals import DiscordModal
from tests.simulators.simulated_discord.people import DiscordPerson
from tests.simulators.simulated_discord.permissions import EVERYBODY, OF_THE_BOT, Permission
from tests.simulators.simulated_discord.server import SimulatedDiscord
from tests.simulators.simulated_discord.threads import Thread

__all__ = [
    "EVERYBODY",
    "OF_THE_BOT",
    "Answer",
    "Call",
    "Conversation",
    "DirectChannel",
    "DiscordMessage",
    "DiscordModal",
    "DiscordPerson",
    "Guild",
    "GuildChannel",
    "Impossible",
    "Interaction",
    "Json",
    "Kind",
    "Member",
    "Permission",
    "Role",
    "SimulatedDiscord",
    "Thread",
]
