"""What the playground knows of a person: their role and, where they told it, their time zone."""

from adapters.playground.chatlog import ChatLog
from bot.errors import Unreachable
from bot.ports.platforms import Account, Platform, Standing


class PlaygroundDirectory:
    platform = Platform.PLAYGROUND

    def __init__(self, chat: ChatLog) -> None:
        self._chat = chat

    async def standing(self, account: Account) -> Standing:
        person = self._chat.person(account.user)
        if person is None:
            raise Unreachable(f"nobody in the playground is called {account.user}")
        return Standing(person.moderator, person.zone, person.name)
