"""Which community a space belongs to: remembered, and asked again where a space has moved."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.errors import UserError
from bot.ids import CommunityId, SpaceId
from bot.ports.storage import Storage
from bot.texts import common

T = TypeVar("T")


class SpaceMoved(Exception):
    """The space belongs to another community by now than the one that was remembered."""


class Whereabouts:
    def __init__(self, storage: Storage) -> None:
        self.storage = storage
        self._known: dict[SpaceId, CommunityId] = {}

    async def within(self, space: SpaceId, do: Callable[[CommunityId], Awaitable[T]]) -> T:
        """Does it in the space's community, and once more where it raises `SpaceMoved`: in another process, a space
        may have joined another community. Raises `UserError` for a space that nobody knows.
        """
        try:
            return await do(await self.community_of(space))
        except SpaceMoved:
            self._known.pop(space, None)
            return await do(await self.community_of(space))

    async def community_of(self, space: SpaceId) -> CommunityId:
        known = self._known.get(space)
        if known is None:
            known = await self.storage.community_of(space)
            if known is None:
                raise UserError(common.UNKNOWN_SPACE)
            self._known[space] = known
        return known
