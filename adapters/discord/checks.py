"""What `mentorbot doctor` asks Discord. It only looks, over the API: nothing is connected, sent or registered."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import discord

from adapters.discord.asking import Busy, Trouble, application_of, bot_of, logged_in
from adapters.discord.commands import changes, wanted
from adapters.discord.permissions import FOR_MEMBERS, invite_url, missing
from adapters.discord.registration import registered
from bot.checkup import Finding, mend, note, well
from bot.ports.platforms import Space
from bot.texts import discord_checkup as texts

INTENTS: Mapping[str, tuple[str, str]] = {
    "Server Members Intent": ("gateway_guild_members", "gateway_guild_members_limited"),
    "Presence Intent": ("gateway_presence", "gateway_presence_limited"),
    "Message Content Intent": ("gateway_message_content", "gateway_message_content_limited"),
}
"""What they are called in the portal, and the application's flags that say one is on (big apps, others)."""


@dataclass(frozen=True)
class Given:
    """The settings that concern Discord. `repr` leaves out what is secret."""

    api_url: str
    token: str = field(default="", repr=False)


async def examined(given: Given, spaces: Sequence[Space]) -> list[Finding]:
    """What is well and what needs a hand; `spaces` are all of Discord that the database knows.

    Trouble on the way to Discord is a finding too.
    """
    found: list[Finding] = []
    try:
        async for finding in _findings(given, spaces):
            found.append(finding)  # noqa: PERF401  # what was found before an error counts too
    except Busy as error:
        found.append(note(error.words, error.advice))
    except Trouble as error:
        found.append(mend(error.words, error.advice))
    return found


async def _findings(given: Given, spaces: Sequence[Space]) -> AsyncIterator[Finding]:
    if not given.token:
        return
    async with logged_in(given.token, given.api_url) as client:
        application = application_of(client)
        yield well(texts.works(str(bot_of(client))))
        for finding in _application(application):
            yield finding
        yield await _commands(client)
        guilds = {str(guild.id): guild.name async for guild in client.fetch_guilds(limit=None, with_counts=False)}
        for finding in _strangers(guilds, spaces, application):
            yield finding
        for space in spaces:
            if space.id not in guilds:
                yield _elsewhere(space, application)
                continue
            async for finding in _server(client, space, guilds[space.id]):
                yield finding


# The application


def _application(application: discord.AppInfo) -> Iterator[Finding]:
    if application.interactions_endpoint_url:
        yield mend(texts.endpoint(application.interactions_endpoint_url), texts.ENDPOINT_ADVICE)
    if application.bot_require_code_grant:
        yield mend(texts.CODE_GRANT, texts.CODE_GRANT_ADVICE)
    if not application.bot_public:
        yield note(texts.PRIVATE_APP, texts.PRIVATE_APP_ADVICE)
    needless = [name for name, flags in INTENTS.items() if any(getattr(application.flags, flag) for flag in flags)]
    if needless:
        yield note(texts.needless_intents(needless), texts.INTENTS_ADVICE)


async def _commands(client: discord.Client) -> Finding:
    there = await registered(client)
    if not there:
        return note(texts.COMMANDS_NONE, texts.COMMANDS_NONE_ADVICE)
    differ = changes(there, wanted())
    return mend(texts.commands_differ(differ), texts.COMMANDS_ADVICE) if differ else well(texts.COMMANDS_WELL)


# The servers


def _strangers(guilds: Mapping[str, str], spaces: Sequence[Space], application: discord.AppInfo) -> Iterator[Finding]:
    if not guilds:
        yield note(texts.NO_SERVER, texts.open_link(invite_url(application.id)))
    known = {space.id for space in spaces}
    for guild, name in guilds.items():
        if guild not in known:
            yield note(texts.not_met(name), texts.NOT_MET_ADVICE)


def _elsewhere(space: Space, application: discord.AppInfo) -> Finding:
    link = invite_url(application.id, guild=space.id)
    if not space.connected:
        return note(texts.removed(space.name), texts.removed_advice(link))
    return mend(texts.without_bot(space.name), texts.without_bot_advice(link))


async def _server(client: discord.Client, space: Space, name: str) -> AsyncIterator[Finding]:
    try:
        guild = await client.fetch_guild(int(space.id), with_counts=False)
        me = await guild.fetch_member(bot_of(client).id)
    except (discord.Forbidden, discord.NotFound):  # it left between two questions
        yield mend(texts.without_bot(name), texts.without_bot_advice(invite_url(application_of(client).id)))
        return
    if me.guild_permissions.administrator:
        yield note(texts.administrator(name), texts.ADMINISTRATOR_ADVICE)
    async for finding in _channel(guild, me, space.channel):
        yield finding
    for finding in _roles(guild, space.moderator_roles):
        yield finding


async def _channel(guild: discord.Guild, me: discord.Member, chosen: str) -> AsyncIterator[Finding]:
    if not chosen:
        yield note(texts.no_channel(guild.name), texts.NO_CHANNEL_ADVICE)
        return
    try:
        channel = await guild.fetch_channel(int(chosen))
    except discord.Forbidden:
        yield mend(texts.channel_hidden(guild.name, chosen), texts.channel_hidden_advice(me.name))
        return
    except (discord.NotFound, discord.InvalidData):
        yield mend(texts.channel_gone(guild.name, chosen), texts.CHANNEL_GONE_ADVICE)
        return
    if not isinstance(channel, discord.TextChannel):
        yield mend(texts.channel_wrong(guild.name, channel.name), texts.CHANNEL_GONE_ADVICE)
        return
    for finding in _permissions(guild, me, channel):
        yield finding


def _permissions(guild: discord.Guild, me: discord.Member, channel: discord.TextChannel) -> Iterator[Finding]:
    lacking = missing(channel.permissions_for(me).value)
    if lacking:
        whys = [(permission.label, permission.why) for permission in lacking]
        labels = [label for label, _ in whys]
        yield mend(texts.lacking(guild.name, channel.name, whys), texts.lacking_advice(channel.name, me.name, labels))
    else:
        yield well(texts.channel_well(guild.name, channel.name))
    if channel.is_news():
        yield note(texts.announcements(guild.name, channel.name), texts.ANNOUNCEMENTS_ADVICE)
    elif absent := missing(channel.permissions_for(guild.default_role).value, FOR_MEMBERS):
        labels = [permission.label for permission in absent]
        yield note(texts.not_for_everybody(guild.name, channel.name, labels), texts.NOT_FOR_EVERYBODY_ADVICE)


def _roles(guild: discord.Guild, chosen: Sequence[str]) -> Iterator[Finding]:
    found = {role: guild.get_role(int(role)) for role in chosen}
    if gone := [role for role, known in found.items() if known is None]:
        yield mend(texts.roles_gone(guild.name, gone), texts.ROLES_GONE_ADVICE)
    if there := [known.name for known in found.values() if known is not None]:
        yield well(texts.roles_well(guild.name, there))
