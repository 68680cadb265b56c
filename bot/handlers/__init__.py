"""One file per feature; each lists which command it handles how. A handler call is one transaction without network."""

from collections.abc import Awaitable, Callable, Mapping

from bot.commands import Command
from bot.handlers import asking, matching, offering
from bot.views import View

Handler = Callable[..., Awaitable[View]]

HANDLERS: Mapping[type[Command], Handler] = {
    **asking.HANDLES,
    **offering.HANDLES,
    **matching.HANDLES,
}
