"""In which server somebody means to act who writes directly to the bot."""

from adapters.discord.inbound import Sender
from adapters.discord.members import Members
from bot.errors import UserError
from bot.ports.platforms import Platform, RememberingHost, UserId
from bot.texts import pages


async def first_space(host: RememberingHost, members: Members, who: Sender) -> str:
    """Where they take part and still are. Raises `UserError` where there is none."""
    missing = UserError(pages.NO_SERVER)
    for space in await host.spaces_of(Platform.DISCORD, UserId(who.user)):
        try:
            await members.check_here(who.in_space(space.id))
        except UserError as error:
            missing = error
        else:
            return space.id
    raise missing
