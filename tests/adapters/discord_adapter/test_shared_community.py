"""One community in two servers: what is posted and pressed in both, and where a pair meets."""

from bot.ids import MemberId
from bot.ports.storage import UnitOfWork
from tests.adapters.discord_adapter.attended import COMMUNITY, Attended
from tests.simulators.simulated_discord import DiscordMessage, DiscordPerson, Guild, GuildChannel


async def riverside(place: Attended) -> tuple[Guild, GuildChannel]:
    guild = await place.another_guild("Riverside OTs", community=COMMUNITY)
    (channel,) = guild.channels.values()
    return guild, channel


async def is_in_both(place: Attended, person: DiscordPerson, there: Guild) -> None:
    """The same member of the community, as after a code was entered."""
    await person.joins(there)
    reader = await place.bot.reader(place.account(person))
    member = MemberId(reader.member or "")

    async def link(uow: UnitOfWork) -> None:
        await uow.members.link(place.account(person, there), member)

    await place.storage.write(COMMUNITY, link)


def post_in(channel: GuildChannel) -> DiscordMessage:
    return next(message for message in channel.messages if "I can help with this" in message.buttons)


async def test_who_steps_forward_in_one_server_meets_in_the_one_that_both_share(place: Attended) -> None:
    there, channel = await riverside(place)
    maya, ruth = place.person("Maya"), place.person("Ruth")
    await place.asks(maya)
    assert "Ohio" in post_in(channel).words, "the request stands in both servers"
    await place.offers(ruth, place.guild)
    await is_in_both(place, ruth, there)
    await ruth.presses("I can help with this", on=post_in(channel))
    await place.settled()
    await ruth.presses("Yes, I will")
    await place.settled()
    (thread,) = place.guild.threads.values()
    assert not there.threads
    assert {person.name for person in thread.people} == {"Maya", "Ruth"}
    for where in (place.mentoring, channel):
        assert not any("I can help with this" in message.buttons for message in where.messages), "nobody is asked on"


async def test_who_is_in_the_other_server_alone_is_told_so_by_her_press(place: Attended) -> None:
    there, channel = await riverside(place)
    maya, noor = place.person("Maya"), there.person("Noor")
    await place.asks(maya)
    await place.offers(noor, there)
    await noor.presses("I can help with this", on=post_in(channel))
    assert "share no server" in noor.ephemerals[-1].words
    assert await place.rows("proposals") == 0
