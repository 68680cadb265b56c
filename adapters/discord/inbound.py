"""What Discord says of an interaction becomes who does what, where. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

import discord

from adapters.discord.custom_ids import Mark
from bot.commands import UNKNOWN
from bot.errors import UserError
from bot.ids import SpaceId
from bot.ports.platforms import Account, Envelope, Place, Platform, Standing, UserId

Interaction = discord.Interaction[discord.Client]
Json = Mapping[str, object]


@dataclass(frozen=True)
class Sender:
    """Who acted. `server` is empty in a direct message.

    `place` is the message whose button or form it was, where it is one that stays.
    """

    user: str
    name: str
    event: str
    locale: str
    server: str = ""
    place: Place | None = None
    channel: str = ""
    present: frozenset[str] | None = None  # the channels and roles of the server, where they are known

    def in_space(self, space: str) -> Account:
        return Account(Platform.DISCORD, SpaceId(space), UserId(self.user))

    def envelope(self, space: str) -> Envelope:
        return Envelope(
            actor=self.in_space(space),
            name=self.name,
            event=self.event,
            locale=self.locale,
            place=self.place,
        )


def sender(interaction: Interaction) -> Sender:
    message = interaction.message
    stays = message is not None and not message.flags.ephemeral
    return Sender(
        user=str(interaction.user.id),
        name=interaction.user.display_name,
        event=str(interaction.id),
        locale=interaction.locale.value,
        server=str(interaction.guild_id or ""),
        place=Place(str(message.channel.id), str(message.id)) if message is not None and stays else None,
        channel=str(interaction.channel_id or ""),
        present=_present(interaction) if interaction.type is discord.InteractionType.modal_submit else None,
    )


def _present(interaction: Interaction) -> frozenset[str] | None:
    guild = interaction.guild
    if guild is None or guild.unavailable or not guild.channels:
        return None
    return frozenset(str(each.id) for each in (*guild.channels, *guild.roles))


def standing(interaction: Interaction) -> Standing | None:
    """What comes with what somebody does in a server; None in a direct message, which says nothing of them."""
    member = interaction.user
    if interaction.guild_id is None or not isinstance(member, discord.Member):
        return None
    return Standing(
        moderator=interaction.permissions.manage_guild or interaction.permissions.administrator,
        name=member.display_name,
        person=not member.bot,
        roles=roles(member),
    )


def roles(member: discord.Member) -> frozenset[str]:
    """Without the role that everybody in a server has."""
    return frozenset(str(role.id) for role in member.roles if not role.is_default())


# Slash commands


@dataclass(frozen=True)
class Slashed:
    name: str
    options: Mapping[str, str]
    focused: str = ""  # the option in which somebody types right now


def slashed(data: Json) -> Slashed:
    given = [option for option in _listed(data.get("options")) if isinstance(option.get("name"), str)]
    options = {str(option["name"]): str(option.get("value", "")) for option in given}
    focused = next((str(option["name"]) for option in given if option.get("focused")), "")
    return Slashed(str(data.get("name", "")), options, focused)


# Buttons and forms


def mark(data: Json) -> Mark:
    """Raises `UserError` for a button or a form of another version."""
    custom_id = data.get("custom_id")
    if not isinstance(custom_id, str):
        raise UserError(UNKNOWN)
    return Mark.read(custom_id)


def space_of(mark: Mark, who: Sender) -> str:
    """The server that is acted in: where somebody is, and in a direct message what the mark says.

    Raises `UserError` where neither tells, or both differ.
    """
    space = who.server or mark.space
    if not space or mark.space not in ("", space):
        raise UserError(UNKNOWN)
    return space


def _listed(found: object) -> list[Json]:
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []
