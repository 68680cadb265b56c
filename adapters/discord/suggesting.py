"""What is offered while somebody types an option of a slash command."""

from collections.abc import Mapping

import discord

from adapters.discord import inbound
from bot.ports.platforms import Envelope, RememberingHost
from bot.slash import suggesting
from bot.suggestions import fitting, offered
from bot.views import Form

MOST_CHOICES = 25
MOST_CHOICE = 100  # characters

Choice = discord.app_commands.Choice[str]


async def choices(host: RememberingHost, data: Mapping[str, object], envelope: Envelope) -> list[Choice]:
    """The list of a form's field, as the form opens for this person; else nothing. Raises `UserError`."""
    typed = inbound.slashed(data)
    opener, field = suggesting(typed.name, typed.focused)
    form = (await host.handle(opener, envelope)).view
    if not isinstance(form, Form):
        return []
    found = fitting(offered(form, field), typed.options.get(typed.focused, ""), MOST_CHOICES)
    return [
        discord.app_commands.Choice(name=option.label[:MOST_CHOICE], value=option.value)
        for option in found
        if option.label.strip() and 1 <= len(option.value) <= MOST_CHOICE
    ]
