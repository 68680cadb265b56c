"""What a handler is: `async def find_mentor(command: FindMentor, context: Context) -> View`."""

from collections.abc import Awaitable, Callable, Mapping

from bot.commands import Command
from bot.views import View

Handler = Callable[..., Awaitable[View]]  # of its own command and a context
Handles = Mapping[type[Command], Handler]
