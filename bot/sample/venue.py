"""What the sample needs around it: a chat platform that remembers, and a clock that can be moved."""

from datetime import datetime
from typing import Protocol

from bot.ports.platforms import Account, Clock, Directory, Messenger, Space, UserId
from bot.sample.cast import Person
from bot.views import Message


class MovableClock(Clock, Protocol):
    def hold(self, at: datetime) -> None:
        """Stands at this instant."""
        ...


class Venue(Protocol):
    """A chat platform as its people use it; the bot's own side are `messenger` and `directory`."""

    @property
    def space(self) -> Space: ...
    @property
    def messenger(self) -> Messenger: ...
    @property
    def directory(self) -> Directory: ...

    def account(self, user: UserId) -> Account: ...
    def join(self, person: Person) -> None: ...
    def suggest(self, user: UserId, note: str) -> None:
        """Shows this person to newcomers as a good one to be."""
        ...

    def answered(self, user: UserId, view: Message, at: datetime) -> None:
        """The bot's answer that only this person sees."""
        ...

    def say(self, user: UserId, conversation: str, text: str, at: datetime) -> None: ...
    def read_everything(self, since: datetime) -> None:
        """Everybody has read what was sent before this instant."""
        ...
